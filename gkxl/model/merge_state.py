"""What a merged workbook says of itself: whether it is complete."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Completeness(StrEnum):
    """Whether a merge lacks anything; the value is the word of its hidden code."""

    COMPLETE = "complete"
    """Nothing is missing, unread or contradictory."""
    INCOMPLETE = "incomplete"
    UNKNOWN = "unknown"
    """Nobody can tell: the hidden code was lost or damaged. Never to be taken for complete."""


@dataclass(frozen=True, slots=True)
class MergeState:
    """How complete and right the sum on a 汇总 is, and the sentence that stands on its face."""

    completeness: Completeness
    sentence: str = ""
    """How many units, who is missing, what does not balance."""

    @classmethod
    def judged(cls, complete: bool, sentence: str) -> MergeState:
        """Return the state of a merge that has just been made."""
        return cls(Completeness.COMPLETE if complete else Completeness.INCOMPLETE, sentence)

    @property
    def complete(self) -> bool:
        """Whether it is known that nothing is missing, unread or contradictory."""
        return self.completeness is Completeness.COMPLETE

    @property
    def caution(self) -> str:
        """What speaks against relying on the sum, for people; "" where nothing does."""
        if self.completeness is Completeness.UNKNOWN:
            return "记录是否齐全的隐藏代码已丢失，不知道这份汇总是否齐全"
        return "" if self.complete else self.sentence
