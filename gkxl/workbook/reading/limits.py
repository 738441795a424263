"""How much memory the reading of a file may take, where the system has such a limit."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path

_SPARE = 120 << 20
"""Bytes for what is read however small the file; a rectangle of `extent.MOST_PLACES` cells fits."""
_FOR_EACH_BYTE = 10


def limit_memory(size: int) -> None:
    """Let this process grow by no more than the content of a file of this size, unpacked, needs."""
    if sys.platform in ("win32", "darwin"):
        return
    import resource

    with contextlib.suppress(OSError, ValueError), Path("/proc/self/statm").open(encoding="ascii") as statm:
        now = int(statm.read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (now + _SPARE + _FOR_EACH_BYTE * size, resource.RLIM_INFINITY))


def lift_memory_limit() -> None:
    """Let this process grow again."""
    if sys.platform in ("win32", "darwin"):
        return
    import resource

    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
