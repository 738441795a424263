"""Published reports are read by their labels: every figure comes out as it was printed, whatever the markup around it."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from support import published, report_pages

from gkxl.forms import form_by_id
from gkxl.published.document import Cell, RawTable
from gkxl.published.reading import read
from gkxl.published.second_reading import SecondReading
from gkxl.report.docx import to_docx
from gkxl.report.html import to_html
from gkxl.rules.unread import UnreadReason
from gkxl.workbook.reading.protocol import UnreadableFileError


@pytest.mark.parametrize("write", [to_html, to_docx])
@pytest.mark.parametrize("name", published.complete())
def test_a_published_report_is_read_back_from_our_own_documents(name: str, write: object, tmp_path: Path) -> None:
    report = published.load(name)
    written = report_pages.document(report_pages.form_of(report), report_pages.texts_of(report), report.body, report.year)
    path = tmp_path / "年报"
    path.write_bytes(write(written))  # type: ignore[operator]
    back = read(path)
    assert (back.unit, back.year) == (report.body, report.year)
    assert [section.number for section in back.sections] == [1, 2, 3, 4, 5, 6]
    assert "统计期限" in back.period_sentence
    assert report_pages.figures(back) == report_pages.expected(name)
    assert all(not table.missing for table in back.tables)
    assert back.mixed == ("+" in report_pages.form_of(report).id)


def test_a_page_in_gb2312_is_read(tmp_path: Path) -> None:
    form = form_by_id("2021")
    tables = {"disclosure": report_pages.html_table(report_pages.filled(form, "disclosure", {"disclosure.licensing.decisions": "7"}))}
    page = report_pages.page(form, tables, "某县镕基局", 2023).replace("utf-8", "gb2312")
    back = report_pages.read_page(page.encode("gb18030"), tmp_path)
    assert back.unit == "某县镕基局"
    assert report_pages.figures(back)["disclosure.licensing.decisions"] == 7


def test_without_the_readers_of_pdf_a_sentence_says_how_to_get_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "年报.pdf").write_bytes(b"%PDF-1.7\n")
    monkeypatch.setitem(sys.modules, "pdfplumber", None)
    with pytest.raises(UnreadableFileError, match=r"gkxl\[pdf\]") as told:
        read(tmp_path / "年报.pdf")
    assert told.value.why is UnreadReason.NOT_INSTALLED


@dataclass
class Text:
    """A page of a PDF file as the second reader gives it."""

    lines: str

    def get_textpage(self) -> Text:
        return self

    def get_text_range(self) -> str:
        return self.lines


@pytest.mark.parametrize(("text", "doubtful"), [("1.属于国家秘密 1 0 0 0 0 0 1", False), ("1.属于国家秘密 1 0 0 7 0 0 1", True)])
def test_a_line_that_a_second_reader_of_pdf_reads_otherwise_is_doubtful(text: str, doubtful: bool) -> None:
    line: list[Cell | None] = [Cell(word, 0, col) for col, word in enumerate(["1.属于国家秘密", *"1000001"])]
    table = RawTable(1, [line], [1])
    SecondReading([Text(text)]).compare(table)
    assert {cell.doubtful for cell in table.line(0)[1:]} == {doubtful}


@pytest.mark.parametrize("content", [b"PK\3\4 cut off", b"", b"\x89PNG", "只有文字".encode()])
def test_what_is_no_report_at_all_is_refused_with_a_sentence(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "年报").write_bytes(content)
    with pytest.raises(UnreadableFileError):
        read(tmp_path / "年报")
