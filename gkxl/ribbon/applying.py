"""Fill sheets of the workbook that is open in Excel by their plans: what `gkxl.workbook.writer` does for a file.

A sheet that is there stays the one it was, so that formulas of the office that look at it go on working.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from gkxl.ribbon.adding import add_sheets, without_references
from gkxl.ribbon.session import Unprotected, check_open_to_changes
from gkxl.workbook.plan import Cell, SheetPlan, Style, Value

Area = tuple[int, int, int, int]
"""First row, first column, last row, last column; counted from 0, all taken in."""

_TYPED = re.compile(r"\W|\d|true$|false$", re.IGNORECASE)
"""How a text begins that Excel might take for a number, a date, a formula."""
_DEFAULT = Style(size=0, font="", align="", wrap=False)


def apply(book: Any, plans: Sequence[SheetPlan], after: Sequence[str]) -> None:
    """Fill the sheets of these plans; one that is missing is added behind the sheet that `after` names for it.

    Charts that are there stay and show the new figures.  Raises InputError, with nothing changed, where a sheet has a password.
    """
    present = {sheet.name for sheet in book.sheets}
    missing = [number for number, plan in enumerate(plans) if plan.name not in present]
    check_open_to_changes(book, [plan.name for plan in plans], added=bool(missing))
    add_sheets(book, [without_references(plans[number]) for number in missing], [after[number] for number in missing])
    for plan in plans:
        book.app.status_bar = f"gkxl：正在写入“{plan.name}”……"
        sheet = book.sheets[plan.name]
        with Unprotected(sheet):
            if plan.name in present:
                sheet.clear()
            block = _block(plan)
            sheet.range((1, 1), (len(block), len(block[0]))).value = block
            if plan.name in present:
                _dress_sheet(sheet, plan)


def _dress_sheet(sheet: Any, plan: SheetPlan) -> None:
    for cell in plan.cells:
        if cell.rows > 1 or cell.cols > 1:
            _range(sheet, (cell.row, cell.col, cell.row + cell.rows - 1, cell.col + cell.cols - 1)).merge()
    for style, areas in _looks(plan).items():
        for area in areas:
            _dress(_range(sheet, area), style)
    _size(sheet, plan)
    _alarm(sheet, plan)


def _block(plan: SheetPlan) -> list[list[object]]:
    """Return everything that is typed, as one block from A1."""
    height = 1 + max(cell.row + cell.rows - 1 for cell in plan.cells)
    width = 1 + max(cell.col + cell.cols - 1 for cell in plan.cells)
    block: list[list[object]] = [[None] * width for _ in range(height)]
    for cell in plan.cells:
        block[cell.row][cell.col] = _typed(cell)
    return block


def _typed(cell: Cell) -> Value:
    """Return what to type into a cell so that Excel shows its value."""
    if cell.link and cell.link.startswith("internal:"):
        target = cell.link.removeprefix("internal:").replace('"', '""')
        return f'=HYPERLINK("#{target}","{cell.value}")'
    if cell.formula:
        return f"={cell.formula}"
    return typed_text(cell.value) if isinstance(cell.value, str) else cell.value


def typed_text(text: str) -> str | None:
    """Return what to type so that Excel shows this text and does not take it for a number, a date or a formula."""
    return f"'{text}" if _TYPED.match(text) else text or None


def _looks(plan: SheetPlan) -> dict[Style, list[Area]]:
    """Return for each style the areas that have it, as few as are easily found: every area is a call."""
    spans: dict[Style, list[Area]] = {}
    for cell in sorted(plan.cells, key=lambda one: (one.row, one.col)):
        own = spans.setdefault(cell.style, [])
        area = (cell.row, cell.col, cell.row + cell.rows - 1, cell.col + cell.cols - 1)
        if own and own[-1][0] == area[0] and own[-1][2] == area[2] and own[-1][3] + 1 == area[1]:
            own[-1] = (*own[-1][:3], area[3])
        else:
            own.append(area)
    return {style: _stacked(areas) for style, areas in spans.items()}


def _stacked(areas: Sequence[Area]) -> list[Area]:
    """Join areas of one width that stand on top of each other."""
    stacked: list[Area] = []
    for area in sorted(areas, key=lambda one: (one[1], one[3], one[0])):
        if stacked and stacked[-1][1] == area[1] and stacked[-1][3] == area[3] and stacked[-1][2] + 1 == area[0]:
            stacked[-1] = (stacked[-1][0], area[1], area[2], area[3])
        else:
            stacked.append(area)
    return stacked


def _dress(cells: Any, style: Style) -> None:
    font = cells.font
    font.name, font.size, font.bold, font.color = style.font, style.size, style.bold, f"#{style.color}"
    cells.horizontal_alignment, cells.vertical_alignment = style.align, "center"
    cells.wrap_text = style.wrap and not style.shrink
    if style.fill:
        cells.color = f"#{style.fill}"
    if style.border:
        cells.borders.set("all", line_style="continuous", weight="thin", color="#7F7F7F")
    if style.number != "General":
        cells.number_format = style.number
    if not style.locked:
        cells.api.Locked = False  # Excel's own object: xlwings has no name for protection


def _size(sheet: Any, plan: SheetPlan) -> None:
    for first, last, width in _runs(plan.widths):
        _range(sheet, (0, first, 0, last)).column_width = width
    for first, last, height in _runs(plan.heights):
        _range(sheet, (first, 0, last, 0)).row_height = height
    for first, last, _ in _runs(dict.fromkeys(plan.hidden_rows, 0)):
        _range(sheet, (first, 0, last, 0)).rows.hidden = True
    for first, last, _ in _runs(dict.fromkeys(plan.hidden_columns, 0)):
        _range(sheet, (0, first, 0, last)).columns.hidden = True


def _runs(sizes: Mapping[int, float]) -> list[tuple[int, int, float]]:
    """Return neighbouring rows or columns of one size together: first, last, size; every one of them is a call."""
    runs: list[tuple[int, int, float]] = []
    for place, size in sorted(sizes.items()):
        if runs and runs[-1][1:] == (place - 1, size):
            runs[-1] = (runs[-1][0], place, size)
        else:
            runs.append((place, place, size))
    return runs


def _alarm(sheet: Any, plan: SheetPlan) -> None:
    for alarm in plan.alarms:
        cells = _range(sheet, alarm.area)
        first = cells.get_address(row_absolute=False, column_absolute=False).partition(":")[0]
        formula = f'=ISNUMBER(SEARCH("{alarm.words}",{first}))'
        cells.conditional_formats.add_custom(formula, fill_color="#FFC7CE", font_color="#9C0006")


def _range(sheet: Any, area: Iterable[int]) -> Any:
    top, left, bottom, right = (place + 1 for place in area)
    return sheet.range((top, left), (bottom, right))
