"""Find the input sheets of a workbook by their codes and read the submissions on them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from gkxl.figures import Misread, read_figure
from gkxl.findings import Finding, Unread, collection_finding
from gkxl.forms import form_by_id, form_for_year
from gkxl.period import Period, PeriodError, parse_period
from gkxl.submission import Position, Source, Submission, address
from gkxl.workbook.figure_reading import FigureReader
from gkxl.workbook.markers import INPUT, MATRIX, PART, SUMMARY
from gkxl.workbook.opening import OpenedWorkbook, UnreadableFileError
from gkxl.workbook.sheet import CodedSheet, Marked, Rows, find_marker

_WIDE_BRACKETS = str.maketrans("()", "（）")


@dataclass
class WorkbookReading:
    """What one workbook holds."""

    file: str
    submissions: list[Submission] = field(default_factory=list)
    """Of its input sheets."""
    summary: Submission | None = None
    """Of its 汇总, if it is a merged workbook."""
    parts: list[Submission] = field(default_factory=list)
    """What went into the 汇总, from its 明细; complete also where the departments have no sheets of their own."""
    findings: list[Finding] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)


def read_workbook(book: OpenedWorkbook, file: str) -> WorkbookReading:
    """Return every submission in the workbook, and what could not be read of it; never raises for its content."""
    reading = WorkbookReading(file)
    found = False
    lines: tuple[Rows, Marked] | None = None
    for sheet in book.sheet_names:
        try:
            rows = book.rows(sheet)
        except UnreadableFileError as error:
            reading.unread.append(Unread(file, str(error)))
            continue
        marked = find_marker(rows)
        if marked is not None and marked.role == MATRIX:
            lines = (rows, marked)
        if marked is None or marked.role not in (INPUT, SUMMARY):
            continue
        found = True
        _SheetReader(book, reading, CodedSheet(sheet, rows, marked)).read()
    if reading.summary and lines:
        reading.parts = _parts(*lines, reading.summary)
    if not found and not reading.unread:
        reading.unread.append(Unread(file, "没有找到填报表（缺少 gkxl 模板的隐藏代码）；请用 gkxl 模板填写，不要另建表格或只粘贴数字"))
    return reading


def _parts(rows: Rows, marked: Marked, summary: Submission) -> list[Submission]:
    """Return the lines of 明细 as submissions without totals."""
    form = summary.form
    columns = {str(code): col for col, code in enumerate(rows[marked.row])}
    parts = []
    for row in rows:
        code = str(row[marked.col])
        if code.startswith(PART):
            raws = [row[columns[item.code]] if item.code in columns and item.index not in form.total_items else "" for item in form.items]
            read = [read_figure(raw, item.kind) for raw, item in zip(raws, form.items, strict=True)]
            stated = [None if isinstance(figure, Misread) else figure for figure in read]
            parts.append(Submission(form, code.removeprefix(PART), summary.period, 1, summary.source, stated))
    return parts


class _SheetReader:
    """Reads one sheet; what it finds goes into the reading of its workbook."""

    def __init__(self, book: OpenedWorkbook, reading: WorkbookReading, sheet: CodedSheet) -> None:
        self.book, self.reading, self.sheet = book, reading, sheet

    def read(self) -> None:
        """Add the submission on this sheet, or why there is none."""
        head = self.sheet.head()
        cells = {key: position for key, (position, _) in head.items()}
        values = {key: _text(value) for key, (_, value) in head.items()}
        summary = self.sheet.marked.role == SUMMARY
        try:
            form = form_by_id(self.sheet.marked.form_id)
        except KeyError:
            self._refuse(f"使用的报表格式“{self.sheet.marked.form_id}”本程序不认识；请升级 gkxl 或用现行模板重新填报")
            return
        unit = unit_name(values.get("unit", ""))
        period: Period | None = None
        wrong_period = "没有填期间"
        if values.get("period"):
            try:
                period = parse_period(head["period"][1])
            except PeriodError as error:
                wrong_period = str(error)
        figures = FigureReader(self.book, self.sheet, self.reading.file, form, unit, period or Period(form.first_year))
        figures.read()
        if summary and not unit:
            return  # the 汇总 of a workbook that was never merged
        if figures.blank:
            if unit:
                self._refuse(f"没有填任何数字（{unit}），没有计入；请填写后报送，如确实全部没有，请填0")
            return  # a spare sheet
        if not unit:
            self._refuse(f"{_at(cells, 'unit')}没有填单位名称，没有计入；请填写单位全称后重新报送")
            return
        if period is None:
            self._refuse(f"{_at(cells, 'period')}{wrong_period}（{unit}），没有计入；年报请填年份如 2019，月报请填年-月如 2019-03")
            return
        proper = form_for_year(period.year)
        if proper is None or proper.id != form.id:
            needed = f"应使用{proper.name}（gkxl template --form {proper.id}）" if proper else "没有对应的报表格式"
            self._refuse(f"{unit}用的是{form.name}，但{period.chinese}的报表{needed}，没有计入；请换用正确的模板重新填报")
            return
        self.reading.findings += figures.findings
        revision = self._revision(unit, period, values, cells)
        source = Source(self.reading.file, self.sheet.name)
        submission = Submission(
            form, unit, period, revision, source, figures.stated, figures.positions, figures.misread, frozenset(figures.as_text), values
        )
        if summary:
            self.reading.summary = submission
        else:
            self.reading.submissions.append(submission)

    def _refuse(self, reason: str) -> None:
        self.reading.unread.append(Unread(self.reading.file, f"工作表“{self.sheet.name}”{reason}"))

    def _revision(self, unit: str, period: Period, values: Mapping[str, str], cells: Mapping[str, Position]) -> int:
        written = values.get("revision", "")
        if not written:
            return 1
        numbers = re.findall(r"\d+", written.removesuffix(".0"))
        if len(numbers) == 1 and int(numbers[0]) > 0 and "-" not in written and "." not in written.removesuffix(".0"):
            return int(numbers[0])
        place = address(*cells["revision"])
        self.reading.findings.append(
            collection_finding(
                "head.revision",
                f"{self.reading.file}，工作表“{self.sheet.name}”，{place}的修订号“{written}”应为1、2、3……，本次按1处理；请改正。",
                unit=unit,
                period=str(period),
                file=self.reading.file,
                sheet=self.sheet.name,
                cells=[place],
                actual=written,
            )
        )
        return 1


def unit_name(text: str) -> str:
    """Return the name of a unit as everybody means it, whatever the width of brackets and letters.

    Blanks that people put between Chinese characters to spread a name are dropped.
    """
    half = " ".join(unicodedata.normalize("NFKC", text).split())
    if half.isascii():
        return half
    close = re.sub(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])", "", half)
    return close.translate(_WIDE_BRACKETS)


def _text(value: object) -> str:
    """Return a head field as text; a whole number loses its decimal point."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _at(cells: Mapping[str, Position], key: str) -> str:
    return f"{address(*cells[key])}格" if key in cells else "（表头的隐藏代码已丢失）"
