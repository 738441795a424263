"""A workbook as PDF, by the LibreOffice of this machine, in a profile of its own: no window, and nobody's settings."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from gkxl.errors import InputError, OutputError

_LONGEST = 240
"""Seconds that a conversion may take."""
_INSTEAD = "请改用 -o 打印.xlsx，再在 Excel 或 WPS 里另存为 PDF"


def office_program() -> Path:
    """Return the program of LibreOffice; raises InputError where there is none on the path or where it is usually put."""
    found = next((Path(place) for place in _places() if place and Path(place).is_file()), None)
    if found is None:
        raise InputError(f"这台机器上没有找到 LibreOffice，转不了 PDF；{_INSTEAD}，或装上 LibreOffice 后重试")
    return found


def _places() -> Iterator[str | None]:
    yield shutil.which("soffice")
    yield shutil.which("libreoffice")
    if sys.platform == "win32":
        folders = [os.environ.get(name, "") for name in ("PROGRAMFILES", "PROGRAMFILES(X86)")]
        yield from (rf"{folder}\LibreOffice\program\soffice.exe" for folder in folders if folder)
    elif sys.platform == "darwin":
        yield "/Applications/LibreOffice.app/Contents/MacOS/soffice"
    else:
        yield from ("/usr/lib/libreoffice/program/soffice", "/opt/libreoffice/program/soffice", "/snap/bin/libreoffice")


def to_pdf(workbook: bytes, program: Path) -> bytes:
    """Return the pages of a workbook as a PDF file; raises OutputError where LibreOffice does not make one."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        source, profile = Path(folder, "pages.xlsx"), Path(folder, "profile")
        source.write_bytes(workbook)
        options = ["--headless", "--norestore", "--nolockcheck", f"-env:UserInstallation={profile.as_uri()}"]
        try:
            subprocess.run(
                [str(program), *options, "--convert-to", "pdf", "--outdir", folder, str(source)], capture_output=True, timeout=_LONGEST, check=False
            )
            return source.with_suffix(".pdf").read_bytes()
        except (OSError, subprocess.TimeoutExpired) as error:
            raise OutputError(f"LibreOffice（{program}）没有转出 PDF；{_INSTEAD}") from error
