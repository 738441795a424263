"""明细 and 各月明细 on paper: no column without a figure, no band cut at the edge of a page, fewer pages."""

from __future__ import annotations

from itertools import pairwise

import pytest

from gkxl.forms import Form, form_by_id
from gkxl.model.period import Period
from gkxl.model.submission import Source, Submission
from gkxl.workbook.format.sheet_plan import SheetPlan
from gkxl.workbook.sheets.matrix_pages import pages_of
from gkxl.workbook.sheets.matrix_sheet import column_of, matrix_sheet, months_sheet

FORM = form_by_id("2021")
CLOSED = {"applications.granted.natural_person", "applications.new.natural_person"}


def _stating(form: Form, month: int, codes: set[str]) -> Submission:
    stated = [None if item.index in form.total_items else int(item.code in codes) for item in form.items]
    return Submission(form, "甲局", Period(2025, month) if month else Period(2025), 1, Source("甲.xlsx", "甲局"), stated)


def _plans(codes: set[str]) -> list[SheetPlan]:
    year = _stating(FORM, 0, codes)
    return [matrix_sheet(FORM, year, [year], {}), months_sheet(FORM, [_stating(FORM, month, codes) for month in range(1, 13)])]


@pytest.mark.parametrize("plan", _plans(CLOSED), ids=lambda plan: plan.name)
def test_columns_that_are_zero_everywhere_are_hidden_and_named_and_their_codes_stay(plan: SheetPlan) -> None:
    shown = [item for item in FORM.items if column_of(item.index) not in plan.hidden_columns]
    totals = {code.replace("natural_person", "total") for code in CLOSED} | {
        "applications.results_total.natural_person",
        "applications.results_total.total",
    }
    assert {item.code for item in shown} == CLOSED | totals
    (named,) = (str(cell.value) for cell in plan.cells if "隐藏不印的列" in str(cell.value))
    assert "二、上年结转政府信息公开申请数量·自然人" in named and "（一）予以公开·自然人" not in named
    assert [cell.value for cell in plan.cells if cell.row == 0 and cell.col >= column_of(0)] == [item.code for item in FORM.items]


@pytest.mark.parametrize("plan", _plans({item.code for item in FORM.items}), ids=lambda plan: plan.name)
def test_no_band_goes_over_the_edge_of_a_page_and_the_head_is_on_every_page(plan: SheetPlan) -> None:
    edges = [column_of(0), *plan.page_columns, column_of(len(FORM.items))]
    heads = [cell for cell in plan.cells if plan.repeat_rows and plan.repeat_rows[0] <= cell.row <= plan.repeat_rows[1] and cell.col >= edges[0]]
    for first, beyond in pairwise(edges):
        on_page = [cell for cell in heads if first <= cell.col < beyond]
        assert all(cell.col + cell.cols <= beyond for cell in on_page)
        assert {cell.row for cell in on_page if cell.col == first} == set(range(plan.repeat_rows[0], plan.repeat_rows[1] + 1))  # type: ignore[index]
    assert plan.repeat_columns == (1, 3)


def test_where_all_is_zero_nothing_is_left_out() -> None:
    assert pages_of(FORM, [_stating(FORM, 1, set())]).left_out == ()
