"""Mark what is wrong in a copy of a department's own workbook, to be sent back to it.

The copy keeps everything of the original; openpyxl is the library that can edit a workbook it did not make.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl
from openpyxl.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from gkxl.rules.explanations import Explained, key_of
from gkxl.rules.findings import SEVERITY_NAMES, CellOnSheet, Finding
from gkxl.rules.marks import Mark, gravest, marks
from gkxl.safe_write import SEAL, sealed_package
from gkxl.texts import cut_for_excel, harmless
from gkxl.workbook.format.checks_columns import EXPLAINED_MARK, NOTE_HEADING, PROBLEM_HEADING
from gkxl.workbook.format.codes import SheetRole, marker
from gkxl.workbook.format.finding_codes import finding_code
from gkxl.workbook.format.mark_looks import LINE_COLOR, LOOKS, Look, Pattern
from gkxl.workbook.format.sheet_plan import lines_needed, quoted
from gkxl.workbook.format.styles import INPUT_FILL
from gkxl.workbook.reading.opening import shares_parts

RESULTS = "校验结果"
_LONGEST_TEXT = 32767
_EDGES = {"left": (0, -1, "right"), "right": (0, 1, "left"), "top": (-1, 0, "bottom"), "bottom": (1, 0, "top")}
"""How far down and across the cell beyond an edge is, and which of its edges that is."""
_OPEN = PatternFill("solid", fgColor=INPUT_FILL)
_WIDTHS = {"A": 8, "B": 20, "C": 16, "D": 80, "E": 40}
_NOTES, _CODES = "E", "F"
"""The column into which the department writes, and the hidden one of codes."""


class UnmarkableError(Exception):
    """A file that cannot be edited; says why, and what to do."""

    def __init__(self, what: str = "不是 .xlsx，没有生成标注过的副本", next_step: str = "请用 Excel 或 WPS 另存为 .xlsx 后再标注") -> None:
        super().__init__(what, next_step)
        self.what, self.next_step = what, next_step


def marked_copy(file: str, findings: Sequence[Finding], explained: Sequence[Explained] = ()) -> bytes:
    """Return a copy of an .xlsx workbook with coloured and commented cells and a first sheet that lists the findings.

    `file` is named as in the findings; what is `explained` is listed with its words, and not marked.  Raises UnmarkableError
    where none can be made, SuspiciousFileError for what should be opened in a place of its own (`apart.read_apart`), and
    OSError where there is no room for temporary files.
    """
    path = Path(file)
    if path.suffix.lower() not in (".xlsx", ".xlsm"):
        raise UnmarkableError
    if shares_parts(path):
        raise _unedited()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl speaks of what it drops, in English
        return _marked(path, file, findings, explained)


def _unedited() -> UnmarkableError:
    return UnmarkableError("内容反常，没有生成标注过的副本", "请用 Excel 或 WPS 打开，另存为 .xlsx 后再标注")


def _marked(path: Path, file: str, findings: Sequence[Finding], explained: Sequence[Explained]) -> bytes:
    try:
        book = openpyxl.load_workbook(path, keep_vba=path.suffix.lower() == ".xlsm")
    except Exception as error:  # openpyxl raises whatever its parsers raise; the file itself has been read already
        raise _unedited() from error
    here = [(place, mark) for place, mark in marks(findings) if place.file == file and place.sheet in book.sheetnames]
    for place, mark in sorted(gravest(here).items(), key=lambda marked: marked[1].grade):  # the surer one draws the edge that two cells share
        _draw(book[place.sheet], place.cell, LOOKS[mark.grade])
    for place, mark in here:
        if mark.speaks:
            _tell(book[place.sheet], place.cell, mark)
    _list(book, file, findings, explained)
    book.properties.contentStatus = SEAL
    buffer = io.BytesIO()
    try:
        book.save(buffer)
    except OSError:
        raise
    except Exception as error:  # what it kept of a strange workbook may be more than it can write
        raise _unedited() from error
    return sealed_package(buffer.getvalue())


def _draw(sheet: Worksheet, address: str, look: Look) -> None:
    """Fill a cell and put a line around it; a merged cell has its edges on the cells that it was made of."""
    _corner(sheet, address).fill = _filling(look)
    area = next((area for area in sheet.merged_cells.ranges if address in area), CellRange(address))
    line, own = Side(look.line, LINE_COLOR), set(area.cells)
    for row, col in own:
        outer = [edge for edge, (down, across, _) in _EDGES.items() if (row + down, col + across) not in own]
        sheet.cell(row, col).border = _border(dict.fromkeys(outer, line))
        for down, across, facing in (_EDGES[edge] for edge in outer):
            if row + down and col + across:
                _edge(sheet.cell(row + down, col + across), facing, line)


def _edge(cell: Cell | MergedCell, edge: str, line: Side) -> None:
    """Give a cell another line on one edge; where two cells disagree about the edge between them, programs differ in which one they draw."""
    cell.border = _border({own: getattr(cell.border, own) for own in _EDGES} | {edge: line})


def _border(edges: Mapping[str, Side]) -> Border:
    return Border(left=edges.get("left"), right=edges.get("right"), top=edges.get("top"), bottom=edges.get("bottom"))


def _filling(look: Look) -> PatternFill:
    if look.pattern is Pattern.SOLID:
        return PatternFill(look.pattern.in_file, fgColor=look.color)
    return PatternFill(look.pattern.in_file, fgColor=LINE_COLOR, bgColor=look.color)


def _tell(sheet: Worksheet, address: str, mark: Mark) -> None:
    cell = _corner(sheet, address)
    said = f"{cell.comment.text}\n\n" if cell.comment else ""
    comment = Comment(_text(f"{said}{mark.words}"), "gkxl")
    comment.width, comment.height = 320, 120
    cell.comment = comment


def _corner(sheet: Worksheet, address: str) -> Cell:
    """Return the cell that shows what stands at an address: of a merged area its first one."""
    area = next((area for area in sheet.merged_cells.ranges if address in area), CellRange(address))
    corner = sheet.cell(area.min_row, area.min_col)
    assert isinstance(corner, Cell)
    return corner


def _text(words: str) -> str:
    """Return words that no program takes for anything but words."""
    return cut_for_excel(harmless(words), _LONGEST_TEXT)


def _where(file: str, finding: Finding) -> tuple[str, list[str]]:
    """Return the sheet and the cells of a file that a line of the list leads to: the suspects before all others."""
    suspected = [suspect.place for suspect in finding.suspects if suspect.place.file == file]
    framed = [place for place in finding.framed or () if place.file == file]
    own = [CellOnSheet(file, finding.sheet, cell) for cell in finding.cells] if finding.file == file else []
    places = suspected or framed or own
    sheet = places[0].sheet if places else finding.sheet
    return sheet, [place.cell for place in places if place.sheet == sheet]


def _list(book: openpyxl.Workbook, file: str, findings: Sequence[Finding], explained: Sequence[Explained]) -> None:
    if RESULTS in book.sheetnames:
        del book[RESULTS]
    sheet = book.create_sheet(RESULTS, 0)
    sheet.append(["级别", "工作表", "单元格", PROBLEM_HEADING, NOTE_HEADING, marker(SheetRole.CHECKS)])
    notes = {key_of(answer.finding): answer.words for answer in explained}
    listed = [*findings, *(answer.finding for answer in explained)]
    places = [_where(file, finding) for finding in listed]
    for finding, (name, cells) in zip(listed, places, strict=True):
        key = key_of(finding)
        level = f"{SEVERITY_NAMES[finding.severity]}{EXPLAINED_MARK if key in notes else ''}"
        sheet.append([_text(words) for words in (level, name, "、".join(cells[:6]), finding.told, notes.get(key, ""), finding_code(key))])
    for look in LOOKS.values():
        sheet.append([])
        sheet.append(["", "", "图例", look.called])
    for row in sheet.iter_rows():
        for cell in row:
            cell.data_type = "s"  # a sheet may be named like a formula
            cell.font = Font(name="宋体", size=11, bold=cell.row == 1)
            cell.alignment = openpyxl.styles.Alignment(vertical="top", wrap_text=True)
    for number, look in enumerate(LOOKS.values()):
        _draw(sheet, f"C{len(listed) + 3 + 2 * number}", look)
    for column, width in _WIDTHS.items():
        sheet.column_dimensions[column].width = width
    sheet.column_dimensions[_CODES].hidden = True
    for row in range(2, len(listed) + 2):
        sheet[f"{_NOTES}{row}"].fill = _OPEN
    for row, (name, cells) in enumerate(places, start=2):
        lines = max(lines_needed(str(sheet[f"{column}{row}"].value or ""), _WIDTHS[column] * 0.95) for column in ("A", "D", _NOTES))
        sheet.row_dimensions[row].height = min(409, 4 + 15 * lines)
        if cells:
            place = sheet.cell(row, 3)
            place.hyperlink = Hyperlink(ref=place.coordinate, location=f"{quoted(name)}!{cells[0]}")
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    book.active = 0
    for other in book.worksheets[1:]:
        other.sheet_view.tabSelected = False
