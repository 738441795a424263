"""Nothing is counted twice: merged workbooks beside the files that went into them, or beside each other. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from gkxl.findings import Finding, submission_finding
from gkxl.period import Period
from gkxl.rollup import add_months, same_figures
from gkxl.submission import Submission
from gkxl.units import listed


@dataclass(frozen=True)
class Book:
    """A merged workbook: what it states, and of what it is the sum."""

    summary: Submission
    parts: Sequence[Submission]
    """Of its units, for its period and, in a year, month by month."""


@dataclass
class Offer:
    """What may be counted."""

    loose: list[Submission]
    books: list[Book] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


class _Likeness(Enum):
    APART = auto()
    """Of other times, or of nothing."""
    SAME = auto()
    """The same statement, or a correction of it."""
    NAMESAKE = auto()
    """The same name at the same time, and nothing that shows whether it is the same unit."""


_ByUnit = dict[str, dict[Period, Submission]]


def without_overlap(loose: Sequence[Submission], books: Sequence[Book], distinct: Callable[[str, str], bool]) -> Offer:
    """Return what may be counted of loose submissions and merged workbooks together.

    A merged workbook whose units are all given beside it is left out; files that are wholly in a merged workbook which
    holds more are left out; and where neither is so, the workbook is left out and what is then lacking is named.
    `distinct` tells whether a unit is known to be another one than the unit of the same name within a body: every district
    has an 办公室, so a name alone proves nothing, and a mere namesake is counted and reported.
    """
    offer = Offer(list(loose))
    taken: dict[str, _ByUnit] = {}
    bodies: dict[str, list[Submission]] = {}
    for book in books:
        bodies.setdefault(book.summary.unit, []).extend(book.parts)
    for book in books:
        body = book.summary.unit
        # A body may come as twelve workbooks, one a month: together they say what its units did in the year.
        everything, names = _by_unit(bodies[body]), {part.unit for part in book.parts}
        own = {unit: statements for unit, statements in everything.items() if unit in names}
        others = [other.summary for other in books if other.summary.unit != body]
        beside = _by_unit([*offer.loose, *others])
        shared: dict[str, list[Submission]] = {}
        namesakes: dict[str, list[Submission]] = {}
        for unit, statements in own.items():
            for holder, theirs in (("", beside.get(unit, {})), *((name, units.get(unit, {})) for name, units in taken.items() if name != body)):
                likeness = _compare(statements, theirs)
                if likeness is _Likeness.SAME:
                    shared.setdefault(unit, []).extend(theirs.values())
                elif likeness is _Likeness.NAMESAKE and not holder and not distinct(unit, body):
                    namesakes.setdefault(unit, []).extend(theirs.values())
        if not shared:
            offer.findings += [_same_name(book.summary, many) for many in namesakes.values()]
        elif shared.keys() != own.keys() and _holds(own, shared, offer.loose):
            offer.loose = [one for one in offer.loose if one.unit not in shared]
            offer.findings.append(_already_in(book.summary, shared))
        else:
            offer.findings.append(_counted_twice(book.summary, shared, [unit for unit in own if unit not in shared]))
            continue
        offer.books.append(book)
        for unit, statements in _by_unit(book.parts).items():
            taken.setdefault(body, {}).setdefault(unit, {}).update(statements)
    return offer


def _by_unit(submissions: Iterable[Submission]) -> _ByUnit:
    """Return the statements of each unit, of each period the highest revision."""
    units: _ByUnit = {}
    for one in sorted(submissions, key=lambda submission: submission.revision):
        units.setdefault(one.unit, {})[one.period] = one
    return units


def _compare(own: dict[Period, Submission], theirs: dict[Period, Submission]) -> _Likeness:
    common = own.keys() & theirs.keys()
    if common:
        pairs = [(own[at], theirs[at]) for at in common]
        if any(a.revision != b.revision or (same_figures(a, b) and any(a.figures)) for a, b in pairs):
            return _Likeness.SAME
        return _Likeness.APART if all(same_figures(a, b) for a, b in pairs) else _Likeness.NAMESAKE
    for year in {at.year for at in own} & {at.year for at in theirs}:
        for whole, parts in ((own, theirs), (theirs, own)):
            months = [parts[at] for at in Period(year).months if at in parts]
            if Period(year) in whole and months:
                complete = len(months) == len(Period(year).months)
                return _Likeness.SAME if complete and same_figures(add_months(months), whole[Period(year)]) else _Likeness.NAMESAKE
    return _Likeness.APART


def _holds(own: _ByUnit, shared: dict[str, list[Submission]], loose: Sequence[Submission]) -> bool:
    """Whether a workbook holds everything that is given of the units that it shares, as new or newer."""
    files = [one for one in loose if one.unit in shared]
    if {one.unit for one in files} != shared.keys():
        return False
    return all(_held(own[one.unit], one) for one in files)


def _held(own: dict[Period, Submission], one: Submission) -> bool:
    part = own.get(one.period)
    if part is None:
        months = [own[at] for at in one.period.months if at in own]
        return len(months) == len(one.period.months) and same_figures(add_months(months), one)
    return same_figures(part, one) or part.revision > one.revision


def _files(shared: dict[str, list[Submission]]) -> str:
    return listed([f"{unit}（{listed(dict.fromkeys(one.source.file for one in many), 2)}）" for unit, many in shared.items()], 5)


def _same_name(summary: Submission, many: Sequence[Submission]) -> Finding:
    first = many[0]
    files = listed(dict.fromkeys(one.source.file for one in many), 3)
    return submission_finding(
        "merge.same_name",
        f"{files}的单位“{first.unit}”与汇总工作簿{summary.source.file}里的一个单位同名、数字不同，分不清是不是同一个单位，现在两者都计入了。"
        "如果是同一个单位，请只给出其中一种；如果不是，请在名册中把它们写成不同的单位，再重新汇总。",
        first,
    )


def _already_in(summary: Submission, shared: dict[str, list[Submission]]) -> Finding:
    return submission_finding(
        "merge.counted_twice",
        f"{_files(shared)}已经包含在同时给出的汇总工作簿{summary.source.file}里，两处都计会重复，因此只计该汇总工作簿。请只给出其中一种后重新汇总。",
        summary,
    )


def _counted_twice(summary: Submission, shared: dict[str, list[Submission]], lost: Sequence[str]) -> Finding:
    lacking = f"它另外包含的{listed(lost)}也就不在合计之内，" if lost else ""
    return submission_finding(
        "merge.counted_twice",
        f"汇总工作簿{summary.source.file}已经包含了同时给出的{_files(shared)}，两处都计会重复，因此没有计入该汇总工作簿。"
        f"{lacking}请只给出其中一种后重新汇总。",
        summary,
    )
