"""Blocks of cells of the engine for the tests of the ribbon: values, formulas, looks, notes."""

from __future__ import annotations

import re
import time
from functools import cached_property
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

if TYPE_CHECKING:
    from support.excel import Book
    from support.excel_sheets import Sheet

ERROR = -2146826273
"""How Excel tells an error over COM; LibreOffice does not tell which one it is."""
LOOKS = 32 | 64
CONTENTS = 1 | 2 | 4 | 16
"""Numbers, dates, texts, formulas."""
_TYPED = re.compile(r"[=+\-]|\d|TRUE$|FALSE$", re.IGNORECASE)
"""How a text begins that Excel would take for something else."""


class Range(base_classes.Range):
    """A block of cells; rows and columns are counted from 0 here, from 1 for xlwings."""

    trips = 0
    """How many blocks were read or written, for the tests that count them."""

    def __init__(self, sheet: Sheet, top: int, left: int, bottom: int, right: int) -> None:
        self._sheet, self.first_row, self.first_column, self.last_row, self.last_column = sheet, top, left, bottom, right

    @cached_property
    def cells(self) -> Any:
        """LibreOffice's own object, asked for when it is needed."""
        return self._sheet.sheet.getCellRangeByPosition(self.first_column, self.first_row, self.last_column, self.last_row)

    api = property(lambda self: _Area(self))
    sheet = property(lambda self: self._sheet)
    row = property(lambda self: self.first_row + 1)
    column = property(lambda self: self.first_column + 1)
    shape = property(lambda self: (self.last_row - self.first_row + 1, self.last_column - self.first_column + 1))
    coords = property(lambda self: (self._sheet.name, self.row, self.column, *self.shape))
    max_cells_per_read = property(lambda self: None)
    max_cells_per_write = property(lambda self: None)

    def __len__(self) -> int:
        return self.shape[0] * self.shape[1]

    def get_address(self, row_absolute: bool = True, column_absolute: bool = True, external: bool = False) -> str:
        first, _, last = str(self.cells.AbsoluteName).replace("$", "").partition(":")
        places = [one.rpartition(".")[2] for one in (first, last) if one]
        return ":".join(places)

    address = property(lambda self: self.get_address())

    def __call__(self, row: int, column: int) -> Range:
        return Range(self._sheet, self.first_row + row - 1, self.first_column + column - 1, self.first_row + row - 1, self.first_column + column - 1)

    @property
    def raw_value(self) -> object:
        Range.trips += 1
        rows = tuple(
            tuple(ERROR if value is None else value or (None if value == "" else value) for value in row) for row in self.cells.getDataArray()
        )
        return rows[0][0] if self.shape == (1, 1) else rows

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        Range.trips += 1
        self._sheet._writable()
        rows = data if isinstance(data, (list, tuple)) else [[data] * self.shape[1] for _ in range(self.shape[0])]
        area = self._sheet.sheet.getCellRangeByPosition(
            self.first_column, self.first_row, self.first_column + len(rows[0]) - 1, self.first_row + len(rows) - 1
        )
        area.setDataArray(tuple(tuple(_plain(value) for value in row) for row in rows))
        address = None
        for down, row in enumerate(rows):
            for right, value in enumerate(row):
                if _special(value):
                    address = address or area.getCellByPosition(0, 0).CellAddress
                    address.Row, address.Column = self.first_row + down, self.first_column + right
                    _type(self._sheet._book, area.getCellByPosition(right, down), address, value)

    @property
    def formula(self) -> object:
        Range.trips += 1
        # LibreOffice writes the apostrophe of a text that looks like a number; Excel keeps it to itself.
        found = tuple(tuple(str(one).removeprefix("'") for one in row) for row in self.cells.getFormulaArray())
        return found[0][0] if self.shape == (1, 1) else found

    @formula.setter
    def formula(self, data: Any) -> None:
        self.raw_value = data

    def copy(self, destination: Any) -> None:
        """Copy values and looks to another place, also of another document: by way of a sheet that is imported for the moment."""
        target = destination.impl
        tabs, name = target._sheet._book.tabs, f"copied {time.monotonic_ns()}"
        target._sheet._writable()
        document = target._sheet._book.document
        document.lockControllers()  # LibreOffice may crash where a window draws a sheet that comes and goes
        try:
            place = tabs.importSheet(self._sheet._book.document, self._sheet.name, tabs.Count)
            tabs.getByIndex(place).setName(name)
            made = tabs.getByName(name)
            area = made.getCellRangeByPosition(self.first_column, self.first_row, self.last_column, self.last_row)
            made.copyRange(target.cells.getCellByPosition(0, 0).CellAddress, area.RangeAddress)
            tabs.removeByName(name)
        finally:
            document.unlockControllers()

    def clear_contents(self) -> None:
        self._sheet._writable()
        self.cells.clearContents(CONTENTS)

    def unmerge(self) -> None:
        self.cells.merge(False)

    @property
    def color(self) -> tuple[int, int, int] | None:
        return None if self.cells.CellBackColor == -1 else _rgb(self.cells.CellBackColor)

    @color.setter
    def color(self, value: Any) -> None:
        self.cells.CellBackColor = -1 if value is None else _number(value)

    column_width = property(None, lambda self, value: setattr(self.cells.Columns, "Width", int(value * 213)))
    row_height = property(None, lambda self, value: setattr(self.cells.Rows, "Height", int(value * 35.28)))
    row_hidden = property(None, lambda self, value: setattr(self.cells.Rows, "IsVisible", not value))
    column_hidden = property(None, lambda self, value: setattr(self.cells.Columns, "IsVisible", not value))

    font = property(lambda self: Font(self.cells))

    @property
    def note(self) -> Note | None:
        return next((note for note in self._sheet.notes if note.place == (self.first_row, self.first_column)), None)

    def add_note(self, text: str) -> Note:
        self._sheet._writable()
        self._sheet.sheet.Annotations.insertNew(self.cells.getCellByPosition(0, 0).CellAddress, text)
        return Note(self._sheet, self.first_row, self.first_column)


def _special(value: object) -> bool:
    """Whether Excel makes something else of a value than what it is."""
    return isinstance(value, bool) or (isinstance(value, str) and bool(_TYPED.match(value)))


def _plain(value: object) -> object:
    """Return what a cell holds after a value was typed that is nothing special; an apostrophe says that the rest is text."""
    if value is None or _special(value):
        return ""
    return value[1:] if isinstance(value, str) and value[:1] == "'" else value


def _type(book: Book, cell: Any, address: Any, value: object) -> None:
    """Put a value into a cell as Excel does when somebody types it."""
    if isinstance(value, str) and value[0] == "=":
        pieces = re.split(r"(\"[^\"]*\"|'[^']*')", value[1:])
        cell.setTokens(book.parser.parseFormula("".join(p if n % 2 else p.replace(",", ";") for n, p in enumerate(pieces)), address))
    else:
        cell.setFormula(str(value).upper() if isinstance(value, bool) else str(value))


def _number(color: Any) -> int:
    if isinstance(color, str):
        return int(color.lstrip("#"), 16)
    return int(color) if isinstance(color, int) else color[0] << 16 | color[1] << 8 | color[2]


def _rgb(number: int) -> tuple[int, int, int]:
    return number >> 16 & 255, number >> 8 & 255, number & 255


class Note(base_classes.Note):
    def __init__(self, sheet: Sheet, row: int, column: int) -> None:
        self.sheet, self.place = sheet, (row, column)

    @property
    def location(self) -> Range:
        return Range(self.sheet, *self.place, *self.place)

    @property
    def text(self) -> str:
        return str(self.location.cells.getCellByPosition(0, 0).Annotation.String)

    def delete(self) -> None:
        self.sheet._writable()
        self.location.cells.clearContents(8)


class _Area:
    """Excel's own object of a block of cells, as far as the ribbon knows it."""

    def __init__(self, area: Range) -> None:
        self.area = area

    @property
    def Interior(self) -> _Interior:
        return _Interior(self.area)

    @property
    def EntireRow(self) -> _EntireRow:
        return _EntireRow(self.area)

    def ClearOutline(self) -> None:
        self.area._sheet.sheet.clearOutline()

    def Find(self, *, What: str, After: Any, LookIn: int, LookAt: int, SearchOrder: int, SearchDirection: int, MatchCase: bool) -> Any:
        assert (What, LookIn, LookAt, MatchCase) == ("*", -4123, 2, False), "what is filled, hidden or not"
        by_rows, forward = SearchOrder == 1, SearchDirection == 1
        places = [
            (row, column)
            for area in self.area.cells.queryContentCells(CONTENTS).RangeAddresses
            for row in range(area.StartRow, area.EndRow + 1)
            for column in range(area.StartColumn, area.EndColumn + 1)
        ]
        ordered = sorted(places, key=lambda place: place if by_rows else place[::-1], reverse=not forward)
        after = (After.area.first_row, After.area.first_column)
        ahead = [place for place in ordered if (place > after if forward else place < after)] if by_rows else []
        found = next(iter(ahead or ordered), None)
        return None if found is None else SimpleNamespace(Row=found[0] + 1, Column=found[1] + 1)

    def AutoFilter(self) -> None:
        document, sheet = self.area._sheet._book.document, self.area._sheet.sheet
        ranges, name = document.DatabaseRanges, f"filter{sheet.RangeAddress.Sheet}"
        if ranges.hasByName(name):
            ranges.removeByName(name)
        ranges.addNewByName(name, self.area.cells.RangeAddress)
        ranges.getByName(name).AutoFilter = True


class _EntireRow:
    def __init__(self, area: Range) -> None:
        object.__setattr__(self, "area", area)

    def __setattr__(self, name: str, value: int) -> None:
        assert (name, value) == ("OutlineLevel", 2)
        self.area._sheet._writable()
        import uno

        self.area._sheet.sheet.group(self.area.cells.RangeAddress, uno.Enum("com.sun.star.table.TableOrientation", "ROWS"))


class _Interior:
    """What fills a cell; LibreOffice draws no patterns, so that they are only remembered."""

    def __init__(self, area: Range) -> None:
        self.sheet = area._sheet
        self.patterns: dict[tuple[str, str], tuple[int, int]] = area._sheet._book.patterns
        self.place = (area._sheet.name, area.address)
        self.plain = (-4142 if area.color is None else 1, 0)

    Pattern = property(
        lambda self: self.patterns.get(self.place, self.plain)[0], lambda self, value: self._put(value, self.patterns.get(self.place, self.plain)[1])
    )
    PatternColor = property(lambda self: self.patterns.get(self.place, self.plain)[1], lambda self, value: self._put(self.Pattern, value))

    def _put(self, pattern: int, color: int) -> None:
        self.sheet._writable()
        self.patterns[self.place] = (pattern, color)


class Font(base_classes.Font):
    """LibreOffice keeps Chinese letters apart from Latin ones."""

    def __init__(self, cells: Any) -> None:
        self.cells = cells

    @property
    def bold(self) -> bool:
        return bool(self.cells.CharWeight > 100)

    @bold.setter
    def bold(self, value: bool) -> None:
        self.cells.CharWeight = self.cells.CharWeightAsian = 150.0 if value else 100.0

    color = property(lambda self: _rgb(self.cells.CharColor), lambda self, value: setattr(self.cells, "CharColor", _number(value)))
