"""Read a file in this process if it surely does no harm, and in a place of its own if it may: the border that no file passes.

What is read is a value of its own, compact and without any workbook behind it, so that it is the same wherever it was read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from os import cpu_count
from pathlib import Path
from typing import TypeVar

from gkxl.rules.unread import Skipped, SkipReason, Unread, UnreadReason
from gkxl.workbook.format.sheet_names import REPORT, REPORTING_STATUS
from gkxl.workbook.reading.opening import open_workbook
from gkxl.workbook.reading.place_of_its_own import LostError, NoPlaceError, OwnPlaces, TooSlowError
from gkxl.workbook.reading.protocol import SuspiciousFileError, UnreadableFileError
from gkxl.workbook.reading.submissions import WorkbookReading, read_workbook

_T = TypeVar("_T")
FileResult = WorkbookReading | Unread | Skipped

HANDFUL = 200
"""So many ordinary files are read sooner than other processes have started."""
_THREADS = _PROCESSES = min(4, cpu_count() or 1)
_LOOK_AT_IT = "请用 Excel 或 WPS 打开检查，把填报表复制到新的模板文件后重新提交"


def read(path: Path, shown: str) -> FileResult:
    """Return what one file holds, or why it is not read; raises SuspiciousFileError for what should be read in a place of its own.

    `shown` is how messages name the file.
    """
    try:
        book = open_workbook(path)
        if book.sheet_names in ([REPORT], [REPORTING_STATUS]):
            return Skipped(shown, SkipReason.OUR_REPORT, f"是 gkxl 生成的{book.sheet_names[0]}，不是报送，已跳过")
        return read_workbook(book, shown)
    except SuspiciousFileError:
        raise
    except UnreadableFileError as error:
        return error.unread(shown)


def read_all(files: Sequence[tuple[Path, str]]) -> Iterator[FileResult]:
    """Yield what each file holds, in their order: in this process a handful of ordinary ones, in others what is more or may do harm."""
    with OwnPlaces(_PROCESSES) as places, ThreadPoolExecutor(_THREADS) as threads:  # processes start with their first task
        if len(files) > HANDFUL:
            futures = [places.submit(read, path, shown) for path, shown in files]
            for (path, shown), future in zip(files, futures, strict=True):
                yield _result(lambda: future.result(), lambda: read(path, shown), shown)  # noqa: B023  # both are called at once
        else:
            # python-calamine parses outside the interpreter's lock: two files at a time take little more than one.
            yield from threads.map(lambda file: _read_cautiously(places, *file), files)


def _read_cautiously(places: Executor, path: Path, shown: str) -> FileResult:
    try:
        return read(path, shown)
    except SuspiciousFileError:
        return _result(places.submit(read, path, shown).result, lambda: read(path, shown), shown)


def _result(elsewhere: Callable[[], FileResult], here: Callable[[], FileResult], shown: str) -> FileResult:
    """Return what came of a file that was read elsewhere, or is read here where there is no elsewhere."""
    try:
        try:
            return elsewhere()
        except NoPlaceError:
            return here()
        except LostError as error:
            raise _lost(error) from error
    except UnreadableFileError as error:
        return error.unread(shown)


def read_apart(task: Callable[..., _T], *args: object) -> _T:
    """Return `task(*args)`, done in a place of its own where the file that it opens may do harm; raises what it raises.

    `task` is a function of a module, and so are its result and exceptions such that they can be handed over.
    """
    try:
        return task(*args)
    except SuspiciousFileError as suspicious:
        with OwnPlaces(1) as places:
            try:
                return places.submit(task, *args).result()
            except NoPlaceError:
                raise suspicious from None
            except LostError as error:
                raise _lost(error) from error


def _lost(error: LostError) -> UnreadableFileError:
    if isinstance(error, TooSlowError):
        return UnreadableFileError(UnreadReason.READER_FAILED, "读取时间过长，已停止，没有读取", _LOOK_AT_IT)
    return UnreadableFileError(UnreadReason.READER_FAILED, "读取时耗尽内存或异常中止，没有读取", _LOOK_AT_IT)


def read_workbook_file(path: Path, shown: str) -> WorkbookReading:
    """Return what a workbook holds; raises UnreadableFileError. For `read_apart`."""
    return read_workbook(open_workbook(path), shown)
