"""A filled sheet is read back as it was filled, whatever a department does to its looks."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet
from support import people, published

from gkxl.actions.checking import check_paths
from gkxl.forms import all_forms, form_by_id
from gkxl.model.period import Period
from gkxl.model.submission import Source, Submission, address
from gkxl.workbook.reading.opening import open_workbook
from gkxl.workbook.reading.submissions import read_workbook
from gkxl.workbook.writing.workbooks import unit_workbook


@st.composite
def filled(draw: st.DrawFn) -> Submission:
    """Draw a submission of either form with any figures."""
    form = draw(st.sampled_from(all_forms()))
    values: list[int | Decimal | None] = []
    for item in form.items:
        if item.index in form.total_items:
            values.append(None)
        elif item.kind.whole:
            values.append(draw(st.none() | st.integers(0 if item.kind.minimum == 0 else -999, 10**7)))
        else:
            values.append(draw(st.none() | st.decimals(0, 10**8, places=4)))
    values[0] = 1  # a sheet without any figure is not a submission
    return Submission(form, draw(st.sampled_from(["办公室", "a/b*科[1]", "'引号'科"])), Period(form.first_year, 3), 2, Source("", ""), values)


@settings(max_examples=25)
@given(filled())
def test_a_workbook_that_we_fill_is_read_back_the_same(tmp_path_factory: pytest.TempPathFactory, submission: Submission) -> None:
    path = tmp_path_factory.mktemp("round") / "a.xlsx"
    path.write_bytes(unit_workbook(submission.form, submission.unit, submission.period, submission))
    reading = read_workbook(open_workbook(path), "a.xlsx")
    (read,) = reading.submissions
    assert (reading.unread, reading.findings) == ([], [])
    assert (read.unit, read.period, read.figures) == (submission.unit, submission.period, submission.figures)
    assert read.overwritten == {}


def _insert_rows_and_columns(book: openpyxl.Workbook, sheet: Worksheet) -> None:
    """Move everything the way Excel does when a row is inserted above 表三 and columns to the left and in the middle."""
    merged = [str(area) for area in sheet.merged_cells.ranges]
    for area in merged:
        sheet.unmerge_cells(area)
    sheet.insert_rows(4, 2)
    sheet.insert_rows(40)
    sheet.insert_cols(1)
    sheet.insert_cols(12)
    sheet["L60"] = "科室自己的备注"


def _rename_and_reorder(book: openpyxl.Workbook, sheet: Worksheet) -> None:
    sheet.title = "三月（改）"
    book.move_sheet(sheet, -2)
    book.create_sheet("我们的备忘", 0)["A1"] = "一、本年新收政府信息公开申请数量"


def _restyle(book: openpyxl.Workbook, sheet: Worksheet) -> None:
    sheet.protection.sheet = False
    for row in sheet.iter_rows():
        for cell in row:
            cell.font = openpyxl.styles.Font(name="楷体", size=14, color="FF0000")
    sheet.column_dimensions["A"].hidden = False
    sheet["T3"], sheet["T40"] = "单位徽标", 12345
    sheet.sheet_state = "hidden"


@pytest.mark.parametrize("change", [_insert_rows_and_columns, _rename_and_reorder, _restyle])
@pytest.mark.parametrize("year", [2019, 2023])
def test_what_a_department_does_to_the_looks_does_no_harm(
    change: Callable[[openpyxl.Workbook, Worksheet], None], year: int, templates: Callable[[int], Path], tmp_path: Path
) -> None:
    report = published.load("chaoyang_hq_2019" if year == 2019 else "suqian_2023")
    people.fill_in(templates(year), tmp_path / "a.xlsx", "办公室", str(year), report.inputs())
    before = check_paths([tmp_path / "a.xlsx"])
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    change(book, next(sheet for sheet in book.worksheets if sheet.title == "填报表"))
    book.save(tmp_path / "b.xlsx")
    after = check_paths([tmp_path / "b.xlsx"])
    assert after.submissions[0].figures == before.submissions[0].figures
    assert [one.rule for one in after.findings] == [one.rule for one in before.findings]
    assert after.unread == before.unread


def test_each_figure_knows_the_cell_it_came_from(templates: Callable[[int], Path], tmp_path: Path) -> None:
    sheet = people.fill_in(templates(2023), tmp_path / "a.xlsx", "办公室", "2023", published.load("suqian_2023").inputs())
    (submission,) = check_paths([tmp_path / "a.xlsx"]).submissions
    form = form_by_id("2021")
    own = [item for item in form.items if item.table == "applications"]
    for item in own:
        assert submission.cell(item.index) == sheet.places["三", item.row_label, item.column_label].coordinate


@given(st.integers(0, 1_048_575), st.integers(0, 16_383))
def test_addresses_are_those_of_a_spreadsheet(row: int, col: int) -> None:
    assert address(row, col) == f"{openpyxl.utils.get_column_letter(col + 1)}{row + 1}"
