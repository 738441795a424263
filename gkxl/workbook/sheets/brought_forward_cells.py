"""Cells that the period before already fills in: locked, and marked with where the figure comes from."""

from __future__ import annotations

from collections.abc import Mapping

from gkxl.aggregation.brought_forward import BroughtForward, Origin
from gkxl.forms import GridCell
from gkxl.model.figures import show
from gkxl.model.unit_names import listed
from gkxl.workbook.format import live_formulas as live
from gkxl.workbook.format.layout import SheetLayout
from gkxl.workbook.format.sheet_plan import Validation


def brought_forward_formula(layout: SheetLayout, figure: BroughtForward, sheet: str) -> str:
    """Return how a figure brought forward is computed: from `sheet` of the same workbook if it holds the period before; "" for a plain value."""
    if not sheet and not figure.current:
        return ""
    start = live.side(layout, figure.before, sheet) if sheet else show(figure.known)
    added = live.side(layout, figure.current) if figure.current else ""
    return start + (added if added.startswith("-") else f"+{added}" if added else "")


def brought_forward_hint(cell: GridCell, figure: BroughtForward) -> Validation:
    """Return what is shown when the cell is selected."""
    how = "由上期数加减本期数自动算出" if figure.current else "等于上期数"
    text = f"{how}。上期：{show(figure.known)}，来自{_place(figure.origin)}。如与实际不符，请联系汇总单位更正上期。"
    return Validation((cell.row, cell.col, cell.row, cell.col), "上期带入，不用填", text)


def brought_forward_note(figures: Mapping[int, BroughtForward]) -> str:
    """Return the sentence under the title of a sheet with figures brought forward: which cells, and from which files."""
    files = list(dict.fromkeys(_file(figure.origin) for figure in figures.values()))
    return f"蓝色格由上期带入，已锁定，不用填（来自{listed(files, 2)}；点选蓝色格可看出处）。"


def _file(origin: Origin) -> str:
    """Return how people call what holds a figure: the file of a period, or a sheet of the same workbook."""
    when = origin.period.chinese if origin.period else ""
    return f"{when}{origin.file}" if origin.file else f"本工作簿工作表“{origin.sheet}”"


def _place(origin: Origin) -> str:
    return f"{_file(origin)}（工作表“{origin.sheet}”）{'、'.join(origin.cells)}" if origin.file else _file(origin)
