"""Read any number of files: a handful in this process, more in worker processes; the same results in the same order."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from gkxl.rules.unread import Unread
from gkxl.workbook.reading.apart import Elsewhere, FileResult, lost, read
from gkxl.workbook.reading.protocol import SuspiciousFileError

if TYPE_CHECKING:
    from concurrent.futures import Future

    from gkxl.workbook.reading.cluster import Cluster
    from gkxl.workbook.reading.place_of_its_own import OwnPlaces

File = tuple[Path, str]
"""Where it lies, and how messages name it."""

_T = TypeVar("_T")
Reader = Callable[[Path, str], _T]
"""Returns what a file holds; its second argument is how messages name the file."""

HANDFUL = 200
"""So many ordinary files are read sooner than other processes have started."""
_THREADS = 4
_BATCH = 16
"""So many files go to a worker at once: what is said between processes takes as long as reading half a workbook."""
_AHEAD = 4
"""So many batches for each worker are on their way: what is read waits in memory until those before it are."""


def processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def read_all(files: Sequence[File], workers: int | Cluster | None = None) -> Generator[FileResult, None, None]:
    """Yield what each file holds, in their order, read by so many worker processes, or by a cluster.

    1 reads in this process, None too where the files are few or there is one processor, else by as many as there are
    processors; what may do harm is never read in this process.
    """
    yield from read_each(files, read, workers, HANDFUL)


def read_each(files: Sequence[File], reader: Reader[_T], workers: int | Cluster | None, handful: int) -> Generator[_T | Unread, None, None]:
    """Yield what a reader, a function of a module, makes of each file, in their order, by so many worker processes, or by a cluster.

    The reader raises SuspiciousFileError for what should be read in a place of its own.  None reads a `handful` in this process.
    """
    if workers is not None and not isinstance(workers, int):
        from gkxl.workbook.reading.cluster import read_by_cluster

        yield from read_by_cluster(files, reader, workers) if files else ()
        return
    wanted = workers or (processors() if len(files) > handful else 1)
    if wanted > 1 and files:
        yield from _by_workers(files, reader, min(wanted, len(files)))
        return
    at_a_time = 1 if workers else max(1, min(_THREADS, processors(), len(files)))
    with Elsewhere(at_a_time) as elsewhere:
        if at_a_time > 1:
            yield from _by_threads(files, reader, elsewhere, at_a_time)
        else:
            yield from (elsewhere.read_by(reader, *file) for file in files)


def _by_threads(files: Sequence[File], reader: Reader[_T], elsewhere: Elsewhere, at_a_time: int) -> Iterator[_T | Unread]:
    """python-calamine parses outside the interpreter's lock: two files at a time take little more than one."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(at_a_time) as threads:
        yield from threads.map(lambda file: elsewhere.read_by(reader, *file), files)


def _by_workers(files: Sequence[File], reader: Reader[_T], workers: int) -> Iterator[_T | Unread]:
    from gkxl.workbook.reading.place_of_its_own import OwnPlaces

    batches = (files[start : start + size] for size in [max(1, min(_BATCH, len(files) // workers))] for start in range(0, len(files), size))
    with OwnPlaces(workers) as places:
        under_way = deque((batch, _submit(places, reader, batch)) for batch in islice(batches, _AHEAD * workers))
        while under_way:
            batch, future = under_way.popleft()
            results = _results(places, reader, batch, future)
            under_way.extend((following, _submit(places, reader, following)) for following in islice(batches, 1))
            yield from results


def _submit(places: OwnPlaces, reader: Reader[_T], batch: Sequence[File]) -> Future[list[_T | Unread]]:
    from gkxl.workbook.reading.place_of_its_own import seconds_for

    return places.submit_within(seconds_for(path for path, _ in batch), read_batch, reader, batch)


def read_batch(reader: Reader[_T], files: Sequence[File]) -> list[_T | Unread]:
    """Return what a reader makes of each of several files; for a worker."""
    return [reader(path, shown) for path, shown in files]


def _results(places: OwnPlaces, reader: Reader[_T], batch: Sequence[File], future: Future[list[_T | Unread]]) -> list[_T | Unread]:
    """Return what a worker has read; the files of a batch in which it was lost are tried again one by one, so that only one is lost."""
    from gkxl.workbook.reading.place_of_its_own import LostError, NoPlaceError

    try:
        return _awaited(future)
    except NoPlaceError:
        return [_here(reader, *file) for file in batch]
    except LostError as error:
        if len(batch) == 1:
            return [lost(error).unread(batch[0][1])]
    singly = [(file, _submit(places, reader, [file])) for file in batch]
    return [result for file, single in singly for result in _results(places, reader, [file], single)]


def _awaited(future: Future[_T]) -> _T:
    """Return a result when it is there; an interruption is noticed meanwhile, on every system."""
    from concurrent.futures import wait

    while not future.done():
        wait([future], timeout=0.5)
    return future.result()


def _here(reader: Reader[_T], path: Path, shown: str) -> _T | Unread:
    """Return what a file holds where no worker can be started."""
    try:
        return reader(path, shown)
    except SuspiciousFileError as error:
        return error.unread(shown)
