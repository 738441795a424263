"""Where a click leaves what went wrong: for those who mend it, out of the sight of staff."""

from __future__ import annotations

import datetime as dt
import os
import traceback
from pathlib import Path

from gkxl import __version__


def folder() -> Path:
    """Return the folder of the logs, in the user's own settings."""
    home = os.environ.get("LOCALAPPDATA")
    return (Path(home) / "gkxl" if home else Path.home() / ".config" / "gkxl") / "log"


def record(command: str) -> str:
    """Write the exception being handled and return the path of the file, or a word where that fails too."""
    path = folder() / f"{dt.datetime.now():%Y%m%d-%H%M%S}-ribbon.log"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"gkxl {__version__}, {command}\n{traceback.format_exc()}", encoding="utf-8")
    except OSError:
        return "（日志也写不出，请检查磁盘）"
    return str(path)
