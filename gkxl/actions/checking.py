"""Check submissions without merging them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gkxl.actions.outcome import Outcome, Progress, incomplete
from gkxl.errors import InputError
from gkxl.period import Period
from gkxl.rollup import parts_differ, select
from gkxl.rules import check
from gkxl.submission import Submission


def check_paths(paths: Sequence[Path], progress: Progress | None = None) -> Outcome:
    """Read and check every submission at `paths`; a merged workbook is checked with the input sheets inside it."""
    from gkxl.workbook.intake import take_in

    intake = take_in(paths, progress=progress)
    if paths and not any(path.exists() for path in paths):
        raise InputError(f"给出的路径都不存在：{'、'.join(map(str, paths))}；请检查路径")
    outcome = Outcome("check", unread=intake.unread, skipped=intake.skipped)
    for reading in intake.readings:
        outcome.findings += reading.findings
        summary = [reading.summary] if reading.summary else []
        for submission in (*summary, *reading.submissions):
            outcome.submissions.append(submission)
            outcome.findings += check(submission)
        if reading.summary:
            outcome.findings += incomplete(reading.summary)
        if reading.summary and reading.submissions:
            outcome.findings += parts_differ(reading.summary, reading.submissions)
    if not outcome.submissions and not outcome.unread:
        raise InputError("没有找到任何填好的填报表；请检查给出的路径", outcome)
    apart = {reading.file for reading in intake.readings if reading.summary}
    by_period: dict[Period, list[Submission]] = {}
    for submission in outcome.submissions:
        if submission.source.file not in apart:
            by_period.setdefault(submission.period, []).append(submission)
    for period, submissions in sorted(by_period.items()):
        outcome.findings += select(submissions, period).findings
    return outcome
