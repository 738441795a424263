"""The report tables from a button: as a Word file, on the clipboard."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import docx
import openpyxl
import pytest
from lxml import html
from support import published
from support.clicks import everything, press, type_in, values

from gkxl.ribbon import clipboard, reports

Run = Callable[..., tuple[int, str, str]]


class Clipboard:
    """The module of pywin32 that puts things on the clipboard, as its documentation describes it."""

    CF_UNICODETEXT = 13

    def __init__(self, held: int = 0) -> None:
        self.held, self.open, self.content, self.formats = held, False, {}, {}

    def OpenClipboard(self) -> None:
        if self.held:
            self.held -= 1
            raise OSError(5, "OpenClipboard", "拒绝访问。")
        self.open = True

    def EmptyClipboard(self) -> None:
        assert self.open
        self.content = {}

    def RegisterClipboardFormat(self, name: str) -> int:
        return self.formats.setdefault(name, 0xC000 + len(self.formats))

    def SetClipboardData(self, kind: int, data: bytes) -> None:
        assert self.open and isinstance(data, bytes)
        self.content[kind] = data

    def SetClipboardText(self, text: str, kind: int) -> None:
        assert self.open and isinstance(text, str)
        self.content[kind] = text

    def CloseClipboard(self) -> None:
        self.open = False

    @property
    def html(self) -> bytes:
        return self.content[self.formats["HTML Format"]]


@pytest.fixture
def board(monkeypatch: pytest.MonkeyPatch) -> Clipboard:
    made = Clipboard()
    monkeypatch.setitem(sys.modules, "win32clipboard", made)
    monkeypatch.setattr(clipboard, "_PAUSE", 0)
    return made


def test_word_is_written_beside_the_workbook(opened: Any) -> None:
    message = press("word", opened)
    target = Path(opened.fullname).with_name(f"{Path(opened.fullname).stem}-报告表.docx")
    assert target.is_file() and str(target) in message
    first = target.read_bytes()
    assert press("word", opened) == message and target.read_bytes() == first
    target.write_bytes(b"someone else's")
    aside = target.with_name(f"{target.stem}(2).docx")
    assert str(aside) in press("word", opened)
    assert aside.read_bytes() == first and target.read_bytes() == b"someone else's"


@pytest.mark.filterwarnings("ignore::UserWarning")  # openpyxl does not know the newer half of a bar
def test_what_is_printed_is_written_beside_the_workbook_and_opened(opened: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reports.shutil, "which", lambda name: None)
    target = Path(opened.fullname).with_name(f"{Path(opened.fullname).stem}-打印稿.xlsx")
    assert "请先点“汇总”" in press("print", opened) and not target.exists()
    press("merge", opened)
    before = everything(opened)
    message = press("print", opened)
    assert str(target) in message and "请打开它" in message and everything(opened) == before
    printed = openpyxl.load_workbook(target)
    assert printed.sheetnames[:3] == ["汇总", "报告表", "各单位主要指标"]
    figures = {cell.coordinate: cell.value for row in printed["汇总"].iter_rows() for cell in row if isinstance(cell.value, int)}
    shown = values(opened, "汇总")
    assert figures and figures == {cell: shown[cell] for cell in figures}


def test_the_notice_and_the_list_are_written_beside_the_workbook(opened: Any, run_cli: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reports.shutil, "which", lambda name: None)
    opened.sheets["单位名册"]["C8"].value = "宣传科"
    before = everything(opened)
    notice = Path(opened.fullname).with_name(f"{Path(opened.fullname).stem}-通报.docx")
    message = press("notice", opened)
    assert str(notice) in message and "请打开它" in message
    said = "".join(paragraph.text for paragraph in docx.Document(str(notice)).paragraphs)
    assert "2023年" in said and "尚未报送（1个单位）：宣传科" in said and "办公室、法规科、财务科" in said
    assert press("list", opened) == "", "the dialog was cancelled"
    run_cli("list", "new", "-o", tmp_path / "对照表.xlsx")
    opened.app.impl.dialogs[3].answer = [tmp_path / "对照表.xlsx"]
    listed = notice.with_name(notice.name.replace("-通报.docx", "-上报清单.xlsx"))
    assert str(listed) in press("list", opened) and everything(opened) == before
    figures = {row[1]: row[2] for row in openpyxl.load_workbook(listed)["清单"].iter_rows(min_row=2, values_only=True)}
    new = published.load("suqian_2023").applications[0][1]
    assert figures["表三（申请）一、本年新收政府信息公开申请数量·总计"] == sum(figure or 0 for figure in new[:-1])


def test_the_tables_on_the_clipboard_are_those_of_the_report(opened: Any, board: Clipboard, run_cli: Run, tmp_path: Path) -> None:
    before = everything(opened)
    message = press("copy", opened)
    assert message == "三张统计表已在剪贴板上，请到 Word 文档里粘贴（Ctrl+V）。"
    assert not board.open and everything(opened) == before and not list(tmp_path.glob("*.docx"))
    header, _, _ = board.html.partition(b"<html>")
    places = dict(line.split(":") for line in header.decode("ascii").split())
    fragment = board.html[int(places["StartFragment"]) : int(places["EndFragment"])].decode("utf-8")
    assert board.html[int(places["StartHTML"]) : int(places["EndHTML"])].startswith(b"<html>") and len(board.html) == int(places["EndHTML"])
    assert board.html[int(places["StartFragment"]) - 20 : int(places["StartFragment"])] == b"<!--StartFragment-->"
    press("merge", opened)
    opened.save(str(tmp_path / "存.xlsx"))
    assert run_cli("report", tmp_path / "存.xlsx", "-o", tmp_path / "报告.html")[0] == 0
    of_report = html.fromstring((tmp_path / "报告.html").read_text(encoding="utf-8")).findall(".//table")
    pasted = html.fromstring(f"<div>{fragment}</div>").findall(".//table")
    assert [_texts(table) for table in pasted] == [_texts(table) for table in of_report] and len(pasted) == 3
    lines = [line.split("\t") for line in board.content[board.CF_UNICODETEXT].split("\r\n")]
    applications = published.load("suqian_2023").applications
    first = next(line for line in lines if line[0].startswith("一、本年新收"))
    assert [int(text) for text in first[-7:]] == [figure or 0 for figure in applications[0][1]]


def _texts(table: Any) -> list[list[str]]:
    return [["".join(cell.itertext()) for cell in row.iter("td")] for row in table.iter("tr")]


def test_what_must_not_be_published_is_marked_on_the_clipboard_too(opened: Any, board: Clipboard) -> None:
    type_in(opened, "法规科", "K37", 99)
    message = press("copy", opened)
    assert "剪贴板" in message and "不平" in message and "请勿直接发布" in message
    assert "不平".encode() in board.html and "不平" in board.content[board.CF_UNICODETEXT]


def test_a_clipboard_that_another_program_holds_for_a_moment_is_waited_for(opened: Any, board: Clipboard) -> None:
    board.held = 3
    assert "剪贴板上" in press("copy", opened) and b"<table" in board.html


@pytest.mark.parametrize("held", [None, 10_000], ids=["no clipboard", "held for ever"])
def test_where_no_clipboard_can_be_had_the_word_file_is_written_and_opened(
    held: int | None, opened: Any, board: Clipboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    if held is None:
        monkeypatch.setitem(sys.modules, "win32clipboard", None)
    else:
        board.held = held
    started: list[list[str]] = []
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(reports.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(reports.subprocess, "Popen", lambda command, **_: started.append(command) or SimpleNamespace())
    message = press("copy", opened)
    target = Path(opened.fullname).with_name(f"{Path(opened.fullname).stem}-报告表.docx")
    assert "用不了剪贴板" in message and str(target) in message and "已打开" in message
    assert started == [["/usr/bin/xdg-open", str(target)]]
    assert len(docx.Document(str(target)).tables) == 3
    monkeypatch.setattr(reports.shutil, "which", lambda name: None)
    assert "请打开它" in press("copy", opened)
    assert values(opened, "报告表"), "the workbook is still there"
