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

from support.excel_cells import ERROR
from support.excel_sheets import Group, Sheets
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
            Worksheets=lambda names: Group([self.sheets(name) for name in names]),
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


def install() -> Engine:
    """Make LibreOffice what xlwings talks to, and return the engine."""
    engine = Engine()
    xw.engines.add(xw.Engine(impl=engine))
    xw.engines[engine.name].activate()
    return engine
