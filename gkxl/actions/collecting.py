"""From opened workbooks to the submissions that may be counted: a merged workbook is one of them, and never counted beside its parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from gkxl.actions.outcome import NAMELESS, incomplete
from gkxl.aggregation.totals import parts_differ
from gkxl.eligibility.double_counting import MergedWorkbook, without_double_counting
from gkxl.eligibility.file_hints import misnamed
from gkxl.eligibility.fingerprints import Fingerprint, fingerprints_of
from gkxl.eligibility.revisions import within
from gkxl.errors import InputError
from gkxl.model.period import Period
from gkxl.model.roster import Roster
from gkxl.model.submission import Submission
from gkxl.model.unit_names import listed
from gkxl.rules.findings import Finding, submission_finding

if TYPE_CHECKING:
    from gkxl.workbook.reading.submissions import WorkbookReading


@dataclass(frozen=True)
class Inside:
    """What of all that was collected concerns one period."""

    counted: list[Submission]
    """What may be counted."""
    outside: list[Submission]
    """What is of other periods."""
    findings: list[Finding]
    fingerprints: list[Fingerprint]
    """What stands within the merged workbooks among `counted`."""


@dataclass
class Collected:
    """What the workbooks offer, under the names of the roster."""

    roster: Roster
    loose: list[Submission] = field(default_factory=list)
    books: list[MergedWorkbook] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    """Of reading the loose ones."""
    of_books: dict[str, list[Finding]] = field(default_factory=dict)
    """Of reading each merged workbook, by its file."""

    @property
    def offered(self) -> list[Submission]:
        """Everything that is stated, whether it may be counted or not."""
        return [*self.loose, *(book.summary for book in self.books)]

    def of(self, period: Period) -> Inside:
        """Return what may be counted for a period; what is of another period displaces nothing and spoils nothing."""
        loose, outside = within(self.loose, period)
        books = [book for book in self.books if within([book.summary], period)[0]]
        outside += [book.summary for book in self.books if book not in books]
        offer = without_double_counting(loose, [replace(book, parts=within(book.parts, period)[0]) for book in books], self.roster.distinct)
        findings = [finding for book in offer.books for finding in self.of_books[book.summary.source.file]]
        asked = {"", str(period), *map(str, period.months)}
        findings += [finding for finding in self.findings if finding.period in asked]
        fingerprints = [fingerprint for book in offer.books for fingerprint in fingerprints_of(book.parts, book.fingerprints)]
        return Inside([*offer.loose, *(book.summary for book in offer.books)], outside, findings + offer.findings, fingerprints)


def collect(readings: Sequence[WorkbookReading], roster: Roster) -> Collected:
    """Return what the workbooks offer to count; raises InputError for merged workbooks that nobody could tell apart."""
    found = Collected(roster)
    for reading in readings:
        if reading.summary is None:
            own = [renamed(one, roster.official) for one in reading.submissions]
            found.loose += own
            found.findings += [*reading.findings, *misnamed(own)]
            continue
        summary, units = renamed(reading.summary, roster.official), reading.parts or reading.submissions
        found.books.append(MergedWorkbook(summary, [renamed(one, roster.official) for one in (*units, *reading.months)], reading.fingerprints))
        of_book = [finding for finding in reading.findings if finding.sheet == summary.source.sheet]
        of_book += incomplete(summary) + parts_differ(summary, units)
        found.of_books[summary.source.file] = of_book + ([] if units else [_parts_unknown(summary)])
    _refuse_nameless(found.offered)
    return found


def renamed(submission: Submission, official: Mapping[str, str]) -> Submission:
    """Return a submission under the name that its unit has on the roster."""
    name = official.get(submission.unit)
    return submission if name in (None, submission.unit) else replace(submission, unit=str(name))


def _parts_unknown(summary: Submission) -> Finding:
    message = f"汇总工作簿{summary.named}里没有“明细”，看不出它包含哪些单位，无法核对是否与同时给出的文件重复；请用完整的汇总工作簿，不要只留汇总表。"
    return submission_finding("merge.parts_unknown", message, summary)


def _refuse_nameless(offered: Sequence[Submission]) -> None:
    """Raise InputError if several merged workbooks were made without a name: nobody could tell them apart."""
    files = [one.source.file for one in offered if one.unit == NAMELESS and one.merge_state]
    if len({one.period for one in offered if one.unit == NAMELESS}) < len(files):
        raise InputError(
            f"{listed(files, 5)}这{len(files)}个汇总工作簿都没有写明汇总单位；请用 gkxl merge 的 --unit 写明各自的名称，重新汇总后再合并"
        )
