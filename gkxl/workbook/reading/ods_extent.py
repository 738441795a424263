"""How far the cells of an .ods workbook really reach: where they stand follows from repetitions, so one attribute may mean a million of them."""

from __future__ import annotations

from collections.abc import Iterator
from xml.parsers import expat

from gkxl.workbook.reading.extent import MOST_PLACES_OF_OTHERS, Extent, addresses, spliced

_MOST_REPEATS = 1 << 20


def without_stray_cells(xml: bytes) -> tuple[bytes, dict[str, frozenset[str]]]:
    """Return the content of a workbook without its stray cells, and their addresses by sheet; raises UNPARSABLE where it is no XML."""
    measuring = _Measuring(xml)
    stray = {name: cells for name, extent in measuring.sheets if (cells := extent.stray)}
    pieces = sorted((start, stop, measuring.blanks[start]) for cells in stray.values() for _, _, start, stop in cells)
    return spliced(xml, pieces), {name: addresses(measuring.first[start] for _, _, start, _ in cells) for name, cells in stray.items()}


class _Measuring:
    """Walks through the content of a workbook and notes each filled cell, with the last row and column that it is repeated to."""

    def __init__(self, xml: bytes) -> None:
        self._sheets: list[tuple[str, Extent]] = []
        self.blanks: dict[int, bytes] = {}
        """By where a filled cell begins, an empty one to put in its place: so that what stands behind it stays where it is."""
        self.first: dict[int, tuple[int, int]] = {}
        """By where it begins in the file, the row and column of a cell, or of the first of those that it is repeated to."""
        self._xml = xml
        self._row, self._rows, self._col, self._cols = 0, 1, 0, 1
        self._start, self._filled = -1, False
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._begin
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.Parse(xml, True)

    @property
    def sheets(self) -> Iterator[tuple[str, Extent]]:
        """The sheets, by name."""
        return iter(self._sheets)

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        match name:
            case "table:table":
                self._sheets.append((attributes.get("table:name", ""), Extent(most=MOST_PLACES_OF_OTHERS)))
                self._row = 0
            case "table:table-row":
                self._rows, self._col = _repeats(attributes, "rows"), 0
            case "table:table-cell" | "table:covered-table-cell":
                self._cols = _repeats(attributes, "columns")
                self._start, self._filled = self._parser.CurrentByteIndex, any(key.endswith(":value-type") for key in attributes)

    def _text(self, text: str) -> None:
        self._filled = self._filled or (self._start >= 0 and not text.isspace())

    def _end(self, name: str) -> None:
        if name in ("table:table-cell", "table:covered-table-cell") and self._start >= 0:
            if self._filled and self._sheets:
                at = self._parser.CurrentByteIndex  # the closing tag, or what stands behind an element that needs none
                stop = self._xml.index(b">", at) + 1 if self._xml.startswith(f"</{name}".encode(), at) else at
                self._sheets[-1][1].cells.append((self._row + self._rows - 1, self._col + self._cols - 1, self._start, stop))
                self.first[self._start] = (self._row, self._col)
                self.blanks[self._start] = f'<{name} table:number-columns-repeated="{self._cols}"/>'.encode()
            self._start = -1
            self._col += self._cols
        elif name == "table:table-row":
            self._row += self._rows


def _repeats(attributes: dict[str, str], what: str) -> int:
    stated = attributes.get(f"table:number-{what}-repeated", "1")
    return min(int(stated), _MOST_REPEATS) if stated.isascii() and stated.isdecimal() and len(stated) < 12 else 1
