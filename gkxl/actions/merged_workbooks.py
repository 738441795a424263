"""What speaks against a merged workbook by itself: the same judgement for check, for report, and where it goes into another merge."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gkxl.aggregation.totals import add_units, parts_differ
from gkxl.aggregation.year import unit_totals
from gkxl.eligibility.revisions import choose_revisions, within
from gkxl.model.figures import show
from gkxl.model.merge_state import Completeness
from gkxl.model.submission import Submission
from gkxl.rules.equations import check
from gkxl.rules.findings import Finding

if TYPE_CHECKING:
    from gkxl.workbook.reading.submissions import WorkbookReading


def judge_merged(reading: WorkbookReading) -> list[Finding]:
    """Return all that is wrong with the figures of a merged workbook: on its 汇总, between its 汇总, 明细, sheets and 报告表, and in
    what it says of itself.

    Empty for a workbook without 汇总.  What the input sheets inside it break among themselves is not part of this.
    """
    summary = reading.summary
    if summary is None:
        return []
    on_sheet = [finding for finding in reading.findings if finding.sheet == summary.source.sheet]
    against_lines = parts_differ(summary, reading.parts)
    # A sum that both ways show to be wrong is wrong once.
    sheets = _on_sheets(reading, summary)
    sums = [*against_lines, *(finding for finding in parts_differ(summary, sheets) if finding not in against_lines)]
    named = {code for finding in sums for code in finding.items}
    lines = [finding for finding in lines_differ(*_lines_and_sheets(reading, sheets)) if named.isdisjoint(finding.items)]
    printed = report_differs(summary, reading.parts, reading.report) if reading.report else []
    return [*on_sheet, *check(summary), *incomplete(summary), *sums, *lines, *printed]


def lines_differ(lines: Sequence[Submission], sheets: Sequence[Submission]) -> list[Finding]:
    """Return where a line of 明细 or 各月明细 is not what the unit states on its own sheet, for those that have one."""
    own = {sheet.key: sheet for sheet in sheets}
    findings = []
    for line in lines:
        sheet = own.get(line.key)
        if sheet is None:
            continue
        for item in line.form.items:
            shown, stated = line.figures[item.index] or 0, sheet.figures[item.index] or 0
            if item.index in line.form.total_items or item.index in sheet.misread or shown == stated:
                continue
            message = (
                f"{line.source.file}，工作表“{line.source.sheet}”，{line.cell(item.index)}：{line.unit}（{line.period.chinese}）的“{item.label}”是"
                f"{show(shown)}，它自己的填报表（工作表“{sheet.source.sheet}”）是{show(stated)}。请重新汇总，不要手工改明细。"
            )
            findings.append(Finding.of("merge.line_differs", message, about=line, items=[item.index], expected=show(stated), actual=show(shown)))
    return findings


def report_differs(summary: Submission, parts: Sequence[Submission], report: Submission) -> list[Finding]:
    """Return where 报告表 shows neither what stands on 汇总 nor the sum of the units, and that it could not be compared, if so."""
    form = summary.form
    total = add_units(form, summary.unit, summary.period, parts, summary.source) if parts else summary
    findings = []
    for item in form.items:
        ours, theirs = summary.figures[item.index] or 0, total.figures[item.index] or 0
        shown = report.stated[item.index] or 0
        right = item.index not in report.misread and shown in (ours, theirs)
        if right or not report.cell(item.index) or item.index in summary.uncertain:
            continue
        actual = report.misread.get(item.index) or show(shown)
        message = (
            f"{report.source.file}，工作表“{report.source.sheet}”，{report.cell(item.index)}（{item.label}）是{actual}，"
            f"“汇总”是{show(ours)}。请不要手工改报告表；请更正填报表后重新汇总。"
        )
        findings.append(Finding.of("merge.report_differs", message, about=report, items=[item.index], expected=show(ours), actual=actual))
    if not all(report.positions):
        message = f"{report.source.file}，工作表“{report.source.sheet}”的行列或名称改动过，没有与“汇总”逐项核对；请重新汇总，生成完整的报告表。"
        findings.append(Finding.of("merge.report_not_compared", message, about=report))
    return findings


def _lines_and_sheets(reading: WorkbookReading, sheets: Sequence[Submission]) -> tuple[list[Submission], list[Submission]]:
    """Return the lines of 明细 and 各月明细, and the sheets of the units for the same times."""
    months = choose_revisions(sheet for sheet in reading.submissions if reading.summary and sheet.period != reading.summary.period).counted
    return [*reading.parts, *reading.months], [*sheets, *(sheet for sheet in months if reading.months)]


def _on_sheets(reading: WorkbookReading, summary: Submission) -> list[Submission]:
    """Return what the units that were added up state on their own sheets, for the period of the 汇总."""
    added_up = {part.who for part in reading.parts}
    sheets = [sheet for sheet in within(reading.submissions, summary.period)[0] if not added_up or sheet.who in added_up]
    counted = choose_revisions(sheets).counted
    return unit_totals(counted, summary.period)[0]


def incomplete(summary: Submission) -> list[Finding]:
    """Return that a merged workbook is not known to be complete, if so: what it lacks does not heal by adding it up."""
    state = summary.merge_state
    if state is None or state.complete:
        return []
    which = f"{summary.source.file}是{summary.called}（{summary.period.chinese}）的汇总"
    if state.completeness is Completeness.UNKNOWN:
        message = f"{which}，但{state.caution}，现按不齐全处理。请不要删改隐藏的行列；请用原始报送重新汇总出这个文件。"
        return [Finding.of("merge.state_unknown", message, about=summary)]
    message = f"{which}，它自己标明还不齐全：{state.sentence}。请该单位补齐、更正后重新汇总，再报上来。"
    return [Finding.of("merge.incomplete_part", message, about=summary)]
