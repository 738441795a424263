"""Everything that offices really send: each gets one clear sentence, the right exit status, and the rest still merges."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msoffcrypto.format.ooxml
import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from support import people, published
from support.office import Office

Run = Callable[..., tuple[int, str, str]]

NEW = ("三", "一、本年新收政府信息公开申请数量", "自然人")
GRANTED = ("三", "（一）予以公开", "自然人")
FEES = ("二", "第二十条第（八）项 行政事业性收费", "本年收费金额（单位：万元）")
ZEROS: dict[published.Key, object] = dict.fromkeys(published.load("suqian_2023").inputs(), 0)


@pytest.fixture
def good(tmp_path: Path, templates: Callable[[int], Path]) -> Path:
    """A folder with one good submission of 办公室: one application, granted."""
    folder = tmp_path / "报送"
    folder.mkdir()
    people.fill_in(templates(2023), folder / "办公室.xlsx", "办公室", "2023", ZEROS | {NEW: 1, GRANTED: 1})
    return folder


def spoil(folder: Path, change: Callable[[people.Sheet, Worksheet], object], name: str = "法规科.xlsx", unit: str = "法规科") -> str:
    """Add a submission of another unit, three applications, with something wrong; return the name of its file."""
    book = openpyxl.load_workbook(folder / "办公室.xlsx")
    sheet = people.Sheet(book.worksheets[2])
    sheet.field("单位").value = unit
    sheet.fill({NEW: 3, GRANTED: 3})
    change(sheet, book.worksheets[2])
    book.save(folder / name)
    return (folder / name).as_posix()


def merge(run_cli: Run, folder: Path) -> tuple[int, dict]:
    """Merge the folder and return exit status and the JSON document."""
    status, out, _ = run_cli("merge", folder, "-o", folder.parent / "汇总.xlsx", "--unit", "某某局", "--json")
    document = json.loads(out) if out else {}
    return status, document


def new_applications(merged: Path) -> int:
    """Return 一、本年新收 · 总计 as the merged workbook shows it."""
    book = openpyxl.load_workbook(merged, data_only=True)
    return people.Sheet(book["汇总"]).places["三", NEW[1], "总计"].value


# ------------------------------------------------------------------------------------------------ files that are not read


def _encrypted(good: bytes) -> bytes:
    buffer = io.BytesIO()
    msoffcrypto.format.ooxml.OOXMLFile(io.BytesIO(good)).encrypt("密码123", buffer)
    return buffer.getvalue()


def _foreign(good: bytes) -> bytes:
    book = openpyxl.Workbook()
    book.active["A1"] = "随便一张表"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _far_cell(good: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/worksheets/sheet3.xml":
                data = data.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>2</v></c></row></sheetData>')
            new.writestr(name, data)
    return buffer.getvalue()


def _word(good: bytes) -> bytes:
    import docx

    buffer = io.BytesIO()
    docx.Document().save(buffer)
    return buffer.getvalue()


@dataclass(frozen=True)
class Unreadable:
    """A file that cannot be read, and words of the sentence that says so."""

    id: str
    make: Callable[[bytes], bytes]
    words: str


UNREADABLE = [
    Unreadable("text", lambda good: "科室,件数\n办公室,3\n".encode(), "不是 Excel 工作簿（是文本文件）"),
    Unreadable("GBK text", lambda good: "科室\t件数\r\n办公室\t3\r\n".encode("gbk"), "不是 Excel 工作簿（是文本文件）"),
    Unreadable("image", lambda good: b"\x89PNG\r\n\x1a\n" + bytes(200), "不是 Excel 工作簿（是图片）"),
    Unreadable("pdf", lambda good: b"%PDF-1.7\n" + bytes(200), "不是 Excel 工作簿（是 PDF 文件）"),
    Unreadable("web page", lambda good: b"<html><table><tr><td>1</td></tr></table></html>", "是网页或 XML 格式的表格"),
    Unreadable("word document", _word, "不是 Excel 工作簿（是 Word 文档）"),
    Unreadable("empty", lambda good: b"", "是空文件"),
    Unreadable("truncated", lambda good: good[: len(good) // 2], "不完整或已损坏"),
    Unreadable("tail cut off", lambda good: good[:-30], "不完整或已损坏"),
    Unreadable("password", _encrypted, "设有打开密码"),
    Unreadable("company encryption", lambda good: b"%TSD-Header-###%" + bytes(4000), "文档加密软件"),
    Unreadable("no input sheet", _foreign, "没有找到填报表"),
    Unreadable("stray cell far away", _far_cell, "XFD1048576"),
    Unreadable("random bytes", lambda good: bytes(range(256)) * 20, "内容无法识别"),
]


@pytest.mark.parametrize("case", UNREADABLE, ids=lambda case: case.id)
def test_an_unreadable_file_is_named_with_the_reason_and_the_others_still_merge(case: Unreadable, good: Path, run_cli: Run) -> None:
    bad = good / "坏文件.xlsx"
    bad.write_bytes(case.make((good / "办公室.xlsx").read_bytes()))
    status, document = merge(run_cli, good)
    assert status == 1
    assert [unread["file"] for unread in document["unread"]] == [bad.as_posix()]
    assert case.words in document["unread"][0]["reason"]
    assert "请" in document["unread"][0]["reason"]
    assert [one["unit"] for one in document["submissions"]] == ["办公室"]
    assert new_applications(good.parent / "汇总.xlsx") == 1
    face = openpyxl.load_workbook(good.parent / "汇总.xlsx")["汇总"]["B3"].value
    assert "1份未读出" in face


def test_an_unreadable_file_alone_is_status_2_and_nothing_is_written(tmp_path: Path, run_cli: Run) -> None:
    (tmp_path / "坏.xlsx").write_text("不是工作簿", encoding="utf-8")
    status, _, err = run_cli("merge", tmp_path / "坏.xlsx", "-o", tmp_path / "汇总.xlsx")
    assert status == 2
    assert "坏.xlsx" in err and "是文本文件" in err
    assert not (tmp_path / "汇总.xlsx").exists()


def test_a_path_that_does_not_exist_is_said_and_the_others_still_merge(good: Path, run_cli: Run) -> None:
    status, _out, err = run_cli("merge", good, good / "没有这个.xlsx", "-o", good.parent / "汇总.xlsx")
    assert status == 1
    assert "没有这个.xlsx" in err and "文件不存在" in err
    assert new_applications(good.parent / "汇总.xlsx") == 1


def test_lock_files_are_skipped_and_said(good: Path, run_cli: Run) -> None:
    (good / "~$办公室.xlsx").write_bytes(b"\x06admin" + b" " * 150)
    status, _, err = run_cli("merge", good, "-o", good.parent / "汇总.xlsx")
    assert status == 0
    assert "~$办公室.xlsx" in err and "已跳过" in err


@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_other_spreadsheet_formats_are_read(ending: str, good: Path, run_cli: Run, office: Office) -> None:
    converted = office.convert([good / "办公室.xlsx"], ending, good.parent / "旧格式")[0]
    status, out, _ = run_cli("check", converted, "--json")
    assert status == 0
    assert json.loads(out)["submissions"][0]["file"] == converted.as_posix()
    run_cli("merge", converted, "-o", good.parent / "汇总.xlsx")
    assert new_applications(good.parent / "汇总.xlsx") == 1


def test_a_workbook_under_a_wrong_ending_is_read_by_its_content(good: Path, run_cli: Run, office: Office) -> None:
    old = office.convert([good / "办公室.xlsx"], "xls", good.parent / "旧格式")[0]
    old.rename(good / "办公室.xlsx")
    status, _ = merge(run_cli, good)
    assert status == 0


# --------------------------------------------------------------------------------------------- heads that cannot be used


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("单位", None, "没有填单位名称"),
        ("期间", None, "没有填期间"),
        ("期间", "二〇二三", "不是期间"),
        ("期间", "2023-13", "没有13月"),
        ("期间", "2019", "应使用2019年格式"),
        ("期间", "1023", "不在2008至2099之间"),
    ],
)
def test_a_head_that_cannot_be_used_leaves_the_sheet_out_and_says_where(field: str, value: object, words: str, good: Path, run_cli: Run) -> None:
    file = spoil(good, lambda sheet, _: setattr(sheet.field(field), "value", value))
    status, document = merge(run_cli, good)
    assert status == 1
    assert [one["unit"] for one in document["submissions"]] == ["办公室"]
    (unread,) = document["unread"]
    assert unread["file"] == file
    assert words in unread["reason"] and "工作表“填报表”" in unread["reason"] and "请" in unread["reason"]


def test_a_sheet_that_was_never_filled_in_is_not_a_report_of_zeros(good: Path, run_cli: Run, templates: Callable[[int], Path]) -> None:
    people.fill_in(templates(2023), good / "法规科.xlsx", "法规科", "2023", {})
    status, document = merge(run_cli, good)
    assert status == 1
    assert "没有填任何数字（法规科）" in document["unread"][0]["reason"]


# ------------------------------------------------------------------------------------------ figures that are not figures


@dataclass(frozen=True)
class WrongFigure:
    """Something typed into a figure cell, and the rule and words that answer it."""

    id: str
    value: object
    rule: str
    words: str
    key: published.Key = NEW


WRONG_FIGURES = [
    WrongFigure("text", "若干", "figure.text", "文字“若干”"),
    WrongFigure("about", "约10", "figure.text", "文字“约10”"),
    WrongFigure("date", date(2023, 3, 1), "figure.date", "日期"),
    WrongFigure("boolean", True, "figure.boolean", "逻辑值TRUE"),
    WrongFigure("error value", "#DIV/0!", "figure.error_value", "错误值"),
    WrongFigure("formula never calculated", "=1+2", "figure.uncalculated", "没有计算结果的公式"),
    WrongFigure("negative", -3, "kind.count", "负数-3"),
    WrongFigure("negative in words", "减3", "kind.count", "负数-3"),
    WrongFigure("fraction", 2.5, "kind.count", "小数2.5"),
    WrongFigure("other unit of money", "200元", "figure.text", "文字“200元”", FEES),
]


@pytest.mark.parametrize("case", WRONG_FIGURES, ids=lambda case: case.id)
def test_what_is_no_figure_is_named_by_cell_and_label_and_not_counted(case: WrongFigure, good: Path, run_cli: Run) -> None:
    cells: list[str] = []

    def type_it(sheet: people.Sheet, _: Worksheet) -> None:
        cells.append(sheet.places[case.key].coordinate)
        sheet.places[case.key].value = case.value

    file = spoil(good, type_it)
    status, document = merge(run_cli, good)
    assert status == 1
    (found,) = [finding for finding in document["findings"] if finding["rule"] == case.rule]
    assert found["severity"] == "error"
    assert (found["file"], found["sheet"], found["cells"], found["unit"]) == (file, "填报表", cells, "法规科")
    assert case.words in found["message"] and case.key[2] in found["message"] and "请改正" in found["message"]
    if case.key == NEW:
        assert new_applications(good.parent / "汇总.xlsx") == 1
        # nothing that rests on the cell may pass for checked
        assert [f["unit"] for f in document["findings"] if f["rule"] == "check.unverified"] == ["法规科", "某某局"]
        assert "applications.balance" not in {f["rule"] for f in document["findings"]}


@pytest.mark.parametrize("ending", ["xls", "ods"])
@pytest.mark.parametrize(("value", "rule"), [("=1/0", "figure.error_value"), (True, "figure.boolean")])
def test_error_and_logical_values_are_found_in_other_formats_too(
    ending: str, value: object, rule: str, good: Path, run_cli: Run, office: Office
) -> None:
    file = Path(spoil(good, lambda sheet, _: setattr(sheet.places[NEW], "value", value)))
    converted = office.convert([file], ending, good.parent / "旧格式")[0]
    status, out, _ = run_cli("check", converted, "--json")
    (found,) = [finding for finding in json.loads(out)["findings"] if finding["rule"].startswith("figure.") and finding["severity"] == "error"]
    assert (status, found["rule"]) == (1, rule)


def test_a_number_typed_as_text_is_blamed_and_not_the_total_that_lacks_it(good: Path, run_cli: Run, office: Office) -> None:
    cells: list[str] = []

    def type_text(sheet: people.Sheet, _: Worksheet) -> None:
        sheet.places[NEW].value = "3件"
        cells.append(sheet.places[NEW].coordinate)

    file = Path(spoil(good, type_text))
    office.recalculate([file], good.parent / "lo")[0].replace(file)
    status, document = merge(run_cli, good)
    assert [(finding["rule"], finding["severity"], finding["cells"]) for finding in document["findings"]] == [("figure.as_text", "warning", cells)]
    assert status == 0
    assert new_applications(good.parent / "汇总.xlsx") == 4


@pytest.mark.parametrize("value", ["3件", "３", " 3 ", "+3", "增3", "3.0", 3.0])
def test_what_a_person_would_understand_is_understood(value: object, good: Path, run_cli: Run) -> None:
    spoil(good, lambda sheet, _: setattr(sheet.places[NEW], "value", value))
    status, document = merge(run_cli, good)
    assert (status, document["findings"]) == (0, [])
    assert new_applications(good.parent / "汇总.xlsx") == 4


def test_a_formula_of_the_department_counts_with_the_result_it_stored(good: Path, run_cli: Run, office: Office) -> None:
    file = Path(spoil(good, lambda sheet, _: setattr(sheet.places[NEW], "value", "=1+2")))
    office.recalculate([file], good.parent / "lo")[0].replace(file)  # what the department's Excel does on saving
    assert merge(run_cli, good)[0] == 0
    assert new_applications(good.parent / "汇总.xlsx") == 4


@pytest.mark.parametrize("value", [None, "/", "-", "—", "无", "／"])
def test_what_is_not_stated_counts_as_0_and_is_reported(value: object, good: Path, run_cli: Run) -> None:
    def leave_open(sheet: people.Sheet, _: Worksheet) -> None:
        sheet.places["四", "", "0"].value = value

    file = spoil(good, leave_open)
    status, document = merge(run_cli, good)
    assert status == 0
    (found,) = document["findings"]
    assert (found["rule"], found["severity"], found["file"], len(found["cells"])) == ("figure.not_stated", "info", file, 1)


# --------------------------------------------------------------------------------------------------- sheets changed by hand


def test_a_changed_row_label_is_named(good: Path, run_cli: Run) -> None:
    def rename(sheet: people.Sheet, worksheet: Worksheet) -> None:
        next(cell for cell in sheet.texts if cell.value == "2.重复申请").value = "2.其他申请"

    spoil(good, rename)
    status, document = merge(run_cli, good)
    (found,) = document["findings"]
    assert (status, found["rule"], found["expected"], found["actual"]) == (1, "label.changed", "2.重复申请", "2.其他申请")
    assert found["cells"][0] in found["message"]


def test_a_changed_column_label_is_named(good: Path, run_cli: Run) -> None:
    def rename(sheet: people.Sheet, worksheet: Worksheet) -> None:
        next(cell for cell in sheet.texts if cell.value == "科研机构").value = "事业单位"

    spoil(good, rename)
    status, document = merge(run_cli, good)
    (found,) = document["findings"]
    assert (status, found["rule"], found["expected"], found["actual"]) == (1, "label.changed", "科研机构", "事业单位")


@pytest.mark.parametrize("written", ["2、重复申请", "２.重复 申请", "2. 重复\n申请"])
def test_a_label_written_a_little_differently_is_the_same_label(written: str, good: Path, run_cli: Run) -> None:
    def rename(sheet: people.Sheet, worksheet: Worksheet) -> None:
        next(cell for cell in sheet.texts if cell.value == "2.重复申请").value = written

    spoil(good, rename)
    assert merge(run_cli, good)[0] == 0


def test_a_deleted_row_is_named_by_its_label(good: Path, run_cli: Run) -> None:
    def delete(sheet: people.Sheet, worksheet: Worksheet) -> None:
        row = sheet.places[("三", "（五）不予处理 2.重复申请", "自然人")].row
        for cell in worksheet[row]:
            if not isinstance(cell, openpyxl.cell.cell.MergedCell):
                cell.value = None

    spoil(good, delete)
    status, document = merge(run_cli, good)
    (found,) = [finding for finding in document["findings"] if finding["severity"] == "error"]
    assert (status, found["rule"]) == (1, "code.missing")
    assert "“2.重复申请”行" in found["message"]
    assert "applications.not_processed_repeat.natural_person" in found["items"]


def test_a_deleted_code_row_is_named_by_its_table(good: Path, run_cli: Run) -> None:
    def delete(_: people.Sheet, worksheet: Worksheet) -> None:
        row = next(cell.row for cell in worksheet["A"] if cell.value == "@disputes.cases")
        for cell in worksheet[row]:
            cell.value = None

    spoil(good, delete)
    status, document = merge(run_cli, good)
    assert status == 1
    assert [finding["message"].count("表四（复议诉讼）的代码行") for finding in document["findings"] if finding["rule"] == "code.missing"] == [1]


def test_a_copied_row_is_counted_once_and_named(good: Path, run_cli: Run) -> None:
    def copy(sheet: people.Sheet, worksheet: Worksheet) -> None:
        row, free = sheet.places[NEW].row, worksheet.max_row + 2
        for cell in worksheet[row]:
            worksheet.cell(free, cell.column).value = cell.value

    spoil(good, copy)
    status, document = merge(run_cli, good)
    assert status == 1
    assert "code.repeated" in {finding["rule"] for finding in document["findings"]}
    assert new_applications(good.parent / "汇总.xlsx") == 4


def test_a_copied_column_is_named_and_the_first_one_counts(good: Path, run_cli: Run) -> None:
    def copy(sheet: people.Sheet, worksheet: Worksheet) -> None:
        column = sheet.places[NEW].column
        for row in range(1, worksheet.max_row + 1):
            worksheet.cell(row, 20).value = worksheet.cell(row, column).value
        worksheet.cell(sheet.places[NEW].row, 20).value = 99

    spoil(good, copy)
    status, document = merge(run_cli, good)
    assert status == 1 and "code.repeated" in {finding["rule"] for finding in document["findings"]}
    assert new_applications(good.parent / "汇总.xlsx") == 4


def test_a_long_list_on_another_sheet_does_no_harm(good: Path, run_cli: Run) -> None:
    file = good / "办公室.xlsx"
    book = openpyxl.load_workbook(file)
    ledger = book.create_sheet("台账")
    for number in range(12_000):
        ledger.append([number, "登记"])
    book.save(file)
    assert merge(run_cli, good)[0] == 0


def test_a_damaged_list_of_parts_is_a_sentence_and_no_defect(good: Path, run_cli: Run) -> None:
    file = Path(spoil(good, lambda sheet, _: setattr(sheet.places[NEW], "value", "#REF!")))
    data = file.read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, part.replace(b"</Relationships>", b"<") if name == "xl/_rels/workbook.xml.rels" else part)
    status, document = merge(run_cli, good)
    assert status == 1 and document["unread"][0]["file"] == file.as_posix()


# ------------------------------------------------------------------------------------------------------ the same unit twice


def test_two_different_submissions_of_one_unit_are_both_named_and_neither_counts(good: Path, run_cli: Run) -> None:
    second = spoil(good, lambda *_: None, "办公室（新）.xlsx", unit="办公室")
    spoil(good, lambda *_: None)
    status, document = merge(run_cli, good)
    assert status == 1
    (found,) = [finding for finding in document["findings"] if finding["rule"] == "submission.duplicate"]
    assert second in found["message"] and (good / "办公室.xlsx").as_posix() in found["message"]
    assert new_applications(good.parent / "汇总.xlsx") == 3
    assert "重复报送" in openpyxl.load_workbook(good.parent / "汇总.xlsx")["汇总"]["B3"].value


def test_the_same_submission_twice_counts_once(good: Path, run_cli: Run) -> None:
    (good / "副本.xlsx").write_bytes((good / "办公室.xlsx").read_bytes())
    status, document = merge(run_cli, good)
    assert (status, [finding["rule"] for finding in document["findings"]]) == (0, ["submission.identical"])
    assert new_applications(good.parent / "汇总.xlsx") == 1


def test_the_higher_revision_counts(good: Path, run_cli: Run) -> None:
    spoil(good, lambda sheet, _: setattr(sheet.field("修订号"), "value", 2), "更正.xlsx", unit="办公室")
    status, document = merge(run_cli, good)
    assert (status, [finding["rule"] for finding in document["findings"]]) == (0, ["submission.superseded"])
    assert new_applications(good.parent / "汇总.xlsx") == 3


def test_a_merged_workbook_beside_its_own_parts_is_not_counted_twice(good: Path, run_cli: Run) -> None:
    run_cli("merge", good, "-o", good / "区汇总.xlsx", "--unit", "某某区")
    status, document = merge(run_cli, good)
    (found,) = [finding for finding in document["findings"] if finding["rule"] == "merge.counted_twice"]
    assert status == 1 and "办公室" in found["message"] and "区汇总.xlsx" in found["message"]
    assert new_applications(good.parent / "汇总.xlsx") == 1


def test_the_same_name_with_blanks_is_the_same_unit(good: Path, run_cli: Run) -> None:
    spoil(good, lambda sheet, _: setattr(sheet.field("修订号"), "value", 2), "更正.xlsx", unit="办 公　室")
    status, document = merge(run_cli, good)
    assert (status, [finding["rule"] for finding in document["findings"]]) == (0, ["submission.superseded"])


def test_districts_whose_departments_have_the_same_names_are_all_counted(good: Path, run_cli: Run, templates: Callable[[int], Path]) -> None:
    other = good.parent / "乙区报送"
    other.mkdir()
    people.fill_in(templates(2023), other / "办公室.xlsx", "办公室", "2023", ZEROS | {NEW: 5, GRANTED: 5})
    districts = []
    for folder, name in ((good, "甲区"), (other, "乙区")):
        districts.append(good.parent / f"{name}.xlsx")
        run_cli("merge", folder, "-o", districts[-1], "--unit", name)
    status, out, _ = run_cli("merge", *districts, "-o", good.parent / "市.xlsx", "--unit", "某某市", "--json")
    assert (status, [one["unit"] for one in json.loads(out)["submissions"]]) == (0, ["乙区", "甲区"])
    assert new_applications(good.parent / "市.xlsx") == 6


def test_the_same_departments_in_two_merged_workbooks_count_once(good: Path, run_cli: Run) -> None:
    for name in ("某局", "某某局"):
        run_cli("merge", good, "-o", good.parent / f"{name}.xlsx", "--unit", name)
    status, out, _ = run_cli("merge", good.parent / "某局.xlsx", good.parent / "某某局.xlsx", "-o", good.parent / "市.xlsx", "--json")
    assert (status, [finding["rule"] for finding in json.loads(out)["findings"]]) == (1, ["merge.counted_twice"])
    assert new_applications(good.parent / "市.xlsx") == 1


def test_a_correction_beside_the_merged_workbook_it_is_already_in_is_not_added(good: Path, run_cli: Run) -> None:
    run_cli("merge", good, "-o", good.parent / "局.xlsx", "--unit", "某局")
    spoil(good, lambda sheet, _: setattr(sheet.field("修订号"), "value", 2), "更正.xlsx", unit="办公室")
    status, out, _ = run_cli("merge", good.parent / "局.xlsx", good / "更正.xlsx", "-o", good.parent / "市.xlsx", "--json")
    assert (status, [finding["rule"] for finding in json.loads(out)["findings"]]) == (1, ["merge.counted_twice"])
    assert new_applications(good.parent / "市.xlsx") == 3


def test_a_summary_changed_by_hand_is_found_when_it_is_merged_upward(good: Path, run_cli: Run) -> None:
    run_cli("merge", good, "-o", good.parent / "局.xlsx", "--unit", "某局")
    book = openpyxl.load_workbook(good.parent / "局.xlsx")
    people.Sheet(book["汇总"]).places["二", "第二十条第（五）项 行政许可", "本年处理决定数量"].value = 999
    for name in book.sheetnames:
        if name not in ("汇总", "明细"):
            del book[name]  # as in a workbook of more than sixty departments
    book.save(good.parent / "局.xlsx")
    for command in (("check", good.parent / "局.xlsx"), ("merge", good.parent / "局.xlsx", "-o", good.parent / "市.xlsx")):
        status, out, _ = run_cli(*command, "--json")
        assert (status, [finding["rule"] for finding in json.loads(out)["findings"]]) == (1, ["merge.parts_differ"])


@pytest.mark.parametrize("unit", ["办公室(本级)", "办公室（本级）", "办公室 （ 本级 ）"])
def test_the_width_of_brackets_makes_no_other_unit(unit: str, good: Path, run_cli: Run) -> None:
    spoil(good, lambda *_: None, "a.xlsx", unit="办公室（本级）")
    second = good / "b.xlsx"
    spoil(good, lambda sheet, _: setattr(sheet.field("修订号"), "value", 2), second.name, unit=unit)
    assert [one["unit"] for one in merge(run_cli, good)[1]["submissions"]] == ["办公室", "办公室（本级）"]


def test_what_a_merge_lacks_does_not_heal_by_merging_it_again(good: Path, run_cli: Run) -> None:
    (good / "坏.xlsx").write_bytes(b"")
    assert run_cli("merge", good, "-o", good.parent / "甲区.xlsx", "--unit", "甲区")[0] == 1
    assert run_cli("check", good.parent / "甲区.xlsx")[0] == 1
    status, out, _ = run_cli("merge", good.parent / "甲区.xlsx", "-o", good.parent / "市.xlsx", "--json")
    assert (status, [finding["rule"] for finding in json.loads(out)["findings"]]) == (1, ["merge.incomplete_part"])
    assert run_cli("report", good.parent / "市.xlsx", "-o", good.parent / "市.docx")[0] == 1


def test_an_unread_file_is_listed_on_the_checks_sheet(good: Path, run_cli: Run) -> None:
    (good / "坏.xlsx").write_bytes(b"")
    merge(run_cli, good)
    texts = [str(cell.value) for row in openpyxl.load_workbook(good.parent / "汇总.xlsx")["校验"].iter_rows() for cell in row]
    assert any("坏.xlsx" in text and "是空文件" in text for text in texts)


# ----------------------------------------------------------------------------------------------------------------- outputs


def test_an_output_that_is_open_is_not_written(good: Path, run_cli: Run) -> None:
    merge(run_cli, good)
    target = good.parent / "汇总.xlsx"
    before = target.read_bytes()
    (good.parent / "~$汇总.xlsx").write_bytes(b"\x06admin")
    status, _, err = run_cli("merge", good, "-o", target)
    assert status == 2 and "正在 Excel" in err and target.read_bytes() == before


@pytest.mark.parametrize(("target", "words"), [("没有的文件夹/汇总.xlsx", "不存在"), ("报送", "是一个文件夹")])
def test_an_output_that_cannot_be_is_refused(target: str, words: str, good: Path, run_cli: Run) -> None:
    status, _, err = run_cli("merge", good, "-o", good.parent / target)
    assert status == 2 and words in err


def test_a_disk_that_refuses_leaves_nothing_behind(good: Path, run_cli: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("gkxl.output.os.replace", refuse)
    status, _, err = run_cli("merge", good, "-o", good.parent / "汇总.xlsx")
    assert status == 2 and "写不进" in err and "请关闭后重试" in err
    assert sorted(path.name for path in good.parent.iterdir()) == ["报送"]


@pytest.mark.parametrize("option", ["--previous", "--roster"])
def test_no_workbook_that_is_read_is_written(option: str, good: Path, run_cli: Run) -> None:
    target = good.parent / "上期.xlsx"
    run_cli("merge", good, "-o", target)
    before = target.read_bytes()
    status, _, err = run_cli("merge", good, "-o", target, option, target)
    assert status == 2 and "既是输入又是输出" in err and target.read_bytes() == before


def test_a_department_file_is_never_the_output_not_even_by_force(good: Path, run_cli: Run) -> None:
    before = (good / "办公室.xlsx").read_bytes()
    status, _, err = run_cli("merge", good, "-o", good / "办公室.xlsx", "--force")
    assert status == 2 and "既是输入又是输出" in err and (good / "办公室.xlsx").read_bytes() == before


def test_a_file_of_somebody_else_is_only_overwritten_by_force(good: Path, run_cli: Run) -> None:
    target = good.parent / "汇总.xlsx"
    openpyxl.Workbook().save(target)
    before = target.read_bytes()
    status, _, err = run_cli("merge", good, "-o", target)
    assert status == 2 and "--force" in err and target.read_bytes() == before
    assert run_cli("merge", good, "-o", target, "--force")[0] == 0


@pytest.mark.parametrize("ending", ["xlsx", "docx", "html"])
def test_what_somebody_has_saved_since_is_not_overwritten(ending: str, good: Path, run_cli: Run, office: Office) -> None:
    merge(run_cli, good)
    target = good.parent / f"结果.{ending}"
    command = ("merge", good) if ending == "xlsx" else ("report", good.parent / "汇总.xlsx")
    assert run_cli(*command, "-o", target)[0] == 0
    assert run_cli(*command, "-o", target)[0] == 0, "as gkxl left it, it may be written again"
    if ending == "html":
        target.write_text(target.read_text(encoding="utf-8").replace("（文字描述）", "我写的正文"), encoding="utf-8")
    else:
        office.convert([target], ending, good.parent / "lo")[0].replace(target)
    before = target.read_bytes()
    status, _, err = run_cli(*command, "-o", target)
    assert status == 2 and "被人改过" in err and target.read_bytes() == before


@pytest.mark.parametrize("name", ["汇总.docx", "汇总.xls", "汇总"])
def test_a_merge_is_written_as_xlsx_only(name: str, good: Path, run_cli: Run) -> None:
    status, _, err = run_cli("merge", good, "-o", good.parent / name)
    assert status == 2 and ".xlsx" in err and not (good.parent / name).exists()


def test_a_workbook_cannot_be_its_own_output(good: Path, run_cli: Run) -> None:
    merge(run_cli, good)
    status, _, err = run_cli("merge", good.parent / "汇总.xlsx", "-o", good.parent / "汇总.xlsx")
    assert status == 2 and "既是输入又是输出" in err


def test_mixed_periods_ask_for_a_choice(good: Path, run_cli: Run) -> None:
    spoil(good, lambda sheet, _: setattr(sheet.field("期间"), "value", "2024"))
    status, _, err = run_cli("merge", good, "-o", good.parent / "汇总.xlsx")
    assert status == 2 and "2023（1份）" in err and "--period" in err
    status, out, _ = run_cli("merge", good, "-o", good.parent / "汇总.xlsx", "--period", "2023", "--json")
    assert status == 0
    assert [finding["rule"] for finding in json.loads(out)["findings"]] == ["submission.only_outside_period"]
