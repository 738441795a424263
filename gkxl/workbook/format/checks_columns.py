"""The columns of 校验: their headings and widths, and which of them say what a line is about."""

from __future__ import annotations

COLUMNS = (
    ("级别", 7.0),
    ("单位", 13.0),
    ("内容", 45.0),
    ("填报的数", 11.0),
    ("对照的数", 11.0),
    ("差", 8.0),
    ("结果", 7.0),
    ("可能的原因", 20.0),
    ("位置", 17.0),
    ("跳转", 5.0),
    ("情况说明", 19.0),
)
"""Heading and width in characters, together what a landscape A4 page shows at nine tenths; the first stands in sheet column 1."""
LEVEL, UNIT, TEXT, LEFT, RIGHT, DIFF, RESULT, CAUSE, PLACE, JUMP, NOTE = range(1, len(COLUMNS) + 1)
WIDTH = sum(width for _, width in COLUMNS)
"""Of all of them together."""


def heading(column: int) -> str:
    """Return the heading of a column of 校验."""
    return COLUMNS[column - 1][0]


def width(column: int) -> float:
    """Return the width of a column of 校验 in characters."""
    return COLUMNS[column - 1][1]


NOTE_HEADING = heading(NOTE)
"""Over the column in which staff explain what was found; what stands below it is kept whenever the sheet is filled again."""
REMARK_HEADING = "备注"
"""Over the same column beside lines that are about no finding, on sheets of former versions: what stands there is kept as well."""
KEPT_HEADINGS = (NOTE_HEADING, REMARK_HEADING)
UNREAD_LEVEL = "未读出"
"""The level of a file of which nothing could be read."""
EXPLAINED_MARK = "（已说明）"
"""Behind the level of what somebody has explained."""
LEFT_OVER = "失效的说明（所说的问题没有了，或者数字已经改动）"
"""Over what was written beside lines that are gone, at the end of the sheet; kept as well."""
PROBLEM_HEADING = "问题和改法"
"""Over what is wrong, on the list in a marked copy."""
TEXT_HEADINGS = (heading(TEXT), PROBLEM_HEADING)
"""Over the column that says what was found."""
ABOUT = tuple(heading(column) for column in (UNIT, TEXT))
"""Headings of the columns that say what a line is about: a note belongs to the line that says the same there."""
