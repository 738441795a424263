"""Published reports are read by their labels: every figure comes out as it was printed, whatever the markup around it."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import published, report_pages

from gkxl.forms import form_by_id
from gkxl.model.figures import read_figure
from gkxl.model.published import PublishedReport
from gkxl.published.reading import read
from gkxl.report.docx import to_docx
from gkxl.report.html import to_html


def read_page(page: str | bytes, folder: Path) -> PublishedReport:
    """Return what is read of a page."""
    path = folder / "年报.html"
    path.write_bytes(page if isinstance(page, bytes) else page.encode())
    return read(path)


def figures(report: PublishedReport) -> dict[str, object]:
    """Return what was read, by item code."""
    assert report.submission is not None
    return {item.code: report.submission.stated[item.index] for item in report.submission.form.items}


def expected(name: str) -> dict[str, object]:
    """Return what a report states, by item code."""
    report = published.load(name)
    texts = report_pages.texts_of(report)
    return {item.code: read_figure(texts[item.code], item.kind) for item in report_pages.form_of(report).items}


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
    assert figures(back) == expected(name)
    assert all(not table.missing for table in back.tables)
    assert back.mixed == ("+" in report_pages.form_of(report).id)


def test_a_page_in_gb2312_is_read(tmp_path: Path) -> None:
    form = form_by_id("2021")
    tables = {"disclosure": report_pages.html_table(report_pages.filled(form, "disclosure", {"disclosure.licensing.decisions": "7"}))}
    page = report_pages.page(form, tables, "某县镕基局", 2023).replace("utf-8", "gb2312")
    back = read_page(page.encode("gb18030"), tmp_path)
    assert back.unit == "某县镕基局"
    assert figures(back)["disclosure.licensing.decisions"] == 7
