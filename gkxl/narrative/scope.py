"""Whose and of when a number is: of the body and the year reported on, perhaps, or of somebody else or another time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from gkxl.narrative.passages import Passage
from gkxl.narrative.vocabulary import vocabulary

_CLAUSE = re.compile(r"[，；。：（]")
_YEAR = re.compile(r"(?<![较比与从自于至到转延截\d])(\d{4})年度?(?!末?[^，；。\d]{0,6}(?:结转|转结|转入|遗留|顺延|以来))")
_GOVERNMENT = "政府"
"""A government reports for its whole area: 区政府 alone may be only what the government itself did."""
_OFFICE = ("办公室", "办公厅", "政府办", "府办")


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whose report it is."""

    unit: str
    """"" where the title does not say."""
    year: int | None

    def is_named(self, name: str) -> bool:
        """Whether a name in the text may be that of the body itself."""
        own, short = (text.replace("人民政府", "政府") for text in (self.unit, name))
        own, short = (text.replace("委员会", "委").replace("办公室", "办").replace("办公厅", "办") for text in (own, short))
        return not own or short in own or own in short or (len(short) > 1 and own.endswith(short[-3:]) and short[0] in own)


@dataclass(frozen=True)
class Scope:
    """What a paragraph says of whose numbers these are."""

    passage: Passage
    speaker: Speaker

    @cached_property
    def _on_behalf(self) -> int | None:
        """Where the paragraph begins to speak of what one body did on behalf of another."""
        match = vocabulary().around["scope.on_behalf"].search(self.passage.text)
        return match.start() if match else None

    def at(self, place: int) -> bool | None:
        """Return True where a number is that of the body itself, False where that is not sure, None where it is not."""
        text, words = self.passage.text, vocabulary().around
        start = self.passage.start_of(max(0, place - 1))
        said = text[start:place]
        clause = _CLAUSE.split(said)[-1]
        if words["scope.not_own"].search(re.split(r"[；。]", said)[-1]) or words["years.earlier"].search(_carried(clause)):
            return None
        years = [int(match[1]) for match in _YEAR.finditer(said)]
        if years and self.speaker.year and years[-1] != self.speaker.year and not words["years.now"].search(said[said.rfind(str(years[-1])) :]):
            return None
        if self._on_behalf is not None and self._on_behalf < place:
            return False if self.speaker.unit.endswith(_OFFICE) or not self.speaker.unit else None
        own_area = words["scope.area_bodies"].search(self.speaker.unit)
        if self.is_part(place) or (self.speaker.unit and not own_area and words["scope.whole_area"].search(clause)):
            return False
        named = [match[0] for match in words["scope.other_body"].finditer(re.split(r"[；。]", said)[-1])]
        return all(self._own(name) for name in named)

    def is_part(self, place: int) -> bool:
        """Whether a number is said to be that of one level of the body, without those below."""
        said = self.passage.text[self.passage.start_of(max(0, place - 1)) : place]
        return bool(vocabulary().around["scope.part_of_it"].search(re.split(r"[；。]", said)[-1]))

    def _own(self, name: str) -> bool:
        if vocabulary().around["scope.own_words"].search(name):
            return True
        leaf = self.speaker.unit.endswith(_GOVERNMENT) and name.endswith(_GOVERNMENT) and name != self.speaker.unit
        return not leaf and self.speaker.is_named(name)


def _carried(clause: str) -> str:
    """Return a clause without what came over from the year before, and without comparisons with it."""
    return vocabulary().around["years.carried_or_compared"].sub("", clause)
