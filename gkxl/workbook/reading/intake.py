"""What was read, as a value: known to those who only look at it, without the libraries that read."""

from __future__ import annotations

from dataclasses import dataclass, field

from gkxl.rules.unread import Skipped, Unread
from gkxl.workbook.reading.submissions import WorkbookReading


@dataclass
class Intake:
    """All that was read."""

    readings: list[WorkbookReading] = field(default_factory=list)
    """One for each workbook with at least one sheet of ours, in the order of file names."""
    unread: list[Unread] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
