"""What to write into an input sheet that is there, so that it states what its unit has sent since; its looks and formulas stay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from gkxl.model.head import HeadField
from gkxl.model.submission import Position, Submission
from gkxl.workbook.format import live_formulas as live
from gkxl.workbook.format import styles
from gkxl.workbook.format.layout import layout_for
from gkxl.workbook.format.sheet_plan import Style
from gkxl.workbook.reading.coded_sheet import CodedSheet, Rows, find_marker
from gkxl.workbook.reading.head import line_under_title
from gkxl.workbook.reading.sheet_reader import InputPlace
from gkxl.workbook.sheets.copied_sheet import source_line


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula without its "="."""

    text: str


Content = str | float | Formula | None
"""What a cell is to hold: a text, and nothing that looks like one; a number; a formula; nothing."""


@dataclass(frozen=True)
class Filling:
    """What is to be written into one input sheet."""

    sheet: str
    unit: str
    blocks: Sequence[Mapping[Position, Content]]
    """Cells that lie together: those of a table, those of the head, that of the remark."""
    looks: Mapping[Position, Style]
    """Cells that get another colour and weight: they are understood now, or no longer."""
    rows: Rows
    """The values of the sheet as they were read."""


def filling(place: InputPlace, present: Submission | None, submission: Submission, rows: Rows) -> Filling:
    """Return what makes the sheet of `place` state `submission`: `present` is what it states now, if anything; `rows` are its values.

    Both must be of one form.
    """
    blocks = [*_figures(place, submission), _head(place, submission, rows), _remark(place, submission, rows)]
    return Filling(place.sheet, submission.called, [block for block in blocks if block], _looks(place, present, submission), rows)


def _figures(place: InputPlace, submission: Submission) -> list[dict[Position, Content]]:
    """Return what each figure becomes, for each table."""
    form = place.form
    assert form.id == submission.form.id, "items of two forms are not the same"
    formulas = _total_formulas(place)
    tables: dict[str, dict[Position, Content]] = {table.code: {} for table in form.tables}
    for item in form.items:
        position = place.positions[item.index]
        if position is None or item.index in place.unasked:
            continue
        if item.index in formulas and item.index not in submission.overwritten:
            tables[item.table][position] = formulas[item.index]
        else:
            tables[item.table][position] = _figure(submission, item.index)
    return list(tables.values())


def _total_formulas(place: InputPlace) -> dict[int, Formula]:
    """Return the formula of each total, made for where the cells stand now: rows may have been inserted."""
    standard = layout_for(place.form.id)
    positions = tuple(here or there for here, there in zip(place.positions, standard.positions, strict=True))
    layout = replace(standard, positions=positions)
    return {total.target: Formula(live.side(layout, total.right)) for total in place.form.totals}


def _figure(submission: Submission, item: int) -> Content:
    figure = submission.shown[item]
    if figure is None:
        return submission.misread.get(item) or None
    return float(figure)  # all numbers of a spreadsheet are


def _head(place: InputPlace, submission: Submission, rows: Rows) -> dict[Position, Content]:
    """Return the fields of the head, and the line under the title that says where the figures come from."""
    texts = submission.head_texts
    # Who does not say what stands above him does not deny what stands here.
    kept = {HeadField.PARENT} if not submission.parent else set()
    wanted: dict[Position, Content] = {position: texts[field] or None for field, position in place.head.items() if field not in kept}
    marked = find_marker(rows)
    under_title = line_under_title(CodedSheet(place.sheet, rows, marked)) if marked else None
    if under_title:
        wanted[under_title] = source_line(submission)
    return wanted


def _remark(place: InputPlace, submission: Submission, rows: Rows) -> dict[Position, Content]:
    """Return the remark of the unit, where it is another one than stands there."""
    remark = submission.head.note
    return {place.note: remark or None} if place.note and remark != value_at(rows, place.note) else {}


def _looks(place: InputPlace, present: Submission | None, submission: Submission) -> dict[Position, Style]:
    """Return how the cells look that were understood before and are not now, or the other way round."""
    was, now = (frozenset(stated.misread) if stated else frozenset() for stated in (present, submission))
    looks = {}
    for item in was ^ now:
        position = place.positions[item]
        if position is not None:
            looks[position] = styles.MISREAD if item in now else styles.TOTAL if item in place.form.total_items else styles.INPUT
    return looks


def value_at(rows: Rows, position: Position) -> object:
    """Return what stands in a cell; "" outside of what was read."""
    row, col = position
    return rows[row][col] if row < len(rows) and col < len(rows[row]) else ""
