"""Fill the sheets of the result from the input sheets of the open workbook; the input sheets are never written."""

from __future__ import annotations

from collections.abc import Sequence

from gkxl.actions.outcome import Outcome
from gkxl.errors import InputError
from gkxl.ribbon.applying import apply
from gkxl.ribbon.notes import keep_notes
from gkxl.ribbon.open_workbook import OpenWorkbook
from gkxl.workbook.format.codes import SheetRole
from gkxl.workbook.format.sheet_plan import SheetPlan
from gkxl.workbook.reading.coded_sheet import find_marker

_COMMON_TEXTS, _COMMON_SHARE = 3, 0.15
"""How much of what stands on a sheet must be words of ours for it to be ours; a sheet of the office shares a heading or two."""


def fill(opened: OpenWorkbook, *only: str) -> tuple[Outcome, list[str]]:
    """Merge the input sheets and fill the sheets of the result, all of them or `only` these.

    Returns what the merge found, and the names of the sheets that were there and have no content any more: they are left as
    they were.  Raises InputError where a sheet of the office has the name of one of them.
    """
    from gkxl.workbook.writing.workbooks import RESULTS, result_sheets

    only = only or RESULTS
    outcome, merged = opened.merged
    own = {(one.source.file, one.source.sheet) for one in opened.reading.submissions}
    here = all((unit.source.file, unit.source.sheet) in own for unit in merged.units)
    plans = result_sheets(merged, [unit.source.sheet for unit in merged.units] if here else [], only)
    filled = [plan.name for plan in plans]
    refill(opened, plans)
    return outcome, [name for name in only if name in opened.kept and name not in filled]


def refill(opened: OpenWorkbook, plans: Sequence[SheetPlan]) -> None:
    """Put sheets of a result into the workbook, with the notes that stand on them now; those that are missing go to their place.

    Raises InputError, with nothing changed, where a sheet of somebody else has the name of one of them.
    """
    from gkxl.workbook.writing.workbooks import RESULTS

    for plan in plans:
        rows = opened.kept.get(plan.name, [])
        marked = find_marker(rows)
        filled_in = marked is not None and marked.role is SheetRole.INPUT
        known = marked is not None and marked.role is not SheetRole.UNKNOWN
        if filled_in or (not known and _foreign(plan, rows)):
            what = "是一张填报表" if filled_in else "不是 gkxl 生成的"
            raise InputError(f"工作表“{plan.name}”{what}，没有覆盖；请给它改个名字，再点一次")
        keep_notes(plan, rows)
    filled = [plan.name for plan in plans]
    there = [name for name in RESULTS if name in opened.kept or name in filled]
    apply(opened.book, plans, [there[there.index(name) - 1] if there.index(name) else "" for name in filled])


def _foreign(plan: SheetPlan, rows: Sequence[Sequence[object]]) -> bool:
    """Whether what stands on the sheet of this name was never written by a plan of ours."""
    there = {value for row in rows for value in row if isinstance(value, str) and len(value) > 1}
    ours = {cell.value for cell in plan.cells if isinstance(cell.value, str)}
    common = len(there & ours)
    return bool(there) and (common < _COMMON_TEXTS or common < _COMMON_SHARE * len(there))
