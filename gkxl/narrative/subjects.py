"""What a paragraph speaks of at each place: applications, disputes, documents, fees, or something that the tables do not hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gkxl.narrative.passages import Passage
from gkxl.narrative.vocabulary import vocabulary

_OF_SECTION = {3: "application", 4: "dispute"}
_HEADING = 40
"""Characters up to which a paragraph without a full stop is a heading of what follows."""


@dataclass(frozen=True, slots=True)
class Subjects:
    """The words of a paragraph that say what it speaks of, in order."""

    marks: Sequence[tuple[int, str]]
    """Where such a word begins, and the subject it names."""
    carried: str
    """What the text before it speaks of."""

    @classmethod
    def of(cls, passage: Passage, carried: str) -> Subjects:
        """Return the subjects of a paragraph."""
        marks = [(match.start(), str(match.lastgroup)) for match in vocabulary().subjects.finditer(passage.text)]
        return cls(marks, carried or _OF_SECTION.get(passage.section, ""))

    def at(self, place: int, clause: int, end: int) -> str:
        """Return what is spoken of at a place: the last word before it; where its clause has none, the first behind it up to `end`."""
        before = [(start, subject) for start, subject in self.marks if start < place]
        if before and before[-1][0] >= clause:
            return before[-1][1]
        behind = [subject for start, subject in self.marks if place <= start < end]
        if behind:
            return behind[0]
        return before[-1][1] if before else self.carried


def carried_on(passage: Passage, carried: str) -> str:
    """Return what the paragraph after this one speaks of as long as it does not say so itself: what a heading names, else nothing."""
    if len(passage.text) > _HEADING or "。" in passage.text.rstrip("。"):
        return ""
    return next((subject for _, subject in Subjects.of(passage, carried).marks), carried)
