"""Marked copies go back to the department; the original stays as it was."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
from support import people, published
from support.office import Office

from gkxl.rules.marks import Grade
from gkxl.workbook.format.mark_looks import LOOKS

Run = Callable[..., tuple[int, str, str]]


def test_a_copy_with_coloured_and_commented_cells_is_made_and_the_original_left_alone(
    tmp_path: Path, run_cli: Run, templates: Callable[[int], Path], office: Office
) -> None:
    inputs = published.load("suqian_2023").inputs()
    granted = ("三", "（一）予以公开", "自然人")
    folder = tmp_path / "报送"
    folder.mkdir()
    sheet = people.fill_in(templates(2023), folder / "a.xlsx", "办公室", "2023", inputs | {granted: "若干"})
    people.fill_in(templates(2023), folder / "b.xlsx", "法规科", "2023", inputs)
    before = (folder / "a.xlsx").read_bytes()
    status, _, err = run_cli("check", folder, "--mark", tmp_path / "退回")
    assert status == 1 and "标注" in err
    assert (folder / "a.xlsx").read_bytes() == before
    assert [path.name for path in (tmp_path / "退回").iterdir()] == ["a-标注.xlsx"]
    book = openpyxl.load_workbook(tmp_path / "退回" / "a-标注.xlsx")
    cell = book["填报表"][sheet.places[granted].coordinate]
    assert cell.value == "若干" and "文字“若干”" in cell.comment.text and cell.fill.bgColor.rgb.endswith(LOOKS[Grade.NAMED].color)
    assert book.sheetnames[0] == "校验结果" and cell.coordinate in str(book["校验结果"]["C2"].value)
    assert "若干" in office.print_text(tmp_path / "退回" / "a-标注.xlsx", tmp_path / "pdf")


def test_the_corrected_copy_is_read_like_the_original(tmp_path: Path, run_cli: Run, templates: Callable[[int], Path]) -> None:
    inputs = published.load("suqian_2023").inputs()
    granted = ("三", "（一）予以公开", "自然人")
    sheet = people.fill_in(templates(2023), tmp_path / "a.xlsx", "办公室", "2023", inputs | {granted: 1})
    assert run_cli("check", tmp_path / "a.xlsx", "--mark", tmp_path / "退回")[0] == 1
    copy = tmp_path / "退回" / "a-标注.xlsx"
    book = openpyxl.load_workbook(copy)
    book["填报表"][sheet.places[granted].coordinate].value = inputs[granted]
    book.save(copy)
    assert run_cli("check", copy)[0] == 0


def test_marked_copies_can_be_made_again_but_not_over_somebodys_corrections(tmp_path: Path, run_cli: Run, templates: Callable[[int], Path]) -> None:
    wrong = published.load("suqian_2023").inputs() | {("三", "（一）予以公开", "自然人"): 1}
    people.fill_in(templates(2023), tmp_path / "a.xlsx", "办公室", "2023", wrong)
    command = ("check", tmp_path / "a.xlsx", "--mark", tmp_path / "退回")
    assert [run_cli(*command)[0] for _ in range(2)] == [1, 1]
    copy = tmp_path / "退回" / "a-标注.xlsx"
    openpyxl.load_workbook(copy).save(copy)
    status, _, err = run_cli(*command)
    assert status == 2 and "被人改过" in err


def test_a_file_that_was_checked_but_cannot_be_marked_is_said_so_once_and_not_called_foreign(
    tmp_path: Path, run_cli: Run, templates: Callable[[int], Path]
) -> None:
    wrong = published.load("suqian_2023").inputs() | {("三", "（一）予以公开", "自然人"): 1, ("三", "（一）予以公开", "商业企业"): "若干"}
    people.fill_in(templates(2023), tmp_path / "a.xls", "办公室", "2023", wrong)
    status, out, err = run_cli("check", tmp_path / "a.xls", "--mark", tmp_path / "退回")
    assert status == 1 and out.count("[错误]") >= 2
    (said,) = [line for line in err.splitlines() if "a.xls" in line]
    assert said.startswith("没有标注") and "另存为 .xlsx" in said
    assert "跳过" not in err and "没有需要标注的文件" not in err
    assert not list((tmp_path / "退回").iterdir())
