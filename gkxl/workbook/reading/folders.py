"""From what a user names on the command line to submissions: folders searched, each file opened once, read and checked."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from gkxl.rules.unread import Skipped, SkipReason, Unread
from gkxl.workbook.format.sheet_names import REPORT, REPORTING_STATUS
from gkxl.workbook.reading.intake import Intake
from gkxl.workbook.reading.opening import open_workbook
from gkxl.workbook.reading.protocol import EXTENSIONS, UnreadableFileError
from gkxl.workbook.reading.submissions import WorkbookReading, read_workbook

_THREADS = min(4, os.cpu_count() or 1)


def take_in(paths: Sequence[Path], *, leave_out: Sequence[Path] = (), progress: Callable[[int, int], None] | None = None) -> Intake:
    """Return everything found at `paths` (files, or folders with all below them), whatever their order.

    `leave_out` are files that are no submissions wherever they lie, such as the output of the last merge and the roster,
    unless they are named themselves; `progress` is told how many files of how many are done.
    """
    intake = Intake()
    files = _files(paths, intake)
    named = {Path(os.path.abspath(path)) for path in paths}
    for own in dict.fromkeys(Path(os.path.abspath(path)) for path in leave_out):
        if own in files and own not in named:
            intake.skipped.append(Skipped(files.pop(own), SkipReason.OWN_OUTPUT, "是输出文件、名册或上期的工作簿，不作为报送读取"))
    ordered = sorted(files.items(), key=lambda one: one[1])
    # python-calamine parses outside the interpreter's lock: two files at a time take little more than one.
    with ThreadPoolExecutor(_THREADS) as pool:
        for number, result in enumerate(pool.map(_read, ordered), start=1):
            if isinstance(result, WorkbookReading):
                intake.unread += result.unread
                intake.readings.append(result)
            elif isinstance(result, Unread):
                intake.unread.append(result)
            else:
                intake.skipped.append(result)
            if progress:
                progress(number, len(files))
    return intake


def _read(file: tuple[Path, str]) -> WorkbookReading | Unread | Skipped:
    """Return what one file holds, or why it is not read."""
    path, shown = file
    try:
        book = open_workbook(path)
        if book.sheet_names in ([REPORT], [REPORTING_STATUS]):
            return Skipped(shown, SkipReason.OUR_REPORT, f"是 gkxl 生成的{book.sheet_names[0]}，不是报送，已跳过")
        return read_workbook(book, shown)
    except UnreadableFileError as error:
        return error.unread(shown)


def _files(paths: Sequence[Path], intake: Intake) -> dict[Path, str]:
    """Return the files to read with the names under which to speak of them; each file once."""
    files: dict[Path, str] = {}
    for path in paths:
        if path.is_dir():
            for inner in sorted(path.rglob("*")):
                if inner.is_file():
                    _sort_in(inner, files, intake, named=False)
        else:
            _sort_in(path, files, intake, named=True)
    return files


def _sort_in(path: Path, files: dict[Path, str], intake: Intake, *, named: bool) -> None:
    shown = os.fsencode(path.as_posix()).decode("utf-8", "replace")  # a name in another encoding must not stop the work
    if path.name.startswith(("~$", ".~lock.")):
        intake.skipped.append(
            Skipped(shown, SkipReason.LOCK_FILE, "是 Excel 或 WPS 打开文件时的临时锁文件，已跳过", "如该文件还没保存，请先保存并关闭")
        )
    elif path.name.startswith("."):
        return
    elif not named and path.suffix.lower() not in EXTENSIONS:
        intake.skipped.append(Skipped(shown, SkipReason.NOT_A_WORKBOOK, "不是工作簿，已跳过"))
    else:
        files.setdefault(Path(os.path.abspath(path)), shown)
