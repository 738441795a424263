"""Changes at random to a file: to its bytes, to the package it is, to the parts of the package, to the records of an .xls."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from .xml_changes import XML_CHANGES

Change = Callable[[random.Random, bytes], bytes]
_ANCIENT = (1980, 1, 1, 0, 0, 0)
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, ValueError, RuntimeError)
"""What zipfile raises at a package that was changed before."""


@dataclass(frozen=True)
class Changed:
    """A file after a change."""

    data: bytes
    how: str
    """What was changed, for people."""


def change(dice: random.Random, data: bytes) -> Changed:
    """Return a file with one change, now and then with several."""
    done = []
    for _ in range(dice.choice([1, 1, 1, 1, 2, 3])):
        kinds: list[Callable[[random.Random, bytes], Changed]] = [_bytes]
        if zipfile.is_zipfile(io.BytesIO(data)):
            kinds += [_package, *[_part] * 10]
        elif data.startswith(b"\xd0\xcf"):
            kinds += [_records] * 3
        changed = dice.choice(kinds)(dice, data)
        data = changed.data
        done.append(changed.how)
    return Changed(data, " + ".join(done))


def _bytes(dice: random.Random, data: bytes) -> Changed:
    name = dice.choice(list(BYTE_CHANGES))
    return Changed(BYTE_CHANGES[name](dice, data), name)


def _span(dice: random.Random, data: bytes) -> tuple[int, int]:
    start = dice.randrange(len(data) or 1)
    return start, start + dice.choice([1, 2, 4, 16, 64, 512, 4096])


def _flip(dice: random.Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(dice.choice([1, 1, 2, 8])):
        if changed:
            changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
    return bytes(changed)


def _overwrite(dice: random.Random, data: bytes) -> bytes:
    start, stop = _span(dice, data)
    size = min(stop, len(data)) - start
    filling = dice.choice([dice.randbytes(size), b"\0" * size, b"\xff" * size])
    return data[:start] + filling + data[start + size :]


def _cut_out(dice: random.Random, data: bytes) -> bytes:
    start, stop = _span(dice, data)
    return data[:start] + data[stop:]


def _repeat(dice: random.Random, data: bytes) -> bytes:
    start, stop = _span(dice, data)
    return data[:stop] + data[start:]


def _put_in(dice: random.Random, data: bytes) -> bytes:
    start, stop = _span(dice, data)
    return data[:start] + dice.randbytes(stop - start) + data[start:]


BYTE_CHANGES: dict[str, Change] = {
    "bits flipped": _flip,
    "bytes overwritten": _overwrite,
    "bytes cut out": _cut_out,
    "bytes repeated": _repeat,
    "bytes put in": _put_in,
    "end cut off": lambda dice, data: data[: dice.randrange(len(data) or 1)],
    "beginning cut off": lambda dice, data: data[dice.randrange(min(len(data), 600) or 1) :],
    "something behind it": lambda dice, data: data + dice.randbytes(dice.choice([1, 22, 1000])),
}


def _entries(data: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [(entry.filename, archive.read(entry)) for entry in archive.infolist()]


def _packed(entries: list[tuple[str, bytes]]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, part in entries:
            archive.writestr(zipfile.ZipInfo(name, _ANCIENT), part, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _package(dice: random.Random, data: bytes) -> Changed:
    """Change what parts there are."""
    try:
        entries = _entries(data)
    except _BROKEN:
        return _bytes(dice, data)
    if not entries:
        return _bytes(dice, data)
    at, other = dice.randrange(len(entries)), dice.randrange(len(entries))
    name, part = entries[at]
    kind = dice.choice(["dropped", "doubled", "renamed", "exchanged", "empty", "the content of another"])
    match kind:
        case "dropped":
            del entries[at]
        case "doubled":
            entries.insert(other, (name, BYTE_CHANGES["end cut off"](dice, part)))
        case "renamed":
            entries[at] = (dice.choice([name.upper(), name.lower(), f"/{name}", f"../{name}", name.replace("/", "\\"), "x", "", "xl/" + name]), part)
        case "exchanged":
            entries[at], entries[other] = (name, entries[other][1]), (entries[other][0], part)
        case "empty":
            entries[at] = (name, b"")
        case _:
            entries[at] = (name, entries[other][1])
    return Changed(_packed(entries), f"{name} {kind}")


def _part(dice: random.Random, data: bytes) -> Changed:
    """Change the content of one part, which is packed again as it should be."""
    try:
        entries = _entries(data)
    except _BROKEN:
        return _bytes(dice, data)
    filled = [at for at, (_, part) in enumerate(entries) if part]
    if not filled:
        return _bytes(dice, data)
    telling = [at for at in filled if any(word in entries[at][0] for word in _TELLING)]
    coded = [at for at in filled if any(word in entries[at][1] for word in _CODES)]
    at = dice.choice(dice.choice([coded, coded, coded, telling, telling, filled]) or filled)
    name, part = entries[at]
    if dice.random() < 0.9 and part.lstrip(b"\xef\xbb\xbf").startswith(b"<"):
        how = dice.choice(list(XML_CHANGES))
        part = XML_CHANGES[how](dice, part)
    else:
        how = dice.choice(list(BYTE_CHANGES))
        part = BYTE_CHANGES[how](dice, part)
    entries[at] = (name, part)
    return Changed(_packed(entries), f"{how} in {name}")


_CODES = (b"gkxl:", b"disclosure.")
_TELLING = ("worksheets/sheet", "sharedStrings", "workbook.xml", "content.xml", "styles.xml")


def _records(dice: random.Random, data: bytes) -> Changed:
    """Change one record of the workbook in an .xls: its kind, its declared length, its content, or that it is there."""
    start = data.find(b"\x09\x08\x10\x00\x00\x06")
    places = []
    at = start
    while 0 <= at < len(data) - 4 and len(places) < 20000:
        kind, size = struct.unpack_from("<HH", data, at)
        if kind == 0 and size == 0:
            break
        places.append((at, at + 4 + size))
        at += 4 + size
    if not places:
        return _bytes(dice, data)
    begin, stop = dice.choice(places)
    how = dice.choice(["kind", "length", "content", "dropped", "zeroed", "doubled over the next"])
    changed = bytearray(data)
    match how:
        case "kind":
            struct.pack_into(
                "<H", changed, begin, dice.choice([0x0A, 0x06, 0x203, 0x27E, 0xFD, 0xBD, 0x3C, 0x85, 0x205, 0xFC, 0x201, dice.randrange(65536)])
            )
        case "length":
            struct.pack_into("<H", changed, begin + 2, dice.choice([0, 1, stop - begin - 3, stop - begin + 4, 8224, 65535]))
        case "content":
            for _ in range(dice.choice([1, 2, 4])):
                if stop > begin + 4:
                    changed[dice.randrange(begin + 4, min(stop, len(changed)))] = dice.choice([0, 1, 0x7F, 0x80, 0xFF, dice.randrange(256)])
        case "dropped":
            del changed[begin:stop]
            changed[len(changed) : len(changed)] = b"\0" * (stop - begin)
        case "zeroed":
            changed[begin + 4 : stop] = b"\0" * (stop - begin - 4)
        case _:
            changed[stop : stop + stop - begin] = changed[begin:stop]
    return Changed(bytes(changed), f"record {how}")
