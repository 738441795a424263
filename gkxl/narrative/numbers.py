"""The numbers of a sentence as people write them: 1,234, １２, 一百二十, 12.5万, 两件, with the unit they count."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from gkxl.narrative.vocabulary import vocabulary

_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_TENS = {"十": 10, "百": 100, "千": 1000}
_TIMES = {"": 1, "万": 10_000, "亿": 100_000_000}
_PLAIN = r"\d{1,15}(?:,\d{3}){0,5}(?:\.\d{1,9})?(?!\d)"
_HANZI = "零〇一二两三四五六七八九十百千"


@dataclass(frozen=True, slots=True)
class Written:
    """A number as it stands in a paragraph."""

    start: int
    end: int
    """Where its unit ends, or the number itself where it has none."""
    value: Decimal
    unit: str
    """"" where none is written."""
    half_step: Decimal
    """How far the figure behind it may lie away: half of the last digit written before 万 or 亿, else 0."""
    exact: bool
    """False for 约、近、余 and for ranges: nothing is compared with these."""
    decimals: int = 0
    """Digits written after the point."""

    @property
    def is_share(self) -> bool:
        """Whether it is per cent."""
        return self.unit in ("%", "个百分点")

    @property
    def is_count(self) -> bool:
        """Whether it counts pieces, or has no unit at all."""
        return self.unit == "" or self.unit in vocabulary().units

    @property
    def shown(self) -> str:
        """As messages print it, without its unit."""
        return f"{self.value.normalize():f}"


def numbers_in(text: str) -> list[Written]:
    """Return the numbers of a passage in order, without dates, ordinals, item numbers, document numbers and what stands in titles."""
    hidden = [match.span() for match in vocabulary().not_counted.finditer(text)]
    return [number for number in _all(text) if not any(start <= number.start < end for start, end in hidden)]


def _all(text: str) -> Iterator[Written]:
    for match in _pattern().finditer(text):
        digits, hanzi, times, unit = match["digits"], match["hanzi"], match["times"] or "", match["unit"] or ""
        if match["hundredth"]:
            unit = "%"
        zero = hanzi == "零" and text[: match.start()].endswith("为")
        if hanzi and unit not in vocabulary().units and not zero:
            continue  # 一是、统一、三安全一稳定、下一年
        number = Decimal(digits.replace(",", "")) if digits else Decimal(_of_hanzi(hanzi))
        decimals = len(digits.partition(".")[2]) if digits else 0
        factor = _TIMES[times]
        half_step = Decimal(factor) / 10**decimals / 2 if factor > 1 else Decimal(0)
        vague = any(match[name] for name in ("about", "more", "more2", "over", "range"))
        end = match.end("unit" if match["unit"] else "times")
        yield Written(match.start("number"), end, number * factor, unit, half_step, not vague, decimals)


def _pattern() -> re.Pattern[str]:
    global _compiled
    if _compiled is None:
        words = vocabulary()
        units = "|".join(sorted(map(re.escape, (*words.units, *words.other_units)), key=len, reverse=True))
        one = rf"(?:{_PLAIN}|[{_HANZI}]{{1,12}})"
        _compiled = re.compile(
            rf"(?P<about>{words.about_before})?(?P<hundredth>百分之)?(?P<range>{one}(?:[-—–~～至到]+){{1}}(?={one}(?:{units})))?"
            rf"(?<!\d)(?P<number>(?P<digits>{_PLAIN})|(?P<hanzi>[{_HANZI}]{{1,12}}(?:万[{_HANZI}]{{1,12}})?))"
            rf"(?P<more>{words.about_after}(?=[万亿]|{units}))?(?P<times>[万亿]?)(?P<more2>{words.about_after}(?={units}))?(?P<unit>{units})?(?P<over>{words.about_after})?"
        )
    return _compiled


_compiled: re.Pattern[str] | None = None


def _of_hanzi(text: str) -> int:
    """Return what 一百二十, 两 or 二〇二四 says."""
    myriads, many, rest = text.rpartition("万")
    if many:
        return _of_hanzi(myriads) * _TIMES[many] + _of_hanzi(rest)
    if not any(character in _TENS for character in text):
        return int("".join(str(_DIGITS[character]) for character in text))
    total = digit = 0
    for character in text:
        if character in _TENS:
            total += (digit or 1) * _TENS[character]
            digit = 0
        else:
            digit = _DIGITS[character]
    return total + digit
