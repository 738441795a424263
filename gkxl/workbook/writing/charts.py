"""Draw the charts of a sheet as native Excel charts that can be told apart in a greyscale print."""

from __future__ import annotations

from itertools import cycle
from typing import TYPE_CHECKING

from gkxl.workbook.format.sheet_plan import ChartPlan, Series

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.chart import Chart

_FONT = {"name": "宋体", "size": 9}
_FILLS: tuple[dict[str, object], ...] = (
    {"fill": {"color": "#1F3864"}},
    {"pattern": {"pattern": "wide_upward_diagonal", "fg_color": "#2E75B6", "bg_color": "#FFFFFF"}},
    {"fill": {"color": "#9DC3E6"}},
    {"pattern": {"pattern": "small_grid", "fg_color": "#404040", "bg_color": "#FFFFFF"}},
    {"fill": {"color": "#E7E6E6"}},
    {"pattern": {"pattern": "wide_downward_diagonal", "fg_color": "#7F7F7F", "bg_color": "#FFFFFF"}},
)
"""Neighbours differ in lightness and in pattern, not only in hue."""
_BORDER = {"color": "#404040", "width": 0.75}
_LINE = {
    "line": {"color": "#C00000", "width": 2},
    "marker": {"type": "diamond", "size": 7, "fill": {"color": "#FFFFFF"}, "border": {"color": "#C00000"}},
}


def make_chart(book: xlsxwriter.Workbook, sheet: str, plan: ChartPlan) -> Chart:
    """Return the chart of a plan; its figures stand on `sheet`."""
    options = {"type": "column"} | ({"subtype": "stacked"} if plan.stacked else {})
    chart = book.add_chart(options)
    fills = cycle(_FILLS)
    for series in plan.series:
        if not series.line:
            chart.add_series(_series(sheet, plan, series) | next(fills) | {"border": _BORDER, "gap": 60})
    lines = [series for series in plan.series if series.line]
    if lines:
        upper = book.add_chart({"type": "line"})
        for series in lines:
            upper.add_series(_series(sheet, plan, series) | _LINE)
        chart.combine(upper)
    chart.set_title({"name": plan.title, "name_font": {"name": "黑体", "size": 11, "bold": False}, "overlay": False})
    chart.set_legend({"position": "bottom", "font": _FONT})
    chart.set_x_axis({"num_font": _FONT})
    chart.set_y_axis({"num_font": _FONT, "min": 0, "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9", "width": 0.5}}})
    chart.set_size({"width": plan.size[0], "height": plan.size[1]})
    chart.show_blanks_as("gap")
    return chart


def _series(sheet: str, plan: ChartPlan, series: Series) -> dict[str, object]:
    return {"name": [sheet, *series.name], "categories": [sheet, *plan.categories], "values": [sheet, *series.values]}
