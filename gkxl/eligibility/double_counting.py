"""Nothing is counted twice: merged workbooks beside the files that went into them, or beside each other. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from gkxl.aggregation.totals import same_figures
from gkxl.eligibility.counted_parts import CountedParts
from gkxl.eligibility.double_counting_findings import already_in, counted_twice, same_name
from gkxl.eligibility.fingerprints import Content, Fingerprint
from gkxl.eligibility.likeness import Likeness, Statements, add_up_to, compare, latest_by_unit, months_alone
from gkxl.model.submission import Key, Submission
from gkxl.rules.findings import Finding

Distinct = Callable[[str, str], bool]
"""Whether a unit is known to be another one than the unit of the same name within a body."""


@dataclass(frozen=True)
class MergedWorkbook:
    """What a merged workbook states, and of what it is the sum."""

    summary: Submission
    parts: Sequence[Submission]
    """Of its units, for its period and, in a year, month by month."""
    fingerprints: Sequence[Fingerprint] = ()
    """What stands deeper: the parts of those of its units that were merged workbooks themselves."""

    @property
    def body(self) -> str:
        """The unit whose 汇总 it is."""
        return self.summary.unit


@dataclass
class Offer:
    """What may be counted."""

    loose: list[Submission]
    books: list[MergedWorkbook] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def without_double_counting(loose: Sequence[Submission], books: Sequence[MergedWorkbook], distinct: Distinct) -> Offer:
    """Return what may be counted of loose submissions and merged workbooks together; all of them are within the period asked for.

    A merged workbook whose units are all given beside it is left out; files that are wholly in a merged workbook which
    holds more are left out; and where neither is so, the workbook is left out and what is then lacking is named.
    `distinct` tells whether a unit is known to be another one than the unit of the same name within a body: every district
    has an 办公室, so a name alone proves nothing, and a mere namesake is counted and reported.
    """
    left = _Left(loose)
    bodies: dict[str, list[MergedWorkbook]] = {}
    for book in books:
        bodies.setdefault(book.body, []).append(book)
    findings: list[Finding] = []
    for own_books in bodies.values():
        findings += _leave_out_years(left, own_books, distinct)
    deeper, of_deeper = _leave_out_deeper(left, books, distinct)
    weighing = _Weighing(left, books, distinct)
    for number, book in enumerate(books):
        if number not in deeper:
            weighing.weigh(book)
    return Offer(left.submissions, weighing.counted, [*findings, *of_deeper, *weighing.findings])


class _Left:
    """The loose submissions that are not left out so far, found by unit without a look at the others."""

    def __init__(self, loose: Iterable[Submission]) -> None:
        self._submissions = dict(enumerate(loose))
        self._by_unit: dict[str, dict[int, Submission]] = {}
        for number, submission in self._submissions.items():
            self._by_unit.setdefault(submission.unit, {})[number] = submission

    @property
    def submissions(self) -> list[Submission]:
        """All of them, as they were given."""
        return list(self._submissions.values())

    def of(self, units: Iterable[str]) -> dict[int, Submission]:
        """Return those of some units with their numbers, as they were given."""
        found = [(number, one) for unit in dict.fromkeys(units) for number, one in self._by_unit.get(unit, {}).items()]
        return dict(sorted(found, key=lambda numbered: numbered[0]))

    def take_out(self, numbers: Collection[int]) -> list[Submission]:
        """Leave some out by their numbers, and return them."""
        taken = [self._submissions.pop(number) for number in numbers]
        for number, submission in zip(numbers, taken, strict=True):
            del self._by_unit[submission.unit][number]
        return taken


def _leave_out_years(left: _Left, books: Sequence[MergedWorkbook], distinct: Distinct) -> list[Finding]:
    """Leave out the year that a unit states by itself where the monthly workbooks of a body together hold its twelve months."""
    summary = books[0].summary
    parts = [part for book in books for part in book.parts]
    held = latest_by_unit(part for part in parts if part.period.month)
    years = {part.key for part in parts if not part.period.month}
    findings = []
    for number, year in left.of(held).items():
        months = months_alone(held[year.unit], year.period)
        if year.period.month or not months or year.key in years:
            continue
        if add_up_to(months, year):
            left.take_out([number])
            findings.append(already_in(summary, {year.unit: [year]}))
        elif not distinct(year.unit, summary.unit):
            findings.append(same_name(summary, [year]))
    return findings


def _leave_out_deeper(left: _Left, books: Sequence[MergedWorkbook], distinct: Distinct) -> tuple[set[int], list[Finding]]:
    """Leave out files and workbooks that stand in a merged workbook two levels down or deeper: they cannot be taken out of it.

    Return the numbers of those workbooks, and what there is to say.
    """
    within = {fingerprint.key for book in books for fingerprint in book.fingerprints}
    files = _by_content(left.of(unit for unit, _ in within), within)
    summaries = _by_content(dict(enumerate(book.summary for book in books)), within)
    displaced: set[int] = set()
    findings: list[Finding] = []
    for number, book in enumerate(books):
        contents = {fingerprint.content for fingerprint in book.fingerprints}
        held_files = sorted(at for content in contents for at in files.pop(content, ()))
        held_books = sorted(at for content in contents for at in summaries.get(content, ()) if at != number)
        displaced.update(held_books)
        held: dict[str, list[Submission]] = {}
        for submission in [*left.take_out(held_files), *(books[at].summary for at in held_books)]:
            held.setdefault(submission.unit, []).append(submission)
        if held:
            findings.append(already_in(book.summary, held))
        findings += _other_revisions(left, book, distinct)
    return displaced, findings


def _by_content(submissions: Mapping[int, Submission], keys: Collection[Key]) -> dict[Content, list[int]]:
    """Return the numbers of the submissions of these units and periods by what they state; one that states nothing is nobody's."""
    found: dict[Content, list[int]] = {}
    for number, submission in submissions.items():
        if submission.key in keys and any(submission.figures):
            found.setdefault(Fingerprint.of(submission).content, []).append(number)
    return found


def _other_revisions(left: _Left, book: MergedWorkbook, distinct: Distinct) -> list[Finding]:
    """Return the files of which a merged workbook holds another revision two levels down or deeper.

    Down there a name says little, but another revision may be a correction of what is inside.
    """
    revisions: dict[Key, set[int]] = {}
    for fingerprint in book.fingerprints:
        revisions.setdefault(fingerprint.key, set()).add(fingerprint.revision)
    return [
        same_name(book.summary, [submission])
        for submission in left.of(unit for unit, _ in revisions).values()
        if revisions.get(submission.key, set()) - {submission.revision} and not distinct(submission.unit, book.body)
    ]


class _Weighing:
    """One merged workbook after the other is weighed against what is given beside it and what others count already."""

    def __init__(self, left: _Left, books: Sequence[MergedWorkbook], distinct: Distinct) -> None:
        self.counted: list[MergedWorkbook] = []
        self.findings: list[Finding] = []
        self._left, self._distinct = left, distinct
        self._summaries: dict[str, list[Submission]] = {}
        parts: dict[str, list[Submission]] = {}
        for book in books:
            self._summaries.setdefault(book.body, []).append(book.summary)
            parts.setdefault(book.body, []).extend(book.parts)
        self._of_bodies = {body: latest_by_unit(many) for body, many in parts.items()}
        """What all workbooks of a body hold together."""
        self._beside: dict[str, Statements] = {}
        self._counted_parts = CountedParts()

    def weigh(self, book: MergedWorkbook) -> None:
        """Count a workbook, in place of the files that it holds where need be, or leave it out."""
        own = latest_by_unit(book.parts)
        shared, namesakes = self._shared(book, own)
        if not shared:
            self.findings += [same_name(book.summary, submissions) for submissions in namesakes]
        elif shared.keys() != own.keys() and self._holds(own, shared):
            self._left.take_out(self._left.of(shared))
            for unit in shared:
                self._beside.pop(unit, None)
            self.findings.append(already_in(book.summary, shared))
        else:
            self.findings.append(counted_twice(book.summary, shared, [unit for unit in own if unit not in shared]))
            return
        self.counted.append(book)
        self._counted_parts.add(book.body, own)

    def _shared(self, book: MergedWorkbook, own: Mapping[str, Statements]) -> tuple[dict[str, list[Submission]], list[list[Submission]]]:
        """Return what is counted elsewhere of the units of a workbook, and what may be of units that only have the same name."""
        shared: dict[str, list[Submission]] = {}
        namesakes: list[list[Submission]] = []
        for unit, statements in own.items():
            likeness, beside = compare(statements, self._given_beside(unit, book.body))
            if likeness is Likeness.SAME:
                shared[unit] = beside
            elif counted := self._counted_parts.same(book.body, unit, self._of_bodies[book.body][unit]):
                shared[unit] = counted
            elif likeness is Likeness.NAMESAKE and not self._distinct(unit, book.body):
                namesakes.append(beside)
        return shared, namesakes

    def _given_beside(self, unit: str, body: str) -> Statements:
        """Return what is stated of a unit by its own files and as the 汇总 of merged workbooks of other bodies."""
        if unit == body:
            return latest_by_unit(self._left.of([unit]).values()).get(unit, {})
        if unit not in self._beside:
            self._beside[unit] = latest_by_unit([*self._left.of([unit]).values(), *self._summaries.get(unit, ())]).get(unit, {})
        return self._beside[unit]

    def _holds(self, own: Mapping[str, Statements], shared: Mapping[str, Sequence[Submission]]) -> bool:
        """Whether a workbook by itself holds everything that is given of the units that it shares, as new or newer."""
        files = list(self._left.of(shared).values())
        if {file.unit for file in files} != shared.keys():
            return False
        return all((part := own[file.unit].get(file.period)) is not None and _as_new(part, file) for file in files)


def _as_new(part: Submission, file: Submission) -> bool:
    return same_figures(part, file) or part.revision > file.revision
