"""A period: a month such as 2019-03, a year such as 2019, or another span of months within a year: 2019-Q1, 2019-H1, 2019-01..2019-04."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

FIRST_YEAR, LAST_YEAR = 2008, 2099
"""The Regulations came into force in 2008; a year outside is a slip of the hand."""

_YEAR, _HALF, _QUARTER = 12, 6, 3
"""Numbers of months."""
_PARTS = {
    _QUARTER: ("Q", ("第一季度", "第二季度", "第三季度", "第四季度")),
    _HALF: ("H", ("上半年", "下半年")),
}
"""By its number of months, how a part of a year is written and called."""


@dataclass(frozen=True, slots=True)
class Period:
    """Months of a year that follow each other: `Period(2019)` is the year, `Period(2019, 3)` March, `Period(2019, 1, 4)` January to April.

    However it is written, the same months are the same period.  Sorted by its beginning, what holds the others before them.
    """

    year: int
    first: int = 0
    """Number of the first month."""
    last: int = 0
    """Number of the last month."""

    def __post_init__(self) -> None:
        first, last = self.first or 1, self.last or self.first or _YEAR
        if not 1 <= first <= last <= _YEAR:
            raise ValueError(f"no months of a year: {first} to {last}")
        object.__setattr__(self, "first", first)
        object.__setattr__(self, "last", last)

    def __str__(self) -> str:
        if self.is_year:
            return str(self.year)
        if self.month:
            return f"{self.year}-{self.month:02d}"
        if self._is_part:
            letter, _ = _PARTS[self.length]
            return f"{self.year}-{letter}{self.last // self.length}"
        return f"{self.year}-{self.first:02d}..{self.year}-{self.last:02d}"

    @property
    def chinese(self) -> str:
        """For people: "2019年", "2019年3月", "2019年第一季度", "2019年上半年", "2019年1—4月"."""
        return f"{self.year}年{self.within_year}"

    @property
    def within_year(self) -> str:
        """The same without its year: "3月", "第一季度"; "" for the year itself."""
        if self.is_year:
            return ""
        if self.month:
            return f"{self.month}月"
        if self._is_part:
            _, names = _PARTS[self.length]
            return names[self.last // self.length - 1]
        return f"{self.first}—{self.last}月"

    @property
    def month(self) -> int:
        """Number of the month; 0 for what is made of months."""
        return self.first if self.first == self.last else 0

    @property
    def made_of_months(self) -> bool:
        """Whether it is longer than a month, so that figures of its months make up its own."""
        return self.first != self.last

    @property
    def is_year(self) -> bool:
        """Whether it is a whole year."""
        return self.first == 1 and self.last == _YEAR

    @property
    def length(self) -> int:
        """Number of its months."""
        return self.last - self.first + 1

    @property
    def start(self) -> dt.date:
        """First day."""
        return dt.date(self.year, self.first, 1)

    @property
    def end(self) -> dt.date:
        """Last day."""
        return dt.date(self.year, self.last, calendar.monthrange(self.year, self.last)[1])

    @property
    def months(self) -> tuple[Period, ...]:
        """The months it takes in: itself, or those that it is made of."""
        return tuple(Period(self.year, month) for month in range(self.first, self.last + 1)) if self.made_of_months else (self,)

    @property
    def wholes(self) -> tuple[Period, ...]:
        """The quarter, the half-year and the year that hold it, without itself."""
        first = {length: (self.first - 1) // length * length + 1 for length in (_QUARTER, _HALF, _YEAR)}
        return tuple(Period(self.year, at, at + length - 1) for length, at in first.items() if length > self.length and self.last < at + length)

    def divided(self, length: int) -> tuple[Period, ...]:
        """Return the months (1), quarters (3) or half-years (6) that make it up; none where these do not."""
        if (self.first - 1) % length or self.last % length:
            return ()
        return tuple(Period(self.year, first, first + length - 1) for first in range(self.first, self.last + 1, length))

    def contains(self, other: Period) -> bool:
        """Whether all months of another period, which may be itself, are among its own."""
        return self.year == other.year and self.first <= other.first and other.last <= self.last

    def overlaps(self, other: Period) -> bool:
        """Whether they have a month in common."""
        return self.year == other.year and self.first <= other.last and other.first <= self.last

    @property
    def predecessors(self) -> tuple[Period, ...]:
        """The periods that end where it begins, within their year: the one of the same length first, then the shorter ones before the longer ones.

        Before a month is a month; at the turn of the year December, or last year as a whole, or any span up to its end.
        """
        return _ending_before(self.year, self.first, self.length)

    @property
    def spoken_predecessors(self) -> tuple[Period, ...]:
        """Those of `predecessors` that people think of: the like one, last month, last year."""
        return tuple(before for before in self.predecessors if before.month or before.is_year or before.length == self.length)

    @property
    def _is_part(self) -> bool:
        """Whether it is one of the quarters or half-years that a year is divided into."""
        return self.length in _PARTS and self.last % self.length == 0

    def _order(self) -> tuple[int, int, int]:
        return self.year, self.first, -self.last

    def __lt__(self, other: Period) -> bool:
        return self._order() < other._order()

    def __le__(self, other: Period) -> bool:
        return self._order() <= other._order()

    def __gt__(self, other: Period) -> bool:
        return self._order() > other._order()

    def __ge__(self, other: Period) -> bool:
        return self._order() >= other._order()


@cache
def _ending_before(year: int, first: int, length: int) -> tuple[Period, ...]:
    year, last = (year, first - 1) if first > 1 else (year - 1, _YEAR)
    ending = [Period(year, start, last) for start in range(last, 0, -1)]
    return tuple(sorted(ending, key=lambda period: period.length != length))


def spans(periods: Iterable[Period], most: int = _YEAR) -> str:
    """Return parts of one year for people, runs of months shortened: "2月、5—7月、第四季度"; where a year is among them all with their year.

    What lies within another of them is said by that one; after `most` of them it is said how many they are.
    """
    given = set(periods)
    ordered = sorted(period for period in given if not any(other != period and other.contains(period) for other in given if not other.is_year))
    if any(period.is_year for period in ordered):
        return "、".join(period.chinese for period in ordered)
    words: list[str] = []
    run: Period | None = None
    for period in [*ordered, None]:
        if run and period and period.month and (run.year, run.last + 1) == (period.year, period.month):
            run = Period(run.year, run.first, period.last)
            continue
        words += [f"{run.first}—{run.last}月" if run.made_of_months else f"{run.month}月"] if run else []
        run = period if period and period.month else None
        words += [period.within_year] if period and not run else []
    return "、".join(words[:most]) + (f"等{len(words)}段" if len(words) > most else "")
