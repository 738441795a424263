"""From what a user names on the command line to submissions: folders searched, each file opened once, read and checked."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from gkxl.paths import is_folder
from gkxl.rules.unread import Skipped, SkipReason, Unread, UnreadReason
from gkxl.workbook.format.lines_beside import is_lines_file
from gkxl.workbook.reading.compact import Compact
from gkxl.workbook.reading.intake import Intake
from gkxl.workbook.reading.many import read_all
from gkxl.workbook.reading.protocol import EXTENSIONS
from gkxl.workbook.reading.submissions import WorkbookReading

if TYPE_CHECKING:
    from gkxl.workbook.reading.cluster import Cluster


def take_in(
    paths: Sequence[Path],
    *,
    leave_out: Sequence[Path] = (),
    progress: Callable[[int, int], None] | None = None,
    workers: int | Cluster | None = None,
) -> Intake:
    """Return everything found at `paths` (files, or folders with all below them), whatever their order, read by so many processes.

    `leave_out` are files that are no submissions wherever they lie, such as the output of the last merge and the roster,
    unless they are named themselves; `progress` is told how many files of how many are done.
    """
    intake = Intake()
    files = _files(paths, intake)
    named = {Path(os.path.abspath(path)) for path in paths}
    for own in dict.fromkeys(Path(os.path.abspath(path)) for path in leave_out):
        if own in files and own not in named:
            intake.skipped.append(Skipped(files.pop(own), SkipReason.OWN_OUTPUT, "是输出文件、名册或上期的工作簿，不作为报送读取"))
    ordered = sorted(files.items(), key=lambda file: file[1])
    compact = Compact()
    with closing(read_all(ordered, workers)) as results:
        for number, result in enumerate(results, start=1):
            if isinstance(result, WorkbookReading):
                intake.unread += result.unread
                intake.readings.append(compact.reading(result))
            elif isinstance(result, Unread):
                intake.unread.append(result)
            else:
                intake.skipped.append(result)
            if progress:
                progress(number, len(files))
    return intake


def _files(paths: Sequence[Path], intake: Intake) -> dict[Path, str]:
    """Return the files to read with the names under which to speak of them; each file once."""
    files: dict[Path, str] = {}
    for path in paths:
        if is_folder(path):
            for inner in _below(path, intake):
                _sort_in(inner, files, intake, named=False)
        else:
            _sort_in(path, files, intake, named=True)
    return files


def _below(top: Path, intake: Intake) -> list[Path]:
    """Return all files below a folder, in order; a folder that cannot be listed is unread. Links to folders are followed, each folder once."""
    seen: set[tuple[int, int]] = set()
    found: list[Path] = []
    folders = [top]
    while folders:
        folder = folders.pop()
        try:
            identity = folder.stat()
            if (identity.st_dev, identity.st_ino) in seen:
                continue
            seen.add((identity.st_dev, identity.st_ino))
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError:
            what, next_step = "文件夹打不开（没有权限，或磁盘、网络位置有问题），里面的文件都没有读取", "请取得权限后重试"
            intake.unread.append(Unread(_shown(folder), UnreadReason.NO_PERMISSION, what, next_step))
            continue
        links = [Path(entry.path) for entry in entries if entry.is_symlink() and is_folder(Path(entry.path))]
        inner = [Path(entry.path) for entry in entries if entry.is_dir(follow_symlinks=False)]
        found += [Path(entry.path) for entry in entries if not is_folder(Path(entry.path))]
        folders = [*links[::-1], *folders, *inner[::-1]]  # what lies here by itself is named by where it lies, not by a link to it
    return sorted(found)


def _shown(path: Path) -> str:
    """Return how messages name a path; a name in another encoding must not stop the work."""
    return os.fsencode(path.as_posix()).decode("utf-8", "replace")


def _sort_in(path: Path, files: dict[Path, str], intake: Intake, *, named: bool) -> None:
    shown = _shown(path)
    if path.name.startswith(("~$", ".~lock.")):
        intake.skipped.append(
            Skipped(shown, SkipReason.LOCK_FILE, "是 Excel 或 WPS 打开文件时的临时锁文件，已跳过", "如该文件还没保存，请先保存并关闭")
        )
    elif path.name.startswith("."):
        return
    elif not named and is_lines_file(path.name):
        intake.skipped.append(Skipped(shown, SkipReason.LINES_BESIDE, "是汇总工作簿的明细，只随同一文件夹里的汇总工作簿读取"))
    elif not named and path.suffix.lower() not in EXTENSIONS:
        intake.skipped.append(Skipped(shown, SkipReason.NOT_A_WORKBOOK, "不是工作簿，已跳过"))
    else:
        files.setdefault(Path(os.path.abspath(path)), shown)
