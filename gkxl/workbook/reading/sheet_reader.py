"""Read one input sheet, or 汇总: the submission on it, or why there is none."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from gkxl.forms import Form, form_by_id, form_for
from gkxl.model.head import LAST_REVISION, HeadField
from gkxl.model.period import Period
from gkxl.model.period_text import PeriodError, parse_period
from gkxl.model.submission import Position, Source, Submission, address
from gkxl.model.unit import NOBODY, Unit
from gkxl.model.unit_names import listed, unit_name
from gkxl.rules.findings import Finding
from gkxl.rules.unread import Unread, UnreadReason
from gkxl.workbook.format.codes import SheetRole
from gkxl.workbook.reading.coded_sheet import CodedSheet
from gkxl.workbook.reading.figures import FigureReader
from gkxl.workbook.reading.head import WrittenHead, read_head, read_state
from gkxl.workbook.reading.protocol import Book

_ONE_NUMBER = re.compile(r"[^\d.-]*(\d{1,3})[^\d.-]*")
"""A revision as people write it: 2, 第2次; a decimal or negative number is none."""


@dataclass(frozen=True)
class InputPlace:
    """An input sheet of a workbook, filled in or not, and where its cells are."""

    sheet: str
    form: Form
    unit: str
    period: Period | None
    positions: Sequence[Position | None]
    """The cell of each of `form.items`; None where it was not found."""
    head: Mapping[HeadField, Position]
    """The cell of each field of the head."""
    note: Position | None
    """The cell of the remark under the tables."""
    blank: bool
    """Whether nothing is stated on it beside what was filled in beforehand."""
    unasked: frozenset[int]
    """Items of tables that it does not ask for; their rows are hidden."""
    parent: str = ""
    """Name of the unit above, as its head says; "" where it says none."""


@dataclass(frozen=True)
class SheetReading:
    """What one sheet holds; neither submission nor unread for a spare sheet, and for a 汇总 that was never made."""

    place: InputPlace | None = None
    """Where its cells are; None for 汇总."""
    submission: Submission | None = None
    unread: Unread | None = None
    findings: Sequence[Finding] = ()


def read_sheet(book: Book, file: str, sheet: CodedSheet, *, of_results: bool = False) -> SheetReading:
    """Return what an input sheet or a 汇总 holds; never raises for its content.

    In a merged workbook (`of_results`) sums with more digits than a spreadsheet keeps stand as text, and are read to the last of them.
    """
    try:
        form = form_by_id(sheet.marked.form_id)
    except KeyError:
        what = f"使用的报表格式“{sheet.marked.form_id}”本程序不认识"
        return SheetReading(unread=unread_sheet(file, sheet.name, UnreadReason.UNKNOWN_FORM, what, "请升级 gkxl 或用现行模板重新填报"))
    return _SheetReader(book, file, sheet, form, of_results=of_results).read()


def unread_sheet(file: str, sheet: str, why: UnreadReason, what: str, next_step: str, unit: Unit = NOBODY, period: Period | None = None) -> Unread:
    """Return that one sheet of a file is not counted; `what` goes on after its name."""
    return Unread(file, why, f"工作表“{sheet}”{what}", next_step, unit.name, period, unit.parent)


class _SheetReader:
    """Reads a sheet on a form that is known."""

    def __init__(self, book: Book, file: str, sheet: CodedSheet, form: Form, *, of_results: bool) -> None:
        self.file, self.sheet, self.form = file, sheet, form
        self.head = read_head(sheet)
        self.unit = unit_name(self.head.text(HeadField.UNIT))
        self.parent = unit_name(self.head.text(HeadField.PARENT))
        self.period, self.period_fault = _period(self.head)
        who = Unit(self.unit, self.parent)
        self.figures = FigureReader(book, sheet, file, form, who, self.period or Period(form.first_year), of_results=of_results)

    def read(self) -> SheetReading:
        """Return what stands on the sheet."""
        of_merge = self.sheet.marked.role is SheetRole.SUMMARY
        if of_merge and not self.unit:
            return SheetReading()
        self.figures.read()
        place = None if of_merge else self._place()
        if not self.unit and self.figures.blank:
            return SheetReading(place)
        unread = self._unread()
        if unread is not None or self.period is None:
            return SheetReading(place, unread=unread)
        revision, findings = self._revision(self.period)
        submission = Submission(
            self.form,
            self.unit,
            self.period,
            revision,
            Source(self.file, self.sheet.name),
            self.figures.stated,
            self.figures.positions,
            self.figures.misread,
            frozenset(self.figures.as_text),
            self.head.head,
            self.figures.unasked,
            merge_state=read_state(self.sheet) if of_merge else None,
            lacking=dict.fromkeys(self.figures.unfilled - self.form.total_items, (self.unit,)) if of_merge else {},
            parent=self.parent,
        )
        return SheetReading(place, submission, findings=[*self.figures.findings, *findings])

    def _place(self) -> InputPlace:
        figures = self.figures
        return InputPlace(
            self.sheet.name,
            self.form,
            self.unit,
            self.period,
            figures.positions,
            self.head.cells,
            self.head.note_cell,
            figures.blank,
            figures.unasked,
            self.parent,
        )

    def _unread(self) -> Unread | None:
        """Return why the sheet is not counted, None if it is: nothing on it, or a head that says not whose it is and for when."""
        if self.figures.only_totals:
            what = f"只填了总计（{listed(self.figures.only_totals, 3)}），没有填各分项（{self.unit}），没有计入"
            return self._refused(UnreadReason.ONLY_TOTALS, what, "请填写各分项，总计由公式算出，再重新报送", self.period)
        if self.figures.blank:
            what = f"没有填任何数字（{self.unit}），没有计入"
            return self._refused(UnreadReason.BLANK, what, "请填写后报送，如确实全部没有，请填0", self.period)
        if not self.unit:
            return self._refused(UnreadReason.NO_UNIT, f"{self.head.place(HeadField.UNIT)}没有填单位名称，没有计入", "请填写单位全称后重新报送")
        if self.period is None:
            written = self.head.text(HeadField.PERIOD)
            why = UnreadReason.BAD_PERIOD if written else UnreadReason.NO_PERIOD
            what = f"{self.head.place(HeadField.PERIOD)}{self.period_fault}（{self.unit}），没有计入"
            return self._refused(why, what, "年报请填年份如 2026，月报请填年-月如 2026-03")
        proper = form_for(self.form.series, self.period)
        if proper is None or proper.id != self.form.id:
            needed = f"应使用{proper.name}（gkxl template --form {proper.id}）" if proper else "没有对应的报表格式"
            what = f"{self.unit}用的是{self.form.name}，但{self.period.chinese}的报表{needed}，没有计入"
            return self._refused(UnreadReason.WRONG_FORM, what, "请换用正确的模板重新填报")
        return None

    def _refused(self, why: UnreadReason, what: str, next_step: str, period: Period | None = None) -> Unread:
        unread = unread_sheet(self.file, self.sheet.name, why, what, next_step, Unit(self.unit, self.parent), period)
        return replace(unread, series=self.form.series)

    def _revision(self, period: Period) -> tuple[int, list[Finding]]:
        """Return the revision of the sheet, and what is wrong with how it is written; 1 where nothing is."""
        written = self.head.text(HeadField.REVISION)
        if not written:
            return 1, []
        match = _ONE_NUMBER.fullmatch(written.removesuffix(".0"))
        if match and 0 < int(match[1]) <= LAST_REVISION:
            return int(match[1]), []
        place = address(*self.head.cells[HeadField.REVISION])
        finding = Finding.of(
            "head.revision",
            f"{self.file}，工作表“{self.sheet.name}”，{place}的修订号“{written}”应为1、2、3……（不大于{LAST_REVISION}），本次按1处理；请改正。",
            unit=Unit(self.unit, self.parent),
            period=str(period),
            file=self.file,
            sheet=self.sheet.name,
            cells=[place],
            actual=written,
        )
        return 1, [finding]


def _period(head: WrittenHead) -> tuple[Period | None, str]:
    """Return the period that the head states, or None and what is wrong with it."""
    if not head.text(HeadField.PERIOD):
        return None, "没有填期间"
    try:
        return parse_period(head.raw[HeadField.PERIOD]), ""
    except PeriodError as error:
        return None, str(error)
