"""Sentences held against themselves: parts that do not add up to their own total, shares that are not what they are said to be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gkxl.model.figures import show
from gkxl.model.published import PublishedReport
from gkxl.narrative.claims import Claim
from gkxl.narrative.figures import Figures
from gkxl.narrative.numbers import Written, numbers_in
from gkxl.narrative.passages import Passage
from gkxl.narrative.placing import place_of, told
from gkxl.narrative.vocabulary import vocabulary
from gkxl.rules.findings import Finding

CARRIED = ("carried_in", "carried_forward", "carried")
"""Codes of what comes from the year before or goes into the next."""
CHANNEL, OTHER = "channel", "other"
_MONEY = ("元", "万元")
_FEW = 3
"""Fewer parts than these, named as nothing of the form, need not be all there are."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A total with the parts that its own sentence names."""

    total: Written
    parts: Sequence[Written]
    kind: str
    """CHANNEL, OTHER, or the table that the parts belong to."""

    @property
    def sum(self) -> Decimal:
        """Of the parts."""
        return sum((part.value for part in self.parts), Decimal(0))

    @property
    def adds_up(self) -> bool:
        """Whether the parts, or the first of them, make the total."""
        so_far = Decimal(0)
        for place, part in enumerate(self.parts):
            so_far += part.value
            if place and so_far == self.total.value:
                return True
        return False


def listed_in(passage: Passage, claims: Iterable[Claim]) -> list[Listed]:
    """Return the totals of a paragraph with the parts named behind them."""
    numbers = numbers_in(passage.text)
    meant = {claim.start: claim for claim in claims if claim.number}
    return [listed for place, total in enumerate(numbers) if total.exact and not total.is_share for listed in _behind(passage, numbers, place, meant)]


def _behind(passage: Passage, numbers: Sequence[Written], place: int, meant: dict[int, Claim]) -> Iterator[Listed]:
    text, words, total = passage.text, vocabulary().around, numbers[place]
    inside = text[total.end : total.end + 1] == "（"
    depth = 1 if inside else 0
    parts: list[Written] = []
    kind = ""
    own_claim = meant.get(total.start)
    if own_claim is not None and own_claim.meaning.code in CARRIED:
        return  # 收到43件，结转2件，其中……: the list is of what stands before
    leading = own_claim is not None and bool(own_claim.meaning.family)
    seen = total.end
    opened = False
    for part in numbers[place + 1 :]:
        between = text[seen : part.start]
        deep = _depth(text[total.end : part.start])
        if deep < depth or (inside and deep == 0):
            break
        if deep > depth:
            continue
        if part.is_share or part.unit not in (total.unit, ""):
            continue
        flat = _outside(between) if not inside or parts else between.lstrip("（")
        new_list = bool(words["parts.opened_by"].search(flat))
        ended = "。" in flat and not _continues(flat)
        if not opened and not new_list and leading and not ended:
            continue  # 收到43件，结转2件，其中……
        if not part.exact or ended or (parts and (new_list or words["parts.closed_by"].search(flat))) or (not opened and not new_list):
            break
        opened = True
        own = _kind(part, flat, meant)
        if parts and own != kind and {own, kind} != {CHANNEL, OTHER}:
            if "；" not in flat or len(parts) < 2 or own.endswith("handling"):
                break
            yield Listed(total, parts, kind)  # another way of dividing the same total
            parts, kind = [], ""
        kind = kind or own
        parts.append(part)
        seen = part.end
    if len(parts) > 1 and not text[parts[-1].end :].startswith("等"):
        yield Listed(total, parts, kind)


def _depth(text: str) -> int:
    return text.count("（") - text.count("）")


def _outside(text: str) -> str:
    """Return a text without what stands in brackets."""
    kept, depth = [], 0
    for character in text:
        depth += (character == "（") - (character == "）")
        if depth <= 0 and character not in "（）":
            kept.append(character)
    return "".join(kept)


def _continues(between: str) -> bool:
    """Whether the sentence that begins in a text goes on with the list of the one before."""
    return between.rpartition("。")[2].startswith(("其中", "按", "从"))


def _kind(part: Written, before: str, meant: dict[int, Claim]) -> str:
    claim = meant.get(part.start)
    if claim is not None and claim.readings and claim.readings[0].table != "disclosure":
        by_applicant = claim.readings[0].column not in ("", "total")
        return f"{claim.readings[0].table}.{'applicants' if by_applicant else claim.meaning.family or 'results'}"
    return CHANNEL if vocabulary().around["parts.channels"].search(before) else OTHER


def parts_differ(report: PublishedReport, passage: Passage, claims: Sequence[Claim], figures: Figures | None) -> Iterator[Finding]:
    """Yield the lists of a paragraph that do not add up to their own total."""
    spare = [claim.value for claim in claims if claim.meaning.code in CARRIED]
    published = "主动公开" in passage.text
    for listed in listed_in(passage, claims):
        if listed.adds_up or listed.kind.endswith("handling"):
            continue
        less = listed.sum < listed.total.value
        if listed.kind == OTHER and less and len(listed.parts) < _FEW and listed.total.unit not in _MONEY:
            continue
        if listed.kind == CHANNEL and published and not (less and len(listed.parts) >= _FEW):
            continue  # one piece of information may be published in several ways
        if "." in listed.kind and any(abs(listed.total.value - listed.sum) == value for value in spare):
            continue
        if "." in listed.kind and figures and _is_a_total(listed.sum, claims, figures):
            continue
        numbers = " + ".join(part.shown for part in listed.parts)
        quote = passage.quoted(listed.total.start, listed.parts[-1].end)
        unit = listed.total.unit or "件"
        yield Finding.of(
            "text.parts",
            f"{told(report)}“{passage.heading}”中“{quote}”，各部分相加（{numbers}）是{show(_plain(listed.sum))}，与它自己的总数{listed.total.shown}{unit}不等。"
            "请核对各部分和总数；如果只列了一部分，不必改。",
            expected=listed.total.shown,
            actual=show(_plain(listed.sum)),
            quoted=quote,
            **place_of(report, passage.heading),
        )


def _is_a_total(number: Decimal, claims: Sequence[Claim], figures: Figures) -> bool:
    """Whether parts add up to another total that a claim on the total might have meant."""
    wholes = [figures.value(reading) for meaning in vocabulary().quantities if meaning.family for reading in meaning.readings]
    return any(value is not None and value.fits(number) for value in wholes)


def _plain(number: Decimal) -> Decimal | int:
    return int(number) if number == number.to_integral_value() else number


def shares_differ(report: PublishedReport, passage: Passage, claims: Sequence[Claim], figures: Figures | None) -> Iterator[Finding]:
    """Yield the percentages of a paragraph that the number before them is of no whole that it may be a share of."""
    numbers = numbers_in(passage.text)
    meant = {claim.start for claim in claims}
    for place, share in enumerate(numbers):
        if not share.is_share or not share.exact or not place:
            continue
        part = numbers[place - 1]
        said = passage.text[part.end : share.start].lstrip("（，、：")
        if part.is_share or not part.exact or part.value == 0 or not vocabulary().around["share.stated_by"].match(said):
            continue
        wholes = [number.value for number in numbers[: place - 1] if number.exact and number.unit == part.unit and number.value >= part.value]
        of_tables = _wholes(figures) if figures and part.start in meant else []
        step = Decimal(1) / 10**share.decimals
        if not (wholes or of_tables) or any(abs(part.value * 100 / whole - share.value) < step for whole in (*wholes, *of_tables)):
            continue
        tried = list(dict.fromkeys([*of_tables, *wholes]))[:5]
        shown = "；".join(f"占{show(_plain(whole))}的{(part.value * 100 / whole).quantize(Decimal('0.01'))}%" for whole in tried)
        yield Finding.of(
            "text.share",
            f"{told(report)}“{passage.heading}”中“{passage.quoted(part.start, share.end)}”，{part.shown}{part.unit}说是占{share.shown}%，"
            f"重新计算都不是：{shown}。请核对百分比和总数。",
            expected="；".join(f"{(part.value * 100 / whole).quantize(Decimal('0.01'))}%" for whole in tried),
            actual=f"{share.shown}%",
            quoted=passage.quoted(part.start, share.end),
            **place_of(report, passage.heading),
        )


def _wholes(figures: Figures) -> list[Decimal]:
    """Return the totals of applications that a share may be of, what was answered first."""
    readings = [reading for meaning in vocabulary().quantities if meaning.code in ("answered", "received") for reading in meaning.readings]
    values = [figures.value(reading) for reading in sorted(readings, key=lambda reading: reading.terms != "results_total")]
    return [Decimal(candidate) for value in values if value for candidate in value.candidates if candidate]
