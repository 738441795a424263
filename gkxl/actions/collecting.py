"""From opened workbooks to the submissions that may be counted: a merged workbook is one of them, and never counted beside its parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from gkxl.actions.outcome import NAMELESS, incomplete
from gkxl.attribution import misnamed
from gkxl.errors import InputError
from gkxl.findings import Finding
from gkxl.overlap import Book, without_overlap
from gkxl.period import Period
from gkxl.rollup import parts_differ
from gkxl.roster import Roster
from gkxl.submission import Submission
from gkxl.units import listed

if TYPE_CHECKING:
    from gkxl.workbook.reading import WorkbookReading


def collect(readings: Sequence[WorkbookReading], roster: Roster) -> tuple[list[Submission], list[Finding]]:
    """Return what the workbooks offer to count, under the names of the roster, and what was found in reading them."""
    loose: list[Submission] = []
    books: dict[str, Book] = {}
    findings: list[Finding] = []
    for reading in readings:
        if reading.summary is None:
            own = [renamed(one, roster.official) for one in reading.submissions]
            loose += own
            findings += [*reading.findings, *misnamed(own)]
        else:
            parts = [*(reading.parts or reading.submissions), *reading.months]
            books[reading.file] = Book(renamed(reading.summary, roster.official), [renamed(one, roster.official) for one in parts])
    offer = without_overlap(loose, list(books.values()), roster.distinct)
    offered = [*offer.loose, *(book.summary for book in offer.books)]
    kept = {book.summary.source.file for book in offer.books}
    for reading in readings:
        if reading.summary is not None and reading.file in kept:
            summary = books[reading.file].summary
            findings += [finding for finding in reading.findings if finding.sheet == summary.source.sheet]
            findings += incomplete(summary) + parts_differ(summary, reading.parts or reading.submissions)
    return offered, findings + offer.findings


def renamed(submission: Submission, official: Mapping[str, str]) -> Submission:
    """Return a submission under the name that its unit has on the roster."""
    name = official.get(submission.unit)
    return submission if name in (None, submission.unit) else replace(submission, unit=str(name))


def of_period(findings: Sequence[Finding], period: Period) -> list[Finding]:
    """Return the findings that concern a period: those on others are no business of its merge."""
    within = {"", str(period), *map(str, period.months)}
    return [one for one in findings if one.period in within]


def refuse_nameless(offered: Sequence[Submission]) -> None:
    """Raise InputError if several merged workbooks were made without a name: nobody could tell them apart."""
    files = [one.source.file for one in offered if one.unit == NAMELESS and "complete" in one.head]
    if len({one.period for one in offered if one.unit == NAMELESS}) < len(files):
        raise InputError(
            f"{listed(files, 5)}这{len(files)}个汇总工作簿都没有写明汇总单位；请用 gkxl merge 的 --unit 写明各自的名称，重新汇总后再合并"
        )
