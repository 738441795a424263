"""Periods that overlap: what a unit's statements, by month, by year or by another span, say of another period, as bounds for each figure. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from gkxl.aggregation.cover import cover, makes_up
from gkxl.forms import Form, Item, Time
from gkxl.model.figures import Number, show
from gkxl.model.period import Period
from gkxl.model.submission import Submission
from gkxl.model.unit import Unit


@dataclass(frozen=True, slots=True)
class Bounds:
    """Between which values each figure lies; one entry for each item of the form, None where nothing bounds it."""

    low: Sequence[Number | None]
    high: Sequence[Number | None]

    def exact(self, item: int) -> bool:
        """Whether the figure itself is known."""
        return self.low[item] is not None and self.low[item] == self.high[item]

    def all_exact(self, form: Form) -> bool:
        """Whether every figure that somebody fills in is known."""
        return self.low == self.high and None not in (self.low[item.index] for item in form.items if item.index not in form.total_items)


@dataclass(slots=True)
class Statements:
    """What one unit states within a year: the year, months of it, other spans, or several of these."""

    stated: dict[Period, Submission] = field(default_factory=dict)

    def add(self, submission: Submission) -> None:
        """Take in a statement."""
        self.stated[submission.period] = submission

    @property
    def any(self) -> Submission:
        """One of them, of the longest period."""
        return self.stated[self.periods[-1]]

    @property
    def periods(self) -> list[Period]:
        """The periods stated, months first, the longest last."""
        return sorted(self.stated, key=lambda at: (at.length, at.first))

    def at(self, period: Period) -> Submission | None:
        """Return what is stated for exactly this period."""
        return self.stated.get(period)

    def made_from(self, period: Period) -> list[Submission]:
        """Return the longest statements that do not overlap and make up most of a period: the one of itself, if there is one."""
        return [self.stated[at] for at in cover(period, self.stated)]

    def bounds(self, period: Period) -> Bounds | None:
        """Return what these say of a period of their year; None where they say nothing of it."""
        own = self.at(period)
        if own is not None:
            return stated(own)
        parts = self.made_from(period)
        inner = made_of(period, parts) if parts else None
        around = min((at for at in self.stated if at.contains(period)), key=lambda at: at.length, default=None)
        if around is None or makes_up(period, [part.period for part in parts]):
            return inner
        outer = _part_within(self.stated[around], self._beside(around, period), period)
        return _both(inner, outer) if inner else outer

    def _beside(self, around: Period, period: Period) -> list[Submission]:
        """Return the parts of a longer period that lie before and after this one."""
        before = Period(period.year, around.first, period.first - 1) if around.first < period.first else None
        after = Period(period.year, period.last + 1, around.last) if period.last < around.last else None
        return [part for rest in (before, after) if rest for part in self.made_from(rest)]


def by_unit(submissions: Iterable[Submission]) -> dict[int, dict[Unit, Statements]]:
    """Return by year what each unit states within it."""
    years: dict[int, dict[Unit, Statements]] = {}
    for submission in submissions:
        years.setdefault(submission.period.year, {}).setdefault(submission.who, Statements()).add(submission)
    return years


def stated(submission: Submission) -> Bounds:
    """Return the figures of a statement as bounds; what is not stated is 0, what was misread is not known."""
    values: list[Number | None] = [value or 0 for value in submission.figures]
    for item in submission.uncertain:
        values[item] = None
    return Bounds(values, values)


def made_of(period: Period, parts: Sequence[Submission]) -> Bounds:
    """Return what parts that do not overlap, in order, say of their period: exactly where all of them are there.

    Where some lack, what adds up is not less than their sum; the opening is that of the part with which the period begins and
    the closing that of the one with which it ends, where these are given.
    """
    form = parts[0].form
    begins = parts[:1] if parts[0].period.first == period.first else []
    ends = parts[-1:] if parts[-1].period.last == period.last else []
    low: list[Number | None] = []
    high: list[Number | None] = []
    for item in form.items:
        known = {Time.FLOW: parts, Time.OPENING: begins, Time.CLOSING: ends, Time.TO_DATE: ends}[item.time]
        total = sum((part.figures[item.index] or 0 for part in known), 0)
        complete = makes_up(period, [part.period for part in parts]) if item.time is Time.FLOW else bool(known)
        misread = any(item.index in part.uncertain for part in known)
        low.append(None if misread else total if complete else _at_least(item, total))
        high.append(None if misread or not complete else total)
    return Bounds(low, high)


def _both(one: Bounds, other: Bounds) -> Bounds:
    """Return what holds where both do."""

    def tighter(values: tuple[Number | None, Number | None], choose: Callable[[list[Number]], Number]) -> Number | None:
        known = [value for value in values if value is not None]
        return choose(known) if known else None

    return Bounds(
        [tighter(values, max) for values in zip(one.low, other.low, strict=True)],
        [tighter(values, min) for values in zip(one.high, other.high, strict=True)],
    )


def added(form: Form, parts: Sequence[Bounds]) -> Bounds:
    """Return the bounds of a sum; a figure that one part does not bound is not bounded in the sum."""
    low: list[Number | None] = [0] * len(form.items)
    high: list[Number | None] = [0] * len(form.items)
    for part in parts:
        for sums, values in ((low, part.low), (high, part.high)):
            for item, value in enumerate(values):
                before = sums[item]
                sums[item] = None if before is None or value is None else before + value
    return Bounds(low, high)


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A figure that cannot be what somebody else states of it."""

    item: Item
    actual: Number
    expected: str
    """What it should be, for people: "7", "不小于7", "不大于7"."""
    exact: bool
    """Whether what it should be is known, not only a bound."""


def mismatches(form: Form, ours: Bounds, theirs: Bounds) -> list[Mismatch]:
    """Return the inputs whose bounds on one side leave no room for those on the other."""
    found = []
    for item in form.items:
        if item.index in form.total_items:
            continue
        our_low, our_high = ours.low[item.index], ours.high[item.index]
        low, high = theirs.low[item.index], theirs.high[item.index]
        exact = low is not None and low == high
        if our_low is not None and high is not None and our_low > high:
            found.append(Mismatch(item, our_low, show(high) if exact else f"不大于{show(high)}", exact))
        elif our_high is not None and low is not None and our_high < low:
            found.append(Mismatch(item, our_high, show(low) if exact else f"不小于{show(low)}", exact))
    return found


def _part_within(whole: Submission, others: Sequence[Submission], period: Period) -> Bounds:
    """Return what a stated period and its other parts say of one part: what they leave; exactly where only this part lacks."""
    only = sum(other.period.length for other in others) + period.length == whole.period.length
    low: list[Number | None] = []
    high: list[Number | None] = []
    for item in whole.form.items:
        smallest, largest = _at_least(item, 0), None
        in_all = whole.figures[item.index] or 0
        known = [whole, *others] if item.time is Time.FLOW else [whole]
        if any(item.index in submission.uncertain for submission in known):
            pass
        elif item.time is Time.FLOW:
            left = in_all - sum((submission.figures[item.index] or 0 for submission in others), 0)
            # A year below its own months contradicts itself, which is said of the unit; it bounds nothing.
            if smallest is None or left >= smallest:
                smallest = left if only else smallest
                largest = left if only or smallest is not None else None
        elif _shares_end(item, whole.period, period):
            smallest = largest = in_all
        low.append(smallest)
        high.append(largest)
    return Bounds(low, high)


def _shares_end(item: Item, whole: Period, part: Period) -> bool:
    """Whether a stock of a period, or a figure since January, is that of one of its parts."""
    return whole.first == part.first if item.time is Time.OPENING else whole.last == part.last


def _at_least(item: Item, known: Number) -> Number | None:
    """Return a lower bound where what is not given cannot be negative."""
    return known if item.kind.minimum is not None and item.kind.minimum >= 0 else None
