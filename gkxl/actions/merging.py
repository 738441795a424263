"""Merge submissions over units, and over the months of a year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from gkxl.actions.collecting import collect
from gkxl.actions.inputs import Previous, check_output, load_previous, load_roster
from gkxl.actions.missing import add_missing, compare_names
from gkxl.actions.outcome import NAMELESS, Outcome, Progress, describe
from gkxl.aggregation.totals import add_units, contributions, counterpart
from gkxl.aggregation.year import chain, missing_months, spans, unit_years
from gkxl.eligibility.file_hints import attribute
from gkxl.eligibility.fingerprints import Fingerprint
from gkxl.eligibility.hierarchy import counted_units, parents_differ, silenced
from gkxl.eligibility.revisions import RevisionChoice, choose_revisions, left_out
from gkxl.errors import InputError
from gkxl.forms import Form, form_for_year
from gkxl.model.period import Period
from gkxl.model.roster import Roster
from gkxl.model.submission import Source, Submission
from gkxl.model.unit_names import listed
from gkxl.reporting_status.assess import assess
from gkxl.reporting_status.reminders import reminders
from gkxl.rules.equations import check, check_carry
from gkxl.rules.findings import Finding, submission_finding
from gkxl.rules.unread import Unread
from gkxl.safe_write import write_whole

if TYPE_CHECKING:
    from gkxl.workbook.reading.folders import Intake
    from gkxl.workbook.writing.workbooks import Merged


def merge_paths(
    paths: Sequence[Path],
    output: Path,
    *,
    unit: str = "",
    period: Period | None = None,
    roster: Path | None = None,
    previous: Sequence[Path] = (),
    force: bool = False,
    progress: Progress | None = None,
) -> Outcome:
    """Merge the submissions at `paths` for one period, and write the merged workbook.

    For a year the months of each unit are added up first.  Raises InputError where nothing can be merged and OutputError
    where the result cannot be written; in both cases nothing is written.
    """
    from gkxl.workbook.reading.folders import take_in
    from gkxl.workbook.writing.workbooks import merged_workbook

    check_output(output, [*paths, *previous, *filter(None, [roster])], force, unit or NAMELESS)
    expected = load_roster(roster, unit) if roster else None
    intake = take_in(paths, leave_out=[output, *previous, *filter(None, [roster])], progress=progress)
    outcome, merged = compose(intake, unit=unit, period=period, roster=expected, previous=previous)
    write_whole(output, merged_workbook(merged), force)
    outcome.output = str(output)
    outcome.findings = [
        replace(one, file=str(output)) if (one.file, one.sheet) == ("", merged.body.source.sheet) else one for one in outcome.findings
    ]
    return outcome


def compose(
    intake: Intake, *, unit: str = "", period: Period | None = None, roster: Roster | None = None, previous: Sequence[Path] = ()
) -> tuple[Outcome, Merged]:
    """Return what a merge of what was read finds, and what its workbook is made of; raises InputError where nothing can be merged."""
    names = roster or Roster(())
    outcome = Outcome("merge", skipped=list(intake.skipped))
    collected = collect(intake.readings, names)
    period = period or _common_period(collected.offered, intake.unread, outcome)
    form = form_for_year(period.year)
    if form is None:
        raise InputError(f"{period.chinese}没有对应的报表格式；gkxl 支持的年份见 gkxl forms")
    before = load_previous(previous, period, names, unit) if previous else Previous()
    inside = collected.of(period)
    choice = choose_revisions(inside.counted)
    outside = inside.outside
    outcome.findings += [*inside.findings, *left_out(outside, inside.counted, period), *choice.findings]
    outcome.corrections = list(choice.corrections)
    if not choice.counted:
        outcome.unread = intake.unread
        raise InputError(_nothing(period, outside, intake.unread, choice, outcome.findings), outcome)
    outcome.take_unread(attribute(intake.unread, names.official, period), period)
    grid = assess(roster or Roster.of([one.unit for one in choice.counted]), period, choice, outcome.unread)
    add_missing(outcome, grid)
    if roster:
        compare_names(outcome, roster, choice.counted, period)
        outcome.reporting_status = grid
    stated, units, of_parts = _add_up_months(choice, names, period)
    outcome.submissions = stated
    outcome.findings += of_parts
    # The period before may lie in the same folders: then its closings are known without being asked for.
    known = {one: list(many) for one, many in before.units.items()}
    for one in choose_revisions(other for other in outside if other.period < period).counted:
        known.setdefault(one.unit, []).insert(0, one)
    outcome.findings += [one for one in chain(stated, known) if one not in of_parts]
    body, of_body = _body(form, unit, period, units, of_parts)
    outcome.findings += [*of_body, *before.findings, *_carried(body, units, before)]
    outcome.state = describe(outcome, grid, len(units), outside=len(outside), disputed=choice.disputed)
    return outcome, _merged(outcome, body, units, roster, inside.fingerprints)


def _merged(outcome: Outcome, body: Submission, units: Sequence[Submission], roster: Roster | None, fingerprints: Sequence[Fingerprint]) -> Merged:
    from gkxl.workbook.writing.workbooks import Merged

    return Merged(
        body,
        units,
        outcome.submissions,
        outcome.findings,
        outcome.unread,
        outcome.state,
        outcome.ok,
        roster.entries if roster else (),
        outcome.reporting_status,
        reminders(outcome.reporting_status) if outcome.reporting_status else (),
        outcome.corrections,
        fingerprints,
    )


def _add_up_months(choice: RevisionChoice, roster: Roster, period: Period) -> tuple[list[Submission], list[Submission], list[Finding]]:
    """Return the submissions that count, one for each unit for the whole period, and what the rules say about the parts.

    Totals that a parent states are compared with its children here: what is below a parent is not added once more.
    """
    findings = [finding for one in choice.counted for finding in check(one)]
    if period.month:
        units = list(choice.counted)
    else:
        units, compared = unit_years(choice.counted, period.year)
        findings += [*chain(choice.counted, {}), *compared]
    # A parent's year is compared with what its children's months add up to, and each of its months with theirs.
    findings += parents_differ(roster, [*choice.counted, *(one for one in units if one.months and not missing_months(one.months))])
    findings += silenced(roster, choice.counted)
    names = {one.unit for one in counted_units(roster, choice.counted)}
    order = {entry.unit: number for number, entry in enumerate(roster.entries)}
    listed_first = sorted((one for one in units if one.unit in names), key=lambda one: (order.get(one.unit, len(order)), one.unit))
    return [one for one in choice.counted if one.unit in names], listed_first, findings


def _body(form: Form, unit: str, period: Period, units: Sequence[Submission], of_parts: Sequence[Finding]) -> tuple[Submission, list[Finding]]:
    """Return the sum over the units, at its place in the merged workbook, and what the rules say about it."""
    from gkxl.workbook.format.layout import layout_for
    from gkxl.workbook.format.sheet_names import SUMMARY

    total = add_units(form, unit or NAMELESS, period, units, Source("", SUMMARY))
    # The place is known before the workbook is written: 汇总 has the standard layout.
    body = replace(total, positions=layout_for(form.id).positions)
    # A year whose months do not fit together does not balance: that explains the sum, and was said of the months already.
    causes = [*of_parts, *(finding for one in units if one.months for finding in check(one))]
    lacking = {one.unit: spans(gaps) for one in units if one.months and (gaps := missing_months(one.months))}
    return body, [_explained(finding, causes, lacking) for finding in check(body) if finding.rule != "figure.not_stated"]


def _common_period(offered: Sequence[Submission], unread: Sequence[Unread], outcome: Outcome) -> Period:
    periods = sorted({one.period for one in offered})
    if not periods:
        outcome.unread = list(unread)
        raise InputError(_no_input(unread), outcome)
    if len(periods) > 1:
        shown = "、".join(f"{period}（{sum(one.period == period for one in offered)}份）" for period in periods)
        raise InputError(f"给出的报送有不同的期间：{shown}；请用 --period 指明要汇总的月份（如 2026-03）或年份（如 2026，月报会合计成全年）", outcome)
    return periods[0]


def _no_input(unread: Sequence[Unread]) -> str:
    if not unread:
        return "没有找到任何填报表；请检查给出的路径"
    reasons = "\n".join(f"  {one.file}：{one.reason}" for one in unread[:10])
    return f"没有一份报送可以汇总，{len(unread)}份未读出：\n{reasons}"


def _nothing(period: Period, outside: Sequence[Submission], unread: Sequence[Unread], choice: RevisionChoice, findings: Sequence[Finding]) -> str:
    if choice.disputed:
        names = "、".join(dict.fromkeys(unit for unit, _ in choice.disputed))
        return f"没有一份报送可以汇总：{names}各有两份修订号相同、内容不同的报送；请各留一份后重新汇总"
    twice = [one.message for one in findings if one.rule == "merge.counted_twice"]
    if twice:
        return f"没有一份报送可以汇总，因为给出的都重复：{twice[0]}"
    others = sorted({str(one.period) for one in outside})
    if others:
        return f"没有{period.chinese}的报送（给出的是{'、'.join(others)}的）；请检查 --period 和给出的路径"
    return _no_input(unread)


def _explained(finding: Finding, causes: Sequence[Finding], lacking: Mapping[str, str]) -> Finding:
    """Add to a finding on the sum which units it comes from, and which months these lack."""
    units = list(dict.fromkeys(one.unit for one in contributions(finding, causes)))
    if not units:
        return finding
    shown = [f"{unit}（缺{lacking[unit]}）" if unit in lacking else unit for unit in units]
    return replace(finding, message=f"{finding.message}不平来自：{listed(shown)}。", follows=True)


def _carried(body: Submission, units: Sequence[Submission], previous: Previous) -> list[Finding]:
    """Return what the equations with the previous period say of the body, or why they were not asked."""
    named = [one for one in previous.bodies if body.unit in (NAMELESS, one.unit)]
    order = (*body.period.predecessors, *body.period.months[0].predecessors)
    candidates = sorted((one for one in named or previous.bodies if one.period in order), key=lambda one: order.index(one.period))
    if not candidates or (not named and len(previous.bodies) > 1):
        return []  # what came before are the parts of this body: they were compared one by one
    before = candidates[0]
    if not named:
        message = f"上期工作簿{before.source.file}是“{before.unit}”的，本期汇总单位是“{body.unit}”；如不是同一单位，请换用本单位上期的工作簿。"
        return [submission_finding("merge.previous_unit", message, replace(before, unit=body.unit, period=body.period))]
    then, now = previous.parts.get(before.source.file, frozenset()), {one.unit for one in units}
    if then and then != now:
        only = [f"上期有、本期没有的：{listed(sorted(then - now))}"] if then - now else []
        only += [f"本期有、上期没有的：{listed(sorted(now - then))}"] if now - then else []
        message = f"本期与上期（{before.source.file}）汇总的单位不同（{'；'.join(only)}），合计的结转没有与上期核对，只逐个单位核对了。"
        return [submission_finding("merge.previous_parts", message, replace(body, source=before.source))]
    return check_carry(body, counterpart(before, body.form))
