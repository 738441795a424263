"""A sheet on which everything but the figures stands as on one that was read before need not be compared word by word again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gkxl.forms import Form
from gkxl.model.submission import Position
from gkxl.workbook.reading.coded_sheet import CodedSheet
from gkxl.workbook.reading.expected_lines import ExpectedLine

FoundLine = tuple[ExpectedLine, int, Sequence[int | None]]
"""A line of figures, the row on which it stands, and the column of each of its figures."""


@dataclass(frozen=True)
class KnownShape:
    """Where everything stands on a sheet of which nothing but the figures had to be looked at."""

    form: Form
    lines: Sequence[FoundLine]
    positions: Sequence[Position | None]
    """The cell of each of `form.items`."""
    column: int
    """That of the codes."""
    codes: dict[str, int]
    words: Sequence[tuple[int, Sequence[int], list[object]]]
    """Rows between the codes of a block and its last line: row, columns of figures, and what stands there without these."""

    @classmethod
    def of(cls, form: Form, sheet: CodedSheet, lines: Sequence[FoundLine], positions: Iterable[Position | None], heads: Sequence[int]) -> KnownShape:
        """Return the shape of a sheet that was read; `heads` are the rows that name the columns of its blocks."""
        figures = {number: [col for col in columns if col is not None] for _, number, columns in lines}
        rows: set[int] = set(figures)
        for head in heads:
            first = min((number for number in figures if number > head), default=head)
            rows |= set(range(head, first))
        words = [(number, figures.get(number, []), _without(sheet.rows[number], figures.get(number, []))) for number in sorted(rows)]
        return cls(form, lines, tuple(positions), sheet.marked.col, dict(sheet.codes), words)

    def fits(self, form: Form, sheet: CodedSheet) -> bool:
        """Whether all codes, labels and cells between the figures of a sheet are the same."""
        if form is not self.form or sheet.marked.col != self.column or sheet.repeated or sheet.codes != self.codes:
            return False
        return all(_without(sheet.rows[number], columns) == words for number, columns, words in self.words)


def _without(row: Sequence[object], columns: Sequence[int]) -> list[object]:
    """Return a row without the cells in some columns."""
    rest = list(row)
    for col in columns:
        rest[col] = None
    return rest


_known: dict[str, KnownShape] = {}


def known_shape(form: Form, sheet: CodedSheet) -> KnownShape | None:
    """Return the shape that the last sheet of a form had, if this one has it too."""
    shape = _known.get(form.id)
    return shape if shape is not None and shape.fits(form, sheet) else None


def remember(shape: KnownShape) -> None:
    """Take the shape for the next sheets: workbooks of one form are nearly always alike."""
    _known[shape.form.id] = shape
