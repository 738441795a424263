"""Reports that LibreOffice wrote anew, as PDF, as a web page and by way of its own format: every figure comes back as it was printed."""

from __future__ import annotations

from pathlib import Path

import docx
from support import published, report_pages
from support.soffice import Soffice, properties

from gkxl.model.published import PublishedReport
from gkxl.published.reading import read
from gkxl.report.docx import to_docx

REPORTS = ["shanghai_general_office_2019", "hongze_2023", "suqian_2024"]
PDF, PAGE, ITS_OWN, WORD = "writer_pdf_Export", "HTML (StarWriter)", "writer8", "MS Word 2007 XML"


def write(name: str, path: Path, *, torn: bool = False) -> None:
    """Write a published report with Word's tables; torn, the pages end where they may, within a table too."""
    report = published.load(name)
    made = report_pages.document(report_pages.form_of(report), report_pages.texts_of(report), report.body, report.year)
    path.write_bytes(to_docx(made))
    if torn:
        opened = docx.Document(str(path))
        for paragraph in opened.paragraphs:
            paragraph.paragraph_format.page_break_before = False
        opened.save(str(path))


def converted(libreoffice: Soffice, path: Path, *writers: tuple[str, str]) -> list[Path]:
    """Return what LibreOffice makes of a file: for each ending, by the writer of that name."""
    opened = libreoffice.open(path)
    made = [path.with_name(f"{path.stem}-{path.suffix[1:]}.{ending}") for ending, _ in writers]
    for result, (_, writer) in zip(made, writers, strict=True):
        opened.storeToURL(result.as_uri(), properties(FilterName=writer))
    libreoffice.close_document(opened)
    return made


def pages_of(report: PublishedReport, table: str) -> set[str]:
    """Return on which pages the figures of a table stand."""
    assert report.submission is not None
    cells = [report.submission.cell(item.index) for item in report.submission.form.items if item.table == table]
    return {cell.partition("页")[0] for cell in cells}


def test_what_libreoffice_writes_anew_is_read_to_the_last_figure(with_uno: None, tmp_path: Path) -> None:
    made: list[tuple[str, Path]] = []
    libreoffice = Soffice()
    try:
        for name in REPORTS:
            write(name, tmp_path / f"{name}.docx")
            pdf, page, own = converted(libreoffice, tmp_path / f"{name}.docx", ("pdf", PDF), ("html", PAGE), ("odt", ITS_OWN))
            made += [(name, path) for path in (pdf, page, *converted(libreoffice, own, ("docx", WORD)))]
        write(REPORTS[-1], tmp_path / "断.docx", torn=True)
        (torn,) = converted(libreoffice, tmp_path / "断.docx", ("pdf", PDF))
    finally:
        libreoffice.close()
    read_back = {path: read(path) for path in [*(path for _, path in made), torn]}
    for name, path in [*made, (REPORTS[-1], torn)]:
        back, report = read_back[path], published.load(name)
        assert report_pages.figures(back) == report_pages.expected(name), path.name
        assert (back.unread, [table.missing for table in back.tables]) == ({}, [(), (), ()]), path.name
        assert (back.unit, back.year, [section.number for section in back.sections]) == (report.body, report.year, [1, 2, 3, 4, 5, 6]), path.name
    assert len(pages_of(read_back[torn], "applications")) == 2
