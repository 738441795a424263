"""Find the file beside a merged workbook that holds the lines of its 明细, and see that it is the one that was written with it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from gkxl.paths import real
from gkxl.rules.unread import UnreadReason
from gkxl.workbook.format.lines_beside import LinesName
from gkxl.workbook.reading.inspecting import read_bytes
from gkxl.workbook.reading.protocol import UnreadableFileError


def read_beside(workbook: Path, name: LinesName) -> tuple[str, bytes]:
    """Return what the file with the lines is called, and what stands in it.

    Both files may have been renamed, the workbook as one likes, the other before its ending.  Raises UnreadableFileError
    where it is missing, cannot be read or is another one.
    """
    changed = ""
    for path in dict.fromkeys(_candidates(workbook, name)):
        try:
            data = read_bytes(path)
        except UnreadableFileError as error:
            if error.why is UnreadReason.NOT_FOUND:
                continue
            raise UnreadableFileError(error.why, f"明细文件“{path.name}”{error.what}", error.next_step) from error
        if LinesName.of(name.sheet, data) == name:
            return path.name, data
        changed = path.name
    if changed:
        what = f"明细文件“{changed}”与汇总时生成的不同（被改动过，或不是同一次汇总的），没有读取"
        raise UnreadableFileError(UnreadReason.LINES_CHANGED, what, "请用原来的明细文件换回，或重新汇总")
    what = f"它的明细在另一个文件里（名称以“{name.ending}”结尾），同一文件夹里没有这个文件，没有读取"
    raise UnreadableFileError(UnreadReason.LINES_MISSING, what, "请把这个文件与汇总工作簿放在同一个文件夹，或请单位一起重新发送")


def _candidates(workbook: Path, name: LinesName) -> Iterator[Path]:
    """Yield where it may lie: under the name of the workbook first, which is there nearly always."""
    places = dict.fromkeys((workbook, real(workbook)))
    for place in places:
        yield place.with_name(f"{place.stem}-{name.ending}")
    for place in places:
        try:
            entries = sorted(entry.name for entry in os.scandir(place.parent) if entry.name.endswith(name.ending))
        except OSError:
            continue
        yield from (place.with_name(entry) for entry in entries)
