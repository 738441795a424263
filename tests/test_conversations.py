"""Cells that people talk about in Excel 365: they take no note of ours, and are left as they are."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from gkxl.ribbon.marks import mark
from gkxl.rules.marks import Grade

WRONG: Any = SimpleNamespace(grade=Grade.PROVEN, words="不等于各项之和")
UNKNOWN_NAME, NOT_FOUND, BUSY = -2147352570, -2147352573, -2147418111


class ComError(Exception):
    """An error as pywin32 raises it."""

    def __init__(self, number: int) -> None:
        super().__init__(number, "refused", None, None)
        self.hresult = number


class Cell:
    """A cell that takes a colour and a note, and remembers them."""

    def __init__(self) -> None:
        self.color: object = None
        self.note: Any = None
        self.api = SimpleNamespace(Interior=SimpleNamespace(Pattern=-4142, PatternColor=0))

    def add_note(self, text: str) -> None:
        self.note = SimpleNamespace(text=text)


class Sheet:
    """A sheet with conversations on some cells; or one whose Excel answers with an error when it is asked for them."""

    def __init__(self, *talked_about: str, error: Exception | None = None) -> None:
        self.cells: dict[str, Cell] = {}
        self.talked_about, self.error = talked_about, error
        self.name, self.api = "法规科", self

    ProtectContents = False

    @property
    def CommentsThreaded(self) -> Any:
        if self.error:
            raise self.error
        threads = [SimpleNamespace(Parent=SimpleNamespace(Address=f"${cell[0]}${cell[1:]}")) for cell in self.talked_about]
        return SimpleNamespace(Count=len(threads), Item=lambda number: threads[number - 1])

    def range(self, address: str) -> Cell:
        return self.cells.setdefault(address, Cell())


def marked(sheet: Sheet) -> tuple[list[tuple[str, str]], set[str]]:
    """Mark three cells; return those that were left as they are, and those that have a note now."""
    book: Any = SimpleNamespace(sheets={"法规科": sheet})
    left = mark(book, {("法规科", cell): WRONG for cell in ("A1", "B1", "C1")})
    return left, {address for address, cell in sheet.cells.items() if cell.note and cell.color}


def test_a_cell_with_a_conversation_is_left_as_it_is_and_told() -> None:
    assert marked(Sheet("B1", "Z1")) == ([("法规科", "B1")], {"A1", "C1"})
    assert marked(Sheet()) == ([], {"A1", "B1", "C1"})


@pytest.mark.parametrize("error", [AttributeError("CommentsThreaded"), ComError(UNKNOWN_NAME), ComError(NOT_FOUND)])
def test_an_excel_too_old_for_conversations_has_none(error: Exception) -> None:
    assert marked(Sheet(error=error)) == ([], {"A1", "B1", "C1"})


@pytest.mark.parametrize("error", [ComError(BUSY), RuntimeError("broken")])
def test_no_other_error_is_taken_for_an_old_excel(error: Exception) -> None:
    with pytest.raises(type(error)):
        marked(Sheet(error=error))
