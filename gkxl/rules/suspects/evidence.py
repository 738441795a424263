"""What was given to judge a broken equation by, and the cell that it points to."""

from __future__ import annotations

from dataclasses import dataclass

from gkxl.model.figures import Number
from gkxl.model.submission import Position, Submission


@dataclass(frozen=True)
class Whole:
    """Figures that were stated independently of the parts which they must be the sum of."""

    stated: Submission
    """A year beside its months, a parent unit's own figures beside its children's, a register's count."""
    parts: tuple[Submission, ...]
    """All the parts, so that the sum over them can be compared; months in any order."""
    over_months: bool
    """Whether stocks are those of the first or last part; else every figure is added up."""


@dataclass(frozen=True)
class Evidence:
    """The submission on which an equation is broken, and all else that speaks about its figures.

    Submissions of another form are given on the items of this one (`gkxl.aggregation.totals.counterpart`).
    """

    submission: Submission
    before: Submission | None = None
    """The period that ends where this one begins."""
    after: Submission | None = None
    """The period that begins where this one ends."""
    months: tuple[Submission, ...] = ()
    """The other months of the same unit."""
    last_year: Submission | None = None
    """The same unit a year ago: the like month, or the year as a whole."""
    wholes: tuple[Whole, ...] = ()
    typed: frozenset[int] = frozenset()
    """Totals that are known to be typed in, not computed, also where they are what a formula would give (a published page has no formulas).

    Only what is known belongs here: proofs rest on it.
    """


@dataclass(frozen=True)
class Suspect:
    """A cell that may be the wrong one."""

    submission: Submission
    """On whose sheet it stands: that of the broken equation, or one beside it."""
    item: int
    """Position in `Form.items`."""
    reason: str
    """Chinese half-sentence: what speaks for it."""
    would_be: Number | None
    """What it should be if nothing else is wrong; None where that is not known."""
    proven: bool
    """Whether no other cell, and no two slips elsewhere, can have caused what is seen."""

    @property
    def cell(self) -> str:
        """Address such as "J37"; "" where there is no sheet behind the figure."""
        return self.submission.cell(self.item)

    @property
    def position(self) -> Position | None:
        """Row and column of the cell, counted from 0."""
        return self.submission.positions[self.item] if self.submission.positions else None

    @property
    def stands(self) -> Number | None:
        """What stands in the cell now."""
        return self.submission.stated[self.item]
