"""Reading on other machines: the same function, run by the workers of a Dask cluster on files that lie in a folder which all of them see.

`distributed` is imported only where somebody names a cluster; it comes with the extra `cluster`.
"""

from __future__ import annotations

import contextlib
import logging
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, Future, wait
from dataclasses import dataclass
from enum import Enum, auto
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from gkxl import __version__
from gkxl.errors import InputError
from gkxl.forms.registry import SETTING
from gkxl.paths import exists
from gkxl.rules.unread import Unread, UnreadReason
from gkxl.workbook.reading.apart import Elsewhere, lost
from gkxl.workbook.reading.protocol import SuspiciousFileError

if TYPE_CHECKING:
    from distributed import Client

File = tuple[Path, str]
_T = TypeVar("_T")
_Reader = Callable[[Path, str], _T]
_BATCH = 16
_AHEAD = 4
"""So many batches for each thread of the cluster are on their way."""
_SECONDS = 4.0
"""How long a cluster may take to answer."""
_ALONE_SECONDS = 30.0
"""How long to wait for a worker where the last one has gone."""


@dataclass(frozen=True)
class Cluster:
    """Where the scheduler of a cluster answers."""

    address: str


class NotThere(Enum):
    """What a worker gives back in place of what a file holds."""

    TO_BE_READ_APART = auto()
    """Only a process of its own may open it, and workers of a cluster are not ours to spend."""


class OtherVersionError(Exception):
    """A worker has another gkxl, which might read otherwise; says which."""


def read_there(reader: _Reader[_T], files: Sequence[tuple[str, str]], version: str, forms: str) -> list[_T | Unread | NotThere]:
    """Return what a reader, a function of a module, makes of each file; for a worker of the cluster.

    `forms` are the folders with forms of the office, `version` is the gkxl of who asks; raises OtherVersionError.
    """
    if version != __version__:
        raise OtherVersionError(__version__)
    if os.environ.get(SETTING, "") != forms:
        os.environ[SETTING] = forms
    return [_read(reader, Path(path), shown) for path, shown in files]


def _read(reader: _Reader[_T], path: Path, shown: str) -> _T | Unread | NotThere:
    if not exists(path):
        return Unread(shown, UnreadReason.UNREACHABLE, "集群的计算节点上看不到这个文件", "请把报送放在各节点都能以同样路径读取的共享文件夹")
    try:
        return reader(path, shown)
    except SuspiciousFileError:
        return NotThere.TO_BE_READ_APART


def read_by_cluster(files: Sequence[File], reader: _Reader[_T], cluster: Cluster) -> Iterator[_T | Unread]:
    """Yield what a reader makes of each file, in their order; raises InputError where the cluster does not answer or is lost."""
    with _connected(cluster) as client, Elsewhere() as elsewhere:
        workers = _Workers(client, reader)
        batches = (files[start : start + _BATCH] for start in range(0, len(files), _BATCH))
        under_way = deque((batch, workers.submit(batch)) for batch in islice(batches, _AHEAD * workers.threads))
        while under_way:
            batch, future = under_way.popleft()
            results = workers.results(batch, future)
            under_way.extend((following, workers.submit(following)) for following in islice(batches, 1))
            for file, result in zip(batch, results, strict=True):
                yield elsewhere.read_by(reader, *file) if isinstance(result, NotThere) else result


@contextlib.contextmanager
def _connected(cluster: Cluster) -> Iterator[Client]:
    """Give a connection to a cluster that has workers; raises InputError."""
    try:
        client = _client(cluster.address).result(timeout=_SECONDS + 1)
    except (OSError, ValueError, ImportError, TimeoutError) as error:
        raise InputError(f"集群“{cluster.address}”没有应答；请检查地址（如“tcp://主机名:8786”）和调度程序，或去掉 --cluster 在本机读取") from error
    with client:
        try:
            client.wait_for_workers(1, timeout=_SECONDS)
        except TimeoutError:
            raise InputError(f"集群“{cluster.address}”没有计算节点；请先启动“dask worker”，或去掉 --cluster 在本机读取") from None
        yield client


def _client(address: str) -> Future[Client]:
    """Return the connection to a scheduler when there is one: a thread waits for it, and forever where somebody takes the call and says nothing."""
    try:
        from distributed import Client
    except ImportError:
        raise InputError('没有安装集群组件；请运行“pip install "gkxl[cluster]"”，或去掉 --cluster 在本机读取') from None
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # it speaks English, and of what is said here in a sentence
    connected: Future[Client] = Future()

    def connect() -> None:
        try:
            connected.set_result(Client(address, timeout=_SECONDS, set_as_default=False))
        except BaseException as error:
            connected.set_exception(error)

    threading.Thread(target=connect, daemon=True).start()
    return connected


class _Workers(Generic[_T]):
    """The workers of a cluster; Dask gives what a lost one was doing to another."""

    def __init__(self, client: Client, reader: _Reader[_T]) -> None:
        self._client, self._reader = client, reader
        self._executor = client.get_executor(pure=False)

    @property
    def threads(self) -> int:
        """How many batches are read at the same time."""
        threads: dict[str, int] = self._client.nthreads()
        return max(1, sum(threads.values()))

    def submit(self, batch: Sequence[File]) -> Future[list[_T | Unread | NotThere]]:
        """Return what will be read of these files."""
        named = [(str(path), shown) for path, shown in batch]
        return self._executor.submit(read_there, self._reader, named, __version__, os.environ.get(SETTING, ""))  # type: ignore[no-any-return]  # Dask has no types

    def results(self, batch: Sequence[File], future: Future[list[_T | Unread | NotThere]]) -> list[_T | Unread | NotThere]:
        """Return what was read; files that cost one worker after the other are tried again one by one, so that only one of them is lost."""
        from distributed.scheduler import KilledWorker

        try:
            return self._awaited(future)
        except KilledWorker as error:
            if len(batch) == 1:
                return [lost(error).unread(batch[0][1])]
        except OtherVersionError as error:
            raise InputError(f"集群上的 gkxl 是{error}，这里是{__version__}；请装成同一个版本，或去掉 --cluster 在本机读取") from error
        except (ImportError, RuntimeError) as error:
            raise InputError("集群上没有装 gkxl，或装得与这里不同；请在调度程序和各计算节点上装同一个版本，或去掉 --cluster 在本机读取") from error
        singly = [([file], self.submit([file])) for file in batch]
        return [result for alone, single in singly for result in self.results(alone, single)]

    def _awaited(self, future: Future[list[_T | Unread | NotThere]]) -> list[_T | Unread | NotThere]:
        """Return a result when it is there; raises InputError where the cluster is lost meanwhile, or keeps no worker."""
        seen = time.monotonic()
        while not wait([future], timeout=0.5).done and self._client.status == "running":
            if self._client.nthreads():
                seen = time.monotonic()
            elif time.monotonic() - seen > _ALONE_SECONDS:
                break
        try:
            return future.result(timeout=0)
        except (CancelledError, TimeoutError, OSError) as error:
            raise InputError("与集群的连接中断了，没有读完；请检查调度程序和计算节点后重试，或去掉 --cluster 在本机读取") from error
