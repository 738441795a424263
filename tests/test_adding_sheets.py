"""How new sheets come into a workbook that is open in Excel: told at the boundary, with Excel's own way of copying several at once."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pytest

from gkxl.ribbon.original import Original
from gkxl.workbook.format.sheet_plan import SheetPlan


class Workbook:
    """An open workbook whose sheets are names; what is copied into it stands as Excel puts it, and stays selected together."""

    def __init__(self, *names: str) -> None:
        self.names, self.selected, self.calls = list(names), [names[0]], list[str]()
        self.app = SimpleNamespace(status_bar="")
        self.activated = False
        self.fails_at = 0
        """Which copying fails, counted from 1."""

    @property
    def sheets(self) -> Sheets:
        return Sheets(self)

    @property
    def api(self) -> Any:
        return SimpleNamespace(Worksheets=self._together)

    def _together(self, names: list[str]) -> Any:
        return SimpleNamespace(Copy=lambda *, After: After.book.receive([name for name in self.names if name in names], After.name))

    def receive(self, names: Sequence[str], after: str) -> None:
        """Excel copies in the order of the tabs, whatever order was asked for, and numbers a name that is taken."""
        self.calls.append(f"copy {len(names)}")
        if len(self.calls) == self.fails_at:
            raise RuntimeError("refused")
        place = self.names.index(after) + 1
        self.selected = [f"{name} (2)" if name in self.names else name for name in names]
        self.names[place:place] = self.selected

    def activate(self) -> None:
        self.activated = True


class Sheets:
    def __init__(self, book: Workbook) -> None:
        self.book = book

    def __iter__(self) -> Any:
        return iter([Sheet(self.book, name) for name in self.book.names])

    def __getitem__(self, name: str) -> Sheet:
        assert name in self.book.names
        return Sheet(self.book, name)

    @property
    def active(self) -> Sheet:
        return Sheet(self.book, self.book.selected[0])


class Sheet:
    def __init__(self, book: Workbook, name: str) -> None:
        self.book, self.name, self.api = book, name, self

    def select(self) -> None:
        assert self.book.activated, "Excel selects sheets of the workbook in front only"
        self.book.selected = [self.name]

    def delete(self) -> None:
        self.book.names.remove(self.name)


def opened(book: Any, *names: str, stand: Sequence[str] = ()) -> Original:
    """Return an original with the sheets of these names, open beside a workbook; they stand as planned unless it is said otherwise."""
    made = Original(book, [SheetPlan(name, []) for name in names])
    made._opened = Workbook(*(stand or names))  # type: ignore[assignment]
    return made


CASES = {
    "one group": (["乙", "丙", "丁"], ["甲", "乙", "丙"], ["甲", "乙", "丙", "丁", "末"], 1),
    "behind the last": (["乙", "丙"], ["", "乙"], ["甲", "末", "乙", "丙"], 1),
    "two groups": (["乙", "丙", "丁"], ["甲", "乙", "末"], ["甲", "乙", "丙", "末", "丁"], 2),
    "each behind the same": (["乙", "丙"], ["甲", "甲"], ["甲", "丙", "乙", "末"], 2),
}


@pytest.mark.parametrize(("names", "after", "expected", "copies"), CASES.values(), ids=CASES)
def test_sheets_that_stand_together_come_in_one_call_in_the_order_asked_for(
    names: list[str], after: list[str], expected: list[str], copies: int
) -> None:
    book = Workbook("甲", "末")
    opened(book, *names).add(names, after)
    assert book.names == expected
    assert len(book.calls) == copies
    assert book.selected == ["甲"], "what is typed next must not go into all of the copies"


def test_sixty_sheets_are_one_call() -> None:
    names = [f"单位{number}" for number in range(60)]
    book = Workbook("汇总")
    opened(book, *names).add(names, ["汇总", *names[:-1]])
    assert book.calls == ["copy 60"] and book.names == ["汇总", *names]


def test_sheets_that_came_in_another_order_than_asked_for_are_taken_out_again() -> None:
    book = Workbook("甲", "末")
    with pytest.raises(AssertionError, match="as asked for"):
        opened(book, "乙", "丙", stand=["丙", "乙"]).add(["乙", "丙"], ["甲", "乙"])
    assert book.names == ["甲", "末"] and book.selected == ["甲"]


def test_a_sheet_whose_name_was_taken_meanwhile_is_taken_out_again_and_the_other_one_stays() -> None:
    book = Workbook("甲", "乙")
    with pytest.raises(AssertionError, match="as asked for"):
        opened(book, "乙", "丙").add(["乙", "丙"], ["甲", "乙"])
    assert book.names == ["甲", "乙"]


def test_where_the_second_group_fails_the_first_goes_again() -> None:
    book = Workbook("甲", "末")
    book.fails_at = 2
    with pytest.raises(RuntimeError):
        opened(book, "乙", "丙").add(["乙", "丙"], ["甲", "末"])
    assert book.names == ["甲", "末"] and book.selected == ["甲"]
