"""校验 and 报送情况 as they are printed: what is open or explained, and who has reported, from the lines of a merged workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gkxl.model.merge_state import MergeState
from gkxl.rules.findings import SEVERITY_NAMES, Finding
from gkxl.workbook.format import styles
from gkxl.workbook.format.checks_columns import CAUSE, COLUMNS, JUMP, LEFT, LEVEL, PLACE, RESULT, RIGHT, TEXT, UNIT, heading
from gkxl.workbook.format.sheet_names import CHECKS, REPORTING_STATUS
from gkxl.workbook.format.sheet_plan import SheetPlan, Style, Value, lines_needed
from gkxl.workbook.sheets.reporting_status_sheet import FIRST_HEADINGS, STYLES_BY_WORDS

_ON_SCREEN = (JUMP, RESULT)
_CENTERED = {heading(column) for column in (LEVEL, LEFT, RIGHT)}
_HEAD = 4
_NUMBER_WIDTH, _UNIT_WIDTH, _PARENT_WIDTH, _SLOT_WIDTH, _OTHER_WIDTH = 4.5, 18.0, 12.0, 5.2, 11.0

Line = Mapping[str, Value]
"""Heading of a column of 校验 to what stands below it."""


def line_of_finding(finding: Finding) -> Line:
    """Return the line of something that was found when the workbook was read to be printed."""
    return {
        heading(LEVEL): SEVERITY_NAMES[finding.severity],
        heading(UNIT): finding.called,
        heading(TEXT): finding.message,
        heading(LEFT): finding.actual,
        heading(RIGHT): finding.expected,
        heading(CAUSE): finding.hint,
        heading(PLACE): "，".join(part for part in (finding.sheet, "、".join(finding.cells[:6])) if part),
    }


def printed_checks(state: MergeState, lines: Sequence[Line], title: str, note: str = "") -> SheetPlan:
    """Return the plan of 校验 with these lines; `note` stands above them."""
    plan = SheetPlan(CHECKS, tab_color="C00000", landscape=True)
    columns = [(name, width) for number, (name, width) in enumerate(COLUMNS, start=1) if number not in _ON_SCREEN]
    last = len(columns)
    plan.widths = {0: 2.0} | {col: width for col, (_, width) in enumerate(columns, start=1)}
    plan.put(1, 1, title, styles.TITLE.but(align="left"))
    plan.put(2, 1, state.sentence, styles.of_state(state), cols=last)
    plan.put(3, 1, note or "只列还没有解决的错误、提醒和已作说明的事项；成立的、只供了解的见汇总工作簿。", styles.SUBTITLE, cols=last)
    plan.heights |= {1: 30, 2: 24, 3: 20}
    plan.row(_HEAD, 1, [name for name, _ in columns], styles.COLUMN_NAME)
    for row, line in enumerate(lines, start=_HEAD + 1):
        for col, (name, _) in enumerate(columns, start=1):
            plan.put(row, col, line.get(name, ""), styles.CELL_CENTER if name in _CENTERED else styles.CELL)
    if not lines:
        plan.put(_HEAD + 1, 1, "没有需要处理的错误和提醒。", styles.CELL, cols=last)
    return _set_up(plan, CHECKS, _HEAD + max(1, len(lines)), last)


def printed_status(above: Sequence[str], headings: Sequence[str], lines: Sequence[Sequence[str]]) -> SheetPlan:
    """Return the plan of 报送情况: `above` are its title and what stands below that, `lines` the units below `headings`."""
    plan = SheetPlan(REPORTING_STATUS, tab_color="BF8F00", landscape=True)
    last = len(headings)
    states = [number for number in range(len(FIRST_HEADINGS), last) if any(line[number] in STYLES_BY_WORDS for line in lines)]
    slots = range(min(states, default=last), max(states, default=last - 1) + 1)
    named = dict(zip(FIRST_HEADINGS, (_NUMBER_WIDTH, _UNIT_WIDTH, _PARENT_WIDTH), strict=True))
    plan.widths = {0: 2.0} | {
        number + 1: named.get(name, _SLOT_WIDTH if number in slots and len(slots) > 1 else _OTHER_WIDTH) for number, name in enumerate(headings)
    }
    looks = (styles.TITLE.but(align="left"), styles.STATE_EXPLAINED.but(fill="", border=False, color="000000"), styles.SUBTITLE)
    row = 0
    for row, (words, look) in enumerate(zip(above, looks, strict=False), start=1):
        plan.put(row, 1, words, look, **({"cols": last} if look.wrap else {}))
        plan.heights[row] = 30 if row == 1 else 20
    head = row + 1
    plan.row(head, 1, list(headings), styles.COLUMN_NAME)
    for number, line in enumerate(lines, start=head + 1):
        for col, words in enumerate(line):
            plan.put(number, col + 1, words, _look(words, in_grid=col in slots))
    return _set_up(plan, REPORTING_STATUS, head + len(lines), last, head)


def _look(words: str, *, in_grid: bool) -> Style:
    return STYLES_BY_WORDS.get(words, styles.CELL_CENTER) if in_grid else styles.CELL


def _set_up(plan: SheetPlan, footer: str, bottom: int, last: int, head: int = _HEAD) -> SheetPlan:
    plan.repeat_rows = (head, head)
    plan.print_area = (0, 1, bottom, last)
    plan.footer = footer
    plan.heights[head] = 6 + 14 * max(lines_needed(str(cell.value), plan.widths[cell.col]) for cell in plan.cells if cell.row == head)
    return plan
