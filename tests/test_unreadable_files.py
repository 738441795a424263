"""Files that cannot be read get one clear sentence each, and the rest still merges."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import msoffcrypto.format.ooxml
import openpyxl
import pytest
from support.hostile import patched
from support.office import Office
from support.returned import Run, merge, new_applications


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
    why: str
    """The reason, as programs are told it."""


UNREADABLE = [
    Unreadable("text", lambda good: "科室,件数\n办公室,3\n".encode(), "不是 Excel 工作簿（是文本文件）", "not_a_workbook"),
    Unreadable("GBK text", lambda good: "科室\t件数\r\n办公室\t3\r\n".encode("gbk"), "不是 Excel 工作簿（是文本文件）", "not_a_workbook"),
    Unreadable("image", lambda good: b"\x89PNG\r\n\x1a\n" + bytes(200), "不是 Excel 工作簿（是图片）", "not_a_workbook"),
    Unreadable("pdf", lambda good: b"%PDF-1.7\n" + bytes(200), "不是 Excel 工作簿（是 PDF 文件）", "not_a_workbook"),
    Unreadable("web page", lambda good: b"<html><table><tr><td>1</td></tr></table></html>", "是网页或 XML 格式的表格", "other_format"),
    Unreadable("word document", _word, "不是 Excel 工作簿（是 Word 文档）", "not_a_workbook"),
    Unreadable("empty", lambda good: b"", "是空文件", "empty_file"),
    Unreadable("truncated", lambda good: good[: len(good) // 2], "不完整或已损坏", "damaged"),
    Unreadable("tail cut off", lambda good: good[:-30], "不完整或已损坏", "damaged"),
    Unreadable("password", _encrypted, "设有打开密码", "encrypted"),
    Unreadable("company encryption", lambda good: b"%TSD-Header-###%" + bytes(4000), "文档加密软件", "encrypted"),
    Unreadable("no input sheet", _foreign, "没有找到填报表", "not_ours"),
    Unreadable("random bytes", lambda good: bytes(range(256)) * 20, "内容无法识别", "not_a_workbook"),
]


@pytest.mark.parametrize("case", UNREADABLE, ids=lambda case: case.id)
def test_an_unreadable_file_is_named_with_the_reason_and_the_others_still_merge(case: Unreadable, good: Path, run_cli: Run) -> None:
    bad = good / "坏文件.xlsx"
    bad.write_bytes(case.make((good / "办公室.xlsx").read_bytes()))
    status, document = merge(run_cli, good)
    assert status == 1
    assert [unread["file"] for unread in document["unread"]] == [bad.as_posix()]
    assert case.words in document["unread"][0]["reason"]
    assert document["unread"][0]["why"] == case.why
    assert "请" in document["unread"][0]["reason"]
    assert [one["unit"] for one in document["submissions"]] == ["办公室"]
    assert new_applications(good.parent / "汇总.xlsx") == 1
    face = openpyxl.load_workbook(good.parent / "汇总.xlsx")["汇总"]["B3"].value
    assert "1份未读出" in face


def test_a_part_that_is_no_sheet_is_not_taken_for_an_empty_one(good: Path, run_cli: Run) -> None:
    workbook = (good / "办公室.xlsx").read_bytes()
    (good / "法规科.xlsx").write_bytes(patched(workbook, {"xl/worksheets/sheet3.xml": lambda _: b"<Types/>"}))
    status, document = merge(run_cli, good)
    assert status == 1
    assert [(Path(unread["file"]).name, unread["why"]) for unread in document["unread"]] == [("法规科.xlsx", "sheet_damaged")]
    assert new_applications(good.parent / "汇总.xlsx") == 1


def test_a_sheet_that_the_workbook_no_longer_lists_is_not_passed_over(good: Path, run_cli: Run) -> None:
    workbook = (good / "办公室.xlsx").read_bytes()
    unlisted = {"xl/workbook.xml": lambda xml: re.sub(rb"<sheet [^>]*sheetId=\"3\"[^>]*/>", b"", xml)}
    (good / "法规科.xlsx").write_bytes(patched(workbook, unlisted))
    status, document = merge(run_cli, good)
    assert status == 1
    assert [(Path(unread["file"]).name, unread["why"]) for unread in document["unread"]] == [("法规科.xlsx", "damaged")]


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
