"""Find the input sheets of a workbook by their codes and read the submissions on them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gkxl.eligibility.fingerprints import Fingerprint, parse_fingerprint
from gkxl.forms import Form, form_by_id, form_for_year
from gkxl.model.figures import Misread, read_figure
from gkxl.model.period import Period, PeriodError, parse_period
from gkxl.model.submission import Position, Source, Submission, address
from gkxl.model.unit_names import unit_name
from gkxl.rules.findings import Finding, Unread, collection_finding
from gkxl.workbook.format.codes import FINGERPRINT, INPUT, MATRIX, MONTH, PART, REVISION, SUMMARY
from gkxl.workbook.format.layout import HEAD_FIELDS
from gkxl.workbook.reading.coded_sheet import CodedSheet, Marked, Rows, find_marker
from gkxl.workbook.reading.figures import FigureReader
from gkxl.workbook.reading.opening import UnreadableFileError
from gkxl.workbook.reading.protocol import Book

_LAST_REVISION = 999
_LINE = re.compile(rf"(?:{PART}|{MONTH}(1[0-2]|[1-9]):)(.+)", re.DOTALL)


@dataclass(frozen=True)
class InputPlace:
    """An input sheet of a workbook, filled in or not, and where its cells are."""

    sheet: str
    form: Form
    unit: str
    period: Period | None
    positions: Sequence[Position | None]
    """The cell of each of `form.items`; None where it was not found."""
    head: Mapping[str, Position]
    """The cell of each field of the head."""
    note: Position | None
    """The cell of the remark under the tables."""
    blank: bool
    """Whether nothing is stated on it beside what was filled in beforehand."""
    unasked: frozenset[int]
    """Items of tables that it does not ask for; their rows are hidden."""


@dataclass
class WorkbookReading:
    """What one workbook holds."""

    file: str
    ours: bool = False
    """Whether it has any input sheet or 汇总 of ours, filled in or not."""
    submissions: list[Submission] = field(default_factory=list)
    """Of its input sheets."""
    summary: Submission | None = None
    """Of its 汇总, if it is a merged workbook."""
    parts: list[Submission] = field(default_factory=list)
    """What went into the 汇总, from its 明细; complete also where the departments have no sheets of their own."""
    months: list[Submission] = field(default_factory=list)
    """What each unit stated month by month, from the 各月明细 of a year."""
    fingerprints: list[Fingerprint] = field(default_factory=list)
    """What stands deeper than its parts, where these were merged workbooks themselves."""
    places: list[InputPlace] = field(default_factory=list)
    """All its input sheets."""
    findings: list[Finding] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    blank: list[Unread] = field(default_factory=list)
    """Sheets of named units with nothing filled in."""


def read_workbook(book: Book, file: str) -> WorkbookReading:
    """Return every submission in the workbook, and what could not be read of it; never raises for its content."""
    reading = WorkbookReading(file)
    matrices: list[tuple[str, Rows, Marked]] = []
    for sheet in book.sheet_names:
        try:
            rows = book.rows(sheet)
        except UnreadableFileError as error:
            reading.unread.append(Unread(file, str(error)))
            continue
        marked = find_marker(rows)
        if marked is not None and marked.role == MATRIX:
            matrices.append((sheet, rows, marked))
        if marked is None or marked.role not in (INPUT, SUMMARY):
            continue
        reading.ours = True
        _SheetReader(book, reading, CodedSheet(sheet, rows, marked)).read()
    reading.unread += never_filled(reading)
    for matrix in matrices if reading.summary else ():
        assert reading.summary is not None
        lines = _lines(*matrix, reading.summary)
        codes = [str(row[matrix[2].col]) for row in matrix[1]]
        digests = [code.removeprefix(FINGERPRINT) for code in codes if code.startswith(FINGERPRINT)]
        reading.fingerprints += filter(None, map(parse_fingerprint, digests))
        reading.parts += [one for one in lines if one.period == reading.summary.period]
        reading.months += [one for one in lines if one.period != reading.summary.period]
    if not reading.ours and not reading.unread:
        reading.unread.append(Unread(file, "没有找到填报表（缺少 gkxl 模板的隐藏代码）；请用 gkxl 模板填写，不要另建表格或只粘贴数字"))
    return reading


def never_filled(reading: WorkbookReading) -> list[Unread]:
    """Return the blank sheets that matter: a workbook with a sheet for each month is blank in the months to come."""
    filled = {one.unit for one in reading.submissions}
    by_unit: dict[str, list[Unread]] = {}
    for one in reading.blank:
        if one.unit not in filled:
            by_unit.setdefault(one.unit, []).append(one)
    return [
        many[0] if len(many) == 1 else Unread(reading.file, f"{len(many)}张填报表都没有填任何数字（{unit}），没有计入；请填写后报送", unit)
        for unit, many in by_unit.items()
    ]


def _lines(sheet: str, rows: Rows, marked: Marked, summary: Submission) -> list[Submission]:
    """Return the lines of 明细 or 各月明细 as submissions without totals."""
    form = summary.form
    columns = {str(code): col for col, code in enumerate(rows[marked.row])}
    places = [None if item.index in form.total_items else columns.get(item.code) for item in form.items]
    source = Source(summary.source.file, sheet)
    lines = []
    for number, row in enumerate(rows):
        code = str(row[marked.col])
        match = _LINE.fullmatch(code)
        if match is None:
            continue
        period = Period(summary.period.year, int(match[1])) if match[1] else summary.period
        read = [None if col is None else read_figure(row[col], item.kind) for col, item in zip(places, form.items, strict=True)]
        stated = [None if isinstance(figure, Misread) else figure for figure in read]
        positions = [None if col is None else (number, col) for col in places]
        revision = row[columns[REVISION]] if REVISION in columns else 1
        known = int(revision) if isinstance(revision, (int, float)) and 1 <= revision <= _LAST_REVISION else 1
        lines.append(Submission(form, match[2], period, known, source, stated, positions))
    return lines


class _SheetReader:
    """Reads one sheet; what it finds goes into the reading of its workbook."""

    def __init__(self, book: Book, reading: WorkbookReading, sheet: CodedSheet) -> None:
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
        if not summary:
            fields = {key: cells[key] for line in HEAD_FIELDS for key, _ in line if key in cells}
            note, name = self.sheet.note(), self.sheet.name
            self.reading.places.append(InputPlace(name, form, unit, period, figures.positions, fields, note, figures.blank, figures.unasked))
        if summary and not unit:
            return  # the 汇总 of a workbook that was never merged
        if figures.blank:
            if unit:
                reason = f"没有填任何数字（{unit}），没有计入；请填写后报送，如确实全部没有，请填0"
                self.reading.blank.append(Unread(self.reading.file, f"工作表“{self.sheet.name}”{reason}", unit, period))
            return  # a spare sheet
        if not unit:
            self._refuse(f"{_at(cells, 'unit')}没有填单位名称，没有计入；请填写单位全称后重新报送")
            return
        if period is None:
            self._refuse(f"{_at(cells, 'period')}{wrong_period}（{unit}），没有计入；年报请填年份如 2019，月报请填年-月如 2019-03", unit)
            return
        proper = form_for_year(period.year)
        if proper is None or proper.id != form.id:
            needed = f"应使用{proper.name}（gkxl template --form {proper.id}）" if proper else "没有对应的报表格式"
            self._refuse(f"{unit}用的是{form.name}，但{period.chinese}的报表{needed}，没有计入；请换用正确的模板重新填报", unit)
            return
        self.reading.findings += figures.findings
        revision = self._revision(unit, period, values, cells)
        source = Source(self.reading.file, self.sheet.name)
        submission = Submission(
            form,
            unit,
            period,
            revision,
            source,
            figures.stated,
            figures.positions,
            figures.misread,
            frozenset(figures.as_text),
            values,
            figures.unasked,
        )
        if summary:
            self.reading.summary = submission
        else:
            self.reading.submissions.append(submission)

    def _refuse(self, reason: str, unit: str = "", period: Period | None = None) -> None:
        self.reading.unread.append(Unread(self.reading.file, f"工作表“{self.sheet.name}”{reason}", unit, period))

    def _revision(self, unit: str, period: Period, values: Mapping[str, str], cells: Mapping[str, Position]) -> int:
        written = values.get("revision", "")
        if not written:
            return 1
        numbers = re.findall(r"\d+", written.removesuffix(".0"))
        if (
            len(numbers) == 1
            and len(numbers[0]) < 4
            and 0 < int(numbers[0]) <= _LAST_REVISION
            and "-" not in written
            and "." not in written.removesuffix(".0")
        ):
            return int(numbers[0])
        place = address(*cells["revision"])
        self.reading.findings.append(
            collection_finding(
                "head.revision",
                f"{self.reading.file}，工作表“{self.sheet.name}”，{place}的修订号“{written}”应为1、2、3……（不大于{_LAST_REVISION}），本次按1处理；请改正。",
                unit=unit,
                period=str(period),
                file=self.reading.file,
                sheet=self.sheet.name,
                cells=[place],
                actual=written,
            )
        )
        return 1


def _text(value: object) -> str:
    """Return a head field as text; a whole number loses its decimal point."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _at(cells: Mapping[str, Position], key: str) -> str:
    return f"{address(*cells[key])}格" if key in cells else "（表头的隐藏代码已丢失）"
