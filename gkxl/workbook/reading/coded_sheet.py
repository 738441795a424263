"""A sheet of ours, wherever rows and columns have moved: its marker, its hidden codes, the fields of its head."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gkxl.model.submission import Position
from gkxl.workbook.format.codes import MARKER

Rows = Sequence[Sequence[object]]

_MARKER = re.compile(rf"{MARKER}:([a-z]+):(\w*)")
_SEARCH_DEPTH, _SEARCH_WIDTH = 60, 40


@dataclass(frozen=True, slots=True)
class Marked:
    """A sheet of ours: its role, its form, and where its marker stands; the codes of rows stand in that column."""

    role: str
    form_id: str
    row: int
    col: int


def find_marker(rows: Rows) -> Marked | None:
    """Return what kind of sheet of ours this is, wherever rows and columns have moved it; None if it is foreign."""
    for number, row in enumerate(rows[:_SEARCH_DEPTH]):
        for col, value in enumerate(row[:_SEARCH_WIDTH]):
            if isinstance(value, str) and value.startswith(MARKER):
                match = _MARKER.fullmatch(value.strip())
                if match:
                    return Marked(match[1], match[2], number, col)
    return None


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

    def head(self) -> dict[str, tuple[Position, object]]:
        """Return the fields of the head: key to position and raw value."""
        head: dict[str, tuple[Position, object]] = {}
        columns = self.columns("@head")
        for code, number in self.codes.items():
            kind, _, keys = code.partition(":")
            if kind == "head":
                for position, key in enumerate(keys.split(","), start=1):
                    col = columns.get(str(position))
                    if col is not None:
                        head[key] = ((number, col), self.rows[number][col])
            elif kind in ("note", "state"):
                texts = [(col, value) for col, value in enumerate(self.rows[number]) if col > self.marked.col and value != ""]
                skip = 1 if kind == "note" else 0  # a note stands behind the name of its field, the state stands alone
                head[kind] = ((number, texts[skip][0]), texts[skip][1]) if len(texts) > skip else ((number, self.marked.col), "")
                if kind == "state":
                    head["complete"] = ((number, self.marked.col), "yes" if keys == "complete" else "no")
        return head

    def note(self) -> Position | None:
        """Return the cell of the remark, whether anything stands there; None where its line or the codes of the head are lost."""
        number = next((number for code, number in self.codes.items() if code.startswith("note:")), None)
        col = self.columns("@head").get("1")  # it stands under the first field of the head
        return None if number is None or col is None else (number, col)

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
