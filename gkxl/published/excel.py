"""Read a workbook without codes of ours in which somebody has typed or pasted a report: its sheets as tables, its lone texts as paragraphs."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from gkxl.model.submission import address
from gkxl.published.document import MOST_PLACES, Cell, Document, RawTable, TooManyPlacesError
from gkxl.workbook.reading.opening import OpenedWorkbook, open_workbook

_ERROR, _UNCALCULATED = "错误值", "公式没有算出结果"


def read_excel(path: Path) -> Document:
    """Return the paragraphs and tables of a workbook; every sheet is one table, whose places are those of the sheet.

    Raises UnreadableFileError, SuspiciousFileError for what should be read in a process of its own, TooManyPlacesError for a monster.
    """
    book = open_workbook(path)
    document = Document(name=path.stem)
    filled = 0
    for number, sheet in enumerate(book.sheet_names, start=1):
        table = _table(book, sheet, number)
        filled += sum(map(len, table.places))
        if filled > MOST_PLACES:
            raise TooManyPlacesError
        for row in range(len(table.places)):
            said = [cell for cell in table.line(row) if cell.text]
            if len(said) == 1 and said[0].row == row:
                document.parts += filter(None, (" ".join(line.split()) for line in said[0].text.split("\n")))
        document.parts.append(table)
    return document


def _table(book: OpenedWorkbook, sheet: str, number: int) -> RawTable:
    rows = book.rows(sheet)
    width = max(map(len, rows), default=0)
    if width * len(rows) > MOST_PLACES:
        raise TooManyPlacesError
    errors, lacking = book.error_cells(sheet), book.uncalculated_cells(sheet)
    places: list[list[Cell | None]] = []
    for row, values in enumerate(rows):
        line: list[Cell | None] = []
        for col in range(width):
            called = address(row, col)
            text = _ERROR if called in errors else _UNCALCULATED if called in lacking else _text(values[col] if col < len(values) else "")
            line.append(Cell(text, row, col))
        places.append(line)
    merged = 0
    for (top, left), (bottom, right) in book.book.get_sheet_by_name(sheet).merged_cell_ranges or ():
        if top < len(places) and left < width:
            bottom, right = min(bottom, len(places) - 1), min(right, width - 1)
            merged += (bottom - top + 1) * (right - left + 1)
            if merged > MOST_PLACES:  # areas that lie over each other, as no program merges them
                raise TooManyPlacesError
            _merge(places, top, left, bottom, right)
    return RawTable(number, places, sheet=sheet)


def _merge(places: list[list[Cell | None]], top: int, left: int, bottom: int, right: int) -> None:
    first = places[top][left]
    cell = Cell(first.text if first else "", top, left, bottom - top + 1, right - left + 1)
    for row in range(top, bottom + 1):
        places[row][left : right + 1] = [cell] * (right - left + 1)


def _text(value: object) -> str:
    """Return what a cell shows, as far as its value tells."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        return str(value)
    return str(value).strip()
