"""The sheets of Excel for the tests: what may be done with one, and what protection refuses."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from support.excel_cells import LOOKS, Note, Range

if TYPE_CHECKING:
    from support.excel import Book


class Sheets(base_classes.Sheets):
    def __init__(self, book: Book) -> None:
        self.book = book

    api = property(lambda self: self.book.tabs)
    active = property(lambda self: self(self.book.active_sheet))

    def __len__(self) -> int:
        return int(self.api.Count)

    def __iter__(self) -> Iterator[Sheet]:
        return (Sheet(self.book, name) for name in self.api.ElementNames)

    def __call__(self, key: int | str) -> Sheet:
        if isinstance(key, int):
            return Sheet(self.book, self.api.ElementNames[key - 1])
        for name in self.api.ElementNames:
            if name.lower() == key.lower():
                return Sheet(self.book, name)
        raise KeyError(key)

    def __contains__(self, key: object) -> bool:
        return str(key).lower() in {name.lower() for name in self.api.ElementNames}

    def _place(self, before: Sheet | None, after: Sheet | None) -> int:
        if self.book.document.isProtected():
            raise RuntimeError("the structure of the workbook is protected")
        return before.index - 1 if before else after.index if after else len(self)

    def add(self, before: Sheet | None = None, after: Sheet | None = None, name: str | None = None) -> Sheet:
        place = self._place(before, after)
        self.api.insertNewByName(name or f"Sheet{len(self) + 1}", place)
        return self(place + 1)


class Group:
    """Some sheets at once; Excel copies them in the order in which they stand, and leaves the copies selected together."""

    def __init__(self, sheets: list[Sheet]) -> None:
        self.sheets = sorted(sheets, key=lambda sheet: sheet.index)

    def Copy(self, After: _Protection) -> None:
        target, names = After.own.book, []
        for sheet in self.sheets:
            sheet.copy(None, target.sheets(names[-1]) if names else After.own)
            names.append(sheet.name)
        target.grouped = names


class _Protection:
    """Excel's own object of a sheet, as far as the ribbon knows it; LibreOffice has fewer allowances than Excel, and keeps them by itself."""

    def __init__(self, own: Sheet) -> None:
        self.own, self.sheet = own, own.sheet

    ProtectContents = property(lambda self: bool(self.sheet.isProtected()))

    @property
    def Protection(self) -> Any:
        return _Allowances()

    def Unprotect(self, password: str) -> None:
        self.sheet.unprotect(password)

    def Protect(self, **allowances: bool) -> None:
        assert len(allowances) == 11 and all(name.startswith("Allow") for name in allowances), allowances
        self.sheet.protect("")

    @property
    def AutoFilterMode(self) -> bool:
        return False

    @property
    def Tab(self) -> Any:
        return _Tab(self.sheet)

    @property
    def Outline(self) -> Any:
        return SimpleNamespace(SummaryRow=1)  # LibreOffice keeps no such place: its sign is always below


class _Tab:
    def __init__(self, sheet: Any) -> None:
        object.__setattr__(self, "sheet", sheet)

    def __setattr__(self, name: str, value: int) -> None:
        assert name == "Color", name
        self.sheet.TabColor = (value & 255) << 16 | value & 255 << 8 | value >> 16  # Excel counts blue first


class PageSetup(base_classes.PageSetup):
    def __init__(self, sheet: Any) -> None:
        self.sheet = sheet

    print_area = property(
        lambda self: list(self.sheet.PrintAreas),
        lambda self, value: self.sheet.setPrintAreas((self.sheet.getCellRangeByName(value.replace("$", "")).RangeAddress,)),
    )


class _Allowances:
    def __getattr__(self, name: str) -> bool:
        assert name.startswith("Allow"), name
        return True


class Sheet(base_classes.Sheet):
    def __init__(self, book: Book, name: str) -> None:
        self._book, self._name = book, name

    @cached_property
    def sheet(self) -> Any:
        """LibreOffice's own object, asked for when it is needed."""
        return self._book.tabs.getByName(self._name)

    api = property(lambda self: _Protection(self))
    book = property(lambda self: self._book)
    name = property(lambda self: self._name)
    index = property(lambda self: self.sheet.RangeAddress.Sheet + 1)
    visible = property(lambda self: self.sheet.IsVisible)

    def range(self, first: Any, last: Any = None) -> Range:
        one = self._range(first)
        other = self._range(last) if last is not None else one
        top, left = min(one.first_row, other.first_row), min(one.first_column, other.first_column)
        return Range(self, top, left, max(one.last_row, other.last_row), max(one.last_column, other.last_column))

    def _range(self, place: Any) -> Range:
        if isinstance(place, Range):
            return place
        if isinstance(place, tuple):
            return Range(self, place[0] - 1, place[1] - 1, place[0] - 1, place[1] - 1)
        area = self.sheet.getCellRangeByName(place.replace("$", "")).RangeAddress
        return Range(self, area.StartRow, area.StartColumn, area.EndRow, area.EndColumn)

    def activate(self) -> None:
        self._book.active_sheet = self.index

    def select(self) -> None:
        self._book.active_sheet, self._book.grouped = self.index, []

    def copy(self, before: Sheet | None, after: Sheet | None) -> None:
        target = (before or after)._book.sheets
        place = target._place(before, after)
        target.api.importSheet(self._book.document, self.name, place)

    def delete(self) -> None:
        self._book.sheets.api.removeByName(self.name)

    def clear_formats(self) -> None:
        self._writable()
        self.used_range.unmerge()
        self.sheet.clearContents(LOOKS)

    page_setup = property(lambda self: PageSetup(self.sheet))

    def _writable(self) -> None:
        if self.sheet.isProtected():
            raise RuntimeError("the sheet is protected")

    @property
    def notes(self) -> list[Note]:
        annotations = self.sheet.Annotations
        places = [annotations.getByIndex(number).Position for number in range(annotations.Count)]
        return [Note(self, place.Row, place.Column) for place in places]

    @property
    def used_range(self) -> Range:
        cursor = self.sheet.createCursor()
        cursor.gotoEndOfUsedArea(False)
        return Range(self, 0, 0, cursor.RangeAddress.EndRow, cursor.RangeAddress.EndColumn)
