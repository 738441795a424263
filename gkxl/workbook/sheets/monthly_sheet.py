"""月度: the main figures month by month and for the year to date, with charts."""

from __future__ import annotations

from collections.abc import Sequence

from gkxl.aggregation.totals import add_months, add_units
from gkxl.forms import Form, Measure, Time
from gkxl.model.period import Period
from gkxl.model.submission import Source, Submission
from gkxl.model.unit_names import listed
from gkxl.workbook.format import styles
from gkxl.workbook.format.sheet_names import MONTHLY
from gkxl.workbook.format.sheet_plan import ChartPlan, Series, SheetPlan, Style, lines_needed
from gkxl.workbook.sheets.measure_cells import measure_cell

_FIRST_ROW = 4
_NAME_COLUMN, _FIRST_COLUMN = 1, 2
_WIDTH = 10.0
_CHART_ROWS = 17
_ROW = 20.0


def monthly_sheet(form: Form, total: Submission, stated: Sequence[Submission], units: Sequence[Submission]) -> SheetPlan | None:
    """Return the plan of 月度, or None where nobody reported by month.

    `total` is the parent unit's of the year, `stated` are all submissions that count, `units` those of the whole year, one for each unit.
    """
    months = _by_month(form, total, stated)
    measures = form.monthly.measures
    if not months or not measures:
        return None
    plan = SheetPlan(MONTHLY, tab_color="2E75B6")
    last = _FIRST_COLUMN + len(measures) - 1
    plan.widths = {0: 2, _NAME_COLUMN: 14} | dict.fromkeys(range(_FIRST_COLUMN, last + 1), _WIDTH)
    plan.put(1, 1, f"{total.unit}{total.period.chinese}各月主要指标", styles.TITLE.but(align="left"))
    plan.heights[1] = 32
    stocks = _stocks(form)
    note = _note(total.period, months, stated, units)
    plan.put(2, 1, note, styles.SUBTITLE, cols=last)
    plan.heights[2] = 4 + 15 * lines_needed(note, (last - 1) * _WIDTH + 10)
    row = _table(plan, _FIRST_ROW, f"各月（{'；'.join(filter(None, ('本月发生数', stocks)))}）", measures, months, total.period)
    _line(plan, row, f"{months_word(months)}合计", measures, add_months(list(months.values())), styles.TOTAL)
    _line(plan, row + 1, _of_all(total.period), measures, total, styles.TOTAL)
    bottom = row + 2 + _charts(plan, form, row + 3, total.period.length)
    running = {at: add_months([figures for month, figures in months.items() if month <= at]) for at in months}
    since = "年初" if total.period.first == 1 else "期初"
    row = _table(plan, bottom + 1, f"{since}至当月累计（{stocks or '发生数'}）", measures, running, total.period)
    plan.print_area = (0, 1, row, last)
    plan.one_page = True
    plan.footer = "月度"
    return plan


def _by_month(form: Form, total: Submission, stated: Sequence[Submission]) -> dict[Period, Submission]:
    """Return the sum over the units for each month that anybody reported."""
    months: dict[Period, list[Submission]] = {}
    for submission in stated:
        if submission.period.month:
            months.setdefault(submission.period, []).append(submission)
    return {at: add_units(form, total.unit, at, months[at], Source("", MONTHLY)) for at in sorted(months)}


def _stocks(form: Form) -> str:
    """Return which measures are stocks at the end of a month, as the form declares their items."""
    stocks = [measure for measure in form.monthly.measures if all(form.items[operand.item].time is Time.CLOSING for operand in measure.operands)]
    closing = [measure.label for measure in stocks]
    return f"{'、'.join(closing)}为月末数" if closing else ""


def months_word(months: dict[Period, Submission]) -> str:
    """Return the months from the first to the last: "1—12月"."""
    first, last = min(months), max(months)
    return f"{first.month}月" if first == last else f"{first.month}—{last.month}月"


def _of_all(period: Period) -> str:
    return f"{period.within_year or '全年'}（汇总表）"


def _note(period: Period, months: dict[Period, Submission], stated: Sequence[Submission], units: Sequence[Submission]) -> str:
    by_month = {submission.who for submission in stated if submission.period.month}
    by_year = [unit.called for unit in units if unit.who not in by_month]
    note = f"由{len(by_month)}个单位的月报合计。"
    if by_year:
        how = "没有按月" if any(unit.months for unit in units if unit.who not in by_month) else f"按{period.within_year or '全年'}"
        note += f"{how}报送的{listed(by_year)}不在各月之内，只计入“{_of_all(period)}”一行。"
    reported = {at: sum(submission.period == at for submission in stated) for at in months}
    lacking = [f"{at.month}月缺{len(by_month) - count}个单位" for at, count in reported.items() if count < len(by_month)]
    if any(figures.uncertain for figures in months.values()):
        note += "红色的数里有没读懂的格，偏小。"
    if lacking:
        note += f"注意：{'、'.join(lacking)}，这些月份和累计数不全；“{_of_all(period)}”一行对缺报的单位，期末数取它最后一份月报。"
    return note


def _table(plan: SheetPlan, row: int, heading: str, measures: Sequence[Measure], months: dict[Period, Submission], whole: Period) -> int:
    """Put a table with a line for each month of the whole period and return the row below it."""
    plan.put(row, 1, heading, styles.HEADING)
    plan.heights[row] = 24
    plan.put(row + 1, _NAME_COLUMN, "月份", styles.COLUMN_NAME)
    plan.row(row + 1, _FIRST_COLUMN, [measure.label for measure in measures], styles.COLUMN_NAME)
    plan.heights[row + 1] = _ROW
    for number, period in enumerate(whole.months, start=row + 2):
        _line(plan, number, f"{period.month}月", measures, months.get(period))
    return row + 2 + whole.length


def _line(plan: SheetPlan, row: int, name: str, measures: Sequence[Measure], figures: Submission | None, style: Style = styles.FIGURE) -> None:
    plan.put(row, _NAME_COLUMN, name, styles.COLUMN_NAME)
    for col, measure in enumerate(measures, start=_FIRST_COLUMN):
        plan.put(row, col, *((None, style) if figures is None else measure_cell(measure, figures, style)))
    plan.heights[row] = _ROW


def _charts(plan: SheetPlan, form: Form, row: int, months: int) -> int:
    """Put the charts side by side below a row, on the table of so many single months; return how many rows they take."""
    columns = {measure.code: col for col, measure in enumerate(form.monthly.measures, start=_FIRST_COLUMN)}
    header = _FIRST_ROW + 1
    names = (header + 1, _NAME_COLUMN, header + months, _NAME_COLUMN)
    half = (len(columns) + 1) // 2
    for number, chart in enumerate(form.monthly.charts):
        codes = [(code, False) for code in chart.bars] + [(code, True) for code in chart.lines]
        series = tuple(Series((header, columns[code]), (header + 1, columns[code], header + months, columns[code]), line) for code, line in codes)
        down, right = divmod(number, 2)
        place = (row + down * _CHART_ROWS, _NAME_COLUMN + right * (half + 1 - right))
        plan.charts.append(ChartPlan(chart.title, *place, (446, 420), names, series, chart.stacked))
    lines = -(-len(form.monthly.charts) // 2) * _CHART_ROWS
    for blank in range(row, row + lines):
        plan.heights[blank] = _ROW
    return lines
