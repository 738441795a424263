"""Keep what a developer needs of a defect in a log, out of the sight of staff; for every door."""

from __future__ import annotations

import datetime as dt
import os
import platform
import sys
import traceback
from pathlib import Path

from gkxl import __version__


def folder() -> Path:
    """Return the folder of the logs, in the user's own settings."""
    home = os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_CONFIG_HOME")
    return (Path(home) if home else Path.home() / ".config") / "gkxl" / "log"


def record(what: str) -> str:
    """Write the exception being handled to a file and return its path, or a word where that fails too; `what` was being done."""
    path = folder() / f"{dt.datetime.now():%Y%m%d-%H%M%S}.log"
    lines = [f"gkxl {__version__}, Python {platform.python_version()}, {platform.platform()}", f"{what}: {sys.argv[1:]}", traceback.format_exc()]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines), encoding="utf-8")
    except (OSError, RuntimeError):  # no place, or no home
        return "（日志也写不出，请检查磁盘）"
    return str(path)
