"""The first sheet of a marked copy: whose figures go back, what to do with them, and one line for each mistake."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import openpyxl
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties

from gkxl.rules.explanations import Explained, Key, key_of
from gkxl.rules.findings import SEVERITY_NAMES, CellOnSheet, Finding
from gkxl.rules.marks import Grade
from gkxl.rules.to_the_unit import to_the_unit
from gkxl.texts import cut_for_excel, harmless
from gkxl.workbook.format.checks_columns import EXPLAINED_MARK, NOTE_HEADING, PROBLEM_HEADING
from gkxl.workbook.format.codes import SheetRole, marker
from gkxl.workbook.format.finding_codes import finding_code
from gkxl.workbook.format.mark_looks import Look
from gkxl.workbook.format.sheet_plan import lines_needed, quoted
from gkxl.workbook.format.styles import CLAUSE_FILL, INPUT_FILL

RESULTS = "校验结果"
_LONGEST_TEXT = 32767
_WIDTHS = {"A": 8.0, "B": 14.0, "C": 17.0, "D": 56.0, "E": 26.0}
_LAST, _CODES = "E", "F"
"""The column into which the unit writes, and the hidden one of codes."""
_THIN = Side("thin", "808080")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_TITLE = "填报表退回更正单"


@dataclass(frozen=True)
class Return:
    """A file that goes back to the unit that sent it."""

    units: Sequence[str]
    """Whose figures it holds."""
    periods: Sequence[str]
    """Of when they are, for people."""
    sender: str
    """Who sends it back; "" where nobody says."""
    revisions: Mapping[str, int]
    """Each input sheet with marks to the revision that it shall have when it comes again; none of a merged workbook."""
    files: Sequence[str]
    """All files that a sentence may name: the unit sees their names, not where they lie."""

    def told(self, finding: Finding) -> str:
        """Return what is wrong in words for the unit."""
        return to_the_unit(finding, self.files)

    @property
    def how(self) -> str:
        """What to do with the copy."""
        if not self.revisions:
            return "请按下表更正：单位报送的数有误的，先请该单位更正，再重新汇总、报送。数字没有错的，请在“情况说明”栏写明原因，发回本工作簿。"
        numbers = "、".join(dict.fromkeys(map(str, self.revisions.values())))
        return (
            f"请直接在本工作簿里更正（不必再找原来的文件），标了颜色的格就是要看的格；修订号已经改为{numbers}，不用再改。"
            "改好后看各表下方的校验行是否都已平衡，保存，把本工作簿发回。数字没有错的，请在“情况说明”栏写明原因，一并发回。"
        )


class MarkedList:
    """The list in a workbook that is being marked."""

    def __init__(self, book: openpyxl.Workbook, file: str, returned: Return, looks: Mapping[Grade, Look]) -> None:
        if RESULTS in book.sheetnames:
            del book[RESULTS]
        self.sheet = book.create_sheet(RESULTS, 0)
        self.file, self.returned, self.looks = file, returned, looks
        book.active = 0
        for other in book.worksheets[1:]:
            other.sheet_view.tabSelected = False

    def fill(self, findings: Sequence[Finding], explained: Sequence[Explained]) -> None:
        """Write the head, a line for each finding, and the legend, whose looks are left to be drawn in column C, every other line to the end."""
        self._head()
        heading = self._row("级别", "工作表", "单元格", PROBLEM_HEADING, NOTE_HEADING, marker(SheetRole.CHECKS))
        self._line(heading, bold=True)
        notes = {key_of(answer.finding): answer.words for answer in explained}
        for finding in (*findings, *(answer.finding for answer in explained)):
            self._finding(finding, notes)
        for look in self.looks.values():
            self._row()
            self._plain(self._row("", "", "图例", look.called))
        self._set_up(heading)

    def _head(self) -> None:
        returned = self.returned
        title = self._row(_TITLE)
        self._across(title, Font(name="黑体", size=16, bold=True), 30, "center")
        for name, said in (
            ("单位", "、".join(returned.units[:6]) + ("等" if len(returned.units) > 6 else "")),
            ("期间", "、".join(returned.periods[:6]) + ("等" if len(returned.periods) > 6 else "")),
            ("退回单位", returned.sender or "　"),
        ):
            row = self._row(f"{name}：{said}")
            self._across(row, Font(name="宋体", size=11), 20)
        row = self._row(returned.how)
        self._across(row, Font(name="宋体", size=11, bold=True), 6 + 16 * lines_needed(returned.how, sum(_WIDTHS.values()) * 0.9))
        self._row()

    def _finding(self, finding: Finding, notes: Mapping[Key, str]) -> None:
        name, cells = _where(self.file, finding)
        key = key_of(finding)
        level = f"{SEVERITY_NAMES[finding.severity]}{EXPLAINED_MARK if key in notes else ''}"
        row = self._row(level, name, _some(cells), self.returned.told(finding), notes.get(key, ""), finding_code(key))
        self._line(row)
        self.sheet[f"{_LAST}{row}"].fill = PatternFill("solid", fgColor=INPUT_FILL)
        if cells:
            place = self.sheet[f"C{row}"]
            place.hyperlink = Hyperlink(ref=place.coordinate, location=f"{quoted(name)}!{cells[0]}", display=place.value)
            place.font = Font(name="宋体", size=11, color="0563C1", underline="single")

    def _row(self, *texts: str) -> int:
        """Add a row of texts and return its number."""
        row: int = self.sheet.max_row + 1 if self.sheet.max_row > 1 or self.sheet["A1"].value is not None else 1
        for column, text in enumerate(texts or ("",), start=1):
            cell = self.sheet.cell(row, column, sheet_text(text))
            cell.data_type = "s"  # a sheet may be named like a formula
        return row

    def _line(self, row: int, *, bold: bool = False) -> None:
        self._plain(row, bold=bold)
        for column in _WIDTHS:
            self.sheet[f"{column}{row}"].border = _BORDER
            if bold:
                self.sheet[f"{column}{row}"].fill = PatternFill("solid", fgColor=CLAUSE_FILL)

    def _plain(self, row: int, *, bold: bool = False) -> None:
        """Give a row its letters and the height that its longest text needs."""
        lines = 1
        for column, width in _WIDTHS.items():
            cell = self.sheet[f"{column}{row}"]
            cell.font = Font(name="宋体", size=11, bold=bold)
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            lines = max(lines, lines_needed(str(cell.value or ""), width * 0.9))
        self.sheet.row_dimensions[row].height = min(409, 6 + 15 * lines)

    def _across(self, row: int, font: Font, height: float, horizontal: str = "left") -> None:
        self.sheet.merge_cells(f"A{row}:{_LAST}{row}")
        self.sheet[f"A{row}"].font = font
        self.sheet[f"A{row}"].alignment = Alignment(horizontal=horizontal, vertical="center", wrap_text=True)
        self.sheet.row_dimensions[row].height = height

    def _set_up(self, heading: int) -> None:
        sheet = self.sheet
        for column, width in _WIDTHS.items():
            sheet.column_dimensions[column].width = width
        sheet.column_dimensions[_CODES].hidden = True
        sheet.freeze_panes = f"A{heading + 1}"
        sheet.print_title_rows = f"{heading}:{heading}"
        sheet.print_area = f"A1:{_LAST}{sheet.max_row}"
        sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
        sheet.page_setup.orientation = "portrait"
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.print_options.horizontalCentered = True
        sheet.page_margins.left = sheet.page_margins.right = 0.5
        sheet.oddFooter.center.text = "第 &P 页，共 &N 页"


def sheet_text(words: str) -> str:
    """Return words that no program takes for anything but words."""
    return cut_for_excel(harmless(words), _LONGEST_TEXT)


def _some(cells: Sequence[str]) -> str:
    """Return the first of some cells: programs do not break what leads somewhere into lines."""
    return "、".join(cells[:2]) + (f"等{len(cells)}格" if len(cells) > 2 else "")


def _where(file: str, finding: Finding) -> tuple[str, list[str]]:
    """Return the sheet and the cells of a file that a line of the list leads to: the suspects before all others."""
    suspected = [suspect.place for suspect in finding.suspects if suspect.place.file == file]
    framed = [place for place in finding.framed or () if place.file == file]
    own = [CellOnSheet(file, finding.sheet, cell) for cell in finding.cells] if finding.file == file else []
    places = suspected or framed or own
    sheet = places[0].sheet if places else finding.sheet
    return sheet, [place.cell for place in places if place.sheet == sheet]
