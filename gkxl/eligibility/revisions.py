"""Which submissions count: of each unit and period the highest revision, if it is one. Pure: no files, no sheets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from gkxl.eligibility.file_hints import told_period
from gkxl.model.figures import Number, show
from gkxl.model.period import Period
from gkxl.model.submission import Key, Source, Submission
from gkxl.model.unit import NOBODY, Unit
from gkxl.model.unit_names import listed
from gkxl.rules.findings import Finding


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
        return f"{self.after.form.items[change.item].label}：{self.said(self.before, change.item)}改为{self.said(self.after, change.item)}"

    def said(self, submission: Submission, item: int) -> str:
        """Return what a revision says of an item: the figure, the words that were not understood, or that it was left open."""
        return submission.misread.get(item) or show(submission.figures[item]) or "未填"


@dataclass(frozen=True)
class RevisionChoice:
    """The submissions that count, in the order of unit names and periods; and why others do not."""

    counted: tuple[Submission, ...]
    findings: tuple[Finding, ...] = ()
    disputed: tuple[Key, ...] = ()
    """What has contradictory submissions, none of which is counted."""
    corrections: tuple[Correction, ...] = ()
    history: Mapping[Key, tuple[Submission, ...]] = field(default_factory=dict)
    """Every submission of a unit and period, the lowest revision first."""


def within(submissions: Iterable[Submission], period: Period) -> tuple[list[Submission], list[Submission]]:
    """Return the submissions of a period (a year takes in its months and other parts), and the others."""
    inside: list[Submission] = []
    outside: list[Submission] = []
    for submission in submissions:
        (inside if period.contains(submission.period) else outside).append(submission)
    return inside, outside


def left_out(outside: Sequence[Submission], inside: Iterable[Submission], period: Period) -> list[Finding]:
    """Return findings on submissions that are not of `period`: one for all other periods, and one for each unit that sent none of it.

    The latter asks for a look, for the period on its sheet may be a slip of the hand, unless its name or folder says the same.
    """
    present = {submission.who for submission in inside}
    in_place: list[Submission] = []
    by_unit: dict[Unit, list[Submission]] = {}
    for submission in sorted(outside, key=_order):
        # A file that lies, or is named, where its period says it belongs is in its place.
        if submission.who in present or told_period(submission.source.file, submission.period.year) == submission.period:
            in_place.append(submission)
        else:
            by_unit.setdefault(submission.who, []).append(submission)
    findings = [_of_other_periods(in_place, period)] if in_place else []
    return findings + [_only_of_others(submissions, period) for submissions in by_unit.values()]


def _of_other_periods(submissions: Sequence[Submission], period: Period) -> Finding:
    others = sorted({submission.period for submission in submissions})
    which = others[0].chinese if len(others) == 1 else f"其他期间（{others[0].chinese}至{others[-1].chinese}）"
    named = "" if len(others) > 1 else f"：{listed([submission.named for submission in submissions], 3)}"
    message = f"{len(submissions)}份{which}的报送不属于{period.chinese}，没有计入{named}。"
    return Finding.of("submission.outside_period", message, about=submissions[0] if len(submissions) == 1 else _together(submissions))


def _only_of_others(submissions: Sequence[Submission], period: Period) -> Finding:
    unit = submissions[0].called
    others = "、".join(submission.period.chinese for submission in submissions[:3])
    files = listed([submission.named for submission in submissions], 3)
    message = f"{unit}没有{period.chinese}的报送，只有{others}的：{files}，没有计入；请核对它的期间是否填错。"
    about = submissions[0] if len(submissions) == 1 else _together(submissions, submissions[0].who)
    return Finding.of("submission.only_outside_period", message, about=about)


def _together(submissions: Sequence[Submission], unit: Unit = NOBODY) -> Submission:
    """Return what a finding on several submissions is about: their period, and their unit where it is one."""
    return replace(submissions[0], unit=unit.name, parent=unit.parent, source=Source("", ""), positions=())


def choose_revisions(submissions: Iterable[Submission]) -> RevisionChoice:
    """Return what counts, whatever the order in which the submissions are given.

    The highest revision of a unit and period counts.  The same figures sent twice count once.  Two submissions of
    equal revision with different figures are both named and neither is counted: which one is right is not ours to say.
    """
    counted: list[Submission] = []
    findings: list[Finding] = []
    disputed: list[Key] = []
    corrections: list[Correction] = []
    history: dict[Key, list[Submission]] = {}
    for submission in sorted(submissions, key=_order):
        history.setdefault(submission.key, []).append(submission)
    for key, candidates in history.items():
        latest = [submission for submission in candidates if submission.revision == candidates[-1].revision]
        earlier = candidates[: -len(latest)]
        if any(content(submission) != content(latest[0]) for submission in latest[1:]):
            disputed.append(key)
            findings += [_superseded(submission, latest[0], None) for submission in earlier]
            findings.append(_duplicate(latest))
            continue
        own = _corrections(candidates)
        made = {id(correction.before): correction for correction in own}
        corrections += own
        findings += [_superseded(submission, latest[0], made.get(id(submission))) for submission in earlier]
        findings += [_identical(copy, latest[0]) for copy in latest[1:]]
        counted.append(latest[0])
    kept = {key: tuple(candidates) for key, candidates in history.items()}
    return RevisionChoice(tuple(counted), tuple(findings), tuple(disputed), tuple(corrections), kept)


def _corrections(candidates: Sequence[Submission]) -> list[Correction]:
    """Return what was changed from each revision to the next, by the first submission of each."""
    revisions: dict[int, Submission] = {}
    for submission in candidates:
        revisions.setdefault(submission.revision, submission)
    return [changed(before, after) for before, after in pairwise(revisions.values())]


def changed(before: Submission, after: Submission) -> Correction:
    """Return what one submission says differently from another."""
    inputs = [item.index for item in after.form.items if item.index not in after.form.total_items]
    changes = [Change(item, before.figures[item], after.figures[item]) for item in inputs if _differs(before, after, item)]
    return Correction(before, after, tuple(changes))


def _differs(before: Submission, after: Submission, item: int) -> bool:
    return before.figures[item] != after.figures[item] or before.misread.get(item) != after.misread.get(item)


def _order(submission: Submission) -> tuple[Unit, Period, int, str, str]:
    return submission.who, submission.period, submission.revision, submission.source.file, submission.source.sheet


def content(submission: Submission) -> tuple[Sequence[Number], Mapping[int, str], Mapping[int, Number]]:
    """Return what a submission says; two that say the same are equal here, wherever they were read."""
    return [value or 0 for value in submission.figures], submission.misread, submission.overwritten


def _superseded(old: Submission, counted: Submission, correction: Correction | None) -> Finding:
    changed = ""
    items: list[int] = []
    if correction is not None:
        items = [change.item for change in correction.changes]
        shown = [correction.describe(change) for change in correction.changes]
        which = f"（{'；'.join(shown[:3])}{'；等' if len(shown) > 3 else ''}）" if shown else ""
        changed = f"修订{correction.after.revision}改动了{len(shown)}格{which}。"
    message = (
        f"{old.called}（{old.period.chinese}）有更正：{old.named}是修订{old.revision}，{counted.named}是修订{counted.revision}，"
        f"只计修订号最大的。{changed}"
    )
    return Finding.of("submission.superseded", message, about=old, items=items)


def _identical(copy: Submission, counted: Submission) -> Finding:
    message = f"{copy.called}（{copy.period.chinese}）有两份内容相同的报送：{copy.named}与{counted.named}，只计一份。"
    return Finding.of("submission.identical", message, about=copy)


def _duplicate(current: Sequence[Submission]) -> Finding:
    first = current[0]
    form = first.form
    inputs = [item for item in form.items if item.index not in form.total_items]
    differ = [item for item in inputs if len({submission.figures[item.index] for submission in current}) > 1]
    sheets = "、".join(submission.named for submission in current)
    shown = "、".join(f"“{item.label}”" for item in differ[:3]) + ("等" if len(differ) > 3 else "") or "读不懂的格或总计"
    return Finding.of(
        "submission.duplicate",
        f"{first.called}（{first.period.chinese}）有{len(current)}份修订号同为{first.revision}的报送：{sheets}，"
        f"{shown}不一致，都没有计入。请与该单位核实，只留一份；如是更正，请把新的一份的修订号加1。",
        about=first,
        items=[item.index for item in differ],
    )
