"""Published reports beside the roster: who has published, who twice, whom nobody expects, and parents beside those below them. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from gkxl.actions.outcome import Outcome
from gkxl.eligibility.published import published_twice, sums_differ
from gkxl.eligibility.revisions import choose_revisions
from gkxl.forms import STATUTORY
from gkxl.model.roster import Roster
from gkxl.model.submission import Submission
from gkxl.model.unit import Unit
from gkxl.model.unit_names import NAMELESS
from gkxl.reporting_status.published import Publication, by_title, not_on_roster, not_published, who_has_published
from gkxl.rules.unread import SkipReason

if TYPE_CHECKING:
    from gkxl.workbook.reading.intake import Intake


def under_roster_names(roster: Roster, *intakes: Intake) -> None:
    """Let the published reports among what was read be of the units on the roster that their titles mean."""
    published = [reading for intake in intakes for reading in intake.readings if reading.published]
    titles = by_title(roster) if published else {}
    for reading in published:
        reading.submissions = [_of(titles.get(report.unit), report) for report in reading.submissions]


def _of(unit: Unit | None, report: Submission) -> Submission:
    return replace(report, unit=unit.name, parent=unit.parent) if unit else report


def beside_roster(outcome: Outcome, roster: Roster | None, *, everybody: bool) -> tuple[Outcome, str]:
    """Return what was checked with what the reports in it say beside each other and the roster, and in one line who has published.

    Where reports of `everybody` were asked for, who has none is missing; else, without a roster, and where sheets lie among
    the reports, so that the roster may be of those who fill in sheets, the line is "".
    """
    files = {report.file for report in outcome.reports}
    tables = [submission for submission in outcome.submissions if submission.source.file in files]
    findings = [*outcome.findings, *published_twice(tables)]
    if roster is None:
        return replace(outcome, findings=findings), ""
    names = roster.of_series(STATUTORY)
    whose = {submission.source.file: submission.who for submission in tables if submission.unit != NAMELESS}
    titles = by_title(names)
    publications = [
        Publication(whose.get(report.file) or titles.get(report.unit) or Unit(report.unit), report.year, report.file)
        for report in outcome.reports
        if report.year is not None
    ]
    others = choose_revisions(submission for submission in outcome.submissions if submission.source.file not in files).counted
    findings += [*not_on_roster(names, publications), *sums_differ(names, tables, others)]
    publishing = who_has_published(names, publications) if everybody and len(tables) == len(outcome.submissions) else None
    if publishing is None:
        return replace(outcome, findings=findings), ""
    lost = len(outcome.unread) + sum(skipped.why is SkipReason.UNREADABLE for skipped in outcome.skipped)
    findings += not_published(publishing, publications, lost)
    return replace(outcome, findings=findings, missing=[*outcome.missing, *publishing.keys]), publishing.line
