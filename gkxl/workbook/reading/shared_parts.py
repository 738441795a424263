"""Whether a workbook can be edited as it is, told from its parts before any library loads it."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

from gkxl.workbook.reading import limits
from gkxl.workbook.reading.inspecting import inspect, read_bytes
from gkxl.workbook.reading.opening import guarded
from gkxl.workbook.reading.protocol import SuspiciousFileError

_LARGE_MERGE = re.compile(rb"mergeCell[^>]*:(?!(?:[A-D]?[A-Z]\d{1,3}|[A-Z]{2}\d{1,2})[\"'])")
"""A merge beyond those of our own sheets; the bands over the columns of 明细 are wide and few lines high."""


def shares_parts(path: Path) -> bool:
    """Whether sheets of an .xlsx file share a part, or cells are merged beyond all reason: what edits sheets would make many of one.

    Raises SuspiciousFileError where it should be edited in a process of its own and this is none, and UnreadableFileError.
    """
    data = read_bytes(path)
    inspected = inspect(data)
    if any(map(_LARGE_MERGE.search, inspected.sheets.values())):
        return True
    if inspected.ordinary:
        return False
    if not guarded():
        raise SuspiciousFileError
    limits.limit_memory(5 * (len(data) + sum(map(len, inspected.sheets.values()))))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read("xl/workbook.xml").count(b"sheetId") > len(inspected.sheets)
