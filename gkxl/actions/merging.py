"""Merge submissions over units for one period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from gkxl.actions.inputs import holds_submission, load_previous, load_roster
from gkxl.actions.outcome import Outcome, Progress, describe, incomplete
from gkxl.errors import InputError
from gkxl.findings import Finding, Unread, collection_finding, submission_finding
from gkxl.forms import form_for_year
from gkxl.output import check_writable, write_whole
from gkxl.period import Period
from gkxl.rollup import add_units, contributions, counterpart, parts_differ, select
from gkxl.rules import check, check_carry
from gkxl.submission import Source, Submission

if TYPE_CHECKING:
    from gkxl.workbook.reading import WorkbookReading

NAMELESS = "本单位"
"""How the body is called where nobody has named it."""


def merge_paths(
    paths: Sequence[Path],
    output: Path,
    *,
    unit: str = "",
    period: Period | None = None,
    roster: Path | None = None,
    previous: Path | None = None,
    force: bool = False,
    progress: Progress | None = None,
) -> Outcome:
    """Merge the submissions at `paths` over their units for one period, and write the merged workbook.

    Raises InputError where nothing can be merged and OutputError where the result cannot be written; in both
    cases nothing is written.
    """
    from gkxl.workbook.intake import take_in
    from gkxl.workbook.layout import layout_for
    from gkxl.workbook.names import SUMMARY
    from gkxl.workbook.standard import Merged, merged_workbook

    check_writable(output, force)
    if output.suffix.lower() != ".xlsx":
        raise InputError(f"“{output}”应以 .xlsx 结尾；汇总结果是一个 Excel 工作簿，Word 和网页请随后用 gkxl report 生成")
    if any(path.resolve() == output.resolve() for path in (*paths, *filter(None, (roster, previous)))) or holds_submission(output):
        raise InputError(f"“{output}”既是输入又是输出；请用 -o 换一个文件名")
    entries = load_roster(roster) if roster else []
    intake = take_in(paths, leave_out=output, progress=progress)
    outcome = Outcome("merge", unread=intake.unread, skipped=intake.skipped, output="")
    offered = _offered(intake.readings, outcome)
    period = period or _common_period(offered, outcome)
    official = {name: entry.unit for entry in entries for name in (entry.unit, *entry.aliases)}
    before = load_previous(previous, period) if previous else None
    if before:
        before = before[0], {official.get(name, name): one for name, one in before[1].items()}
    form = form_for_year(period.year)
    if form is None:
        raise InputError(f"{period.chinese}没有对应的报表格式；gkxl 支持的年份见 gkxl forms")
    if entries:
        offered = [_renamed(one, official) for one in offered]
    selection = select(offered, period)
    outcome.findings += selection.findings
    outcome.submissions = list(selection.counted)
    if not selection.counted:
        raise InputError(_nothing(period, offered, intake.unread, selection.disputed), outcome)
    if entries:
        _compare_with_roster(outcome, [entry.unit for entry in entries], selection.disputed, period, roster)
    of_parts = [finding for part in selection.counted for finding in check(part)]
    outcome.findings += of_parts
    # The place in the merged workbook is known before it is written: 汇总 has the standard layout.
    source = Source("", SUMMARY)
    total = add_units(form, unit or NAMELESS, period, selection.counted, source)
    body = replace(total, positions=layout_for(form.id).positions)
    of_body = [_explained(finding, of_parts) for finding in check(body) if finding.rule != "figure.not_stated"]
    outcome.findings += of_body
    if before:
        outcome.findings += _carried(body, selection.counted, *before)
    outcome.state = describe(outcome, selection)
    merged = Merged(body, selection.counted, outcome.findings, outcome.unread, outcome.state, outcome.ok, entries)
    write_whole(output, merged_workbook(merged), force)
    outcome.output = str(output)
    outcome.findings = [replace(one, file=str(output)) if (one.file, one.sheet) == ("", SUMMARY) else one for one in outcome.findings]
    return outcome


def _offered(readings: Sequence[WorkbookReading], outcome: Outcome) -> list[Submission]:
    """Return what the workbooks offer to count: a merged workbook offers its 汇总 alone, unless its parts are offered too."""
    offered: list[Submission] = []
    for reading in readings:
        if reading.summary is None:
            offered += reading.submissions
            outcome.findings += reading.findings
    singles = {(one.unit, one.period): one for one in offered}
    merged = [reading for reading in readings if reading.summary]
    bodies = {(reading.summary.unit, reading.summary.period): reading.file for reading in merged if reading.summary}
    taken: dict[tuple[str, Period], Submission] = {}
    for reading in merged:
        summary = reading.summary
        assert summary is not None
        twice, namesakes = _overlap(reading, singles, bodies, taken)
        if twice:
            outcome.findings.append(_counted_twice(summary, twice))
            continue
        offered.append(summary)
        taken |= {(part.unit, part.period): replace(part, source=summary.source) for part in reading.parts}
        outcome.findings += [finding for finding in reading.findings if finding.sheet == summary.source.sheet]
        outcome.findings += [_same_name(summary, one) for one in namesakes]
        outcome.findings += incomplete(summary) + parts_differ(summary, reading.parts)
    return offered


def _overlap(
    reading: WorkbookReading,
    singles: Mapping[tuple[str, Period], Submission],
    bodies: Mapping[tuple[str, Period], str],
    taken: Mapping[tuple[str, Period], Submission],
) -> tuple[dict[str, str], list[Submission]]:
    """Return what a merged workbook has in common with what is given beside it: parts with their files, and mere namesakes.

    Every district has an 办公室, so a name alone proves nothing. A part is the same as a submission, or as a part of
    another merged workbook, if the figures are the same too, or if the submission is a correction (revision above 1).
    A body that stands in it as a part is the same body.
    """
    twice: dict[str, str] = {}
    namesakes = []
    for part in reading.parts:
        key = (part.unit, part.period)
        if bodies.get(key, reading.file) != reading.file:
            twice[part.unit] = bodies[key]
        for other in (singles.get(key), taken.get(key)):
            if other is None:
                continue
            same = all((a or 0) == (b or 0) for a, b in zip(part.figures, other.figures, strict=True))
            if (same and any(other.figures)) or other.revision > 1:
                twice[part.unit] = other.source.file
            elif not same and other.source.file != reading.file and other is singles.get(key):
                namesakes.append(other)
    return twice, namesakes


def _same_name(summary: Submission, single: Submission) -> Finding:
    return submission_finding(
        "merge.same_name",
        f"{single.source.file}的单位“{single.unit}”与汇总工作簿{summary.source.file}里的一个单位同名、数字不同，两者都计入了。"
        "如果是同一个单位，请只给出其中一种后重新汇总。",
        single,
    )


def _counted_twice(summary: Submission, twice: Mapping[str, str]) -> Finding:
    shown = "、".join(f"{name}（{file}）" for name, file in list(twice.items())[:5]) + ("等" if len(twice) > 5 else "")
    return submission_finding(
        "merge.counted_twice",
        f"汇总工作簿{summary.source.file}已经包含了同时给出的{shown}，两处都计会重复，因此没有计入该汇总工作簿。请只给出其中一种后重新汇总。",
        summary,
    )


def _renamed(submission: Submission, official: Mapping[str, str]) -> Submission:
    name = official.get(submission.unit)
    return submission if name in (None, submission.unit) else replace(submission, unit=str(name))


def _common_period(offered: Sequence[Submission], outcome: Outcome) -> Period:
    periods = sorted({one.period for one in offered})
    if not periods:
        raise InputError(_no_input(outcome.unread), outcome)
    if len(periods) > 1:
        shown = "、".join(f"{period}（{sum(one.period == period for one in offered)}份）" for period in periods)
        raise InputError(f"给出的报送有不同的期间：{shown}；请用 --period 指明要汇总的一个", outcome)
    return periods[0]


def _no_input(unread: Sequence[Unread]) -> str:
    if not unread:
        return "没有找到任何填报表；请检查给出的路径"
    reasons = "\n".join(f"  {one.file}：{one.reason}" for one in unread[:10])
    return f"没有一份报送可以汇总，{len(unread)}份未读出：\n{reasons}"


def _nothing(period: Period, offered: Sequence[Submission], unread: Sequence[Unread], disputed: Sequence[str]) -> str:
    if disputed:
        return f"没有一份报送可以汇总：{'、'.join(disputed)}各有两份修订号相同、内容不同的报送；请各留一份后重新汇总"
    others = sorted({str(one.period) for one in offered})
    if others:
        return f"没有{period.chinese}的报送（给出的是{'、'.join(others)}的）；请检查 --period 和给出的路径"
    return _no_input(unread)


def _compare_with_roster(outcome: Outcome, expected: Sequence[str], disputed: Sequence[str], period: Period, roster: Path | None) -> None:
    """Add the units that are missing and those that nobody expects."""
    known = set(expected)
    present = {one.unit for one in outcome.submissions} | set(disputed)
    for name in expected:
        if name not in present:
            outcome.missing.append((name, period))
            message = f"{name}（{period.chinese}）没有报送或没有读出，合计中缺这个单位；请催报后重新汇总。"
            outcome.findings.append(collection_finding("merge.missing_unit", message, unit=name, period=str(period)))
    for one in outcome.submissions:
        if one.unit not in known:
            outcome.findings.append(_unknown(one, expected, roster))


def _unknown(one: Submission, expected: Sequence[str], roster: Path | None) -> Finding:
    import difflib

    near = difflib.get_close_matches(one.unit, expected, n=1, cutoff=0.5)
    hint = f"是不是“{near[0]}”？" if near else ""
    return submission_finding(
        "merge.unknown_unit",
        f"{one.source.file}，工作表“{one.source.sheet}”的单位“{one.unit}”不在单位名册（{roster}）上，{hint}已计入汇总；"
        "请改正单位名称，或把它加入名册的“单位”或“简称/别名”。",
        one,
    )


def _explained(finding: Finding, of_parts: Sequence[Finding]) -> Finding:
    """Add to a finding on the sum which units it comes from."""
    causes = contributions(finding, of_parts)
    if not causes:
        return finding
    shown = "、".join(one.unit for one in causes[:8]) + ("等" if len(causes) > 8 else "")
    return replace(finding, message=f"{finding.message}不平来自：{shown}。", follows=True)


def _carried(body: Submission, parts: Sequence[Submission], summary: Submission | None, by_unit: Mapping[str, Submission]) -> list[Finding]:
    """Return what the equations with the previous period say, for the body and for each unit that stands in both."""
    findings = []
    for part in parts:
        if part.unit in by_unit:
            findings += check_carry(part, counterpart(by_unit[part.unit], part.form))
    if summary:
        findings += check_carry(body, counterpart(summary, body.form))
        if body.unit not in (NAMELESS, summary.unit):
            findings.append(
                collection_finding(
                    "merge.previous_unit",
                    f"上期工作簿{summary.source.file}是“{summary.unit}”的，本期汇总单位是“{body.unit}”；如不是同一单位，请换用本单位上期的工作簿。",
                    unit=body.unit,
                    period=str(body.period),
                    file=summary.source.file,
                    sheet=summary.source.sheet,
                )
            )
    return findings
