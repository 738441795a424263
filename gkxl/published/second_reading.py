"""The text of a PDF file as PDFium reads it, beside which every cell that pdfplumber found must hold."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from functools import cached_property
from typing import Any

from gkxl.published.document import Cell, RawTable

_FEWEST = 5
"""A line that ends in so many numbers is one of 表三 or 表四, whatever stands before them."""


class SecondReading:
    """The second reader."""

    def __init__(self, pdf: Any) -> None:
        self._pdf = pdf
        self._pages: dict[int, Any] = {}

    def agrees(self, page: int, bounds: tuple[float, float, float, float], text: str, height: float) -> bool:
        """Whether the same stands between these bounds (left, top, right, bottom, from the top of the page)."""
        left, top, right, bottom = bounds
        if page not in self._pages:
            self._pages[page] = self._pdf[page].get_textpage()
        again = self._pages[page].get_text_bounded(left=left, bottom=height - bottom, right=right, top=height - top)
        return _tight(again) == _tight(text)

    def compare(self, table: RawTable) -> None:
        """Call the figures of a line doubtful where the text has another line of numbers in its place."""
        lines = [(row, cells) for row in range(len(table.places)) if (cells := _numbers_at_end(table.line(row)))]
        for count in {len(cells) for _, cells in lines}:
            ours = [(row, cells) for row, cells in lines if len(cells) == count]
            theirs = [tuple(line[-count:]) for line in self._tails if len(line) == count]
            matcher = SequenceMatcher(None, [tuple(_tight(cell.text) for cell in cells) for _, cells in ours], theirs, autojunk=False)
            for kind, start, stop, _, _ in matcher.get_opcodes():
                if kind == "replace":
                    for _, cells in ours[start:stop]:
                        _doubt(table, cells)

    @cached_property
    def _tails(self) -> list[list[str]]:
        """Of every line of the text the numbers that it ends in."""
        tails: list[list[str]] = []
        for page in range(len(self._pdf)):
            text = self._pages[page] if page in self._pages else self._pdf[page].get_textpage()
            for line in text.get_text_range().splitlines():
                tail: list[str] = []
                for word in reversed(line.split()):
                    if not _is_number(word):
                        break
                    tail.insert(0, _tight(word))
                if len(tail) >= _FEWEST:
                    tails.append(tail)
        return tails


def _numbers_at_end(line: Sequence[Cell]) -> list[Cell]:
    """Return the cells at the end of a line that hold numbers, none where they are few."""
    cells: list[Cell] = []
    for cell in reversed(line):
        if not _is_number(cell.text):
            break
        cells.insert(0, cell)
    return cells if len(cells) >= _FEWEST else []


def _is_number(text: str) -> bool:
    return _tight(text).replace(".", "", 1).isdecimal()


def _doubt(table: RawTable, cells: Sequence[Cell]) -> None:
    doubted = {cell: replace(cell, doubtful=True) for cell in cells}
    for row in range(cells[0].row, cells[0].row + 1):
        table.places[row] = [doubted.get(cell, cell) if cell is not None else None for cell in table.places[row]]


def _tight(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text)
    return "".join(char for char in folded if not char.isspace() and char.isprintable() and char != "\ufffe")
