"""各单位主要指标: on one page what matters of each unit, side by side, with sums, shares and bars. Which figures, the form says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from gkxl.forms import Measure
from gkxl.model.submission import Submission
from gkxl.workbook.format import styles
from gkxl.workbook.format.sheet_names import MAIN_FIGURES
from gkxl.workbook.format.sheet_plan import Cell, SheetPlan, lines_needed
from gkxl.workbook.sheets.measure_cells import measure_cell, measured

MOST_ON_A_PAGE = 45
"""More units than these take a second page, rather than letters that nobody can read."""
_NUMBER, _UNIT, _FIRST = 1, 2, 3
_HEADER, _FIRST_ROW = 3, 4
_UNIT_WIDTH, _WIDTH, _SHARE_WIDTH = 24.0, 9.6, 7.0
_SHARE = styles.FIGURE.but(number="0.0%", color="595959")


def main_figures_sheet(total: Submission, units: Sequence[Submission]) -> SheetPlan | None:
    """Return the plan of 各单位主要指标; None where the form names no such figures. `total` is what the `units` add up to."""
    measures = total.form.main_figures
    if not measures:
        return None
    plan = SheetPlan(MAIN_FIGURES, tab_color="2E75B6", landscape=True)
    last = _UNIT + sum(1 + measure.share for measure in measures)
    title = f"{total.unit}{total.period.chinese}各单位主要指标"
    plan.put(1, _NUMBER, title, styles.TITLE, cols=last)
    plan.heights[1] = 32
    plan.put(2, _NUMBER, "占比为占全部单位合计的比重；红色的数里有没读懂或没有填的格。", styles.SUBTITLE.but(wrap=False))
    plan.widths = {0: 2, _NUMBER: 5, _UNIT: _UNIT_WIDTH}
    plan.row(_HEADER, _NUMBER, ["序号", "单位"], styles.COLUMN_NAME)
    bottom = _FIRST_ROW + len(units)
    for col, measure in _columns(measures):
        plan.put(_HEADER, col, measure.label, styles.COLUMN_NAME)
        plan.widths[col] = _WIDTH
        plan.bars.append((_FIRST_ROW, col, bottom - 1, col))
        if measure.share:
            plan.put(_HEADER, col + 1, "占比", styles.COLUMN_NAME)
            plan.widths[col + 1] = _SHARE_WIDTH
    plan.heights[_HEADER] = 6 + 14 * max(lines_needed(measure.label, _WIDTH) for measure in measures)
    plan.put_lines(len(units), partial(_lines, measures, total, units))
    plan.put(bottom, _NUMBER, "合计", styles.TOTAL, cols=_UNIT)
    plan.cells.extend(_line(measures, total, total, bottom))
    plan.freeze, plan.repeat_rows = (_FIRST_ROW, _FIRST), (_HEADER, _HEADER)
    plan.print_area = (0, _NUMBER, bottom, last)
    plan.one_page = len(units) <= MOST_ON_A_PAGE
    plan.footer = MAIN_FIGURES
    return plan


def _columns(measures: Sequence[Measure]) -> Iterator[tuple[int, Measure]]:
    """Yield each measure with its column; its share stands in the next one."""
    col = _FIRST
    for measure in measures:
        yield col, measure
        col += 1 + measure.share


def _lines(measures: Sequence[Measure], total: Submission, units: Sequence[Submission]) -> Iterator[Cell]:
    """Yield the cells of all units, from top to bottom."""
    for number, unit in enumerate(units, start=1):
        row = _FIRST_ROW + number - 1
        yield Cell(row, _NUMBER, number, styles.CELL_CENTER)
        yield Cell(row, _UNIT, unit.called, styles.CELL.but(shrink=True))
        yield from _line(measures, unit, total, row)


def _line(measures: Sequence[Measure], figures: Submission, total: Submission, row: int) -> Iterator[Cell]:
    plain = styles.TOTAL if figures is total else styles.FIGURE
    for col, measure in _columns(measures):
        yield Cell(row, col, *measure_cell(measure, figures, plain))
        if measure.share:
            part, whole = measured(measure, figures), measured(measure, total)
            yield Cell(row, col + 1, float(part / whole) if part is not None and whole else "", _SHARE)
