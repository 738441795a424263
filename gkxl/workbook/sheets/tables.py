"""Put the statutory tables on a sheet: labels and headers as printed, and the figures."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from gkxl.forms import GridCell, Part, item_code
from gkxl.model.figures import UNFILLED, Number, kept_exactly, show
from gkxl.model.period import Period
from gkxl.model.period_words import on_face
from gkxl.workbook.format import styles
from gkxl.workbook.format.layout import LINE_HEIGHT, PlacedTable, SheetLayout, row_heights
from gkxl.workbook.format.sheet_plan import Cell, SheetPlan, Style, Value


def put_labels(plan: SheetPlan, layout: SheetLayout, placed: PlacedTable, header: Style = styles.HEADER, period: Period | None = None) -> None:
    """Add the heading and every printed cell of a table except its figures, and set the heights of its rows.

    With a `period` the labels call it by its own word, as only results do: what a unit fills in keeps the words of the form.
    """
    plan.put(placed.heading_row, layout.left, placed.table.heading, styles.HEADING)
    plan.heights[placed.heading_row] = 24
    plan.heights |= row_heights(placed.cells)
    for cell in placed.cells:
        if cell.part is not Part.FIGURE:
            text = on_face(layout.form, period, cell.text) if period else cell.text
            plan.put(cell.row, cell.col, text, _label_style(cell, header), rows=cell.rows, cols=cell.cols)


def _label_style(cell: GridCell, header: Style) -> Style:
    if cell.part is Part.LABEL:
        return styles.GROUP if cell.rows > 1 else styles.LABEL
    return styles.CLAUSE if cell.part is Part.TITLE else header


def put_figures(plan: SheetPlan, layout: SheetLayout, placed: PlacedTable, printed: Sequence[Number | str]) -> None:
    """Add the figures of a table as plain values, as a report prints them."""
    for cell in figure_cells(placed):
        item = layout.form.index[item_code(placed.table.code, cell.code)]
        style = styles.UNFILLED if printed[item] == UNFILLED else styles.FIGURE
        plan.cells.append(Cell(cell.row, cell.col, as_value(printed[item]), style, cell.rows, cell.cols))


def figure_cells(placed: PlacedTable) -> list[GridCell]:
    """Return the cells of a table that hold figures."""
    return [cell for cell in placed.cells if cell.part is Part.FIGURE]


def as_value(figure: Number | str | None) -> Value:
    """Return a figure, or words in its place, as a spreadsheet stores it: text where it has more digits than that keeps.

    The float nearest to any other exact decimal prints as that decimal.
    """
    if figure is None or isinstance(figure, str):
        return figure
    if not kept_exactly(figure):
        return show(figure)
    return float(figure) if isinstance(figure, Decimal) else figure


SMALL_LINE = LINE_HEIGHT + 2
