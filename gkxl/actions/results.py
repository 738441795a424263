"""Fill the sheets of the result from the input sheets of the workbook that is open; the input sheets are never written."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto

from gkxl.actions.open_workbook import Contents
from gkxl.actions.outcome import Outcome
from gkxl.errors import InputError
from gkxl.workbook.format.codes import SheetRole
from gkxl.workbook.format.sheet_plan import SheetPlan
from gkxl.workbook.reading.coded_sheet import Rows, find_marker
from gkxl.workbook.sheets.kept_notes import keep_notes

_COMMON_TEXTS, _COMMON_SHARE = 3, 0.15
"""How much of what stands on a sheet must be words of ours for it to be ours; a sheet of the office shares a heading or two."""


class Occupant(Enum):
    """Whose sheet it is that has the name of a sheet of the result."""

    NOBODY = auto()
    """There is none, or it is blank."""
    GKXL = auto()
    DEPARTMENT = auto()
    """An input sheet."""
    OFFICE = auto()
    """A sheet that no plan of ours has written."""


_KEPT = {Occupant.DEPARTMENT: "是一张填报表", Occupant.OFFICE: "不是 gkxl 生成的"}
"""What is never overwritten, in words."""


def fill(opened: Contents, *only: str) -> tuple[Outcome, list[str]]:
    """Merge the input sheets and fill the sheets of the result, all of them or `only` these.

    Returns what the merge found, and the names of the sheets that were there and have no content any more: they are left as
    they were.  Raises InputError where a sheet of the office has the name of one of them.
    """
    from gkxl.workbook.writing.workbooks import RESULTS, result_sheets

    wanted = only or RESULTS
    outcome, merged = opened.merged
    # 明细 leads to the sheets of the units, where each has one here: those of a year made from months have none.
    own = {submission.source for submission in opened.reading.submissions}
    here = all(unit.source in own for unit in merged.units)
    plans = result_sheets(merged, [unit.source.sheet for unit in merged.units] if here else [], wanted)
    refill(opened, plans)
    filled = {plan.name for plan in plans}
    return outcome, [name for name in wanted if name in opened.kept and name not in filled]


def refill(opened: Contents, plans: Sequence[SheetPlan]) -> None:
    """Put sheets of a result into the workbook, with the notes that stand on them now; those that are missing go to their place.

    Raises InputError, with nothing changed, where a sheet of somebody else has the name of one of them.
    """
    for plan in plans:
        plan.make_lines()
        rows = opened.kept.get(plan.name, [])
        whose = occupant(plan, rows)
        if whose in _KEPT:
            raise InputError(f"工作表“{plan.name}”{_KEPT[whose]}，没有覆盖；请给它改个名字，再点一次")
        keep_notes(plan, rows)
    opened.book.put(plans, _places(opened, [plan.name for plan in plans]))


def _places(opened: Contents, names: Sequence[str]) -> list[str]:
    """Return for each sheet of a result the one of them that it stands behind; "" for the first."""
    from gkxl.workbook.writing.workbooks import RESULTS

    there = [name for name in RESULTS if name in opened.kept or name in names]
    before = dict(zip(there, ["", *there], strict=False))
    return [before[name] for name in names]


def occupant(plan: SheetPlan, rows: Rows) -> Occupant:
    """Return whose sheet it is that stands where that of a plan shall go; `rows` are its values.

    A sheet with codes says so itself; one without, or with damaged ones, is ours where enough of its words are those of the plan.
    """
    marked = find_marker(rows)
    if marked and marked.role is not SheetRole.UNKNOWN:
        return Occupant.DEPARTMENT if marked.role is SheetRole.INPUT else Occupant.GKXL
    there = {value for row in rows for value in row if isinstance(value, str) and len(value) > 1}
    if not there:
        return Occupant.NOBODY
    ours = {cell.value for cell in plan.cells if isinstance(cell.value, str)}
    common = len(there & ours)
    return Occupant.OFFICE if common < _COMMON_TEXTS or common < _COMMON_SHARE * len(there) else Occupant.GKXL
