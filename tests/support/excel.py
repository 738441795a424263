"""Excel for the tests: an engine for xlwings that drives LibreOffice, so that the ribbon's own code runs unchanged.

It behaves as Excel does over COM where that matters: numbers are floats, errors are None, an empty cell is None, what is
written is understood as if typed ("2026-03" becomes a date, "=A1" a formula) unless it begins with an apostrophe, and a
locked cell of a protected sheet refuses to be written.  What the ribbon does not use is not here, and xlwings says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import xlwings as xw
from xlwings import base_classes

from support.excel_cells import ERROR, LOOKS, Note, Range
from support.soffice import Soffice, properties, uno


class Engine:
    """What xlwings asks for an application; there is one."""

    name, type = "libreoffice", "desktop"

    def __init__(self) -> None:
        self.office: Soffice | None = None
        self.app: App | None = None

    @property
    def apps(self) -> Apps:
        return Apps(self)

    def start(self) -> App:
        """Start LibreOffice if it is not running."""
        if self.app is None:
            self.office = Soffice()
            self.app = App(self)
        return self.app

    def attach(self, pipe: str) -> App:
        """Take up a LibreOffice that another process has started, with the workbooks that are open in it."""
        self.office = Soffice(pipe)
        self.app = App(self)
        documents = self.office.desktop.Components.createEnumeration()
        while documents.hasMoreElements():
            document = documents.nextElement()
            if document.supportsService("com.sun.star.sheet.SpreadsheetDocument") and document.URL:
                self.app.opened.append(Book(self.app, document, Path(uno().fileUrlToSystemPath(document.URL))))
        return self.app

    def close(self) -> None:
        if self.office is not None:
            self.office.close()
        self.office = self.app = None

    @staticmethod
    def prepare_xl_data_element(value: object, options: object) -> object:
        return "" if value is None else value

    @staticmethod
    def clean_value_data(data: Any, datetime_builder: Any, empty_as: Any, number_builder: Any, err_to_str: bool) -> list[list[object]]:
        def clean(value: object) -> object:
            if value == ERROR:
                return "#VALUE!" if err_to_str else None
            return empty_as if value in ("", None) else value

        return [[clean(value) for value in row] for row in data]


class Apps(base_classes.Apps):
    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def keys(self) -> list[int]:
        return [1] if self.engine.app else []

    def add(self, spec: Any = None, add_book: Any = None, xl: Any = None, visible: Any = None) -> App:
        return self.engine.start()

    @staticmethod
    def cleanup() -> None:
        pass

    def __iter__(self) -> Iterator[App]:
        return iter([self.engine.app] if self.engine.app else [])

    def __len__(self) -> int:
        return len(self.keys())

    def __getitem__(self, pid: int) -> App | None:
        return self.engine.app


def _setting(name: str, default: object) -> Any:
    """Return a property of the application that is only remembered, with everything it ever was."""

    def get(app: App) -> object:
        return app.settings.get(name, default)

    def put(app: App, value: object) -> None:
        app.settings[name] = value
        app.history.append((name, value))

    return property(get, put)


class App(base_classes.App):
    """The application: its settings are only remembered, its dialogs recorded."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.opened: list[Book] = []
        self.alerts: list[str] = []
        self.settings: dict[str, object] = {}
        self.history: list[tuple[str, object]] = []
        self.dialogs: dict[int, FileDialog] = {kind: FileDialog() for kind in (3, 4)}

    screen_updating = _setting("screen_updating", True)
    display_alerts = _setting("display_alerts", True)
    enable_events = _setting("enable_events", True)
    interactive = _setting("interactive", True)
    calculation = _setting("calculation", "automatic")
    status_bar = _setting("status_bar", False)
    engine = property(lambda self: self._engine)
    api = property(
        lambda self: SimpleNamespace(
            FileDialog=self.dialogs.__getitem__,
            Name="Microsoft Excel",
            Path=r"C:\Office16",
            ActiveWorkbook=self.books.active and self.books.active.api,
        )
    )
    pid = property(lambda self: 1)
    hwnd = property(lambda self: 1)
    version = property(lambda self: "16.0")
    books = property(lambda self: Books(self))
    visible = _setting("visible", False)

    def reset(self) -> None:
        """Forget what was said and answered."""
        self.alerts.clear()
        self.history.clear()
        self.dialogs = {kind: FileDialog() for kind in (3, 4)}

    def calculate(self) -> None:
        for book in self.opened:
            book.document.calculateAll()

    def activate(self, steal_focus: bool = False) -> None:
        pass

    def alert(self, prompt: str, title: str, buttons: str, mode: str, callback: object) -> str:
        self.alerts.append(prompt)
        return "ok"


class FileDialog:
    """Excel's dialog for files (3) or a folder (4), and what the user answers; nothing: it is cancelled."""

    def __init__(self) -> None:
        self.answer: list[Path] = []
        self.Filters = SimpleNamespace(Clear=lambda: None, Add=lambda name, patterns: None)

    def Show(self) -> int:
        return -1 if self.answer else 0

    @property
    def SelectedItems(self) -> SimpleNamespace:
        return SimpleNamespace(Count=len(self.answer), Item=lambda number: str(self.answer[number - 1]))


class Books(base_classes.Books):
    def __init__(self, app: App) -> None:
        self.app = app

    api = property(lambda self: self.app._engine.office.desktop)
    active = property(lambda self: self.app.opened[-1] if self.app.opened else None)

    def __call__(self, key: int | str) -> Book:
        if isinstance(key, int):
            return self.app.opened[key - 1]
        for book in self.app.opened:
            if key.lower() in (book.name.lower(), book.fullname.lower()):
                return book
        raise KeyError(key)

    def __len__(self) -> int:
        return len(self.app.opened)

    def __iter__(self) -> Iterator[Book]:
        return iter(list(self.app.opened))

    def open(self, fullname: str, *_: object, **__: object) -> Book:
        book = Book(self.app, self.app._engine.office.open(Path(fullname)), Path(fullname))
        self.app.opened.append(book)
        return book


class Book(base_classes.Book):
    def __init__(self, app: App, document: Any, path: Path) -> None:
        self._app, self.document, self.path = app, document, path
        self.tabs = document.Sheets
        document.UndoManager.lock()  # LibreOffice may crash where it remembers a sheet that comes and goes
        self.active_sheet = 1
        self.patterns: dict[tuple[str, str], tuple[int, int]] = {}
        """By sheet and cell, the patterns and their colours that cells were given."""
        self.grouped: list[str] = []
        """The sheets that are selected together."""

    api = property(
        lambda self: SimpleNamespace(
            Name=self.name,
            ProtectStructure=bool(self.document.isProtected()),
            FullName=str(self.path),
            Excel8CompatibilityMode=self.path.suffix == ".xls",
            Worksheets=lambda names: _Group([self.sheets(name) for name in names]),
        )
    )
    app = property(lambda self: self._app)
    fullname = property(lambda self: str(self.path))
    name = property(lambda self: self.path.name)
    sheets = property(lambda self: Sheets(self))

    @cached_property
    def parser(self) -> Any:
        """What understands formulas as Excel writes them, asked for once: each trip to LibreOffice costs."""
        parser = self.document.createInstance("com.sun.star.sheet.FormulaParser")
        parser.CompileEnglish, parser.FormulaConvention = True, 1
        return parser

    def activate(self) -> None:
        self._app.opened.remove(self)
        self._app.opened.append(self)

    def save(self, path: str | None = None, password: object = None) -> None:
        target = Path(path or self.path)
        self.document.storeToURL(target.resolve().as_uri(), properties(FilterName="Calc MS Excel 2007 XML", Overwrite=True))

    def close(self) -> None:
        self._app.opened.remove(self)
        self._app._engine.office.close_document(self.document)


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


class _Group:
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


def install() -> Engine:
    """Make LibreOffice what xlwings talks to, and return the engine."""
    engine = Engine()
    xw.engines.add(xw.Engine(impl=engine))
    xw.engines[engine.name].activate()
    return engine
