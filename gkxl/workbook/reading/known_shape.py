"""A sheet on which everything but the figures stands as on one that was read before need not be compared word by word again."""

from __future__ import annotations

from collections.abc import Iterable, MutableSequence, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from weakref import WeakKeyDictionary, ref

from gkxl.forms import Form
from gkxl.model.figures import Number, read_counts
from gkxl.model.submission import Position
from gkxl.workbook.format.codes import SheetRole
from gkxl.workbook.reading.alike import AlikeRows, Model
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
    model: ref[Model] | None = None
    """What the sheet is like, as it was read from its file."""
    numbers: Sequence[tuple[Position, object]] = ()
    """Places of these words in which the model may have any number."""
    places: frozenset[Position] = frozenset()
    """Those of these words."""

    @cached_property
    def _counts(self) -> tuple[list[int], list[Position], list[FoundLine]]:
        """The items of all lines of counts of which every cell is there, their cells, and all other lines."""
        items = [item.index for line, _, columns in self.lines if _is_whole(line, columns) for item in line.items]
        return items, [place for item in items if (place := self.positions[item])], [line for line in self.lines if not _is_whole(line[0], line[2])]

    def take_counts(self, rows: Sequence[Sequence[object]], stated: MutableSequence[Number | None]) -> Sequence[FoundLine]:
        """Put the figures of all lines of counts where they belong, at once if there are nothing but counts; return the lines that are left."""
        items, cells, others = self._counts
        counts = read_counts([rows[row][col] for row, col in cells])
        if counts is None:
            return self.lines
        for item, count in zip(items, counts, strict=True):
            stated[item] = count
        return others

    @classmethod
    def of(cls, form: Form, sheet: CodedSheet, lines: Sequence[FoundLine], positions: Iterable[Position | None], heads: Sequence[int]) -> KnownShape:
        """Return the shape of a sheet that was read; `heads` are the rows that name the columns of its blocks."""
        figures = {number: [col for col in columns if col is not None] for _, number, columns in lines}
        rows: set[int] = set(figures)
        for head in heads:
            first = min((number for number in figures if number > head), default=head)
            rows |= set(range(head, first))
        words = [(number, figures.get(number, []), _without(sheet.rows[number], figures.get(number, []))) for number in sorted(rows)]
        return cls(form, lines, tuple(positions), sheet.marked.col, dict(sheet.codes), words).on(sheet)

    def on(self, sheet: CodedSheet) -> KnownShape:
        """Return the same shape for sheets that are like the model of one that has it."""
        if not isinstance(sheet.rows, AlikeRows):
            return self
        rows, model = sheet.rows, sheet.rows.model
        places = frozenset((number, col) for number, columns, values in self.words for col in range(len(values)) if col not in columns)
        if not rows.changed.isdisjoint(places):
            return self  # the model itself has other words there
        numbers = [((row, col), rows[row][col]) for row, col in model.numbers.values() if (row, col) in places]
        return replace(self, model=ref(model), numbers=numbers, places=places)

    def fits(self, form: Form, sheet: CodedSheet) -> bool:
        """Whether all codes, labels and cells between the figures of a sheet are the same."""
        if form is not self.form or sheet.marked.col != self.column or sheet.repeated or sheet.codes != self.codes:
            return False
        rows = sheet.rows
        if isinstance(rows, AlikeRows) and self.model is not None and rows.model is self.model() and rows.changed.isdisjoint(self.places):
            return all(rows[row][col] == value for (row, col), value in self.numbers)
        return all(_without(sheet.rows[number], columns) == words for number, columns, words in self.words)


def _is_whole(line: ExpectedLine, columns: Sequence[int | None]) -> bool:
    """Whether a line holds counts alone, and the cell of each of them was found."""
    return line.counts and None not in columns


def _without(row: Sequence[object], columns: Sequence[int]) -> list[object]:
    """Return a row without the cells in some columns."""
    rest = list(row)
    for col in columns:
        rest[col] = None
    return rest


_known: dict[tuple[str, SheetRole], KnownShape] = {}
_by_model: WeakKeyDictionary[Model, KnownShape] = WeakKeyDictionary()


def known_shape(form: Form, sheet: CodedSheet) -> KnownShape | None:
    """Return the shape of the sheet that this one is like, or that the last sheet of a form had, if this one has it too."""
    model = sheet.rows.model if isinstance(sheet.rows, AlikeRows) else None
    shape = _by_model.get(model) if model else None
    if shape is not None and shape.fits(form, sheet):
        return shape
    shape = _known.get((form.id, sheet.marked.role))
    if shape is None or not shape.fits(form, sheet):
        return None
    if model is not None:
        _by_model[model] = shape.on(sheet)
    return shape


def remember(shape: KnownShape, role: SheetRole) -> None:
    """Take the shape for the next sheets of a role: workbooks of one form are nearly always alike."""
    _known[shape.form.id, role] = shape
