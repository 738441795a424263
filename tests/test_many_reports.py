"""A folder of published reports in one run: the same with any number of processes, with progress, and one that is hostile costs only itself."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from support import published, report_pages

from gkxl.actions.checking import check_paths
from gkxl.published.reading import read
from gkxl.report.docx import to_docx
from gkxl.rules.unread import SkipReason, UnreadReason
from gkxl.workbook.reading.protocol import UnreadableFileError

Run = Callable[..., tuple[int, str, str]]
REPORT = published.load(published.complete()[0])
FORM, TEXTS = report_pages.form_of(REPORT), report_pages.texts_of(REPORT)
TABLES = {table.code: report_pages.html_table(report_pages.filled(FORM, table.code, TEXTS)) for table in FORM.tables}
LONGEST = 200 * 1024


def page(unit: str, text: str = "文字。") -> str:
    """Return a report as a web page."""
    return report_pages.page(FORM, TABLES, unit, REPORT.year, text=text)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with reports, and with files that are none or cannot be read."""
    folder = tmp_path_factory.mktemp("年报")
    for number in range(5):
        (folder / f"{number}.html").write_text(page(f"第{number}局", f"收到申请{number}件。"), encoding="utf-8")
    whole = to_docx(report_pages.document(FORM, TEXTS, "某镇", REPORT.year))
    (folder / "镇.docx").write_bytes(whole)
    (folder / "断.docx").write_bytes(whole[: len(whole) // 2])
    (folder / "巨.html").write_text(page("巨局", "<p>" + "收到申请1件" * LONGEST + "</p>"), encoding="utf-8")
    (folder / "菜单.html").write_text("<html><body><p>首页</p></body></html>", encoding="utf-8")
    return folder


def test_any_number_of_processes_reads_the_same(folder: Path, run_cli: Run) -> None:
    one, two = (run_cli("check", folder, "--json", "--workers", number) for number in (1, 2))
    assert one == two
    document = json.loads(one[1])
    assert [submission["unit"] for submission in document["submissions"]] == [*(f"第{number}局" for number in range(5)), "某镇"]
    assert "断.docx" in one[2] and "巨.html" in one[2] and document["unread"] == []


def test_progress_is_told_report_by_report_and_what_may_be_one_and_is_not_read_is_named(folder: Path) -> None:
    told: list[tuple[int, int]] = []
    outcome = check_paths([folder], lambda done, total: told.append((done, total)), workers=1)
    assert told == [(number, 9) for number in range(1, 10)]
    assert {Path(file.file).name: file.why for file in outcome.skipped} == {
        "断.docx": SkipReason.UNREADABLE,
        "巨.html": SkipReason.UNREADABLE,
        "菜单.html": SkipReason.NOT_A_WORKBOOK,
    }


def test_a_text_longer_than_any_report_is_refused(folder: Path) -> None:
    with pytest.raises(UnreadableFileError) as refused:
        read(folder / "巨.html")
    assert refused.value.why is UnreadReason.TOO_LARGE


def test_a_very_long_paragraph_is_cut_at_its_sentences_and_nothing_is_lost(tmp_path: Path) -> None:
    text = "".join(f"第{number}句话，没有数。" for number in range(1000))
    path = tmp_path / "长.html"
    path.write_text(page("某局", text), encoding="utf-8")
    section = read(path).section(1)
    assert section is not None and "".join(section.paragraphs) == text
    assert len(section.paragraphs) > 1 and all(paragraph.endswith("。") for paragraph in section.paragraphs)
