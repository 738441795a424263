"""明细 and 各月明细: units (and their months) × items, so that each total can be traced to file, sheet and cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import chain

from gkxl.eligibility.fingerprints import Fingerprint
from gkxl.forms import Form, Table
from gkxl.model.figures import UNFILLED, Number
from gkxl.model.submission import Submission, address
from gkxl.workbook.format import lines_beside, styles
from gkxl.workbook.format.codes import FINGERPRINT, PART, REVISION, SheetRole, marker, part_of_year
from gkxl.workbook.format.layout import layout_for
from gkxl.workbook.format.sheet_names import MATRIX, MONTHS
from gkxl.workbook.format.sheet_plan import Cell, SheetPlan, Style, quoted, text_width
from gkxl.workbook.sheets.left_out_names import put_left_out
from gkxl.workbook.sheets.matrix_pages import SCALE, Pages, pages_of
from gkxl.workbook.sheets.tables import as_value

_LEAD = (("序号", 5.0), ("单位", 0.0), ("期间", 0.0), ("来源文件", 30.0), ("工作表", 16.0), ("修订", 5.0))
_FIRST_ITEM = 1 + len(_LEAD)
_UNIT, _PERIOD, _REVISION = 2, 3, len(_LEAD)
_TITLE, _TABLE, _ROW, _COLUMN, _PLACE, _FIRST = 1, 2, 3, 4, 5, 6
_LINE = 11.25
"""Points of a line: a page holds four dozen of them, the months of four units."""
_BOLD = 1.1
_PLACE_STYLE = styles.HEADER.but(size=9, color="7F7F7F", wrap=False)
_MISREAD = styles.MISREAD.but(locked=True, shrink=False, wrap=True)
_MATRIX_TITLE = "明细：各单位各指标（汇总表的每一个数，都可以在这里查到由哪些单位构成、出自哪个文件的哪一格）"
_MONTHS_TITLE = "各月明细：各单位各月份各指标（全年数的每一个数，都可以在这里查到由哪些月报构成、出自哪个文件的哪一格）"


def matrix_sheet(
    form: Form, total: Submission, parts: Sequence[Submission], sheets: Mapping[int, str], fingerprints: Sequence[Fingerprint] = ()
) -> SheetPlan:
    """Return the plan of 明细, its lines in a file beside the workbook if they are too many.

    `sheets` gives for a part (by position) the sheet of this workbook that shows it.  `fingerprints` are what the
    parts contain themselves; they stand in hidden codes, so that nothing is counted twice further up.
    """
    aside = beside(parts)
    pages = pages_of(form, () if aside else [total, *parts])
    plan = _plan(form, MATRIX, _MATRIX_TITLE, pages)
    codes = [f"{PART}{part.who.path}" for part in parts]
    below = plan if not aside else SheetPlan(MATRIX)
    if not aside:
        _put_parts(plan, form, parts, codes, sheets)
        _print(plan, form, pages, parts, line_of(len(parts)))
    _put_total(below, total, parts, line_of(len(parts)), live=not aside)
    _put_moved(below, form, parts)
    last = 2 + max(cell.row for cell in below.cells)
    for number, fingerprint in enumerate(fingerprints):
        below.put(last + number, 0, f"{FINGERPRINT}{fingerprint}", styles.CODE)
    if aside:
        _put_beside(plan, parts, codes, below)
        _put_total(plan, total, parts, _FIRST + 1, live=False)
    return plan


def months_sheet(form: Form, months: Sequence[Submission]) -> SheetPlan:
    """Return the plan of 各月明细: a line for each unit and month, or what else a unit stated of part of the year."""
    pages = pages_of(form, () if beside(months) else months)
    plan = _plan(form, MONTHS, _MONTHS_TITLE, pages)
    codes = [f"{part_of_year(part.period)}{part.who.path}" for part in months]
    below = plan if not beside(months) else SheetPlan(MONTHS)
    _put_moved(below, form, months)
    if below is plan:
        _put_parts(plan, form, months, codes, {})
        _print(plan, form, pages, months, line_of(len(months)) - 1)
    else:
        _put_beside(plan, months, codes, below)
    return plan


def beside(lines: Sequence[Submission]) -> bool:
    """Whether so many lines stand in a file beside the workbook."""
    return len(lines) > lines_beside.MOST_LINES


def _put_beside(plan: SheetPlan, parts: Sequence[Submission], codes: Sequence[str], below: SheetPlan) -> None:
    """Put the lines of a sheet, and what stands below them, into a file, row by row as they would stand on the sheet, which says so instead."""
    lines = (
        [code, number, *_lead(part), *(value for value, _ in _figures(part))] for number, (part, code) in enumerate(zip(parts, codes, strict=True), 1)
    )
    plan.beside = lines_beside.lines_file(plan.name, chain(plan.grid, lines, below.grid[line_of(len(parts)) :] if below.cells else ()))
    plan.put(_FIRST, 0, plan.beside.name.code, styles.CODE)
    said = (
        f"{plan.name}共{len(parts)}行，放在同一文件夹里名称以“{plan.beside.name.ending}”结尾的文件中，可用 Excel 打开查看。"
        "复制、上报本工作簿时请带上这个文件，不要改动它的内容，否则本工作簿读不出来。"
    )
    plan.put(_FIRST, 1, said, styles.CELL.but(wrap=False, bold=True, border=False))
    plan.heights[_FIRST] = 24


def line_of(number: int) -> int:
    """Return the row on which the part at this position stands."""
    return _FIRST + number


def column_of(item: int) -> int:
    """Return the column in which an item stands."""
    return _FIRST_ITEM + item


def _plan(form: Form, name: str, title: str, pages: Pages) -> SheetPlan:
    """Return the upper part of a sheet."""
    plan = SheetPlan(name, tab_color="548235")
    plan.landscape = True
    plan.fit = False
    plan.widths = {0: 4} | {i: width for i, (_, width) in enumerate(_LEAD, start=1)} | {_UNIT: pages.unit_width, _PERIOD: pages.period_width}
    plan.widths |= {column_of(item): width for item, width in enumerate(pages.widths)}
    plan.hidden_columns, plan.hidden_rows = {0}, {0}
    plan.put(0, 0, marker(SheetRole.MATRIX, form.id), styles.CODE)
    for item in form.items:
        plan.put(0, _FIRST_ITEM + item.index, item.code, styles.CODE)
    plan.put(0, _REVISION, REVISION, styles.CODE)
    plan.put(_TITLE, 1, title, styles.HEADING)
    plan.heights |= {_TITLE: 24, _TABLE: 15, _ROW: 58, _COLUMN: 88, _PLACE: 14}
    _put_head(plan, form, pages)
    plan.freeze = (_FIRST, 4)
    plan.repeat_rows, plan.repeat_columns = (_TABLE, _COLUMN), (_UNIT, _PERIOD)
    plan.scale = SCALE
    plan.footer, plan.footer_size = title, 10
    return plan


def _print(plan: SheetPlan, form: Form, pages: Pages, lines: Sequence[Submission], last: int) -> None:
    """Set what is printed, and on which pages; columns that say nothing on any of the lines are hidden, and named below the `last` row."""
    plan.hidden_columns |= {column_of(item) for item in pages.left_out}
    if plan.stream is None:
        plan.heights |= dict.fromkeys(range(_FIRST, last + 1), _LINE)
        plan.heights |= {line_of(number): _LINE * pages.text_lines(line) for number, line in enumerate(lines)}
    plan.page_columns = tuple(column_of(start) for start in pages.starts[1:])
    below = put_left_out(plan, form, pages, last + 1, _FIRST_ITEM)
    plan.print_area = (_FIRST, _FIRST_ITEM, below - 1, column_of(len(form.items) - 1))


def _put_parts(plan: SheetPlan, form: Form, parts: Sequence[Submission], codes: Sequence[str], sheets: Mapping[int, str]) -> None:
    plan.put_lines(len(parts), partial(_lines, parts, codes, sheets))
    plan.filter_area = (_PLACE, 1, _FIRST + len(parts) - 1, _FIRST_ITEM + len(form.items) - 1)


def _lines(parts: Sequence[Submission], codes: Sequence[str], sheets: Mapping[int, str]) -> Iterator[Cell]:
    """Yield the cells of all lines, from top to bottom."""
    for number, (part, code) in enumerate(zip(parts, codes, strict=True)):
        line = SheetPlan("")
        line.put(line_of(number), 0, code, styles.CODE)
        _put_part(line, line_of(number), number, part, sheets.get(number, ""))
        yield from line.cells


def _put_head(plan: SheetPlan, form: Form, pages: Pages) -> None:
    """Put the bands over the columns; one that goes over to another page is said there again."""
    for col, (name, _) in enumerate(_LEAD, start=1):
        plan.put(_TABLE, col, name, styles.COLUMN_NAME, rows=_PLACE - _TABLE)
        plan.put(_PLACE, col, "标准位置" if col == _UNIT else "", _PLACE_STYLE)
    layout = layout_for(form.id)
    for table in form.tables:
        own = [item for item in form.items if item.table == table.code]
        on_page = [sum(start <= item.index for start in pages.starts) for item in own]
        for first, last in _runs(on_page):
            room = pages.room(range(own[first].index, own[last].index + 1))
            plan.put(_TABLE, column_of(own[first].index), _longest_that_fits(table, room), styles.CLAUSE.but(wrap=False), cols=last - first + 1)
        for first, last in _runs([(page, item.row) for page, item in zip(on_page, own, strict=True)]):
            label = own[first].row_label or table.name
            plan.put(_ROW, column_of(own[first].index), label, styles.HEADER, cols=last - first + 1)
        for item in own:
            plan.put(_COLUMN, _FIRST_ITEM + item.index, item.column_label, styles.HEADER)
            plan.put(_PLACE, _FIRST_ITEM + item.index, layout.ref(item.index), _PLACE_STYLE)


def _longest_that_fits(table: Table, room: float) -> str:
    """Return how a table is called over columns that have room for so many characters: bold ones are a little wider."""
    names = (f"{table.label}  {table.heading}", table.heading, table.label, table.name)
    return next((name for name in names if text_width(name) * _BOLD <= room), table.name)


def _runs(values: Sequence[object]) -> list[tuple[int, int]]:
    """Return first and last position of each run of equal values."""
    starts = [i for i, value in enumerate(values) if i == 0 or values[i - 1] != value]
    return list(zip(starts, [start - 1 for start in starts[1:]] + [len(values) - 1], strict=True))


def _put_part(plan: SheetPlan, row: int, number: int, part: Submission, sheet: str) -> None:
    plan.put(row, 1, number + 1, styles.CELL_CENTER)
    if sheet:
        plan.put(row, 2, part.called, styles.LINK, link=f"internal:{quoted(sheet)}!A1")
    else:
        plan.put(row, 2, part.called, styles.CELL)
    _put_lead(plan, row, part)
    plan.cells.extend(Cell(row, col, as_value(value), style) for col, (value, style) in enumerate(_figures(part), start=_FIRST_ITEM))


def _figures(part: Submission) -> Iterator[tuple[Number | str | None, Style]]:
    """Yield what stands on a line for each item, and how it looks."""
    totals, unknown, misread = part.form.total_items, part.unknown, part.misread
    for index, value in enumerate(part.shown):
        if index in unknown:
            yield UNFILLED, styles.UNFILLED
        elif index in misread and index not in totals:
            # Of a year, the months that were understood still count: what counts is what stands here.
            yield misread[index] if value is None else value, _MISREAD
        else:
            yield value, styles.TOTAL if index in totals else styles.CELL_NUMBER


def _lead(part: Submission) -> tuple[str | int, ...]:
    """Return what stands before the figures of a line, from the unit on."""
    return part.called, str(part.period), part.source.file, part.source.sheet, part.revision


def _put_lead(plan: SheetPlan, row: int, part: Submission) -> None:
    looks = (styles.CELL_CENTER.but(wrap=False), styles.CELL.but(wrap=False), styles.CELL.but(wrap=False), styles.CELL_CENTER)
    for col, (value, style) in enumerate(zip(_lead(part)[1:], looks, strict=True), start=3):
        plan.put(row, col, value, style)


def _put_total(plan: SheetPlan, total: Submission, parts: Sequence[Submission], row: int, *, live: bool = True) -> None:
    """Put the sum of the lines on a row; `live` as formulas over the lines above it."""
    plan.row(row, 1, ["合计" if col == _UNIT else "" for col, _ in enumerate(_LEAD, start=1)], styles.TOTAL.but(shrink=False))
    for index, value in enumerate(total.printed):
        if parts:
            col = _FIRST_ITEM + index
            area = f"{address(_FIRST, col)}:{address(row - 1, col)}"
            # An overwritten total of a department stays as it is above; the sum counts what its parts give.
            as_text = not live or any(isinstance(as_value(figure), str) for figure in (value, *(part.shown[index] for part in parts)))
            formula = "" if index in total.form.total_items or as_text else f"SUM({area})"
            plan.put(row, col, as_value(value), styles.UNFILLED if value == UNFILLED else styles.TOTAL, formula=formula)


def _put_moved(plan: SheetPlan, form: Form, parts: Sequence[Submission]) -> None:
    """Put below the lines where the figures of those stand whose sheets were changed."""
    standard = layout_for(form.id)
    moved = [(number, part) for number, part in enumerate(parts) if part.positions and tuple(part.positions) != standard.positions]
    row = max(line_of(len(parts)), *(cell.row for cell in plan.cells), 0) + 2
    if not moved:
        return
    plan.put(row, 1, "来源单元格：以下单位的填报表移动过行列，各数所在单元格如下；其余单位均在上面的标准位置", styles.HEADING)
    for line, (number, part) in enumerate(moved, start=row + 1):
        plan.put(line, 1, number + 1, styles.CELL_CENTER)
        plan.put(line, 2, part.called, styles.CELL)
        _put_lead(plan, line, part)
        for index in range(len(part.form.items)):
            plan.put(line, _FIRST_ITEM + index, part.cell(index) or "缺", styles.CELL_CENTER.but(size=9))
