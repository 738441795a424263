"""What the formulas of ours come to that were saved without a result: a figure brought forward, with the parts that are there."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from gkxl.model.submission import address
from gkxl.workbook.reading.protocol import Book

_TERM = re.compile(r"([+-]?)(?:(N|SUM)\((?:'((?:[^']|'')+)'!|([^'!(),:]+)!)?([A-Z]+\d+)(?::([A-Z]+\d+))?\)|(\d+(?:\.\d+)?))")
_PLACE = re.compile(r"([A-Z]+)(\d+)")
_DEEPEST = 400
"""A year of sheets goes on from one another, each with totals of its own; whatever is deeper goes round in a circle."""


def computed(book: Book, sheet: str, cell: str) -> Decimal | None:
    """Return what the formula in a cell comes to; None where it is none of ours, or a part of it is no number."""
    try:
        return _Sheets(book).value(sheet, cell, 0)
    except (_NotOursError, InvalidOperation):
        return None


class _NotOursError(Exception):
    """A formula that people have written, or one that adds up words."""


class _Sheets:
    """The cells of a workbook, each sheet asked for once."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._rows: dict[str, list[list[object]]] = {}

    def value(self, sheet: str, cell: str, depth: int) -> Decimal:
        """Return the number in a cell, 0 in a blank one; raises _NotOursError."""
        if depth > _DEEPEST or sheet not in self._book.sheet_names:
            raise _NotOursError
        formula = self._book.uncalculated_cells(sheet).get(cell)
        if formula is not None:
            return sum((sign * self.value(*place, depth + 1) if place else sign for sign, place in _terms(formula, sheet)), Decimal(0))
        raw = self._raw(sheet, cell)
        if isinstance(raw, bool) or not (raw == "" or isinstance(raw, (int, float))):
            raise _NotOursError
        return Decimal(str(raw or 0))

    def _raw(self, sheet: str, cell: str) -> object:
        rows = self._rows.setdefault(sheet, self._book.rows(sheet)) if sheet not in self._rows else self._rows[sheet]
        row, col = _position(cell)
        return rows[row][col] if row < len(rows) and col < len(rows[row]) else ""


def _terms(formula: str, sheet: str) -> Iterator[tuple[Decimal, tuple[str, str] | None]]:
    """Yield the terms of a formula: its sign and the cell that it is, or a number of its own; raises _NotOursError."""
    text, position = html.unescape(formula).removeprefix("="), 0
    while position < len(text):
        found = _TERM.match(text, position)
        if found is None or (position and not found[1]):
            raise _NotOursError
        position = found.end()
        sign = Decimal(-1 if found[1] == "-" else 1)
        if found[7]:
            yield sign * Decimal(found[7]), None
            continue
        home = found[3].replace("''", "'") if found[3] else found[4] or sheet
        for cell in _cells(found[5], found[6] or found[5]):
            yield sign, (home, cell)
    if not text:
        raise _NotOursError


def _cells(first: str, last: str) -> Iterator[str]:
    (top, left), (bottom, right) = _position(first), _position(last)
    if bottom - top > 200 or right - left > 200:
        raise _NotOursError
    for row in range(top, bottom + 1):
        for col in range(left, right + 1):
            yield address(row, col)


def _position(cell: str) -> tuple[int, int]:
    letters, digits = _PLACE.fullmatch(cell).groups()  # type: ignore[union-attr]  # it was found by this pattern
    col = 0
    for letter in letters:
        col = col * 26 + ord(letter) - 64
    return int(digits) - 1, col - 1
