"""Periods that overlap: what a unit's statements, by month or by year, say of another period, as bounds for each figure. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

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
    """What one unit states within a year: the year, months of it, or both."""

    year: Submission | None = None
    months: dict[int, Submission] = field(default_factory=dict)
    """By the number of the month."""

    def add(self, submission: Submission) -> None:
        """Take in a statement."""
        if submission.period.month:
            self.months[submission.period.month] = submission
        else:
            self.year = submission

    @property
    def any(self) -> Submission:
        """One of them."""
        return self.year or next(iter(self.months.values()))

    @property
    def periods(self) -> list[Period]:
        """The periods stated, months first."""
        return [*(self.months[month].period for month in sorted(self.months)), *([self.year.period] if self.year else [])]

    def at(self, period: Period) -> Submission | None:
        """Return what is stated for exactly this period."""
        return self.months.get(period.month) if period.month else self.year

    def bounds(self, period: Period) -> Bounds | None:
        """Return what these say of a period of their year; None where they say nothing of it."""
        own = self.at(period)
        if own is not None:
            return stated(own)
        if period.month:
            return _month_within(self.year, self.months, period.month) if self.year else None
        return year_of(self.months)


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


def year_of(months: Mapping[int, Submission]) -> Bounds:
    """Return what the months given say of their year: exactly where all of them are there.

    Where some lack, what adds up is not less than their sum; the opening is that of January and the closing that of
    December, where these are given.
    """
    form = next(iter(months.values())).form
    low: list[Number | None] = []
    high: list[Number | None] = []
    for item in form.items:
        behind = {Time.FLOW: list(months), Time.OPENING: [1], Time.CLOSING: [12]}[item.time]
        known = [months[month] for month in behind if month in months]
        total = sum((submission.figures[item.index] or 0 for submission in known), 0)
        complete = len(known) == (12 if item.time is Time.FLOW else 1)
        misread = any(item.index in submission.uncertain for submission in known)
        low.append(None if misread else total if complete else _at_least(item, total))
        high.append(None if misread or not complete else total)
    return Bounds(low, high)


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


def _month_within(year: Submission, months: Mapping[int, Submission], month: int) -> Bounds:
    """Return what a year and its other months say of a month: what they leave; exactly where only this month lacks."""
    only = len(months) == 11
    low: list[Number | None] = []
    high: list[Number | None] = []
    for item in year.form.items:
        smallest, largest = _at_least(item, 0), None
        of_year = year.figures[item.index] or 0
        known = [year, *months.values()] if item.time is Time.FLOW else [year]
        if any(item.index in submission.uncertain for submission in known):
            pass
        elif item.time is Time.FLOW:
            left = of_year - sum((submission.figures[item.index] or 0 for submission in months.values()), 0)
            # A year below its own months contradicts itself, which is said of the unit; it bounds nothing.
            if smallest is None or left >= smallest:
                smallest = left if only else smallest
                largest = left if only or smallest is not None else None
        elif month == (1 if item.time is Time.OPENING else 12):
            smallest = largest = of_year
        low.append(smallest)
        high.append(largest)
    return Bounds(low, high)


def _at_least(item: Item, known: Number) -> Number | None:
    """Return a lower bound where what is not given cannot be negative."""
    return known if item.kind.minimum is not None and item.kind.minimum >= 0 else None
