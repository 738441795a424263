"""What stands deeper inside a merged workbook than its own units: the statements that went into those. Pure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from gkxl.model.figures import show
from gkxl.model.period import Period
from gkxl.model.period_text import PeriodError, parse_period
from gkxl.model.submission import Key, Submission
from gkxl.model.unit import Unit, parse_path

Content = tuple[str, Period, str]
"""Name of the unit, period and digest: the same statement, whatever revision it calls itself."""

_CODE = re.compile(r"(\d{4}[-0-9QH.]*):(\d{1,3}):([0-9a-f]{12}):(.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A statement that is known by whose and of when it is, and by the digest of its figures."""

    who: Unit
    period: Period
    revision: int
    digest: str

    @classmethod
    def of(cls, submission: Submission) -> Fingerprint:
        """Return the fingerprint of a submission."""
        return cls(submission.who, submission.period, submission.revision, _digest(submission))

    @property
    def key(self) -> Key:
        """Whose and of when it is."""
        return self.who, self.period

    @property
    def content(self) -> Content:
        """What is the same for the same statement."""
        return self.who.name, self.period, self.digest

    def __str__(self) -> str:
        return f"{self.period}:{self.revision}:{self.digest}:{self.who.path}"


def parse_fingerprint(code: str) -> Fingerprint | None:
    """Return the fingerprint that was written as `str(fingerprint)`; None for anything else."""
    match = _CODE.fullmatch(code)
    try:
        return Fingerprint(parse_path(match[4]), parse_period(match[1]), int(match[2]), match[3]) if match else None
    except PeriodError:
        return None


def fingerprints_of(parts: Iterable[Submission], deeper: Iterable[Fingerprint]) -> list[Fingerprint]:
    """Return the fingerprints that a workbook adds where it goes into another: its parts, and what stands deeper in them."""
    return list(dict.fromkeys([*map(Fingerprint.of, parts), *deeper]))


def _digest(submission: Submission) -> str:
    figures = ",".join(show(value or 0) for value in submission.figures)
    return hashlib.sha256(figures.encode()).hexdigest()[:12]
