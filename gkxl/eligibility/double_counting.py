"""Nothing is counted twice: merged workbooks beside the files that went into them, or beside each other. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from gkxl.aggregation.totals import same_figures
from gkxl.eligibility.counted_parts import CountedParts
from gkxl.eligibility.double_counting_findings import already_in, counted_both, counted_twice, same_name
from gkxl.eligibility.fingerprints import Content, Fingerprint
from gkxl.eligibility.likeness import Likeness, Statements, add_up_to, compare, latest_by_unit, months_alone
from gkxl.eligibility.loose_left import Apart, LooseLeft, is_known
from gkxl.eligibility.thresholds import PROOF_UNDER_ONE_NAME, digits
from gkxl.model.submission import Key, Submission
from gkxl.model.unit import Unit
from gkxl.rules.findings import Finding


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

    @property
    def is_report(self) -> bool:
        """Whether its body is its own only unit, as where a published report was imported: what that is the sum of nobody knows."""
        return bool(self.parts) and all(part.unit == self.summary.unit for part in self.parts)


@dataclass
class Offer:
    """What may be counted."""

    loose: list[Submission]
    books: list[MergedWorkbook] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def without_double_counting(loose: Sequence[Submission], books: Sequence[MergedWorkbook], apart: Apart) -> Offer:
    """Return what may be counted of loose submissions and merged workbooks together; all of them are within the period asked for.

    A merged workbook whose units are all given beside it is left out; files that are wholly in a merged workbook which
    holds more are left out; and where neither is so, the workbook is left out and what is then lacking is named.
    `apart` tells whether two units are known not to be the same: every district has an 办公室, so a name alone proves
    nothing, and where nobody says which it is, both count and a warning asks.
    """
    left = LooseLeft(loose, apart)
    bodies: dict[str, list[MergedWorkbook]] = {}
    for book in books:
        bodies.setdefault(book.body, []).append(book)
    findings: list[Finding] = []
    for own_books in bodies.values():
        findings += _leave_out_years(left, own_books)
    deeper, of_deeper = _leave_out_deeper(left, books, apart)
    weighing = _Weighing(left, books, apart)
    for number, book in enumerate(books):
        if number not in deeper:
            weighing.weigh(book)
    return Offer(left.submissions, weighing.counted, [*findings, *of_deeper, *weighing.findings])


def _leave_out_years(left: LooseLeft, books: Sequence[MergedWorkbook]) -> list[Finding]:
    """Leave out the year, or other span, that a unit states by itself where the workbooks of a body together hold all its months."""
    summary = books[0].summary
    parts = [part for book in books for part in book.parts]
    years = {part.key for part in parts if part.period.made_of_months}
    findings = []
    for unit, held in latest_by_unit(parts).items():
        for number, year in left.of([unit]).items():
            months = months_alone(held, year.period)
            if not year.period.made_of_months or not months or (unit, year.period) in years:
                continue
            likeness, _ = compare({year.period: year}, held, one_unit=is_known(unit, year.who))
            if likeness is Likeness.SAME and add_up_to(months, year):
                left.take_out([number])
                findings.append(already_in(summary, {year.who: [year]}))
            elif likeness is Likeness.SAME:
                findings.append(counted_both(summary, [year]))
            elif likeness is Likeness.NAMESAKE:
                findings.append(same_name(summary, [year]))
    return findings


def _leave_out_deeper(left: LooseLeft, books: Sequence[MergedWorkbook], apart: Apart) -> tuple[set[int], list[Finding]]:
    """Leave out files and workbooks that stand in a merged workbook two levels down or deeper: they cannot be taken out of it.

    Return the numbers of those workbooks, and what there is to say.
    """
    within = {fingerprint.content for book in books for fingerprint in book.fingerprints}
    files = _by_content(left.of({fingerprint.who for book in books for fingerprint in book.fingerprints}), within)
    summaries = _by_content(dict(enumerate(book.summary for book in books)), within)
    displaced: set[int] = set()
    findings: list[Finding] = []
    gone: set[int] = set()
    for number, book in enumerate(books):
        held_files: set[int] = set()
        held_books: set[int] = set()
        for fingerprint in book.fingerprints:
            held_files |= {at for at, one in files.get(fingerprint.content, ()) if at not in gone and _holds_it(fingerprint, one, apart)}
            held_books |= {at for at, one in summaries.get(fingerprint.content, ()) if at != number and _holds_it(fingerprint, one, apart)}
        gone |= held_files
        displaced |= held_books
        held: dict[Unit, list[Submission]] = {}
        for submission in [*left.take_out(sorted(held_files)), *(books[at].summary for at in sorted(held_books))]:
            held.setdefault(submission.who, []).append(submission)
        if held:
            findings.append(already_in(book.summary, held))
        findings += _other_revisions(left, book)
    return displaced, findings


def _holds_it(fingerprint: Fingerprint, submission: Submission, apart: Apart) -> bool:
    """Whether a fingerprint is that of a submission with the same figures."""
    if apart(fingerprint.who, submission.who):
        return False
    return is_known(fingerprint.who, submission.who) or digits([submission]) >= PROOF_UNDER_ONE_NAME


def _by_content(submissions: Mapping[int, Submission], contents: Collection[Content]) -> dict[Content, list[tuple[int, Submission]]]:
    """Return the submissions with these contents, and their numbers; one that states nothing is nobody's."""
    places = {(name, period) for name, period, _ in contents}
    found: dict[Content, list[tuple[int, Submission]]] = {}
    for number, submission in submissions.items():
        if (submission.unit, submission.period) in places and any(submission.figures):
            found.setdefault(Fingerprint.of(submission).content, []).append((number, submission))
    return found


def _other_revisions(left: LooseLeft, book: MergedWorkbook) -> list[Finding]:
    """Return the files of which a merged workbook holds another revision two levels down or deeper.

    Down there a name says little, but another revision may be a correction of what is inside.
    """
    revisions: dict[Key, set[int]] = {}
    for fingerprint in book.fingerprints:
        revisions.setdefault(fingerprint.key, set()).add(fingerprint.revision)
    findings = []
    for (unit, period), known in revisions.items():
        for submission in left.of([unit]).values():
            if submission.period == period and known - {submission.revision}:
                say = counted_both if is_known(unit, submission.who) else same_name
                findings.append(say(book.summary, [submission]))
    return findings


class _Weighing:
    """One merged workbook after the other is weighed against what is given beside it and what others count already."""

    def __init__(self, left: LooseLeft, books: Sequence[MergedWorkbook], apart: Apart) -> None:
        self.counted: list[MergedWorkbook] = []
        self.findings: list[Finding] = []
        self._left, self._apart = left, apart
        self._summaries: dict[Unit, list[Submission]] = {}
        parts: dict[str, list[Submission]] = {}
        for book in books:
            self._summaries.setdefault(book.summary.who, []).append(book.summary)
            parts.setdefault(book.body, []).extend(book.parts)
        self._of_bodies = {body: latest_by_unit(many) for body, many in parts.items()}
        """What all workbooks of a body hold together."""
        self._counted_parts = CountedParts()

    def weigh(self, book: MergedWorkbook) -> None:
        """Count a workbook, in place of the files that it holds where need be, or leave it out."""
        own = latest_by_unit(book.parts)
        shared, namesakes = self._shared(book, own)
        if shared and not self._can_stand_in(own, shared):
            self.findings.append(counted_twice(book.summary, shared, [unit for unit in own if unit not in shared]))
            return
        self.findings += [same_name(book.summary, submissions) for submissions in namesakes]
        if shared:
            self._left.take_out([number for unit in shared for number in self._files(own, unit)])
            self.findings.append(already_in(book.summary, shared))
        self.counted.append(book)
        self._counted_parts.add(book.body, own)

    def _shared(self, book: MergedWorkbook, own: Mapping[Unit, Statements]) -> tuple[dict[Unit, list[Submission]], list[list[Submission]]]:
        """Return what is counted elsewhere of the units of a workbook, and what may be of units that only have the same name."""
        shared: dict[Unit, list[Submission]] = {}
        namesakes: list[list[Submission]] = []
        for unit, statements in own.items():
            beside = self._given_beside(unit, book)
            compared = [(compare(statements, theirs, one_unit=is_known(unit, other))) for other, theirs in beside.items()]
            if same := [submission for likeness, found in compared if likeness is Likeness.SAME for submission in found]:
                shared[unit] = same
            elif counted := self._counted_parts.same(book.body, unit, self._of_bodies[book.body][unit]):
                shared[unit] = counted
            else:
                namesakes += [found for likeness, found in compared if likeness is Likeness.NAMESAKE]
        return shared, namesakes

    def _given_beside(self, unit: Unit, book: MergedWorkbook) -> dict[Unit, Statements]:
        """Return what is stated of a unit, and of those that may be it, by files of their own and as the 汇总 of merged workbooks of other bodies."""
        given = list(self._left.of([unit]).values())
        if unit.name != book.body:
            known = dict.fromkeys((unit, Unit(unit.name)))
            given += [summary for other in known if not self._apart(unit, other) for summary in self._summaries.get(other, ())]
        return latest_by_unit(given)

    def _files(self, own: Mapping[Unit, Statements], unit: Unit) -> dict[int, Submission]:
        """Return the files of a unit, with their numbers, that a workbook holds as one of its own."""
        files = self._left.of([unit])
        same = {
            other
            for other, theirs in latest_by_unit(files.values()).items()
            if compare(own[unit], theirs, one_unit=is_known(unit, other))[0] is Likeness.SAME
        }
        return {number: file for number, file in files.items() if file.who in same}

    def _can_stand_in(self, own: Mapping[Unit, Statements], shared: Mapping[Unit, Sequence[Submission]]) -> bool:
        """Whether a workbook holds more than what is given beside it, and of that all, as new or newer."""
        if shared.keys() == own.keys():
            return False
        for unit in shared:
            files = self._files(own, unit).values()
            if not files or not all((part := own[unit].get(file.period)) is not None and _as_new(part, file) for file in files):
                return False
        return True


def _as_new(part: Submission, file: Submission) -> bool:
    return same_figures(part, file) or part.revision > file.revision
