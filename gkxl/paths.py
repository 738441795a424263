"""Questions to the file system that are always answered: a missing permission or a link that turns in a circle is a no, not an exception."""

from __future__ import annotations

import os
from pathlib import Path


def is_folder(path: Path) -> bool:
    """Whether a folder stands there, as far as one may see."""
    return os.path.isdir(path)  # noqa: PTH112  # Path.is_dir raises where a folder above may not be entered


def exists(path: Path) -> bool:
    """Whether anything stands there, as far as one may see; also a link that leads nowhere."""
    return os.path.lexists(path)


def real(path: Path) -> Path:
    """Return where a path leads, through all links; of a link that turns in a circle as far as one comes."""
    return Path(os.path.realpath(path))
