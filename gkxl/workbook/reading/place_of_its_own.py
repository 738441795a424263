"""Processes in which a file can neither hurt the caller nor hold it up: an Executor whose tasks may fail, hang or grow.

`concurrent.futures.ProcessPoolExecutor` loses every task when one process dies, and knows no limit of time; here a task
that ends its process, or has to be ended, costs only itself.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import queue
import signal
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Executor, Future
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeVar

_T = TypeVar("_T")

SECONDS = 20.0
"""How long one task may take, however small the files that it reads."""
_FOR_EACH_MEGABYTE = 4.0
"""Seconds more for what really lies there: several times what a merged workbook of many units takes on a machine that has nothing else to do."""
_START_SECONDS = 60.0


def seconds_for(paths: Iterable[Path]) -> float:
    """Return how long the reading of these files may take."""
    size = 0
    for path in paths:
        with contextlib.suppress(OSError):
            size += path.stat().st_size
    return SECONDS + _FOR_EACH_MEGABYTE * size / (1 << 20)


class LostError(Exception):
    """A task ended its process."""


class TooSlowError(LostError):
    """A task took too long; its process was ended."""


class NoPlaceError(LostError):
    """No process can be started here."""


class OwnPlaces(Executor):
    """An executor with processes of its own (spawned, so the same on every system); use it as a context."""

    def __init__(self, processes: int, seconds: float = SECONDS) -> None:
        self._tasks: queue.SimpleQueue[tuple[Future[Any], float, Callable[..., Any], tuple[Any, ...]] | None] = queue.SimpleQueue()
        self._seconds = seconds
        self._stop = threading.Event()
        self._useless = False
        self._keepers = [threading.Thread(target=self._keep, daemon=True) for _ in range(processes)]
        for keeper in self._keepers:
            keeper.start()

    def submit(self, task: Callable[..., _T], /, *args: Any, **kwargs: Any) -> Future[_T]:
        """Return the future result of a module's function; its exception is LostError where its process was lost."""
        assert not kwargs, "tasks are called by position"
        return self.submit_within(self._seconds, task, *args)

    def submit_within(self, seconds: float, task: Callable[..., _T], *args: Any) -> Future[_T]:
        """Return the future result of a task that may take so long; its exception is TooSlowError where it takes longer."""
        future: Future[_T] = Future()
        self._tasks.put((future, seconds, task, args))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let the processes end, after what was submitted or, with `cancel_futures`, at once."""
        if cancel_futures:
            self._stop.set()
        for _ in self._keepers:
            self._tasks.put(None)
        if wait:
            for keeper in self._keepers:
                keeper.join()

    def __exit__(self, kind: type[BaseException] | None, value: object, trace: object) -> None:
        """End the processes; at once where the work was broken off."""
        self.shutdown(cancel_futures=kind is not None)

    def _keep(self) -> None:
        """Hand tasks to one process, and start another where it is lost."""
        if hasattr(signal, "pthread_sigmask"):  # so that a process that starts is not interrupted: the caller is, and ends it
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        process: _Process | None = None
        while (entry := self._tasks.get()) is not None:
            future, seconds, task, args = entry
            if self._stop.is_set() or not future.set_running_or_notify_cancel():
                future.cancel()
                continue
            try:
                if process is None:
                    process = self._start()
                done, result = process.run(task, args, seconds, self._stop)
            except LostError as error:
                if process is not None:
                    process.end()
                process = None
                done, result = False, error
            except Exception as error:  # what cannot be handed over
                done, result = False, error
            if done:
                future.set_result(result)
            else:
                future.set_exception(result)
        if process is not None:
            process.end()

    def _start(self) -> _Process:
        """Return a process that is ready; raises NoPlaceError, at once where it has failed before."""
        if self._useless:
            raise NoPlaceError
        try:
            return _Process(self._stop)
        except NoPlaceError:
            self._useless = True
            raise


class _Process:
    """One process that runs tasks."""

    def __init__(self, stop: threading.Event) -> None:
        """Start it; raises NoPlaceError."""
        context = multiprocessing.get_context("spawn")
        self._connection, other = context.Pipe()
        self._process = context.Process(target=_serve, args=(other,), daemon=True)
        try:
            self._process.start()
        except (OSError, RuntimeError) as error:
            self._connection.close()
            raise NoPlaceError from error
        finally:
            other.close()
        try:
            self._await(_START_SECONDS, stop)
        except (OSError, EOFError, LostError) as error:
            self.end()
            raise NoPlaceError from error

    def run(self, task: Callable[..., Any], args: tuple[Any, ...], seconds: float, stop: threading.Event) -> tuple[bool, Any]:
        """Return whether the task succeeded, and its result or exception; raises LostError."""
        try:
            self._connection.send((task, args))
            done, result = self._await(seconds, stop)
        except (EOFError, OSError) as error:
            raise LostError from error
        return done, result

    def _await(self, seconds: float, stop: threading.Event) -> Any:
        """Return what the process says, as soon as it does."""
        waited = 0.0
        while not self._connection.poll(0.2):
            waited += 0.2
            if waited >= seconds or stop.is_set():
                raise TooSlowError
        return self._connection.recv()

    def end(self) -> None:
        """End the process, whatever it is doing."""
        self._connection.close()
        self._process.join(0.2)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()


def _serve(connection: Connection) -> None:
    """Run tasks as they come, until the other end is closed."""
    from gkxl.workbook.reading.limits import lift_memory_limit
    from gkxl.workbook.reading.opening import guard

    guard()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the caller is interrupted, and closes the connection
    silence = os.open(os.devnull, os.O_WRONLY)
    with contextlib.suppress(OSError):
        os.dup2(silence, 2)  # a library that panics tells the terminal about itself
    connection.send(True)
    while True:
        try:
            task, args = connection.recv()
        except (EOFError, OSError):
            return
        try:
            answer = True, task(*args)
        except BaseException as error:
            answer = False, error
        lift_memory_limit()
        try:
            connection.send(answer)
        except (OSError, BrokenPipeError):
            return
        except Exception as error:  # what cannot be handed over
            connection.send((False, TypeError(str(error))))
