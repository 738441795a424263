"""Read a published or drafted report: which kind of file it is, then the same road for all of them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

from gkxl.model.published import PublishedReport
from gkxl.published.assemble import assemble
from gkxl.published.document import Document, TooManyPlacesError
from gkxl.published.lines import scan
from gkxl.published.wording import find_period_sentence, find_sections, find_title
from gkxl.rules.unread import UnreadReason
from gkxl.workbook.reading.apart import read_apart
from gkxl.workbook.reading.inspecting import DAMAGED, TOO_LARGE, read_bytes
from gkxl.workbook.reading.limits import limit_memory
from gkxl.workbook.reading.opening import guarded
from gkxl.workbook.reading.protocol import SuspiciousFileError, UnreadableFileError

_LARGEST_PAGE = 20 << 20
LARGEST_HERE = 1 << 20
"""So many bytes of a page or a document are read in a process that may not fail; a report has a tenth."""
_MEMORY = 40 << 20
_LONGEST_TEXT = 300_000
"""Characters outside of tables; a report of a province has 30,000."""
_LONGEST_PARAGRAPH = 4000


def read(path: Path, shown: str = "") -> PublishedReport:
    """Return what a report says; `shown` is how messages name the file.  What may do harm is read in a process of its own.

    Raises UnreadableFileError with a sentence for a file that cannot be read at all; what it lacks is said in the report.
    """
    return read_apart(read_here, path, shown or path.as_posix())


def read_here(path: Path, shown: str, year: int | None = None) -> PublishedReport:
    """Return what a report says, read in this process; SuspiciousFileError for what should be read in another (`read_apart`).

    It is of a `year` that somebody names, whatever it says itself.
    """
    try:
        return report_of(_document(read_bytes(path), path), shown, year)
    except TooManyPlacesError:
        raise UnreadableFileError(*TOO_LARGE) from None


def report_of(document: Document, file: str, named: int | None = None) -> PublishedReport:
    """Return the report that a document is, of the year that somebody `named` or else its own; one without title, sections and tables where
    it is none.
    """
    paragraphs = [piece for paragraph in document.paragraphs for piece in _pieces(paragraph)]
    if sum(map(len, paragraphs)) > _LONGEST_TEXT:
        raise UnreadableFileError(*TOO_LARGE)
    title = find_title(paragraphs, document.name)
    sentence, ending = find_period_sentence(paragraphs)
    year = named or title.year or ending
    before, sections = find_sections(paragraphs[title.at + 1 :])
    figures = assemble(scan(document.tables), year)
    return PublishedReport(
        file,
        title.text,
        title.unit,
        year,
        sentence,
        before,
        sections,
        tuple(figures.tables) if figures else (),
        figures.submission(file, title.unit, year) if figures and year else None,
        figures.unread if figures else {},
    )


def is_workbook(path: Path) -> bool:
    """Whether a file is called a workbook."""
    return path.suffix.lower() in (".xlsx", ".xlsm")


def _pieces(paragraph: str) -> Iterator[str]:
    """Yield a paragraph, a very long one sentence by sentence: how long one looks for numbers grows with the square of its length."""
    while len(paragraph) > _LONGEST_PARAGRAPH:
        end = paragraph.rfind("。", 0, _LONGEST_PARAGRAPH) + 1 or _LONGEST_PARAGRAPH
        yield paragraph[:end]
        paragraph = paragraph[end:]
    if paragraph:
        yield paragraph


def text_size(data: bytes) -> int:
    """Return how many bytes of markup a page or a document has, without its pictures; 0 for anything else."""
    if not data.startswith(b"PK"):
        return 0 if data.startswith(b"%PDF") else len(data)  # who reads a PDF decides for itself
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return sum(part.file_size for part in archive.infolist() if part.filename.endswith((".xml", ".rels")))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return 0  # that is said where it is opened


def _document(data: bytes, path: Path) -> Document:
    if is_workbook(path):
        from gkxl.published.excel import read_excel

        return read_excel(path)  # which knows its own limits
    if guarded():
        limit_memory(_MEMORY + len(data))
    elif text_size(data) > LARGEST_HERE:
        raise SuspiciousFileError
    if data.startswith(b"PK"):
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                names = archive.namelist()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            raise UnreadableFileError(*DAMAGED) from None
        if "word/document.xml" in names:
            from gkxl.published.word import read_word

            return read_word(data)
    if data.startswith(b"%PDF"):
        from gkxl.published.pdf import read_pdf

        return read_pdf(data)
    head = data[:2048].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if b"<" in head and (b"<html" in head or b"<!doctype" in head or b"<table" in head or b"<body" in head or b"<div" in head or b"<p" in head):
        if len(data) > _LARGEST_PAGE:
            raise UnreadableFileError(*TOO_LARGE)
        from gkxl.published.html import read_html

        return read_html(data)
    raise UnreadableFileError(UnreadReason.OTHER_FORMAT, "不是网页、Word 或 PDF 文件，没有读取", "请给出已发布年报的 .html、.docx 或 .pdf 文件")
