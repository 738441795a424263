"""Check submissions without merging them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from gkxl.actions.beside_roster import beside_roster, under_roster_names
from gkxl.actions.collecting import merged_workbook, placed
from gkxl.actions.describing import not_carried, verdict
from gkxl.actions.explaining import explanations_in
from gkxl.actions.loading import Loaded, load, one_series
from gkxl.actions.locating import Given, locate
from gkxl.actions.merged_workbooks import judge_merged
from gkxl.actions.missing import unexpected
from gkxl.actions.outcome import Outcome, Progress
from gkxl.actions.previous import Previous, PreviousFiles, recall_all
from gkxl.actions.published_reports import judge_reports, take_out_reports
from gkxl.aggregation.stocks import find_lacking, find_lacking_in_parts
from gkxl.aggregation.to_date import check_to_date
from gkxl.aggregation.year import chain, uncarried, unit_totals
from gkxl.eligibility.counted_beside import counted_beside
from gkxl.eligibility.double_counting import without_double_counting
from gkxl.eligibility.file_hints import misnamed
from gkxl.eligibility.mislabelled import without_mislabelled
from gkxl.eligibility.namesakes import asked_about
from gkxl.eligibility.parents import parents_differ
from gkxl.eligibility.published import differing
from gkxl.eligibility.revisions import choose_revisions
from gkxl.eligibility.settled import erased, not_on, superseded, without_replaced
from gkxl.errors import InputError
from gkxl.forms import Severity
from gkxl.model.period import Period
from gkxl.model.published import PublishedReport
from gkxl.model.roster import Roster
from gkxl.model.submission import Source, Submission
from gkxl.paths import exists, is_folder
from gkxl.rules.causes import settle
from gkxl.rules.equations import check
from gkxl.rules.findings import Finding
from gkxl.rules.likeness import Seen, unlikely
from gkxl.rules.weighing import weigh

if TYPE_CHECKING:
    from gkxl.workbook.reading.cluster import Cluster
    from gkxl.workbook.reading.intake import Intake
    from gkxl.workbook.reading.submissions import WorkbookReading


def check_paths(
    paths: Sequence[Path],
    progress: Progress | None = None,
    *,
    previous: Sequence[Path] = (),
    roster: Path | None = None,
    workers: int | Cluster | None = None,
) -> Outcome:
    """Read and check every submission at `paths`; a merged workbook is checked with the input sheets inside it.

    With the workbooks of the period before (`previous`) and a roster it is also checked what a merge would compare with
    these.  Raises InputError where nothing was read, where nothing of `previous` is of a period before, and on a roster with faults.
    """
    loaded = load(paths, roster=roster, previous=previous, progress=progress, workers=workers)
    if paths and not any(exists(path) for path in paths):
        raise InputError(f"给出的路径都不存在：{'、'.join(map(str, paths))}；请检查路径")
    reports = take_out_reports(loaded.intake, progress, workers)
    before = take_out_reports(loaded.previous.intake, workers=workers) if loaded.previous else ()
    if loaded.roster:
        under_roster_names(loaded.roster, loaded.intake, *([loaded.previous.intake] if loaded.previous else []))
    if reports and not loaded.intake.unread and not any(stated_in(reading) for reading in loaded.intake.readings):
        outcome = Outcome("check", skipped=loaded.intake.skipped)  # a draft of the text alone
    else:
        outcome = check_all_series(loaded)
    told = _with_texts(outcome, reports, before, loaded.previous)
    return _with_roster(told, loaded.roster, everybody=any(map(is_folder, paths))) if reports else told


def _with_texts(outcome: Outcome, reports: Sequence[PublishedReport], before: Sequence[PublishedReport], previous: PreviousFiles | None) -> Outcome:
    """Return an outcome with what is wrong with the words of published reports."""
    if not reports:
        return outcome
    stated = [submission for reading in (previous.intake.readings if previous else ()) for submission in stated_in(reading)]
    told = replace(outcome, findings=[*outcome.findings, *judge_reports(reports, before, stated)], reports=reports)
    return replace(told, state=verdict(told))


def _with_roster(outcome: Outcome, roster: Roster | None, *, everybody: bool) -> Outcome:
    """Return an outcome with what published reports are beside each other and the roster."""
    told, line = beside_roster(outcome, roster, everybody=everybody)
    return replace(told, state="；".join(filter(None, [verdict(told), line])))


def check_all_series(loaded: Loaded) -> Outcome:
    """Return what is wrong with everything that was read, each series by itself; raises InputError where nothing was."""
    from gkxl.workbook.reading.by_series import series_in

    found = series_in(loaded.intake)
    if len(found) <= 1:
        return check_read(loaded.intake, loaded.roster, loaded.previous)
    whole = Outcome("check", skipped=loaded.intake.skipped)
    for series in found:
        one = one_series(loaded, series)
        previous = one.previous if one.previous and one.previous.intake.readings else None  # last year may have had no such table
        outcome = check_read(one.intake, one.roster, previous)
        whole = replace(
            whole,
            submissions=[*whole.submissions, *outcome.submissions],
            findings=[*whole.findings, *outcome.findings],
            unread=list(dict.fromkeys([*whole.unread, *outcome.unread])),
            corrections=[*whole.corrections, *outcome.corrections],
            explained=[*whole.explained, *outcome.explained],
            not_carried="；".join(dict.fromkeys(filter(None, (whole.not_carried, outcome.not_carried)))),
        )
    return replace(whole, state=verdict(whole))


def check_read(intake: Intake, roster: Roster | None = None, before: PreviousFiles | None = None) -> Outcome:
    """Return what is wrong with everything that was read; raises InputError where nothing was."""
    names = roster or Roster(())
    readings, by_folder = placed(intake.readings, names)
    submissions = [stated for reading in readings for stated in stated_in(reading)]
    if not submissions and not intake.unread:
        raise InputError("没有找到任何填好的填报表；请检查给出的路径", Outcome("check", skipped=intake.skipped))
    loose = [submission for reading in readings if reading.summary is None for submission in reading.submissions]
    published = [submission for reading in readings if reading.published for submission in reading.submissions]
    of_reports = {report.source for report in published}
    in_dispute = {report.source for reports in differing(published) for report in reports}
    choice = choose_revisions(submission for submission in loose if submission.source not in in_dispute)
    settled = superseded(choice)
    unread, replaced = without_replaced(intake.unread, choice, roster)
    years_apart, mislabelled = without_mislabelled(choice.counted, names.monthly)
    previous = recall_all(before, sorted({submission.period for submission in submissions}), names) if before else Previous()
    previous = previous.beside(dict.fromkeys(submission.who for submission in submissions))
    counted, of_stocks = find_lacking(years_apart, _all_of(previous))
    marked = {submission.source: submission for submission in counted}
    behind = {reading.summary.source: reading.submissions or reading.parts for reading in readings if reading.summary}
    bodies, of_parts = find_lacking_in_parts(_bodies(readings), behind, _all_of(previous))
    successive = [*counted, *bodies]
    findings = [
        *not_on(settled, (finding for reading in readings for finding in _judge_workbook(reading, marked))),
        *choice.findings,
        *replaced,
        *not_on(settled, misnamed(loose)),
        *erased(choice),
        *mislabelled,
        *of_stocks,
        *of_parts,
        *chain(successive, previous.units),
        *check_to_date(successive, _all_of(previous)),
        *_beside_each_other(counted, names, of_reports),
        *(_not_on_the_roster([sheet for sheet in counted if sheet.source not in of_reports], roster) if roster else ()),
        *_maybe_twice(counted, readings, names),
        *asked_about(counted, by_folder, names),
        *previous.findings,
        *_unlikely(counted, names, previous),
    ]
    given = Given([sheet for reading in readings for sheet in reading.submissions], counted, _all_of(previous), names)
    sums = [(_of_sum(reading, findings), [*reading.findings, *_on_sheets(reading, marked)]) for reading in readings if reading.summary]
    told = settle(locate(findings, given), sums)
    written = [*readings, *(before.intake.readings if before else [])]
    weighed = weigh(told, (), explanations_in(written, names))
    outcome = Outcome(
        "check",
        submissions,
        [*told, *weighed.findings],
        unread,
        intake.skipped,
        corrections=choice.corrections,
        explained=weighed.explained,
        not_carried=not_carried(uncarried(successive, previous.units), len({submission.who for submission in successive})),
    )
    return replace(outcome, state=verdict(outcome))


def _all_of(previous: Previous) -> list[Submission]:
    return [submission for stated in previous.units.values() for submission in stated]


def _bodies(readings: Sequence[WorkbookReading]) -> Sequence[Submission]:
    """Return the 汇总 of the merged workbooks, of each body and period the latest."""
    return choose_revisions(reading.summary for reading in readings if reading.summary).counted


def _beside_each_other(counted: Sequence[Submission], roster: Roster, of_reports: Collection[Source]) -> list[Finding]:
    """Return where what units state of the same time does not fit together: a year and its months, a parent and its children.

    The published report of a parent is held against those below it as a whole, and not here.
    """
    by_figure = [submission for submission in counted if submission.source not in of_reports or not roster.children(submission.who)]
    by_year: dict[int, list[Submission]] = {}
    for submission in counted:
        by_year.setdefault(submission.period.year, []).append(submission)
    of_years = [finding for year, stated in sorted(by_year.items()) for finding in unit_totals(stated, Period(year))[1]]
    side_by_side = [finding for number in sorted(by_year) for finding in counted_beside(_years(counted, number), roster)]
    return [*of_years, *parents_differ(roster, by_figure), *side_by_side]


def _not_on_the_roster(counted: Sequence[Submission], roster: Roster) -> list[Finding]:
    by_period: dict[Period, list[Submission]] = {}
    for submission in counted:
        by_period.setdefault(submission.period, []).append(submission)
    return [finding for period, stated in sorted(by_period.items()) for finding in unexpected(roster, stated, period)]


def _unlikely(counted: Sequence[Submission], roster: Roster, previous: Previous) -> list[Finding]:
    """Return what is allowed but unlikely of these, of their years too where they are given by months."""
    whole = [year for number in sorted({submission.period.year for submission in counted}) for year in _years(counted, number)]
    return unlikely(Seen(counted, roster, whole, [submission for stated in previous.units.values() for submission in stated]))


def _years(counted: Sequence[Submission], number: int) -> list[Submission]:
    return unit_totals([submission for submission in counted if submission.period.year == number], Period(number))[0]


def _maybe_twice(counted: Sequence[Submission], readings: Sequence[WorkbookReading], roster: Roster) -> list[Finding]:
    """Return what a merge would ask about what may count twice; what certainly does is an error only where it is merged."""
    books = [merged_workbook(reading, reading.summary) for reading in readings if reading.summary]
    found = without_double_counting(counted, books, roster.apart).findings if books else []
    return [finding for finding in found if finding.severity is not Severity.ERROR]


def stated_in(reading: WorkbookReading) -> list[Submission]:
    """Return everything that a workbook states: its 汇总, if it has one, and its input sheets."""
    return [*([reading.summary] if reading.summary else []), *reading.submissions]


def _judge_workbook(reading: WorkbookReading, marked: Mapping[Source, Submission]) -> list[Finding]:
    """Return all that is wrong inside one workbook, with its 汇总 and without; `marked` are those that lack something, and others."""
    merged = judge_merged(reading)
    return [
        *(finding for finding in reading.findings if finding not in merged),
        *merged,
        *_on_sheets(reading, marked),
    ]


def _of_sum(reading: WorkbookReading, findings: Sequence[Finding]) -> list[Finding]:
    """Return what is said of a 汇总: within its workbook, and beside those of other periods."""
    source = reading.summary.source if reading.summary else None
    return [*judge_merged(reading), *(finding for finding in findings if Source(finding.file, finding.sheet) == source)]


def _on_sheets(reading: WorkbookReading, marked: Mapping[Source, Submission]) -> list[Finding]:
    """Return what the input sheets of a workbook break among themselves."""
    return [finding for submission in reading.submissions for finding in check(marked.get(submission.source, submission))]
