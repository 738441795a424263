"""Second stage of a merge, resolve: which submissions count for the period, and who has reported. Pure."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from gkxl.actions.collecting import collect
from gkxl.actions.loading import Loaded
from gkxl.actions.missing import unexpected
from gkxl.actions.outcome import Outcome
from gkxl.actions.previous import Previous, recall
from gkxl.aggregation.stocks import find_lacking, find_lacking_in_parts
from gkxl.eligibility.double_counting import MergedWorkbook
from gkxl.eligibility.file_hints import attribute
from gkxl.eligibility.fingerprints import Fingerprint
from gkxl.eligibility.mislabelled import without_mislabelled
from gkxl.eligibility.part_months import LackingPart, lacking_parts
from gkxl.eligibility.revisions import Correction, RevisionChoice, choose_revisions, left_out
from gkxl.eligibility.settled import erased, not_on, superseded, without_replaced
from gkxl.errors import InputError
from gkxl.forms import Form, Severity, form_for, forms_of
from gkxl.model.period import Period
from gkxl.model.roster import Roster
from gkxl.model.submission import Key, Source, Submission
from gkxl.reporting_status.assess import assess
from gkxl.reporting_status.grid import StatusGrid
from gkxl.rules.findings import Finding
from gkxl.rules.unread import Skipped, SkipReason, Unread


@dataclass(frozen=True)
class Resolved:
    """What counts for one period, and what came beside it."""

    period: Period
    counted: Sequence[Submission]
    """The submissions that count, one for each unit and period within it."""
    outside: Sequence[Submission]
    """Submissions of other periods."""
    disputed: Sequence[Key]
    """Of what there are contradictory submissions, none of which counts."""
    corrections: Sequence[Correction]
    unread: Sequence[Unread]
    """What could not be read and is of the period, or may be."""
    skipped: Sequence[Skipped]
    grid: StatusGrid
    """Who has reported."""
    fingerprints: Sequence[Fingerprint]
    """What stands within the merged workbooks that count."""
    merged: frozenset[Source]
    """Where the merged workbooks among `counted` stand: these are judged already."""
    reports: frozenset[Source]
    """Where those of them stand that are published reports."""
    of_figures: Sequence[Finding]
    """What reading said of the figures, and what speaks against the merged workbooks by themselves."""
    of_stocks: Sequence[Finding]
    """Those on stocks that were left blank, which are among `of_figures`."""
    of_disputes: Sequence[Finding]
    """The findings on `disputed`, which are among those of this stage."""
    of_double_counting: Sequence[Finding]
    """Those on what was given twice, likewise."""
    previous: Previous
    """What was stated for the period before."""
    lacking_parts: Sequence[LackingPart] = ()
    """Units that lack in some of the monthly workbooks of their body, of a year."""


def resolve(loaded: Loaded, period: Period | None = None, today: dt.date | None = None) -> tuple[Resolved, list[Finding]]:
    """Return what counts for a period, by default the only one that anything is of, and whose it is.

    On `today` some of it may not be due yet.  Raises InputError where nobody could say which
    period, or where nothing that was given for the period before is of it.
    """
    collected = collect(loaded.intake.readings, loaded.names, loaded.unit)
    period = period or _common_period(collected.offered, loaded)
    form = _form_of(period, loaded.series)
    inside = collected.of(period)
    choice, mislabelled = _years_that_are_years(choose_revisions(inside.counted), loaded.roster)
    settled = superseded(choice)
    left, replaced = without_replaced(loaded.intake.unread, choice, loaded.roster)
    unread, skipped = of_period(attribute(left, loaded.names, period), period)
    roster = loaded.roster or Roster.of([submission.who for submission in choice.counted])
    findings = [
        *not_on(settled, inside.misnamed),
        *inside.of_double_counting,
        *left_out(inside.outside, inside.counted, period),
        *choice.findings,
        *replaced,
        *mislabelled,
    ]
    findings += _left_aside(loaded)
    if loaded.roster:
        findings += unexpected(loaded.roster, choice.counted, period)
    previous = recall(loaded.previous, period, loaded.names, loaded.unit) if loaded.previous else Previous()
    previous = previous.beside(dict.fromkeys(submission.who for submission in choice.counted))
    earlier = _earlier(period, inside.outside, previous)
    counted, of_stocks = find_lacking(choice.counted, earlier)
    counted, of_parts = find_lacking_in_parts(counted, {book.summary.source: book.parts for book in inside.merged}, earlier)
    of_stocks += of_parts
    resolved = Resolved(
        period,
        counted,
        inside.outside,
        choice.disputed,
        choice.corrections,
        unread,
        [*loaded.intake.skipped, *skipped],
        assess(roster, period, choice, unread, form.words, today),
        inside.fingerprints,
        frozenset(book.summary.source for book in inside.merged),
        frozenset(book.summary.source for book in inside.merged if book.is_report),
        [*not_on(settled, inside.of_figures), *erased(choice), *of_stocks],
        of_stocks,
        _disputes(choice),
        inside.of_double_counting,
        previous,
        _lacking_parts(inside.merged, choice.counted) if period.made_of_months else [],
    )
    return resolved, findings


def _form_of(period: Period, series: str) -> Form:
    form = form_for(series, period)
    if form is None:
        raise InputError(f"{period.chinese}没有对应的报表格式；gkxl 支持的年份见 gkxl forms")
    return form


def _left_aside(loaded: Loaded) -> list[Finding]:
    """Return in one line which other series lie here and are not counted."""
    if not loaded.aside:
        return []
    return [
        Finding.of("series.left_aside", f"给出的文件里还有{_aside(loaded)}，与本次的报表不是一类，没有计入；要汇总它们，请加上括号里的选项另行汇总。")
    ]


def _years_that_are_years(choice: RevisionChoice, roster: Roster | None) -> tuple[RevisionChoice, list[Finding]]:
    """Return what counts without months that call themselves a year, and a finding on each of these."""
    counted, findings = without_mislabelled(choice.counted, roster.monthly if roster else ())
    return replace(choice, counted=tuple(counted)), findings


def _earlier(period: Period, outside: Sequence[Submission], previous: Previous) -> list[Submission]:
    """Return what the units stated before a period: given apart, or lying in the same folders, the last of which count for less."""
    given = [submission for stated in previous.units.values() for submission in stated]
    return [*choose_revisions(submission for submission in outside if submission.period < period).counted, *given]


def _lacking_parts(merged: Sequence[MergedWorkbook], counted: Sequence[Submission]) -> list[LackingPart]:
    """Return who lacks in some of the monthly workbooks that count."""
    sources = {submission.source for submission in counted}
    return lacking_parts((book for book in merged if book.summary.source in sources), (submission.key for submission in counted))


def of_period(files: Sequence[Unread], period: Period) -> tuple[list[Unread], list[Skipped]]:
    """Return the unread files that are of a period, or may be; and those of other periods, which are passed over with a word."""
    unread: list[Unread] = []
    skipped: list[Skipped] = []
    for file in files:
        told = file.period
        # A later year on a file may be that in which it was sent.
        if told is None or told.year > period.year or told.overlaps(period):
            unread.append(file)
        else:
            skipped.append(
                Skipped(file.file, SkipReason.OTHER_PERIOD, f"没有读出，但看名称是{told.chinese}的，与{period.chinese}无关（{file.reason}）")
            )
    return unread, skipped


def _disputes(choice: RevisionChoice) -> list[Finding]:
    return [finding for finding in choice.findings if finding.severity is Severity.ERROR]


def _common_period(offered: Sequence[Submission], loaded: Loaded) -> Period:
    """Return the one period that everything is of; raises InputError where there is none, or more than one."""
    outcome = Outcome("merge", unread=loaded.intake.unread, skipped=loaded.intake.skipped)
    periods = Counter(submission.period for submission in offered)
    if not periods:
        raise InputError(nothing_read(loaded), outcome)
    if len(periods) > 1:
        shown = "、".join(f"{period}（{number}份）" for period, number in sorted(periods.items()))
        how = "请用 --period 指明要汇总的月份（如 2026-03）或年份（如 2026，月报会合计成全年），季度、半年如 2026-Q1、2026-H1"
        raise InputError(f"给出的报送有不同的期间：{shown}；{how}", outcome)
    return next(iter(periods))


def nothing_read(loaded: Loaded) -> str:
    """Return why there is nothing to add up where no file gave a submission of the series."""
    files = loaded.intake.unread
    if loaded.aside:
        return f"没有找到这类报表（--series {loaded.series}）；给出的文件里有{_aside(loaded)}，请加上括号里的选项"
    if not files:
        return "没有找到任何填报表；请检查给出的路径"
    reasons = "\n".join(f"  {unread.file}：{unread.reason}" for unread in files[:10])
    return f"没有一份报送可以汇总，{len(files)}份未读出：\n{reasons}"


def _aside(loaded: Loaded) -> str:
    """Return which other series lie here, each with the option that asks for it."""
    return "、".join(f"{count}张“{forms_of(series)[-1].words.sheet}”（--series {series}）" for series, count in sorted(loaded.aside.items()))
