"""The standard workbook of a form: blank for named departments, or filled by a merge."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from gkxl.eligibility.fingerprints import Fingerprint
from gkxl.eligibility.revisions import Correction
from gkxl.forms import Form
from gkxl.model.head import HeadField
from gkxl.model.merge_state import MergeState, notice_of
from gkxl.model.period import Period
from gkxl.model.roster import RosterEntry
from gkxl.model.submission import Submission
from gkxl.reporting_status.grid import StatusGrid
from gkxl.reporting_status.reminders import Reminder
from gkxl.rules.explanations import Weighed
from gkxl.rules.findings import Finding
from gkxl.rules.unread import Unread
from gkxl.workbook.format import styles
from gkxl.workbook.format.cell_digest import Rows, cell_digest
from gkxl.workbook.format.codes import CELLS, SheetRole
from gkxl.workbook.format.layout import CODE_COLUMN
from gkxl.workbook.format.lines_beside import LinesFile
from gkxl.workbook.format.sheet_names import (
    BLANK_INPUT,
    CHECKS,
    MAIN_FIGURES,
    MATRIX,
    MONTHLY,
    MONTHS,
    REPORT,
    REPORTING_STATUS,
    REVIEW,
    ROSTER,
    SUMMARY,
    sheet_names,
)
from gkxl.workbook.format.sheet_plan import SheetPlan
from gkxl.workbook.sheets.checks_remarks import Remarks
from gkxl.workbook.sheets.checks_sheet import checks_sheet
from gkxl.workbook.sheets.copied_sheet import copy_of
from gkxl.workbook.sheets.guide_sheet import guide_sheet
from gkxl.workbook.sheets.input_sheet import SheetContent, input_sheet
from gkxl.workbook.sheets.kept_notes import keep_notes
from gkxl.workbook.sheets.main_figures_sheet import main_figures_sheet
from gkxl.workbook.sheets.matrix_sheet import beside, matrix_sheet, months_sheet
from gkxl.workbook.sheets.monthly_sheet import monthly_sheet
from gkxl.workbook.sheets.report_sheet import report_sheet
from gkxl.workbook.sheets.reporting_status_sheet import reporting_status_sheet
from gkxl.workbook.writing.writer import write_workbook

if TYPE_CHECKING:
    from gkxl.workbook.sheets.review_sheets import ReviewedFile
    from gkxl.workbook.writing.sending import Sending

MOST_SHEETS = 60
"""Up to this many departments keep a sheet of their own in a merged workbook."""


@dataclass(frozen=True)
class Merged:
    """What a merged workbook is made of."""

    body: Submission
    """The figures of the parent unit; its source is this workbook's 汇总."""
    units: Sequence[Submission]
    """What was added up: one submission for each unit, that of a year perhaps from its months."""
    stated: Sequence[Submission]
    """The submissions behind them, as the units sent them."""
    findings: Sequence[Finding]
    unread: Sequence[Unread]
    state: str
    """One line: how many units, who is missing, what does not balance."""
    complete: bool
    """Whether nothing is missing, unread or contradictory."""
    roster: Sequence[RosterEntry] = ()
    reporting_status: StatusGrid | None = None
    reminders: Sequence[Reminder] = ()
    corrections: Sequence[Correction] = ()
    fingerprints: Sequence[Fingerprint] = ()
    """What stands within the units that were merged workbooks."""
    weighed: Weighed = field(default_factory=Weighed)
    """What written explanations make of the findings."""

    @property
    def merge_state(self) -> MergeState:
        """What the workbook says of itself."""
        return MergeState.judged(self.complete, self.weighed.errors, self.state)

    @property
    def notice(self) -> str:
        """What stands over its report tables: why they must not be published, or that something was explained; "" where nothing is to be said."""
        return notice_of(self.merge_state)


def blank_workbook(
    form: Form, sendings: Sequence[Sending], period: Period | None, roster: Sequence[RosterEntry] = (), *, opens_on_roster: bool = False
) -> bytes:
    """Return the standard workbook with an input sheet for each unit, or one without a name; it opens on the first of them, or on 单位名册."""
    from gkxl.workbook.sheets.roster_sheet import roster_sheet
    from gkxl.workbook.writing.sending import Sending, input_sheets

    units = [one.unit for one in sendings]
    names = sheet_names(units or [BLANK_INPUT])
    inputs = [input_sheets(form, one, [name])[0] for name, one in zip(names, sendings or [Sending("", (period,) if period else ())], strict=True)]
    plans = [
        guide_sheet(form),
        roster_sheet(roster or [RosterEntry(unit) for unit in units]),
        *inputs,
        input_sheet(form, SheetContent(SUMMARY, SheetRole.SUMMARY, state="还没有汇总。用 gkxl merge 合并各单位的填报表后，这里是合计数。")),
        checks_sheet(form, None, [(name, unit, None) for name, unit in zip(names, units or [BLANK_INPUT], strict=True)]),
        report_sheet(form, None, "报告表（汇总后自动填写）", ""),
    ]
    return write_workbook(plans, ROSTER if opens_on_roster else names[0], f"{form.words.statistics}（{form.name}）")


def unit_workbook(form: Form, unit: str, period: Period, submission: Submission) -> bytes:
    """Return the workbook of one unit as it comes back: 说明 and its input sheet, filled in."""
    name = sheet_names([unit])[0]
    head = submission.head_texts | {HeadField.UNIT: unit, HeadField.PERIOD: str(period)}
    content = SheetContent(name, head=head, submission=submission, period=period)
    return write_workbook([guide_sheet(form), input_sheet(form, content)], name, f"{unit} {form.words.sheet}")


def merged_workbook(merged: Merged, checks_before: Rows = ()) -> tuple[bytes, list[LinesFile]]:
    """Return the standard workbook filled: its own sheets, each unit's sheet if they are not too many, roster and guide; and what
    belongs beside it, the lines of sheets that have too many.

    `checks_before` are the rows of 校验 in the workbook that it replaces: what people wrote there is kept.
    """
    plans = merged_plans(merged)
    checks = next(plan for plan in plans if plan.name == CHECKS)
    keep_notes(checks, checks_before)
    checks.put(1, CODE_COLUMN, f"{CELLS}{cell_digest((plan.name, plan.rows) for plan in plans)}", styles.CODE)
    return write_workbook(plans, SUMMARY, merged.body.report_title), [plan.beside for plan in plans if plan.beside]


def merged_plans(merged: Merged) -> list[SheetPlan]:
    """Return the sheets of a merged workbook, in their order."""
    from gkxl.workbook.sheets.roster_sheet import roster_sheet

    form, body = merged.body.form, merged.body
    keep = len(merged.units) <= MOST_SHEETS
    names = sheet_names(_sheet_name(unit) for unit in merged.units) if keep else []
    return [
        *result_sheets(merged, names),
        *(input_sheet(form, copy_of(name, unit)) for name, unit in zip(names, merged.units, strict=False)),
        roster_sheet(merged.roster or [RosterEntry(unit.unit, unit.parent or body.unit) for unit in merged.units]),
        guide_sheet(form),
    ]


def _sheet_name(unit: Submission) -> str:
    """Return how the sheet of a unit is called; where others have its name, with what stands above it."""
    return f"{unit.parent}{unit.unit}" if unit.by_path else unit.unit


RESULTS = (SUMMARY, REPORT, CHECKS, MAIN_FIGURES, MONTHLY, MATRIX, MONTHS, REPORTING_STATUS)
"""The sheets that a merge fills in, in their order."""


def result_sheets(merged: Merged, names: Sequence[str], only: Collection[str] = RESULTS) -> list[SheetPlan]:
    """Return the sheets that a merge fills in, or some of them; those without content are left out.

    `names` are the sheets of the units in the same workbook, in the order of `merged.units`; none where they have no sheets.
    """
    form, body = merged.body.form, merged.body
    state, notice = merged.merge_state, merged.notice
    tab = "548235" if merged.complete else "C00000"
    summary = SheetContent(SUMMARY, SheetRole.SUMMARY, body.head_texts, body, merged.state, state, body.period)
    inputs = [(name, unit.called, unit) for name, unit in zip(names, merged.units, strict=False)]
    parts = [submission for submission in merged.stated if submission.period != body.period]
    months = [part for part in parts if part.period.month]
    remarks = Remarks(merged.findings, merged.unread, merged.corrections, state, merged.weighed)
    makers: dict[str, Callable[[], SheetPlan | None]] = {
        SUMMARY: lambda: replace(input_sheet(form, summary), tab_color=tab),
        REPORT: lambda: report_sheet(form, body.printed, body.report_title, notice, body.period),
        CHECKS: lambda: checks_sheet(form, body, inputs, remarks, () if beside(parts) else parts),
        MAIN_FIGURES: lambda: main_figures_sheet(body, merged.units),
        MONTHLY: lambda: monthly_sheet(form, body, months, merged.units),
        MATRIX: lambda: matrix_sheet(form, body, merged.units, dict(enumerate(names)), merged.fingerprints),
        MONTHS: lambda: months_sheet(form, parts) if parts else None,
        REPORTING_STATUS: lambda: reporting_status_sheet(merged.reporting_status, merged.reminders) if merged.reporting_status else None,
    }
    return [plan for name in RESULTS if name in only and (plan := makers[name]())]


def report_workbook(body: Submission, notice: str) -> bytes:
    """Return a workbook with nothing but 报告表."""
    return write_workbook([report_sheet(body.form, body.printed, body.report_title, notice, body.period)], REPORT, body.report_title)


def comparison_workbook(this: Submission, last: Submission, notes: Sequence[str]) -> bytes:
    """Return a workbook with nothing but 对比."""
    from gkxl.workbook.sheets.comparison_sheet import COMPARISON, comparison_sheet

    return write_workbook([comparison_sheet(this, last, notes)], COMPARISON, f"{this.called}{this.period.chinese}对比")


def review_workbook(files: Sequence[ReviewedFile], findings: Sequence[tuple[Finding, bool]], tables: dict[str, str], notice: str) -> bytes:
    """Return a workbook with 核查, a line for each file, and 核查明细, one for each finding with whether it is explained."""
    from gkxl.workbook.sheets.review_sheets import review_findings_sheet, review_sheet

    return write_workbook([review_sheet(files, notice), review_findings_sheet(findings, tables)], REVIEW, "年报核查结果")


def reporting_status_workbook(grid: StatusGrid, messages: Sequence[Reminder]) -> bytes:
    """Return a workbook with nothing but 报送情况."""
    return write_workbook([reporting_status_sheet(grid, messages)], REPORTING_STATUS, f"{grid.period.chinese}报送情况")


def template_folder() -> Path:
    """Return the folder with the standard workbooks that come with gkxl: inside an installed package, or beside a checkout."""
    package = Path(__file__).resolve().parents[2]
    inside = package / "workbook_templates"
    return inside if inside.is_dir() else package.parent / "workbook_templates"
