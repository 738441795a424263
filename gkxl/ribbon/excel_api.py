"""Excel's own objects, as far as xlwings has no name for what the ribbon needs of them: types only."""

from __future__ import annotations

from typing import Protocol


class Interior(Protocol):
    """What fills a cell."""

    Pattern: int
    PatternColor: int


class EntireRow(Protocol):
    OutlineLevel: int


class Place(Protocol):
    """Excel's own cell, as a search finds it."""

    @property
    def Row(self) -> int: ...
    @property
    def Column(self) -> int: ...


class RangeApi(Protocol):
    @property
    def Interior(self) -> Interior: ...
    @property
    def EntireRow(self) -> EntireRow: ...
    def ClearOutline(self) -> object: ...
    @property
    def Value2(self) -> object: ...
    def AutoFilter(self) -> object: ...
    def Find(
        self, *, What: str, After: RangeApi, LookIn: int, LookAt: int, SearchOrder: int, SearchDirection: int, MatchCase: bool
    ) -> Place | None: ...


class Tab(Protocol):
    Color: int


class Outline(Protocol):
    SummaryRow: int


class Threads(Protocol):
    """The conversations on a sheet, which Excel 365 keeps apart from notes."""

    @property
    def Count(self) -> int: ...
    def Item(self, number: int) -> Thread: ...


class Thread(Protocol):
    @property
    def Parent(self) -> Cell: ...


class Cell(Protocol):
    """Excel's own cell."""

    @property
    def Address(self) -> str: ...


class SheetApi(Protocol):
    AutoFilterMode: bool

    @property
    def Outline(self) -> Outline: ...
    @property
    def CommentsThreaded(self) -> Threads: ...
    @property
    def ProtectContents(self) -> bool: ...
    @property
    def Protection(self) -> object: ...
    @property
    def Tab(self) -> Tab: ...
    def Protect(self, **allowed: bool) -> None: ...
    def Unprotect(self, password: str) -> None: ...


class SheetsApi(Protocol):
    """Some sheets of a workbook at once."""

    def Copy(self, *, After: SheetApi) -> None: ...


class BookApi(Protocol):
    @property
    def Name(self) -> str: ...
    @property
    def FullName(self) -> str: ...
    @property
    def ProtectStructure(self) -> bool: ...
    @property
    def Excel8CompatibilityMode(self) -> bool: ...
    def Worksheets(self, names: list[str]) -> SheetsApi: ...


class Filters(Protocol):
    def Clear(self) -> None: ...
    def Add(self, description: str, extensions: str) -> object: ...


class SelectedItems(Protocol):
    @property
    def Count(self) -> int: ...
    def Item(self, number: int) -> object: ...


class FileDialog(Protocol):
    AllowMultiSelect: bool
    Title: str

    @property
    def Filters(self) -> Filters: ...
    @property
    def SelectedItems(self) -> SelectedItems: ...
    def Show(self) -> int: ...


class AppApi(Protocol):
    @property
    def Name(self) -> str: ...
    @property
    def Path(self) -> str: ...
    @property
    def ActiveWorkbook(self) -> BookApi | None: ...
    def FileDialog(self, kind: int) -> FileDialog: ...
