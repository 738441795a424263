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
from openpyxl.styles import Border, PatternFill, Side
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

from gkxl.model.head import HeadField
from gkxl.rules.explanations import Explained
from gkxl.rules.findings import SEVERITY_NAMES, Finding
from gkxl.rules.marks import Mark, gravest, marks
from gkxl.safe_write import SEAL, sealed_package
from gkxl.workbook.format.codes import SheetRole
from gkxl.workbook.format.mark_looks import LINE_COLOR, LOOKS, Look, Pattern
from gkxl.workbook.reading.coded_sheet import CodedSheet, find_marker
from gkxl.workbook.reading.head import read_head
from gkxl.workbook.reading.shared_parts import shares_parts
from gkxl.workbook.writing.marked_list import MarkedList, Return, sheet_text

_EDGES = {"left": (0, -1, "right"), "right": (0, 1, "left"), "top": (-1, 0, "bottom"), "bottom": (1, 0, "top")}
"""How far down and across the cell beyond an edge is, and which of its edges that is."""


class UnmarkableError(Exception):
    """A file that cannot be edited; says why, and what to do."""

    def __init__(self, what: str = "不是 .xlsx，没有生成标注过的副本", next_step: str = "请用 Excel 或 WPS 另存为 .xlsx 后再标注") -> None:
        super().__init__(what, next_step)
        self.what, self.next_step = what, next_step


def marked_copy(file: str, findings: Sequence[Finding], explained: Sequence[Explained], returned: Return) -> bytes:
    """Return a copy of an .xlsx workbook with coloured and commented cells and a first sheet that says what to mend.

    `file` is named as in the findings; what is `explained` is listed with its words, and not marked.  On sheets with marks the
    revision stands already as `returned` says that it shall be.  Raises UnmarkableError where none can be made,
    SuspiciousFileError for what should be opened in a place of its own (`apart.read_apart`), and OSError where there is no
    room for temporary files.
    """
    path = Path(file)
    if path.suffix.lower() not in (".xlsx", ".xlsm"):
        raise UnmarkableError
    if shares_parts(path):
        raise _unedited()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl speaks of what it drops, in English
        return _marked(path, file, findings, explained, returned)


def _unedited() -> UnmarkableError:
    return UnmarkableError("内容反常，没有生成标注过的副本", "请用 Excel 或 WPS 打开，另存为 .xlsx 后再标注")


def _marked(path: Path, file: str, findings: Sequence[Finding], explained: Sequence[Explained], returned: Return) -> bytes:
    try:
        book = openpyxl.load_workbook(path, keep_vba=path.suffix.lower() == ".xlsm")
    except Exception as error:  # openpyxl raises whatever its parsers raise; the file itself has been read already
        raise _unedited() from error
    here = [(place, mark) for place, mark in marks(findings) if place.file == file and place.sheet in book.sheetnames]
    for place, mark in sorted(gravest(here).items(), key=lambda marked: marked[1].grade):  # the surer one draws the edge that two cells share
        _draw(book[place.sheet], place.cell, LOOKS[mark.grade])
    for place, mark in here:
        if mark.speaks:
            _tell(book[place.sheet], place.cell, mark, returned)
    for name, revision in returned.revisions.items():
        if name in book.sheetnames:
            _revise(book[name], revision)
    looks = {grade: look for grade, look in LOOKS.items() if any(mark.grade is grade for _, mark in here)}
    MarkedList(book, file, returned, looks).fill(findings, explained)
    for number, look in enumerate(looks.values()):
        _draw(book.worksheets[0], f"C{book.worksheets[0].max_row - 2 * (len(looks) - 1 - number)}", look)
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


def _tell(sheet: Worksheet, address: str, mark: Mark, returned: Return) -> None:
    cell = _corner(sheet, address)
    said = f"{cell.comment.text}\n\n" if cell.comment else ""
    comment = Comment(sheet_text(f"{said}{SEVERITY_NAMES[mark.finding.severity]}：{returned.told(mark.finding)}"), "gkxl")
    comment.width, comment.height = 320, 120
    cell.comment = comment


def _revise(sheet: Worksheet, revision: int) -> None:
    """Write a revision into the head of an input sheet, where its codes still say where it stands."""
    rows = [["" if value is None else value for value in row] for row in sheet.iter_rows(values_only=True)]
    marked = find_marker(rows)
    if marked and marked.role is SheetRole.INPUT:
        place = read_head(CodedSheet(sheet.title, rows, marked)).cells.get(HeadField.REVISION)
        if place:
            sheet.cell(place[0] + 1, place[1] + 1).value = revision


def _corner(sheet: Worksheet, address: str) -> Cell:
    """Return the cell that shows what stands at an address: of a merged area its first one."""
    area = next((area for area in sheet.merged_cells.ranges if address in area), CellRange(address))
    corner = sheet.cell(area.min_row, area.min_col)
    assert isinstance(corner, Cell)
    return corner
