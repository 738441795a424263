"""单位名册: the units that must report, as a sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from gkxl.model.roster import Cycle, RosterEntry
from gkxl.workbook.format import styles
from gkxl.workbook.format.codes import SheetRole, marker
from gkxl.workbook.format.roster_columns import COLUMNS, RIGHTS, YES_NO, asked_words
from gkxl.workbook.format.sheet_names import ROSTER
from gkxl.workbook.format.sheet_plan import Cell, SheetPlan, Validation

_HINTS = {
    "parent": "上一级单位的名称，须也列在本名册中；直接由本单位汇总的可以不填。",
    "cycle": "每月、每季、每半年报送的填“每月”“每季”“每半年”，只报全年的填“全年”；不填则按汇总的期间。",
    "tables": "这个单位只填哪几张表，如“表三、表四”；不填为全部法定表。还要填总体情况基础数据的，写“全部、总体情况”。",
    "regulations": "填“否”的单位，“规章”行填了数会提醒；填“是”的不提醒；不填则只看单位名称（乡镇、街道）。",
    "due": "每月报送填次月几日，如 5；报全年的填次年的月日，如 1月15日。",
}
_SPARE_LINES = 40


def roster_sheet(units: Sequence[RosterEntry]) -> SheetPlan:
    """Return the plan of 单位名册 with these units."""
    plan = SheetPlan(ROSTER, tab_color="7F7F7F", protect=False)
    plan.widths = {0: 4.0, 1: 6.0} | {i: float(width) for i, (*_, width) in enumerate(COLUMNS, start=2)}
    plan.hidden_columns = {0}
    plan.hidden_rows = {0}
    plan.put(0, 0, marker(SheetRole.ROSTER), styles.CODE)
    plan.put(1, 1, "单位名册", styles.TITLE.but(align="left"))
    plan.heights[1] = 30
    plan.put(2, 1, "列出应当报送的单位，一行一个；下发、催报、汇总都以此为准。单位名称要与填报表的“单位”一致。", styles.SUBTITLE.but(wrap=False))
    plan.put(3, 0, "@roster", styles.CODE)
    plan.put(3, 1, "序号", styles.COLUMN_NAME)
    plan.heights[3] = 32
    for col, (_, name, how, _) in enumerate(COLUMNS, start=2):
        plan.put(3, col, name + how, styles.COLUMN_NAME)
    lines = max(len(units), _SPARE_LINES)
    plan.put_lines(lines, partial(_lines, units, lines))
    last = 3 + lines
    for col, (key, name, _, _) in enumerate(COLUMNS, start=2):
        if key in _HINTS:
            choices = tuple(cycle for cycle in Cycle if cycle) if key == "cycle" else tuple(YES_NO) if key in RIGHTS else ()
            plan.validations.append(Validation((4, col, last, col), name, _HINTS[key], choices=choices))
    plan.freeze = (4, 3)
    plan.repeat_rows = (3, 3)
    plan.print_area = (0, 1, last, len(COLUMNS) + 1)
    plan.landscape = True
    plan.footer = "单位名册"
    return plan


def _lines(units: Sequence[RosterEntry], number: int) -> Iterator[Cell]:
    """Yield the cells of so many lines, the last of them blank where there are fewer units."""
    for at in range(number):
        values = _texts(units[at] if at < len(units) else RosterEntry(""))
        yield Cell(4 + at, 1, at + 1, styles.CELL_CENTER)
        for col, (key, *_) in enumerate(COLUMNS, start=2):
            yield Cell(4 + at, col, values[key], styles.OPEN_CELL)


def _texts(entry: RosterEntry) -> dict[str, str]:
    """Return an entry as it is written on the sheet."""
    return {
        "unit": entry.unit,
        "parent": entry.parent,
        "aliases": "、".join(entry.aliases),
        "cycle": entry.cycle,
        "tables": asked_words(entry.tables, entry.series),
        "due": str(entry.due) if entry.due else "",
        "contact": entry.contact,
        "phone": entry.phone,
        **{key: next((word for word, right in YES_NO.items() if entry.rights.get(name) is right), "") for key, name in RIGHTS.items()},
    }
