"""The printed cells of a table with their spans: the one grid behind workbook, Word and HTML."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum


class Part(StrEnum):
    """What a printed cell is."""

    TITLE = "title"
    """Full-width line above a block (第二十条第（一）项)."""
    HEADER = "header"
    LABEL = "label"
    FIGURE = "figure"


@dataclass(frozen=True, slots=True)
class GridCell:
    """A printed cell: where it starts, how far it reaches, and its text or the item it holds."""

    row: int
    col: int
    rows: int
    cols: int
    part: Part
    text: str = ""
    code: str = ""
    """Row code of a label, column code of a header cell, item code of a figure; else ""."""


class GridError(ValueError):
    """Spans that do not add up, and on which line of the cells given (counted from 0)."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells that cover `height` x `width` places exactly once, in reading order."""

    width: int
    height: int
    cells: tuple[GridCell, ...]

    @classmethod
    def stack(cls, width: int, grids: Iterable[Grid]) -> Grid:
        """Return the grids one under the other."""
        cells: list[GridCell] = []
        height = 0
        for grid in grids:
            cells += [replace(cell, row=cell.row + height) for cell in grid.cells]
            height += grid.height
        return cls(width, height, tuple(cells))

    def rows(self) -> list[list[GridCell]]:
        """Return for each line the cells that start on it, from left to right."""
        lines: list[list[GridCell]] = [[] for _ in range(self.height)]
        for cell in self.cells:
            lines[cell.row].append(cell)
        return [sorted(line, key=lambda cell: cell.col) for line in lines]

    @property
    def header_rows(self) -> int:
        """Number of lines before the first line with a figure or a row label."""
        return min(cell.row for cell in self.cells if cell.part in (Part.LABEL, Part.FIGURE))


def place(lines: Sequence[Sequence[GridCell]], width: int) -> list[GridCell]:
    """Give cells listed line by line their columns, as a browser places the cells of a table.

    Raises GridError for the first line on which the spans do not fill `width` exactly.
    """
    taken: set[tuple[int, int]] = set()
    placed: list[GridCell] = []
    for number, line in enumerate(lines):
        col = 0
        for cell in line:
            while (number, col) in taken:
                col += 1
            spots = {(number + i, col + j) for i in range(cell.rows) for j in range(cell.cols)}
            if col + cell.cols > width or spots & taken or number + cell.rows > len(lines):
                raise GridError(f"“{cell.text or cell.code}”放不进{width}列{len(lines)}行", number)
            taken |= spots
            placed.append(replace(cell, row=number, col=col))
            col += cell.cols
        filled = sum((number, j) in taken for j in range(width))
        if filled != width:
            raise GridError(f"{width}列只占了{filled}列", number)
    return placed
