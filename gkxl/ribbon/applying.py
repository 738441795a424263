"""Fill sheets of the workbook that is open in Excel by their plans.

A sheet that is there stays the one it was, so that formulas of the office that look at it go on working.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING

from gkxl.ribbon.session import Unprotected, check_structure
from gkxl.workbook.format.sheet_plan import Cell, SheetPlan

if TYPE_CHECKING:
    from gkxl.ribbon.excel_types import Book, Sheet

Typed = str | int | float | None
"""What is typed into a cell, as Excel takes it."""
_LONGEST_IN_FORMULA = 255
"""Characters that a text inside a formula may have."""


def apply(book: Book, plans: Sequence[SheetPlan], after: Sequence[str]) -> None:
    """Fill the sheets of these plans; one that is missing is added behind the sheet that `after` names for it.

    What they say is written first, in one block each, over what was there; looks follow.  Charts that are there stay and
    show the new figures.  Raises InputError, with nothing changed, where a sheet has a password.
    """
    names = {sheet.name for sheet in book.sheets}
    present = [plan for plan in plans if plan.name in names]
    missing = {plan.name: before for plan, before in zip(plans, after, strict=True) if plan.name not in names}
    if missing:
        check_structure(book)
    with ExitStack() as unlocked:
        for plan in present:
            unlocked.enter_context(Unprotected(book.sheets[plan.name]))
        for plan in present:
            book.app.status_bar = f"gkxl：正在写入“{plan.name}”……"
            _refill(book.sheets[plan.name], plan)
        _give_looks(book, plans, present, missing)
        _write_references(book, plans)


def _give_looks(book: Book, plans: Sequence[SheetPlan], present: Sequence[SheetPlan], missing: Mapping[str, str]) -> None:
    """Copy what is missing from the originals (name to the sheet before it), and the looks of what is there."""
    from gkxl.ribbon.original import Original, without_references  # late: the figures stand already

    # Excel copies charts with the cells that they lie on: a sheet that is there keeps its own.
    models = [replace(without_references(plan), charts=plan.charts if plan.name in missing else []) for plan in plans]
    with Original(book, models) as original:
        original.add(list(missing), list(missing.values()))
        for plan in present:
            original.dress(plan)


def _write_references(book: Book, plans: Sequence[SheetPlan]) -> None:
    """Write once more the sheets with formulas and links: now all the sheets that they point to are there."""
    for plan in plans:
        if any(cell.formula or cell.link for cell in plan.cells):
            sheet = book.sheets[plan.name]
            with Unprotected(sheet):
                _write(sheet, typed(plan))


def _refill(sheet: Sheet, plan: SheetPlan) -> None:
    """Write what a plan says over what stands on a sheet, and nothing beside it."""
    if sheet.api.AutoFilterMode:  # Excel's own object; a filter hides rows that would stay hidden
        sheet.api.AutoFilterMode = False
    used = sheet.used_range
    used.unmerge()  # Excel drops what is written into a merged area
    corner = used.last_cell
    block = typed(plan)
    rows, columns = len(block), len(block[0])
    # What stood beyond goes by itself: the used area may reach to the last row of Excel.
    if corner.row > rows:
        sheet.range((rows + 1, 1), (corner.row, corner.column)).clear_contents()
    if corner.column > columns:
        sheet.range((1, columns + 1), (min(rows, corner.row), corner.column)).clear_contents()
    _write(sheet, block)


def _write(sheet: Sheet, block: list[list[Typed]]) -> None:
    sheet.range((1, 1), (len(block), len(block[0]))).value = block


def typed(plan: SheetPlan) -> list[list[Typed]]:
    """Return what is to be typed, as one block from A1."""
    rows, cols = plan.extent
    block: list[list[Typed]] = [[None] * cols for _ in range(rows)]
    for cell in plan.cells:
        block[cell.row][cell.col] = _typed(cell)
    return block


def _typed(cell: Cell) -> Typed:
    """Return what to type into a cell so that Excel shows its value."""
    if cell.link.startswith("internal:") and len(str(cell.value)) <= _LONGEST_IN_FORMULA:
        target, shown = (text.replace('"', '""') for text in (cell.link.removeprefix("internal:"), str(cell.value)))
        return f'=HYPERLINK("#{target}","{shown}")'
    if cell.formula:
        return f"={cell.formula}"
    return typed_text(cell.value) if isinstance(cell.value, str) else cell.value


def typed_text(text: str) -> str | None:
    """Return what to type so that Excel shows this text and takes it for nothing else; the apostrophe is not shown."""
    return f"'{text}" if text else None
