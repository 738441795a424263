"""The workbook that is open in Excel, as the actions see it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from gkxl.model.submission import address
from gkxl.ribbon.session import check_sheets, check_structure

if TYPE_CHECKING:
    from gkxl.actions.open_workbook import Place
    from gkxl.ribbon.excel_types import Book, Range, Sheet
    from gkxl.rules.marks import Mark
    from gkxl.workbook.format.lines_beside import LinesName
    from gkxl.workbook.format.sheet_plan import SheetPlan
    from gkxl.workbook.sheets.refreshed_cells import Filling


class ExcelWorkbook:
    """Reads each sheet in one go, and writes as the actions say (`gkxl.actions.open_workbook.OpenWorkbook`)."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._errors: dict[str, frozenset[str]] = {}
        self._far: dict[str, frozenset[str]] = {}

    @property
    def name(self) -> str:
        """That of its file, as Excel shows it."""
        return self._book.name

    @property
    def file(self) -> Path | None:
        """Its file; None where it was never saved, or lies in a cloud where files cannot be put beside it.

        Excel is asked itself: xlwings would look for the folder of a cloud, and in a sheet of the workbook for where that is.
        """
        full = self._book.api.FullName
        return Path(full) if Path(full).is_absolute() and "://" not in full else None

    @cached_property
    def _sheets(self) -> dict[str, Sheet]:
        """Asked for once: every question is a trip to Excel."""
        return {sheet.name: sheet for sheet in self._book.sheets}

    @property
    def sheet_names(self) -> list[str]:
        """All sheets, in workbook order."""
        return list(self._sheets)

    def rows(self, sheet: str) -> list[list[object]]:
        """Return all cells of a sheet from A1, row by row, without those that stand far away; empty cells and errors are ""."""
        from gkxl.ribbon.reach import reach

        own = self._sheets[sheet]
        corner, self._far[sheet] = reach(own)
        block = own.range((1, 1), corner)
        values = _exact(block, block.options(ndim=2, err_to_str=True).value)
        rows: list[list[object]] = []
        wrong: set[str] = set()
        for number, line in enumerate(values):
            row = []
            for col, value in enumerate(line):
                # Excel's numbers are floats; a whole number is the code of an error that xlwings has no name for.
                if (isinstance(value, str) and value in _ERRORS) or (isinstance(value, int) and not isinstance(value, bool)):
                    wrong.add(address(number, col))
                    value = ""
                row.append("" if value is None else value)
            rows.append(row)
        self._errors[sheet] = frozenset(wrong)
        return rows

    def may_be_coded(self, sheet: str) -> bool:
        """Return True: only the cells themselves tell."""
        return True

    def error_cells(self, sheet: str) -> frozenset[str]:
        """Return the addresses of cells that hold an error value."""
        return self._errors.get(sheet, frozenset())

    def hidden_booleans(self, sheet: str) -> frozenset[str]:
        """Return nothing: Excel tells logical values from numbers."""
        return frozenset()

    def far_cells(self, sheet: str) -> frozenset[str]:
        """Return the addresses of filled cells that stand so far away that they were not read."""
        return self._far.get(sheet, frozenset())

    def uncalculated_cells(self, sheet: str) -> Mapping[str, str]:
        """Return nothing: Excel calculates."""
        return {}

    def lines_beside(self, name: LinesName) -> None:
        """Return nothing: what was merged into the workbook that is open counts for nothing here."""

    def say(self, words: str) -> None:
        """Show words in the status bar."""
        self._book.app.status_bar = words

    def check_structure(self) -> None:
        """Raise InputError where no sheet can be added."""
        check_structure(self._book)

    def check_sheets(self, changed: Iterable[str]) -> None:
        """Raise InputError where one of these sheets has a password."""
        check_sheets(self._book, changed)

    def take_in(self, fillings: Sequence[Filling], added: Sequence[SheetPlan], after: str) -> None:
        """Write into input sheets that are there, and add new sheets behind the sheet `after`: all of it or nothing."""
        from gkxl.ribbon.filling import Fillings
        from gkxl.ribbon.original import add_sheets

        with Fillings(self._book) as sheets:
            for number, filling in enumerate(fillings, start=1):
                self.say(f"gkxl：正在更新填报表 {number}/{len(fillings)}（{filling.unit}）……")
                sheets.fill(filling)
            add_sheets(self._book, added, [after, *(plan.name for plan in added[:-1])])

    def put(self, plans: Sequence[SheetPlan], after: Sequence[str]) -> None:
        """Fill the sheets of these plans; those that are missing are added behind the sheets that `after` names."""
        from gkxl.ribbon.applying import apply

        apply(self._book, plans, after)

    def mark(self, wrong: Mapping[Place, Mark]) -> list[Place]:
        """Colour each of these cells, and say on it what is wrong; return those that somebody's conversation stands on."""
        from gkxl.ribbon.marks import mark

        return mark(self._book, wrong)

    def clear_marks(self) -> int:
        """Take every mark of ours away; return how many there were."""
        from gkxl.ribbon.marks import clear_marks

        return clear_marks(self._book)


def _exact(block: Range, values: list[list[object]]) -> list[list[object]]:
    """Return the values of a block; those in a currency format, which Excel cuts to four decimals, are asked for once more."""
    if not any(isinstance(value, Decimal) for line in values for value in line):
        return values
    whole = block.api.Value2  # Excel's own object: xlwings reads currency as it comes
    lines = whole if isinstance(whole, (tuple, list)) else ((whole,),)
    return [
        [exact if isinstance(value, Decimal) else value for value, exact in zip(line, other, strict=True)]
        for line, other in zip(values, lines, strict=True)
    ]


_ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})
