"""Check submissions without merging them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from gkxl.actions.merged_workbooks import judge_merged
from gkxl.actions.outcome import Outcome, Progress
from gkxl.aggregation.stocks import find_lacking
from gkxl.aggregation.year import chain
from gkxl.eligibility.file_hints import misnamed
from gkxl.eligibility.revisions import choose_revisions
from gkxl.errors import InputError
from gkxl.forms import Severity
from gkxl.model.submission import Source, Submission
from gkxl.rules.equations import check
from gkxl.rules.findings import Finding
from gkxl.rules.unread import Skipped, SkipReason
from gkxl.safe_write import check_writable, make_folder, write_whole

if TYPE_CHECKING:
    from gkxl.workbook.reading.intake import Intake
    from gkxl.workbook.reading.submissions import WorkbookReading


def check_paths(paths: Sequence[Path], progress: Progress | None = None) -> Outcome:
    """Read and check every submission at `paths`; a merged workbook is checked with the input sheets inside it."""
    from gkxl.workbook.reading.folders import take_in

    intake = take_in(paths, progress=progress)
    if paths and not any(path.exists() for path in paths):
        raise InputError(f"给出的路径都不存在：{'、'.join(map(str, paths))}；请检查路径")
    return check_read(intake)


def check_read(intake: Intake) -> Outcome:
    """Return what is wrong with everything that was read; raises InputError where nothing was."""
    submissions = [stated for reading in intake.readings for stated in stated_in(reading)]
    if not submissions and not intake.unread:
        raise InputError("没有找到任何填好的填报表；请检查给出的路径", Outcome("check", skipped=intake.skipped))
    loose = [submission for reading in intake.readings if reading.summary is None for submission in reading.submissions]
    choice = choose_revisions(loose)
    counted, of_stocks = find_lacking(choice.counted, ())
    marked = {submission.source: submission for submission in counted}
    findings = [
        *(finding for reading in intake.readings for finding in _judge_workbook(reading, marked)),
        *choice.findings,
        *misnamed(loose),
        *of_stocks,
        *chain(counted, {}),
    ]
    return Outcome("check", submissions, findings, intake.unread, intake.skipped, corrections=choice.corrections)


def stated_in(reading: WorkbookReading) -> list[Submission]:
    """Return everything that a workbook states: its 汇总, if it has one, and its input sheets."""
    return [*([reading.summary] if reading.summary else []), *reading.submissions]


def _judge_workbook(reading: WorkbookReading, marked: Mapping[Source, Submission]) -> list[Finding]:
    """Return all that is wrong inside one workbook, with its 汇总 and without; `marked` are those that lack something, and others."""
    merged = judge_merged(reading)
    return [
        *(finding for finding in reading.findings if finding not in merged),
        *merged,
        *(finding for submission in reading.submissions for finding in check(marked.get(submission.source, submission))),
    ]


def mark_copies(outcome: Outcome, paths: Sequence[Path], folder: Path, force: bool = False) -> tuple[list[Path], Outcome]:
    """Write for each file with errors or warnings a copy with the wrong cells marked; return the copies, and the outcome with what has none.

    `paths` are what was checked: no copy may lie there.  A file that is no .xlsx, or of which nothing was read, has none.
    Raises InputError or OutputError before anything is written.
    """
    from gkxl.workbook.writing.marked_copies import UnmarkableError, marked_copy

    by_file: dict[str, list[Finding]] = {}
    for finding in outcome.findings:
        if finding.file and finding.severity is not Severity.INFO:
            by_file.setdefault(finding.file, []).append(finding)
    for path in paths:
        if path.is_dir() and folder.resolve().is_relative_to(path.resolve()):
            raise InputError(f"“{folder}”在报送的文件夹“{path}”里面，标注过的副本会被当作报送读取；请换一个文件夹，例如 --mark 退回")
    make_folder(folder)
    copies: dict[Path, bytes] = {}
    unmarked: list[Skipped] = []
    for file, findings in sorted(by_file.items()):
        path = Path(file)
        number, target = 1, folder / f"{path.stem}-标注{path.suffix}"
        while target in copies:
            number += 1
            target = folder / f"{path.stem}-标注({number}){path.suffix}"
        try:
            copies[target] = marked_copy(path, findings)
        except UnmarkableError:
            unmarked.append(Skipped(file, SkipReason.UNMARKABLE, "不是 .xlsx，没有生成标注过的副本", "请用 Excel 或 WPS 另存为 .xlsx 后再标注"))
    for target in copies:
        check_writable(target, force)
    for target, data in copies.items():
        write_whole(target, data, force)
    return list(copies), replace(outcome, skipped=[*outcome.skipped, *unmarked])
