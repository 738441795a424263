"""What an action did: the same for people, for --json and for the ribbon."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gkxl.eligibility.revisions import Correction
from gkxl.model.submission import Key, Submission
from gkxl.reporting_status.grid import StatusGrid
from gkxl.rules.explanations import Explained, Weighed
from gkxl.rules.findings import Finding, has_errors
from gkxl.rules.unread import Skipped, Unread

if TYPE_CHECKING:
    from gkxl.model.published import PublishedReport

Progress = Callable[[int, int], None]
"""Told how many files of how many are done."""


@dataclass(frozen=True)
class Outcome:
    """The result of one action."""

    command: str
    submissions: Sequence[Submission] = ()
    """Those that count."""
    findings: Sequence[Finding] = ()
    unread: Sequence[Unread] = ()
    skipped: Sequence[Skipped] = ()
    missing: Sequence[Key] = ()
    """What is expected and did not come: unit and period."""
    corrections: Sequence[Correction] = ()
    reporting_status: StatusGrid | None = None
    output: str = ""
    beside: Sequence[str] = ()
    """The files that belong beside the output: lines that are too many for its sheets."""
    state: str = ""
    """One line on how complete and right the result is."""
    explained: Sequence[Explained] = ()
    """The findings that somebody has explained in writing."""
    reports: Sequence[PublishedReport] = ()
    """The published reports that were read."""
    not_carried: str = ""
    """What was not compared with the period before, for people; "" where all was."""

    @property
    def ok(self) -> bool:
        """Whether nothing is missing or unread, and nothing contradictory that nobody has explained."""
        return all_well(self.open, self.unread, self.missing)

    @property
    def open(self) -> list[Finding]:
        """The findings that nobody has explained."""
        return Weighed(self.explained).open(self.findings)

    @property
    def explained_errors(self) -> int:
        """How many errors are explained, without those that only follow from others."""
        return Weighed(self.explained).errors

    def file_of(self, finding: Finding) -> str:
        """Return the file that a finding is about: the output itself where it names a sheet and no file; "" where it is about none."""
        return finding.file or (self.output if finding.sheet else "")


def all_well(findings: Sequence[Finding], unread: Sequence[Unread], missing: Sequence[Key]) -> bool:
    """Whether no finding is an error, every file was read, and nothing is missing."""
    return not (has_errors(findings) or unread or missing)
