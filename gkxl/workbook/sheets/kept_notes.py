"""What staff wrote into the note column of 校验 stays when the sheet is filled again, by button and by command.

What stands beside a finding is an explanation, known by the hidden code of its line (`gkxl.rules.explanations`); here is what
stands beside any other line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gkxl.workbook.format import styles
from gkxl.workbook.format.cell_text import text_of
from gkxl.workbook.format.checks_columns import ABOUT, LEFT_OVER
from gkxl.workbook.format.codes import FINDING
from gkxl.workbook.format.kept_cells import kept_heading
from gkxl.workbook.format.sheet_plan import SheetPlan

_NUMBER = re.compile(r"-?\d[\d,]*(\.\d+)?")

Line = tuple[str, ...]
"""What a line says in the columns of ABOUT."""


@dataclass
class _Table:
    """A table with a note column: what each of its lines is about, by its row."""

    heading: str
    """Over its note column."""
    column: int
    lines: dict[int, Line]
    notes: dict[int, str]


def keep_notes(plan: SheetPlan, rows: Sequence[Sequence[object]]) -> None:
    """Put the notes that stand on a sheet now into its new plan: on the line that says the same, else on the one that says so
    with other numbers; what has no line any more is listed at the end.
    """
    shown = [[text_of(value) for value in row] for row in rows]
    end = next((number for number, row in enumerate(shown) if LEFT_OVER in row), len(shown))
    before, left = _tables(shown[:end]), _listed(shown[end + 1 :])  # what is listed stays: somebody has written it
    if not left and not any(table.notes for table in before):
        return
    texts = [[text_of(value) for value in row] for row in plan.grid]
    after = _tables(texts)
    places: dict[int, tuple[int, str]] = {}
    for table in before:
        for row, note in table.notes.items():
            found = _place(table.lines.get(row, ()), after, places)
            if found:
                places[found[0]] = (found[1], note)
            else:
                left.append("　".join([*filter(None, table.lines.get(row, ())), f"{table.heading}：{note}"]))
    for number, cell in enumerate(plan.cells):
        if cell.row in places and cell.col == places[cell.row][0]:
            plan.cells[number] = cell._replace(value=places[cell.row][1])
    heading = [] if any(LEFT_OVER in row for row in texts) else [LEFT_OVER]
    for number, words in enumerate([*heading, *left] if left else [], start=len(texts) + len(heading)):
        plan.put(number, 1, words, styles.SUBTITLE.but(align="left", wrap=False))


def _listed(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the notes at the end of a sheet that are about no finding."""
    return [text for row in rows if not _of_a_finding(row) and not kept_heading(row) for text in row if text]


def _of_a_finding(row: Sequence[str]) -> bool:
    return any(text.startswith(FINDING) for text in row)


def _place(line: Line, tables: Sequence[_Table], taken: dict[int, tuple[int, str]]) -> tuple[int, int] | None:
    """Return row and note column of the line that is about the same as `line`; None if there is none."""
    if not any(line):
        return None
    for alike in (lambda other: other == line, lambda other: _without_numbers(other) == _without_numbers(line)):
        for table in tables:
            for row, other in table.lines.items():
                if row not in taken and alike(other):
                    return row, table.column
    return None


def _without_numbers(line: Line) -> Line:
    return tuple(_NUMBER.sub("#", text) for text in line)


def _tables(texts: Sequence[Sequence[str]]) -> list[_Table]:
    """Return the tables with a note column, without the lines about findings; each goes from its headings to the next."""
    tables: list[_Table] = []
    columns: dict[str, int] = {}
    for number, row in enumerate(texts):
        heading = kept_heading(row)
        if heading:
            columns = {text: col for col, text in enumerate(row) if text}
            tables.append(_Table(heading, columns[heading], {}, {}))
        elif tables and any(row) and not _of_a_finding(row):
            line = tuple(row[columns[name]] if columns[name] < len(row) else "" for name in ABOUT if name in columns)
            if any(line):
                tables[-1].lines[number] = line
            if tables[-1].column < len(row) and row[tables[-1].column]:
                tables[-1].notes[number] = row[tables[-1].column]
    return tables
