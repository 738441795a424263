"""From opened workbooks to the submissions that may be counted: a merged workbook is one of them, and never counted beside its parts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from gkxl.actions.merged_workbooks import judge_merged
from gkxl.eligibility.double_counting import MergedWorkbook, without_double_counting
from gkxl.eligibility.file_hints import misnamed
from gkxl.eligibility.fingerprints import Fingerprint, fingerprints_of
from gkxl.eligibility.namesakes import asked_about, told_apart
from gkxl.eligibility.revisions import within
from gkxl.eligibility.whose import Whose, ambiguous_in, below_theirs, lone_parents
from gkxl.errors import InputError
from gkxl.model.period import Period
from gkxl.model.roster import Roster
from gkxl.model.submission import Source, Submission
from gkxl.model.unit_names import NAMELESS, listed
from gkxl.rules.findings import Finding

if TYPE_CHECKING:
    from gkxl.workbook.reading.submissions import WorkbookReading


@dataclass(frozen=True)
class Inside:
    """What of all that was collected concerns one period."""

    counted: Sequence[Submission]
    """What may be counted."""
    outside: Sequence[Submission]
    """What is of other periods."""
    merged: Sequence[MergedWorkbook]
    """The merged workbooks whose 汇总 is among `counted`."""
    misnamed: Sequence[Finding]
    """On what lies under another period than it states."""
    of_double_counting: Sequence[Finding]
    """On what was given twice, or may have been."""
    of_figures: Sequence[Finding]
    """What reading them said of their figures, and what speaks against the merged workbooks by themselves."""

    @property
    def fingerprints(self) -> list[Fingerprint]:
        """What stands within the merged workbooks."""
        return [fingerprint for book in self.merged for fingerprint in fingerprints_of(book.parts, book.fingerprints)]


@dataclass(frozen=True)
class Collected:
    """What the workbooks offer, under the names of the roster."""

    roster: Roster
    loose: Sequence[Submission]
    books: Sequence[MergedWorkbook]
    findings: Sequence[Finding]
    """Of reading the loose ones."""
    misnamed: Sequence[Finding]
    """On loose ones that lie under another period than they state."""
    of_books: Mapping[str, Sequence[Finding]]
    """What speaks against each merged workbook, by its file."""
    by_folder: frozenset[Source]
    """Those of which only the folder may tell whose they are."""

    @property
    def offered(self) -> list[Submission]:
        """Everything that is stated, whether it may be counted or not."""
        return [*self.loose, *(book.summary for book in self.books)]

    def of(self, period: Period) -> Inside:
        """Return what may be counted for a period; what is of another period displaces nothing and spoils nothing."""
        loose, outside = within(self.loose, period)
        inside = [replace(book, parts=within(book.parts, period)[0]) for book in self.books if within([book.summary], period)[0]]
        outside += within([book.summary for book in self.books], period)[1]
        offer = without_double_counting(loose, inside, self.roster.apart)
        at = {"", *(str(part) for part in {period, *period.months, *(submission.period for submission in loose)})}
        return Inside(
            [*offer.loose, *(book.summary for book in offer.books)],
            outside,
            offer.books,
            [finding for finding in self.misnamed if finding.period in at],
            [*offer.findings, *asked_about(offer.loose, self.by_folder, self.roster)],
            [
                *(finding for book in offer.books for finding in self.of_books[book.summary.source.file]),
                *(finding for finding in self.findings if finding.period in at),
            ],
        )


def collect(readings: Sequence[WorkbookReading], roster: Roster, body: str = "") -> Collected:
    """Return what the workbooks offer to count, in a merge for `body`; raises InputError for merged workbooks that nobody could tell apart."""
    named, by_folder = placed(readings, roster, body)
    apart = [reading for reading in named if reading.summary is None]
    books = [merged_workbook(reading, reading.summary) for reading in named if reading.summary]
    collected = Collected(
        roster,
        [submission for reading in apart for submission in reading.submissions],
        books,
        [finding for reading in apart for finding in reading.findings],
        [finding for reading in apart for finding in misnamed(reading.submissions)],
        {reading.file: _against(reading, reading.summary) for reading in named if reading.summary},
        by_folder,
    )
    _refuse_nameless(collected.offered)
    return collected


def placed(readings: Sequence[WorkbookReading], roster: Roster, body: str = "") -> tuple[list[WorkbookReading], frozenset[Source]]:
    """Return what workbooks hold under the names and parents that its units have by all that is known, told apart where names are alike.

    Beside it where the submissions stand of which only the folder may tell whose they are.  `body` is the unit whose merge it is, if known.
    """
    bodies = {reading.summary.unit for reading in readings if reading.summary} - {NAMELESS}
    whose = Whose(roster, bodies)
    named = [_each(reading, whose.place) for reading in readings]
    by_folder = told_apart(
        (submission for reading in named if reading.summary is None for submission in reading.submissions),
        (part for reading in named if reading.summary for part in (*reading.submissions, *reading.parts)),
    )
    named = [reading if reading.summary else _each(reading, lambda submission: _by_folder(submission, by_folder)) for reading in named]
    parents = lone_parents((submission for reading in named if reading.summary is None for submission in reading.submissions), body)
    named = [reading if reading.summary else _each(reading, lambda submission: below_theirs(submission, parents)) for reading in named]
    ambiguous = ambiguous_in(roster, (submission for reading in named for submission in _offered_by(reading)))
    return [_called_apart(reading, ambiguous) for reading in named] if ambiguous else named, frozenset(by_folder)


def _by_folder(submission: Submission, parents: Mapping[Source, str]) -> Submission:
    parent = "" if submission.parent else parents.get(submission.source, "")
    return replace(submission, parent=parent) if parent else submission


def _each(reading: WorkbookReading, change: Callable[[Submission], Submission]) -> WorkbookReading:
    """Return a reading with every submission changed."""
    return replace(
        reading,
        submissions=[change(submission) for submission in reading.submissions],
        summary=change(reading.summary) if reading.summary else None,
        parts=[change(submission) for submission in reading.parts],
        months=[change(submission) for submission in reading.months],
    )


def _called_apart(reading: WorkbookReading, ambiguous: Collection[str]) -> WorkbookReading:
    return _each(reading, lambda submission: replace(submission, by_path=True) if submission.unit in ambiguous else submission)


def _offered_by(reading: WorkbookReading) -> list[Submission]:
    within = [*reading.submissions, *reading.parts, *reading.months]
    if reading.summary is None:
        return within
    # A body that is its own only unit, as where a published report was imported, has no namesake in itself.
    itself = all(submission.unit == reading.summary.unit for submission in within)
    return [reading.summary, *([] if itself else within)]


def merged_workbook(reading: WorkbookReading, summary: Submission) -> MergedWorkbook:
    """Return a merged workbook as what it states and what it is the sum of."""
    return MergedWorkbook(summary, [*(reading.parts or reading.submissions), *reading.months], reading.fingerprints)


def _against(reading: WorkbookReading, summary: Submission) -> list[Finding]:
    """Return what speaks against adding up a merged workbook: wrong figures, a state that is not known to be complete, unknown parts."""
    return [*judge_merged(reading), *_parts_unknown(reading, summary)]


def _parts_unknown(reading: WorkbookReading, summary: Submission) -> list[Finding]:
    if reading.parts or reading.submissions:
        return []
    message = f"汇总工作簿{summary.named}里没有“明细”，看不出它包含哪些单位，无法核对是否与同时给出的文件重复；请用完整的汇总工作簿，不要只留汇总表。"
    return [Finding.of("merge.parts_unknown", message, about=summary)]


def _refuse_nameless(offered: Sequence[Submission]) -> None:
    """Raise InputError if several merged workbooks were made without a name: nobody could tell them apart."""
    nameless = [submission for submission in offered if submission.unit == NAMELESS]
    files = [submission.source.file for submission in nameless if submission.merge_state]
    if len({submission.period for submission in nameless}) < len(files):
        raise InputError(
            f"{listed(files, 5)}这{len(files)}个汇总工作簿都没有写明汇总单位；请用 gkxl merge 的 --unit 写明各自的名称，重新汇总后再合并"
        )
