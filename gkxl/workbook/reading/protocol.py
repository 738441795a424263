"""What a reader needs of a workbook, whether it is a file or open in Excel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Book(Protocol):
    """The sheets of a workbook as rows of raw values."""

    @property
    def sheet_names(self) -> Sequence[str]:
        """All sheets, in workbook order."""
        ...

    def rows(self, sheet: str) -> list[list[object]]:
        """Return all cells of a sheet from A1, row by row; empty cells are ""."""
        ...

    def error_cells(self, sheet: str) -> frozenset[str]:
        """Return the addresses of cells that hold an error value and stand empty in `rows`."""
        ...

    def hidden_booleans(self, sheet: str) -> frozenset[str]:
        """Return the addresses of logical values that stand as numbers in `rows`."""
        ...

    def uncalculated_cells(self, sheet: str) -> frozenset[str]:
        """Return the addresses of formulas without a result, which stand empty in `rows`."""
        ...
