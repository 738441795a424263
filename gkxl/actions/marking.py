"""Copies of what was checked, with the wrong cells marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from gkxl.actions.outcome import Outcome
from gkxl.errors import InputError, OutputError
from gkxl.forms import Severity
from gkxl.paths import is_folder, real, why
from gkxl.rules.findings import Finding, causes
from gkxl.rules.unread import Skipped, SkipReason
from gkxl.safe_write import check_writable, make_folder, write_whole


def _is_cause_in(finding: Finding, file: str) -> bool:
    return finding.file == file and finding.caused_by is None


def mark_copies(outcome: Outcome, paths: Sequence[Path], folder: Path, force: bool = False) -> tuple[list[Path], Outcome]:
    """Write for each file with errors or warnings a copy with the wrong cells marked; return the copies, and the outcome with what has none.

    `paths` are what was checked: no copy may lie there.  A file that is no .xlsx, or of which nothing was read, has none.
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
    by_file.pop("", None)
    for path in paths:
        if is_folder(path) and real(folder).is_relative_to(real(path)):
            raise InputError(f"“{folder}”在报送的文件夹“{path}”里面，标注过的副本会被当作报送读取；请换一个文件夹，例如 --mark 退回")
    make_folder(folder)
    copies: dict[Path, bytes] = {}
    unmarked: list[Skipped] = []
    for file, findings in sorted(by_file.items()):
        path = Path(file)
        stem = file_stem(path.stem)
        number, target = 1, folder / f"{stem}-标注{path.suffix}"
        while target in copies:
            number += 1
            target = folder / f"{stem}-标注({number}){path.suffix}"
        try:
            copies[target] = read_apart(marked_copy, file, findings, [answer for answer in outcome.explained if _is_cause_in(answer.finding, file)])
        except (UnmarkableError, UnreadableFileError) as error:
            unmarked.append(Skipped(file, SkipReason.UNMARKABLE, error.what, error.next_step))
        except OSError as error:
            raise OutputError(f"做不了标注过的副本（临时文件夹：{why(error)}）；请腾出空间后重试") from error
    for target in copies:
        check_writable(target, force)
    for target, data in copies.items():
        write_whole(target, data, force)
    return list(copies), replace(outcome, skipped=[*outcome.skipped, *unmarked])
