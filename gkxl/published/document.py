"""What every reader makes of a file before anybody looks for a statutory table in it: paragraphs and tables in their order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

MOST_PLACES = 100_000
"""So many places in all the tables of a document; a statutory report has 600."""
_WIDEST, _TALLEST = 200, 2000
"""So far may one cell reach."""


class TooManyPlacesError(ValueError):
    """Tables of more places than any report has."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A printed cell: where it starts in its table, counted from 0, how far it reaches, and what it says."""

    text: str
    row: int
    col: int
    rows: int = 1
    cols: int = 1
    doubtful: bool = False
    """Whether two ways of reading it do not agree."""
    origin: object = field(default=None, compare=False, repr=False)
    """What it is in its file, for who marks it there."""

    @property
    def end(self) -> int:
        """The column behind its last one."""
        return self.col + self.cols


@dataclass(frozen=True, slots=True)
class Raw:
    """A cell as the file lists it: its text and its spans."""

    text: str
    rows: int = 1
    cols: int = 1
    origin: object = field(default=None, compare=False, repr=False)
    """What it is in its file."""


@dataclass
class RawTable:
    """A table of a document as a grid."""

    number: int
    """Which table of the document it is, counted from 1."""
    places: list[list[Cell | None]]
    """For every line the cell at each column; None where there is none."""
    pages: Sequence[int] = ()
    """On which page each line stands, counted from 1; empty where the document has none."""
    sheet: str = ""
    """On which sheet of a workbook it stands."""

    @property
    def width(self) -> int:
        """Its number of columns."""
        return max(map(len, self.places), default=0)

    def line(self, row: int) -> list[Cell]:
        """Return the cells that stand on a line, tall ones too, from left to right, each once."""
        return list(dict.fromkeys(cell for cell in self.places[row] if cell is not None))

    @cached_property
    def usual(self) -> int:
        """How many columns most of its lines have, the larger number where two are as usual."""
        counts = Counter(map(len, self.places))
        return max(counts, key=lambda length: (counts[length], length), default=0)

    def whole(self, row: int, start: int) -> bool:
        """Whether a line is as wide as the others and has a cell at every place from `start` on: else one is lacking, and others may have moved."""
        return len(self.places[row]) == self.usual and None not in self.places[row][start:]


@dataclass
class Document:
    """A file as paragraphs and tables, in their order."""

    parts: list[str | RawTable] = field(default_factory=list)
    name: str = ""
    """Title that the file itself gives, beside what is printed."""

    @property
    def tables(self) -> list[RawTable]:
        """Its tables."""
        return [part for part in self.parts if isinstance(part, RawTable)]

    @property
    def paragraphs(self) -> list[str]:
        """Its paragraphs."""
        return [part for part in self.parts if isinstance(part, str)]


def spread(number: int, lines: Iterable[Sequence[Raw]]) -> RawTable:
    """Return the table in which cells listed line by line take their places, as a browser places them; TooManyPlacesError for a monster."""
    places: list[list[Cell | None]] = []
    listed = list(lines)
    filled = 0
    for row, line in enumerate(listed):
        col = 0
        for raw in line:
            while _at(places, row, col) is not None:
                col += 1
            rows = max(1, min(raw.rows, len(listed) - row, _TALLEST))
            cols = max(1, min(raw.cols, _WIDEST))
            filled += rows * cols
            if filled > MOST_PLACES or col > _WIDEST * 5:
                raise TooManyPlacesError
            cell = Cell(raw.text, row, col, rows, cols, origin=raw.origin)
            for i in range(row, row + rows):
                for j in range(col, col + cols):
                    if _at(places, i, j) is None:  # where spans overlap, who came first stays
                        _put(places, i, j, cell)
            col += cols
    while len(places) < len(listed):
        places.append([])
    return RawTable(number, places)


def _at(places: list[list[Cell | None]], row: int, col: int) -> Cell | None:
    return places[row][col] if row < len(places) and col < len(places[row]) else None


def _put(places: list[list[Cell | None]], row: int, col: int, cell: Cell) -> None:
    while len(places) <= row:
        places.append([])
    line = places[row]
    line.extend([None] * (col + 1 - len(line)))
    line[col] = cell
