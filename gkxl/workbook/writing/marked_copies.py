"""Mark what is wrong in a copy of a department's own workbook, to be sent back to it.

The copy keeps everything of the original; openpyxl is the library that can edit a workbook it did not make.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from gkxl.forms import Severity
from gkxl.rules.catalogue import Topic
from gkxl.rules.findings import SEVERITY_NAMES, Finding, gravest_last
from gkxl.safe_write import SEAL, sealed_package

RESULTS = "校验结果"
_FILLS = {Severity.WARNING: PatternFill("solid", fgColor="FFEB9C"), Severity.ERROR: PatternFill("solid", fgColor="FFC7CE")}
_WIDTHS = {"A": 8, "B": 20, "C": 16, "D": 100}


class UnmarkableError(Exception):
    """A file in a format that cannot be edited."""


def marked_copy(path: Path, findings: Sequence[Finding]) -> bytes:
    """Return a copy of an .xlsx workbook with coloured and commented cells and a first sheet that lists the findings.

    Raises UnmarkableError for other formats.
    """
    if path.suffix.lower() not in (".xlsx", ".xlsm"):
        raise UnmarkableError
    try:
        book = openpyxl.load_workbook(path, keep_vba=path.suffix.lower() == ".xlsm")
    except Exception as error:  # openpyxl raises whatever its parsers raise; the file itself has been read already
        raise UnmarkableError from error
    for finding in gravest_last(findings):  # an error covers a warning
        # What rests on a misread cell is listed; the cell itself is marked once.
        if finding.severity in _FILLS and finding.sheet in book.sheetnames and finding.topic is not Topic.UNVERIFIED:
            for cell in finding.cells:
                _mark(book[finding.sheet], cell, finding)
    _list(book, findings)
    book.properties.contentStatus = SEAL
    buffer = io.BytesIO()
    book.save(buffer)
    return sealed_package(buffer.getvalue())


def _mark(sheet: Worksheet, address: str, finding: Finding) -> None:
    cell = sheet[address]
    cell.fill = _FILLS[finding.severity]
    said = f"{cell.comment.text}\n\n" if cell.comment else ""
    comment = Comment(f"{said}{SEVERITY_NAMES[finding.severity]}：{finding.message}", "gkxl")
    comment.width, comment.height = 320, 120
    cell.comment = comment


def _list(book: openpyxl.Workbook, findings: Sequence[Finding]) -> None:
    if RESULTS in book.sheetnames:
        del book[RESULTS]
    sheet = book.create_sheet(RESULTS, 0)
    sheet.append(["级别", "工作表", "单元格", "问题（更正后请把修订号加1，再报送一次）"])
    for finding in findings:
        sheet.append([SEVERITY_NAMES[finding.severity], finding.sheet, "、".join(finding.cells[:6]), finding.message])
    for row in sheet.iter_rows():
        for cell in row:
            cell.font = Font(name="宋体", size=11, bold=cell.row == 1)
            cell.alignment = openpyxl.styles.Alignment(vertical="top", wrap_text=True)
    for column, width in _WIDTHS.items():
        sheet.column_dimensions[column].width = width
    for row, finding in enumerate(findings, start=2):
        if finding.cells:
            sheet.cell(row, 3).hyperlink = f"#'{finding.sheet}'!{finding.cells[0]}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    book.active = 0
    for other in book.worksheets[1:]:
        other.sheet_view.tabSelected = False
