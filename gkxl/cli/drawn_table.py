"""A printed table in a terminal, as far as text can show it: for the author of a form."""

from __future__ import annotations

from collections.abc import Iterator

from gkxl.cli.grid import padded, width_of
from gkxl.forms import Grid, GridCell, Part

_WIDEST = 24
"""Columns of a terminal that one printed column may take."""


def drawn(grid: Grid) -> Iterator[str]:
    """Yield the lines of a table: a text stands where its cell begins, "□" where a figure stands; what is too long is cut."""
    narrow = [cell for cell in grid.cells if cell.cols == 1]
    widths = [max([4, *(min(width_of(cell.text), _WIDEST) for cell in narrow if cell.col == col)]) for col in range(grid.width)]
    above: dict[int, list[GridCell]] = {}
    for cell in grid.cells:
        for row in range(cell.row, cell.row + cell.rows):
            above.setdefault(row, []).append(cell)
    for row in range(grid.height):
        cells = sorted(above.get(row, ()), key=lambda cell: cell.col)
        yield "│" + "│".join(_fitted(_text(cell, row), sum(widths[cell.col : cell.col + cell.cols]) + cell.cols - 1) for cell in cells) + "│"


def _text(cell: GridCell, row: int) -> str:
    return "" if row > cell.row else "□" if cell.part is Part.FIGURE else cell.text


def _fitted(text: str, room: int) -> str:
    while width_of(text) > room:
        text = text[:-1]
    return padded(text, room)
