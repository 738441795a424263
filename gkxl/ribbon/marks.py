"""Colour and comment the cells of the open workbook that a check found wrong, and clear that again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from gkxl.ribbon.session import Unprotected, check_sheets
from gkxl.rules.marks import Mark
from gkxl.workbook.format.mark_looks import LINE_COLOR, LOOKS, Pattern

if TYPE_CHECKING:
    from gkxl.ribbon.excel_types import Book, Interior, Range

_LEAD = "gkxl 校验"
_MARK = re.compile(rf"{_LEAD}：.*\n原底色 (none|\d+,\d+,\d+)(?: 底纹 (-?\d+),(\d+))?", re.DOTALL)
"""A comment of ours; it remembers the colour and, where there was one, the pattern that the cell had."""
_NO_FILL = -4142
_PLAIN = (Pattern.SOLID.in_excel, _NO_FILL)
"""The numbers of a cell without a pattern, filled or not."""
_PATTERN_COLOR = int.from_bytes(bytes.fromhex(LINE_COLOR), "little")
"""Excel counts blue first."""


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
