"""A paragraph becomes claims: each number that can be a figure of the tables, and each "none", with all its readings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gkxl.narrative.numbers import Written, numbers_in
from gkxl.narrative.passages import Passage
from gkxl.narrative.scope import Scope, Speaker
from gkxl.narrative.subjects import Subjects
from gkxl.narrative.vocabulary import Meaning, Reading, vocabulary

_DOCUMENTS = frozenset({"documents"})
_CLAUSE = re.compile(r"[，；：（）。]")
_ASIDE = re.compile(r"（[^（）]*）")
_HARD = re.compile(r"[，；。：、（）…]")


@dataclass(frozen=True, slots=True)
class Claim:
    """What a sentence says of the tables."""

    passage: Passage
    start: int
    end: int
    """Where its words stand in `passage.text`."""
    value: Decimal
    half_step: Decimal
    """How far the figure may lie away, where the number was written in 万."""
    meaning: Meaning
    readings: tuple[Reading, ...]
    """It is false only where none of them fits."""
    sure: bool
    """Whether it is plainly about the body itself and about this figure."""
    number: Written | None = None
    """None where it says "none" without a number."""

    @property
    def quote(self) -> str:
        """The sentence it stands in, as printed."""
        return self.passage.quoted(self.start, self.end)


def claims_in(passage: Passage, speaker: Speaker, carried: str = "") -> list[Claim]:
    """Return what a paragraph claims, in its order; `carried` is what the text before it speaks of."""
    numbers = numbers_in(passage.text)
    subjects = Subjects.of(passage, carried)
    scope = Scope(passage, speaker)
    reader = _Reader(passage, numbers, subjects, scope)
    numbered = list(reader.numbered())
    return sorted([*numbered, *reader.absent([claim.start for claim in numbered])], key=lambda claim: claim.start)


@dataclass
class _Reader:
    passage: Passage
    numbers: Sequence[Written]
    subjects: Subjects
    scope: Scope

    def numbered(self) -> Iterator[Claim]:
        """Yield the claims that state a number."""
        given: dict[int, Meaning] = self._told_apart()
        received = False
        for place, number in enumerate(self.numbers):
            if not (number.exact and number.is_count):
                continue
            before, clause = self._before(place)
            found = (given[place],) if place in given else self._meant(place, before, clause)
            if not found or not found[0].readings or self._on_another_basis(found[0], number):
                continue
            if received and found[0].family and vocabulary().around["parts.opened_by"].search(clause) and found[0].code != "answered":
                continue  # 其中……收到5件: a part of what was said before
            by_channel = bool(found[0].family and vocabulary().around["parts.channels"].search(clause))
            if by_channel and received:
                continue
            received = received or bool(found[0].family)
            reach = self.scope.at(number.start)
            if reach is None or (not reach and found[0].of == _DOCUMENTS and self.scope.is_part(number.start)):
                continue
            readings = tuple(dict.fromkeys(reading for meaning in found for reading in (*meaning.readings, *self._also(meaning, number))))
            sure = reach and not by_channel and not any(meaning.doubtful for meaning in found)
            yield Claim(self.passage, number.start, number.end, number.value, number.half_step, found[0], readings, sure, number)

    def _on_another_basis(self, meaning: Meaning, number: Written) -> bool:
        """Whether words before a number in its sentence, up to a semicolon, say that it counts something else."""
        said = self.passage.text[self.passage.start_of(number.start) : number.start].rpartition("；")[2]
        return bool(meaning.not_with and meaning.not_with.search(said))

    def _also(self, meaning: Meaning, number: Written) -> tuple[Reading, ...]:
        """Return the readings that other words of the sentence make possible."""
        text, start, end = self.passage.text, self.passage.start_of(number.start), self.passage.end_of(number.start)
        return meaning.also if meaning.also_with and meaning.also_with.search(text, start, end) else ()

    def _before(self, place: int) -> tuple[str, str]:
        """Return the words before a number, from the number before it or the beginning of the sentence, and those of its own clause."""
        number = self.numbers[place]
        start = self.passage.start_of(number.start)
        if place:
            start = max(start, self.numbers[place - 1].end)
        before = _ASIDE.sub("", self.passage.text[start : number.start])
        return before, _CLAUSE.split(before.rstrip("："))[-1]

    def _behind(self, place: int) -> str:
        """Return the words of its clause that stand behind a number."""
        number = self.numbers[place]
        stop = self.numbers[place + 1].start if place + 1 < len(self.numbers) else len(self.passage.text)
        return _HARD.split(self.passage.text[number.end : stop])[0]

    def _meant(self, place: int, before: str, clause: str) -> tuple[Meaning, ...]:
        """Return what a number means: the nearest words before it in its clause, else behind it, else before its clause."""
        number = self.numbers[place]
        behind = self._behind(place)
        if not number.unit and behind and not behind.startswith(("的", "为")):
            return ()  # a number that something unknown follows counts something else
        subject = self.subjects.at(number.start, number.start - len(clause), number.end + len(behind))
        fitting = [meaning for meaning in vocabulary().quantities if not meaning.of or subject in meaning.of]
        near = _nearest([meaning for meaning in fitting if not meaning.fallback], clause)
        after = [(reached, meaning) for meaning in fitting if (reached := _reach(meaning, behind))]
        if near:
            return near
        if after:
            return (max(reversed(after), key=lambda entry: entry[0])[1],)
        far = _nearest([meaning for meaning in fitting if not meaning.fallback], before)
        return far or _nearest([meaning for meaning in fitting if meaning.fallback], before)

    def _told_apart(self) -> dict[int, Meaning]:
        """Return what the numbers mean that follow several words with 分别."""
        given: dict[int, Meaning] = {}
        for place, number in enumerate(self.numbers):
            before, _ = self._before(place)
            if "分别" not in before:
                continue
            words = before[: before.index("分别")]
            subject = self.subjects.at(number.start, number.start, number.start)
            spans = sorted(
                (match.start(), -match.end(), meaning.code, meaning)
                for meaning in vocabulary().quantities
                if meaning.before and meaning.readings and not meaning.fallback and not meaning.family and subject in meaning.of
                for match in meaning.before.finditer(words)
            )
            named: list[Meaning] = []
            end = 0
            for start, negative_end, _, meaning in spans:
                within = any(start < other[0] and other[1] >= negative_end for other in spans)  # 复议和诉讼 names two
                if start >= end and not within:
                    named.append(meaning)
                    end = -negative_end
            if len(named) > 1:
                given.update({place + offset: meaning for offset, meaning in enumerate(named) if place + offset < len(self.numbers)})
        return given

    def absent(self, stated: Sequence[int]) -> Iterator[Claim]:
        """Yield the claims that say "none" without a number; `stated` is where numbers stand that claim something."""
        text = self.passage.text
        for start, end in self.passage.sentences:
            said: set[str] = set()
            for meaning in vocabulary().absences:
                match = meaning.words.search(text, start, end) if meaning.words and meaning.code not in said else None
                if match is None or (meaning.unless and meaning.unless.search(text)) or any(match.start() <= place < match.end() for place in stated):
                    continue
                reach = self.scope.at(match.end())
                if reach is None or self.subjects.at(match.end(), match.start(), match.end()) not in meaning.of:
                    continue
                said.add(meaning.code)
                nothing, sure = Decimal(0), reach and not meaning.doubtful
                yield Claim(self.passage, match.start(), match.end(), nothing, nothing, meaning, meaning.readings, sure)


def _reach(meaning: Meaning, behind: str) -> int:
    """Return how far behind a number the words of a meaning go, with the noun that is counted or without; 0 where they are not there."""
    if meaning.behind is None:
        return 0
    noun = vocabulary().around["scope.counted"].match(behind)
    starts = [0, *([noun.end()] if noun else [])]
    return max((start + match.end() for start in starts if (match := meaning.behind.search(behind[start:]))), default=0)


def _nearest(meanings: Sequence[Meaning], words: str) -> tuple[Meaning, ...]:
    """Return the meaning whose words stand nearest to the end, the longest of several, with others of its family."""
    stripped = len(vocabulary().filler.sub("", words))
    found = []
    for meaning in meanings:
        matches = [match for match in meaning.before.finditer(words) if match.end() > match.start()] if meaning.before else []
        if matches:
            last = max(matches, key=lambda match: match.end())
            found.append((max(0, stripped - last.end()), -(last.end() - last.start()), meaning))
    if not found:
        return ()
    best = min(found, key=lambda entry: entry[:2])[2]
    return (best, *(meaning for _, _, meaning in found if best.family and meaning is not best and meaning.family == best.family))
