"""Which submissions count: of each unit and period the highest revision, if it is one. Pure: no files, no sheets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from gkxl.figures import Number, show
from gkxl.findings import Finding, submission_finding
from gkxl.period import Period
from gkxl.submission import Submission

Key = tuple[str, Period]
"""Unit and period: what can be counted once at most."""


@dataclass(frozen=True, slots=True)
class Change:
    """One figure that a correction changed."""

    item: int
    before: Number | None
    after: Number | None


@dataclass(frozen=True)
class Correction:
    """What a unit changed from one revision to the next; inputs only, totals follow from them."""

    before: Submission
    after: Submission
    changes: tuple[Change, ...]

    def describe(self, change: Change) -> str:
        """Return one changed figure for people: "一、本年新收…·自然人：3改为5"."""
        return f"{self.after.form.items[change.item].label}：{show(change.before) or '未填'}改为{show(change.after) or '未填'}"


@dataclass(frozen=True)
class Selection:
    """The submissions that count, in the order of unit names and periods; and why others do not."""

    counted: tuple[Submission, ...]
    findings: tuple[Finding, ...] = ()
    disputed: tuple[Key, ...] = ()
    """What has contradictory submissions, none of which is counted."""
    corrections: tuple[Correction, ...] = ()
    history: Mapping[Key, tuple[Submission, ...]] = field(default_factory=dict)
    """Every submission of a unit and period, the lowest revision first."""


def within(submissions: Iterable[Submission], period: Period) -> tuple[list[Submission], list[Finding]]:
    """Return the submissions of a period (a year takes in its months), and a finding on each of the others."""
    inside: list[Submission] = []
    outside: list[Submission] = []
    for one in submissions:
        (inside if one.period == period or (not period.month and one.period.year == period.year) else outside).append(one)
    present = {one.unit for one in inside}
    return inside, [_outside(one, period, one.unit in present) for one in sorted(outside, key=_order)]


def select(submissions: Iterable[Submission]) -> Selection:
    """Return what counts, whatever the order in which the submissions are given.

    The highest revision of a unit and period counts.  The same figures sent twice count once.  Two submissions of
    equal revision with different figures are both named and neither is counted: which one is right is not ours to say.
    """
    counted: list[Submission] = []
    findings: list[Finding] = []
    disputed: list[Key] = []
    corrections: list[Correction] = []
    history: dict[Key, tuple[Submission, ...]] = {}
    for submission in sorted(submissions, key=_order):
        key = submission.unit, submission.period
        history[key] = (*history.get(key, ()), submission)
    for key, candidates in history.items():
        latest = candidates[-1].revision
        current = [one for one in candidates if one.revision == latest]
        if any(_content(one) != _content(current[0]) for one in current):
            findings += [_superseded(old, current[0], None) for old in candidates if old.revision < latest]
            disputed.append(key)
            findings.append(_duplicate(current))
            continue
        one_each = list({one.revision: one for one in reversed(candidates)}.values())[::-1]
        own = [_correction(before, after) for before, after in pairwise(one_each)]
        corrections += own
        findings += [
            _superseded(old, current[0], next((one for one in own if one.before is old), None)) for old in candidates if old.revision < latest
        ]
        findings += [_identical(copy, current[0]) for copy in current[1:]]
        counted.append(current[0])
    return Selection(tuple(counted), tuple(findings), tuple(disputed), tuple(corrections), history)


def _correction(before: Submission, after: Submission) -> Correction:
    inputs = [item.index for item in after.form.items if item.index not in after.form.total_items]
    changes = [Change(item, before.figures[item], after.figures[item]) for item in inputs if before.figures[item] != after.figures[item]]
    return Correction(before, after, tuple(changes))


def _order(submission: Submission) -> tuple[str, Period, int, str, str]:
    return submission.unit, submission.period, submission.revision, submission.source.file, submission.source.sheet


def _content(submission: Submission) -> tuple[Sequence[Number | None], Mapping[int, str], Mapping[int, Number]]:
    return submission.figures, submission.misread, submission.overwritten


def _outside(submission: Submission, period: Period, present: bool) -> Finding:
    """Say that a submission is left out; it asks for a look where its unit has none of the period, for the period may be a slip."""
    message = f"{submission.named}是{submission.unit}{submission.period.chinese}的报送，不属于{period.chinese}，没有计入"
    if present:
        return submission_finding("submission.outside_period", f"{message}。", submission)
    doubt = f"；该单位没有{period.chinese}的报送，请核对它的期间是否填错。"
    return submission_finding("submission.only_outside_period", message + doubt, submission)


def _superseded(old: Submission, counted: Submission, correction: Correction | None) -> Finding:
    changed = ""
    items: list[int] = []
    if correction is not None:
        items = [change.item for change in correction.changes]
        shown = [correction.describe(change) for change in correction.changes]
        which = f"（{'；'.join(shown[:3])}{'；等' if len(shown) > 3 else ''}）" if shown else ""
        changed = f"修订{correction.after.revision}改动了{len(shown)}格{which}。"
    message = (
        f"{old.unit}（{old.period.chinese}）有更正：{old.named}是修订{old.revision}，{counted.named}是修订{counted.revision}，"
        f"只计修订号最大的。{changed}"
    )
    return submission_finding("submission.superseded", message, old, items)


def _identical(copy: Submission, counted: Submission) -> Finding:
    message = f"{copy.unit}（{copy.period.chinese}）有两份内容相同的报送：{copy.named}与{counted.named}，只计一份。"
    return submission_finding("submission.identical", message, copy)


def _duplicate(current: Sequence[Submission]) -> Finding:
    first = current[0]
    form = first.form
    differ = [item for item in form.items if item.index not in form.total_items and len({one.figures[item.index] for one in current}) > 1]
    shown = "、".join(f"“{item.label}”" for item in differ[:3]) + ("等" if len(differ) > 3 else "") or "读不懂的格或总计"
    return submission_finding(
        "submission.duplicate",
        f"{first.unit}（{first.period.chinese}）有{len(current)}份修订号同为{first.revision}的报送：{'、'.join(one.named for one in current)}，"
        f"{shown}不一致，都没有计入。请与该单位核实，只留一份；如是更正，请把新的一份的修订号加1。",
        first,
        [item.index for item in differ],
    )
