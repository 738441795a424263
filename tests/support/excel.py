"""Excel for the tests: an engine for xlwings that drives LibreOffice, so that the ribbon's own code runs unchanged.

It behaves as Excel does over COM where that matters: numbers are floats, errors are None, an empty cell is None, what is
written is understood as if typed ("2026-03" becomes a date, "=A1" a formula) unless it begins with an apostrophe, and a
locked cell of a protected sheet refuses to be written.  What the ribbon does not use is not here, and xlwings says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import xlwings as xw
from xlwings import base_classes

from support.soffice import Soffice, properties, uno

_ERROR = -2146826273
"""How Excel tells an error over COM; LibreOffice does not tell which one it is."""
_CONTENT = 1 | 2 | 4 | 16
_EVERYTHING = _CONTENT | 8 | 32 | 64 | 128
_ALIGN = {"left": "LEFT", "center": "CENTER", "right": "RIGHT", "general": "STANDARD"}
_TYPED = re.compile(r"[=+\-]|\d|TRUE$|FALSE$", re.IGNORECASE)
"""How a text begins that Excel would take for something else."""


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
            if value == _ERROR:
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

    screen_updating = _setting("screen_updating", True)
    display_alerts = _setting("display_alerts", True)
    enable_events = _setting("enable_events", True)
    interactive = _setting("interactive", True)
    calculation = _setting("calculation", "automatic")
    status_bar = _setting("status_bar", False)
    engine = property(lambda self: self._engine)
    api = property(lambda self: self._engine.office.desktop)
    pid = property(lambda self: 1)
    hwnd = property(lambda self: 1)
    version = property(lambda self: "16.0")
    books = property(lambda self: Books(self))
    visible = _setting("visible", False)

    def calculate(self) -> None:
        for book in self.opened:
            book.document.calculateAll()

    def activate(self, steal_focus: bool = False) -> None:
        pass

    def alert(self, prompt: str, title: str, buttons: str, mode: str, callback: object) -> str:
        self.alerts.append(prompt)
        return "ok"


class Books(base_classes.Books):
    def __init__(self, app: App) -> None:
        self.app = app

    api = property(lambda self: self.app.api)
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
        self.active_sheet = 1

    api = property(lambda self: self.document)
    app = property(lambda self: self._app)
    fullname = property(lambda self: str(self.path))
    name = property(lambda self: self.path.name)
    sheets = property(lambda self: Sheets(self))

    def activate(self) -> None:
        self._app.opened.remove(self)
        self._app.opened.append(self)

    def save(self, path: str | None = None, password: object = None) -> None:
        target = Path(path or self.path)
        self.document.storeToURL(target.resolve().as_uri(), properties(FilterName="Calc MS Excel 2007 XML", Overwrite=True))

    def close(self) -> None:
        self._app.opened.remove(self)
        self.document.close(True)


class Sheets(base_classes.Sheets):
    def __init__(self, book: Book) -> None:
        self.book = book

    api = property(lambda self: self.book.document.Sheets)
    active = property(lambda self: self(self.book.active_sheet))

    def __len__(self) -> int:
        return int(self.api.Count)

    def __iter__(self) -> Iterator[Sheet]:
        return (self(number) for number in range(1, len(self) + 1))

    def __call__(self, key: int | str) -> Sheet:
        if isinstance(key, int):
            return Sheet(self.book, self.api.getByIndex(key - 1))
        for name in self.api.ElementNames:
            if name.lower() == key.lower():
                return Sheet(self.book, self.api.getByName(name))
        raise KeyError(key)

    def __contains__(self, key: object) -> bool:
        return str(key).lower() in {name.lower() for name in self.api.ElementNames}

    def add(self, before: Sheet | None = None, after: Sheet | None = None, name: str | None = None) -> Sheet:
        place = before.index - 1 if before else after.index if after else len(self)
        self.api.insertNewByName(name or f"Sheet{len(self) + 1}", place)
        return self(place + 1)


def _protection(sheet: Any) -> SimpleNamespace:
    """Return what the ribbon needs of Excel's own object model, for which xlwings has no name."""
    return SimpleNamespace(
        ProtectContents=bool(sheet.isProtected()), Unprotect=lambda: sheet.unprotect(""), Protect=lambda *_, **__: sheet.protect("")
    )


class Sheet(base_classes.Sheet):
    def __init__(self, book: Book, sheet: Any) -> None:
        self._book, self.sheet = book, sheet

    api = property(lambda self: _protection(self.sheet))
    book = property(lambda self: self._book)
    name = property(lambda self: self.sheet.Name)
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

    def clear(self) -> None:
        self._writable()
        self.used_range.unmerge()
        self.sheet.clearContents(_EVERYTHING)

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


def _look(name: str, to: Any = lambda value: value) -> Any:
    """Return a property of a block of cells that LibreOffice calls `name`."""
    return property(lambda self: getattr(self.cells, name), lambda self, value: setattr(self.cells, name, to(value)))


class Range(base_classes.Range):
    """A block of cells; rows and columns are counted from 0 here, from 1 for xlwings."""

    trips = 0
    """How many blocks were read or written, for the tests that count them."""

    def __init__(self, sheet: Sheet, top: int, left: int, bottom: int, right: int) -> None:
        self._sheet, self.first_row, self.first_column, self.last_row, self.last_column = sheet, top, left, bottom, right
        self.cells = sheet.sheet.getCellRangeByPosition(left, top, right, bottom)

    api = property(lambda self: _Lock(self.cells))
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
            tuple(_ERROR if value is None else value or (None if value == "" else value) for value in row) for row in self.cells.getDataArray()
        )
        return rows[0][0] if len(self) == 1 else rows

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        Range.trips += 1
        self._sheet._writable()
        rows = data if isinstance(data, (list, tuple)) else [[data] * self.shape[1] for _ in range(self.shape[0])]
        area = self._sheet.sheet.getCellRangeByPosition(
            self.first_column, self.first_row, self.first_column + len(rows[0]) - 1, self.first_row + len(rows) - 1
        )
        area.setDataArray(tuple(tuple("" if value is None or _special(value) else value for value in row) for row in rows))
        for down, row in enumerate(rows):
            for right, value in enumerate(row):
                if _special(value):
                    _type(self._sheet._book, area.getCellByPosition(right, down), value)

    @property
    def formula(self) -> object:
        found = self.cells.getFormulaArray()
        return found[0][0] if len(self) == 1 else found

    def clear_contents(self) -> None:
        self._sheet._writable()
        self.cells.clearContents(_CONTENT)

    def merge(self, across: bool = False) -> None:
        self.cells.merge(True)

    def unmerge(self) -> None:
        self.cells.merge(False)

    merge_cells = property(lambda self: self.cells.IsMerged)

    wrap_text = _look("IsTextWrapped", bool)
    horizontal_alignment = _look("HoriJustify", lambda value: uno().Enum("com.sun.star.table.CellHoriJustify", _ALIGN[value]))
    vertical_alignment = _look("VertJustify", lambda value: 2 if value == "center" else 0)

    @property
    def color(self) -> tuple[int, int, int] | None:
        return None if self.cells.CellBackColor == -1 else _rgb(self.cells.CellBackColor)

    @color.setter
    def color(self, value: Any) -> None:
        self.cells.CellBackColor = -1 if value is None else _number(value)

    @property
    def number_format(self) -> str:
        return str(self._sheet._book.document.NumberFormats.getByKey(self.cells.NumberFormat).FormatString)

    @number_format.setter
    def number_format(self, code: str) -> None:
        formats, locale = self._sheet._book.document.NumberFormats, uno().createUnoStruct("com.sun.star.lang.Locale")
        key = formats.queryKey(code, locale, False)
        self.cells.NumberFormat = key if key != -1 else formats.addNew(code, locale)

    column_width = property(None, lambda self, value: setattr(self.cells.Columns, "Width", int(value * 213)))
    row_height = property(None, lambda self, value: setattr(self.cells.Rows, "Height", int(value * 35.28)))
    row_hidden = property(None, lambda self, value: setattr(self.cells.Rows, "IsVisible", not value))
    column_hidden = property(None, lambda self, value: setattr(self.cells.Columns, "IsVisible", not value))
    font = property(lambda self: Font(self.cells))
    borders = property(lambda self: Borders(self.cells))

    @property
    def note(self) -> Note | None:
        return next((note for note in self._sheet.notes if note.place == (self.first_row, self.first_column)), None)

    def add_note(self, text: str) -> Note:
        self._sheet._writable()
        self._sheet.sheet.Annotations.insertNew(self.cells.getCellByPosition(0, 0).CellAddress, text)
        return Note(self._sheet, self.first_row, self.first_column)

    @property
    def conditional_formats(self) -> ConditionalFormats:
        return ConditionalFormats(self)


def _special(value: object) -> bool:
    return isinstance(value, bool) or (isinstance(value, str) and (value[:1] == "'" or bool(_TYPED.match(value))))


def _type(book: Book, cell: Any, value: object) -> None:
    """Put a value into a cell as Excel does when somebody types it."""
    if isinstance(value, str) and value[0] == "'":
        cell.setString(value[1:])
    elif isinstance(value, str) and value[0] == "=":
        parser = book.document.createInstance("com.sun.star.sheet.FormulaParser")
        parser.CompileEnglish, parser.FormulaConvention = True, 1
        pieces = re.split(r"(\"[^\"]*\"|'[^']*')", value[1:])
        cell.setTokens(parser.parseFormula("".join(p if n % 2 else p.replace(",", ";") for n, p in enumerate(pieces)), cell.CellAddress))
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


class _Lock:
    """Excel's own object of a block of cells, as far as the ribbon knows it."""

    def __init__(self, cells: Any) -> None:
        object.__setattr__(self, "cells", cells)

    def __setattr__(self, name: str, value: bool) -> None:
        assert name == "Locked", name
        protection = self.cells.CellProtection
        protection.IsLocked = value
        self.cells.CellProtection = protection


class ConditionalFormats(base_classes.ConditionalFormats):
    """Rules with a formula.

    LibreOffice wants a named style for each look, and makes none while any sheet is protected: the rule is kept, its colours are not.
    """

    def __init__(self, area: Range) -> None:
        self.area = area

    def add_custom(self, spec: dict[str, Any]) -> None:
        formats = self.area.cells.ConditionalFormat
        operator = uno().Enum("com.sun.star.sheet.ConditionOperator", "FORMULA")
        formats.addNew(properties(Operator=operator, Formula1=str(spec["formula"]).lstrip("=").replace(",", ";"), StyleName="Default"))
        self.area.cells.ConditionalFormat = formats


def _font(name: str, to: Any = lambda value: value, back: Any = lambda value: value) -> Any:
    """Return a property of a font; LibreOffice keeps Chinese letters apart from Latin ones."""

    def put(font: Font, value: object) -> None:
        setattr(font.cells, name, to(value))
        setattr(font.cells, f"{name}Asian", to(value))

    return property(lambda font: back(getattr(font.cells, name)), put)


class Font(base_classes.Font):
    def __init__(self, cells: Any) -> None:
        self.cells = cells

    bold = _font("CharWeight", lambda on: 150.0 if on else 100.0, lambda weight: weight > 100)
    size = _font("CharHeight", float)
    name = _font("CharFontName")
    color = property(lambda self: _rgb(self.cells.CharColor), lambda self, value: setattr(self.cells, "CharColor", _number(value)))


class Borders:
    def __init__(self, cells: Any) -> None:
        self.cells = cells

    def set(self, sides: object, line_style: object = None, weight: object = None, color: object = None) -> None:
        line = uno().createUnoStruct("com.sun.star.table.BorderLine2")
        line.OuterLineWidth, line.Color = 18, _number(color or 0)
        border = self.cells.TableBorder
        for side in ("TopLine", "BottomLine", "LeftLine", "RightLine", "HorizontalLine", "VerticalLine"):
            setattr(border, side, line)
            setattr(border, f"Is{side}Valid", True)
        self.cells.TableBorder = border


def install() -> Engine:
    """Make LibreOffice what xlwings talks to, and return the engine."""
    engine = Engine()
    xw.engines.add(xw.Engine(impl=engine))
    xw.engines[engine.name].activate()
    return engine
