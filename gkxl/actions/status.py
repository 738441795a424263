"""Who has reported, when, and who has not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from gkxl.actions.inputs import check_output
from gkxl.actions.loading import Loaded, load, one_series
from gkxl.actions.merged_workbooks import incomplete
from gkxl.actions.missing import date_findings, missing_findings, shortfall
from gkxl.actions.outcome import Outcome, Progress
from gkxl.actions.resolving import resolve
from gkxl.errors import InputError
from gkxl.forms import STATUTORY
from gkxl.model.period import Period
from gkxl.model.roster import Roster
from gkxl.paths import exists, real
from gkxl.reporting_status.grid import StatusGrid
from gkxl.reporting_status.reminders import reminders
from gkxl.safe_write import check_writable, write_whole

if TYPE_CHECKING:
    from gkxl.workbook.reading.cluster import Cluster
    from gkxl.workbook.reading.intake import Intake


def status(
    paths: Sequence[Path],
    roster: Path,
    period: Period,
    *,
    today: dt.date | None = None,
    output: Path | None = None,
    force: bool = False,
    progress: Progress | None = None,
    workers: int | Cluster | None = None,
    series: str = STATUTORY,
) -> Outcome:
    """Return who on the roster has reported for a month, or for a year and its months; write 报送情况 to `output`
    if given, as .docx a notice to all units.

    `today` decides what is not due yet; without it everything asked for is.  The figures themselves are not checked here.
    """
    if output is not None and output.suffix.lower() == ".docx":
        check_writable(output, force)  # no submission is a Word document
    elif output is not None:
        check_output(output, [*paths, roster], force)
    if not any(exists(path) for path in paths):
        raise InputError(f"给出的路径都不存在：{'、'.join(map(str, paths))}；请检查路径")
    loaded = one_series(load(paths, roster=roster, progress=progress, workers=workers), series)
    if output is not None and any(real(Path(reading.file)) == real(output) for reading in loaded.intake.readings):
        raise InputError(f"“{output}”既是输入又是输出；请用 -o 换一个文件名")
    outcome, grid = _take_stock(loaded, period, today)
    if output is None:
        return outcome
    write_whole(output, _document(output, grid, loaded), force)
    return replace(outcome, output=str(output))


def _document(output: Path, grid: StatusGrid, loaded: Loaded) -> bytes:
    """Return what is written: a notice to all units where a Word document is asked for, else the sheet."""
    if output.suffix.lower() == ".docx":
        return notice_document(grid, loaded.roster)
    from gkxl.workbook.writing.workbooks import reporting_status_workbook

    return reporting_status_workbook(grid, reminders(grid))


def notice_document(grid: StatusGrid, roster: Roster | None) -> bytes:
    """Return one notice to all units as .docx, from what stands above all of them on the roster."""
    from gkxl.report.docx import notice_docx
    from gkxl.reporting_status.notice import notice

    top = roster.top if roster else None
    return notice_docx(notice(grid, top.name if top else roster.root if roster else ""))


def take_stock(intake: Intake, listed: Roster, period: Period, today: dt.date | None = None) -> Outcome:
    """Return who on a roster has reported, from what was read; nobody at all is an answer too."""
    return _take_stock(Loaded(intake, listed), period, today)[0]


def _take_stock(loaded: Loaded, period: Period, today: dt.date | None) -> tuple[Outcome, StatusGrid]:
    resolved, of_resolving = resolve(loaded, period, today)
    grid = resolved.grid
    findings = [
        *of_resolving,
        *(finding for submission in resolved.counted for finding in incomplete(submission)),
        *missing_findings(shortfall(grid, merging=False), merging=False),
        *date_findings(grid),
    ]
    outcome = Outcome(
        "status",
        resolved.counted,
        findings,
        resolved.unread,
        resolved.skipped,
        grid.missing,
        resolved.corrections,
        grid,
        state=grid.count_line,
    )
    return outcome, grid
