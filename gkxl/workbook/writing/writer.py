"""Turn sheet plans into the bytes of an .xlsx file, the same bytes for the same plans.

XlsxWriter, not openpyxl, because it can store a result beside each formula: Protected View, previews and
readers that do not calculate then show the totals, and python-calamine reads them back.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING

from gkxl.safe_write import SEAL, sealed_package
from gkxl.texts import cut_for_excel, harmless
from gkxl.workbook.format.sheet_plan import Alarm, Cell, SheetPlan, Style, Validation
from gkxl.workbook.writing.charts import make_chart

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

AUTHOR = "gkxl"
_LONGEST_TITLE, _LONGEST_TEXT = 255, 32767
_BAR = {"type": "data_bar", "bar_color": "#BDD7EE", "bar_solid": True, "min_type": "num", "min_value": 0}
_EPOCH = dt.datetime(2019, 5, 15)  # a fixed date keeps the bytes the same: the day the Regulations came into force


def write_workbook(plans: Sequence[SheetPlan], active: str, title: str) -> bytes:
    """Return an .xlsx file with these sheets, opened on the sheet `active`."""
    # Late: what is shown before the first file is written need not wait for it.
    from tempfile import TemporaryDirectory

    import xlsxwriter

    from gkxl.workbook.writing.plain_formulas import PlainFormulas

    with ExitStack() as stack:
        long = any(plan.stream for plan in plans)
        aside: dict[str, object] = {"tmpdir": stack.enter_context(TemporaryDirectory())} if long else {"in_memory": True}
        buffer = io.BytesIO()
        book = xlsxwriter.Workbook(buffer, aside | {"strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False})
        book.worksheet_class = PlainFormulas
        _write(book, plans, active, title)
        return sealed_package(buffer.getvalue())


def _write(book: xlsxwriter.Workbook, plans: Sequence[SheetPlan], active: str, title: str) -> None:
    book.set_properties({"title": harmless(title)[:_LONGEST_TITLE], "author": AUTHOR, "status": SEAL, "created": _EPOCH})
    book.set_calc_mode("auto")
    formats = _Formats(book)
    for plan in plans:
        book.constant_memory = plan.stream is not None  # asked for by each sheet when it is added: its rows go to a file as they are written
        sheet = book.add_worksheet(plan.name)
        _write_sheet(sheet, plan, formats)
        for chart in plan.charts:
            sheet.insert_chart(chart.row, chart.col, make_chart(book, plan.name, chart), {"object_position": 2})
        if plan.name == active:
            sheet.activate()
    book.constant_memory = False
    book.close()


class _Formats:
    """One XlsxWriter format for each style, made when first used."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._made: dict[Style, Format] = {}
        self.bad = book.add_format({"font_color": "#9C0006", "bg_color": "#FFC7CE", "bold": True})
        self.calm = book.add_format({"font_color": "#7F7F7F", "bold": False})

    def __getitem__(self, style: Style) -> Format:
        made = self._made.get(style)
        if made is None:
            made = self._made[style] = self._book.add_format(_properties(style))
        return made


def _properties(style: Style) -> dict[str, object]:
    properties: dict[str, object] = {
        "font_name": style.font,
        "font_size": style.size,
        "bold": style.bold,
        "font_color": f"#{style.color}",
        "align": style.align,
        "valign": "vcenter",
        "text_wrap": style.wrap and not style.shrink,
        "shrink": style.shrink,
        "num_format": style.number,
        "locked": style.locked,
        "indent": style.indent,
    }
    if style.fill:
        properties["bg_color"] = f"#{style.fill}"
    if style.border:
        properties |= {"border": 1, "border_color": "#7F7F7F"}
    if style.underline:
        properties["underline"] = 1
    return properties


def _write_sheet(sheet: Worksheet, plan: SheetPlan, formats: _Formats) -> None:
    for col, width in plan.widths.items():
        sheet.set_column(col, col, width, None, {"hidden": col in plan.hidden_columns})
    folded = plan.folded_rows
    for row in plan.heights.keys() | plan.hidden_rows | plan.below_rows | folded:
        looks = {"hidden": row in plan.hidden_rows, "level": int(row in plan.below_rows), "collapsed": row in folded}
        sheet.set_row(row, plan.heights.get(row), None, looks)
    if plan.below_rows:
        sheet.outline_settings(True, False, True, False)  # the sign to unfold stands beside the row above
    for cell in plan.cells if plan.stream is None else plan.in_lines(plan.stream()):
        _write_cell(sheet, cell, formats[cell.style])
    for validation in plan.validations:
        sheet.data_validation(*validation.area, _validation(validation))
    for alarm in plan.alarms:
        sheet.conditional_format(*alarm.area, _alarm(alarm, formats))
    for area in plan.bars:
        sheet.conditional_format(*area, _BAR)
    _set_up(sheet, plan)


def _write_cell(sheet: Worksheet, cell: Cell, style: Format) -> None:
    row, col, value, _, rows, cols, formula, link = cell
    if isinstance(value, str):
        value = cut_for_excel(harmless(value), _LONGEST_TEXT)
    if rows > 1 or cols > 1:
        sheet.merge_range(row, col, row + rows - 1, col + cols - 1, "", style)
    if formula:
        sheet.write_formula(row, col, f"={formula}", style, "" if value is None else value)
    elif link:
        sheet.write_url(row, col, link, style, str(value))
    elif value is None or value == "":
        sheet.write_blank(row, col, None, style)
    elif isinstance(value, str):
        sheet.write_string(row, col, value, style)
    else:
        sheet.write_number(row, col, value, style)


def _validation(validation: Validation) -> dict[str, object]:
    options: dict[str, object] = {"input_title": harmless(validation.hint_title)[:32], "input_message": harmless(validation.hint)[:255]}
    if validation.nothing:
        options |= {"validate": "custom", "value": "=FALSE"}
    elif validation.choices:
        options |= {"validate": "list", "source": list(validation.choices)}
    elif validation.whole or validation.decimal:
        kind = "integer" if validation.whole else "decimal"
        low, high = (validation.minimum, None) if validation.minimum is not None else (-999_999_999, 999_999_999)
        options |= {"validate": kind, "criteria": ">=" if high is None else "between"}
        options |= {"value": low} if high is None else {"minimum": low, "maximum": high}
    else:
        options |= {"validate": "any"}
    if validation.error:
        options |= {"error_title": "请检查", "error_message": validation.error[:255]}
    return options


def _alarm(alarm: Alarm, formats: _Formats) -> dict[str, object]:
    return {"type": "text", "criteria": "containing", "value": alarm.words, "format": formats.calm if alarm.calm else formats.bad}


def _set_up(sheet: Worksheet, plan: SheetPlan) -> None:
    sheet.hide_gridlines(2)
    sheet.set_paper(9)
    side = 0.3 if not plan.fit else 0.4 if plan.landscape else 0.55
    sheet.set_margins(left=side, right=side, **({"top": 0.5, "bottom": 0.6} if plan.fit else {"top": 0.35, "bottom": 0.5}))
    sheet.center_horizontally()
    if plan.landscape:
        sheet.set_landscape()
    if plan.fit:
        sheet.fit_to_pages(1, 1 if plan.one_page else 0)
    else:
        sheet.set_print_scale(plan.scale)
    if plan.page_columns:
        sheet.set_v_pagebreaks(list(plan.page_columns))
    if plan.page_rows:
        sheet.set_h_pagebreaks(list(plan.page_rows))
    sheet.set_footer(f"&L&{plan.footer_size}{harmless(plan.footer)}&R&{plan.footer_size}第 &P 页，共 &N 页")
    if plan.print_area:
        sheet.print_area(*plan.print_area)
    if plan.repeat_rows:
        sheet.repeat_rows(*plan.repeat_rows)
    if plan.repeat_columns:
        sheet.repeat_columns(*plan.repeat_columns)
    if plan.freeze:
        sheet.freeze_panes(*plan.freeze)
    if plan.filter_area:
        sheet.autofilter(*plan.filter_area)
    if plan.tab_color:
        sheet.set_tab_color(f"#{plan.tab_color}")
    if plan.protect:
        allowed = ("format_cells", "format_columns", "format_rows", "insert_columns", "insert_rows", "autofilter", "sort", "select_locked_cells")
        sheet.protect("", dict.fromkeys(allowed, True))
