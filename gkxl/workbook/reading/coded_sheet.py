"""A sheet of ours, wherever rows and columns have moved: its marker and its hidden codes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from gkxl.workbook.format.codes import HEAD_COLUMNS, MARKER, REVISION, SheetRole, parse_marker
from gkxl.workbook.reading.alike import AlikeRows, Model
from gkxl.workbook.reading.may_be_coded import may_begin_a_code

Rows = Sequence[Sequence[object]]
Codes = tuple[dict[str, int], list[tuple[str, int, int]]]

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


_markers: WeakKeyDictionary[Model, Marked | None] = WeakKeyDictionary()
_codes: WeakKeyDictionary[Model, Codes] = WeakKeyDictionary()
"""What was found on the models of sheets: on a sheet like one, with no other text that may be a code, the same stands at the same places."""


def find_marker(rows: Rows) -> Marked | None:
    """Return what kind of sheet of ours this is, wherever rows and columns have moved it; None if it is foreign.

    A sheet whose codes are there and whose marker is gone is UNKNOWN: it is no stranger to be passed over.
    """
    model = _model(rows)
    if model is None:
        return _look_for_marker(rows)
    if model not in _markers:
        _markers[model] = _look_for_marker(rows)
    return _markers[model]


def _model(rows: Rows) -> Model | None:
    """Return the model of a sheet that has the same codes at the same places."""
    return rows.model if isinstance(rows, AlikeRows) and rows.same_codes else None


def _look_for_marker(rows: Rows) -> Marked | None:
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
        self.codes, self.repeated = self._codes()
        """Row code to row, the first one where a code stands twice, and the codes of figures that do: code, first row, other row."""

    def _codes(self) -> Codes:
        model = _model(self.rows)
        if model is None:
            return self._find_codes()
        return _codes.get(model) or _codes.setdefault(model, self._find_codes())

    def _find_codes(self) -> Codes:
        codes: dict[str, int] = {}
        repeated: list[tuple[str, int, int]] = []
        for number, row in enumerate(self.rows):
            code = row[self.marked.col]
            if isinstance(code, str) and may_begin_a_code(code):  # other texts of this column say whose sheet it is
                first = codes.setdefault(code, number)
                if first != number and ("." in code or code[0] == "@"):
                    repeated.append((code, first, number))
        return codes, repeated

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
