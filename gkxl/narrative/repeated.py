"""Text that was taken over from last year's report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from gkxl.model.published import PublishedReport
from gkxl.narrative.passages import Passage
from gkxl.narrative.placing import place_of, told
from gkxl.rules.findings import Finding

MOST_PER_CENT = 50
"""Share of the own words of a report that may stand in last year's too."""
_AT_ONCE = 10
"""Characters in a row that must be the same to count as repeated."""
_SHORTEST = 200
"""Characters of text below which nothing is compared."""
_COMPARED = (1, 5, 6)
"""Sections of words; what stands before the first is the same every year."""
_NO_WORDS = re.compile(r"[\W\d_]+")


def repeated(report: PublishedReport, passages: Sequence[Passage], before: Sequence[Passage]) -> Iterator[Finding]:
    """Yield one finding where more of a report than allowed stands word by word, numbers aside, in last year's."""
    own, last = _words(passages), _words(before)
    if len(own) < _SHORTEST or len(last) < _SHORTEST:
        return
    seen = {last[place : place + _AT_ONCE] for place in range(len(last) - _AT_ONCE + 1)}
    covered = bytearray(len(own))
    for place in range(len(own) - _AT_ONCE + 1):
        if own[place : place + _AT_ONCE] in seen:
            covered[place : place + _AT_ONCE] = b"\x01" * _AT_ONCE
    per_cent = sum(covered) * 100 // len(own)
    if per_cent > MOST_PER_CENT:
        message = f"{told(report)}正文有{per_cent}%的文字与上年的报告相同（数字不计）。内容雷同会被退回或扣分，请按本年的工作重写。"
        yield Finding.of("text.repeated", message, expected=f"不超过{MOST_PER_CENT}%", actual=f"{per_cent}%", **place_of(report))


def _words(passages: Sequence[Passage]) -> str:
    return "".join(_NO_WORDS.sub("", passage.text) for passage in passages if passage.section in _COMPARED)
