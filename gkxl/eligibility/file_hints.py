"""Whose a file is and for which period, told by its name and by the folders it lies in. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from gkxl.model.period import Period
from gkxl.model.roster import Roster
from gkxl.model.submission import Submission
from gkxl.model.unit import Unit
from gkxl.model.unit_names import unit_name
from gkxl.rules.findings import Finding
from gkxl.rules.unread import Unread
from gkxl.texts import late

_YEAR_AND_MONTH = late(r"(?<!\d)(20\d{2})(?:年|[-_.])?(0?[1-9]|1[0-2])(?!\d|[-_.月]?\d)")
_MONTH = late(r"(?<!\d)(0?[1-9]|1[0-2])月(?!\d)")
_YEAR = late(r"(?<!\d)(20\d{2})(?![-_.\d])")
_TO = r"(?:\.\.|[-—–~～至到])"
_SPAN = late(rf"(?<!\d)(?:(20\d{{2}})年?度?[-_.]?)?(0?[1-9]|1[0-2])月?份?{_TO}(0?[1-9]|1[0-2])月(?!\d)")
_FULL_SPAN = late(rf"(?<!\d)(20\d{{2}})(?:年|[-_.])?(0?[1-9]|1[0-2])月?{_TO}\1(?:年|[-_.])?(0?[1-9]|1[0-2])(?!\d)")
_QUARTER = late(r"(?:(?<!\d)(20\d{2})年?度?[-_.]?)?(?:第?([一二三四1-4])季度|(?<![A-Za-z])Q([1-4])(?!\d))")
_HALF = late(r"(?:(?<!\d)(20\d{2})年?度?[-_.]?)?(?:([上下])半年|(?<![A-Za-z])H([12])(?!\d))")
_NUMBERS = {"一": 1, "二": 2, "三": 3, "四": 4, "上": 1, "下": 2}
_SEVERAL = late(r"\d月?\s*[-—~～至到、和及]\s*\d{1,2}月|\d月\d{1,2}[日号]|20\d{2}年?度?\D+20\d{2}|季度|半年")
"""A span of months that is none of a year, a day, or two years: such a name tells no single period."""
_QUARTERS_TOGETHER = late(r"[一二三四1-4][、至到和及—~-]第?[一二三四1-4]季度|前[二三两23]个?季度")


def attribute(unread: Iterable[Unread], roster: Roster, asked: Period) -> list[Unread]:
    """Return the unread files with unit and period where these are known or can be told.

    A file that tells no period, or months among which is the one asked for ("1-3月" may be its number and its month), is taken
    for that month; where something longer was asked for, the period stays as it is told, or open.
    """
    names, parents = Names(roster.called), Names({unit.parent for unit in roster.parents if unit.parent})
    return [_attributed(file, roster, names, parents, asked) for file in unread]


def _attributed(file: Unread, roster: Roster, names: Names, parents: Names, asked: Period) -> Unread:
    # A name that the file itself gives is what it is; else the nearest place that has one tells it.
    name = file.unit or next(filter(None, (names.only_in(place, roster) for place in _places(file.file))), "")
    who = roster.resolve(name, file.parent or parent_by_folder(file.file, name, roster, parents)) or Unit(name, file.parent)
    period = file.period or told_period(file.file, asked.year)
    if asked.month and (period is None or (period.contains(asked) and not period.is_year)):
        period = asked
    return replace(file, unit=who.name, parent=who.parent, period=period)


def parent_by_folder(file: str, name: str, roster: Roster, parents: Names, bodies: Collection[str] = ()) -> str:
    """Return what stands above a unit by the nearest folder that names it: one of these bodies, or one under which the roster has the unit."""
    for place in _places(file)[1:]:
        for found in parents.longest_in(place):
            if found != name and (found in bodies or roster.resolve(name, found)):
                return found
    return ""


def _places(file: str) -> list[str]:
    """Return the name of a file and those of its folders, the nearest first."""
    path = PurePosixPath(file)
    return [path.stem, *reversed(path.parent.parts)]


class Names:
    """Names of units, found in a text without trying one after the other."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = {name for name in names if name}
        self._lengths = sorted({len(name) for name in self._names}, reverse=True)
        self._told: dict[str, list[str]] = {}
        """What names of files and folders told before: a folder comes with every file in it."""

    def longest_in(self, place: str) -> list[str]:
        """Return the names that stand in the name of a file or folder, only the longest."""
        if place not in self._told:
            self._told[place] = self._find(unit_name(place))
        return self._told[place]

    def only_in(self, place: str, roster: Roster) -> str:
        """Return the name that stands in a place; "" where there are several of one length that are not of one unit."""
        found = self.longest_in(place)
        same = {unit for name in found for unit in roster.called[name]} if len(found) > 1 else ()
        return found[0] if len(found) == 1 or len(same) == 1 else ""

    def _find(self, text: str) -> list[str]:
        for length in self._lengths:
            words = {text[start : start + length] for start in range(len(text) - length + 1)}
            if found := words & self._names:
                return sorted(found)
        return []


def told_period(file: str, year: int | None = None) -> Period | None:
    """Return the month, the year or the part of a year that a file is of by its name, or by the folder it lies in; None where neither says.

    A month or quarter without a year is of the year that a folder around it names, or else of `year`. A year that only a folder names says nothing.
    """
    places = _places(file)
    for number, place in enumerate(places):
        found = _span_in(place)
        if found is None:
            if _SEVERAL.search(place) or len({*_YEAR_AND_MONTH.findall(place)}) > 1 or len({*_MONTH.findall(place)}) > 1:
                return None
            found = _month_in(place)
        if found is not None:
            written, first, last = found
            years = [match[1] for match in map(_YEAR.search, (place, *places[number:])) if match]
            known = int(written or (years[0] if years else year or 0))
            return Period(known, first, last) if known else None
    match = _YEAR.search(places[0])
    return Period(int(match[1])) if match else None


_Told = tuple[str | None, int, int]
"""A year, where one is written, with the first and the last month."""


def _month_in(place: str) -> _Told | None:
    if match := _YEAR_AND_MONTH.search(place):
        return match[1], int(match[2]), int(match[2])
    match = _MONTH.search(place)
    return (None, int(match[1]), int(match[1])) if match else None


def _span_in(place: str) -> _Told | None:
    """Return the one part of a year, longer than a month, that a name tells."""
    found: set[_Told] = set()
    for pattern in (_FULL_SPAN, _SPAN):
        found |= {(match[1], int(match[2]), int(match[3])) for match in pattern.finditer(place)}
    for pattern, length in ((_QUARTER, 3), (_HALF, 6)):
        for match in pattern.finditer(place):
            number = _NUMBERS.get(match[2]) or int(match[2] or match[3])
            found.add((match[1], (number - 1) * length + 1, number * length))
    if len(found) != 1 or _QUARTERS_TOGETHER.search(place):
        return None
    (told,) = found
    return told if told[1] < told[2] else None


def misnamed(submissions: Sequence[Submission]) -> list[Finding]:
    """Return the submissions whose file is named, or lies, under another period than stands on the sheet."""
    sheets = Counter(submission.source.file for submission in submissions)
    findings = []
    for submission in submissions:
        file, period = submission.source.file, submission.period
        told = told_period(file, period.year)
        if sheets[file] > 1 or told is None or told.contains(period):
            continue
        message = (
            f"{submission.named}的期间是{period.chinese}，文件名或所在文件夹写的却是{told.chinese}；现按{period.chinese}计。"
            "请核对表头的期间，填错的请单位改正后重新报送。"
        )
        plain = f"表头的期间填的是{period.chinese}，文件名写的是{told.chinese}。请核对，表头填错的请改正。"
        findings.append(Finding.of("head.period_name", message, about=submission, plain=plain))
    return findings
