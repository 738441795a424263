"""退回核查单: what a body has to mend in its report, one line for each mistake with its place, as a Word document to print and stamp."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.shared import Twips

from gkxl.report.docx import document_saved, titled, write

TITLE = "退回核查单"
_COLUMNS = (("序号", 600), ("级别", 800), ("位置", 1900), ("问题和要求", 4300), ("情况说明", 1500))  # twips
_HOW = "请按下表逐条核对，更正报告后重新报送；已经发布的，请同时更正网上的内容。确实没有错的，请在“情况说明”栏写明原因，连同本单一并发回。"
_SIGNED = "核查单位（盖章）：　　　　　　　　　　　年　　月　　日"
_FONT = "宋体"


@dataclass(frozen=True)
class Mistake:
    """One line: how grave it is, where it stands, and what is wrong, in words for the body."""

    level: str
    place: str
    words: str


@dataclass(frozen=True)
class Slip:
    """What goes back to a body."""

    unit: str
    years: Sequence[str]
    files: Sequence[str]
    """The names of its files, without where they lie."""
    sender: str
    """Who sends it back, by the roster what stands above the body; "" where nobody says, and the line is left out: the stamp tells."""
    mistakes: Sequence[Mistake]


def slip_docx(slip: Slip) -> bytes:
    """Return the slip as a .docx file, the same bytes for the same slip."""
    document = titled(TITLE)
    head = (("单位", slip.unit), ("年度", "、".join(slip.years)), ("文件", "、".join(slip.files)), ("退回单位", slip.sender))
    for name, said in head if slip.sender else head[:-1]:
        write(document.add_paragraph(), f"{name}：{said}", _FONT, 12, after=3)
    write(document.add_paragraph(), _HOW, _FONT, 12, bold=True, before=6, after=6)
    table = document.add_table(rows=1 + len(slip.mistakes), cols=len(_COLUMNS), style="Table Grid")
    table.autofit = False
    for column, (_, width) in zip(table.columns, _COLUMNS, strict=True):
        column.width = Twips(width)
    lines = [(str(number), mistake.level, mistake.place, mistake.words, "") for number, mistake in enumerate(slip.mistakes, start=1)]
    for line, texts in zip(table.rows, (tuple(name for name, _ in _COLUMNS), *lines), strict=True):
        for cell, text, (_, width) in zip(line.cells, texts, _COLUMNS, strict=True):
            cell.width = Twips(width)
            write(cell.paragraphs[0], text, _FONT, 10.5, bold=line is table.rows[0])
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    write(document.add_paragraph(), _SIGNED, _FONT, 12, align=WD_ALIGN_PARAGRAPH.RIGHT, before=18)
    return document_saved(document)
