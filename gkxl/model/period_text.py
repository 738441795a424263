"""Periods as people write them: years, months, quarters, half-years and spans of months, in digits and in Chinese."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from gkxl.model.period import FIRST_YEAR, LAST_YEAR, Period
from gkxl.texts import late

_YEAR_OR_MONTH = late(r"(\d{4})(?:年度?|$|(?=[-./]|\d{2}$))(?:[-./]?(\d{1,2})月?份?)?")
_TO = r"(?:\.\.|[-—–−~至到]{1,2})"
_LATER = r"(?:累计|合计|数)?"
_QUARTER = late(rf"(\d{{4}})年?度?[-./]?(?:[Qq](\d)|第?([一二三四1234])季度?|([一二三四1234])季度){_LATER}")
_HALF = late(rf"(\d{{4}})年?度?[-./]?(?:[Hh](\d)|([上下])半年){_LATER}")
_FIRST_QUARTERS = late(rf"(\d{{4}})年?度?(?:前([二三两23])季度|前([二三两23])个季度|1{_TO}([23])季度|一{_TO}([二三])季度){_LATER}")
_MONTHS = late(rf"(\d{{4}})年(?:度)?(\d{{1,2}})月?份?{_TO}(\d{{1,2}})月份?{_LATER}")
_SPAN = late(rf"(\d{{4}})(?:年|[-./])(\d{{1,2}})月?份?{_TO}(\d{{4}})(?:年|[-./])(\d{{1,2}})月?份?{_LATER}")
_NUMBERS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "上": 1, "下": 2}


class PeriodError(ValueError):
    """Text that is not a period; the message is a Chinese half-sentence."""


def parse_period(raw: object) -> Period:
    """Return the period that a person wrote: 2019, 2019年, 2019-03, 2019年3月, 2019.3, 201903, or a date cell; 2019-Q1 or 2019年一季度,
    2019-H1 or 2019年上半年, 2019-01..2019-04 or 2019年1—4月.

    Raises PeriodError for anything else, for the number 2019.1, which may be January or October, and for a span that is not within a year.
    """
    if isinstance(raw, (dt.datetime, dt.date)):
        return _checked(raw.year, raw.month, raw.month, str(raw))
    if isinstance(raw, float) and not isinstance(raw, bool):
        if raw.is_integer():
            raw = int(raw)
        elif f"{raw:.15g}".endswith(".1"):
            raise PeriodError(f"“{raw:.15g}”分不清是1月还是10月")
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", f"{raw:.15g}" if isinstance(raw, float) else str(raw)))
    return _year_or_month(text) or _part_of_year(text) or _span(text) or _refuse(text)


def _refuse(text: str) -> Period:
    raise PeriodError(f"“{text}”不是期间")


def _year_or_month(text: str) -> Period | None:
    match = _YEAR_OR_MONTH.fullmatch(text)
    if match is None:
        return None
    if match[2] is None:
        return _checked(int(match[1]), 1, 12, text)
    return _checked(int(match[1]), int(match[2]), int(match[2]), text)


def _part_of_year(text: str) -> Period | None:
    """Return a quarter, a half-year, or the quarters up to one."""
    for pattern, months, what, from_january in ((_QUARTER, 3, "季度", False), (_HALF, 6, "半年", False), (_FIRST_QUARTERS, 3, "季度", True)):
        match = pattern.fullmatch(text)
        if match is None:
            continue
        number = next(_NUMBERS.get(found) or int(found) for found in match.groups()[1:] if found)
        if not 1 <= number <= 12 // months:
            raise PeriodError(f"“{text}”里没有第{number}个{what}")
        return _checked(int(match[1]), 1 if from_january else (number - 1) * months + 1, number * months, text)
    return None


def _span(text: str) -> Period | None:
    if match := _MONTHS.fullmatch(text):
        return _checked(int(match[1]), int(match[2]), int(match[3]), text)
    match = _SPAN.fullmatch(text)
    if match is None:
        return None
    if match[1] != match[3]:
        raise PeriodError(f"“{text}”跨了年")
    return _checked(int(match[1]), int(match[2]), int(match[4]), text)


def _checked(year: int, first: int, last: int, text: str) -> Period:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise PeriodError(f"“{text}”的年份不在{FIRST_YEAR}至{LAST_YEAR}之间")
    for month in (first, last):
        if not 1 <= month <= 12:
            raise PeriodError(f"“{text}”里没有{month}月")
    if last < first:
        raise PeriodError(f"“{text}”的起止月份颠倒了")
    return Period(year, first, last)
