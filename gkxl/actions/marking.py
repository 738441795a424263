"""Copies of what was checked, with the wrong cells marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from gkxl.actions.outcome import Outcome
from gkxl.actions.returning import returned_reports
from gkxl.errors import InputError, OutputError
from gkxl.forms import Severity
from gkxl.paths import is_folder, real, why
from gkxl.rules.findings import Finding, causes
from gkxl.rules.marks import marks
from gkxl.rules.unread import Skipped, SkipReason
from gkxl.safe_write import check_writable, make_folder, write_whole

if TYPE_CHECKING:
    from gkxl.workbook.writing.marked_list import Return


def _is_cause_in(finding: Finding, file: str) -> bool:
    return finding.file == file and finding.caused_by is None


def _files(outcome: Outcome, others: Sequence[Path]) -> list[str]:
    """Return every file that a finding may name."""
    read = [submission.source.file for submission in outcome.submissions]
    compared = [submission.source.file for finding in outcome.findings for submission in finding.submissions]
    found = [file for finding in outcome.findings for file in (finding.file, *(suspect.place.file for suspect in finding.suspects))]
    named = [*read, *compared, *found, *(unread.file for unread in outcome.unread), *map(str, others)]
    return [file for file in dict.fromkeys(named) if file]


def _returned(outcome: Outcome, file: str, findings: Sequence[Finding], files: Sequence[str]) -> Return:
    """Return whose figures a file holds, and under which revision they shall come again."""
    from gkxl.workbook.writing.marked_list import Return

    stated = [submission for submission in outcome.submissions if submission.source.file == file]
    wrong = {place.sheet for place, _ in marks(findings) if place.file == file} | {finding.sheet for finding in findings if finding.file == file}
    merged = any(submission.merge_state for submission in stated)
    return Return(
        list(dict.fromkeys(submission.called for submission in stated)),
        [period.chinese for period in sorted({submission.period for submission in stated if submission.source.sheet in wrong})],
        next((submission.parent for submission in stated if submission.parent), ""),
        {} if merged else {submission.source.sheet: submission.revision + 1 for submission in stated if submission.source.sheet in wrong},
        files,
    )


def mark_copies(
    outcome: Outcome, paths: Sequence[Path], folder: Path, force: bool = False, others: Sequence[Path] = ()
) -> tuple[list[Path], Outcome]:
    """Write for each file with errors or warnings a copy with the wrong cells marked; return the copies, and the outcome with what has none.

    `paths` are what was checked: no copy may lie there; `others` is what it was compared with.  A file that is no .xlsx,
    or of which nothing was read, has none.  Of published reports there is a slip for each body, and a copy of each Word document.
    Raises InputError or OutputError before anything is written.
    """
    from gkxl.workbook.format.sheet_names import file_stem
    from gkxl.workbook.reading.apart import read_apart
    from gkxl.workbook.reading.protocol import UnreadableFileError
    from gkxl.workbook.writing.marked_copies import UnmarkableError, marked_copy

    by_file: dict[str, list[Finding]] = {}
    for finding in causes(outcome.open):
        if finding.severity is not Severity.INFO:
            # The wrong cell may stand in the file of the period before.
            for file in dict.fromkeys((finding.file, *(suspect.place.file for suspect in finding.suspects if suspect.proven))):
                by_file.setdefault(file, []).append(finding)
    for file in ("", *(report.file for report in outcome.reports)):
        by_file.pop(file, None)
    for path in paths:
        if is_folder(path) and real(folder).is_relative_to(real(path)):
            raise InputError(f"“{folder}”在报送的文件夹“{path}”里面，标注过的副本会被当作报送读取；请换一个文件夹，例如 --mark 退回")
    make_folder(folder)
    copies: dict[Path, bytes] = {}
    unmarked: list[Skipped] = []
    named = _files(outcome, others)
    for file, findings in sorted(by_file.items()):
        path = Path(file)
        stem = file_stem(path.stem)
        number, target = 1, folder / f"{stem}-标注{path.suffix}"
        while target in copies:
            number += 1
            target = folder / f"{stem}-标注({number}){path.suffix}"
        try:
            explained = [answer for answer in outcome.explained if _is_cause_in(answer.finding, file)]
            copies[target] = read_apart(marked_copy, file, findings, explained, _returned(outcome, file, findings, named))
        except (UnmarkableError, UnreadableFileError) as error:
            unmarked.append(Skipped(file, SkipReason.UNMARKABLE, error.what, error.next_step))
        except OSError as error:
            raise OutputError(f"做不了标注过的副本（临时文件夹：{why(error)}）；请腾出空间后重试") from error
    copies |= returned_reports(outcome, folder, named)
    inputs = {real(Path(file)) for file in named}
    for target in copies:
        if real(target) in inputs:
            raise InputError(f"“{target}”是给出的文件，不能用标注过的副本替换；请换一个文件夹，例如 --mark 退回")
        check_writable(target, force)
    for target, data in copies.items():
        write_whole(target, data, force)
    return list(copies), replace(outcome, skipped=[*outcome.skipped, *unmarked])
