"""报告表: the statutory tables, filled with plain values, as they are printed in the report."""

from __future__ import annotations

from collections.abc import Sequence

from gkxl.forms import Form
from gkxl.model.figures import Number
from gkxl.model.period import Period
from gkxl.workbook.format import styles
from gkxl.workbook.format.layout import COLUMN_WIDTH, layout_for
from gkxl.workbook.format.sheet_names import REPORT
from gkxl.workbook.format.sheet_plan import Cell, SheetPlan, lines_needed
from gkxl.workbook.sheets.tables import figure_cells, put_figures, put_labels


def report_sheet(form: Form, printed: Sequence[Number | str] | None, title: str, notice: str, period: Period | None = None) -> SheetPlan:
    """Return the plan of 报告表, blank without anything `printed`.

    `notice` is printed in red above the tables where they are not fit to be published.
    """
    layout = layout_for(form.id, codes=False)
    plan = SheetPlan(REPORT, tab_color="2E75B6")
    plan.widths = dict.fromkeys(range(layout.columns), COLUMN_WIDTH)
    plan.put(0, 0, title, styles.TITLE, cols=layout.columns)
    plan.heights[0] = 32
    if notice:
        plan.put(1, 0, notice, styles.STATE_BAD, cols=layout.columns)
        plan.heights[1] = 6 + 17 * lines_needed(notice, layout.columns * COLUMN_WIDTH * 0.85)
    for placed in layout.tables:
        put_labels(plan, layout, placed, styles.PRINTED_HEADER, period)
        if printed is None:
            plan.cells += [Cell(cell.row, cell.col, None, styles.FIGURE, cell.rows, cell.cols) for cell in figure_cells(placed)]
        else:
            put_figures(plan, layout, placed, printed)
    last = layout.tables[-1].cells[-1].row
    plan.print_area = (0, 0, last, layout.columns - 1)
    plan.one_page = True
    plan.parts = tuple(placed.heading_row for placed in layout.tables)
    return plan
