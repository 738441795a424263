"""Read the head of a sheet of ours, and what its 汇总 says of itself: the one place that knows how they are coded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from gkxl.model.head import Head, HeadField
from gkxl.model.merge_state import Completeness, MergeState
from gkxl.model.submission import Position, address
from gkxl.workbook.format.codes import HEAD, HEAD_COLUMNS, NOTE, STATE
from gkxl.workbook.format.layout import SheetLayout
from gkxl.workbook.reading.coded_sheet import CodedSheet

_FIELDS = {field.value: field for field in HeadField}


@dataclass(frozen=True)
class WrittenHead:
    """The head of a sheet as it was found; a field whose code was lost is in neither mapping."""

    cells: Mapping[HeadField, Position]
    raw: Mapping[HeadField, object]
    """What stands in each cell."""
    note_cell: Position | None = None
    """Where 情况说明 is written, whether anything stands there; None where its line or the codes of the head are lost."""

    @cached_property
    def texts(self) -> dict[HeadField, str]:
        """What is written in each field; a whole number has no decimal point."""
        return {field: _text(value) for field, value in self.raw.items()}

    @cached_property
    def head(self) -> Head:
        """What it says beside unit, period and revision."""
        return Head.of(self.texts)

    def text(self, field: HeadField) -> str:
        """Return what is written in a field; "" where nothing is or its code was lost."""
        return self.texts.get(field, "")

    def place(self, field: HeadField) -> str:
        """Return how people find a field, for a sentence that begins with it."""
        return f"{address(*self.cells[field])}格" if field in self.cells else "（表头的隐藏代码已丢失）"


def read_head(sheet: CodedSheet) -> WrittenHead:
    """Return the head of an input sheet or of 汇总, wherever its lines have moved."""
    cells: dict[HeadField, Position] = {}
    columns = sheet.columns(HEAD_COLUMNS)
    note_cell = None
    note: object = ""
    for code, row in sheet.codes.items():
        if code.startswith(HEAD):
            for number, name in enumerate(code.removeprefix(HEAD).split(","), start=1):
                if name in _FIELDS and str(number) in columns:
                    cells[_FIELDS[name]] = (row, columns[str(number)])
        elif code.startswith(NOTE):
            texts = _texts_right_of_code(sheet, row)
            note = texts[1] if len(texts) > 1 else ""  # the name of the field comes first
            note_cell = (row, columns["1"]) if "1" in columns else None  # it stands under the first field of the head
    raw: dict[HeadField, object] = {field: sheet.rows[row][col] for field, (row, col) in cells.items()}
    return WrittenHead(cells, raw | {HeadField.NOTE: note}, note_cell)


def read_state(sheet: CodedSheet) -> MergeState:
    """Return how complete a 汇总 says it is: UNKNOWN where the hidden code of that was lost or is no word of ours."""
    code, row = next(((code, row) for code, row in sheet.codes.items() if code.startswith(STATE)), ("", -1))
    if code.removeprefix(STATE) not in set(Completeness) - {Completeness.UNKNOWN}:
        return MergeState(Completeness.UNKNOWN)
    sentence = next(iter(_texts_right_of_code(sheet, row)), "")
    return MergeState(Completeness(code.removeprefix(STATE)), _text(sentence))


def line_under_title(sheet: CodedSheet) -> Position | None:
    """Return the cell of the line under the title, which stands above the codes of the head; None where nothing stands there."""
    row = sheet.codes.get(HEAD_COLUMNS, 0) - SheetLayout.head_code_row + SheetLayout.state_row
    texts = enumerate(sheet.rows[row]) if row >= 0 else ()
    return next(((row, col) for col, value in texts if col > sheet.marked.col and value != ""), None)


def _texts_right_of_code(sheet: CodedSheet, row: int) -> list[object]:
    return [value for value in sheet.rows[row][sheet.marked.col + 1 :] if value != ""]


def _text(value: object) -> str:
    """Return what stands in a cell as text; a whole number loses its decimal point."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
