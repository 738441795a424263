"""Published reports as files: tables cell by cell as markup of web pages, of Word's own pages, and as a Word document."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from html import escape

from gkxl.forms import Form, GridCell
from support.report_pages import Lines

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
    "</Relationships>"
)
Tables = Mapping[str, Sequence[Lines]]
"""The tables of a report by their code, each as the tables in which it is printed."""


class Kind(StrEnum):
    """What a report is published as."""

    PAGE = "html"
    WORDS_PAGE = "filtered.html"
    """What Word writes as a filtered web page."""
    WORD = "docx"


def written(kind: Kind, form: Form, tables: Tables, unit: str, year: int, dice: random.Random, *, nested: bool = False) -> bytes:
    """Return a report with its six sections, the tables as they are or, nested, each inside the one cell of another."""
    parts: list[str | Lines] = [f"{unit}{year}年政府信息公开工作年度报告", f"本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。"]
    for section in form.sections:
        parts.append(section.title)
        parts += tables.get(section.table, ()) if section.table else ["文字。"]
    match kind:
        case Kind.WORD:
            body = "".join(_word_paragraph(part, dice) if isinstance(part, str) else _word_table(part, dice, nested=nested) for part in parts)
            return _package(f'<w:document xmlns:w="{_W}"><w:body>{body}<w:sectPr/></w:body></w:document>')
        case Kind.WORDS_PAGE:
            body = "".join(_marked(part) if isinstance(part, str) else _table(part, _words_cell, nested=nested) for part in parts)
            head = '<meta http-equiv=Content-Type content="text/html; charset=utf-8"><meta name=Generator content="Microsoft Word 15 (filtered)">'
            return f"<html><head>{head}</head><body lang=ZH-CN><div class=WordSection1>{body}</div></body></html>".encode()
        case Kind.PAGE:
            body = "".join(f"<p>{escape(part)}</p>" if isinstance(part, str) else _table(part, _cell, nested=nested) for part in parts)
            return f'<html><head><meta charset="utf-8"></head><body>{body}</body></html>'.encode()


def _spans(cell: GridCell) -> str:
    return f"{f' rowspan={cell.rows}' if cell.rows > 1 else ''}{f' colspan={cell.cols}' if cell.cols > 1 else ''}"


def _cell(cell: GridCell) -> str:
    return f"<td{_spans(cell)}>{escape(cell.text)}</td>"


def _words_cell(cell: GridCell) -> str:
    style = f"width:{cell.cols * 45}.0pt;border:solid windowtext 1.0pt;mso-border-alt:solid windowtext .5pt;padding:0cm 5.4pt"
    return f"<td width={cell.cols * 60}{_spans(cell)} style='{style}'>{_marked(cell.text)}</td>"


def _marked(text: str) -> str:
    """Return a paragraph as Word marks it up: the language changes within it, and an empty one is not empty."""
    half = len(text) // 2
    first, second = escape(text[:half]), escape(text[half:])
    font = "font-family:仿宋_GB2312;mso-hansi-font-family:宋体"
    runs = f"<span style='{font}'>{first}</span><span lang=EN-US\nstyle='font-size:10.0pt'>{second}<o:p></o:p></span>"
    empty = "<span lang=EN-US style='font-size:10.0pt'><o:p>&nbsp;</o:p></span>"
    return f"<p class=MsoNormal align=center style='mso-pagination:widow-orphan'>{runs if text else empty}</p>"


def _table(lines: Lines, cell_of: Callable[[GridCell], str], *, nested: bool) -> str:
    rows = "".join(f"<tr>{''.join(map(cell_of, line))}</tr>" for line in lines)
    table = f"<table class=MsoNormalTable border=1>{rows}</table>"
    return f"<table><tr><td><div>{table}</div></td></tr></table>" if nested else table


def _word_paragraph(text: str, dice: random.Random) -> str:
    """Return a paragraph in one run or two, the second put in by somebody, or with something crossed out behind it."""
    half = len(text) // 2
    match dice.randrange(4):
        case 0:
            runs = f"{_run(text[:half])}<w:ins w:id='1' w:author='甲'>{_run(text[half:])}</w:ins>"
        case 1:
            runs = f"{_run(text)}<w:del w:id='1' w:author='甲'><w:r><w:delText>7</w:delText></w:r></w:del>"
        case 2:
            runs = f"{_run(text[:half])}<w:proofErr w:type='spellStart'/>{_run(text[half:])}"
        case _:
            runs = _run(text)
    return f"<w:p>{runs}</w:p>"


def _run(text: str) -> str:
    return f"<w:r><w:t xml:space='preserve'>{escape(text)}</w:t></w:r>" if text else ""


def _word_table(lines: Lines, dice: random.Random, *, nested: bool) -> str:
    """Return the table of a Word document: tall cells go on in the lines below them, an empty cell at the start may be left out."""
    rows: list[str] = []
    tall: dict[int, tuple[int, int]] = {}  # column to how many more lines the cell there reaches down, and its width
    for line in lines:
        row: list[str] = []
        below: dict[int, tuple[int, int]] = {}
        col, left_out = 0, ""
        for cell in [*line, None]:
            while col in tall:
                more, cols = tall.pop(col)
                row.append(_word_cell("", cols, "<w:vMerge/>", dice))
                below |= {col: (more - 1, cols)} if more > 1 else {}
                col += cols
            if cell is None:
                break
            if cell.rows > 1:
                below[col] = (cell.rows - 1, cell.cols)
            if not col and not cell.text and cell.rows == 1 and dice.random() < 0.5:
                left_out = f"<w:trPr><w:gridBefore w:val='{cell.cols}'/></w:trPr>"
            else:
                row.append(_word_cell(cell.text, cell.cols, "<w:vMerge w:val='restart'/>" if cell.rows > 1 else "", dice))
            col += cell.cols
        tall = below
        rows.append(f"<w:tr>{left_out}{''.join(row)}</w:tr>")
    table = f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"
    return f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc>{table}<w:p/></w:tc></w:tr></w:tbl>" if nested else f"{table}<w:p/>"


def _word_cell(text: str, cols: int, merged: str, dice: random.Random) -> str:
    span = f"<w:gridSpan w:val='{cols}'/>" if cols > 1 else ""
    return f"<w:tc><w:tcPr>{span}{merged}</w:tcPr>{_word_paragraph(text, dice)}</w:tc>"


def _package(document: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELATIONS)
        archive.writestr("word/document.xml", document)
    return buffer.getvalue()
