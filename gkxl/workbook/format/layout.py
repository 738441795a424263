"""Where everything stands on a sheet that shows the statutory tables: the only home of cell addresses.

All tables of a form share one set of sheet columns, as many as the widest table has grid columns, and at least what the
head and the signatures need; a grid column of a narrower table covers several of them, in proportion to its printed width.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

from gkxl.forms import Form, Grid, GridCell, Instance, Part, Role, Table, item_code
from gkxl.model.head import HeadField
from gkxl.model.submission import Position, address
from gkxl.workbook.format.sheet_plan import lines_needed

CODE_COLUMN = 0
FIRST_COLUMN = 1
NAME_COLUMNS = 2
"""Columns that the name of a field of the head takes; its value stands right of them."""
LEAST_COLUMNS = 12
"""Sheet columns without which the two fields of a head line have no room for a date or a name."""
COLUMN_WIDTH = 6.4
LINE_HEIGHT = 14.0
HEAD_FIELDS = (
    ((HeadField.UNIT, "单位"), (HeadField.PERIOD, "期间")),
    ((HeadField.PARENT, "上级单位"),),
    ((HeadField.REVISION, "修订号"), (HeadField.FILLED_ON, "填报日期")),
    ((HeadField.FILLED_BY, "填报人"), (HeadField.REVIEWED_BY, "审核人")),
    ((HeadField.RESPONSIBLE, "负责人"), (HeadField.PHONE, "联系电话")),
)
"""Two fields a line, or one that takes all of it, each with its name."""
SIGNED_BY = (HeadField.FILLED_BY, HeadField.REVIEWED_BY, HeadField.RESPONSIBLE)
"""Those who sign below the tables."""
NOTE_FIELD = (HeadField.NOTE, "情况说明")


def field_name(field: HeadField) -> str:
    """Return how people call a field of the head."""
    return {known: name for line in (*HEAD_FIELDS, (NOTE_FIELD,)) for known, name in line}[field]


@dataclass(frozen=True)
class PlacedTable:
    """A statutory table on a sheet."""

    table: Table
    heading_row: int
    cells: tuple[GridCell, ...]
    """Its printed cells in sheet rows and columns."""
    code_rows: tuple[tuple[int, str, tuple[tuple[int, str], ...]], ...]
    """Hidden rows: row, block code, (column, column code)...; none on a sheet without codes."""
    row_codes: tuple[tuple[int, str], ...]
    """Row, row code."""
    check_rows: tuple[tuple[int, str], ...]
    """Row and id of the equation that is checked on it, column by column."""
    line_row: int | None
    """Row of the sentence under the table; None where the table has nothing to check."""

    @property
    def end_row(self) -> int:
        """Last row that belongs to the table."""
        return max(self.line_row or 0, *(cell.row + cell.rows - 1 for cell in self.cells), *(row for row, _ in self.check_rows))


@dataclass(frozen=True, eq=False)
class SheetLayout:
    """Rows and columns of a sheet with all tables of a form; there is one of each form, so that it is known by itself."""

    form: Form
    columns: int
    """Number of sheet columns that the tables cover."""
    left: int
    """First of them."""
    head_rows: tuple[int, ...]
    note_row: int
    tables: tuple[PlacedTable, ...]
    positions: tuple[Position, ...]
    """Row and column of each of `form.items`."""
    marker_row: int = 0
    title_row: int = 1
    state_row: int = 2
    head_code_row: int = 3

    @property
    def side_column(self) -> int:
        """Column to the right of the tables where equations along a row are checked."""
        return self.left + self.columns

    def ref(self, item: int) -> str:
        """Address of a figure."""
        return address(*self.positions[item])

    def field(self, wanted: HeadField) -> Position:
        """Position of the value of a field of the head."""
        if wanted is HeadField.NOTE:
            return self.note_row, self.left + NAME_COLUMNS
        for row, line in zip(self.head_rows, HEAD_FIELDS, strict=True):
            for number, (field, _) in enumerate(line):
                if field is wanted:
                    return row, self.field_columns()[number][1]
        raise KeyError(wanted)

    def field_columns(self, fields: int = 2) -> tuple[tuple[int, int, int], ...]:
        """For the one or two fields of a head line: column of the name, column of the value, columns of the value."""
        half = self.columns // 2
        shares = ((self.left, half), (self.left + half, self.columns - half)) if fields == 2 else ((self.left, self.columns),)
        return tuple((start, start + NAME_COLUMNS, cols - NAME_COLUMNS) for start, cols in shares)

    def check_position(self, instance: Instance) -> Position:
        """Position of the cell that checks an instance: below its column, or to the right of its row."""
        placed = next(placed for placed in self.tables if placed.table.code == instance.table)
        row, column = self.positions[instance.left[0].item]
        if instance.equation.per == "row":
            return row, self.side_column
        return {equation: at for at, equation in placed.check_rows}[instance.equation.id], column


@cache
def layout_for(form_id: str, *, codes: bool = True) -> SheetLayout:
    """Return the layout of the form with this id; see `layout_of`."""
    from gkxl.forms import form_by_id

    return layout_of(form_by_id(form_id), codes=codes)


def layout_of(form: Form, *, codes: bool = True) -> SheetLayout:
    """Return the layout of the input sheet and 汇总 (`codes`), or of 报告表 (no hidden codes, no head, no checks)."""
    columns = max(LEAST_COLUMNS, *(len(table.widths) for table in form.tables))
    left = FIRST_COLUMN if codes else 0
    head_rows = tuple(range(4, 4 + len(HEAD_FIELDS))) if codes else ()
    row = head_rows[-1] + 3 if codes else 2
    tables = []
    positions: dict[str, Position] = {}
    for table in form.tables:
        placed, row = _place(form, table, row, left, columns, codes)
        tables.append(placed)
        for cell in placed.cells:
            if cell.part is Part.FIGURE:
                positions[item_code(table.code, cell.code)] = (cell.row, cell.col)
        row += 1
    ordered = tuple(positions[item.code] for item in form.items)
    return SheetLayout(form, columns, left, head_rows, row, tuple(tables), ordered)


def _place(form: Form, table: Table, row: int, left: int, columns: int, codes: bool) -> tuple[PlacedTable, int]:
    heading_row = row
    row += 1
    edges = _edges(table.widths, columns)
    cells: list[GridCell] = []
    code_rows = []
    row_codes = []
    for block in table.blocks:
        if codes:
            heads = [cell for cell in block.grid.cells if cell.part is Part.HEADER and cell.code]
            code_rows.append((row, block.code, tuple((left + edges[cell.col], cell.code) for cell in sorted(heads, key=lambda c: c.col))))
            row += 1
        cells += _moved(block.grid, row, left, edges)
        first = row + block.grid.height - len(block.rows)
        row_codes += [(first + i, line.code) for i, line in enumerate(block.rows)]
        row += block.grid.height
    check_rows = []
    line_row = None
    if codes:
        for equation in (equation for block in table.blocks for equation in block.equations):
            if equation.per == "column" and equation.role is not Role.BROUGHT_FORWARD:
                check_rows.append((row, equation.id))
                row += 1
        if checked_instances(form, table.code):
            line_row = row
            row += 1
    return PlacedTable(table, heading_row, tuple(cells), tuple(code_rows), tuple(row_codes), tuple(check_rows), line_row), row


def checked_instances(form: Form, table: str) -> list[Instance]:
    """Return the instances of a table that a sheet checks by itself: all but those that look at another period."""
    return [instance for instance in form.instances if instance.table == table and instance.equation.role is not Role.BROUGHT_FORWARD]


def _moved(grid: Grid, row: int, left: int, edges: Sequence[int]) -> list[GridCell]:
    moved = []
    for cell in grid.cells:
        start, stop = edges[cell.col], edges[cell.col + cell.cols]
        moved.append(GridCell(cell.row + row, left + start, cell.rows, stop - start, cell.part, cell.text, cell.code))
    return moved


def share_out(widths: Sequence[int], columns: int) -> list[int]:
    """Return how many of `columns` equal columns each width takes: its share by largest remainder, and at least one.

    The shares add up to `columns`; there must be as many columns as widths.
    """
    exact = [width * columns / sum(widths) for width in widths]
    shares = [max(1, int(share)) for share in exact]
    by_remainder = sorted(range(len(widths)), key=lambda number: shares[number] - exact[number])
    while sum(shares) < columns:
        for number in by_remainder[: columns - sum(shares)]:
            shares[number] += 1
    while sum(shares) > columns:  # widths below one column took one; the widest for their width give it back
        shares[max((number for number, share in enumerate(shares) if share > 1), key=lambda number: shares[number] - exact[number])] -= 1
    return shares


def _edges(widths: Sequence[int], columns: int) -> list[int]:
    """Return where each grid column starts, and last where the table ends."""
    return [0, *accumulate(share_out(widths, columns))]


def row_heights(cells: Sequence[GridCell]) -> dict[int, float]:
    """Return for each row of a placed table the height in points that its labels need."""
    heights: dict[int, float] = {}
    for cell in cells:
        if cell.part is Part.FIGURE:
            heights.setdefault(cell.row, LINE_HEIGHT + 3)
            continue
        lines = lines_needed(cell.text, cell.cols * COLUMN_WIDTH * 1.06 - 0.6)
        each = (lines * LINE_HEIGHT + 4) / cell.rows
        for row in range(cell.row, cell.row + cell.rows):
            heights[row] = max(heights.get(row, LINE_HEIGHT + 3), each)
    return heights
