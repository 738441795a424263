"""Parts of archives of which the very same bytes were unpacked before are not unpacked again: most of a template is the same in all copies."""

from __future__ import annotations

import struct
import threading
import zipfile

_MOST, _LARGEST = 64, 200_000
"""So many parts are kept, and bytes of one, as they are packed and as they are unpacked."""
_MOST_SEEN = 4096
_LENGTHS = struct.Struct("<HH")
_LENGTHS_AT, _NAME_AT = 26, 30
"""Where a part's own header, which lies before it, says how long its name and the rest of the header are, and where the name begins."""

_ENCRYPTED_OR_PATCHED = 0x61

_Packed = tuple[bytes, int, int, int]

_lock = threading.Lock()
_seen: set[int] = set()
"""Of parts that came once: what is never seen again need not be kept."""
_kept: dict[_Packed, bytes] = {}


def read_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, data: bytes) -> bytes:
    """Return a part of an archive that consists of `data`; raises what reading it from the archive raises."""
    packed = _packed(entry, data)
    if packed is None:
        return archive.read(entry)
    unpacked = _kept.get(packed)
    if unpacked is None:
        unpacked = archive.read(entry)
        with _lock:
            _keep(packed, unpacked)
    return unpacked


def _keep(packed: _Packed, unpacked: bytes) -> None:
    """Keep what comes for the second time."""
    if hash(packed) in _seen:
        if len(_kept) >= _MOST:
            _kept.pop(next(iter(_kept)))
        _kept[packed] = unpacked
    else:
        if len(_seen) >= _MOST_SEEN:
            _seen.clear()
        _seen.add(hash(packed))


def _packed(entry: zipfile.ZipInfo, data: bytes) -> _Packed | None:
    """Return the bytes of a part as they are packed, and what the archive says of them; None where it is large, or not where it should be."""
    start = entry.header_offset
    if max(entry.file_size, entry.compress_size) > _LARGEST or start < 0 or start + _NAME_AT > len(data) or entry.flag_bits & _ENCRYPTED_OR_PATCHED:
        return None
    name, extra = _LENGTHS.unpack_from(data, start + _LENGTHS_AT)
    start += _NAME_AT
    if data[start : start + name] != entry.orig_filename.encode("utf-8") or not data.startswith(b"PK\3\4", entry.header_offset):
        return None
    start += name + extra
    return data[start : start + entry.compress_size], entry.compress_type, entry.CRC, entry.file_size
