"""Fill the sheets of the result from the input sheets of the open workbook; the input sheets are never written."""

from __future__ import annotations

from gkxl.actions.outcome import Outcome
from gkxl.ribbon.applying import apply
from gkxl.ribbon.notes import keep_notes
from gkxl.ribbon.open_workbook import OpenWorkbook


def fill(opened: OpenWorkbook, only: tuple[str, ...] = ()) -> Outcome:
    """Merge the input sheets and fill the sheets of the result, all of them or `only` these; return what the merge found."""
    from gkxl.workbook.standard import result_sheets

    outcome, merged = opened.merged
    own = {(one.source.file, one.source.sheet) for one in opened.reading.submissions}
    here = all((unit.source.file, unit.source.sheet) in own for unit in merged.units)
    plans = result_sheets(merged, [unit.source.sheet for unit in merged.units] if here else [])
    wanted = [(plan, before) for plan, before in zip(plans, ["", *(plan.name for plan in plans)], strict=False) if not only or plan.name in only]
    for plan, _ in wanted:
        keep_notes(plan, opened.kept.get(plan.name, []))
    apply(opened.book, [plan for plan, _ in wanted], [before for _, before in wanted])
    return outcome
