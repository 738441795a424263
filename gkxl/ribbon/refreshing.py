"""Fill an input sheet that is in the workbook already with what its unit has sent since; its looks and formulas stay."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from gkxl.ribbon.applying import typed_text
from gkxl.ribbon.session import Unprotected
from gkxl.submission import Position, Submission
from gkxl.workbook import live
from gkxl.workbook.layout import layout_for
from gkxl.workbook.reading import InputPlace
from gkxl.workbook.standard import source_line
from gkxl.workbook.tables import as_value

_SOURCE = re.compile(r"来源：")

Typed = str | int | float | None


def refresh(book: Any, place: InputPlace, submission: Submission, rows: Sequence[Sequence[object]]) -> None:
    """Write the figures and the head of `submission` into the cells of its sheet, table by table: one reading and one writing each.

    `rows` are the values of the sheet as they were read.
    """
    sheet = book.sheets[place.sheet]
    with Unprotected(sheet):
        for wanted in _figures(place, submission):
            _write(sheet, wanted, rows)
        _write(sheet, _head(place, submission, rows), rows)
        note = submission.head.get("note", "")
        if place.note and note != _value(rows, place.note):
            _write(sheet, {place.note: typed_text(note)}, rows)


def _figures(place: InputPlace, submission: Submission) -> list[dict[Position, Typed]]:
    """Return what to type into which cell, for each table."""
    form = place.form
    # Formulas are made for where the cells stand now: rows may have been inserted.
    standard = layout_for(form.id)
    positions = tuple(here or there for here, there in zip(place.positions, standard.positions, strict=True))
    layout = replace(standard, positions=positions)
    formulas = {total.target: f"={live.side(layout, total.right)}" for total in form.totals}
    tables: dict[str, dict[Position, Typed]] = {table.code: {} for table in form.tables}
    for item in form.items:
        position = place.positions[item.index]
        if position is None:
            continue
        value: Typed = as_value(submission.shown[item.index])
        if item.index in formulas and item.index not in submission.overwritten:
            value = formulas[item.index]
        elif value is None and item.index in submission.misread:
            value = typed_text(submission.misread[item.index])
        tables[item.table][position] = value
    return [wanted for wanted in tables.values() if wanted]


def _head(place: InputPlace, submission: Submission, rows: Sequence[Sequence[object]]) -> dict[Position, Typed]:
    told = {**submission.head, "unit": submission.unit, "period": str(submission.period), "revision": str(submission.revision)}
    wanted: dict[Position, Typed] = {position: typed_text(told.get(key, "")) for key, position in place.head.items()}
    first = min((row for row, _ in place.head.values()), default=0)
    for number, row in enumerate(rows[:first]):
        for col, value in enumerate(row):
            if isinstance(value, str) and _SOURCE.match(value):
                wanted[number, col] = source_line(submission)
    return wanted


def _write(sheet: Any, wanted: Mapping[Position, Typed], rows: Sequence[Sequence[object]]) -> None:
    """Put values into some cells of a block, which is read and written as one; what else stands in it stays."""
    if not wanted:
        return
    top, left = (min(place[axis] for place in wanted) for axis in (0, 1))
    bottom, right = (max(place[axis] for place in wanted) for axis in (0, 1))
    cells = sheet.range((top + 1, left + 1), (bottom + 1, right + 1))
    found = cells.formula
    lines = found if isinstance(found, (tuple, list)) else ((found,),)
    block: list[list[Typed]] = []
    for down, line in enumerate(lines):
        block.append([])
        for along, formula in enumerate(line):
            place = top + down, left + along
            kept = formula if str(formula).startswith("=") or not isinstance(_value(rows, place), str) else typed_text(str(formula))
            block[-1].append(wanted.get(place, kept))
    cells.formula = block


def _value(rows: Sequence[Sequence[object]], place: Position) -> object:
    row, col = place
    return rows[row][col] if row < len(rows) and col < len(rows[row]) else ""
