"""A period: a month such as 2019-03 or a year such as 2019."""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from dataclasses import dataclass

FIRST_YEAR, LAST_YEAR = 2008, 2099
"""The Regulations came into force in 2008; a year outside is a slip of the hand."""

_WRITTEN = re.compile(r"(\d{4})(?:年度?|$|(?=[-./]|\d{2}$))(?:[-./]?(\d{1,2})月?份?)?")


class PeriodError(ValueError):
    """Text that is not a period; the message is a Chinese half-sentence."""


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """A month, or a year where `month` is 0."""

    year: int
    month: int = 0

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02d}" if self.month else str(self.year)

    @property
    def chinese(self) -> str:
        """For people: "2019年" or "2019年3月"."""
        return f"{self.year}年{self.month}月" if self.month else f"{self.year}年"

    @property
    def start(self) -> dt.date:
        """First day."""
        return dt.date(self.year, self.month or 1, 1)

    @property
    def end(self) -> dt.date:
        """Last day."""
        month = self.month or 12
        return dt.date(self.year, month, calendar.monthrange(self.year, month)[1])

    @property
    def months(self) -> tuple[Period, ...]:
        """The months it takes in: itself, or the twelve of a year."""
        return (self,) if self.month else tuple(Period(self.year, month) for month in range(1, 13))

    @property
    def predecessors(self) -> tuple[Period, ...]:
        """The periods that end where it begins: last month; at the turn of the year December or last year as a whole, the like one first."""
        if not self.month:
            return (Period(self.year - 1), Period(self.year - 1, 12))
        return (Period(self.year, self.month - 1),) if self.month > 1 else (Period(self.year - 1, 12), Period(self.year - 1))


def parse_period(raw: object) -> Period:
    """Return the period that a person wrote: 2019, 2019年, 2019-03, 2019年3月, 2019.3, 201903, or a date cell.

    Raises PeriodError for anything else, and for the number 2019.1, which may be January or October.
    """
    if isinstance(raw, (dt.datetime, dt.date)):
        return _checked(raw.year, raw.month, str(raw))
    if isinstance(raw, float) and not isinstance(raw, bool):
        if raw.is_integer():
            raw = int(raw)
        elif f"{raw:.15g}".endswith(".1"):
            raise PeriodError(f"“{raw:.15g}”分不清是1月还是10月")
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", f"{raw:.15g}" if isinstance(raw, float) else str(raw)))
    match = _WRITTEN.fullmatch(text)
    if match is None:
        raise PeriodError(f"“{text}”不是期间")
    if match[2] is None:
        return _checked(int(match[1]), 0, text)
    if int(match[2]) == 0:
        raise PeriodError(f"“{text}”里没有0月")
    return _checked(int(match[1]), int(match[2]), text)


def _checked(year: int, month: int, text: str) -> Period:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise PeriodError(f"“{text}”的年份不在{FIRST_YEAR}至{LAST_YEAR}之间")
    if month > 12:
        raise PeriodError(f"“{text}”里没有{month}月")
    return Period(year, month)
