"""What a merged workbook says of itself: whether it is complete."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Completeness(StrEnum):
    """Whether a merge lacks anything; the value is the word of its hidden code."""

    COMPLETE = "complete"
    """Nothing is missing, unread or contradictory."""
    EXPLAINED = "explained"
    """Nothing is missing or unread, and what is contradictory was explained in writing."""
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
    def judged(cls, complete: bool, explained: int, sentence: str) -> MergeState:
        """Return the state of a merge that has just been made, in which so many errors were explained."""
        if not complete:
            return cls(Completeness.INCOMPLETE, sentence)
        return cls(Completeness.EXPLAINED if explained else Completeness.COMPLETE, sentence)

    @property
    def complete(self) -> bool:
        """Whether it is known that nothing is missing, unread or contradictory and not explained."""
        return self.completeness in (Completeness.COMPLETE, Completeness.EXPLAINED)

    @property
    def caution(self) -> str:
        """What speaks against relying on the sum, for people; "" where nothing does."""
        if self.completeness is Completeness.UNKNOWN:
            return "记录是否齐全的隐藏代码已丢失，不知道这份汇总是否齐全"
        return "" if self.complete else self.sentence


def unfit(state: str) -> str:
    """Return what is printed over tables that are not fit to be published, and why they are not."""
    return f"数据尚未齐全或有勾稽不平，请勿直接发布：{state}"


def notice_of(state: MergeState) -> str:
    """Return what is printed over the tables of a merge: why they must not be published, or what was explained; "" where all is well."""
    if state.completeness is Completeness.EXPLAINED:
        return f"勾稽不平之处已作说明（见“校验”的情况说明）：{state.sentence}"
    return "" if state.complete else unfit(state.caution)
