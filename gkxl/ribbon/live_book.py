"""The workbook that is open in Excel, as a reader sees it."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from typing import Any

from gkxl.model.submission import address


class LiveBook:
    """Reads each sheet in one go (`gkxl.workbook.reading.protocol.Book`)."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._errors: dict[str, frozenset[str]] = {}

    @cached_property
    def _sheets(self) -> dict[str, Any]:
        """Asked for once: every question is a trip to Excel."""
        return {sheet.name: sheet for sheet in self._book.sheets}

    @property
    def sheet_names(self) -> list[str]:
        """All sheets, in workbook order."""
        return list(self._sheets)

    def rows(self, sheet: str) -> list[list[object]]:
        """Return all cells of a sheet from A1, row by row; empty cells and errors are ""."""
        own = self._sheets[sheet]
        corner = own.used_range.last_cell
        block = own.range((1, 1), (corner.row, corner.column))
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

    def error_cells(self, sheet: str) -> frozenset[str]:
        """Return the addresses of cells that hold an error value."""
        return self._errors.get(sheet, frozenset())

    def hidden_booleans(self, sheet: str) -> frozenset[str]:
        """Return nothing: Excel tells logical values from numbers."""
        return frozenset()

    def uncalculated_cells(self, sheet: str) -> frozenset[str]:
        """Return nothing: Excel calculates."""
        return frozenset()


def _exact(block: Any, values: list[list[object]]) -> list[list[object]]:
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
