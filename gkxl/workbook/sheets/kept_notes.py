"""What staff wrote into the note column of a sheet of ours stays when the sheet is filled again."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from gkxl.workbook.format import styles
from gkxl.workbook.format.checks_columns import ABOUT, NOTE_HEADING
from gkxl.workbook.format.sheet_plan import SheetPlan

_LEFT_OVER = f"以前的{NOTE_HEADING}（所说的问题现在没有了）"
_NUMBER = re.compile(r"-?\d[\d,]*(\.\d+)?")

Line = tuple[str, ...]
"""What a line says in the columns of ABOUT."""


@dataclass
class _Table:
    """A table with a note column: what each of its lines is about, by its row."""

    column: int
    lines: dict[int, Line]
    notes: dict[int, str]


def keep_notes(plan: SheetPlan, rows: Sequence[Sequence[object]]) -> None:
    """Put the notes that stand on a sheet now into its new plan: on the line that says the same, else on the one that says so
    with other numbers; what has no line any more is listed at the end.
    """
    shown = [[_text(value) for value in row] for row in rows]
    end = next((number for number, row in enumerate(shown) if _LEFT_OVER in row), len(shown))
    before, listed = _tables(shown[:end]), [text for row in shown[end + 1 :] for text in row if text]
    if not listed and not any(table.notes for table in before):
        return
    height, width = plan.extent
    texts = [[""] * width for _ in range(height)]
    for cell in plan.cells:
        texts[cell.row][cell.col] = _text(cell.value)
    after = _tables(texts)
    places: dict[int, tuple[int, str]] = {}
    left = listed  # from before stays: somebody has written it
    for table in before:
        for row, note in table.notes.items():
            found = _place(table.lines[row], after, places)
            if found:
                places[found[0]] = (found[1], note)
            else:
                left.append("　".join([*filter(None, table.lines[row]), f"{NOTE_HEADING}：{note}"]))
    for number, cell in enumerate(plan.cells):
        if cell.row in places and cell.col == places[cell.row][0]:
            plan.cells[number] = cell._replace(value=places[cell.row][1])
    for number, words in enumerate([_LEFT_OVER, *left] if left else []):
        plan.put(height + 1 + number, 1, words, styles.SUBTITLE.but(align="left", wrap=False))


def _place(line: Line, tables: Sequence[_Table], taken: dict[int, tuple[int, str]]) -> tuple[int, int] | None:
    """Return row and note column of the line that is about the same as `line`; None if there is none."""
    for alike in (lambda other: other == line, lambda other: _without_numbers(other) == _without_numbers(line)):
        for table in tables:
            for row, other in table.lines.items():
                if row not in taken and alike(other):
                    return row, table.column
    return None


def _without_numbers(line: Line) -> Line:
    return tuple(_NUMBER.sub("#", text) for text in line)


def _tables(texts: Sequence[Sequence[str]]) -> list[_Table]:
    """Return the tables with a note column; each goes from its headings to the next."""
    tables: list[_Table] = []
    columns: dict[str, int] = {}
    for number, row in enumerate(texts):
        if NOTE_HEADING in row:
            columns = {text: col for col, text in enumerate(row) if text}
            tables.append(_Table(columns[NOTE_HEADING], {}, {}))
        elif tables and any(row):
            line = tuple(row[columns[name]] if columns[name] < len(row) else "" for name in ABOUT if name in columns)
            if any(line):
                tables[-1].lines[number] = line
                if tables[-1].column < len(row) and row[tables[-1].column]:
                    tables[-1].notes[number] = row[tables[-1].column]
    return tables


def _text(value: object) -> str:
    """Return what stands in a cell as people read it."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        value = value.date()
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
