"""Write a file whole or not at all, and never over a file that is not as gkxl wrote it.

Each file carries a seal of its content: when anybody has saved it since, the seal no longer fits, whatever
the program that saved it kept of the names of authors.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from gkxl.errors import OutputError
from gkxl.paths import real, why

# hashlib, tempfile and zipfile are imported where they are used: what only reads, or shows figures in Excel, need not wait for them.
if TYPE_CHECKING:
    import zipfile

SEAL = "gkxl-0000000000000000"
"""What a writer puts where the seal shall stand: the content status of a package, an attribute of a page."""
_WRITTEN_SEAL = re.compile(rb"gkxl-[0-9a-f]{16}")
_CORE = "docProps/core.xml"
_PIECE = 1 << 20
_ANCIENT = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
"""The system that a package says it was made on; Python would write 0 on Windows, and the files would not be the same."""


def check_writable(path: Path, force: bool = False) -> None:
    """Raise OutputError, before any work is done, if `path` cannot or must not be written."""
    try:
        _check_writable(path, force)
    except OSError as error:
        raise OutputError(f"写不到“{path}”（{why(error)}）；请换一个位置或较短的文件名") from error


def _check_writable(path: Path, force: bool) -> None:
    if path.is_dir():
        raise OutputError(f"输出“{path}”是一个文件夹；请写明文件名，例如 -o {path / '汇总.xlsx'}")
    if not path.parent.is_dir():
        raise OutputError(f"输出位置“{path.parent}”不存在；请先建立这个文件夹，或换一个位置")
    if open_elsewhere(path):
        raise OutputError(f"输出文件“{path}”正在 Excel、Word 或 WPS 中打开；请关闭后重试，或用 -o 换一个文件名")
    if not path.exists():
        return
    if not os.access(path, os.W_OK):
        raise OutputError(f"输出文件“{path}”是只读的，不能改写；请取消只读，或用 -o 换一个文件名")
    if not force and not written_by_us(path):
        raise OutputError(f"“{path}”不是 gkxl 生成的，或生成后又被人改过，没有覆盖；请用 -o 换一个文件名，确要覆盖请加 --force")


def open_elsewhere(path: Path) -> bool:
    """Whether a workbook or a document is open in Excel, Word, WPS or LibreOffice, as far as their lock files tell."""
    if path.suffix.lower() not in (".xlsx", ".docx") or not path.exists():
        return False
    locks = (f"~${path.name}", f"~${path.name[2:]}", f".~lock.{path.name}#")
    return any(path.with_name(lock).exists() for lock in locks)


def make_folder(path: Path) -> None:
    """Make a folder and those above it; raises OutputError where a file is in the way or the disk refuses."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise OutputError(f"“{path}”是一个文件，不是文件夹；请换一个文件夹") from None
    except OSError as error:
        raise OutputError(f"建不了文件夹“{path}”（{why(error)}）；请换一个位置") from error


def written_by_us(path: Path) -> bool:
    """Whether gkxl wrote the file and nobody has saved it since."""
    import zipfile

    try:
        data = path.read_bytes()
        if not data.startswith(b"PK"):
            found = _WRITTEN_SEAL.search(data[:512])
            return found is not None and found[0] == _seal_of([("", data.replace(found[0], SEAL.encode(), 1))])
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found = _WRITTEN_SEAL.search(archive.read(_CORE))
            return found is not None and found[0] == _seal_of(_parts(archive))
    except (OSError, KeyError, zipfile.BadZipFile):
        return False


_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def sealed_package(data: bytes) -> bytes:
    """Return a .xlsx or .docx package with its seal filled in and fixed dates, so that equal content gives equal bytes."""
    import shutil
    import zipfile

    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as target:
        seal = _seal_of(_parts(source))
        for entry in source.infolist():
            copied = zipfile.ZipInfo(entry.filename, _ANCIENT)
            copied.create_system = _UNIX
            if entry.filename == _CORE:
                core = _MODIFIED.sub(rb"\g<1>2019-05-15T00:00:00Z", source.read(entry))
                target.writestr(copied, core.replace(SEAL.encode(), seal), zipfile.ZIP_DEFLATED)
                continue
            copied.compress_type, copied.file_size = zipfile.ZIP_DEFLATED, entry.file_size
            with source.open(entry) as part, target.open(copied, "w") as copy:
                shutil.copyfileobj(part, copy, _PIECE)  # a sheet of many units is larger than all that is known of them
    return buffer.getvalue()


def sealed_page(text: str) -> bytes:
    """Return an HTML page with its seal filled in."""
    data = text.encode("utf-8")
    return data.replace(SEAL.encode(), _seal_of([("", data)]), 1)


def _parts(archive: zipfile.ZipFile) -> list[tuple[str, bytes]]:
    return [(entry.filename, f"{entry.CRC} {entry.file_size}".encode()) for entry in archive.infolist() if entry.filename != _CORE]


def _seal_of(parts: list[tuple[str, bytes]]) -> bytes:
    import hashlib

    digest = hashlib.sha256()
    for name, content in sorted(parts):
        digest.update(name.encode() + b"\0" + content + b"\0")
    return b"gkxl-" + digest.hexdigest()[:16].encode()


def write_whole(path: Path, data: bytes, force: bool = False) -> None:
    """Write `data` where `check_writable` lets it, whole or not at all; raises OutputError and leaves no trace."""
    check_writable(path, force)
    try:
        replace_whole(path, data)
    except OSError as error:
        raise OutputError(f"写不进“{path}”（{why(error)}）；如文件正在 Excel、Word 或 WPS 中打开，请关闭后重试，或换一个位置") from error


def replace_whole(path: Path, data: bytes) -> None:
    """Write `data` to a temporary file beside `path`, then put it in place of whatever stands there; raises OSError and leaves no trace.

    A link stays a link: what it leads to is replaced.  The data have reached the disk before the old file goes.
    """
    import tempfile

    path = real(path)
    _clear_leftovers(path.parent)
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=_PREFIX, suffix=_SUFFIX)
        with os.fdopen(handle, "wb") as stream:
            claimed(handle)
            stream.write(data)
            stream.flush()
            os.fsync(handle)
            if os.name == "nt":  # there an open file can neither be moved nor, while it is written, be cleared away by another
                stream.close()
            if path.exists():
                os.chmod(temporary, path.stat().st_mode & 0o777)
            else:
                mask = os.umask(0)
                os.umask(mask)
                os.chmod(temporary, 0o666 & ~mask)
            os.replace(temporary, path)
    except OSError:
        if temporary:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
        raise


_PREFIX, _SUFFIX = ".gkxl-", ".tmp"
_cleared: set[Path] = set()


def claimed(handle: int, *, together: bool = False) -> bool:
    """Whether a file belongs to whoever opened it here: its writer holds a lock for as long as it needs it.

    `together` shares it with other writers of the same, and waits for who is about to clear it away.
    """
    if os.name == "nt":
        return True
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_SH if together else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _clear_leftovers(folder: Path) -> None:
    """Remove the temporary files of runs that were killed, once for each folder."""
    if folder in _cleared:
        return
    _cleared.add(folder)
    with contextlib.suppress(OSError):
        for leftover in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
            with contextlib.suppress(OSError), leftover.open("rb") as stream:
                if claimed(stream.fileno()):
                    if os.name == "nt":
                        stream.close()
                    leftover.unlink()
