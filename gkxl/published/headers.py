"""The header of a table as printed: which of its cells head the columns of a block."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from gkxl.forms import normalise
from gkxl.published.document import Cell
from gkxl.published.labels import BlockLabels, ColumnNames, header_words, without_remark

_MOST_LACKING = 3
"""One in so many columns may be lost: where more are, the header is another one."""


@dataclass(frozen=True)
class Heads:
    """Where the columns of a block stand, by the cells that head them."""

    labels: BlockLabels
    cells: Mapping[str, Cell]
    """Column code to the cell that heads it; a column whose head is not there is not in it."""

    @property
    def ordered(self) -> list[tuple[str, Cell]]:
        """Its columns from left to right."""
        return sorted(self.cells.items(), key=lambda head: head[1].col)

    @property
    def complete(self) -> bool:
        """Whether every column has a head."""
        return len(self.cells) == len(self.labels.columns)

    @property
    def start(self) -> int:
        """The first column of figures."""
        return min(cell.col for cell in self.cells.values())

    @property
    def end(self) -> int:
        """The column behind the last one of figures."""
        return max(cell.end for cell in self.cells.values())


@lru_cache(maxsize=4096)
def names_of(text: str) -> frozenset[str]:
    """Return the names under which a printed label may be known."""
    return frozenset({normalise(text), normalise(without_remark(text))})


def is_header(line: Sequence[Cell]) -> bool:
    """Whether a line belongs to a header: all that stands in it is words of headers."""
    said = [cell for cell in line if cell.text]
    known = sum(bool(names_of(cell.text) & header_words()) for cell in said)
    return known > 0 and known * 2 >= len(said) and not any(cell.text.replace(".", "").isdigit() for cell in said)


def find_heads(lines: Sequence[Sequence[Cell]], labels: BlockLabels) -> Heads | None:
    """Return where the columns of a block stand below the lines of a header; None where it is not the header of that block."""
    cells = list(dict.fromkeys(cell for line in lines for cell in line if cell.text))
    found = {column.code: head for column in labels.columns if (head := _head(column, cells)) is not None}
    if len(found) * _MOST_LACKING < len(labels.columns) * (_MOST_LACKING - 1):
        return None
    names = frozenset[str]().union(*(column.names for column in labels.columns))
    if any(names_of(cell.text) & names and cell not in found.values() for cell in cells):
        return None  # a head stands under another group than its own, or twice: all may have moved
    if any(one.col < other.end and other.col < one.end for one in found.values() for other in found.values() if one is not other):
        return None
    heads = Heads(labels, found)
    if [code for code, _ in heads.ordered] != list(found):
        return None  # a header in another order is another one, or has moved
    return heads if heads.complete or _in_step(heads) else None


def may_head(lines: Sequence[Sequence[Cell]], labels: BlockLabels) -> bool:
    """Whether a header that is damaged names most columns of a block."""
    names = frozenset[str]().union(*(names_of(cell.text) for line in lines for cell in line if cell.text))
    return 2 * sum(bool(column.names & names) for column in labels.columns) > len(labels.columns)


def _in_step(heads: Heads) -> bool:
    """Whether there is room where a head is lost, and none where none is: else the others have moved."""
    order = {column.code: number for number, column in enumerate(heads.labels.columns)}
    for (code, head), (following_code, following) in pairwise(heads.ordered):
        lost, room = order[following_code] - order[code] - 1, following.col - head.end
        if room < lost or (room and not lost):
            return False
    return True


def _head(column: ColumnNames, cells: Sequence[Cell]) -> Cell | None:
    """Return the one cell that heads a column."""
    named = [cell for cell in cells if names_of(cell.text) & column.names]
    if column.above:
        named = [cell for cell in named if _innermost(cell, cells) == column.above]
    return named[0] if len(named) == 1 else None


def _innermost(cell: Cell, cells: Sequence[Cell]) -> str:
    """Return what stands right above a cell and reaches over all of it."""
    above = [other for other in cells if other.row < cell.row and other.col <= cell.col and cell.end <= other.end]
    return normalise(max(above, key=lambda other: other.row).text) if above else ""
