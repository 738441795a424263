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
from gkxl.rules.findings import Finding
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
    names = _Names(official)
    return [_attributed(file, names, asked) for file in unread]


def _attributed(file: Unread, names: _Names, asked: Period) -> Unread:
    unit = names.official.get(file.unit, file.unit) or next(filter(None, map(names.unit_in, _places(file.file))), "")
    period = file.period or told_period(file.file, asked.year)
    if period is None and asked.month:
        period = asked
    return replace(file, unit=unit, period=period)


def _places(file: str) -> list[str]:
    """Return the name of a file and those of its folders, the nearest first."""
    path = PurePosixPath(file)
    return [path.stem, *reversed(path.parent.parts)]


class _Names:
    """The names and aliases of units, found in a text without trying one after the other."""

    def __init__(self, official: Mapping[str, str]) -> None:
        self.official = official
        self._lengths = sorted({len(name) for name in official if name}, reverse=True)
        self._told: dict[str, str] = {}
        """What names of files and folders told before: a folder comes with every file in it."""

    def unit_in(self, place: str) -> str:
        """Return the unit whose name stands in the name of a file or folder; the longest name, "" if two units have one of that length."""
        if place not in self._told:
            self._told[place] = self._longest_in(unit_name(place))
        return self._told[place]

    def _longest_in(self, text: str) -> str:
        for length in self._lengths:
            words = {text[start : start + length] for start in range(len(text) - length + 1)}
            units = {self.official[word] for word in words & self.official.keys()}
            if units:
                return units.pop() if len(units) == 1 else ""
        return ""


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
    sheets = Counter(submission.source.file for submission in submissions)
    findings = []
    for submission in submissions:
        file, period = submission.source.file, submission.period
        told = told_period(file, period.year)
        if sheets[file] > 1 or told is None or told == period or period in told.months:
            continue
        message = (
            f"{submission.named}的期间是{period.chinese}，文件名或所在文件夹写的却是{told.chinese}；现按{period.chinese}计。"
            "请核对表头的期间，填错的请单位改正后重新报送。"
        )
        findings.append(Finding.of("head.period_name", message, about=submission))
    return findings
