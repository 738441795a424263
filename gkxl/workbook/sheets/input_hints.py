"""What may be typed into the cells of an input sheet, and the hint that is shown when one is selected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gkxl.aggregation.brought_forward import BroughtForward
from gkxl.forms import Item, item_code
from gkxl.workbook.format.layout import PlacedTable, SheetLayout
from gkxl.workbook.format.sheet_plan import SheetPlan, Validation
from gkxl.workbook.sheets.brought_forward_cells import brought_forward_hint
from gkxl.workbook.sheets.tables import figure_cells


def put_hints(plan: SheetPlan, layout: SheetLayout, placed: PlacedTable, brought_forward: Mapping[int, BroughtForward]) -> None:
    """Add to each run of input cells in a row what may be typed and a hint that names the row; to cells brought forward, where they come from."""
    form = layout.form
    rows = {row.code: row for block in placed.table.blocks for row in block.rows}
    runs: dict[tuple[int, str], list[Item]] = {}
    for cell in figure_cells(placed):
        item = form.items[form.index[item_code(placed.table.code, cell.code)]]
        if item.index in brought_forward:
            plan.validations.append(brought_forward_hint(cell, brought_forward[item.index]))
        elif item.index not in form.total_items:
            runs.setdefault((cell.row, item.kind.code), []).append(item)
    for items in runs.values():
        for run in _contiguous(layout, items):
            kind = run[0].kind
            first, end = layout.positions[run[0].index], layout.positions[run[-1].index]
            title = rows[run[0].row].label or placed.table.name
            hint = f"{rows[run[0].row].hint}{kind.sentence}。"
            if len(run) == 1 and len(items) == 1 and run[0].row_label:
                hint = f"{run[0].column_label}：{hint}"
            error = f"{kind.sentence}。请更正后再填下一格。"
            plan.validations.append(Validation((*first, *end), title, hint, kind.whole, not kind.whole, kind.minimum, error=error))


def _contiguous(layout: SheetLayout, items: Sequence[Item]) -> list[list[Item]]:
    """Split items of one row where a figure of another kind, or a total, stands between them."""
    runs: list[list[Item]] = []
    for item in items:
        if runs and runs[-1][-1].index + 1 == item.index:
            runs[-1].append(item)
        else:
            runs.append([item])
    return runs
