"""Colour and comment the cells of the open workbook that a check found wrong, and clear that again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from gkxl.ribbon.session import Unprotected, check_sheets
from gkxl.ribbon.trouble import is_unknown_name
from gkxl.rules.marks import Mark
from gkxl.workbook.format.mark_looks import LINE_COLOR, LOOKS, Pattern

if TYPE_CHECKING:
    from gkxl.ribbon.excel_api import Interior
    from gkxl.ribbon.excel_types import Book, Range, Sheet

_LEAD = "gkxl 校验"
_MARK = re.compile(rf"{_LEAD}：.*\n原底色 (none|\d+,\d+,\d+)(?: 底纹 (-?\d+),(\d+))?", re.DOTALL)
"""A comment of ours; it remembers the colour and, where there was one, the pattern that the cell had."""
_NO_FILL = -4142
_PLAIN = (Pattern.SOLID.in_excel, _NO_FILL)
"""The numbers of a cell without a pattern, filled or not."""
_PATTERN_COLOR = int.from_bytes(bytes.fromhex(LINE_COLOR), "little")
"""Excel counts blue first."""


def mark(book: Book, wrong: Mapping[tuple[str, str], Mark]) -> list[tuple[str, str]]:
    """Colour each of these cells, and say on it what is wrong; return those that were left as they are.

    A cell with a conversation of Excel 365 takes no note, and the note of ours is what a mark is known by.
    """
    left: list[tuple[str, str]] = []
    for name in dict.fromkeys(sheet for sheet, _ in wrong):
        sheet = book.sheets[name]
        talked_about = _conversations(sheet)
        left += [place for place in wrong if place[0] == name and place[1] in talked_about]
        with Unprotected(sheet):
            for (own, address), of_cell in wrong.items():
                if own == name and address not in talked_about:
                    _mark(sheet.range(address), of_cell)
    return left


def _conversations(sheet: Sheet) -> frozenset[str]:
    """Return the addresses of the cells that people talk about; before Excel 365 there is no such thing."""
    try:
        threads = sheet.api.CommentsThreaded  # Excel's own object: xlwings does not know them
    except Exception as error:  # COM's own kinds, which exist on Windows only
        if not is_unknown_name(error):
            raise
        return frozenset()
    return frozenset(threads.Item(number).Parent.Address.replace("$", "") for number in range(1, threads.Count + 1))


def _mark(cell: Range, mark: Mark) -> None:
    before = cell.color
    shown = ",".join(map(str, before)) if before else "none"
    inside = cell.api.Interior  # Excel's own object: xlwings has no name for patterns
    pattern = "" if inside.Pattern in _PLAIN else f" 底纹 {int(inside.Pattern)},{int(inside.PatternColor)}"
    text = f"{_LEAD}：{mark.words}\n原底色 {shown}{pattern}"
    note = cell.note
    if note is not None:
        text = f"{text}\n原批注 {note.text}"
        note.delete()
    cell.add_note(text)
    look = LOOKS[mark.grade]
    cell.color = look.rgb
    _draw(inside, look.pattern.in_excel, _PATTERN_COLOR)


def _draw(inside: Interior, pattern: int, color: int) -> None:
    inside.Pattern = pattern
    if pattern not in _PLAIN:
        inside.PatternColor = color


def clear_marks(book: Book) -> int:
    """Take every mark of ours away and give the cells back the colour and the comment they had; return how many."""
    marks = [(sheet, note, found) for sheet in book.sheets for note in sheet.notes if (found := _MARK.match(note.text))]
    check_sheets(book, {sheet.name for sheet, _, _ in marks})
    for sheet, note, found in marks:
        cell = note.location
        own = note.text[found.end() :].removeprefix("\n原批注 ")
        with Unprotected(sheet):
            note.delete()
            color, pattern, pattern_color = found.groups()
            cell.color = None if color == "none" else tuple(map(int, color.split(",")))
            plain = _NO_FILL if color == "none" else Pattern.SOLID.in_excel
            _draw(cell.api.Interior, int(pattern or plain), int(pattern_color or 0))
            if own:
                cell.add_note(own)
    return len(marks)
