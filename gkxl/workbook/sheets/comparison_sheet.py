"""对比: this period, the one before, the difference and the growth of every figure, with a chart of the main ones."""

from __future__ import annotations

from collections.abc import Sequence

from gkxl.aggregation.side_by_side import Line, side_by_side
from gkxl.model.figures import add_up
from gkxl.model.submission import Submission
from gkxl.report.compared import NOT_COMPARABLE
from gkxl.workbook.format import styles
from gkxl.workbook.format.sheet_plan import ChartPlan, Series, SheetPlan, lines_needed
from gkxl.workbook.sheets.tables import as_value

COMPARISON = "对比"
_WIDTHS = (14, 58, 14, 14, 14, 12, 12)
_CHANGED = styles.CELL_NUMBER.but(color="C00000", bold=True)
_CHART = 9


def comparison_sheet(this: Submission, last: Submission, notes: Sequence[str]) -> SheetPlan:
    """Return the plan of the sheet; `notes` stand above the lines, a line each."""
    plan = SheetPlan(COMPARISON, tab_color="2E75B6", landscape=True)
    plan.widths = dict(enumerate(_WIDTHS))
    plan.put(0, 0, f"{this.called}{this.period.chinese}与{last.period.chinese}对比", styles.TITLE, cols=len(_WIDTHS))
    plan.heights[0] = 32
    row = 1
    for note in notes:
        plan.put(row, 0, note, styles.TEXT, cols=len(_WIDTHS))
        plan.heights[row] = 4 + 15 * lines_needed(note, sum(_WIDTHS))
        row += 1
    names = ("表", "指标", this.period.chinese, last.period.chinese, "增减", "增减（%）", "提示")
    plan.row(row, 0, names, styles.COLUMN_NAME)
    plan.freeze, plan.repeat_rows = (row + 1, 0), (row, row)
    first = row + 1
    for number, line in enumerate(side_by_side(this, last), start=first):
        _put(plan, number, line, jump=line.leading and line.is_jump(this.form))
        row = number
    plan.filter_area = (first - 1, 0, row, len(_WIDTHS) - 1)
    plan.print_area = (0, 0, row, len(_WIDTHS) - 1)
    _chart(plan, this, last)
    return plan


def _put(plan: SheetPlan, row: int, line: Line, *, jump: bool) -> None:
    plan.put(row, 0, line.table, styles.CELL)
    plan.put(row, 1, line.label, styles.CELL)
    plan.row(row, 2, [as_value(line.this), as_value(line.last)], styles.CELL_NUMBER)
    changed = _CHANGED if jump else styles.CELL_NUMBER
    plan.put(row, 4, as_value(line.difference) if line.comparable else NOT_COMPARABLE, changed)
    plan.put(row, 5, None if line.per_cent is None else float(line.per_cent), changed)
    plan.put(row, 6, "变化较大" if jump else "", styles.CELL_CENTER)


def _chart(plan: SheetPlan, this: Submission, last: Submission) -> None:
    """Add a chart of the figures that the form follows, beside the lines, on cells of its own."""
    known = {measure.code: measure for measure in last.form.monthly.measures}
    shared = [(measure, known[measure.code]) for measure in this.form.monthly.measures if measure.code in known]
    if not shared:
        return
    top = 2
    plan.row(top, _CHART, ["主要指标", this.period.chinese, last.period.chinese], styles.COLUMN_NAME)
    for number, (own, before) in enumerate(shared, start=top + 1):
        plan.put(number, _CHART, own.label, styles.CELL)
        values = [add_up(own.operands, this.figures), add_up(before.operands, last.figures)]
        plan.row(number, _CHART + 1, [as_value(value) for value in values], styles.CELL_NUMBER)
    bottom = top + len(shared)
    series = tuple(Series((top, col), (top + 1, col, bottom, col)) for col in (_CHART + 1, _CHART + 2))
    plan.charts.append(ChartPlan("主要指标对比", bottom + 2, _CHART, (760, 320), (top + 1, _CHART, bottom, _CHART), series))
