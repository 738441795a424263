"""Days: when a unit must have reported, and when it did."""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from dataclasses import dataclass

from gkxl.model.period import Period
from gkxl.texts import late

_DAY = late(r"(次月|下月|每月|当月|本月|次年|每年)?(\d{1,2})[日号]?前?")
_MONTH_END = late(r"(次月|下月|当月|本月)?月?(?:底|末|最后一天)前?")
_MONTH_AND_DAY = late(r"(?:次年|下年|每年)?(?:\d{4}[-/年])?(\d{1,2})[-/月](\d{1,2})[日号]?前?")
_DATE = late(r"(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?")
_COMPACT = late(r"(\d{4})(\d{2})(\d{2})")
_SERIAL = late(r"\d{5}")
_FIRST_SERIAL = dt.date(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class Due:
    """截止日: a day of the month that follows the period, or (`same_month`) of its last month, or (`month`) a day of the next year."""

    day: int
    month: int = 0
    same_month: bool = False

    def date(self, period: Period) -> dt.date | None:
        """Return the last day on which a submission of `period` is on time; None for less than a year if only a day of the year is set.

        A day that the month does not have is its last day.
        """
        if self.month:
            return _day(period.year + 1, self.month, self.day) if period.is_year else None
        last = period.end
        if self.same_month:
            return _day(last.year, last.month, self.day)
        following = last + dt.timedelta(days=1)
        return _day(following.year, following.month, self.day)

    def __str__(self) -> str:
        if self.month:
            return f"次年{self.month}月{self.day}日"
        return f"{'当月' if self.same_month else '次月'}{self.day}日"


def parse_due(raw: str, *, monthly: bool) -> Due | None:
    """Return the due day that a person wrote: 5, 次月5日, 当月28日, 月底, 1月31日; None where nothing is written.

    Raises ValueError, with a Chinese half-sentence, for anything else, and for a day of the year where the unit reports `monthly`.
    """
    text = _narrow(raw).removesuffix(".0").removesuffix("00:00:00")
    if not text:
        return None
    if match := _MONTH_END.fullmatch(text):
        return Due(31, same_month=match[1] not in ("次月", "下月"))
    if (match := _DAY.fullmatch(text)) and 1 <= int(match[2]) <= 31:
        return Due(int(match[2]), same_month=match[1] in ("当月", "本月"))
    if (match := _MONTH_AND_DAY.fullmatch(text)) and 1 <= int(match[1]) <= 12 and 1 <= int(match[2]) <= 31:
        if monthly:
            raise ValueError(f"“{raw}”是一年中的一天；每月报送的单位请写次月几日，如 5")
        return Due(int(match[2]), int(match[1]))
    raise ValueError(f"“{raw}”不是截止日；每月报送的写次月几日，如 5，按年报送的写次年的月日，如 1月15日")


def parse_day(raw: str, period: Period) -> dt.date | None:
    """Return the day that a person wrote into 填报日期 of a sheet on `period`; None if it is no day.

    Understood: 2026-04-03, 2026/4/3, 2026.4.3, 2026年4月3日, 20260403, a date cell or its serial number, and 4月3日, which
    is then the first such day after the period has begun.
    """
    text = _narrow(raw).removesuffix("00:00:00")
    if _SERIAL.fullmatch(text):
        return _FIRST_SERIAL + dt.timedelta(days=int(text))
    match = _COMPACT.fullmatch(text) or _DATE.fullmatch(text)
    if match is None:
        return None
    year = int(match[1] or period.year)
    try:
        day = dt.date(year, int(match[2]), int(match[3]))
        return day if match[1] or day >= period.start else dt.date(year + 1, int(match[2]), int(match[3]))
    except ValueError:
        return None


def _narrow(raw: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", raw))


def _day(year: int, month: int, day: int) -> dt.date:
    return dt.date(year, month, min(day, calendar.monthrange(year, month)[1]))
