"""What was read, series by series: figures of different series never mix, although one workbook may hold sheets of several."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from gkxl.forms import STATUTORY
from gkxl.workbook.reading.intake import Intake
from gkxl.workbook.reading.submissions import WorkbookReading


def series_in(intake: Intake) -> list[str]:
    """Return the series of which anything was read, filled in or not, in the order of their names."""
    return sorted({series for reading in intake.readings for series in _sheets(reading).values()})


def of_series(intake: Intake, series: str) -> Intake:
    """Return what was read of one series; a file that could not be read at all may be of any."""
    kept = [of_one(reading, series) for reading in intake.readings]
    unread = [unread for unread in intake.unread if unread.series in ("", series)]
    return Intake([reading for reading in kept if reading is not None], unread, intake.skipped)


def of_one(reading: WorkbookReading, series: str) -> WorkbookReading | None:
    """Return what one workbook holds of a series; None where it holds sheets of others alone."""
    sheets = _sheets(reading)
    if sheets and set(sheets.values()) == {series}:
        return reading
    if sheets and series not in sheets.values():
        return None
    summary = reading.summary if reading.summary and reading.summary.form.series == series else None
    return replace(
        reading,
        submissions=[submission for submission in reading.submissions if submission.form.series == series],
        summary=summary,
        parts=reading.parts if summary else [],
        months=reading.months if summary else [],
        report=reading.report if summary else None,
        fingerprints=reading.fingerprints if summary else [],
        places=[place for place in reading.places if place.form.series == series],
        findings=[finding for finding in reading.findings if sheets.get(finding.sheet, series) == series],
        unread=[unread for unread in reading.unread if unread.series in ("", series)],
        blank=[unread for unread in reading.blank if unread.series in ("", series)],
    )


def main_series(reading: WorkbookReading) -> str:
    """Return the series that a workbook is of: that of its 汇总, else the statutory one where it has a sheet of it, else its first."""
    if reading.summary is not None:
        return reading.summary.form.series
    found = list(_sheets(reading).values())
    return found[0] if found and STATUTORY not in found else STATUTORY


def others(intake: Intake, series: str) -> Counter[str]:
    """Return how many filled sheets there are of each series that is not this one."""
    return Counter(_filled(intake.readings, series))


def _filled(readings: Iterable[WorkbookReading], series: str) -> Iterable[str]:
    for reading in readings:
        stated = [*reading.submissions, *filter(None, [reading.summary])]
        yield from (submission.form.series for submission in stated if submission.form.series != series)


def _sheets(reading: WorkbookReading) -> dict[str, str]:
    """Return the series of each sheet that has one."""
    sheets = {place.sheet: place.form.series for place in reading.places}
    sheets |= {submission.source.sheet: submission.form.series for submission in reading.submissions}
    if reading.summary is not None:
        sheets[reading.summary.source.sheet] = reading.summary.form.series
    return sheets
