"""Fill an input sheet that is in the workbook already with what its unit has sent since; its looks and formulas stay."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from gkxl.errors import InputError
from gkxl.model.submission import Position, Submission
from gkxl.ribbon.applying import typed_text
from gkxl.ribbon.session import Unprotected
from gkxl.workbook.format import live_formulas as live
from gkxl.workbook.format import styles
from gkxl.workbook.format.layout import layout_for
from gkxl.workbook.reading.sheet_reader import InputPlace
from gkxl.workbook.writing.workbooks import source_line

_SOURCE = re.compile(r"来源：")

Typed = str | int | float | None
Rows = Sequence[Sequence[object]]


class Refresh:
    """Writes submissions into their sheets; used with `with`, it puts everything back as it was where one of them fails."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self._before: list[tuple[Any, list[list[Typed]]]] = []
        """Blocks that were written over, with what stood there."""

    def __enter__(self) -> Refresh:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            return
        lost = False
        for cells, block in reversed(self._before):
            try:
                with Unprotected(cells.sheet):
                    cells.formula = block
            except Exception:  # what cannot be put back must not keep the rest from it
                lost = True
        if lost:
            raise InputError("导入中途出错，有的填报表没能恢复原样；请不要保存，关闭工作簿后重新打开，再导入一次")

    def fill(self, place: InputPlace, present: Submission | None, submission: Submission, rows: Rows) -> None:
        """Write the figures and the head of `submission` into the cells of its sheet, block by block: one reading, one writing each.

        `present` is what the sheet states now, if anything; `rows` are its values as they were read.
        """
        sheet = self.book.sheets[place.sheet]
        note = submission.head.note
        blocks = [*_figures(place, submission), _head(place, submission, rows)]
        if place.note and note != _value(rows, place.note):
            blocks.append({place.note: typed_text(note)})
        with Unprotected(sheet):
            for wanted in blocks:
                if wanted:
                    self._write(sheet, wanted, rows)
            was, now = (frozenset(one.misread) if one else frozenset() for one in (present, submission))
            for item in was ^ now:
                position = place.positions[item]
                if position is not None:
                    look = styles.MISREAD if item in now else styles.TOTAL if item in place.form.total_items else styles.INPUT
                    font = sheet.range((position[0] + 1, position[1] + 1)).font
                    font.color, font.bold = f"#{look.color}", look.bold

    def _write(self, sheet: Any, wanted: Mapping[Position, Typed], rows: Rows) -> None:
        """Put values into some cells of a block, which is read and written as one; what else stands in it stays."""
        top, left = (min(place[axis] for place in wanted) for axis in (0, 1))
        bottom, right = (max(place[axis] for place in wanted) for axis in (0, 1))
        cells = sheet.range((top + 1, left + 1), (bottom + 1, right + 1))
        found = cells.formula
        lines = found if isinstance(found, (tuple, list)) else ((found,),)
        before: list[list[Typed]] = [
            [_as_it_is(one, _value(rows, (top + down, left + along))) for along, one in enumerate(line)] for down, line in enumerate(lines)
        ]
        after = [[wanted.get((top + down, left + along), one) for along, one in enumerate(line)] for down, line in enumerate(before)]
        self._before.append((cells, before))
        cells.formula = [["" if one is None else one for one in line] for line in after]  # Excel's formulas know no nothing


def _figures(place: InputPlace, submission: Submission) -> list[dict[Position, Typed]]:
    """Return what to type into which cell, for each table."""
    form = place.form
    assert form.id == submission.form.id, "items of two forms are not the same"
    # Formulas are made for where the cells stand now: rows may have been inserted.
    standard = layout_for(form.id)
    positions = tuple(here or there for here, there in zip(place.positions, standard.positions, strict=True))
    layout = replace(standard, positions=positions)
    formulas = {total.target: f"={live.side(layout, total.right)}" for total in form.totals}
    tables: dict[str, dict[Position, Typed]] = {table.code: {} for table in form.tables}
    for item in form.items:
        position = place.positions[item.index]
        if position is None or item.index in place.unasked:
            continue
        figure = submission.shown[item.index]
        value: Typed = None if figure is None else float(figure)  # all of Excel's numbers are
        if item.index in formulas and item.index not in submission.overwritten:
            value = formulas[item.index]
        elif value is None and item.index in submission.misread:
            value = typed_text(submission.misread[item.index])
        tables[item.table][position] = value
    return list(tables.values())


def _head(place: InputPlace, submission: Submission, rows: Rows) -> dict[Position, Typed]:
    told = submission.head_texts
    wanted: dict[Position, Typed] = {position: typed_text(told[field]) for field, position in place.head.items()}
    first = min((row for row, _ in place.head.values()), default=0)
    for number, row in enumerate(rows[:first]):
        for col, value in enumerate(row):
            if isinstance(value, str) and _SOURCE.match(value):
                wanted[number, col] = source_line(submission)
    return wanted


def _as_it_is(formula: object, value: object) -> Typed:
    """Return what to type to leave a cell as it is: a text that looks like a number or a formula must stay a text."""
    words = str(formula)
    if isinstance(value, str) and value != "" and (words == value or not words.startswith("=")):
        return typed_text(words)
    return words


def _value(rows: Rows, place: Position) -> object:
    row, col = place
    return rows[row][col] if row < len(rows) and col < len(rows[row]) else ""
