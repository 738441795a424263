"""The stream `dir` of a VBA project, record by record as [MS-OVBA] 2.3.4.2 has it, brought to what Excel itself writes."""

from __future__ import annotations

import struct
from collections.abc import Iterator

_PROJECT_VERSION = 0x0009
"""The one record that is longer than it says: two numbers, of which its size counts the first."""
_PROJECT_COOKIE, _MODULE_COOKIE = 0x0013, 0x002C
_NO_COOKIE = b"\xff\xff"
"""What [MS-OVBA] tells writers to put where a cookie stands: it is of no use to readers."""
_TERMINATOR = 0x0010


def records(directory: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the id and the content of each record, the terminator last; raises ValueError where a record is cut off or none is the last."""
    place = 0
    while place < len(directory):
        if len(directory) - place < 6:
            raise ValueError(f"a record is cut off at {place}")
        kind, size = struct.unpack_from("<HI", directory, place)
        stop = place + 6 + size + (2 if kind == _PROJECT_VERSION else 0)
        if stop > len(directory):
            raise ValueError(f"record {kind:#06x} is cut off at {place}")
        yield kind, directory[place + 6 : stop]
        if kind == _TERMINATOR:
            return
        place = stop
    raise ValueError("no record is the last one")


def as_excel_writes_it(directory: bytes) -> bytes:
    """Return the records of a directory with the cookies that writers are told to write, and nothing after the last one.

    Raises ValueError where it is none.
    """
    written = bytearray()
    for kind, content in records(directory):
        if kind in (_PROJECT_COOKIE, _MODULE_COOKIE):
            content = _NO_COOKIE
        size = len(content) - (2 if kind == _PROJECT_VERSION else 0)
        written += struct.pack("<HI", kind, size) + content
    return bytes(written)
