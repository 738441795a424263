"""The report as a Word document: true tables with merged cells, in the fonts of Chinese official documents."""

from __future__ import annotations

import copy
import datetime as dt
import io
from collections.abc import Sequence
from functools import cache

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.simpletypes import ST_Merge
from docx.oxml.table import CT_Tc
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Length, Mm, Pt, RGBColor, Twips
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from gkxl.forms import GridCell, Part
from gkxl.report.compared import Comparison
from gkxl.report.document import ReportDocument, ReportTable
from gkxl.reporting_status.notice import Notice
from gkxl.safe_write import SEAL, sealed_package
from gkxl.texts import harmless

AUTHOR = "gkxl"
_EPOCH = dt.datetime(2019, 5, 15)  # the same bytes for the same report
_SONG, _FANGSONG, _HEI = "宋体", "仿宋", "黑体"
_TABLE_STYLE = "gkxl table"
_TABLE_SIZE = 10.5
_MARGIN = 40  # twips, left and right in a cell
_ROW_HEIGHT = 6.4  # millimetres, at least
_TEXT_WIDTH = 9100  # twips between the margins of portrait A4
_COMPARED_WIDTHS = (4700, 1100, 1100, 1100, 1100)  # twips, of the columns of a comparison
_CLAUSE_FILL = "C6D9F1"  # the fill of the clause lines in the official layout


def to_docx(report: ReportDocument) -> bytes:
    """Return the report as a .docx file."""
    document = titled(report.title)
    if report.notice:
        write(document.add_paragraph(), report.notice, _SONG, 12, bold=True, color=RGBColor(0xC0, 0, 0), after=8)
    _body_text(document, report.period)
    longest = max((section.table.grid.height for section in report.sections if section.table), default=0)
    for section in report.sections:
        heading = document.add_paragraph(style="Heading 1")
        heading.paragraph_format.keep_with_next = True
        # The long table just fits on a page of its own.
        heading.paragraph_format.page_break_before = section.table is not None and section.table.grid.height == longest
        write(heading, section.title, _HEI, 16, before=10, after=8)
        if section.table:
            _table(document, section.table)
        if section.text:
            _body_text(document, section.text)
    return document_saved(document)


def notice_docx(made: Notice) -> bytes:
    """Return a notice as a .docx file: title, whom it is to, its paragraphs, who signs it and when."""
    document = titled(made.title)
    write(document.add_paragraph(), made.address, _FANGSONG, 16)
    for text in made.paragraphs:
        _body_text(document, text)
    for line in filter(None, made.signed):
        write(document.add_paragraph(), line, _FANGSONG, 16, align=WD_ALIGN_PARAGRAPH.RIGHT, before=10)
    return document_saved(document)


def compared_docx(made: Comparison) -> bytes:
    """Return a comparison of two periods as a .docx file: a table for each statutory one."""
    document = titled(made.title, size=18, after=10)
    for note in made.notes:
        write(document.add_paragraph(), note, _FANGSONG, 12, after=4)
    for name, rows in made.tables:
        write(document.add_paragraph(style="Heading 1"), name, _HEI, 14, before=8, after=4)
        table = document.add_table(rows=1 + len(rows), cols=len(made.columns), style="Table Grid")
        table.autofit = False
        _narrow_margins(table)
        for line, texts in zip(table.rows, (made.columns, *rows), strict=True):
            for col, (place, text) in enumerate(zip(line.cells, texts, strict=True)):
                place.width = Twips(_COMPARED_WIDTHS[col])
                align = WD_ALIGN_PARAGRAPH.RIGHT if col else WD_ALIGN_PARAGRAPH.LEFT
                write(place.paragraphs[0], text, _SONG, _TABLE_SIZE, align=align)
    return document_saved(document)


def document_saved(document: Document) -> bytes:
    """Return a document as the bytes of its file, the same for the same document."""
    buffer = io.BytesIO()
    document.save(buffer)
    return sealed_package(buffer.getvalue())


def titled(title: str, size: int = 20, after: int = 14) -> Document:
    """Return an empty document, set up, with its title above."""
    document: Document = docx.Document()
    _set_up(document, title)
    write(document.add_paragraph(), title, _HEI, size, bold=True, align=WD_ALIGN_PARAGRAPH.CENTER, after=after)
    return document


def _set_up(document: Document, title: str) -> None:
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(24.5)
    page.top_margin, page.bottom_margin = Mm(25), Mm(22)
    for name in ("Normal", "Heading 1"):
        font = document.styles[name].font
        font.name, font.size, font.color.rgb = _FANGSONG, Pt(16), RGBColor(0, 0, 0)
        document.styles[name].element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FANGSONG)
    in_tables = document.styles.add_style(_TABLE_STYLE, WD_STYLE_TYPE.PARAGRAPH)
    in_tables.base_style = document.styles["Normal"]
    in_tables.font.size = Pt(_TABLE_SIZE)
    # Without its language Word and LibreOffice may take Japanese or Taiwanese shapes for punctuation.
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "zh-CN")
        language.set(qn("w:eastAsia"), "zh-CN")
    properties = document.core_properties
    properties.title, properties.author, properties.last_modified_by = harmless(title)[:255], AUTHOR, AUTHOR
    properties.created = properties.modified = _EPOCH
    properties.comments, properties.content_status = "", SEAL


def _body_text(document: Document, text: str) -> None:
    paragraph = document.add_paragraph()
    write(paragraph, text, _FANGSONG, 16)
    paragraph.paragraph_format.first_line_indent = Pt(32)
    paragraph.paragraph_format.line_spacing = Pt(28)


def write(
    paragraph: Paragraph,
    text: str,
    font: str,
    size: float,
    *,
    bold: bool = False,
    color: RGBColor | None = None,
    align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.LEFT,
    before: float = 0,
    after: float = 0,
) -> None:
    """Add words to a paragraph, in a font and a size in points."""
    run = paragraph.add_run(harmless(text))
    run._element.insert(0, copy.copy(_letters(font, size, bold, color or RGBColor(0, 0, 0))))
    paragraph.alignment = align
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(after)


@cache
def _letters(font: str, size: float, bold: bool, color: RGBColor) -> BaseOxmlElement:
    """Return the element that says how words look, to be copied: a report has hundreds of them, of a handful of kinds."""
    run = Run(OxmlElement("w:r"), None)  # type: ignore[arg-type]  # only its element is used
    run.font.name, run.font.size, run.font.bold = font, Pt(size), bold
    run.font.color.rgb = color
    element = run._element.get_or_add_rPr()
    element.get_or_add_rFonts().set(qn("w:eastAsia"), font)
    return element


def _table(document: Document, report_table: ReportTable) -> None:
    grid = report_table.grid
    widths = [width * _TEXT_WIDTH // sum(report_table.table.widths) for width in report_table.table.widths]
    table = document.add_table(rows=grid.height, cols=grid.width, style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    _narrow_margins(table)
    places = [list(row._tr.tc_lst) for row in table.rows]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Twips(width)
    for cell in grid.cells:
        _merge([line[cell.col : cell.col + cell.cols] for line in places[cell.row : cell.row + cell.rows]])
        _fill(_Cell(places[cell.row][cell.col], table), cell, widths)
    # Once: python-docx looks through all styles for a name.
    in_tables = document.part.get_style_id(_TABLE_STYLE, WD_STYLE_TYPE.PARAGRAPH)  # type: ignore[no-untyped-call]
    for paragraph in table._tbl.iter(qn("w:p")):
        paragraph.style = in_tables
    for number, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        row.height, row.height_rule = Mm(_ROW_HEIGHT), WD_ROW_HEIGHT_RULE.AT_LEAST
        if number < grid.header_rows and len(report_table.table.blocks) == 1:
            properties.append(OxmlElement("w:tblHeader"))
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _merge(lines: Sequence[Sequence[CT_Tc]]) -> None:
    """Make the empty cells of an area one; python-docx, asked for it, measures the whole table each time."""
    for number, (first, *others) in enumerate(lines):
        if others:
            first.grid_span = 1 + len(others)
            first.width = Length(sum(tc.width or 0 for tc in (first, *others)))
            for tc in others:
                tc._remove()  # type: ignore[no-untyped-call]
        if len(lines) > 1:
            first.vMerge = ST_Merge.CONTINUE if number else ST_Merge.RESTART


def _fill(place: _Cell, cell: GridCell, widths: Sequence[int]) -> None:
    if cell.part is Part.TITLE:
        shade = OxmlElement("w:shd")
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", _CLAUSE_FILL)):
            shade.set(qn(f"w:{name}"), value)
        place._tc.get_or_add_tcPr().append(shade)
    place.width = Twips(sum(widths[cell.col : cell.col + cell.cols]))
    place.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    for extra in place.paragraphs[1:]:
        extra._element.getparent().remove(extra._element)
    left = cell.part in (Part.TITLE, Part.LABEL) and cell.rows == 1
    align = WD_ALIGN_PARAGRAPH.LEFT if left else WD_ALIGN_PARAGRAPH.CENTER
    room = (place.width - 2 * Twips(_MARGIN)) / Pt(1)
    # A digit is half as wide as its height: a long number gets smaller rather than broken over two lines.
    size = min(_TABLE_SIZE, room * 2 / max(1, len(cell.text)) // 0.5 * 0.5) if cell.part is Part.FIGURE else _TABLE_SIZE
    write(place.paragraphs[0], cell.text, _SONG, size, align=align)


def _narrow_margins(table: Table) -> None:
    """Leave the figures of the fifteen columns of 表四 room on portrait A4."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(_MARGIN))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    table._tbl.tblPr.append(margins) if look is None else look.addprevious(margins)  # the order that the schema asks for
