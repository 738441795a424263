"""Whose a file is and for which period, told by its name and by the folders it lies in. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from gkxl.model.period import Period
from gkxl.model.submission import Submission
from gkxl.model.unit_names import unit_name
from gkxl.rules.findings import Finding, submission_finding
from gkxl.rules.unread import Unread

_YEAR_AND_MONTH = re.compile(r"(?<!\d)(20\d{2})(?:年|[-_.])?(0?[1-9]|1[0-2])(?!\d|[-_.月]?\d)")
_MONTH = re.compile(r"(?<!\d)(0?[1-9]|1[0-2])月(?!\d)")
_YEAR = re.compile(r"(?<!\d)(20\d{2})(?![-_.\d])")


_SEVERAL = re.compile(r"\d月?\s*[-—~～至到、和及]\s*\d{1,2}月|\d月\d{1,2}[日号]|20\d{2}年?度?\D+20\d{2}|季度|半年")
"""A span of months, a day, or two years: such a name tells no single period."""


def attribute(unread: Iterable[Unread], official: Mapping[str, str], asked: Period) -> list[Unread]:
    """Return the unread files with unit and period where these are known or can be told.

    `official` gives every name and alias its unit. A file that tells no period is taken for the month that was asked for;
    where a year was, the period stays open.
    """
    return [_attributed(one, official, asked) for one in unread]


def _attributed(one: Unread, official: Mapping[str, str], asked: Period) -> Unread:
    unit = official.get(one.unit, one.unit) or next((name for name in (_unit(place, official) for place in _places(one.file)) if name), "")
    period = one.period or told_period(one.file, asked.year)
    if period is None and asked.month:
        period = asked
    return replace(one, unit=unit, period=period)


def _places(file: str) -> list[str]:
    """Return the name of a file and those of its folders, the nearest first."""
    path = PurePosixPath(file)
    return [path.stem, *reversed(path.parent.parts)]


def _unit(place: str, official: Mapping[str, str]) -> str:
    """Return the unit whose name stands in a text; the longest name, none if two of that length do."""
    text = unit_name(place)
    inside = sorted((name for name in official if name and name in text), key=len, reverse=True)
    longest = {official[name] for name in inside if len(name) == len(inside[0])}
    return longest.pop() if len(longest) == 1 else ""


def told_period(file: str, year: int | None = None) -> Period | None:
    """Return the month or year that a file is of by its name, or by the folder it lies in; None where neither says.

    A month without a year is of the year that a folder around it names, or else of `year`. A year that only a folder names says nothing.
    """
    places = _places(file)
    for number, place in enumerate(places):
        if _SEVERAL.search(place) or len({*_YEAR_AND_MONTH.findall(place)}) > 1 or len({*_MONTH.findall(place)}) > 1:
            return None
        if match := _YEAR_AND_MONTH.search(place):
            return Period(int(match[1]), int(match[2]))
        if match := _MONTH.search(place):
            years = [found[1] for found in map(_YEAR.search, (place, *places[number:])) if found]
            known = int(years[0]) if years else year
            return Period(known, int(match[1])) if known else None
    match = _YEAR.search(places[0])
    return Period(int(match[1])) if match else None


def misnamed(submissions: Sequence[Submission]) -> list[Finding]:
    """Return the submissions whose file is named, or lies, under another period than stands on the sheet."""
    sheets = Counter(one.source.file for one in submissions)
    findings = []
    for one in submissions:
        told = told_period(one.source.file, one.period.year)
        if sheets[one.source.file] > 1 or told is None or told == one.period or one.period in told.months:
            continue
        message = (
            f"{one.named}的期间是{one.period.chinese}，文件名或所在文件夹写的却是{told.chinese}；现按{one.period.chinese}计。"
            "请核对表头的期间，填错的请单位改正后重新报送。"
        )
        findings.append(submission_finding("head.period_name", message, one))
    return findings
