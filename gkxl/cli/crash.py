"""Keep what a developer needs of a defect in a log, out of the sight of staff."""

from __future__ import annotations

import datetime as dt
import platform
import sys
import traceback
from pathlib import Path

import click

from gkxl import __version__


def record() -> str:
    """Write the exception being handled to a log file and return its path, or a word where that fails too."""
    folder = Path(click.get_app_dir("gkxl")) / "log"
    path = folder / f"{dt.datetime.now():%Y%m%d-%H%M%S}.log"
    lines = [f"gkxl {__version__}, Python {platform.python_version()}, {platform.platform()}", f"argv: {sys.argv[1:]}", traceback.format_exc()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines), encoding="utf-8")
    except OSError:
        return "（日志也写不出，请检查磁盘）"
    return str(path)
