"""How far a sheet that is open in Excel is read: as far as the same sheet in a file, however far Excel says that it is used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.in_memory import MemoryWorkbook

from gkxl.actions.open_workbook import read_open
from gkxl.model.submission import address
from gkxl.ribbon.excel_book import ExcelWorkbook
from gkxl.ribbon.reach import reach
from gkxl.workbook.reading.extent import Extent, addresses

Corner = tuple[int, int]
LAST: Corner = (1_048_576, 16_384)
"""Excel's last cell."""


@dataclass
class Block:
    """A block of cells with Excel's search, as its documentation describes it: from behind a cell on, round to that cell itself."""

    sheet: Sheet
    first: Corner
    last: Corner

    @property
    def api(self) -> Block:
        return self

    @property
    def row(self) -> int:
        return self.last[0]

    @property
    def column(self) -> int:
        return self.last[1]

    @property
    def last_cell(self) -> Block:
        return self

    @property
    def Row(self) -> int:
        return self.first[0]

    @property
    def Column(self) -> int:
        return self.first[1]

    def Find(self, *, What: str, After: Block, LookIn: int, LookAt: int, SearchOrder: int, SearchDirection: int, MatchCase: bool) -> Block | None:
        assert (What, LookIn, LookAt, MatchCase) == ("*", -4123, 2, False), "whatever is filled, hidden or not"
        assert After.first == After.last and self.holds(After.first), "Excel refuses a cell outside the block"
        self.sheet.searches += 1

        def place(cell: Corner) -> Corner:
            return cell if SearchOrder == 1 else cell[::-1]

        cells = sorted(filter(self.holds, self.sheet.filled), key=place, reverse=SearchDirection == 2)
        ahead = [cell for cell in cells if (place(cell) > place(After.first)) is (SearchDirection == 1) and cell != After.first]
        found = next(iter([*ahead, *cells]), None)
        return None if found is None else Block(self.sheet, found, found)

    def options(self, **_: object) -> Any:
        rows, columns = (range(first, last + 1) for first, last in zip(self.first, self.last, strict=True))
        self.sheet.read += len(rows) * len(columns)
        return SimpleNamespace(value=[[self.sheet.values.get((row, column)) for column in columns] for row in rows])

    def holds(self, cell: Corner) -> bool:
        return all(first <= place <= last for first, place, last in zip(self.first, cell, self.last, strict=True))


class Sheet:
    """A sheet with some filled cells, of which Excel says that it is used up to a corner."""

    def __init__(self, filled: Iterable[Corner], used: Corner, values: Mapping[Corner, object] | None = None, name: str = "") -> None:
        self.filled, self.used, self.searches = list(filled), used, 0
        self.values, self.name, self.read = values or {}, name, 0

    @property
    def used_range(self) -> Any:
        return Block(self, (1, 1), self.used)

    def range(self, first: Corner, last: Corner | None = None) -> Any:
        return Block(self, first, last or first)


CELL = st.tuples(
    st.one_of(st.integers(1, 40), st.sampled_from([2999, 3000, 3001, LAST[0]]), st.integers(1, LAST[0])),
    st.one_of(st.integers(1, 20), st.sampled_from([701, 702, 703, LAST[1]]), st.integers(1, LAST[1])),
)


@given(st.lists(CELL, max_size=12, unique=True), CELL)
def test_the_same_cells_are_left_out_as_of_the_same_sheet_in_a_file(filled: list[Corner], coloured: Corner) -> None:
    used = (max(row for row, _ in [coloured, *filled]), max(column for _, column in [coloured, *filled]))
    sheet: Any = Sheet(filled, used)
    of_file = Extent([(row - 1, column - 1, number, number) for number, (row, column) in enumerate(filled)])
    corner, far = reach(sheet)
    assert far == addresses((row, column) for row, column, _, _ in of_file.stray)
    near = of_file.without_stray().cells if of_file.too_large else of_file.cells
    assert all(row < corner[0] and column < corner[1] for row, column, _, _ in near), "every other cell is read"
    assert corner[0] * corner[1] <= 3000 * 702, "and never all that Excel has"
    assert sheet.searches <= 8 + len(filled), "each is a trip to Excel"


@pytest.mark.parametrize("used", [(60, 30), (400, 500)])
def test_a_sheet_of_usual_size_is_read_without_a_search(used: Corner) -> None:
    sheet: Any = Sheet([(1, 1), used], used)
    assert reach(sheet) == (used, frozenset()) and sheet.searches == 0


def test_of_many_cells_far_away_the_first_are_named() -> None:
    sheet: Any = Sheet([(1, 1), *((LAST[0] - row, 1000) for row in range(300))], LAST)
    corner, far = reach(sheet)
    assert corner == (1, 1)
    assert far == {address(LAST[0] - row - 1, 999) for row in range(280, 300)}


def test_a_stray_cell_in_the_open_workbook_is_named_and_every_figure_is_read(gathered: MemoryWorkbook) -> None:
    sheets = []
    for name, grid in gathered.sheets.items():
        filled = {(row, column): value for row, line in enumerate(grid, 1) for column, value in enumerate(line, 1) if value != ""}
        cells: dict[Corner, object] = {place: float(value) if isinstance(value, int) else value for place, value in filled.items()}
        if name == "法规科":
            cells[LAST] = "误填"
        used = (max(row for row, _ in cells), max(column for _, column in cells))
        sheets.append(Sheet(cells, used, cells, name))
    book: Any = SimpleNamespace(name=gathered.name, sheets=sheets)
    read, as_it_was = (read_open(workbook).reading for workbook in (ExcelWorkbook(book), gathered))
    assert [submission.stated for submission in read.submissions] == [submission.stated for submission in as_it_was.submissions]
    new = [finding for finding in read.findings if finding not in as_it_was.findings]
    assert [finding.rule for finding in new] == ["sheet.far_cell"] and address(LAST[0] - 1, LAST[1] - 1) in new[0].message
    assert sum(sheet.read for sheet in sheets) < 200_000
