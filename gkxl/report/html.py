"""The report as one HTML fragment that keeps its shape when it is pasted into Word or a site's editor.

Everything is inline: editors drop style sheets and classes but keep attributes and inline styles.
"""

from __future__ import annotations

from html import escape

from gkxl.forms import GridCell, Part
from gkxl.report.document import ReportDocument, ReportTable
from gkxl.safe_write import SEAL, sealed_page
from gkxl.texts import harmless

_FONT = "font-family:宋体,SimSun,serif"
_TABLE = f"border-collapse:collapse;width:100%;{_FONT};font-size:10.5pt"
_CELL = "border:1px solid #000;padding:3px 5px;vertical-align:middle"
_LOOK = {
    Part.TITLE: "text-align:left;background-color:#C6D9F1",
    Part.HEADER: "text-align:center",
    Part.LABEL: "text-align:left",
    Part.FIGURE: "text-align:center",
}


def to_html(report: ReportDocument) -> bytes:
    """Return the report as one <div>; it names its encoding, so that a browser opens the file as it is."""
    body = [f'<h1 style="text-align:center;font-family:黑体,SimHei,sans-serif;font-size:18pt">{escape(report.title)}</h1>']
    if report.notice:
        body.append(f'<p style="color:#C00000;font-weight:bold">{escape(report.notice)}</p>')
    body.append(_paragraph(report.period))
    for section in report.sections:
        body.append(f'<h2 style="font-family:黑体,SimHei,sans-serif;font-size:14pt">{escape(section.title)}</h2>')
        if section.table:
            body.append(_table(section.table))
        if section.text:
            body.append(_paragraph(section.text))
    inner = "\n".join(body)
    page = f'<div data-generator="{SEAL}" lang="zh-CN" style="max-width:800px;margin:0 auto;{_FONT}">\n<meta charset="utf-8">\n{inner}\n</div>\n'
    return sealed_page(harmless(page))


def to_fragment(report: ReportDocument) -> str:
    """Return nothing but the tables, for the clipboard; what speaks against publishing them stands above."""
    notice = [f'<p style="color:#C00000;font-weight:bold">{escape(report.notice)}</p>'] if report.notice else []
    return "\n<p>&nbsp;</p>\n".join([*notice, *(_table(section.table) for section in report.sections if section.table)])


def as_text(report: ReportDocument) -> str:
    """Return the tables as plain text: a line for each row, a tab between cells."""
    lines = [report.notice] if report.notice else []
    for section in report.sections:
        if section.table:
            lines += ["\t".join(cell.text.replace("\n", "") for cell in row) for row in section.table.grid.rows()]
            lines.append("")
    return "\r\n".join(lines)


def _paragraph(text: str) -> str:
    return f'<p style="text-indent:2em;font-family:仿宋,FangSong,serif;font-size:14pt">{escape(text)}</p>'


def _table(table: ReportTable) -> str:
    total = sum(table.table.widths)
    columns = "".join(f'<col style="width:{width * 100 / total:.2f}%">' for width in table.table.widths)
    rows = "\n".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in table.grid.rows())
    return f'<table border="1" cellspacing="0" style="{_TABLE}">\n<colgroup>{columns}</colgroup>\n<tbody>\n{rows}\n</tbody>\n</table>'


def _cell(cell: GridCell) -> str:
    spans = (f' colspan="{cell.cols}"' if cell.cols > 1 else "") + (f' rowspan="{cell.rows}"' if cell.rows > 1 else "")
    return f'<td{spans} style="{_CELL};{_LOOK[cell.part]}">{escape(cell.text)}</td>'
