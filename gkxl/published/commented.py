"""A copy of a report in Word with comments where something is wrong: at the cell of a figure, or at the paragraph of a sentence."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from gkxl.published.assemble import assemble
from gkxl.published.lines import scan
from gkxl.published.reading import LARGEST_HERE, text_size
from gkxl.published.word import document_of, refuse_monsters, words_of
from gkxl.report.docx import AUTHOR
from gkxl.safe_write import SEAL, sealed_package
from gkxl.texts import harmless
from gkxl.workbook.reading.inspecting import DAMAGED, read_bytes
from gkxl.workbook.reading.opening import guarded
from gkxl.workbook.reading.protocol import SuspiciousFileError, UnreadableFileError

_DATE = "2019-05-15T00:00:00Z"  # the same bytes for the same report
_COMPARED = 100
"""So many letters of a sentence tell which paragraph it stands in: a very long one is quoted without its middle."""
_PARAGRAPH = qn("w:p")


@dataclass(frozen=True)
class Remark:
    """What is wrong, and with what: a figure by its code, or a sentence."""

    words: str
    item: str = ""
    quoted: str = ""


def commented_copy(path: Path, year: int | None, remarks: Sequence[Remark]) -> bytes:
    """Return a copy of a .docx report of a year with a comment for each remark that has a place in it.

    Raises UnreadableFileError where none can be made, SuspiciousFileError for what should be opened in a place of its own.
    """
    data = read_bytes(path)
    if not guarded() and text_size(data) > LARGEST_HERE:
        raise SuspiciousFileError
    refuse_monsters(data)
    try:
        opened = docx.Document(io.BytesIO(data))
        _comment(opened, year, remarks)
        opened.core_properties.content_status = SEAL
        buffer = io.BytesIO()
        opened.save(buffer)
    except Exception as error:  # python-docx lets through whatever lxml and zipfile raise
        raise UnreadableFileError(*DAMAGED) from error
    return sealed_package(buffer.getvalue())


def _comment(opened: Any, year: int | None, remarks: Sequence[Remark]) -> None:
    body = opened.element.body
    figures = assemble(scan(document_of(body).tables), year)
    cells: dict[str, Any] = {}
    for item, spot in (figures.spots if figures else {}).items():
        cell = spot.table.places[spot.row][spot.col]
        cells[figures.form.items[item].code] = cell.origin if cell else None  # type: ignore[union-attr]  # there are spots
    spoken = [(paragraph, words_of(paragraph)) for paragraph in body.iter(_PARAGRAPH)]
    for remark in remarks:
        cell = cells.get(remark.item)
        paragraph = next(cell.iter(_PARAGRAPH), None) if cell is not None else _paragraph(spoken, remark.quoted)
        if paragraph is not None:
            _put(opened, Paragraph(paragraph, opened._body), remark.words)


def _paragraph(spoken: Sequence[tuple[Any, str]], quoted: str) -> Any:
    """Return the paragraph in which a sentence stands; None where it stands in none."""
    wanted = "".join(quoted.partition("……")[0].split())[:_COMPARED]
    return next((paragraph for paragraph, words in spoken if wanted and wanted in words), None)


def _put(opened: Any, paragraph: Paragraph, words: str) -> None:
    runs = paragraph.runs or [paragraph.add_run("")]
    comment = opened.add_comment([runs[0], runs[-1]], harmless(words), author=AUTHOR, initials=AUTHOR)
    comment._comment_elm.set(qn("w:date"), _DATE)
