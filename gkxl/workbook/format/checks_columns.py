"""The columns of 校验: their headings and widths, and which of them say what a line is about."""

from __future__ import annotations

COLUMNS = (
    ("级别", 7.0),
    ("单位", 20.0),
    ("规则", 26.0),
    ("内容", 62.0),
    ("左边（实际）", 12.0),
    ("右边（应为）", 12.0),
    ("相差", 9.0),
    ("结果", 8.0),
    ("可能的原因", 34.0),
    ("位置", 34.0),
    ("跳转", 7.0),
    ("备注", 20.0),
)
"""Heading and width in characters; the first stands in sheet column 1."""
LEVEL, UNIT, RULE, TEXT, LEFT, RIGHT, DIFF, RESULT, CAUSE, PLACE, JUMP, NOTE = range(1, len(COLUMNS) + 1)


def heading(column: int) -> str:
    """Return the heading of a column of 校验."""
    return COLUMNS[column - 1][0]


def width(column: int) -> float:
    """Return the width of a column of 校验 in characters."""
    return COLUMNS[column - 1][1]


NOTE_HEADING = heading(NOTE)
"""Over the column that staff may write into, on every sheet that has one."""
ABOUT = tuple(heading(column) for column in (UNIT, RULE, TEXT))
"""Headings of the columns that say what a line is about: a note belongs to the line that says the same there."""
