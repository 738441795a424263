"""Choose which submissions count for a period, and add them up over units. Pure: no files, no sheets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from gkxl.figures import Number, show
from gkxl.findings import Finding, submission_finding
from gkxl.forms import Form
from gkxl.period import Period
from gkxl.submission import Source, Submission


@dataclass(frozen=True)
class Selection:
    """The submissions that count, one for each unit, in the order of unit names; and why others do not."""

    counted: tuple[Submission, ...]
    findings: tuple[Finding, ...]
    disputed: tuple[str, ...]
    """Units with contradictory submissions, none of which is counted."""


def select(submissions: Iterable[Submission], period: Period) -> Selection:
    """Return what counts for `period`, whatever the order in which the submissions are given.

    The highest revision of a unit counts.  The same figures sent twice count once.  Two submissions of equal
    revision with different figures are both named and neither is counted: which one is right is not ours to say.
    """
    counted: list[Submission] = []
    findings: list[Finding] = []
    disputed: list[str] = []
    outside: list[Submission] = []
    by_unit: dict[str, list[Submission]] = {}
    for submission in sorted(submissions, key=_order):
        if submission.period != period:
            outside.append(submission)
        else:
            by_unit.setdefault(submission.unit, []).append(submission)
    findings += [_outside(one, period, one.unit in by_unit) for one in outside]
    for unit, candidates in by_unit.items():
        latest = max(one.revision for one in candidates)
        current = [one for one in candidates if one.revision == latest]
        findings += [_passed_over("submission.superseded", old, current[0]) for old in candidates if old.revision < latest]
        if any(_content(one) != _content(current[0]) for one in current):
            disputed.append(unit)
            findings.append(_duplicate(current))
            continue
        findings += [_passed_over("submission.identical", copy, current[0]) for copy in current[1:]]
        counted.append(current[0])
    return Selection(tuple(counted), tuple(findings), tuple(disputed))


def add_units(form: Form, unit: str, period: Period, parts: Sequence[Submission], source: Source) -> Submission:
    """Return the submission of the parent unit: each input is the sum over `parts`, each total is computed from them.

    An input that no part states stays not stated; one that was misread in any part is misread in the sum, so that no
    equation on it passes.  The sum is exact whatever the order.
    """
    inputs = [item.index for item in form.items if item.index not in form.total_items]
    sums: list[Number | None] = [None] * len(form.items)
    for part in parts:
        for item in inputs:
            value = part.figures[item]
            if value is not None:
                sums[item] = value + (sums[item] or 0)
    misread = {item: "有单位未读懂" for part in parts for item in part.misread if item not in form.total_items}
    return Submission(form, unit, period, 1, source, sums, misread=misread)


def counterpart(previous: Submission, form: Form) -> Submission:
    """Return a submission of an earlier period on the items of `form`; an item that its form lacks is not stated."""
    if previous.form.id == form.id:
        return previous
    positions = [previous.form.index.get(item.code) for item in form.items]
    stated = [None if at is None else previous.figures[at] for at in positions]
    cells = [None if at is None or not previous.positions else previous.positions[at] for at in positions]
    return Submission(form, previous.unit, previous.period, previous.revision, previous.source, stated, cells)


def contributions(finding: Finding, of_parts: Iterable[Finding]) -> list[Finding]:
    """Return the findings of parts on the same equation and row or column as a finding on their sum."""
    return [one for one in of_parts if one.instance is not None and one.instance == finding.instance]


def parts_differ(summary: Submission, parts: Sequence[Submission]) -> list[Finding]:
    """Return where the stated figures of a 汇总 are not the sum of the input sheets in the same workbook."""
    if not parts:
        return []
    total = add_units(summary.form, summary.unit, summary.period, parts, summary.source)
    findings = []
    for item in summary.form.items:
        ours, stated = total.figures[item.index] or 0, summary.stated[item.index] or 0
        if item.index not in summary.form.total_items and ours != stated:
            cell = summary.cell(item.index)
            findings.append(
                submission_finding(
                    "merge.parts_differ",
                    f"{summary.source.file}，工作表“{summary.source.sheet}”，{cell}（{item.label}）是{show(stated)}，"
                    f"本工作簿内{len(parts)}个单位之和是{show(ours)}。请重新汇总，不要手工改汇总表。",
                    summary,
                    [item.index],
                    expected=show(ours),
                    actual=show(stated),
                )
            )
    return findings


def _order(submission: Submission) -> tuple[str, Period, int, str, str]:
    return submission.unit, submission.period, submission.revision, submission.source.file, submission.source.sheet


def _content(submission: Submission) -> tuple[Sequence[Number | None], Mapping[int, str], Mapping[int, Number]]:
    return submission.figures, submission.misread, submission.overwritten


def _named(submission: Submission) -> str:
    return f"{submission.source.file}（工作表“{submission.source.sheet}”）"


def _outside(submission: Submission, period: Period, present: bool) -> Finding:
    """Say that a submission is left out; it asks for a look where its unit has none of the period, for the period may be a slip."""
    message = f"{_named(submission)}是{submission.unit}{submission.period.chinese}的报送，不属于{period.chinese}，没有计入"
    if present:
        return submission_finding("submission.outside_period", f"{message}。", submission)
    doubt = f"；该单位没有{period.chinese}的报送，请核对它的期间是否填错。"
    return submission_finding("submission.only_outside_period", message + doubt, submission)


def _passed_over(rule: str, old: Submission, counted: Submission) -> Finding:
    why = "内容相同，只计后者" if rule == "submission.identical" else f"修订号{counted.revision}高于{old.revision}，只计后者"
    return submission_finding(
        rule,
        f"{old.unit}（{old.period.chinese}）有两份报送：{_named(old)}与{_named(counted)}，{why}。",
        old,
    )


def _duplicate(current: Sequence[Submission]) -> Finding:
    first = current[0]
    form = first.form
    differ = [item for item in form.items if item.index not in form.total_items and len({one.figures[item.index] for one in current}) > 1]
    shown = "、".join(f"“{item.label}”" for item in differ[:3]) + ("等" if len(differ) > 3 else "") or "读不懂的格或总计"
    return submission_finding(
        "submission.duplicate",
        f"{first.unit}（{first.period.chinese}）有{len(current)}份修订号同为{first.revision}的报送：{'、'.join(map(_named, current))}，"
        f"{shown}不一致，都没有计入。请与该单位核实，只留一份；如是更正，请把新的一份的修订号加1。",
        first,
        [item.index for item in differ],
    )
