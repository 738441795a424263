"""报送情况: who has reported and who has not, and what to write to those who have not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gkxl.model.period import Period
from gkxl.model.roster import RosterEntry
from gkxl.model.unit import Unit
from gkxl.reporting_status.grid import Slot, State, StatusGrid
from gkxl.reporting_status.reminders import Reminder
from gkxl.workbook.format import styles
from gkxl.workbook.format.sheet_names import REPORTING_STATUS
from gkxl.workbook.format.sheet_plan import SheetPlan, Style, lines_needed

_FILLS = {
    State.ON_TIME: ("E2F0D9", "1B5E20"),
    State.RECEIVED: ("E2F0D9", "1B5E20"),
    State.LATE: ("FFE699", "7F6000"),
    State.MISSING: ("C00000", "FFFFFF"),
    State.UNREADABLE: ("7030A0", "FFFFFF"),
    State.DISPUTED: ("F4B183", "833C0B"),
    State.NOT_DUE: ("F2F2F2", "7F7F7F"),
    State.NOT_ASKED: ("FFFFFF", "A6A6A6"),
}
"""State to fill and letters: told apart by lightness too, and every cell says its state in words."""
_CORRECTED = ("BDD7EE", "1F3864")
_FIRST_ROW, _NUMBER, _UNIT, _PARENT, _FIRST_COLUMN = 5, 1, 2, 3, 4
FIRST_HEADINGS = ("序号", "单位", "上级单位")
_LAST_COLUMNS = (("截止日", 12.0), ("联系人", 10.0), ("电话", 15.0))


def reporting_status_sheet(grid: StatusGrid, messages: Sequence[Reminder]) -> SheetPlan:
    """Return the plan of 报送情况."""
    plan = SheetPlan(REPORTING_STATUS, tab_color="BF8F00", landscape=True)
    after = _FIRST_COLUMN + len(grid.periods)
    last = after + len(_LAST_COLUMNS) - 1
    width = 7.6 if len(grid.periods) > 1 else 14.0
    plan.widths = {0: 2, _NUMBER: 5, _UNIT: 26, _PARENT: 18} | dict.fromkeys(range(_FIRST_COLUMN, after), width)
    plan.widths |= {after + i: w for i, (_, w) in enumerate(_LAST_COLUMNS)}
    plan.put(1, 1, f"{grid.period.chinese}{grid.words.reporting}", styles.TITLE.but(align="left"))
    plan.heights[1] = 32
    whole = grid.count(State.MISSING, State.UNREADABLE, State.DISPUTED) == 0
    until = f"（截至{grid.today.isoformat()}）" if grid.today else ""
    plan.put(2, 1, f"{grid.count_line}{until}", styles.STATE_GOOD if whole else styles.STATE_BAD, cols=last)
    plan.heights[2] = 26
    plan.put(3, 1, "迟报按填报日期与名册的截止日比较；更正指修订号大于1。", styles.SUBTITLE.but(wrap=False))
    _put_grid(plan, grid, after)
    row = _put_messages(plan, messages, _FIRST_ROW + len(grid.lines) + 2, last)
    plan.freeze = (_FIRST_ROW, _PARENT)
    plan.repeat_rows = (_FIRST_ROW - 1, _FIRST_ROW - 1)
    plan.print_area = (0, 1, row, last)
    plan.footer = REPORTING_STATUS
    return plan


def _put_grid(plan: SheetPlan, grid: StatusGrid, after: int) -> None:
    names = [*FIRST_HEADINGS, *map(_name, grid.periods), *(name for name, _ in _LAST_COLUMNS)]
    plan.row(_FIRST_ROW - 1, _NUMBER, names, styles.COLUMN_NAME)
    plan.heights[_FIRST_ROW - 1] = 24
    for number, (entry, slots) in enumerate(grid.lines):
        row = _FIRST_ROW + number
        plan.put(row, _NUMBER, number + 1, styles.CELL_CENTER)
        plan.put(row, _UNIT, entry.unit, styles.CELL)
        plan.put(row, _PARENT, _above(entry, grid), styles.CELL)
        for col, slot in enumerate(slots, start=_FIRST_COLUMN):
            plan.put(row, col, slot.shown, _style(slot))
        plan.row(row, after, [str(entry.due) if entry.due else "", entry.contact, entry.phone], styles.CELL)
        plan.heights[row] = 6 + 14 * lines_needed(entry.unit, 26)


def _above(entry: RosterEntry, grid: StatusGrid) -> str:
    return entry.parent if entry.cell or not grid.rostered else f"{entry.parent}（名册外）"


def _name(period: Period) -> str:
    return period.within_year or "全年"


def _style(slot: Slot) -> Style:
    fill, color = _CORRECTED if slot.corrected and slot.state in (State.ON_TIME, State.RECEIVED) else _FILLS[slot.state]
    return styles.CELL_CENTER.but(fill=fill, color=color, shrink=True, wrap=False, bold=slot.state in (State.MISSING, State.UNREADABLE))


def _styles_by_words() -> dict[str, Style]:
    """Return how each text looks that a cell of the grid may show."""
    nobody, whenever = Unit(""), Period(2000)
    slots = [Slot(nobody, whenever, state, corrected) for corrected in (True, False) for state in State]
    return {slot.shown: _style(slot) for slot in slots}


STYLES_BY_WORDS: Mapping[str, Style] = _styles_by_words()
"""What a cell of the grid says, and how it looks."""


def _put_messages(plan: SheetPlan, messages: Sequence[Reminder], row: int, last: int) -> int:
    """Put the messages below the grid and return the last row."""
    if not messages:
        plan.put(row, 1, "没有需要催报的单位。", styles.TEXT.but(wrap=False))
        return row
    plan.put(row, 1, f"催报（{len(messages)}个单位，可直接复制发送）", styles.HEADING)
    plan.heights[row] = 24
    width = sum(plan.widths[col] for col in range(_PARENT, last + 1))
    for message in messages:
        row += 1
        plan.put(row, _NUMBER, "", styles.CELL_CENTER)
        plan.put(row, _UNIT, message.called or message.unit, styles.CELL)
        plan.put(row, _PARENT, message.text, styles.CELL, cols=last - _PARENT + 1)
        plan.heights[row] = 6 + 15 * lines_needed(message.text, width)
    return row
