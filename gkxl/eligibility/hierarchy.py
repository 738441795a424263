"""科室 → 单位 → 区 → 市: which statements count when units stand above each other, and parent = sum of children. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from gkxl.aggregation.totals import add_units
from gkxl.model.figures import show
from gkxl.model.period import Period
from gkxl.model.roster import Roster
from gkxl.model.submission import Source, Submission
from gkxl.model.unit_names import listed
from gkxl.rules.findings import Finding

Reported = Mapping[str, Collection[Period]]
"""Unit to the periods of which it has sent something."""


class _Months:
    """For which months each unit has reported itself, and for which anybody below it has: each unit is looked at once."""

    def __init__(self, roster: Roster, reported: Reported) -> None:
        self._roster = roster
        self._own = {unit: _months(periods) for unit, periods in reported.items()}
        self._below: dict[str, frozenset[Period]] = {}

    def below(self, unit: str) -> frozenset[Period]:
        """Return the months of everybody below a unit."""
        if unit not in self._below:
            children = self._roster.children(unit)
            self._below[unit] = frozenset().union(*(self._own.get(child, frozenset()) | self.below(child) for child in children))
        return self._below[unit]

    def speaks(self, unit: str) -> bool:
        """Whether a unit has reported for at least all the months for which anybody below it has."""
        own = self._own.get(unit, frozenset())
        return bool(own) and self.below(unit) <= own


def _months(periods: Collection[Period]) -> frozenset[Period]:
    return frozenset(month for period in periods for month in period.months)


def _reported(stated: Sequence[Submission]) -> dict[str, set[Period]]:
    reported: dict[str, set[Period]] = {}
    for submission in stated:
        reported.setdefault(submission.unit, set()).add(submission.period)
    return reported


def counted_units(roster: Roster, stated: Sequence[Submission]) -> list[Submission]:
    """Return the statements that add up to the whole: where a unit above speaks for those below it, theirs do not count.

    What the body at the root states of itself is compared, never added; unless there is nothing else.
    """
    reported = _reported(stated)
    months = _Months(roster, reported)
    speaking = {unit for unit in reported if months.speaks(unit)}
    counted = {unit for unit in speaking - {roster.root} if speaking.isdisjoint(roster.ancestors(unit))}
    return [submission for submission in stated if submission.unit in counted] if counted else list(stated)


def silenced(roster: Roster, stated: Sequence[Submission]) -> list[Finding]:
    """Return the statements of parents that do not count although nobody below them reported for their period."""
    months = _Months(roster, _reported(stated))
    counted = {submission.unit for submission in counted_units(roster, stated)}
    findings = []
    for submission in stated:
        below = months.below(submission.unit)
        if submission.unit in counted or submission.unit == roster.root or not below or below.issuperset(submission.period.months):
            continue
        message = (
            f"{submission.unit}{submission.period.chinese}的报送（{submission.named}）没有计入，因为它的下级报了另一些月份，而这一期只有它自己报了；"
            "请让同一级把各月报齐（都由下级报，或都由它报），再重新汇总。"
        )
        findings.append(Finding.of("tree.silenced", message, about=submission))
    return findings


def expected_units(roster: Roster, reported: Reported) -> set[str]:
    """Return the units of which a statement is needed, given which have sent any.

    A unit whose parent speaks for it is not needed.  A parent is needed only where nothing came from below it; and where
    nothing came from it or from below, it alone is asked for, not everybody below it.
    """
    months = _Months(roster, reported)
    expected: set[str] = set()
    waiting = [unit for unit, parent in roster.parents.items() if unit != roster.root and parent in ("", roster.root)]
    while waiting:
        unit = waiting.pop()
        if months.speaks(unit) or not months.below(unit):
            expected.add(unit)  # it speaks for those below it, or has none, or all of them are silent
        else:
            waiting += roster.children(unit)
    return expected


def parents_differ(roster: Roster, stated: Sequence[Submission]) -> list[Finding]:
    """Return where a total that a parent states is not the sum of its children for the same period, item by item.

    The children that are missing are named with it.
    """
    by_period: dict[Period, dict[str, Submission]] = {}
    for submission in stated:
        by_period.setdefault(submission.period, {})[submission.unit] = submission
    findings: list[Finding] = []
    for by_unit in by_period.values():
        for parent in by_unit.values():
            if parent.months:
                continue
            present, missing = _stated_below(roster, parent.unit, by_unit)
            if present:
                findings += _differences(parent, present, missing, is_root=parent.unit == roster.root)
    return findings


def _stated_below(roster: Roster, unit: str, stated: Mapping[str, Submission]) -> tuple[list[Submission], list[str]]:
    """Return what is stated right below a unit (where a child is silent, what is stated below it), and who is missing."""
    present: list[Submission] = []
    missing: list[str] = []
    for child in roster.children(unit):
        if child in stated:
            present.append(stated[child])
            continue
        deeper, lacking = _stated_below(roster, child, stated)
        present += deeper
        missing += lacking if deeper else [child]
    return present, missing


def _differences(parent: Submission, present: Sequence[Submission], missing: Sequence[str], *, is_root: bool) -> list[Finding]:
    form = parent.form
    total = add_units(form, parent.unit, parent.period, present, Source("", ""))
    why = f"没有报送的下级（{listed(missing)}）可能就是差额所在，请先催报。" if missing else "请核对双方，改正后重新汇总。"
    counts = f"合计按{parent.unit}自己报的计。"
    if is_root:
        counts = f"合计按下级之和计，{parent.unit}自己报的没有计入；如果它报的是本级的数，请在名册中把本级另列为一个单位。"
    findings = []
    for item in form.items:
        ours, theirs = parent.figures[item.index] or 0, total.figures[item.index] or 0
        if item.index in form.total_items or item.index in parent.misread or item.index in total.misread or ours == theirs:
            continue
        cell = f"，{parent.cell(item.index)}" if parent.cell(item.index) else ""
        message = (
            f"{parent.unit}（{parent.period.chinese}）自己报的“{item.label}”是{show(ours)}（{parent.named}{cell}），"
            f"它的{len(present)}个下级之和是{show(theirs)}。{counts}{why}"
        )
        findings.append(Finding.of("tree.parent_differs", message, about=parent, items=[item.index], expected=show(theirs), actual=show(ours)))
    return findings
