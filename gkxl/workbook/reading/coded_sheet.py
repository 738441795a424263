"""A sheet of ours, wherever rows and columns have moved: its marker and its hidden codes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gkxl.workbook.format.codes import HEAD_COLUMNS, MARKER, REVISION, SheetRole, parse_marker

Rows = Sequence[Sequence[object]]

_SEARCH_DEPTH, _SEARCH_WIDTH = 60, 40
_CODES = (HEAD_COLUMNS, REVISION)
"""Codes that stand on every sheet with figures, and on no other."""
_OF_OURS = (MARKER, *_CODES)


@dataclass(frozen=True, slots=True)
class Marked:
    """A sheet of ours: its role, its form, and where its marker stands; the codes of rows stand in that column."""

    role: SheetRole
    form_id: str
    row: int
    col: int


def find_marker(rows: Rows) -> Marked | None:
    """Return what kind of sheet of ours this is, wherever rows and columns have moved it; None if it is foreign.

    A sheet whose codes are there and whose marker is gone is UNKNOWN: it is no stranger to be passed over.
    """
    remains: Marked | None = None
    for number, row in enumerate(rows[:_SEARCH_DEPTH]):
        for col, value in enumerate(row[:_SEARCH_WIDTH]):
            if isinstance(value, str) and value.startswith(_OF_OURS):
                if found := parse_marker(value):
                    return Marked(*found, number, col)
                if remains is None and value.startswith(_CODES):
                    remains = Marked(SheetRole.UNKNOWN, "", number, col)
    return remains


class CodedSheet:
    """The rows of a sheet of ours with its codes."""

    def __init__(self, name: str, rows: Rows, marked: Marked) -> None:
        self.name, self.rows, self.marked = name, rows, marked
        self.codes: dict[str, int] = {}
        """Row code to row; the first one where a code stands twice."""
        self.repeated: list[tuple[str, int, int]] = []
        """Codes of figures that stand twice: code, first row, other row."""
        for number, row in enumerate(rows):
            code = row[marked.col]
            if code and isinstance(code, str):
                first = self.codes.setdefault(code, number)
                if first != number and ("." in code or code[0] == "@"):
                    self.repeated.append((code, first, number))

    def columns(self, code: str) -> dict[str, int]:
        """Return the columns that a hidden row names."""
        number = self.codes.get(code)
        if number is None:
            return {}
        found: dict[str, int] = {}
        for col, value in enumerate(self.rows[number]):
            if value != "" and col != self.marked.col:
                found.setdefault(str(value).removesuffix(".0"), col)
        return found

    def repeated_columns(self, code: str) -> list[tuple[str, int, int]]:
        """Return the column codes that stand twice on a hidden row: code, first column, other column."""
        number = self.codes.get(code)
        columns = self.columns(code)
        row = self.rows[number] if number is not None else ()
        return [(str(value), columns[str(value)], col) for col, value in enumerate(row) if columns.get(str(value), col) != col]
