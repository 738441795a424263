"""Cells that the period before already fills in: locked, and marked with where the figure comes from."""

from __future__ import annotations

from collections.abc import Mapping

from gkxl.aggregation.brought_forward import Given
from gkxl.forms import GridCell
from gkxl.model.figures import show
from gkxl.model.unit_names import listed
from gkxl.workbook.format import live_formulas as live
from gkxl.workbook.format.layout import SheetLayout
from gkxl.workbook.format.sheet_plan import Validation


def given_formula(layout: SheetLayout, one: Given, sheet: str) -> str:
    """Return how a given figure is computed: from `sheet` of the same workbook if it holds the period before; "" for a plain value."""
    if not sheet and not one.current:
        return ""
    start = live.side(layout, one.before, sheet) if sheet else show(one.known)
    added = live.side(layout, one.current) if one.current else ""
    return start + (added if added.startswith("-") else f"+{added}" if added else "")


def given_hint(cell: GridCell, one: Given) -> Validation:
    """Return what is shown when the cell is selected."""
    how = "由上期数加减本期数自动算出" if one.current else "等于上期数"
    text = f"{how}。上期：{show(one.known)}，来自{one.source}。如与实际不符，请联系汇总单位更正上期。"
    return Validation((cell.row, cell.col, cell.row, cell.col), "上期带入，不用填", text)


def given_note(given: Mapping[int, Given]) -> str:
    """Return the sentence under the title of a sheet with given figures: which cells, and from which files."""
    files = list(dict.fromkeys(one.source.partition("（工作表")[0] for one in given.values()))
    return f"蓝色格由上期带入，已锁定，不用填（来自{listed(files, 2)}；点选蓝色格可看出处）。"
