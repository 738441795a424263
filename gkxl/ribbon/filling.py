"""Write figures and heads into input sheets that are there, block by block; everything is put back as it was where one of them fails."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from gkxl.errors import InputError
from gkxl.model.submission import Position
from gkxl.ribbon.applying import Typed, typed_text
from gkxl.ribbon.session import Unprotected
from gkxl.workbook.reading.coded_sheet import Rows
from gkxl.workbook.sheets.refreshed_cells import Content, Filling, Formula, value_at

if TYPE_CHECKING:
    from gkxl.ribbon.excel_types import Book, Range, Sheet


class Fillings:
    """Writes into input sheets; used with `with`, it puts everything back as it was where one of them, or what follows, fails."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self._before: list[tuple[Range, list[list[Typed]]]] = []
        """Blocks that were written over, with what stood there."""

    def __enter__(self) -> Fillings:
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

    def fill(self, filling: Filling) -> None:
        """Write what one sheet is to state: one reading and one writing for each block."""
        sheet = self.book.sheets[filling.sheet]
        with Unprotected(sheet):
            for wanted in filling.blocks:
                self._write(sheet, wanted, filling.rows)
            for (row, col), look in filling.looks.items():
                font = sheet.range((row + 1, col + 1)).font
                font.color, font.bold = f"#{look.color}", look.bold

    def _write(self, sheet: Sheet, wanted: Mapping[Position, Content], rows: Rows) -> None:
        """Put values into some cells of a block, which is read and written as one; what else stands in it stays."""
        top, left = (min(place[axis] for place in wanted) for axis in (0, 1))
        bottom, right = (max(place[axis] for place in wanted) for axis in (0, 1))
        cells = sheet.range((top + 1, left + 1), (bottom + 1, right + 1))
        found = cells.formula
        lines = found if isinstance(found, (tuple, list)) else ((found,),)
        places = [[(top + down, left + along) for along in range(right - left + 1)] for down in range(bottom - top + 1)]
        before = [
            [_as_it_is(formula, value_at(rows, place)) for formula, place in zip(*line, strict=True)] for line in zip(lines, places, strict=True)
        ]
        after = [
            [_typed(wanted[place]) if place in wanted else stands for stands, place in zip(*line, strict=True)]
            for line in zip(before, places, strict=True)
        ]
        self._before.append((cells, before))
        cells.formula = [["" if typed is None else typed for typed in line] for line in after]  # Excel's formulas know no nothing


def _typed(content: Content) -> Typed:
    """Return what to type so that a cell holds this."""
    if isinstance(content, Formula):
        return f"={content.text}"
    return typed_text(content) if isinstance(content, str) else content


def _as_it_is(formula: object, value: object) -> Typed:
    """Return what to type to leave a cell as it is: a text that looks like a number or a formula must stay a text."""
    words = str(formula)
    if isinstance(value, str) and value != "" and (words == value or not words.startswith("=")):
        return typed_text(words)
    return words
