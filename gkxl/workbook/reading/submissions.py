"""Find the sheets of ours in a workbook by their hidden markers, and read all that they hold."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from gkxl.eligibility.fingerprints import Fingerprint
from gkxl.model.submission import Submission
from gkxl.model.unit import Unit
from gkxl.model.unit_names import NAMELESS
from gkxl.rules.explanations import Explanation
from gkxl.rules.findings import Finding
from gkxl.rules.unread import Unread, UnreadReason
from gkxl.workbook.format.codes import SheetRole
from gkxl.workbook.format.sheet_names import REPORT
from gkxl.workbook.reading.coded_sheet import CodedSheet, Rows, find_marker
from gkxl.workbook.reading.explanations import read_explanations
from gkxl.workbook.reading.line_rows import line_rows
from gkxl.workbook.reading.matrix_lines import read_lines
from gkxl.workbook.reading.printed_report import read_report
from gkxl.workbook.reading.protocol import Book, UnreadableFileError
from gkxl.workbook.reading.sheet_reader import InputPlace, SheetReading, read_sheet, unread_sheet


@dataclass(slots=True)
class WorkbookReading:
    """What one workbook holds."""

    file: str
    ours: bool = False
    """Whether it has any input sheet or 汇总 of ours, filled in or not."""
    published: bool = False
    """Whether it is a published report, of which the tables were read by their labels."""
    printed: bool = False
    """Whether it is what `gkxl print` made of a merged workbook."""
    submissions: list[Submission] = field(default_factory=list)
    """Of its input sheets."""
    summary: Submission | None = None
    """Of its 汇总, if it is a merged workbook."""
    parts: list[Submission] = field(default_factory=list)
    """What went into the 汇总, from its 明细; complete also where the departments have no sheets of their own."""
    months: list[Submission] = field(default_factory=list)
    """What each unit stated month by month, from the 各月明细 of a year."""
    report: Submission | None = None
    """What its 报告表 shows beside the 汇总."""
    fingerprints: list[Fingerprint] = field(default_factory=list)
    """What stands deeper than its parts, where these were merged workbooks themselves."""
    places: list[InputPlace] = field(default_factory=list)
    """All its input sheets."""
    findings: list[Finding] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    explanations: list[Explanation] = field(default_factory=list)
    """What was written beside its findings."""
    blank: list[Unread] = field(default_factory=list)
    """Sheets of named units with nothing filled in."""


def read_workbook(book: Book, file: str) -> WorkbookReading:
    """Return every submission in the workbook, and what could not be read of it; never raises for what stands in the workbook.

    Raises UnreadableFileError where the lines that belong beside a merged workbook are missing or others.
    """
    reading = WorkbookReading(file)
    coded: list[CodedSheet] = []
    for name in book.sheet_names:
        rows = _rows(book, name, reading) if book.may_be_coded(name) else ()
        if marked := find_marker(rows):
            coded.append(CodedSheet(name, rows, marked))
    matrices = [sheet for sheet in coded if sheet.marked.role is SheetRole.MATRIX]
    for sheet in coded:
        match sheet.marked.role:
            case SheetRole.INPUT | SheetRole.SUMMARY:
                reading.ours = True
                _take(reading, read_sheet(book, file, sheet, of_results=bool(matrices)), of_merge=sheet.marked.role is SheetRole.SUMMARY)
            case SheetRole.CHECKS:
                reading.explanations += read_explanations(sheet.rows, sheet.marked, file)
            case SheetRole.PRINTED:
                reading.printed = True
            case SheetRole.UNKNOWN:
                what = "的隐藏标记已损坏，或来自更新版本的 gkxl，没有读取"
                reading.unread.append(unread_sheet(file, sheet.name, UnreadReason.MARKER_DAMAGED, what, "请升级 gkxl，或用原模板重新填报"))
    reading.unread += never_filled(reading)
    if reading.summary is not None:
        reading.submissions = [below(submission, reading.summary) for submission in reading.submissions]
        _take_lines(reading, reading.summary, matrices, book)
        printed = REPORT in book.sheet_names and all(sheet.name != REPORT for sheet in coded)
        reading.report = read_report(_rows(book, REPORT, reading), reading.summary) if printed else None
    if not reading.ours and not reading.unread and not reading.printed:
        what = "没有找到填报表（缺少 gkxl 模板的隐藏代码）"
        reading.unread.append(Unread(file, UnreadReason.NOT_OURS, what, "请用 gkxl 模板填写，不要另建表格或只粘贴数字"))
    return reading


def _rows(book: Book, sheet: str, reading: WorkbookReading) -> Rows:
    """Return the cells of a sheet; none, and that is said, where it cannot be read."""
    try:
        return book.rows(sheet)
    except UnreadableFileError as error:
        unread = error.unread(reading.file)
        reading.unread += [unread] if unread not in reading.unread else []
        return ()


def below(submission: Submission, summary: Submission) -> Submission:
    """Return a statement within a merged workbook: it stands below the body whose workbook it is, unless it says below whom."""
    if submission.parent or summary.unit == NAMELESS:
        return submission
    return replace(submission, parent=summary.unit)


def never_filled(reading: WorkbookReading) -> list[Unread]:
    """Return the blank sheets that matter: a workbook with a sheet for each month is blank in the months to come."""
    filled = {(submission.who, submission.form.series) for submission in reading.submissions}
    by_unit: dict[tuple[Unit, str], list[Unread]] = {}
    for blank in reading.blank:
        if (blank.who, blank.series) not in filled:
            by_unit.setdefault((blank.who, blank.series), []).append(blank)
    return [sheets[0] if len(sheets) == 1 else _none_filled(sheets) for sheets in by_unit.values()]


def _none_filled(sheets: list[Unread]) -> Unread:
    what = f"{len(sheets)}张填报表都没有填任何数字（{sheets[0].unit}），没有计入"
    return replace(sheets[0], why=UnreadReason.NEVER_FILLED, what=what, next_step="请填写后报送", period=None)


def _take(reading: WorkbookReading, sheet: SheetReading, *, of_merge: bool) -> None:
    """Add what one sheet holds to the reading of its workbook."""
    reading.findings += sheet.findings
    if sheet.place is not None:
        reading.places.append(sheet.place)
    if sheet.unread is not None:
        (reading.blank if sheet.unread.why is UnreadReason.BLANK else reading.unread).append(sheet.unread)
    if sheet.submission is not None and of_merge:
        reading.summary = sheet.submission
    elif sheet.submission is not None:
        reading.submissions.append(sheet.submission)


def _take_lines(reading: WorkbookReading, summary: Submission, matrices: list[CodedSheet], book: Book) -> None:
    """Add what stands on 明细 and 各月明细 of a merged workbook; raises UnreadableFileError where they should stand beside it and do not."""
    for matrix in matrices:
        lines = line_rows(matrix, book)
        if lines is None:
            continue
        stated, deeper = read_lines(lines, summary.form, summary.period, reading.file)
        read = [below(line, summary) for line in stated]
        reading.fingerprints += deeper
        reading.parts += [line for line in read if line.period == summary.period]
        reading.months += [line for line in read if line.period != summary.period]
