"""A sheet that looks like the one before is not compared word by word again: what is read of it is the same as if it were."""

from __future__ import annotations

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.check_cases import Rows, as_rows

from gkxl.forms import form_by_id
from gkxl.model.period import Period
from gkxl.model.submission import Source, Submission
from gkxl.workbook.reading import known_shape
from gkxl.workbook.reading.figures import FigureReader
from gkxl.workbook.reading.submissions import WorkbookReading, read_workbook
from gkxl.workbook.sheets.copied_sheet import copy_of
from gkxl.workbook.sheets.input_sheet import input_sheet

FORM = form_by_id("2021")
STATED = [None if item.index in FORM.total_items else item.index % 7 for item in FORM.items]
SHEET = as_rows(input_sheet(FORM, copy_of("甲", Submission(FORM, "甲", Period(2023), 1, Source("", ""), STATED))))
HEIGHT, WIDTH = len(SHEET), len(SHEET[0])


def _read(rows: list[list[object]]) -> WorkbookReading:
    return read_workbook(Rows({"甲": rows}), "甲.xlsx")


def _anew(rows: list[list[object]]) -> WorkbookReading:
    known_shape._known.clear()
    return _read(rows)


def test_the_second_sheet_of_a_shape_is_not_looked_over_again(monkeypatch: pytest.MonkeyPatch) -> None:
    first = _anew(SHEET)
    monkeypatch.setattr(FigureReader, "_read_blocks", lambda _: pytest.fail("looked over again"))
    assert _read(copy.deepcopy(SHEET)) == first
    assert first.submissions[0].figures == Submission(FORM, "甲", Period(2023), 1, Source("", ""), STATED).figures


_VALUES = st.sampled_from(["", "/", "7", "12件", "备注", 3.0, 2.5, -1.0, 1e16, "applications.new", "@head", "gkxl:input:2021", True])
_CHANGES = st.lists(st.tuples(st.integers(0, HEIGHT - 1), st.integers(0, WIDTH - 1), _VALUES), max_size=4)
_MOVES = st.sampled_from(["none", "row", "column", "swapped rows", "wider"])


@settings(max_examples=60)
@given(_CHANGES, _MOVES, st.integers(0, HEIGHT - 2))
def test_whatever_was_changed_is_read_as_it_is_without_a_sheet_before(changes: list[tuple[int, int, object]], move: str, at: int) -> None:
    rows = copy.deepcopy(SHEET)
    for row, col, value in changes:
        rows[row][col] = value
    match move:
        case "row":
            rows.insert(at, [""] * WIDTH)
        case "column":
            rows = [[*row[: at % WIDTH], "", *row[at % WIDTH :]] for row in rows]
        case "swapped rows":
            rows[at], rows[at + 1] = rows[at + 1], rows[at]
        case "wider":
            rows = [[*row, ""] for row in rows]
    alone = _anew(rows)
    _anew(SHEET)
    after_another = _read(rows)
    assert after_another == alone
    assert _read(SHEET) == _anew(SHEET)
