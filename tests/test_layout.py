"""A table of any width has its place on a sheet: its columns share out the sheet, and every printed cell lies inside."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkxl.forms import Form, all_forms, loads
from gkxl.workbook.format.layout import HEAD_FIELDS, NAME_COLUMNS, SheetLayout, layout_of, share_out
from gkxl.workbook.sheets.input_sheet import SheetContent, input_sheet
from gkxl.workbook.sheets.report_sheet import report_sheet

WIDTHS = st.lists(st.integers(1, 5000), min_size=2, max_size=20)


def _form(tables: list[list[int]]) -> Form:
    """Return a form with tables of these widths: a column of labels, then figures; the last column is their total."""
    text = ['id = "office-own"', 'name = "本机关格式"', "first_year = 2021", 'notice = ""', 'series = "own"']
    text += [
        "[words]",
        *(f'{key} = "本机关"' for key in ("statistics", "sheet", "summary", "reporting")),
        "[report]",
        'title = "{unit}{year}"',
        'period = ""',
    ]
    text += ["sections = [", *(f'  {{ title = "第{number}张表", table = "t{number}" }},' for number in range(len(tables))), "]"]
    text += ["[kinds.count]", "whole = true", 'rule = { id = "kind.count", severity = "error", sentence = "件数" }']
    for number, widths in enumerate(tables):
        codes = [f"c{column}" for column in range(1, len(widths))]
        text += ["[[tables]]", f'code = "t{number}"', f'number = "表{number}"', 'name = "数"', f"widths = {widths}"]
        text += [
            "[[tables.blocks]]",
            'code = "only"',
            'header = [[{ text = "事项" }, ' + ", ".join(f'{{ column = "{code}" }}' for code in codes) + "]]",
        ]
        text += ["columns = [", *(f'  {{ code = "{code}", label = "{code}" }},' for code in codes), "]"]
        text += ["rows = [", '  { code = "first", label = "甲" },', '  { code = "sum", label = "合计" },', "]", "equations = ["]
        total = f'id = "t{number}.sum", role = "total", per = "column", severity = "error", formula = "sum = first"'
        text += [f'  {{ {total}, shown = "", sentence = "" }},', "]"]
    return loads("\n".join(text))


def _covered_once(layout: SheetLayout) -> None:
    """Assert that the cells of each table cover all sheet columns of each of its rows exactly once."""
    for placed in layout.tables:
        spots = Counter((cell.row + i, cell.col + j) for cell in placed.cells for i in range(cell.rows) for j in range(cell.cols))
        rows = {row for row, _ in spots}
        assert spots == Counter((row, col) for row in rows for col in range(layout.left, layout.left + layout.columns))


@given(WIDTHS, st.integers(0, 30))
def test_widths_share_out_the_columns_of_a_sheet(widths: list[int], more: int) -> None:
    columns = len(widths) + more
    shares = share_out(widths, columns)
    assert sum(shares) == columns
    assert min(shares) >= 1
    for width, share in zip(widths, shares, strict=True):
        wide_enough = all(other * columns >= sum(widths) for other in widths)
        assert not wide_enough or abs(share - width * columns / sum(widths)) < 1


@given(st.lists(WIDTHS, min_size=1, max_size=4), st.booleans())
def test_every_printed_cell_lies_on_the_sheet(tables: list[list[int]], codes: bool) -> None:
    layout = layout_of(_form(tables), codes=codes)
    _covered_once(layout)
    assert len(set(layout.positions)) == len(layout.form.items)
    for _, value_column, columns in layout.field_columns():
        assert columns >= NAME_COLUMNS + 1
        assert layout.left <= value_column <= layout.side_column - columns


@pytest.mark.parametrize("codes", [True, False])
def test_the_statutory_tables_lie_on_the_sheet(codes: bool) -> None:
    for form in all_forms():
        _covered_once(layout_of(form, codes=codes))


@pytest.mark.parametrize("widths", [[1, 1], [1, 9999], [1, 1, 9999], [9999, *[1] * 19]], ids=str)
def test_a_sheet_of_a_narrow_table_has_no_two_cells_in_one_place(widths: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    form = _form([widths])
    monkeypatch.setattr("gkxl.workbook.sheets.input_sheet.layout_for", lambda _: layout_of(form))
    monkeypatch.setattr("gkxl.workbook.sheets.report_sheet.layout_for", lambda _, codes: layout_of(form, codes=codes))
    for plan in (input_sheet(form, SheetContent("科室")), report_sheet(form, None, "", "")):
        spots = Counter((cell.row + i, cell.col + j) for cell in plan.cells for i in range(cell.rows) for j in range(cell.cols))
        assert {spot: times for spot, times in spots.items() if times > 1} == {}
        assert min(cell.cols for cell in plan.cells) >= 1


def test_each_head_field_has_a_place_of_its_own() -> None:
    layout = layout_of(_form([[1, 1]]))
    keys = [key for line in HEAD_FIELDS for key, _ in line]
    assert len({layout.field(key) for key in keys}) == len(keys)
