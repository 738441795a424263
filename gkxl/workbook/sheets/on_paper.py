"""A sheet as it is printed: nothing that only a screen needs, as wide as the page, letters that can be read on paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

from gkxl.workbook.format import styles
from gkxl.workbook.format.codes import SheetRole, marker
from gkxl.workbook.format.sheet_plan import Cell, SheetPlan, Style, lines_needed

SMALLEST = 8.0
"""Points of the smallest letters on paper."""
_SIZE = 10.0
"""Points of letters on the sheet, before it is fitted to the page."""
_PIXELS, _PADDING = 9.4, 5.0
"""Of a character of a column's width where letters run widest (LibreOffice without Excel's own fonts), and beside them."""
_PAGE = {True: 1022.0, False: 664.0}
"""Pixels of a landscape and of an upright A4 page between its margins."""
_HEIGHT = {True: 512.0, False: 758.0}
"""Points of the same from top to bottom."""
_MARGIN = 20.0
"""Points of the sheet that a page has more of where it is printed at a scale: its margins are smaller (`writer`)."""
_HIGHEST, _USUAL, _FIGURES = 409.0, 15.0, 14.0
"""Points: the highest row that there is, one of which nothing is said, and one of figures."""
_LINE, _EDGE = 1.36, 3.0
"""Height of a line, in sizes of its letters, and points above and below the lines of a cell."""


def on_paper(plan: SheetPlan) -> SheetPlan:
    """Return a plan of what is printed of a sheet: the values of its print area, whose letters are no smaller than `SMALLEST` on the page."""
    assert plan.print_area is not None, "what is printed is set"
    top, left, bottom, right = plan.print_area
    hidden = plan.hidden_rows
    cells = [_plain(cell) for cell in plan.cells if top <= cell.row <= bottom and left <= cell.col <= right and cell.row not in hidden]
    widths = _fitted({col: plan.widths[col] for col in range(left, right + 1)}, landscape=plan.landscape)
    paper = replace(
        plan,
        cells=[*cells, *([Cell(0, 0, marker(SheetRole.PRINTED), styles.CODE)] if left else [])],
        widths=dict.fromkeys(range(left), 2.0) | widths,
        heights={row: height for row, height in plan.heights.items() if row not in hidden},
        hidden_columns={*range(left)},
        hidden_rows=set(hidden),
        below_rows=set(),
        validations=[],
        freeze=None,
        filter_area=None,
        protect=False,
        footer_size=round(_SIZE),
    )
    paper.heights |= {cell.row: _FIGURES for cell in cells if isinstance(cell.value, (int, float)) and cell.rows == 1}
    _make_room(paper)
    room = _HEIGHT[plan.landscape] * _SIZE / SMALLEST
    if _high(paper, top, bottom + 1) <= room:
        return replace(paper, one_page=True)
    if not plan.parts:
        return replace(paper, one_page=False)
    # A program that fits a sheet to a page may pass over where pages begin.
    return replace(paper, one_page=False, fit=False, scale=round(100 * SMALLEST / _SIZE), page_rows=_pages(paper, room + _MARGIN))


def _high(plan: SheetPlan, first: int, end: int) -> float:
    return sum(plan.heights.get(row, _USUAL) for row in range(first, end) if row not in plan.hidden_rows)


def _pages(plan: SheetPlan, room: float) -> tuple[int, ...]:
    """Return the rows with which a page begins after the first one, so that none tears a part that is no longer than a page."""
    assert plan.print_area is not None, "what is printed is set"
    top, _, bottom, _ = plan.print_area
    starts, page = [], top
    for start, end in pairwise((*plan.parts, bottom + 1)):
        if _high(plan, page, end) > room and start > page:
            starts.append(start)
            page = start
    return tuple(starts)


def _plain(cell: Cell) -> Cell:
    """Return a cell with its value alone; a text takes more lines rather than smaller letters."""
    style = cell.style.but(size=max(cell.style.size, _SIZE))
    if style.shrink and isinstance(cell.value, str):
        style = style.but(shrink=False, wrap=True)
    if cell.link:
        style = style.but(underline=False, color="000000")
    return cell._replace(formula="", link="", style=style)


def _fitted(widths: Mapping[int, float], *, landscape: bool) -> dict[int, float]:
    """Return widths in the same proportion with which the letters are large enough once the sheet is as wide as the page."""
    room = _PAGE[landscape] * _SIZE / SMALLEST - _PADDING * len(widths)
    share = room / (_PIXELS * sum(widths.values()))
    return {col: width * share for col, width in widths.items()}


def _make_room(plan: SheetPlan) -> None:
    """Make rows as high as their texts need in columns of these widths."""
    for cell in sorted(plan.cells, key=lambda cell: cell.rows):
        if not isinstance(cell.value, str) or not cell.value or not cell.style.wrap or cell.style == styles.CODE:
            continue
        lines = lines_needed(cell.value, sum(plan.widths.get(cell.col + step, 0) for step in range(cell.cols)) * _SIZE / cell.style.size)
        there = sum(plan.heights.get(cell.row + step, _row(cell.style)) for step in range(cell.rows))
        missing = _EDGE + lines * _LINE * cell.style.size - there
        if missing > 0:
            for row in range(cell.row, cell.row + cell.rows):
                plan.heights[row] = min(_HIGHEST, plan.heights.get(row, _row(cell.style)) + missing / cell.rows)


def _row(style: Style) -> float:
    return _EDGE + _LINE * style.size
