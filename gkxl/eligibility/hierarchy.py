"""科室 → 单位 → 区 → 市: which statements count when units stand above each other. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from gkxl.model.period import Period
from gkxl.model.roster import Roster
from gkxl.model.submission import Submission
from gkxl.model.unit import Unit
from gkxl.rules.findings import Finding

Reported = Mapping[Unit, Collection[Period]]
"""Unit to the periods of which it has sent something."""


class _Months:
    """For which months each unit has reported itself, and for which anybody below it has: each unit is looked at once."""

    def __init__(self, roster: Roster, reported: Reported) -> None:
        self._roster = roster
        self._own = {unit: _months(periods) for unit, periods in reported.items()}
        self._below: dict[Unit, frozenset[Period]] = {}

    def below(self, unit: Unit) -> frozenset[Period]:
        """Return the months of everybody below a unit."""
        if unit not in self._below:
            children = self._roster.children(unit)
            self._below[unit] = frozenset().union(*(self._own.get(child, frozenset()) | self.below(child) for child in children))
        return self._below[unit]

    def speaks(self, unit: Unit) -> bool:
        """Whether a unit has reported for at least all the months for which anybody below it has."""
        own = self._own.get(unit, frozenset())
        return bool(own) and self.below(unit) <= own


def _months(periods: Collection[Period]) -> frozenset[Period]:
    return frozenset(month for period in periods for month in period.months)


def _reported(stated: Sequence[Submission]) -> dict[Unit, set[Period]]:
    reported: dict[Unit, set[Period]] = {}
    for submission in stated:
        reported.setdefault(submission.who, set()).add(submission.period)
    return reported


def counted_units(roster: Roster, stated: Sequence[Submission]) -> list[Submission]:
    """Return the statements that add up to the whole: where a unit above speaks for those below it, theirs do not count.

    What the body at the root states of itself is compared, never added; unless there is nothing else.
    """
    reported = _reported(stated)
    months = _Months(roster, reported)
    speaking = {unit for unit in reported if months.speaks(unit)}
    counted = {unit for unit in speaking - {roster.top} if speaking.isdisjoint(roster.ancestors(unit))}
    return [submission for submission in stated if submission.who in counted] if counted else list(stated)


def silenced(roster: Roster, stated: Sequence[Submission]) -> list[Finding]:
    """Return the statements of parents that do not count although nobody below them reported for their period."""
    months = _Months(roster, _reported(stated))
    counted = {submission.who for submission in counted_units(roster, stated)}
    findings = []
    for submission in stated:
        below = months.below(submission.who)
        if submission.who in counted or submission.who == roster.top or not below or below.issuperset(submission.period.months):
            continue
        message = (
            f"{submission.called}{submission.period.chinese}的报送（{submission.named}）没有计入，因为它的下级报了另一些月份，而这一期只有它自己报了；"
            "请让同一级把各月报齐（都由下级报，或都由它报），再重新汇总。"
        )
        findings.append(Finding.of("tree.silenced", message, about=submission))
    return findings


def expected_units(roster: Roster, reported: Reported) -> set[Unit]:
    """Return the units of which a statement is needed, given which have sent any.

    A unit whose parent speaks for it is not needed.  A parent is needed only where nothing came from below it; and where
    nothing came from it or from below, it alone is asked for, not everybody below it.
    """
    months = _Months(roster, reported)
    expected: set[Unit] = set()
    waiting = [unit for unit, parent in roster.parents.items() if unit != roster.top and parent in (None, roster.top)]
    while waiting:
        unit = waiting.pop()
        if months.speaks(unit) or not months.below(unit):
            expected.add(unit)  # it speaks for those below it, or has none, or all of them are silent
        else:
            waiting += roster.children(unit)
    return expected
