"""A workbook that is open in no program: what an action reads and writes, kept in memory, so that decisions are judged without any Excel."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import deepcopy
from pathlib import Path

from gkxl.actions import in_workbook
from gkxl.actions.importing import import_submissions
from gkxl.actions.new_sheets import make_sheets
from gkxl.actions.open_workbook import OpenWorkbook, Place
from gkxl.errors import InputError
from gkxl.model.submission import address
from gkxl.rules.marks import Mark
from gkxl.workbook.format.sheet_plan import SheetPlan
from gkxl.workbook.reading.opening import open_workbook
from gkxl.workbook.sheets.refreshed_cells import Filling, Formula

Grid = list[list[object]]


class MemoryWorkbook:
    """Sheets as rows of values; formulas that are written stand empty, as in a file that nobody has calculated."""

    def __init__(self, sheets: Mapping[str, Grid], name: str = "台账.xlsx") -> None:
        self.name, self.file = name, None
        self.sheets = {sheet: deepcopy(grid) for sheet, grid in sheets.items()}
        self.locked: set[str] = set()
        """Sheets with a password."""
        self.closed_structure = False
        self.marks: dict[Place, Mark] = {}
        self.talked_about: set[Place] = set()
        """Cells that can hold no mark."""
        self.said: list[str] = []

    @classmethod
    def of(cls, path: Path) -> MemoryWorkbook:
        """Return the workbook in a file, open."""
        book = open_workbook(path)
        return cls({sheet: book.rows(sheet) for sheet in book.sheet_names}, path.name)

    def copy(self) -> MemoryWorkbook:
        """Return another one that holds the same."""
        return MemoryWorkbook(self.sheets, self.name)

    @property
    def sheet_names(self) -> list[str]:
        return list(self.sheets)

    def rows(self, sheet: str) -> Grid:
        return deepcopy(self.sheets[sheet])

    def may_be_coded(self, sheet: str) -> bool:
        return True

    def error_cells(self, sheet: str) -> frozenset[str]:
        return frozenset()

    hidden_booleans = uncalculated_cells = far_cells = error_cells

    def say(self, words: str) -> None:
        self.said.append(words)

    def check_structure(self) -> None:
        if self.closed_structure:
            raise InputError("工作簿结构受保护")

    def check_sheets(self, changed: Iterable[str]) -> None:
        for sheet in changed:
            if sheet in self.locked:
                raise InputError(f"工作表“{sheet}”设了密码保护")

    def take_in(self, fillings: Sequence[Filling], added: Sequence[SheetPlan], after: str) -> None:
        for filling in fillings:
            for block in filling.blocks:
                for (row, col), content in block.items():
                    self.type_in(filling.sheet, row, col, "" if content is None or isinstance(content, Formula) else content)
        for plan in added:
            self._insert(plan, after)
            after = plan.name

    def put(self, plans: Sequence[SheetPlan], after: Sequence[str]) -> None:
        if any(plan.name not in self.sheets for plan in plans):
            self.check_structure()
        self.check_sheets(plan.name for plan in plans)
        for plan, before in zip(plans, after, strict=True):
            if plan.name in self.sheets:
                self.sheets[plan.name] = _grid(plan)
            else:
                self._insert(plan, before)

    def mark(self, wrong: Mapping[Place, Mark]) -> list[Place]:
        self.marks = {place: mark for place, mark in wrong.items() if place not in self.talked_about}
        return [place for place in wrong if place not in self.marks]

    def clear_marks(self) -> int:
        number, self.marks = len(self.marks), {}
        return number

    def type_in(self, sheet: str, row: int, col: int, value: object) -> None:
        """Put a value into a cell; both counted from 0."""
        grid = self.sheets[sheet]
        grid += [[""] * len(grid[0]) for _ in range(row + 1 - len(grid))]
        for line in grid:
            line += [""] * (col + 1 - len(line))
        grid[row][col] = value

    def insert_column(self, sheet: str, col: int) -> None:
        """Insert an empty column, as the office may."""
        for line in self.sheets[sheet]:
            line.insert(col, "")

    def rename(self, sheet: str, name: str) -> None:
        """Call a sheet something else."""
        self.sheets = {name if own == sheet else own: grid for own, grid in self.sheets.items()}

    def _insert(self, plan: SheetPlan, after: str) -> None:
        names = list(self.sheets)
        place = names.index(after) + 1 if after in names else len(names)
        self.sheets = dict([*list(self.sheets.items())[:place], (plan.name, _grid(plan)), *list(self.sheets.items())[place:]])


def _grid(plan: SheetPlan) -> Grid:
    rows, cols = plan.extent
    grid: Grid = [[""] * cols for _ in range(rows)]
    for cell in plan.cells:
        grid[cell.row][cell.col] = "" if cell.value is None else cell.value
    return grid


ACTIONS: dict[str, Callable[[OpenWorkbook], str]] = {
    "new": make_sheets,
    "merge": in_workbook.merge,
    "check": in_workbook.check,
    "tables": in_workbook.tables,
    "attendance": in_workbook.reporting_status,
}


def press(command: str, book: MemoryWorkbook, *paths: Path) -> str:
    """Carry out what a button stands for and return what is said at the end; "" where nothing was picked."""
    try:
        return ACTIONS[command](book) if command in ACTIONS else import_submissions(book, lambda: paths)
    except InputError as error:
        return f"没有完成：{error}"


def values(book: MemoryWorkbook, sheet: str) -> dict[str, object]:
    """Return what a sheet shows, by address, without blanks."""
    return {address(row, col): value for row, line in enumerate(book.sheets[sheet]) for col, value in enumerate(line) if value != ""}


def everything(book: MemoryWorkbook) -> dict[str, dict[str, object]]:
    """Return what every sheet shows, in workbook order."""
    return {sheet: values(book, sheet) for sheet in book.sheets}


def type_in(book: MemoryWorkbook, sheet: str, cell: str, value: object) -> None:
    """Put a value into a cell, named as people do."""
    from openpyxl.utils.cell import coordinate_to_tuple

    row, col = coordinate_to_tuple(cell)
    book.type_in(sheet, row - 1, col - 1, value)
