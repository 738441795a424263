"""Write a file whole or not at all, and never over a file that is not ours."""

from __future__ import annotations

import contextlib
import io
import os
import tempfile
import zipfile
from pathlib import Path

from gkxl.errors import OutputError

_OURS_IN_PACKAGE = (b"<dc:creator>gkxl</dc:creator>", b"<cp:lastModifiedBy>gkxl</cp:lastModifiedBy>")
_OURS_IN_HTML = b'data-generator="gkxl"'


def check_writable(path: Path, force: bool = False) -> None:
    """Raise OutputError, before any work is done, if `path` cannot or must not be written."""
    if path.is_dir():
        raise OutputError(f"输出“{path}”是一个文件夹；请写明文件名，例如 -o {path / '汇总.xlsx'}")
    if not path.parent.is_dir():
        raise OutputError(f"输出位置“{path.parent}”不存在；请先建立这个文件夹，或换一个位置")
    if path.suffix.lower() in (".xlsx", ".docx"):
        for lock in (path.with_name(f"~${path.name}"), path.with_name(f"~${path.name[2:]}"), path.with_name(f".~lock.{path.name}#")):
            if path.exists() and lock.exists():
                raise OutputError(f"输出文件“{path}”正在 Excel、Word 或 WPS 中打开；请关闭后重试，或用 -o 换一个文件名")
    if not path.exists():
        return
    if not os.access(path, os.W_OK):
        raise OutputError(f"输出文件“{path}”是只读的，不能改写；请取消只读，或用 -o 换一个文件名")
    if not force and not written_by_us(path):
        raise OutputError(f"“{path}”不是 gkxl 生成的，或生成后又被人改过，没有覆盖；请用 -o 换一个文件名，确要覆盖请加 --force")


def written_by_us(path: Path) -> bool:
    """Whether gkxl wrote the file and nobody has saved it since."""
    try:
        if path.suffix.lower() in (".html", ".htm"):
            return _OURS_IN_HTML in path.read_bytes()[:512]
        with zipfile.ZipFile(path) as archive:
            core = archive.read("docProps/core.xml")
        return all(mark in core for mark in _OURS_IN_PACKAGE)
    except (OSError, KeyError, zipfile.BadZipFile):
        return False


def write_whole(path: Path, data: bytes, force: bool = False) -> None:
    """Write `data` to a temporary file beside `path`, then put it in place; raises OutputError and leaves no trace."""
    check_writable(path, force)
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".gkxl-", suffix=".tmp")
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        if path.exists():
            os.chmod(temporary, path.stat().st_mode & 0o777)
        else:
            mask = os.umask(0)
            os.umask(mask)
            os.chmod(temporary, 0o666 & ~mask)
        os.replace(temporary, path)
    except OSError as error:
        if temporary:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
        raise OutputError(f"写不进“{path}”（{error.strerror}）；如文件正在 Excel、Word 或 WPS 中打开，请关闭后重试，或换一个位置") from error


def settled_zip(data: bytes) -> bytes:
    """Return a zip package with the dates of its parts set to a fixed day, so that equal content gives equal bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            target.writestr(zipfile.ZipInfo(entry.filename, (1980, 1, 1, 0, 0, 0)), source.read(entry), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
