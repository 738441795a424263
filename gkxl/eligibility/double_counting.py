"""Nothing is counted twice: merged workbooks beside the files that went into them, or beside each other. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from gkxl.aggregation.totals import add_months, same_figures
from gkxl.eligibility.fingerprints import Fingerprint
from gkxl.model.period import Period
from gkxl.model.submission import Submission
from gkxl.model.unit_names import listed
from gkxl.rules.findings import Finding, submission_finding


@dataclass(frozen=True)
class MergedWorkbook:
    """What a merged workbook states, and of what it is the sum."""

    summary: Submission
    parts: Sequence[Submission]
    """Of its units, for its period and, in a year, month by month."""
    fingerprints: Sequence[Fingerprint] = ()
    """What stands deeper: the parts of those of its units that were merged workbooks themselves."""


@dataclass
class Offer:
    """What may be counted."""

    loose: list[Submission]
    books: list[MergedWorkbook] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    displaced: list[Submission] = field(default_factory=list)
    """汇总 of workbooks that stand deeper in another one."""


class _Likeness(Enum):
    APART = auto()
    """Of other times, or of nothing."""
    SAME = auto()
    """The same statement, or a correction of it."""
    NAMESAKE = auto()
    """The same name at the same time, and nothing that shows whether it is the same unit."""


_ByUnit = dict[str, dict[Period, Submission]]


def without_double_counting(loose: Sequence[Submission], books: Sequence[MergedWorkbook], distinct: Callable[[str, str], bool]) -> Offer:
    """Return what may be counted of loose submissions and merged workbooks together; all of them are within the period asked for.

    A merged workbook whose units are all given beside it is left out; files that are wholly in a merged workbook which
    holds more are left out; and where neither is so, the workbook is left out and what is then lacking is named.
    `distinct` tells whether a unit is known to be another one than the unit of the same name within a body: every district
    has an 办公室, so a name alone proves nothing, and a mere namesake is counted and reported.
    """
    offer = Offer(list(loose))
    bodies: dict[str, list[MergedWorkbook]] = {}
    for book in books:
        bodies.setdefault(book.summary.unit, []).append(book)
    for body, own_books in bodies.items():
        _drop_years(offer, body, own_books, distinct)
    for book in books:
        _drop_deeper(offer, book, books, distinct)
    taken: dict[str, _ByUnit] = {}
    for book in [one for one in books if one.summary not in offer.displaced]:
        body = book.summary.unit
        beside = _by_unit([*offer.loose, *(other.summary for other in books if other.summary.unit != body)])
        elsewhere = [units for name, units in taken.items() if name != body]
        everything = _by_unit(part for other in bodies[body] for part in other.parts)
        own = _by_unit(book.parts)
        shared: dict[str, list[Submission]] = {}
        namesakes: dict[str, list[Submission]] = {}
        for unit, statements in own.items():
            likeness, matched = _compare(statements, beside.get(unit, {}))
            if likeness is _Likeness.NAMESAKE and not distinct(unit, body):
                namesakes[unit] = matched
            for theirs in (units.get(unit, {}) for units in elsewhere) if likeness is not _Likeness.SAME else ():
                found, other = _compare(everything[unit], theirs)
                if found is _Likeness.SAME:
                    likeness, matched = found, other
            if likeness is _Likeness.SAME:
                shared[unit] = matched
        if not shared:
            offer.findings += [_same_name(book.summary, many) for many in namesakes.values()]
        elif shared.keys() != own.keys() and _holds(own, shared, offer.loose):
            offer.loose = [one for one in offer.loose if one.unit not in shared]
            offer.findings.append(_already_in(book.summary, shared))
        else:
            offer.findings.append(_counted_twice(book.summary, shared, [unit for unit in own if unit not in shared]))
            continue
        offer.books.append(book)
        for unit, statements in own.items():
            taken.setdefault(body, {}).setdefault(unit, {}).update(statements)
    return offer


def _drop_years(offer: Offer, body: str, books: Sequence[MergedWorkbook], distinct: Callable[[str, str], bool]) -> None:
    """Leave out the year that a unit states by itself where the monthly workbooks of a body together hold its twelve months."""
    held = _by_unit(part for book in books for part in book.parts if part.period.month)
    for one in list(offer.loose):
        months = held.get(one.unit, {})
        own = [months[at] for at in one.period.months if at in months]
        if one.period.month or not own or any(part.unit == one.unit and part.period == one.period for book in books for part in book.parts):
            continue
        if len(own) == len(one.period.months) and same_figures(add_months(own), one):
            offer.loose.remove(one)
            offer.findings.append(_already_in(books[0].summary, {one.unit: [one]}))
        elif not distinct(one.unit, body):
            offer.findings.append(_same_name(books[0].summary, [one]))


def _drop_deeper(offer: Offer, book: MergedWorkbook, books: Sequence[MergedWorkbook], distinct: Callable[[str, str], bool]) -> None:
    """Leave out files and workbooks that stand in a merged workbook two levels down or deeper: they cannot be taken out of it."""
    found: dict[str, list[Submission]] = {}
    for one in [*offer.loose, *(other.summary for other in books if other is not book)]:
        if any(fingerprint.is_also(one) for fingerprint in book.fingerprints):
            found.setdefault(one.unit, []).append(one)
    lost = [one for many in found.values() for one in many]
    if lost:
        offer.displaced += [one for one in lost if one not in offer.loose]
        offer.loose = [one for one in offer.loose if one not in lost]
        offer.findings.append(_already_in(book.summary, found))
    for one in offer.loose:
        # Down there a name says little, but another revision of it may be a correction of what is inside.
        deeper = [fingerprint for fingerprint in book.fingerprints if fingerprint.is_of(one)]
        if any(fingerprint.revision != one.revision for fingerprint in deeper) and not distinct(one.unit, book.summary.unit):
            offer.findings.append(_same_name(book.summary, [one]))


def _by_unit(submissions: Iterable[Submission]) -> _ByUnit:
    """Return the statements of each unit, of each period the highest revision."""
    units: _ByUnit = {}
    for one in sorted(submissions, key=lambda submission: submission.revision):
        units.setdefault(one.unit, {})[one.period] = one
    return units


def _compare(own: dict[Period, Submission], theirs: dict[Period, Submission]) -> tuple[_Likeness, list[Submission]]:
    """Return what two sets of statements under one name are to each other, and those of the second that show it."""
    pairs = [(own[at], theirs[at]) for at in own if at in theirs]
    same = [other for mine, other in pairs if mine.revision != other.revision or (same_figures(mine, other) and any(mine.figures))]
    if same:
        return _Likeness.SAME, same
    unlike = [other for mine, other in pairs if not same_figures(mine, other)]
    if unlike:
        return _Likeness.NAMESAKE, unlike
    for year in {at.year for at in own} & {at.year for at in theirs}:  # where nothing was reported in the months both have
        whole = Period(year)
        for one, parts in ((own, theirs), (theirs, own)):
            months = [parts[at] for at in whole.months if at in parts]
            if whole in one and whole not in parts and months:
                matched = [theirs[whole]] if one is theirs else months
                complete = len(months) == len(whole.months)
                return _Likeness.SAME if complete and same_figures(add_months(months), one[whole]) else _Likeness.NAMESAKE, matched
    return _Likeness.APART, []


def _holds(own: _ByUnit, shared: dict[str, list[Submission]], loose: Sequence[Submission]) -> bool:
    """Whether a workbook by itself holds everything that is given of the units that it shares, as new or newer."""
    files = [one for one in loose if one.unit in shared]
    if {one.unit for one in files} != shared.keys():
        return False
    return all((part := own[one.unit].get(one.period)) is not None and (same_figures(part, one) or part.revision > one.revision) for one in files)


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
