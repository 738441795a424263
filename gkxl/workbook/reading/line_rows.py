"""The rows of 明细 and 各月明细, on the sheet or in the file beside the workbook, and where the figures of a line stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import overload

from gkxl.model.submission import Position
from gkxl.rules.unread import UnreadReason
from gkxl.workbook.format.codes import BESIDE
from gkxl.workbook.format.lines_beside import parse_lines_name, rows_of
from gkxl.workbook.reading.coded_sheet import CodedSheet
from gkxl.workbook.reading.protocol import Book, UnreadableFileError


@dataclass(frozen=True)
class LineRows:
    """The rows of 明细 or 各月明细, wherever they stand."""

    name: str
    """Of the sheet, or of the file beside the workbook."""
    codes: Sequence[object]
    """The row that says which item stands in which column."""
    col: int
    """The column of the codes of lines."""
    rows: Callable[[], Iterable[Sequence[object]]]


def line_rows(sheet: CodedSheet, book: Book) -> LineRows | None:
    """Return the lines of a sheet, from the file beside the workbook where it says so; None where nobody needs them.

    Raises UnreadableFileError where that file is missing or another one: without it the workbook says less than it seems to.
    """
    code = next((code for code in sheet.codes if code.startswith(BESIDE)), None)
    if code is None:
        return LineRows(sheet.name, sheet.rows[sheet.marked.row], sheet.marked.col, lambda: sheet.rows)
    name = parse_lines_name(code)
    if name is None:
        what = f"工作表“{sheet.name}”的隐藏代码已损坏，不知道明细在哪个文件里，没有读取"
        raise UnreadableFileError(UnreadReason.LINES_CHANGED, what, "请重新汇总出这个工作簿")
    file = book.lines_beside(name)
    if file is None:
        return None
    called, data = file
    try:
        return LineRows(called, next(iter(rows_of(data))), 0, partial(rows_of, data))
    except (ValueError, StopIteration) as error:
        raise UnreadableFileError(UnreadReason.LINES_CHANGED, f"明细文件“{called}”读不懂，没有读取", "请重新汇总出这个工作簿") from error


class OnOneLine(Sequence[Position | None]):
    """Where the figures of a line stand: its row, and the columns that all lines have in common."""

    __slots__ = ("_columns", "_row")

    def __init__(self, row: int, columns: tuple[int | None, ...]) -> None:
        self._row, self._columns = row, columns

    def __len__(self) -> int:
        return len(self._columns)

    @overload
    def __getitem__(self, at: int) -> Position | None: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Position | None]: ...
    def __getitem__(self, at: int | slice) -> Position | Sequence[Position | None] | None:
        if isinstance(at, slice):
            return OnOneLine(self._row, self._columns[at])
        col = self._columns[at]
        return None if col is None else (self._row, col)

    def __eq__(self, other: object) -> bool:
        return tuple(self) == tuple(other) if isinstance(other, Sequence) else NotImplemented

    def __hash__(self) -> int:
        return hash((self._row, self._columns))
