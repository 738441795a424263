"""A paragraph made ready to be read: one way of writing digits and marks, and the way back to the words as printed."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

_HALF_WIDTH = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), 0xFF05, 0xFF0E, 0xFF0D, 0xFF0B)}
_MARKS = {ord("("): "（", ord(")"): "）", ord(";"): "；", ord(":"): "：", ord("?"): "？", ord("!"): "！", ord("["): "（", ord("]"): "）"}
_SPACES = re.compile(r"[\s\u3000\u200b\ufeff]")
_ENDS = re.compile(r"[。！？]+[”’）]*")
_COMMA = re.compile(r"(?<=\d)[,，](?=\d{3}(?!\d))")
"""A comma within a number."""


@dataclass(frozen=True)
class Passage:
    """One paragraph under a heading."""

    section: int
    """Which of the six sections it stands in, 1 to 6; 0 before the first."""
    heading: str
    """The heading of the section, as printed."""
    printed: str

    @cached_property
    def _kept(self) -> tuple[str, Sequence[int]]:
        kept = [(character, place) for place, character in enumerate(self.printed) if not _SPACES.fullmatch(character)]
        text = "".join(character for character, _ in kept).translate(_HALF_WIDTH).translate(_MARKS)
        text = _COMMA.sub("\x00", text).replace(",", "，").replace("\x00", ",")
        return text, [place for _, place in kept]

    @property
    def text(self) -> str:
        """The paragraph without spaces, with digits and marks of one width; as long as the printed one without its spaces."""
        return self._kept[0]

    @cached_property
    def _starts(self) -> list[int]:
        starts = [0, *(match.end() for match in _ENDS.finditer(self.text))]
        return [start for start in starts if start < len(self.text)] or [0]

    @property
    def sentences(self) -> Iterator[tuple[int, int]]:
        """Where its sentences begin and end in `text`."""
        return zip(self._starts, [*self._starts[1:], len(self.text)], strict=True)

    def start_of(self, place: int) -> int:
        """Return where in `text` the sentence begins in which a place lies."""
        return self._starts[bisect_right(self._starts, place) - 1]

    def end_of(self, place: int) -> int:
        """Return where in `text` the sentence ends in which a place lies."""
        number = bisect_right(self._starts, place)
        return self._starts[number] if number < len(self._starts) else len(self.text)

    def quoted(self, start: int, end: int) -> str:
        """Return the printed words of all sentences that lie between two places of `text`, cut in the middle where they are very long."""
        places = self._kept[1]
        if not places:
            return ""
        first, last = places[self.start_of(start)], places[self.end_of(max(start, end - 1)) - 1]
        words = " ".join(self.printed[first : last + 1].split())
        return words if len(words) <= _LONGEST else f"{words[: _LONGEST // 2]}……{words[-_LONGEST // 2 :]}"


_LONGEST = 240
"""Characters of a sentence that are quoted whole."""
