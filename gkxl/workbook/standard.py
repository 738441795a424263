"""The standard workbook of a form: blank for named departments, or filled by a merge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from gkxl.findings import Finding, Unread
from gkxl.forms import Form
from gkxl.period import Period
from gkxl.submission import Submission
from gkxl.workbook.checks_sheet import checks_sheet
from gkxl.workbook.guide_sheet import guide_sheet
from gkxl.workbook.input_sheet import SheetContent, input_sheet
from gkxl.workbook.markers import SUMMARY as SUMMARY_ROLE
from gkxl.workbook.matrix_sheet import matrix_sheet
from gkxl.workbook.names import BLANK_INPUT, REPORT, SUMMARY, sheet_names
from gkxl.workbook.plan import SheetPlan
from gkxl.workbook.report_sheet import report_sheet
from gkxl.workbook.roster_sheet import RosterEntry, roster_sheet
from gkxl.workbook.writer import write_workbook

MOST_SHEETS = 60
"""Up to this many departments keep a sheet of their own in a merged workbook."""


@dataclass(frozen=True)
class Merged:
    """What a merged workbook is made of."""

    body: Submission
    """The figures of the parent unit; its source is this workbook's 汇总."""
    parts: Sequence[Submission]
    findings: Sequence[Finding]
    unread: Sequence[Unread]
    state: str
    """One line: how many units, who is missing, what does not balance."""
    complete: bool
    """Whether nothing is missing, unread or contradictory."""
    roster: Sequence[RosterEntry] = ()


def blank_workbook(form: Form, units: Sequence[str], period: Period | None) -> bytes:
    """Return the standard workbook with an input sheet for each unit, or one without a name."""
    names = sheet_names(units or [BLANK_INPUT])
    heads = [_head(unit, period) for unit in units] or [_head("", period)]
    inputs = [input_sheet(form, SheetContent(name, head=head)) for name, head in zip(names, heads, strict=True)]
    plans = [
        guide_sheet(form),
        roster_sheet([RosterEntry(unit) for unit in units]),
        *inputs,
        input_sheet(form, SheetContent(SUMMARY, SUMMARY_ROLE, state="还没有汇总。用 gkxl merge 合并各单位的填报表后，这里是合计数。")),
        checks_sheet(form, None, [(name, unit, None) for name, unit in zip(names, units or [BLANK_INPUT], strict=True)]),
        report_sheet(form, None, "报告表（汇总后自动填写）", ""),
    ]
    return write_workbook(plans, names[0], f"政府信息公开工作年度报告统计（{form.name}）")


def unit_workbook(form: Form, unit: str, period: Period | None, submission: Submission | None = None) -> bytes:
    """Return the workbook that is sent to one unit: 说明 and its input sheet, filled in where a submission is given."""
    name = sheet_names([unit])[0]
    head = dict(submission.head) if submission else {}
    head |= _head(unit, period)
    plans = [guide_sheet(form), input_sheet(form, SheetContent(name, head=head, submission=submission))]
    return write_workbook(plans, name, f"{unit} 政府信息公开工作情况填报表")


def _head(unit: str, period: Period | None) -> Mapping[str, str]:
    return {"unit": unit, "period": str(period) if period else "", "revision": "1"}


def merged_workbook(merged: Merged) -> bytes:
    """Return the standard workbook filled: 汇总, 报告表, 校验, 明细, and each department's sheet if they are not too many."""
    form, body = merged.body.form, merged.body
    keep = len(merged.parts) <= MOST_SHEETS
    names = sheet_names(part.unit for part in merged.parts) if keep else []
    head = {"unit": body.unit, "period": str(body.period), "revision": str(body.revision)}
    notice = "" if merged.complete else f"数据尚未齐全或有勾稽不平，请勿直接发布：{merged.state}"
    summary = SheetContent(SUMMARY, SUMMARY_ROLE, head, body, merged.state, merged.complete)
    inputs = [(name, part.unit, part) for name, part in zip(names, merged.parts, strict=False)]
    plans: list[SheetPlan] = [
        input_sheet(form, summary),
        report_sheet(form, body.figures, body.report_title, notice),
        checks_sheet(form, body, inputs, merged.findings, merged.unread, merged.state, merged.complete),
        matrix_sheet(form, body, merged.parts, dict(enumerate(names))),
        *(input_sheet(form, _copy_of(name, part)) for name, _, part in inputs),
        roster_sheet(merged.roster or [RosterEntry(part.unit, body.unit) for part in merged.parts]),
        guide_sheet(form),
    ]
    plans[0].tab_color = "C00000" if not merged.complete else "548235"
    return write_workbook(plans, SUMMARY, body.report_title)


def _copy_of(name: str, part: Submission) -> SheetContent:
    source = f"来源：{part.source.file}，工作表“{part.source.sheet}”。数字照原件，未作改动；要更正请改原件后重新汇总。"
    head = dict(part.head) | {"unit": part.unit, "period": str(part.period), "revision": str(part.revision)}
    return SheetContent(name, head=head, submission=part, state=source)


def report_workbook(body: Submission, notice: str) -> bytes:
    """Return a workbook with nothing but 报告表."""
    return write_workbook([report_sheet(body.form, body.figures, body.report_title, notice)], REPORT, body.report_title)


def template_folder() -> Path:
    """Return the folder with the standard workbooks that come with gkxl: inside an installed package, or beside a checkout."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "workbook_templates"
    return inside if inside.is_dir() else package.parent / "workbook_templates"
