"""How far the cells of an .xlsx sheet really reach, whatever it declares and however its references are spelt.

python-calamine allocates the rectangle around all filled cells, so one stray cell can take all memory.  A glance by
regular expression passes nearly every sheet; what it does not pass is measured by a real parser.  Other formats are
measured by `ods_extent` and `xls_extent`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from xml.parsers import expat

from gkxl.model.submission import address

UNPARSABLE = (expat.ExpatError, LookupError, ValueError)
"""What is raised at something that is no XML, or XML in an encoding that nobody knows or that the parser does not take."""
MOST_PLACES = 2_000_000
"""Cells of a rectangle that are taken without asking how many are filled: about 100 MB while it is read."""
MOST_PLACES_OF_OTHERS = 500_000
"""The same for .ods and .xls, of which calamine keeps the formulas too."""
WIDEST, LONGEST = 702, 3000
"""Columns and rows within which everything of ours lies; what is filled beyond is stray where the rectangle is too large."""

# A tag that calamine may take for a cell and that is not spelt as Excel spells one within a rectangle.  Several shapes, since only the
# product of both sides is what costs, about `MOST_PLACES` each: as wide as any 明细, as long as a 明细 of the statutory forms may be before
# its lines stand beside it, as long as a 单位名册 or a 校验 may be.
# Of a sheet with a prefix before its tags, those with and those without one are looked for by themselves: four times as fast.
_CELL = rb'c(?! r="(?:%s)"[ />])[\s/>]'
_SHAPES = (rb"[A-Z]{1,2}(?:[1-9]\d{0,2}|[12]\d{3})", rb"[A-G]?[A-Z](?:[1-9]\d{0,3}|10\d{3})", rb"[A-T][1-9]\d{0,4}")
_BEYOND = [[re.compile(lead + _CELL % shape) for lead in (rb"<", rb":")] for shape in _SHAPES]
_REFERENCE = re.compile(r"([A-Za-z]{1,5})([0-9]{1,10})")


def within_reason(xml: bytes) -> bool:
    """Whether a sheet is surely small: every cell is spelt as usual and none stands far away."""
    return any(not any(beyond.search(xml) for beyond in shape) for shape in _BEYOND)


@dataclass
class Extent:
    """The filled cells of a sheet."""

    cells: list[tuple[int, int, int, int]] = field(default_factory=list)
    """Row, column, and where the cell begins and ends in the file."""
    most: int = MOST_PLACES
    """Cells of a rectangle that are taken without asking how many are filled."""

    @property
    def places(self) -> int:
        """Cells of the rectangle from A1 to the last filled row and column."""
        return (max(cell[0] for cell in self.cells) + 1) * (max(cell[1] for cell in self.cells) + 1) if self.cells else 0

    @property
    def too_large(self) -> bool:
        """Whether the rectangle is large and nearly empty; a long list is no stray cell: it fills its rectangle."""
        return self.places > max(self.most, 20 * len(self.cells))

    def _cut(self, *, rows: int | None = None, columns: int | None = None) -> Extent:
        return replace(self, cells=[cell for cell in self.cells if (rows is None or cell[0] < rows) and (columns is None or cell[1] < columns)])

    def without_stray(self) -> Extent:
        """Return the cells that are left when those far away are dropped; of both directions only the one that must be cut."""
        narrow = self._cut(columns=WIDEST)
        if not narrow.too_large:
            return narrow
        return narrow._cut(rows=LONGEST)

    @property
    def stray(self) -> list[tuple[int, int, int, int]]:
        """The cells that stand so far away that the rectangle around all of them would take all memory, in the order of the file."""
        if not self.too_large:
            return []
        kept = {cell[2] for cell in self.without_stray().cells}
        return [cell for cell in self.cells if cell[2] not in kept]


def measure(xml: bytes) -> Extent:
    """Return where the filled cells of a sheet stand; raises UNPARSABLE where it is no XML."""
    measuring = _Measuring(xml)
    return measuring.extent


def without_stray_cells(xml: bytes) -> tuple[bytes, frozenset[str]]:
    """Return a sheet without its stray cells, and their addresses; raises UNPARSABLE where it is no XML."""
    stray = measure(xml).stray
    return spliced(xml, [(start, stop, b"") for _, _, start, stop in stray]), addresses((row, col) for row, col, _, _ in stray)


def place_of(reference: str) -> tuple[int, int] | None:
    """Return row and column, counted from 0, of a cell that is spelt like "H12"; None for what is none."""
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        return None
    number = 0
    for letter in found[1].upper():
        number = number * 26 + ord(letter) - 64
    return int(found[2]) - 1, number - 1


def addresses(cells: Iterable[tuple[int, int]]) -> frozenset[str]:
    """Return where cells stand, as people write it; the wrong references of a damaged file are no place before the first."""
    return frozenset(address(max(row, 0), max(col, 0)) for row, col in cells)


def spliced(data: bytes, pieces: Iterable[tuple[int, int, bytes]]) -> bytes:
    """Return data with pieces of it, given by where they begin and end, replaced."""
    done, begin = [], 0
    for start, stop, new in pieces:
        done += [data[begin:start], new]
        begin = stop
    return b"".join([*done, data[begin:]])


class _Measuring:
    """Walks through the XML of a sheet and notes each filled cell."""

    def __init__(self, xml: bytes) -> None:
        self.extent = Extent()
        self._xml = xml
        self._row, self._col, self._start = -1, 0, -1
        self._filled = False
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._begin
        parser.EndElementHandler = self._end
        self._parser = parser
        parser.Parse(xml, True)

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        match name.rpartition(":")[2]:
            case "row":
                stated = attributes.get("r", "")
                self._row = int(stated) - 1 if stated.isdecimal() and stated.isascii() and len(stated) < 11 else self._row + 1
                self._col = 0
            case "c":
                self._start, self._filled = self._parser.CurrentByteIndex, False
                if place := place_of(attributes.get("r", "")):
                    self._row, self._col = place
            case "v" | "is" | "t":
                self._filled = self._start >= 0

    def _end(self, name: str) -> None:
        if name.rpartition(":")[2] == "c" and self._start >= 0:
            if self._filled:
                stop = self._xml.index(b">", self._parser.CurrentByteIndex) + 1
                self.extent.cells.append((self._row, self._col, self._start, stop))
            self._start = -1
            self._col += 1
