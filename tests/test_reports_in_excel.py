"""A report pasted into a workbook without codes of ours is read by its labels, as one in Word is; where it is unclear, nothing is guessed."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from support import published, report_pages

from gkxl.published.reading import read
from gkxl.report.docx import to_docx
from gkxl.rules.unread import UnreadReason
from gkxl.workbook.reading.protocol import UnreadableFileError

Run = Callable[..., tuple[int, str, str]]
UNIT = "某某局"


def paste(path: Path, report: published.Published, *, title: str = "", in_sheets: bool = False, changed: str = "") -> None:
    """Write the tables of a report as somebody pastes them from Word: merged cells, no codes; below each other or on a sheet each."""
    form, texts = report_pages.form_of(report), report_pages.texts_of(report)
    if changed:
        texts[changed] = "99999"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    row = 1
    if title:
        sheet.cell(row, 1, title)
    for section in form.sections:
        row += 1
        sheet.cell(row, 1, section.title)
        if not section.table:
            continue
        if in_sheets:
            sheet, row = book.create_sheet(section.table), 0
        lines = report_pages.filled(form, section.table, texts)
        for line in lines:
            for cell in line:
                place = sheet.cell(row + 1 + cell.row, 1 + cell.col, int(cell.text) if cell.text.isdigit() else cell.text)
                if cell.rows > 1 or cell.cols > 1:
                    sheet.merge_cells(None, place.row, place.column, place.row + cell.rows - 1, place.column + cell.cols - 1)
        row += len(lines)
    book.save(path)


def title_of(report: published.Published) -> str:
    """Return the title under which its report stands."""
    return f"{UNIT}{report.year}年政府信息公开工作年度报告"


@pytest.mark.parametrize("in_sheets", [False, True])
@pytest.mark.parametrize("name", published.complete()[:2])
def test_a_pasted_report_is_read_as_its_word_document_is(name: str, in_sheets: bool, tmp_path: Path) -> None:
    report = published.load(name)
    paste(tmp_path / "年报.xlsx", report, title=title_of(report), in_sheets=in_sheets)
    form, texts = report_pages.form_of(report), report_pages.texts_of(report)
    (tmp_path / "年报.docx").write_bytes(to_docx(report_pages.document(form, texts, UNIT, report.year)))
    pasted, word = read(tmp_path / "年报.xlsx"), read(tmp_path / "年报.docx")
    assert pasted.submission is not None and word.submission is not None
    assert (pasted.unit, pasted.year, pasted.tables) == (word.unit, word.year, word.tables)
    assert pasted.submission.stated == word.submission.stated and pasted.submission.misread == word.submission.misread


def test_it_is_checked_and_a_finding_names_its_cell(tmp_path: Path, run_cli: Run) -> None:
    report = published.load(published.complete()[0])
    path = tmp_path / "年报.xlsx"
    paste(path, report, title=title_of(report), changed="applications.new.total")
    status, out, _ = run_cli("check", tmp_path, "--json")
    document = json.loads(out)
    assert status == 1 and document["unread"] == []
    wrong = [finding for finding in document["findings"] if finding["severity"] == "error" and "applications.new.total" in finding["items"]]
    book = openpyxl.load_workbook(path)
    assert any(book[finding["sheet"]][cell].value == 99999 for finding in wrong for cell in finding["cells"])


def test_it_is_compared_as_any_other_report(tmp_path: Path, run_cli: Run) -> None:
    report = published.load(published.complete()[0])
    for year, name in ((report.year, "本年"), (report.year - 1, "上年")):
        paste(tmp_path / f"{name}.xlsx", report, title=title_of(report).replace(str(report.year), str(year)))
    status, out, _ = run_cli("compare", tmp_path / "本年.xlsx", tmp_path / "上年.xlsx", "-o", tmp_path / "对比.docx", "--json")
    assert status == 0 and [submission["unit"] for submission in json.loads(out)["submissions"]] == [UNIT] * 2


def test_tables_without_a_year_are_not_guessed(tmp_path: Path, run_cli: Run) -> None:
    path = tmp_path / "表.xlsx"
    paste(path, published.load(published.complete()[0]))
    status, out, err = run_cli("check", path, "--json")
    assert status == 1 and [unread["why"] for unread in json.loads(out)["unread"]] == ["no_period"] and "请在表格上方写上标题" in err


def test_areas_merged_over_each_other_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "巨.xlsx"
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["CV400"] = 1
    book.save(path)
    laid_over = "<mergeCells>" + '<mergeCell ref="A1:CV400"/>' * 5 + "</mergeCells>"
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(b"</sheetData>", b"</sheetData>" + laid_over.encode())
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    with pytest.raises(UnreadableFileError) as refused:
        read(path)
    assert refused.value.why is UnreadReason.TOO_LARGE


def test_an_error_in_a_cell_is_no_blank(tmp_path: Path) -> None:
    report = published.load(published.complete()[0])
    path = tmp_path / "年报.xlsx"
    paste(path, report, title=title_of(report), changed="applications.new.total")
    book = openpyxl.load_workbook(path)
    assert book.active is not None
    place = next(cell for line in book.active.iter_rows() for cell in line if cell.value == 99999)
    place.value, place.data_type = "#REF!", "e"
    book.save(path)
    read_again = read(path)
    assert read_again.submission is not None
    item = read_again.submission.form.index["applications.new.total"]
    assert read_again.submission.stated[item] is None and item in read_again.unread
