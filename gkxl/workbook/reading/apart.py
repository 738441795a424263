"""Read a file in this process if it surely does no harm, and in a place of its own if it may: the border that no file passes.

What is read is a value of its own, compact and without any workbook behind it, so that it is the same wherever it was read.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from gkxl.rules.unread import Skipped, SkipReason, Unread, UnreadReason
from gkxl.workbook.format.sheet_names import REPORT, REPORTING_STATUS, REVIEW, REVIEW_FINDINGS
from gkxl.workbook.reading.opening import open_workbook
from gkxl.workbook.reading.protocol import SuspiciousFileError, UnreadableFileError
from gkxl.workbook.reading.submissions import WorkbookReading, read_workbook

# Processes and threads are imported where they are started: one ordinary file needs neither.
if TYPE_CHECKING:
    from gkxl.workbook.reading.place_of_its_own import OwnPlaces

_T = TypeVar("_T")
FileResult = WorkbookReading | Unread | Skipped

_LOOK_AT_IT = "请用 Excel 或 WPS 打开检查，把填报表复制到新的模板文件后重新提交"


def read(path: Path, shown: str) -> FileResult:
    """Return what one file holds, or why it is not read; raises SuspiciousFileError for what should be read in a place of its own.

    `shown` is how messages name the file.
    """
    try:
        book = open_workbook(path)
        if book.sheet_names in ([REPORT], [REPORTING_STATUS], [REVIEW, REVIEW_FINDINGS]):
            return Skipped(shown, SkipReason.OUR_REPORT, f"是 gkxl 生成的{book.sheet_names[0]}，不是报送，已跳过")
        reading = read_workbook(book, shown)
        if reading.printed and not reading.ours:
            return Skipped(shown, SkipReason.OUR_REPORT, "是 gkxl 生成的打印稿，不是报送，已跳过")
        return reading
    except SuspiciousFileError:
        raise
    except UnreadableFileError as error:
        return error.unread(shown)


class Elsewhere:
    """Places of their own for the files that may do harm, started when the first of them comes; use it as a context."""

    def __init__(self, processes: int = 1) -> None:
        self._processes = processes
        self._open = ExitStack()
        self._opening = threading.Lock()
        self._places: OwnPlaces | None = None

    def __enter__(self) -> Elsewhere:
        return self

    def __exit__(self, *why: object) -> None:
        self._open.__exit__(*why)  # type: ignore[arg-type]  # handed through

    def read_by(self, reader: Callable[[Path, str], _T], path: Path, shown: str) -> _T | Unread:
        """Return what a reader makes of a file, in this process if it surely does no harm."""
        try:
            return reader(path, shown)
        except SuspiciousFileError as suspicious:
            try:
                return self.do(suspicious, reader, path, shown)
            except UnreadableFileError as error:
                return error.unread(shown)

    def do(self, suspicious: SuspiciousFileError, task: Callable[..., _T], *args: object) -> _T:
        """Return `task(*args)`, done elsewhere; raises what it raises, and `suspicious` where there is no elsewhere."""
        from gkxl.workbook.reading.place_of_its_own import LostError, NoPlaceError, OwnPlaces, seconds_for

        with self._opening:
            if self._places is None:
                self._places = self._open.enter_context(OwnPlaces(self._processes))
        try:
            return self._places.submit_within(seconds_for(arg for arg in args if isinstance(arg, Path)), task, *args).result()
        except NoPlaceError:
            raise suspicious from None
        except LostError as error:
            raise lost(error) from error


def read_apart(task: Callable[..., _T], *args: object) -> _T:
    """Return `task(*args)`, done in a place of its own where the file that it opens may do harm; raises what it raises.

    `task` is a function of a module, and so are its result and exceptions such that they can be handed over.
    """
    try:
        return task(*args)
    except SuspiciousFileError as suspicious:
        with Elsewhere() as elsewhere:
            return elsewhere.do(suspicious, task, *args)


def lost(error: Exception) -> UnreadableFileError:
    """Return why a file is not read whose process was lost."""
    from gkxl.workbook.reading.place_of_its_own import TooSlowError

    if isinstance(error, TooSlowError):
        return UnreadableFileError(UnreadReason.READER_FAILED, "读取时间过长，已停止，没有读取", _LOOK_AT_IT)
    return UnreadableFileError(UnreadReason.READER_FAILED, "读取时耗尽内存或异常中止，没有读取", _LOOK_AT_IT)


def read_workbook_file(path: Path, shown: str) -> WorkbookReading:
    """Return what a workbook holds; raises UnreadableFileError. For `read_apart`."""
    return read_workbook(open_workbook(path), shown)
