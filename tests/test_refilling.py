"""What is written over a sheet that stands in Excel: all that stood there goes, and no more is sent than there is to say."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from gkxl.ribbon.applying import _refill
from gkxl.workbook.format.sheet_plan import Cell, SheetPlan

Corner = tuple[int, int]
LAST: Corner = (1_048_576, 16_384)
STYLE: Any = "plain"
PLACE = st.tuples(st.one_of(st.integers(1, 6), st.just(LAST[0])), st.one_of(st.integers(1, 6), st.just(LAST[1])))


class Sheet:
    """A sheet that is used up to a corner; it remembers which blocks were emptied or written."""

    def __init__(self, used: Corner) -> None:
        self.api = SimpleNamespace(AutoFilterMode=True)
        self.used_range = SimpleNamespace(unmerge=lambda: None, last_cell=SimpleNamespace(row=used[0], column=used[1]))
        self.touched: list[tuple[Corner, Corner]] = []
        self.sent = 0

    def range(self, first: Corner, last: Corner) -> Block:
        assert all(1 <= start <= stop for start, stop in zip(first, last, strict=True)), "Excel would turn it round"
        return Block(self, first, last)

    def holds(self, place: Corner) -> int:
        """Return how often a cell was emptied or written."""
        return sum(all(start <= at <= stop for start, at, stop in zip(first, place, last, strict=True)) for first, last in self.touched)


class Block:
    def __init__(self, sheet: Sheet, first: Corner, last: Corner) -> None:
        object.__setattr__(self, "sheet", sheet)
        object.__setattr__(self, "corners", (first, last))

    def clear_contents(self) -> None:
        self.sheet.touched.append(self.corners)

    def __setattr__(self, name: str, value: list[list[object]]) -> None:
        assert name == "value"
        self.sheet.sent += sum(map(len, value))
        self.sheet.touched.append(self.corners)


@given(PLACE, st.tuples(st.integers(1, 6), st.integers(1, 6)), PLACE)
def test_every_cell_that_was_used_is_written_or_emptied_once_however_far_the_sheet_reached(used: Corner, says: Corner, at: Corner) -> None:
    sheet: Any = Sheet(used)
    _refill(sheet, SheetPlan("校验", [Cell(0, 0, "一", STYLE), Cell(says[0] - 1, says[1] - 1, "二", STYLE)]))
    inside = (at[0] <= used[0] and at[1] <= used[1]) or (at[0] <= says[0] and at[1] <= says[1])
    assert sheet.holds(at) == int(inside)
    assert sheet.sent == says[0] * says[1] and len(sheet.touched) <= 3
    assert sheet.api.AutoFilterMode is False
