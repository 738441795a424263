"""明细 and 各月明细 on paper: no column without a figure, no band cut at the edge of a page, fewer pages."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gkxl.forms import Form, form_by_id
from gkxl.model.period import Period
from gkxl.model.submission import Source, Submission
from gkxl.workbook.format import styles
from gkxl.workbook.format.sheet_plan import SheetPlan, lines_needed, text_width
from gkxl.workbook.sheets.left_out_names import names_of
from gkxl.workbook.sheets.matrix_pages import on_paper, page_starts, pages_of
from gkxl.workbook.sheets.matrix_sheet import column_of, line_of, matrix_sheet, months_sheet

FORM = form_by_id("2021")
CLOSED = {"applications.granted.natural_person", "applications.new.natural_person"}


def _stating(form: Form, month: int, codes: set[str]) -> Submission:
    stated = [None if item.index in form.total_items else int(item.code in codes) for item in form.items]
    return Submission(form, "甲局", Period(2025, month) if month else Period(2025), 1, Source("甲.xlsx", "甲局"), stated)


def _plans(codes: set[str]) -> list[SheetPlan]:
    year = _stating(FORM, 0, codes)
    return [matrix_sheet(FORM, year, [year], {}), months_sheet(FORM, [_stating(FORM, month, codes) for month in range(1, 13)])]


def _named(plan: SheetPlan) -> list[str]:
    """Return the rows of the list of what is hidden."""
    return [str(cell.value) for cell in plan.cells if cell.style == styles.SUBTITLE]


def _hidden(plan: SheetPlan) -> list[int]:
    return [item.index for item in FORM.items if column_of(item.index) in plan.hidden_columns]


@pytest.mark.parametrize("plan", _plans(CLOSED), ids=lambda plan: plan.name)
def test_columns_that_are_zero_everywhere_are_hidden_and_named_and_their_codes_stay(plan: SheetPlan) -> None:
    shown = [item for item in FORM.items if column_of(item.index) not in plan.hidden_columns]
    totals = {code.replace("natural_person", "total") for code in CLOSED} | {
        "applications.results_total.natural_person",
        "applications.results_total.total",
    }
    assert {item.code for item in shown} == CLOSED | totals
    named = "".join(_named(plan))
    assert named.startswith("各行都是0、隐藏不印的列：")
    assert "二、上年结转政府信息公开申请数量" in named and "（一）予以公开" not in named
    assert [cell.value for cell in plan.cells if cell.row == 0 and cell.col >= column_of(0)] == [item.code for item in FORM.items]


@pytest.mark.parametrize("plan", _plans({item.code for item in FORM.items}), ids=lambda plan: plan.name)
def test_no_band_goes_over_the_edge_of_a_page_and_the_head_is_on_every_page(plan: SheetPlan) -> None:
    edges = [column_of(0), *plan.page_columns, column_of(len(FORM.items))]
    heads = [cell for cell in plan.cells if plan.repeat_rows and plan.repeat_rows[0] <= cell.row <= plan.repeat_rows[1] and cell.col >= edges[0]]
    for first, beyond in pairwise(edges):
        on_page = [cell for cell in heads if first <= cell.col < beyond]
        assert all(cell.col + cell.cols <= beyond for cell in on_page)
        assert {cell.row for cell in on_page if cell.col == first} == set(range(plan.repeat_rows[0], plan.repeat_rows[1] + 1))  # type: ignore[index]
    assert plan.repeat_columns == (2, 3)


def test_the_whole_of_a_table_a_row_and_a_column_is_named_once() -> None:
    blank = pages_of(FORM, [_stating(FORM, 0, CLOSED)]).left_out
    names = names_of(FORM, blank)
    assert "二、主动公开政府信息情况（整张表）" in names and "四、政府信息公开行政复议、行政诉讼情况（整张表）" in names
    assert names.count("二、上年结转政府信息公开申请数量") == 1
    everywhere = "三、收到和处理政府信息公开申请情况各行的商业企业、科研机构、社会公益组织、法律服务机构、其他"
    assert [name for name in names if "商业企业" in name] == [everywhere]


def test_a_row_that_has_figures_names_its_other_columns() -> None:
    blank = pages_of(FORM, [_stating(FORM, 0, CLOSED | {"applications.new.commercial"})]).left_out
    assert "（一）予以公开·商业企业" in names_of(FORM, blank)


SCATTERED = {item.code for item in FORM.items if item.index % 5 == 2}
"""What leaves names that differ from row to row: the longest list."""
_LIKELY = [CLOSED, SCATTERED, {item.code for item in FORM.items if item.index % 2}, {item.code for item in FORM.items}]


@pytest.mark.parametrize("plan", [plan for codes in _LIKELY for plan in _plans(codes)], ids=lambda plan: plan.name)
def test_nothing_is_cut_on_paper_and_its_letters_can_be_read(plan: SheetPlan) -> None:
    """The highest row that Excel has is 409 points; what is wrapped has as many lines as it needs, a line 1.1 times as high as its letters."""
    assert plan.print_area is not None and plan.repeat_rows is not None
    assert max(plan.heights.values()) <= 409
    hidden, on_paper = plan.hidden_columns, {*range(plan.repeat_rows[0], plan.repeat_rows[1] + 1), *range(plan.print_area[0], plan.print_area[2] + 1)}
    for cell in (cell for cell in plan.cells if cell.row in on_paper and isinstance(cell.value, str) and cell.value):
        shown = [col for col in range(cell.col, cell.col + cell.cols) if col not in hidden]
        if shown and (cell.col >= column_of(0) or cell.col in (2, 3)):
            characters = sum(7 * plan.widths[col] + 5 for col in shown) / 6.7
            assert not cell.style.shrink and cell.style.size * plan.scale / 100 >= 7.5
            if cell.style.wrap:
                high = sum(plan.heights[row] for row in range(cell.row, cell.row + cell.rows))
                assert lines_needed(cell.value, characters) * cell.style.size * 1.1 <= high, cell
            else:
                assert text_width(cell.value) <= characters, cell


def test_the_list_of_a_long_form_is_shared_out_over_rows() -> None:
    for plan in _plans(SCATTERED):
        assert len(_named(plan)) > 1
        assert "".join(_named(plan)) == "各行都是0、隐藏不印的列：" + "；".join(names_of(FORM, _hidden(plan))) + "。"


@pytest.mark.parametrize(("unit", "lines"), [("甲局", 1), ("某某市某某区自然资源和规划局" * 4, 3)])
def test_a_long_name_takes_more_lines_not_smaller_letters(unit: str, lines: int) -> None:
    year = replace(_stating(FORM, 0, CLOSED), unit=unit)
    plan = matrix_sheet(FORM, year, [year], {})
    assert plan.heights[line_of(0)] == lines * plan.heights[line_of(1)]


LONG = "某某市某某区自然资源和规划局"


@pytest.mark.parametrize(("units", "lines"), [(1, 3), (4, 1)])
def test_a_name_takes_as_many_lines_as_make_the_fewest_pages(units: int, lines: int) -> None:
    """One line more is no page more where there are few units, and leaves room for figures."""
    months = [replace(_stating(FORM, month, {item.code for item in FORM.items}), unit=LONG) for month in range(1, 13)] * units
    pages = pages_of(FORM, months)
    assert {pages.text_lines(month) for month in months} == {lines}


@settings(max_examples=40)
@given(st.lists(st.lists(st.sampled_from([2.2, 5.0, 14.0, 40.0]), min_size=1, max_size=4), min_size=1, max_size=6), st.sampled_from([30.0, 500.0]))
def test_pages_are_as_few_as_they_can_be_and_tear_as_few_rows(rows: list[list[float]], room: float) -> None:
    widths = [width for row in rows for width in row]
    bands, column = [], 0
    for row in rows:
        bands.append(range(column, column + len(row)))
        column += len(row)
    whole = {band[0] for band in bands}

    def fits(starts: tuple[int, ...]) -> bool:
        pages = [range(first, beyond) for first, beyond in pairwise((*starts, len(widths)))]
        return all(len(page) == 1 or sum(on_paper(widths[column]) for column in page) <= room for page in pages)

    def cost(starts: tuple[int, ...]) -> tuple[int, int]:
        return len(starts), sum(start not in whole for start in starts)

    made = page_starts(bands, widths, room)
    others = ((0, *rest) for number in range(len(made)) for rest in combinations(range(1, len(widths)), number))
    assert fits(made) and cost(made) == min(cost(starts) for starts in others if fits(starts))


def test_the_months_of_four_units_are_on_a_page() -> None:
    plan = months_sheet(FORM, [_stating(FORM, month, CLOSED) for month in range(1, 13)] * 4)
    first, last = plan.repeat_rows or (0, 0)
    high = sum(plan.heights[row] for row in (*range(first, last + 1), *range(line_of(0), line_of(48))))
    assert high * plan.scale / 100 <= 595 - 0.85 * 72


def test_the_word_for_the_sum_is_in_a_column_that_is_on_every_page() -> None:
    (plan, _) = _plans(CLOSED)
    assert [cell.col for cell in plan.cells if cell.value == "合计"] == [2]


def test_where_all_is_zero_nothing_is_left_out() -> None:
    assert pages_of(FORM, [_stating(FORM, 1, set())]).left_out == ()
