"""Parent = sum of children: whatever both state of the same time, by month, by year or by another span, is compared over what both cover. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from gkxl.aggregation.comparison import Bounds, Mismatch, Statements, added, by_unit, mismatches
from gkxl.aggregation.totals import reports_of
from gkxl.model.figures import show
from gkxl.model.period import Period, spans
from gkxl.model.roster import Roster
from gkxl.model.submission import Submission
from gkxl.model.unit import Unit
from gkxl.model.unit_names import listed
from gkxl.rules.findings import Finding


@dataclass(slots=True)
class _Below:
    """What is stated right below a unit of one period; where a child is silent, what is stated below it."""

    units: list[Unit] = field(default_factory=list)
    bounds: list[Bounds] = field(default_factory=list)
    elsewhen: list[Unit] = field(default_factory=list)
    """Units that say something of the year and nothing of the period."""
    silent: list[Unit] = field(default_factory=list)
    """Units of which there is nothing at all, nor of anybody below them."""


def parents_differ(roster: Roster, submissions: Sequence[Submission]) -> list[Finding]:
    """Return where what a parent states cannot be the sum of its children, item by item, and what could not be compared in full.

    `submissions` are as the units sent them.  A month is compared with the months of the children, or with what their
    years leave for it; months are compared with their years together.  The children that are missing are named with it.
    """
    findings: list[Finding] = []
    for year, units in sorted(by_unit(submissions).items()):
        for unit, own in units.items():
            if roster.children(unit):
                findings += _Comparison(roster, units, Period(year), unit, own).findings()
    return findings


@dataclass(frozen=True, slots=True)
class _Comparison:
    """A parent beside those below it, over a year."""

    roster: Roster
    units: Mapping[Unit, Statements]
    year: Period
    unit: Unit
    own: Statements

    @property
    def _called(self) -> str:
        return self.own.any.called

    def findings(self) -> list[Finding]:
        """Return where they differ, and that they could not be compared in full, if so; nothing where no time is covered by both."""
        found: list[Finding] = []
        if self._months_below(self.unit).isdisjoint(_months(self.own)):
            return found
        differing: set[str] = set()
        whole: dict[Period, bool] = {}
        for period in self.own.periods:
            below = self._below(period)
            ours = self.own.bounds(period)
            assert ours is not None, "a period of its own"
            whole[period] = not below.elsewhen and (not below.bounds or self._exact(ours, below))
            found += self._compared(period, ours, below, differing)
        in_full = all(whole[part.period] for part in self.own.made_from(self.year))
        if not in_full and self.own.at(self.year) is None:
            below, ours = self._below(self.year), self.own.bounds(self.year)
            assert ours is not None, "it states months"
            found += self._compared(self.year, ours, below, differing)
            in_full = not below.elsewhen and self._exact(ours, below)
        return found if in_full else [*found, self._not_in_full()]

    def _months_below(self, unit: Unit) -> set[int]:
        """Return the months of which anybody below a unit states something."""
        months: set[int] = set()
        for child in self.roster.children(unit):
            months |= _months(self.units[child]) if child in self.units else set()
            if len(months) < len(self.year.months):
                months |= self._months_below(child)
        return months

    def _exact(self, ours: Bounds, below: _Below) -> bool:
        form = self.own.any.form
        return ours.all_exact(form) and all(bounds.all_exact(form) for bounds in below.bounds)

    def _below(self, period: Period) -> _Below:
        below = _Below()
        self._gather(self.unit, period, below)
        return below

    def _gather(self, unit: Unit, period: Period, below: _Below) -> None:
        for child in self.roster.children(unit):
            statements = self.units.get(child)
            bounds = statements.bounds(period) if statements else None
            if statements is not None and bounds is not None and (statements.at(period) or bounds.all_exact(self.own.any.form)):
                below.units.append(child)
                below.bounds.append(bounds)
                continue
            deeper = _Below()
            self._gather(child, period, deeper)
            if deeper.bounds and (bounds is None or not (deeper.elsewhen or deeper.silent)):
                below.units += deeper.units
                below.bounds += deeper.bounds
                below.elsewhen += deeper.elsewhen
                below.silent += deeper.silent
            elif bounds is not None:
                below.units.append(child)
                below.bounds.append(bounds)
            elif statements is not None or deeper.elsewhen:
                below.elsewhen.append(child)
            else:
                below.silent.append(child)

    def _compared(self, period: Period, ours: Bounds, below: _Below, differing: set[str]) -> Iterator[Finding]:
        """Yield the figures in which they differ and have not differed before, which are noted."""
        if not below.bounds:
            return
        theirs = added(self.own.any.form, below.bounds)
        if below.elsewhen:
            theirs = Bounds(theirs.low, [None] * len(theirs.high))
        stated = self.own.at(period)
        for wrong in mismatches(self.own.any.form, ours, theirs):
            if period.made_of_months and wrong.item.code in differing:
                continue  # a month that differs makes the year differ
            differing.add(wrong.item.code)
            yield self._finding(period, wrong, below, stated)

    def _finding(self, period: Period, wrong: Mismatch, below: _Below, stated: Submission | None) -> Finding:
        parts = self.own.made_from(period)
        whose = f"{len(parts)}份{reports_of(parts)}"
        if stated is not None:
            cell = stated.cell(wrong.item.index)
            whose = stated.named + (f"，{cell}" if cell else "")
        should = "是" if wrong.exact else "应"
        why = (
            f"没有报送的下级（{listed(unit.name for unit in below.silent)}）可能就是差额所在，请先催报。"
            if below.silent
            else "请核对双方，改正后重新汇总。"
        )
        counts = f"合计按{self._called}自己报的计。"
        if self.unit == self.roster.top:
            counts = f"合计按下级之和计，{self._called}自己报的没有计入；如果它报的是本级的数，请在名册中把本级另列为一个单位。"
        message = (
            f"{self._called}（{period.chinese}）自己报的“{wrong.item.label}”是{show(wrong.actual)}（{whose}），"
            f"它的{len(below.units)}个下级之和{should}{wrong.expected}。{counts}{why}"
        )
        if stated is not None:
            return Finding.of(
                "tree.parent_differs",
                message,
                about=stated,
                items=[wrong.item.index],
                expected=wrong.expected,
                actual=show(wrong.actual),
                parts=below.units,
            )
        return Finding.of(
            "tree.parent_differs",
            message,
            unit=self.unit,
            called=self._called,
            period=str(period),
            codes=[wrong.item.code],
            expected=wrong.expected,
            actual=show(wrong.actual),
            parts=below.units,
        )

    def _not_in_full(self) -> Finding:
        """Return that some of what both cover was compared by bounds only, or not at all, and why."""
        below = self._below(self.year)
        own = f"{self._called}{_cover(self.own)}"
        children = [f"{child.name}{_cover(self.units[child])}" for child in (*below.units, *below.elsewhen) if child in self.units]
        covers = "、".join(filter(None, (own, listed(children, most=2))))
        message = f"{self._called}（{self.year.chinese}）与它的下级没有逐项核对，只核对了大小是否可能：{covers}。请补齐月报，或都按全年报送，再核对。"
        return Finding.of("tree.not_compared", message, unit=self.unit, called=self._called, period=str(self.year))


def _months(statements: Statements) -> set[int]:
    return {month.month for period in statements.periods for month in period.months}


def _cover(statements: Statements) -> str:
    """Return of what time something is stated, for people."""
    parts = spans((period for period in statements.periods if not period.is_year), most=2)
    if not any(period.is_year for period in statements.periods):
        return f"报了{parts}"
    return f"报了全年和{parts}" if parts else "按全年报"
