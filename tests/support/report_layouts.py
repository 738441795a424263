"""What offices, editors of web pages and word processors do to the layout of a statutory table, and what damages it; its figures stay as they are."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import wraps
from itertools import pairwise

from gkxl.forms import Form, GridCell, Part
from support.report_pages import Lines

Layout = Callable[[Form, str, list[Lines], random.Random], list[Lines]]
"""Changes a table of a form, given as the tables in which it is printed, whose cells know where they stand."""


def _of_each(layout: Callable[[Form, str, Lines, random.Random], Lines]) -> Layout:
    """Return a layout of one table as one of the pieces of a table."""

    @wraps(layout)
    def of_each(form: Form, table: str, pieces: list[Lines], dice: random.Random) -> list[Lines]:
        return [layout(form, table, piece, dice) for piece in pieces]

    return of_each


def _in_pieces(layout: Callable[[Lines, random.Random], list[Lines]]) -> Layout:
    @wraps(layout)
    def in_pieces(form: Form, table: str, pieces: list[Lines], dice: random.Random) -> list[Lines]:
        return [part for piece in pieces for part in layout(piece, dice)]

    return in_pieces


def _cells(lines: Lines) -> list[GridCell]:
    return [cell for line in lines for cell in line]


def _as_lines(cells: list[GridCell], height: int) -> Lines:
    lines: Lines = [[] for _ in range(height)]
    for cell in sorted(cells, key=lambda cell: (cell.row, cell.col)):
        lines[cell.row].append(cell)
    return lines


def _width(lines: Lines) -> int:
    return max(cell.col + cell.cols for cell in _cells(lines))


def _head_height(lines: Lines) -> int:
    return min(cell.row for cell in _cells(lines) if cell.part in (Part.LABEL, Part.FIGURE))


@_of_each
def other_labels(form: Form, table: str, lines: Lines, dice: random.Random) -> Lines:
    """Print some labels as a variant of the form, numbered otherwise, or with blanks in them."""
    variants: dict[str, list[str]] = {}
    for block in form.table(table).blocks:
        for named in (*block.rows, *block.columns):
            variants.setdefault(named.label, []).extend(named.variants)

    def printed(cell: GridCell) -> GridCell:
        if cell.part is Part.FIGURE or dice.random() < 0.5:
            return cell
        text = dice.choice([cell.text, *variants.get(cell.text, ())])
        changes = [lambda text: text.replace(".", "、"), lambda text: text.replace("（", "("), lambda text: " ".join(text), lambda text: f"{text}　"]
        return replace(cell, text=dice.choice(changes)(text))

    return [[printed(cell) for cell in line] for line in lines]


@_of_each
def heads_apart(form: Form, table: str, lines: Lines, dice: random.Random) -> Lines:
    """Print the header without tall cells: an empty cell stands below."""
    cells = []
    for cell in _cells(lines):
        tall = cell.rows if cell.part is Part.HEADER else 1
        cells += [replace(cell, row=cell.row + down, rows=1, text="" if down else cell.text) for down in range(tall)] if tall > 1 else [cell]
    return _as_lines(cells, len(lines))


@_of_each
def groups_apart(form: Form, table: str, lines: Lines, dice: random.Random) -> Lines:
    """Print the label of a group on each of its lines, or on the first only."""
    again = dice.random() < 0.5
    cells = []
    for cell in _cells(lines):
        tall = cell.rows if cell.part is Part.LABEL else 1
        apart = [replace(cell, row=cell.row + down, rows=1, text=cell.text if again or not down else "") for down in range(tall)]
        cells += apart if tall > 1 else [cell]
    return _as_lines(cells, len(lines))


@_of_each
def other_spans(form: Form, table: str, lines: Lines, dice: random.Random) -> Lines:
    """Print a table one column wider: on each line one of the cells beside it is wider by one, not everywhere the same."""
    at = dice.randrange(_width(lines) - 1)
    reaching: dict[int, int] = {}
    for cell in _cells(lines):  # lines that share a tall cell are widened alike
        for row in range(cell.row, cell.row + cell.rows):
            reaching[row] = min(reaching.get(row, row), cell.row)
    sides: dict[int, int] = {}
    for row in sorted(reaching):
        sides[row] = sides[reaching[row]] if reaching[row] < row else at + dice.randrange(2)
    cells = []
    for cell in _cells(lines):
        side = sides[cell.row]
        wider = cell.col <= side < cell.col + cell.cols
        cells.append(replace(cell, cols=cell.cols + wider, col=cell.col + (cell.col > side)))
    return _as_lines(cells, len(lines))


@_of_each
def a_note_below(form: Form, table: str, lines: Lines, dice: random.Random) -> Lines:
    """Print a note over the whole width below a table."""
    return [*lines, [GridCell(len(lines), 0, 1, _width(lines), Part.TITLE, dice.choice(["注：数据截至12月31日。", "", "备注：另有3件转办。"]))]]


@_of_each
def a_note_between(form: Form, table: str, lines: Lines, dice: random.Random) -> Lines:
    """Print an empty line, or a note, between two lines of a table, through which the groups reach."""
    at = dice.randrange(_head_height(lines), len(lines) + 1)
    text = dice.choice(["", "其中含转办2件"])
    cells = [_lower(cell, at) for cell in _cells(lines)]
    free = [
        col
        for col in range(_width(lines))
        if not any(cell.row < at < cell.row + cell.rows and cell.col <= col < cell.col + cell.cols for cell in cells)
    ]
    return _as_lines([*cells, *(GridCell(at, col, 1, 1, Part.TITLE, text if col == free[0] else "") for col in free)], len(lines) + 1)


def _lower(cell: GridCell, at: int) -> GridCell:
    if cell.row >= at:
        return replace(cell, row=cell.row + 1)
    return replace(cell, rows=cell.rows + 1) if cell.row + cell.rows > at else cell


@_of_each
def notes_beside(form: Form, table: str, lines: Lines, dice: random.Random) -> Lines:
    """Print a column of notes behind the last one."""
    width, high = _width(lines), _head_height(lines)
    written = dice.choice(["", "含上年", "3"])
    notes = [GridCell(0, width, high, 1, Part.HEADER, "备注"), *(GridCell(row, width, 1, 1, Part.TITLE, written) for row in range(high, len(lines)))]
    return _as_lines([*_cells(lines), *notes], len(lines))


@_of_each
def numbers_before(form: Form, table: str, lines: Lines, dice: random.Random) -> Lines:
    """Print a column of numbers before the first one."""
    high = _head_height(lines)
    moved = [replace(cell, col=cell.col + 1) for cell in _cells(lines)]
    labelled = [row for row in range(high, len(lines)) if any(cell.code and cell.part is Part.LABEL for cell in lines[row])]
    numbers = [GridCell(row, 0, 1, 1, Part.LABEL, str(labelled.index(row) + 1) if row in labelled else "") for row in range(high, len(lines))]
    return _as_lines([*moved, GridCell(0, 0, high, 1, Part.HEADER, "序号"), *numbers], len(lines))


def cut(lines: Lines, at: int, *, again: bool) -> tuple[Lines, Lines]:
    """Return a table as what stands above a line and what stands below it; a cell that reaches over it is printed again below, or empty."""
    above = [replace(cell, rows=min(cell.rows, at - cell.row)) for cell in _cells(lines) if cell.row < at]
    below = [replace(cell, row=max(cell.row - at, 0), rows=cell.rows - max(at - cell.row, 0), text=cell.text if again or cell.row >= at else "")
             for cell in _cells(lines) if cell.row + cell.rows > at]  # fmt: skip
    return _as_lines(above, at), _as_lines(below, len(lines) - at)


@_of_each
def header_again(form: Form, table: str, lines: Lines, dice: random.Random) -> Lines:
    """Print the header again between two lines, as where a page ends."""
    high = _head_height(lines)
    if high + 1 >= len(lines):
        return lines
    above, below = cut(lines, dice.randrange(high + 1, len(lines)), again=dice.random() < 0.5)
    return joined([above, lines[:high], below])


def joined(pieces: list[Lines]) -> Lines:
    """Return pieces of the same width as one table."""
    lines: Lines = []
    for piece in pieces:
        start = len(lines)
        lines += [[replace(cell, row=start + row) for cell in line] for row, line in enumerate(piece)]
    return lines


@_in_pieces
def pages(lines: Lines, dice: random.Random) -> list[Lines]:
    """Return a table as the tables into which the end of a page cuts it, with its header on each or on the first only."""
    high = _head_height(lines)
    if high + 1 >= len(lines):
        return [lines]
    above, below = cut(lines, dice.randrange(high + 1, len(lines)), again=dice.random() < 0.5)
    return [above, joined([lines[:high], below]) if dice.random() < 0.5 else below]


@_in_pieces
def blocks_apart(lines: Lines, dice: random.Random) -> list[Lines]:
    """Return a table as one for each of its blocks, where it has titles above them."""
    starts = [row for row, line in enumerate(lines) if line and line[0].part is Part.TITLE and line[0].cols == _width(lines)]
    edges = [*starts, len(lines)]
    return [lines[start:end] for start, end in pairwise(edges)] if starts and starts[0] == 0 else [lines]


HARMLESS = [other_labels, heads_apart, groups_apart, other_spans, a_note_below, a_note_between, notes_beside, numbers_before, header_again]
IN_PIECES = [pages, blocks_apart]


def damaged(lines: Lines, dice: random.Random) -> Lines:
    """Return a table in which something was dropped, emptied, added, moved, merged or split."""
    changed = [list(line) for line in lines]
    line = dice.choice([line for line in changed if line])
    at = dice.randrange(len(line))
    cell, following = line[at], line[at + 1 : at + 2]
    match dice.randrange(12):
        case 0:
            del line[at]
        case 1:
            line.insert(at, replace(cell, text="", rows=1, cols=1))
        case 2:
            line[at] = replace(cell, text="")
        case 3:
            line.clear()
        case 4:
            line[at] = replace(cell, cols=max(1, cell.cols + dice.choice([-1, 1])))
        case 5:
            line[at] = replace(cell, rows=max(1, cell.rows + dice.choice([-1, 1])))
        case 6:
            line[at : at + 2] = [
                replace(cell, text=" ".join(one.text for one in (cell, *following)), cols=cell.cols + sum(one.cols for one in following))
            ]
        case 7:
            line[at] = replace(cell, text=cell.text if cell.text.isdigit() else " ".join(cell.text))
        case 8:
            line[at] = replace(cell, cols=max(1, cell.cols - 1))
            line.insert(at + dice.randrange(2), replace(cell, text="", cols=1))
        case 9:
            line[at : at + 2] = [
                replace(cell, text="".join(one.text for one in (cell, *following)), cols=cell.cols + sum(one.cols for one in following))
            ]
        case 10:
            if not any(one.text.isdigit() for one in (cell, *following)):
                line[at : at + 2] = [*following, cell]
        case _:
            other = dice.randrange(len(line))
            line[at] = replace(cell, cols=cell.cols + 1)
            line[other] = replace(line[other], cols=max(1, line[other].cols - 1))
    return [line for line in changed if line]


def body_moved(lines: Lines, dice: random.Random) -> Lines:
    """Return a table of whose every line of figures the same cell was dropped, and which has an empty one at another place."""
    lost, put = dice.randrange(7), dice.randrange(7)
    changed = []
    for line in lines:
        figures = [at for at, cell in enumerate(line) if cell.part is Part.FIGURE]
        if len(figures) == 7:
            empty = replace(line[figures[0]], text="", code="")
            rest = [line[at] for at in figures if at != figures[lost]]
            line = [*line[: figures[0]], *rest[:put], empty, *rest[put:]]
        changed.append(line)
    return changed


def words_in(pieces: Iterable[Lines]) -> set[str]:
    """Return all that is printed in tables, word by word."""
    return {word for piece in pieces for cell in _cells(piece) for word in cell.text.split()}
