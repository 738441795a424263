"""The XML of a sheet taken apart into what stands between the values of its cells, the skeleton, and these values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from gkxl.model.submission import Position
from gkxl.workbook.reading import extent

Entries = Sequence[bytes]
"""The texts that a workbook keeps for its sheets, as they are written."""

_LARGEST = 400_000
"""Bytes of a sheet that is compared: those of departments have a fourth of that."""
_CELL_END = re.compile(rb'"(?:/>|>(?:<v>([^<]*)</v>)?</c>)')
"""Where a cell without a formula ends that is empty, which is spelt in two ways, or holds a value and nothing else."""
_RESULT = re.compile(rb'<f(?: [a-zA-Z]+="[^"<>&]*")*>[^<&]*(?:&(?:amp|lt|gt|quot|apos|#[0-9]{1,5});[^<&]*)*</f><v>([^<]*)</v></c>')
"""What gives the result is of no interest, only that there is one."""
_INLINE = re.compile(rb"<is><t(?: [^<>]*)?>([^<]*)</t></is></c>")
_ENDS = (b"\0", _CELL_END), (b"\1", _RESULT), (b"\2", _INLINE)
"""What stands in a skeleton for a value, and what it stands for."""
_CELL = re.compile(rb'<c r="([A-Z]{1,3}[0-9]{1,5})(?:" s="[0-9]{1,5})?(?:" t="([a-zA-Z]{1,9}))?(?:">)?').fullmatch
_T = rb"<t(?: [^<>]*)?>([^<]*)</t>"
_RUNS = re.compile(_T).findall
_SHARED = re.compile(rb"(?:%s|(?:<r>(?:<rPr>(?:<[^/<>]*/>)*</rPr>)?%s</r>)+)</si>" % (_T, _T)).fullmatch
_TEXT = re.compile(r"[^\s<&](?:[^<&]*[^\s<&])?").fullmatch
_LETTER = re.compile(r"&#([0-9]{3,5});")
_PART = b"\3"
"""What stands in a skeleton for the beginning and the end of the cells."""
_VIEWS = re.compile(rb"<sheetView(?: [a-zA-Z]+=\"[^\"<>&]*\")*>(?:<(?:pane|selection)(?: [a-zA-Z]+=\"[^\"<>&]*\")*/>)*</sheetView>")
"""Which cell is the active one, and what is scrolled to."""
_HEAD = re.compile(rb"(?:<\?xml [^<>]*\?>\s*)?<sst(?: [a-zA-Z:]+=\"[^\"<>&]*\")*>\s*").fullmatch
_HIDING = (b"<!", _PART, *(mark for mark, _ in _ENDS))
_HIDING_TEXTS = (b"<!", b":si", b"<si ", b"<si/", b"_x", b"\r")


class Skeleton(NamedTuple):
    """A sheet taken apart: what stands between the values of its cells, and these; None where a cell is empty."""

    between: bytes
    values: list[bytes | None]


def taken_apart(xml: bytes) -> Skeleton | None:
    """Return a sheet taken apart; None where it is not plain that all its cells are seen."""
    if len(xml) > _LARGEST or not _is_utf8(xml):
        return None
    head, opened, rest = xml.partition(b"<sheetData>")
    cells, closed, tail = rest.partition(b"</sheetData>")
    if not (opened and closed) or any(mark in cells for mark in _HIDING) or _PART in head or not _is_text(cells):
        return None
    values: list[bytes | None] = []
    for mark, end in _ENDS:
        pieces = end.split(cells)
        values += pieces[1::2]
        cells = mark.join(pieces[::2])
    return Skeleton(_PART.join((_VIEWS.sub(b"", head), cells, tail)), values)


def entries_of(shared_strings: bytes) -> Entries | None:
    """Return the texts that a workbook keeps for its sheets; None where it is not plain where one ends."""
    if not shared_strings:
        return []
    head, *entries = shared_strings.split(b"<si>")
    if any(mark in shared_strings for mark in _HIDING_TEXTS) or not _is_utf8(shared_strings) or not _HEAD(head) or not entries:
        return None
    *entries, last = entries
    last, end, rest = last.partition(b"</sst>")
    entries = [*entries, last]
    return entries if end and not rest.strip() and all(entry.endswith(b"</si>") for entry in entries) else None


def _is_text(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _is_utf8(xml: bytes) -> bool:
    declared = xml[:200].partition(b"encoding=")[2]
    return not declared or declared[1:6].lower() == b"utf-8"


def cells_of(between: bytes) -> list[tuple[Position, bytes | None] | None]:
    """Return place and kind of each cell that has a value or is empty, in the order of the values; None for what is no cell."""
    found: dict[bytes, list[tuple[Position, bytes | None] | None]] = {mark: [] for mark, _ in _ENDS}
    pieces = re.split(rb"([\0\1\2])", between.split(_PART)[1])
    for piece, mark in zip(pieces[::2], pieces[1::2], strict=False):
        match = _CELL(piece[max(piece.rfind(b"<c "), 0) :])
        place = extent.place_of(match[1].decode("ascii")) if match else None
        found[mark].append((place, match[2]) if match and place else None)
    return [cell for cells in found.values() for cell in cells]


def is_whole(entry: bytes) -> bool:
    """Whether an entry is written as every program writes one."""
    return _SHARED(entry) is not None and b"&" not in entry


def shared_text(entry: bytes) -> str | None:
    """Return the text of an entry, of all its runs, where there is one way to read it."""
    runs = [plain_text(run) for run in _RUNS(entry)] if _SHARED(entry) else [None]
    return None if None in runs else "".join(filter(None, runs))


def plain_text(value: bytes | None) -> str | None:
    """Return a text that is written so that there is one way to read it; None for any other."""
    if value is None:
        return None
    try:
        text = _LETTER.sub(lambda letter: chr(int(letter[1])) if 160 <= int(letter[1]) < 0xD800 else letter[0], value.decode("utf-8"))
    except UnicodeDecodeError:
        return None
    return text if _TEXT(text) and "_x" not in text else None
