"""Who has reported, when, and who has not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from gkxl.actions.collecting import collect
from gkxl.actions.inputs import load_roster
from gkxl.actions.missing import add_dates, add_missing, compare_names
from gkxl.actions.outcome import Outcome, Progress
from gkxl.attendance import attend
from gkxl.attribution import attribute
from gkxl.errors import InputError
from gkxl.output import check_writable, write_whole
from gkxl.period import Period
from gkxl.reminders import reminders
from gkxl.selection import left_out, select, within


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
    from gkxl.workbook.intake import take_in

    if output is not None:
        check_writable(output, force)
        if output.suffix.lower() != ".xlsx":
            raise InputError(f"“{output}”应以 .xlsx 结尾；报送情况是一个 Excel 工作簿")
    listed = load_roster(roster)
    if not any(path.exists() for path in paths):
        raise InputError(f"给出的路径都不存在：{'、'.join(map(str, paths))}；请检查路径")
    intake = take_in(paths, leave_out=[roster, *filter(None, [output])], progress=progress)
    outcome = Outcome("status", skipped=intake.skipped)
    outcome.unread = attribute(intake.unread, listed.official, period)
    offered, found = collect(intake.readings, listed.official)
    outcome.findings += [one for one in found if one.rule.startswith("merge.")]
    inside, outside = within(offered, period)
    selection = select(inside)
    outcome.submissions = list(selection.counted)
    outcome.findings += [*left_out(outside, inside, period), *selection.findings]
    outcome.corrections = list(selection.corrections)
    grid = outcome.attendance = attend(listed, period, selection, outcome.unread, today)
    add_missing(outcome, grid)
    add_dates(outcome, grid)
    compare_names(outcome, listed, selection.counted)
    outcome.state = grid.count_line
    if output is not None:
        from gkxl.workbook.attendance_sheet import attendance_workbook

        write_whole(output, attendance_workbook(grid, reminders(grid)), force)
        outcome.output = str(output)
    return outcome
