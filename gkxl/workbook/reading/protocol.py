"""What a reader needs of a workbook, whether it is a file or open in Excel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from gkxl.rules.unread import Unread, UnreadReason

if TYPE_CHECKING:
    from gkxl.workbook.format.lines_beside import LinesName

EXTENSIONS = frozenset({".xlsx", ".xlsm", ".xls", ".ods", ".et", ".xlsb"})
"""What is looked for in a folder; a file that is named is read whatever it is called."""


class UnreadableFileError(Exception):
    """A file or sheet that is not read; the message is a Chinese sentence with the next step."""

    def __init__(self, why: UnreadReason, what: str, next_step: str) -> None:
        self.why, self.what, self.next_step = why, what, next_step
        super().__init__(self.unread("").reason)

    def unread(self, file: str) -> Unread:
        """Return that nothing of a file, or of one of its sheets, is counted."""
        return Unread(file, self.why, self.what, self.next_step)

    def __reduce__(self) -> tuple[type[UnreadableFileError], tuple[object, ...]]:
        """Return how to make it again in another process."""
        return type(self), (self.why, self.what, self.next_step)


class SuspiciousFileError(UnreadableFileError):
    """A file that may do harm to the process that opens it: it is read in one of its own."""

    def __init__(self) -> None:
        super().__init__(UnreadReason.READER_FAILED, "内容反常，没有读取", "请用 Excel 或 WPS 打开，另存为 .xlsx 后重新提交")

    def __reduce__(self) -> tuple[type[UnreadableFileError], tuple[object, ...]]:
        return type(self), ()


class Book(Protocol):
    """The sheets of a workbook as rows of raw values."""

    @property
    def sheet_names(self) -> Sequence[str]:
        """All sheets, in workbook order."""
        ...

    def may_be_coded(self, sheet: str) -> bool:
        """Whether any code of ours may stand on a sheet: one that surely has none need not be parsed."""
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

    def far_cells(self, sheet: str) -> frozenset[str]:
        """Return the addresses of filled cells that stand so far away that they were left out of `rows`."""
        ...

    def uncalculated_cells(self, sheet: str) -> Mapping[str, str]:
        """Return the formulas without a result, which stand empty in `rows`, by their addresses."""
        ...

    def lines_beside(self, name: LinesName) -> tuple[str, bytes] | None:
        """Return the file with the lines of a sheet: what it is called, and what stands in it; None where nobody needs them.

        Raises UnreadableFileError where it is missing or another one.
        """
        ...
