"""Read a Word document: its paragraphs, and its tables with their merged cells."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

import docx
from docx.oxml.ns import qn

from gkxl.published.document import Document, Raw, spread
from gkxl.workbook.reading.inspecting import DAMAGED, TOO_LARGE
from gkxl.workbook.reading.protocol import UnreadableFileError

_LARGEST_TEXT = 40 << 20
"""So many bytes of XML in the text of a document; a report has a hundred thousand."""
_LARGEST_UNPACKED = 300 << 20
_PARAGRAPH, _TABLE, _ROW, _CELL = (qn(f"w:{name}") for name in ("p", "tbl", "tr", "tc"))
_TEXT, _TAB, _BREAK, _RETURN = (qn(f"w:{name}") for name in ("t", "tab", "br", "cr"))
_WRAPPERS = {qn(f"w:{name}") for name in ("sdt", "sdtContent", "ins", "smartTag", "customXml", "moveTo")}
_PASSED = {qn(f"w:{name}") for name in ("del", "moveFrom", "txbxContent", "tblGrid", "pPr", "rPr", "tcPr", "trPr", "tblPr", "instrText")}
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def read_word(data: bytes) -> Document:
    """Return the paragraphs and tables of a .docx file; UnreadableFileError for a damaged or monstrous one."""
    refuse_monsters(data)
    try:
        opened = docx.Document(io.BytesIO(data))
        body = opened.element.body
        name = opened.core_properties.title or ""
    except Exception as error:  # python-docx lets through whatever lxml and zipfile raise
        raise UnreadableFileError(*DAMAGED) from error
    return document_of(body, name)


def document_of(body: Any, name: str = "") -> Document:
    """Return the paragraphs and tables of an opened document; the origin of a cell is its element."""
    document = Document(name=name)
    _take(body, document)
    return document


def words_of(paragraph: Any) -> str:
    """Return the text of a paragraph as it is printed, without blanks."""
    return "".join(_words(paragraph).split())


def refuse_monsters(data: bytes) -> None:
    """Raise UnreadableFileError for a file that is no package, or one that unpacks to more than any report."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            texts = sum(part.file_size for part in parts if part.filename.endswith((".xml", ".rels")))
            if texts > _LARGEST_TEXT or sum(part.file_size for part in parts) > _LARGEST_UNPACKED:
                raise UnreadableFileError(*TOO_LARGE)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError) as error:
        raise UnreadableFileError(*DAMAGED) from error


def _inside(element: Any) -> Iterator[Any]:
    """Yield what stands in an element, also where it is wrapped in a content control or a tracked insertion."""
    pending = list(element)[::-1]
    while pending:
        child = pending.pop()
        if child.tag in _WRAPPERS:
            pending.extend(list(child)[::-1])
        else:
            yield child


def _take(body: Any, document: Document) -> None:
    numbers = iter(range(1, 1 << 30))
    for child in _inside(body):
        if child.tag == _PARAGRAPH:
            for line in _words(child).split("\n"):
                if tidy := " ".join(line.split()):
                    document.parts.append(tidy)
        elif child.tag == _TABLE:
            _take_table(child, document, numbers)


def _take_table(table: Any, document: Document, numbers: Iterator[int]) -> None:
    """Add a table to a document, and behind it those that stand inside its cells."""
    pending = [table]
    while pending:
        table = pending.pop(0)
        lines: list[list[Raw]] = []
        upward: dict[int, tuple[int, int]] = {}  # column to the cell (line, position on it) that a merged cell there goes on from
        for row in (child for child in _inside(table) if child.tag == _ROW):
            lines.append(_line(row, lines, upward))
            pending += [inner for cell in _inside(row) if cell.tag == _CELL for inner in _inside(cell) if inner.tag == _TABLE]
        document.parts.append(spread(next(numbers), lines))


def _line(row: Any, lines: list[list[Raw]], upward: dict[int, tuple[int, int]]) -> list[Raw]:
    """Return the cells of a line; a cell that goes on from the line above makes that one taller."""
    line: list[Raw] = []
    properties = row.find(qn("w:trPr"))
    before = properties.find(qn("w:gridBefore")) if properties is not None else None
    col = _number(before)
    line += [Raw("")] * col
    for cell in (child for child in _inside(row) if child.tag == _CELL):
        own = cell.find(qn("w:tcPr"))
        width = max(1, _number(own.find(qn("w:gridSpan")) if own is not None else None, 1))
        merged = own.find(qn("w:vMerge")) if own is not None else None
        goes_on = merged is not None and merged.get(qn("w:val")) in (None, "continue")
        if goes_on and col in upward and lines[upward[col][0]][upward[col][1]].cols == width:
            top, at = upward[col]
            above = lines[top][at]
            lines[top][at] = Raw(above.text, above.rows + 1, above.cols, above.origin)
        else:
            upward.pop(col, None)
            if merged is not None:
                upward[col] = (len(lines), len(line))
            line.append(Raw(_cell_text(cell), 1, width, cell))
        if merged is None:
            upward.pop(col, None)
        col += width
    return line


def _number(element: Any, otherwise: int = 0) -> int:
    text = "" if element is None else element.get(qn("w:val"), "")
    return min(int(text), 1000) if text.isdigit() else otherwise


def _cell_text(cell: Any) -> str:
    return " ".join(" ".join(_words(child) for child in _inside(cell) if child.tag == _PARAGRAPH).split())


def _words(paragraph: Any) -> str:
    """Return the text of a paragraph as it is printed: without what was deleted, and without text boxes and field codes."""
    words: list[str] = []
    pending = [paragraph]
    while pending:
        element = pending.pop()
        if element.tag == _TEXT:
            words.append(element.text or "")
        elif element.tag == _TAB:
            words.append(" ")
        elif element.tag in (_BREAK, _RETURN):
            words.append("\n")
        elif element.tag not in _PASSED and element.tag != _FALLBACK:
            pending.extend(list(element)[::-1])
    return "".join(words)
