"""明细 and 各月明细: units (and their months) × items, so that each total can be traced to file, sheet and cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from gkxl.eligibility.fingerprints import Fingerprint
from gkxl.forms import Form
from gkxl.model.figures import UNFILLED
from gkxl.model.submission import Submission, address
from gkxl.workbook.format import styles
from gkxl.workbook.format.codes import FINGERPRINT, PART, REVISION, SheetRole, marker, part_of_year
from gkxl.workbook.format.layout import layout_for
from gkxl.workbook.format.sheet_names import MATRIX, MONTHS
from gkxl.workbook.format.sheet_plan import Cell, SheetPlan, quoted
from gkxl.workbook.sheets.tables import as_value

_LEAD = (("序号", 5.0), ("单位", 24.0), ("期间", 10.0), ("来源文件", 30.0), ("工作表", 16.0), ("修订", 5.0))
_FIRST_ITEM = 1 + len(_LEAD)
_REVISION = len(_LEAD)
_TITLE, _TABLE, _ROW, _COLUMN, _PLACE, _FIRST = 1, 2, 3, 4, 5, 6


def matrix_sheet(
    form: Form, total: Submission, parts: Sequence[Submission], sheets: Mapping[int, str], fingerprints: Sequence[Fingerprint] = ()
) -> SheetPlan:
    """Return the plan of 明细; `sheets` gives for a part (by position) the sheet of this workbook that shows it.

    `fingerprints` are what the parts contain themselves; they stand in hidden codes, so that nothing is counted twice further up.
    """
    plan = _plan(form, MATRIX, "明细：各单位各指标（汇总表的每一个数，都可以在这里查到由哪些单位构成、出自哪个文件的哪一格）")
    _put_parts(plan, form, parts, [f"{PART}{part.who.path}" for part in parts], sheets)
    _put_total(plan, total, parts)
    below = 2 + max(cell.row for cell in plan.cells)
    for number, fingerprint in enumerate(fingerprints):
        plan.put(below + number, 0, f"{FINGERPRINT}{fingerprint}", styles.CODE)
    return plan


def months_sheet(form: Form, months: Sequence[Submission]) -> SheetPlan:
    """Return the plan of 各月明细: a line for each unit and month, or what else a unit stated of part of the year."""
    plan = _plan(form, MONTHS, "各月明细：各单位各月份各指标（全年数的每一个数，都可以在这里查到由哪些月报构成、出自哪个文件的哪一格）")
    _put_parts(plan, form, months, [f"{part_of_year(part.period)}{part.who.path}" for part in months], {})
    return plan


def line_of(number: int) -> int:
    """Return the row on which the part at this position stands."""
    return _FIRST + number


def column_of(item: int) -> int:
    """Return the column in which an item stands."""
    return _FIRST_ITEM + item


def _plan(form: Form, name: str, title: str) -> SheetPlan:
    plan = SheetPlan(name, tab_color="548235")
    plan.landscape = True
    plan.fit = False
    plan.widths = {0: 4} | {i: width for i, (_, width) in enumerate(_LEAD, start=1)} | {_FIRST_ITEM + item.index: 9 for item in form.items}
    plan.hidden_columns, plan.hidden_rows = {0}, {0}
    plan.put(0, 0, marker(SheetRole.MATRIX, form.id), styles.CODE)
    for item in form.items:
        plan.put(0, _FIRST_ITEM + item.index, item.code, styles.CODE)
    plan.put(0, _REVISION, REVISION, styles.CODE)
    plan.put(_TITLE, 1, title, styles.HEADING)
    plan.heights |= {_TITLE: 24, _TABLE: 18, _ROW: 66, _COLUMN: 44, _PLACE: 18}
    _put_head(plan, form)
    plan.freeze = (_FIRST, 4)
    plan.repeat_rows, plan.repeat_columns = (_TABLE, _PLACE), (1, 3)
    return plan


def _put_parts(plan: SheetPlan, form: Form, parts: Sequence[Submission], codes: Sequence[str], sheets: Mapping[int, str]) -> None:
    standard = layout_for(form.id)
    plan.put_lines(len(parts), partial(_lines, parts, codes, sheets))
    moved = [(number, part) for number, part in enumerate(parts) if part.positions and tuple(part.positions) != standard.positions]
    _put_moved(plan, moved, _FIRST + len(parts) + 2)
    plan.filter_area = (_PLACE, 1, _FIRST + len(parts) - 1, _FIRST_ITEM + len(form.items) - 1)


def _lines(parts: Sequence[Submission], codes: Sequence[str], sheets: Mapping[int, str]) -> Iterator[Cell]:
    """Yield the cells of all lines, from top to bottom."""
    for number, (part, code) in enumerate(zip(parts, codes, strict=True)):
        line = SheetPlan("")
        line.put(line_of(number), 0, code, styles.CODE)
        _put_part(line, line_of(number), number, part, sheets.get(number, ""))
        yield from line.cells


def _put_head(plan: SheetPlan, form: Form) -> None:
    for col, (name, _) in enumerate(_LEAD, start=1):
        plan.put(_TABLE, col, name, styles.COLUMN_NAME, rows=_PLACE - _TABLE)
        plan.put(_PLACE, col, "标准位置" if name == "单位" else "", styles.HEADER)
    layout = layout_for(form.id)
    for table in form.tables:
        own = [item for item in form.items if item.table == table.code]
        plan.put(_TABLE, _FIRST_ITEM + own[0].index, f"{table.label}  {table.heading}", styles.CLAUSE, cols=len(own))
        for first, last in _runs([item.row for item in own]):
            cell = (_ROW, _FIRST_ITEM + own[first].index)
            label = own[first].row_label or table.name
            plan.put(*cell, label, styles.HEADER.but(size=9), cols=last - first + 1)
        for item in own:
            plan.put(_COLUMN, _FIRST_ITEM + item.index, item.column_label, styles.HEADER.but(size=9))
            plan.put(_PLACE, _FIRST_ITEM + item.index, layout.ref(item.index), styles.HEADER.but(size=9, color="7F7F7F"))


def _runs(values: Sequence[str]) -> list[tuple[int, int]]:
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
    totals = part.form.total_items
    cells = plan.cells
    for index, value in enumerate(part.shown):
        col = _FIRST_ITEM + index
        if index in part.unknown:
            cells.append(Cell(row, col, UNFILLED, styles.UNFILLED))
        elif index in part.misread and index not in totals:
            # Of a year, the months that were understood still count: what counts is what stands here.
            shown = part.misread[index] if value is None else as_value(value)
            cells.append(Cell(row, col, shown, styles.MISREAD.but(locked=True)))
        else:
            cells.append(Cell(row, col, as_value(value), styles.TOTAL if index in totals else styles.CELL_NUMBER))


def _put_lead(plan: SheetPlan, row: int, part: Submission) -> None:
    plan.put(row, 3, str(part.period), styles.CELL_CENTER)
    plan.put(row, 4, part.source.file, styles.CELL.but(wrap=False))
    plan.put(row, 5, part.source.sheet, styles.CELL.but(wrap=False))
    plan.put(row, 6, part.revision, styles.CELL_CENTER)


def _put_total(plan: SheetPlan, total: Submission, parts: Sequence[Submission]) -> None:
    row = _FIRST + len(parts)
    plan.put(row, 1, "合计", styles.TOTAL, cols=len(_LEAD))
    for index, value in enumerate(total.printed):
        if parts:
            col = _FIRST_ITEM + index
            area = f"{address(_FIRST, col)}:{address(row - 1, col)}"
            # An overwritten total of a department stays as it is above; the sum counts what its parts give.
            as_text = any(isinstance(as_value(figure), str) for figure in (value, *(part.shown[index] for part in parts)))
            formula = "" if index in total.form.total_items or as_text else f"SUM({area})"
            plan.put(row, col, as_value(value), styles.UNFILLED if value == UNFILLED else styles.TOTAL, formula=formula)


def _put_moved(plan: SheetPlan, moved: Sequence[tuple[int, Submission]], row: int) -> None:
    if not moved:
        return
    plan.put(row, 1, "来源单元格：以下单位的填报表移动过行列，各数所在单元格如下；其余单位均在上面的标准位置", styles.HEADING)
    for line, (number, part) in enumerate(moved, start=row + 1):
        plan.put(line, 1, number + 1, styles.CELL_CENTER)
        plan.put(line, 2, part.called, styles.CELL)
        _put_lead(plan, line, part)
        for index in range(len(part.form.items)):
            plan.put(line, _FIRST_ITEM + index, part.cell(index) or "缺", styles.CELL_CENTER.but(size=9))
