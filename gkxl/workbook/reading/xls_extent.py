"""How far the cells of an .xls workbook really reach: its records are walked through, whatever it declares.

Only what the walk understands is changed; a file with sectors in a circle, or records that do not fit, stays as it is, and
the limits of its process decide.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from gkxl.workbook.reading.extent import MOST_PLACES_OF_OTHERS, Extent, addresses

_BEGIN, _END, _SHEET, _BLANK, _DECLARED = 0x0809, 0x000A, 0x0085, 0x0201, 0x0200
_ONE_CELL = frozenset({0x0006, 0x0203, 0x0204, 0x0205, 0x00D6, 0x00FD, 0x027E})
"""Records of one filled cell: formula, number, label, logical value or error, text with formats, shared text, packed number."""
_MANY_NUMBERS = 0x00BD
_END_OF_CHAIN = 0xFFFFFFFA
"""This number and those above it stand for no sector."""


def without_stray_cells(data: bytes) -> tuple[bytes, dict[int, frozenset[str]]]:
    """Return an .xls file whose stray cells are blank ones, and their addresses by the number of the sheet in the order of the file.

    How far a sheet says that it reaches goes as well where that is too far: calamine reserves memory for it.
    """
    try:
        places = _workbook_sectors(data)
    except (struct.error, IndexError, ValueError):
        return data, {}
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    stream = b"".join(data[place : place + size] for place in places)
    changed = bytearray(data)
    dropped = {}
    for number, (extent, declared) in enumerate(_sheets(stream)):
        stray = extent.stray
        if stray:
            dropped[number] = addresses((row, col) for row, col, _, _ in stray)
        for start in (*declared, *(start for _, _, start, _ in stray)):
            for at, byte in enumerate(struct.pack("<H", _BLANK), start):
                changed[places[at // size] + at % size] = byte
    return bytes(changed), dropped


def _workbook_sectors(data: bytes) -> list[int]:
    """Return where the sectors of the workbook begin in the file, in their order; raises ValueError where the file is not made as it should be."""
    shift, small_shift = struct.unpack_from("<HH", data, 30)
    if shift not in (9, 12) or small_shift != 6:
        raise ValueError(shift)
    size = 1 << shift
    table_sectors, directory = struct.unpack_from("<II", data, 44)
    further, _ = struct.unpack_from("<II", data, 68)
    parts = list(struct.unpack_from("<109I", data, 76))
    seen = 0
    while further < _END_OF_CHAIN and seen < table_sectors:
        *more, further = struct.unpack_from(f"<{size // 4}I", data, (further + 1) * size)
        parts += more
        seen += 1
    table: list[int] = []
    for sector in parts[:table_sectors]:
        table += struct.unpack_from(f"<{size // 4}I", data, (sector + 1) * size)
    entries = b"".join(data[place : place + size] for place in _chain(table, directory, size))
    for at in range(0, len(entries) - 127, 128):
        length = struct.unpack_from("<H", entries, at + 64)[0]
        if entries[at : at + max(length - 2, 0)].decode("utf-16-le", "replace").casefold() in ("workbook", "book"):
            return _chain(table, struct.unpack_from("<I", entries, at + 116)[0], size)
    raise ValueError("no workbook")


def _chain(table: list[int], sector: int, size: int) -> list[int]:
    """Return where the sectors of a chain begin; raises ValueError where it leads back to itself."""
    places: list[int] = []
    while sector < _END_OF_CHAIN:
        if len(places) > len(table):
            raise ValueError("a chain in a circle")
        places.append((sector + 1) * size)
        sector = table[sector]
    return places


def _sheets(stream: bytes) -> Iterator[tuple[Extent, list[int]]]:
    """Yield the filled cells of each sheet, in the order in which the workbook lists its sheets, and where it declares to reach too far."""
    listed = [struct.unpack_from("<I", stream, at + 4)[0] for kind, at, _ in _records(stream, 0) if kind == _SHEET]
    for begin in listed:
        extent, declared = Extent(most=MOST_PLACES_OF_OTHERS), []
        for kind, at, stop in _records(stream, begin):
            if kind in _ONE_CELL and stop - at >= 8:
                row, col = struct.unpack_from("<HH", stream, at + 4)
                extent.cells.append((row, col, at, stop))
            elif kind == _MANY_NUMBERS and stop - at >= 10:
                row, _ = struct.unpack_from("<HH", stream, at + 4)
                (last,) = struct.unpack_from("<H", stream, stop - 2)
                extent.cells.append((row, last, at, stop))
            elif kind == _DECLARED and stop - at >= 16:
                _, rows, _, cols = struct.unpack_from("<IIHH", stream, at + 4)
                declared += [at] if rows * cols > MOST_PLACES_OF_OTHERS else []
        yield extent, declared


def _records(stream: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Yield kind, begin and end of each record, up to the end of the sheet or of the part on the whole workbook."""
    depth = 0
    while 0 <= at <= len(stream) - 4:
        kind, size = struct.unpack_from("<HH", stream, at)
        stop = at + 4 + size
        if stop > len(stream):
            return
        depth += (kind == _BEGIN) - (kind == _END)
        yield kind, at, stop
        if depth <= 0:
            return
        at = stop
