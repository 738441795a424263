"""Who has reported, when, and who has not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gkxl.actions.collecting import collect
from gkxl.actions.inputs import check_output, load_roster
from gkxl.actions.missing import add_dates, add_missing, compare_names
from gkxl.actions.outcome import Outcome, Progress
from gkxl.eligibility.file_hints import attribute
from gkxl.eligibility.revisions import choose_revisions, left_out
from gkxl.errors import InputError
from gkxl.model.period import Period
from gkxl.model.roster import Roster
from gkxl.reporting_status.assess import assess
from gkxl.reporting_status.reminders import reminders
from gkxl.safe_write import write_whole

if TYPE_CHECKING:
    from gkxl.workbook.reading.folders import Intake

_CONCERNING = ("head.period_name", "merge.counted_twice", "merge.same_name", "merge.incomplete_part", "merge.state_unknown")
"""Findings of reading that say something about who has reported."""


def status(
    paths: Sequence[Path],
    roster: Path,
    period: Period,
    *,
    today: dt.date | None = None,
    output: Path | None = None,
    force: bool = False,
    progress: Progress | None = None,
) -> Outcome:
    """Return who on the roster has reported for a month, or for a year and its months; write 报送情况 to `output` if given.

    `today` decides what is not due yet; without it everything asked for is.  The figures themselves are not checked here.
    """
    from gkxl.workbook.reading.folders import take_in

    if output is not None:
        check_output(output, [*paths, roster], force)
    listed = load_roster(roster)
    if not any(path.exists() for path in paths):
        raise InputError(f"给出的路径都不存在：{'、'.join(map(str, paths))}；请检查路径")
    intake = take_in(paths, leave_out=[roster], progress=progress)
    if output is not None and any(Path(reading.file).resolve() == output.resolve() for reading in intake.readings):
        raise InputError(f"“{output}”既是输入又是输出；请用 -o 换一个文件名")
    outcome = take_stock(intake, listed, period, today)
    if output is not None:
        from gkxl.workbook.writing.workbooks import reporting_status_workbook

        assert outcome.reporting_status is not None, "taking stock makes a grid"
        write_whole(output, reporting_status_workbook(outcome.reporting_status, reminders(outcome.reporting_status)), force)
        outcome.output = str(output)
    return outcome


def take_stock(intake: Intake, listed: Roster, period: Period, today: dt.date | None = None) -> Outcome:
    """Return who on the roster has reported, from what was read; nobody at all is an answer too."""
    outcome = Outcome("status", skipped=intake.skipped)
    outcome.take_unread(attribute(intake.unread, listed.official, period), period)
    inside = collect(intake.readings, listed).of(period)
    outcome.findings += [one for one in inside.findings if one.rule in _CONCERNING]
    choice = choose_revisions(inside.counted)
    outcome.submissions = list(choice.counted)
    outcome.findings += [*left_out(inside.outside, inside.counted, period), *choice.findings]
    outcome.corrections = list(choice.corrections)
    grid = outcome.reporting_status = assess(listed, period, choice, outcome.unread, today)
    add_missing(outcome, grid, merging=False)
    add_dates(outcome, grid)
    compare_names(outcome, listed, choice.counted, period)
    outcome.state = grid.count_line
    return outcome
