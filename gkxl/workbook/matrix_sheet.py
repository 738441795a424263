"""明细: units × items, so that each total can be traced to file, sheet and cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gkxl.forms import Form
from gkxl.submission import Submission, address
from gkxl.workbook import styles
from gkxl.workbook.layout import layout_for
from gkxl.workbook.markers import MATRIX as ROLE
from gkxl.workbook.markers import PART, marker
from gkxl.workbook.names import MATRIX
from gkxl.workbook.plan import Cell, SheetPlan, quoted
from gkxl.workbook.tables import as_value

_LEAD = (("序号", 5.0), ("单位", 24.0), ("来源文件", 30.0), ("工作表", 16.0), ("修订", 5.0))
_FIRST_ITEM = 1 + len(_LEAD)
_TITLE, _TABLE, _ROW, _COLUMN, _PLACE, _FIRST = 1, 2, 3, 4, 5, 6


def matrix_sheet(form: Form, body: Submission, parts: Sequence[Submission], sheets: Mapping[int, str]) -> SheetPlan:
    """Return the plan of 明细; `sheets` gives for a part (by position) the sheet of this workbook that shows it."""
    plan = SheetPlan(MATRIX, tab_color="548235")
    plan.landscape = True
    plan.fit = False
    plan.widths = {0: 4} | {i: width for i, (_, width) in enumerate(_LEAD, start=1)} | {_FIRST_ITEM + item.index: 9 for item in form.items}
    plan.hidden_columns, plan.hidden_rows = {0}, {0}
    plan.put(0, 0, marker(ROLE, form.id), styles.CODE)
    for item in form.items:
        plan.put(0, _FIRST_ITEM + item.index, item.code, styles.CODE)
    plan.put(_TITLE, 1, "明细：各单位各指标（汇总表的每一个数，都可以在这里查到由哪些单位构成、出自哪个文件的哪一格）", styles.HEADING)
    plan.heights |= {_TITLE: 24, _TABLE: 18, _ROW: 66, _COLUMN: 44, _PLACE: 18}
    _put_head(plan, form)
    standard = layout_for(form.id)
    for number, part in enumerate(parts):
        _put_part(plan, _FIRST + number, number, part, sheets.get(number, ""))
    _put_total(plan, body, len(parts))
    moved = [(number, part) for number, part in enumerate(parts) if part.positions and tuple(part.positions) != standard.positions]
    _put_moved(plan, moved, _FIRST + len(parts) + 2)
    plan.freeze = (_FIRST, 3)
    plan.repeat_rows, plan.repeat_columns = (_TABLE, _PLACE), (1, 2)
    plan.filter_area = (_PLACE, 1, _FIRST + len(parts) - 1, _FIRST_ITEM + len(form.items) - 1)
    return plan


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
    plan.put(row, 0, f"{PART}{part.unit}", styles.CODE)
    plan.put(row, 1, number + 1, styles.CELL_CENTER)
    if sheet:
        plan.put(row, 2, part.unit, styles.LINK, link=f"internal:{quoted(sheet)}!A1")
    else:
        plan.put(row, 2, part.unit, styles.CELL)
    plan.put(row, 3, part.source.file, styles.CELL.but(wrap=False))
    plan.put(row, 4, part.source.sheet, styles.CELL.but(wrap=False))
    plan.put(row, 5, part.revision, styles.CELL_CENTER)
    totals = part.form.total_items
    cells = plan.cells
    for index, value in enumerate(part.shown):
        col = _FIRST_ITEM + index
        if index in part.misread and index not in totals:
            cells.append(Cell(row, col, part.misread[index], styles.MISREAD.but(locked=True)))
        else:
            cells.append(Cell(row, col, as_value(value), styles.TOTAL if index in totals else styles.CELL_NUMBER))


def _put_total(plan: SheetPlan, body: Submission, count: int) -> None:
    row = _FIRST + count
    plan.put(row, 1, "合计", styles.TOTAL, cols=len(_LEAD))
    for index, value in enumerate(body.figures):
        if count:
            col = _FIRST_ITEM + index
            area = f"{address(_FIRST, col)}:{address(row - 1, col)}"
            # An overwritten total of a department stays as it is above; the sum counts what its parts give.
            plan.put(row, col, as_value(value or 0), styles.TOTAL, formula="" if index in body.form.total_items else f"SUM({area})")


def _put_moved(plan: SheetPlan, moved: Sequence[tuple[int, Submission]], row: int) -> None:
    if not moved:
        return
    plan.put(row, 1, "来源单元格：以下单位的填报表移动过行列，各数所在单元格如下；其余单位均在上面的标准位置", styles.HEADING)
    for line, (number, part) in enumerate(moved, start=row + 1):
        plan.put(line, 1, number + 1, styles.CELL_CENTER)
        plan.put(line, 2, part.unit, styles.CELL)
        plan.put(line, 3, part.source.file, styles.CELL.but(wrap=False))
        plan.put(line, 4, part.source.sheet, styles.CELL.but(wrap=False))
        plan.put(line, 5, part.revision, styles.CELL_CENTER)
        for index in range(len(part.form.items)):
            plan.put(line, _FIRST_ITEM + index, part.cell(index) or "缺", styles.CELL_CENTER.but(size=9))
