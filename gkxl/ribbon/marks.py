"""Colour and comment the cells of the open workbook that a check found wrong, and clear that again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from gkxl.ribbon.session import Unprotected, check_sheets
from gkxl.rules.marks import Grade, Mark

if TYPE_CHECKING:
    from gkxl.ribbon.excel_types import Book, Range

_LEAD = "gkxl 校验"
COLORS = {
    Grade.ASKED: (255, 235, 156),
    Grade.POSSIBLE: (255, 232, 235),
    Grade.LIKELY: (255, 176, 186),
    Grade.NAMED: (255, 199, 206),
    Grade.PROVEN: (230, 80, 90),
}
"""The surer a cell is wrong, the darker, also in black and white; all cells one of which is wrong are the lightest."""
_MARK = re.compile(rf"{_LEAD}：.*\n原底色 (none|\d+,\d+,\d+)", re.DOTALL)
"""A comment of ours; it remembers the colour that the cell had."""


def mark(book: Book, wrong: Mapping[tuple[str, str], Mark]) -> None:
    """Colour each of these cells, and say on it what is wrong."""
    for name in dict.fromkeys(sheet for sheet, _ in wrong):
        sheet = book.sheets[name]
        with Unprotected(sheet):
            for (own, address), of_cell in wrong.items():
                if own == name:
                    _mark(sheet.range(address), of_cell)


def _mark(cell: Range, mark: Mark) -> None:
    before = cell.color
    shown = ",".join(map(str, before)) if before else "none"
    text = f"{_LEAD}：{mark.words}\n原底色 {shown}"
    note = cell.note
    if note is not None:
        text = f"{text}\n原批注 {note.text}"
        note.delete()
    cell.add_note(text)
    cell.color = COLORS[mark.grade]


def clear_marks(book: Book) -> int:
    """Take every mark of ours away and give the cells back the colour and the comment they had; return how many."""
    marks = [(sheet, note, found) for sheet in book.sheets for note in sheet.notes if (found := _MARK.match(note.text))]
    check_sheets(book, {sheet.name for sheet, _, _ in marks})
    for sheet, note, found in marks:
        cell = note.location
        own = note.text[found.end() :].removeprefix("\n原批注 ")
        with Unprotected(sheet):
            note.delete()
            cell.color = None if found[1] == "none" else tuple(map(int, found[1].split(",")))
            if own:
                cell.add_note(own)
    return len(marks)
