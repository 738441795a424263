"""What a click is about."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Click:
    """A button that was pressed."""

    app: Any
    """Excel, as xlwings gives it."""
    book: Any
    """The open workbook; None where a command needs none and none is open."""
    paths: tuple[Path, ...] = ()
    """Files and folders that were named with the command; empty: the user is asked."""
