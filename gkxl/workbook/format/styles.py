"""The look of every sheet, in one place."""

from __future__ import annotations

from gkxl.model.merge_state import Completeness, MergeState
from gkxl.workbook.format.sheet_plan import Style

CLAUSE_FILL = "C6D9F1"  # the fill of the clause lines in the official layout
INPUT_FILL = "FFF8DC"
TOTAL_FILL = "EDEDED"
HEAD_FILL = "EAF1FA"

TITLE = Style(size=16, bold=True, font="黑体", wrap=False)
SUBTITLE = Style(size=10, color="595959", align="left")
MONTH_NOTE = Style(size=10, bold=True, color="1F3864", fill="DEEAF6", align="left")
HEADING = Style(size=12, bold=True, font="黑体", align="left", wrap=False)

CLAUSE = Style(bold=True, fill=CLAUSE_FILL, align="left", border=True)
HEADER = Style(fill=HEAD_FILL, border=True)
PRINTED_HEADER = Style(border=True)
LABEL = Style(align="left", border=True)
GROUP = Style(border=True)

INPUT = Style(fill=INPUT_FILL, border=True, locked=False, shrink=True, wrap=False)
MISREAD = INPUT.but(color="C00000", bold=True)
UNFILLED = MISREAD.but(locked=True)
PREFILLED = Style(fill="DDEBF7", border=True, shrink=True, wrap=False)
TOTAL = Style(fill=TOTAL_FILL, border=True, bold=True, shrink=True, wrap=False)
FIGURE = Style(border=True, shrink=True, wrap=False)
CODE = Style(size=6, color="A6A6A6", align="left", wrap=False)

FIELD_NAME = Style(fill=HEAD_FILL, border=True)
FIELD = Style(fill=INPUT_FILL, border=True, align="left", locked=False, number="@", indent=1)
FIELD_FIXED = FIELD.but(fill=TOTAL_FILL, locked=True)

CHECK_NAME = Style(size=9, color="595959", align="right", wrap=False)
CHECK = Style(size=9, color="2E7D32", shrink=True, wrap=False)
CHECK_LINE = Style(size=10, color="2E7D32", bold=True, align="left")
SIDE_CHECK = Style(size=9, color="C00000", align="left", wrap=False)

STATE_GOOD = Style(size=12, bold=True, align="left", color="1B5E20", fill="E2F0D9", border=True)
STATE_BAD = Style(size=12, bold=True, align="left", color="9C0006", fill="FFC7CE", border=True)
STATE_EXPLAINED = Style(size=12, bold=True, align="left", color="7F6000", fill="FFF2CC", border=True)

TEXT = Style(size=11, align="left")
SIGNATURE = Style(size=11, align="left", wrap=False)
LINK = Style(align="left", color="0563C1", underline=True, border=True)
CELL = Style(align="left", border=True)
CELL_CENTER = Style(border=True)
CELL_NUMBER = Style(border=True, wrap=False, shrink=True)
COLUMN_NAME = Style(bold=True, fill=CLAUSE_FILL, border=True)
OPEN_CELL = Style(align="left", border=True, locked=False, fill=INPUT_FILL, number="@")


def of_state(state: MergeState) -> Style:
    """Return how the line looks that says how complete a merge is."""
    if state.completeness is Completeness.EXPLAINED:
        return STATE_EXPLAINED
    return STATE_GOOD if state.complete else STATE_BAD
