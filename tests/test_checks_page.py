"""校验 can be worked with: unit by unit, what follows and what holds folded away, readable on paper."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from support.driving import run
from support.noted import write_notes
from support.returned import GRANTED, Run, good_folder, merge, spoil

from gkxl.workbook.format.checks_columns import COLUMNS, LEFT, LEVEL, NOTE, RESULT, RIGHT, TEXT, UNIT, WIDTH
from gkxl.workbook.sheets.checks_remarks import FOLLOWS

POINTS_A_CHARACTER, PAPER = 5.25, 297 / 25.4 * 72 - 2 * 0.4 * 72
"""Of a column in Excel's standard font; the width of a landscape A4 page within its margins, in points."""


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory, templates: Callable[[int], Path]) -> Path:
    """Return a folder beside its merge, in which the figures of 法规科, and so the sums, do not balance."""
    folder = good_folder(tmp_path_factory.mktemp("page") / "报送", templates(2023))
    spoil(folder, lambda sheet, _: sheet.fill({GRANTED: 2}))
    run("merge", folder, "-o", folder.parent / "汇总.xlsx", "--unit", "某某局")
    return folder


@pytest.fixture(scope="module")
def page(sent: Path) -> Worksheet:
    """Return 校验 of that merge."""
    return openpyxl.load_workbook(sent.parent / "汇总.xlsx")["校验"]


def _value(page: Worksheet, row: int, column: int) -> str:
    return str(page.cell(row, column + 1).value or "")


def _rows(page: Worksheet, column: int, words: str) -> list[int]:
    return [row for row in range(1, page.max_row + 1) if words in _value(page, row, column)]


def test_there_is_one_line_of_column_names_frozen_filtered_and_on_every_page(page: Worksheet) -> None:
    (header,) = _rows(page, NOTE, "情况说明")
    assert [_value(page, header, column) for column in range(1, len(COLUMNS) + 1)] == [name for name, _ in COLUMNS]
    assert page.freeze_panes == f"A{header + 1}"
    assert page.print_title_rows == f"${header}:${header}"
    assert page.auto_filter.ref.startswith(f"B{header}:") and page.page_setup.orientation == "landscape"


def test_what_follows_is_folded_below_its_cause_and_can_be_unfolded(page: Worksheet) -> None:
    assert not page.protection.sheet, "Excel unfolds nothing on a protected sheet"
    following = _rows(page, LEVEL, FOLLOWS)
    assert following
    for row in following:
        assert page.row_dimensions[row].hidden and page.row_dimensions[row].outlineLevel == 1
        cause = next(above for above in range(row, 0, -1) if FOLLOWS not in _value(page, above, LEVEL))
        assert "折叠在下面" in _value(page, cause, TEXT) and not page.row_dimensions[cause].hidden
    assert page.sheet_properties.outlinePr.summaryBelow is False


def test_beside_the_notes_nothing_can_be_typed(page: Worksheet) -> None:
    (refused,) = page.data_validations.dataValidation
    assert (refused.type, refused.formula1) == ("custom", "FALSE") and "情况说明" in refused.error
    assert not any(f"{page.cell(row, NOTE + 1).coordinate}" in refused.sqref for row in _rows(page, LEVEL, "错误"))


def test_what_somebody_wrote_beside_is_not_folded_away(sent: Path, tmp_path: Path, run_cli: Run) -> None:
    output = tmp_path / "汇总.xlsx"
    shutil.copy(sent.parent / "汇总.xlsx", output)
    assert write_notes(output, "与住建局核对过，转来的1件重复登记", lambda row: FOLLOWS in str(row[LEVEL]))
    merge(run_cli, Path(shutil.copytree(sent, tmp_path / "报送")))
    again = openpyxl.load_workbook(output)["校验"]
    assert all(not again.row_dimensions[row].hidden for row in _rows(again, NOTE, "转来的1件"))


def test_the_lines_stand_unit_by_unit(page: Worksheet) -> None:
    lines = [row for row in range(1, page.max_row + 1) if _value(page, row, LEVEL) in ("错误", "提醒", "说明")]
    units = [_value(page, row, UNIT) for row in lines]
    assert len(list(dict.fromkeys(units))) == sum(unit != before for unit, before in zip(units, ["", *units], strict=False))
    (band,) = [row for row in _rows(page, UNIT, "法规科") if not _value(page, row, LEVEL) and "错误" in _value(page, row, TEXT)]
    assert band < min(row for row in lines if _value(page, row, UNIT) == "法规科")


def test_the_sides_of_a_balance_are_called_what_they_are(page: Worksheet) -> None:
    row = next(row for row in _rows(page, TEXT, "不满足“一 + 二 = 三（七） + 四”"))
    assert _value(page, row, LEFT).startswith('="一 + 二"&CHAR(10)&') and _value(page, row, RIGHT).startswith('="三（七） + 四"&CHAR(10)&')
    assert "左边" not in "".join(name for name, _ in COLUMNS) and "应为" not in "".join(name for name, _ in COLUMNS)


def test_what_holds_takes_one_line(page: Worksheet) -> None:
    holding = [row for row in range(1, page.max_row + 1) if "不平" in _value(page, row, RESULT) and _value(page, row, LEVEL) == ""]
    shown = [row for row in holding if not page.row_dimensions[row].hidden]
    assert len(holding) > 40 and len(shown) < 8
    assert all(page.row_dimensions[row].hidden for row in _rows(page, TEXT, "表三（申请）“商业企业”列："))


def test_on_paper_no_letter_is_smaller_than_eight_points(page: Worksheet) -> None:
    shrunk = min(1, PAPER / ((WIDTH + 0.72 * len(COLUMNS)) * POINTS_A_CHARACTER))
    sizes = {cell.font.size for row in page.iter_rows(min_col=2, max_col=NOTE + 1) for cell in row if cell.value is not None}
    assert min(sizes) * shrunk >= 8
