"""How far a sheet in Excel really reaches: what Excel calls used may go to its last row because of one colour, or one stray cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gkxl.model.submission import address

if TYPE_CHECKING:
    from gkxl.ribbon.excel_api import Place
    from gkxl.ribbon.excel_types import Corner, Range, Sheet

_UNASKED = 200_000
"""Cells of a used area that are read without asking how many are filled."""
_FORMULAS, _PART = -4123, 2
_BY_ROWS, _BY_COLUMNS = 1, 2
_NEXT, _PREVIOUS = 1, 2
_NAMED = 20
"""How many stray cells are named at most."""


def reach(sheet: Sheet) -> tuple[Corner, frozenset[str]]:
    """Return the last row and the last column of what is to be read, both at least 1, and the filled cells that stand far beyond.

    The same cells are far away as in a file (`gkxl.workbook.reading.extent`), but for a sheet that is filled beyond what it may hold there.
    """
    corner = sheet.used_range.last_cell
    if corner.row * corner.column <= _UNASKED:
        return (corner.row, corner.column), frozenset()
    from gkxl.workbook.reading.extent import LONGEST, MOST_PLACES, WIDEST

    rows, columns = _filled(sheet, (corner.row, corner.column))
    if rows * columns <= MOST_PLACES:
        return (rows, columns), frozenset()
    near = _filled(sheet, (rows, min(columns, WIDEST)))
    far = _cells(sheet, (1, WIDEST + 1), (rows, columns)) if columns > WIDEST else []
    if near[0] * near[1] > MOST_PLACES and near[0] > LONGEST:
        far += _cells(sheet, (LONGEST + 1, 1), (near[0], near[1]))
        near = _filled(sheet, (LONGEST, near[1]))
    return near, frozenset(far[:_NAMED])


def _filled(sheet: Sheet, corner: Corner) -> Corner:
    """Return the last row and the last column in which something stands, within the area from A1 to a corner; 1 where nothing does."""
    area = sheet.range((1, 1), corner)
    last_row, last_column = (_find(area, sheet.range((1, 1)), order, _PREVIOUS) for order in (_BY_ROWS, _BY_COLUMNS))
    return (last_row.Row if last_row else 1, last_column.Column if last_column else 1)


def _cells(sheet: Sheet, first: Corner, last: Corner) -> list[str]:
    """Return the addresses of filled cells in an area, of many the first."""
    area, after = sheet.range(first, last), sheet.range(last)
    found: list[str] = []
    while len(found) < _NAMED and (cell := _find(area, after, _BY_ROWS, _NEXT)):
        place = address(cell.Row - 1, cell.Column - 1)
        if place in found:
            break
        found.append(place)
        after = sheet.range((cell.Row, cell.Column))
    return found


def _find(area: Range, after: Range, order: int, direction: int) -> Place | None:
    """Return the next filled cell of an area in an order, from the other end on behind its last one; None where all are empty."""
    return area.api.Find(
        What="*", After=after.api, LookIn=_FORMULAS, LookAt=_PART, SearchOrder=order, SearchDirection=direction, MatchCase=False
    )  # Excel's own object: xlwings has no search
