"""What a text says of this year beside the last: growth in per cent or in pieces, and "as last year", computed anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from gkxl.model.figures import show
from gkxl.model.published import PublishedReport
from gkxl.narrative.claims import Claim
from gkxl.narrative.figures import Figures
from gkxl.narrative.numbers import Written, numbers_in
from gkxl.narrative.parts import CARRIED
from gkxl.narrative.passages import Passage
from gkxl.narrative.placing import place_of, told
from gkxl.narrative.vocabulary import Reading, vocabulary
from gkxl.rules.findings import Finding

_AHEAD = 24
"""Characters before a number within which it is said with what it is compared."""


def growth_differs(report: PublishedReport, passage: Passage, claims: Sequence[Claim], last: Figures) -> Iterator[Finding]:
    """Yield what a paragraph says of growth that no reading of the figures of both years bears out."""
    words = vocabulary().around
    numbers = numbers_in(passage.text)
    for place, number in enumerate(numbers):
        start = max(passage.start_of(number.start), numbers[place - 1].end if place else 0)
        before = passage.text[start : number.start]
        sign = _sign(before)
        claim = _claim_before(claims, passage, number.start)
        if not number.exact or sign is None or claim is None or not words["growth.compared_with"].search(before):
            continue
        if number.is_share or (number.is_count and number.unit):
            yield from _weighed(report, passage, claim, number, sign, last)
    for match in words["growth.same"].finditer(passage.text):
        claim = _claim_before(claims, passage, match.start())
        if claim is not None:
            yield from _weighed(report, passage, claim, None, 0, last, match.end())


def _sign(before: str) -> int | None:
    """Return 1 where a text ends with growing, -1 where it ends with falling."""
    words = vocabulary().around
    up, down = (list(words[name].finditer(before)) for name in ("growth.up", "growth.down"))
    ends = [(matches[-1].end(), sign) for matches, sign in ((up, 1), (down, -1)) if matches]
    if not ends:
        return None
    end, sign = max(ends)
    return sign if len(before) - end <= 3 else None


def _claim_before(claims: Sequence[Claim], passage: Passage, place: int) -> Claim | None:
    """Return the last number of the tables that the sentence states before a place."""
    start = passage.start_of(max(0, place - 1))
    stated = [claim for claim in claims if claim.number and start <= claim.start < place and claim.meaning.code not in CARRIED]
    return stated[-1] if stated else None


def _weighed(
    report: PublishedReport, passage: Passage, claim: Claim, number: Written | None, sign: int, last: Figures, end: int = 0
) -> Iterator[Finding]:
    tried: list[tuple[Reading, Decimal]] = []
    for reading in claim.readings:
        value = last.value(reading)
        if value is None or not value.stated:
            return
        tried += [(reading, Decimal(candidate)) for candidate in value.candidates]
    stated = sign * number.value if number else Decimal(0)
    results = []
    for reading, before in tried:
        if number is not None and number.is_share:
            if before == 0:
                continue
            grown = (claim.value - before) * 100 / before
            step = Decimal(1) / 10**number.decimals
        else:
            grown, step = claim.value - before, Decimal("0.5")
        if abs(grown - stated) < step:
            return
        results.append((reading, before, grown))
    if not results:
        return
    unit = number.unit if number else ""
    shown = [f"按“{reading.label}”上年{show(_whole(before))}计是{_told(grown, unit)}" for reading, before, grown in results]
    said = f"说的是{_told(stated, unit)}" if number else "说的是与上年相同"
    yield Finding.of(
        "text.growth",
        f"{told(report)}“{passage.heading}”中“{passage.quoted(claim.start, number.end if number else end)}”，{said}，"
        f"用本年的{claim.number.shown if claim.number else 0}与上年的表重新计算：{'；'.join(shown)}。请核对增减和上年的数。",
        expected="；".join(_told(grown, unit) for _, _, grown in results),
        actual=_told(stated, unit),
        quoted=passage.quoted(claim.start, number.end if number else end),
        **place_of(report, passage.heading),
    )


def _told(grown: Decimal, unit: str) -> str:
    amount = show(_whole(abs(grown).quantize(Decimal("0.01"))))
    return f"{'增长' if grown > 0 else '下降' if grown < 0 else '增减'}{amount}{unit}"


def _whole(number: Decimal) -> Decimal | int:
    return int(number) if number == number.to_integral_value() else number
