"""Marked copies go back to the department; the original stays as it was."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
from openpyxl.cell import Cell
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
    (line,) = [row for row in _lines(book) if cell.coordinate in str(row[2].value)]
    assert line[3].value == f"{cell.coordinate} （一）予以公开·自然人：填的是文字“若干”，请改为不小于0的整数。"
    assert "若干" in office.print_text(tmp_path / "退回" / "a-标注.xlsx", tmp_path / "pdf")


def _lines(book: openpyxl.Workbook) -> list[tuple[Cell, ...]]:
    """Return the rows of the list in a marked copy that are each about a mistake."""
    assert book.sheetnames[0] == "校验结果"
    return [row for row in book["校验结果"].iter_rows() if str(row[5].value).startswith("finding:")]


def test_a_copy_says_whose_it_is_and_what_to_do_and_nothing_of_the_folders_of_the_office(
    tmp_path: Path, run_cli: Run, templates: Callable[[int], Path]
) -> None:
    inputs = published.load("suqian_2023").inputs()
    folder = tmp_path / "李某的 文件夹" / "（1月）来文"
    folder.mkdir(parents=True)
    wrong = inputs | {("三", "（一）予以公开", "自然人"): 1, ("二", "第二十条第（六）项 行政处罚", "本年处理决定数量"): "约10"}
    people.fill_in(templates(2023), folder / "a.xlsx", "办公室", "2023", wrong)
    book = openpyxl.load_workbook(folder / "a.xlsx")
    book["填报表"].title = "（1月） 报送 甲's"
    book.save(folder / "a.xlsx")
    assert run_cli("check", folder, "--mark", tmp_path / "退回")[0] == 1
    book = openpyxl.load_workbook(tmp_path / "退回" / "a-标注.xlsx")
    sheet = book["校验结果"]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert {"单位：办公室", "期间：2023年"} <= set(texts)
    assert any("直接在本工作簿里更正" in text and "修订号已经改为2" in text and "发回" in text for text in texts)
    comments = [cell.comment.text for one in book.worksheets for row in one.iter_rows() for cell in row if cell.comment]
    assert comments and not [text for text in (*texts, *comments) if "文件夹" in text or "来文" in text]
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == (9, "portrait", 0)
    links = [row[2].hyperlink.location for row in _lines(book) if row[2].hyperlink]
    assert links and {link.rpartition("!")[0] for link in links} == {"'（1月） 报送 甲''s'"}
    revision = people.Sheet(book["（1月） 报送 甲's"]).field("修订号")
    assert revision.value == 2


def test_in_a_copy_of_a_merged_workbook_no_revision_is_raised(tmp_path: Path, run_cli: Run, templates: Callable[[int], Path]) -> None:
    wrong = published.load("suqian_2023").inputs() | {("三", "（一）予以公开", "自然人"): 1}
    people.fill_in(templates(2023), tmp_path / "a.xlsx", "办公室", "2023", wrong)
    run_cli("merge", tmp_path / "a.xlsx", "-o", tmp_path / "汇总.xlsx", "--unit", "某某局")
    assert run_cli("check", tmp_path / "汇总.xlsx", "--mark", tmp_path / "退回")[0] == 1
    book = openpyxl.load_workbook(tmp_path / "退回" / "汇总-标注.xlsx")
    assert {str(people.Sheet(book[name]).field("修订号").value) for name in ("汇总", "办公室")} == {"1"}
    assert any("先请该单位更正" in str(row[0].value) for row in book["校验结果"].iter_rows())


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
