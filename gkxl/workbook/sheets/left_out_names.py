"""Below 明细 and 各月明细: the names of the columns that are 0 everywhere and are hidden, in few words, in as many rows as they take."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from gkxl.forms import Form, Item
from gkxl.workbook.format import styles
from gkxl.workbook.format.sheet_plan import SheetPlan, lines_needed
from gkxl.workbook.sheets.matrix_pages import Pages

_LINES = 6
"""So many lines a row of names has at most: a page may end between two rows, never within one."""
_LINE = 15.0


def put_left_out(plan: SheetPlan, form: Form, pages: Pages, row: int, first_column: int) -> int:
    """Put the names below the columns of the first page, from this row on; return the row below them."""
    if not pages.left_out:
        return row
    columns = range((*pages.starts, len(form.items))[1])
    room = pages.room(columns)
    for text in _rows(["各行都是0、隐藏不印的列：", *_ended(names_of(form, pages.left_out))], room):
        plan.put(row, first_column, text, styles.SUBTITLE, cols=len(columns))
        plan.heights[row] = 4 + _LINE * lines_needed(text, room)
        row += 1
    return row


def names_of(form: Form, left_out: Sequence[int]) -> list[str]:
    """Return what is left out, each by one name: a whole table, a row, a column that all the other rows have, and what else of a row."""
    gone = set(left_out)
    names: list[str] = []
    for code, of_table in groupby(form.items, key=lambda item: item.table):
        items = list(of_table)
        heading = form.table(code).heading
        if all(item.index in gone for item in items):
            names.append(f"{heading}（整张表）")
        else:
            names += _names_of_table(heading, [list(of_row) for _, of_row in groupby(items, key=lambda item: item.row)], gone)
    return names


def _names_of_table(heading: str, rows: Sequence[Sequence[Item]], gone: set[int]) -> Iterator[str]:
    kept = [row for row in rows if not all(item.index in gone for item in row)]
    columns = Counter(item.column_label for row in kept for item in row)
    hidden = Counter(item.column_label for row in kept for item in row if item.index in gone)
    everywhere = [column for column, times in hidden.items() if times == columns[column] > 1]
    if everywhere:
        yield f"{heading}各行的{'、'.join(everywhere)}"
    for row in rows:
        label = row[0].row_label
        if row not in kept:
            yield label if len(row) > 1 and label else row[0].label
        elif others := [item.column_label for item in row if item.index in gone and item.column_label not in everywhere]:
            yield f"{label}·{'、'.join(others)}" if label else "、".join(others)


def _ended(names: Sequence[str]) -> list[str]:
    return [f"{name}{'。' if number == len(names) else '；'}" for number, name in enumerate(names, start=1)]


def _rows(pieces: Sequence[str], room: float) -> Iterator[str]:
    """Yield the pieces one behind the other, so many in a row as its lines hold."""
    text = ""
    for piece in pieces:
        if text and lines_needed(text + piece, room) > _LINES:
            yield text
            text = ""
        text += piece
    yield text
