"""Who answers for a total, and the how-manyeth it is: what is signed stays signed, and other figures are another revision. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from gkxl.eligibility.revisions import content
from gkxl.model.head import Head, HeadField
from gkxl.model.submission import Submission
from gkxl.model.unit_names import NAMELESS

SIGNED = (HeadField.FILLED_ON, HeadField.FILLED_BY, HeadField.REVIEWED_BY, HeadField.RESPONSIBLE, HeadField.PHONE, HeadField.NOTE)
"""The fields of the head of a 汇总 that belong to people, beside its revision."""


@dataclass(frozen=True)
class Signature:
    """What somebody says of the total that is about to be made."""

    texts: Mapping[HeadField, str] = field(default_factory=dict)
    """Fields of `SIGNED` that are given anew."""
    revision: int = 0
    """0 where nobody says."""


@dataclass(frozen=True)
class SignedBefore:
    """What the total that is replaced says of itself."""

    head: Head = field(default_factory=Head)
    revision: int = 1
    total: Submission | None = None
    """None where nothing was added up yet."""


def signed(total: Submission, given: Signature, before: SignedBefore) -> Submission:
    """Return the total with what is given, else with what stood on the total that it replaces.

    The revision is one more than before where the figures are others. What stood on the total of another unit or period is not its own.
    """
    if before.total is not None and not _same(total, before.total):
        before = SignedBefore()
    kept = {name: text for name, text in before.head.texts.items() if name in SIGNED}
    raised = before.total is not None and content(before.total) != content(total)
    return replace(total, head=Head.of({**kept, **given.texts}), revision=given.revision or before.revision + raised)


def _same(total: Submission, before: Submission) -> bool:
    """Whether both are of one form and period, and of one body: until somebody names it, it has no name."""
    return (total.form.id, total.period) == (before.form.id, before.period) and (before.unit in (total.unit, NAMELESS))
