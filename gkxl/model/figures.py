"""Understand what people write into a figure cell: exact numbers, "not stated", or a reason why neither."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gkxl.forms import Kind, Operand

Number = int | Decimal
"""Counts are int, money is Decimal; never float."""

UNFILLED = "未填"
"""What result tables show in place of a figure that is known not to be 0, but that somebody has not stated."""

NOT_STATED = frozenset({"", UNFILLED, "/", "\\", "-", "--", "—", "——", "–", "−", "无", "空"})
"""What people write, in half width, where there is nothing to state."""

# Only forms that differ in width: a circled or raised digit is not a way of writing a number.
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0x2212: "-"}
_NUMBER = re.compile(r"([+-]?)([0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(\.[0-9]+)?")
_DOT_IN_THOUSANDS = re.compile(r"[+-]?([1-9][0-9]{0,2})\.([0-9]{3})")
"""A text that is a number of thousands where a dot stands between them, as in 1.234, and a decimal number where it does not."""
MOST_DIGITS = 15
"""What a spreadsheet keeps and shows of a number."""
_LARGEST = 10**MOST_DIGITS


@dataclass(frozen=True, slots=True)
class Misread:
    """Why a cell is not a figure: the rule it breaks and a Chinese half-sentence that follows "填的是"."""

    rule: str
    what: str


def read_figure(raw: object, kind: Kind, *, of_results: bool = False) -> Number | Misread | None:
    """Return the figure in a cell, None where it is not stated, or why it cannot be counted.

    `raw` is what a spreadsheet reader gives: float, int, str, bool, date or time; or a Decimal.  On result tables (`of_results`) a text is
    read to its last digit, as a sum that no spreadsheet keeps was written there as text.
    """
    if isinstance(raw, float):
        if kind.whole and 0 <= raw < _LARGEST and raw.is_integer():
            return int(raw)  # nearly every cell: worth a short cut
        # Fifteen digits are what a spreadsheet keeps and shows; more is binary noise of a formula.
        return _accept(Decimal(f"{raw:.15g}"), kind)
    if raw is None or raw == "":
        return None
    if isinstance(raw, bool):
        return Misread("figure.boolean", f"逻辑值{str(raw).upper()}")
    if isinstance(raw, (int, Decimal)):
        return _accept(Decimal(raw), kind)
    if isinstance(raw, (dt.date, dt.time, dt.timedelta)):
        return Misread("figure.date", f"日期或时间（{raw}）")
    return _read_text(str(raw), kind, limited=not of_results)


def read_counts(raws: Sequence[object]) -> list[int] | None:
    """Return a row of cells that are all plain counts, or None where any needs a closer look.

    A short cut for nearly every row of nearly every sheet; it accepts nothing that `read_figure` would not.
    """
    if set(map(type, raws)) != {float}:
        return None
    numbers: Sequence[float] = raws  # type: ignore[assignment]  # as just seen
    if not (min(numbers) >= 0 and max(numbers) < _LARGEST):
        return None
    counts = [int(number) for number in numbers if number == number]  # NaN is no number
    return counts if counts == list(numbers) else None


def _read_text(raw: str, kind: Kind, *, limited: bool) -> Number | Misread | None:
    text = raw.translate(_HALF_WIDTH).strip()
    if text in NOT_STATED:
        return None
    misread = Misread("figure.text", f"文字“{_short(raw)}”")
    body = text
    if body[0] in "增减":
        body = ("-" if body[0] == "减" else "+") + body[1:]
    for unit in sorted(kind.units, key=len, reverse=True):
        if body.endswith(unit):
            body = body[: -len(unit)].rstrip()
            break
    dot = _DOT_IN_THOUSANDS.fullmatch(body)
    if dot:
        return Misread("figure.dot", f"文字“{_short(raw)}”，看不出是{dot[1]}{dot[2]}还是{show(Decimal(f'{dot[1]}.{dot[2]}'))}")
    match = _NUMBER.fullmatch(body)
    if match is None:
        return misread
    return _accept(Decimal(f"{match[1]}{match[2].replace(',', '')}{match[3] or ''}"), kind, limited=limited)


def _accept(value: Decimal, kind: Kind, *, limited: bool = True) -> Number | Misread:
    if not value.is_finite() or (limited and abs(value) >= _LARGEST):
        return Misread(kind.rule_id, f"{value}，超出可能的范围")
    if kind.minimum is not None and value < kind.minimum:
        return Misread(kind.rule_id, f"负数{value}" if value < 0 else str(value))
    if limited and not kept_exactly(value):
        return Misread(kind.rule_id, f"{value}，位数超过电子表格能准确保存的{MOST_DIGITS}位")
    if not kind.whole:
        return value
    if value != value.to_integral_value():
        return Misread(kind.rule_id, f"小数{value}")
    return int(value)


def kept_exactly(value: Number) -> bool:
    """Whether a spreadsheet keeps and shows every digit of a number; one that it does not keep is written as text."""
    if abs(value) >= _LARGEST:
        return False
    # Not normalize(): that rounds to the digits of the context.
    return isinstance(value, int) or len(show(abs(value)).replace(".", "").strip("0")) <= MOST_DIGITS


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 20 else f"{flat[:20]}…"


def add_up(operands: Iterable[Operand], figures: Sequence[Number | None], previous: Sequence[Number | None] = ()) -> Number:
    """Return one side of an equation; what is not stated counts as 0."""
    return sum([operand.sign * ((previous if operand.previous else figures)[operand.item] or 0) for operand in operands])


def show_printed(value: Number | str) -> str:
    """Return what a result table prints for a figure, or for the words that stand in its place."""
    return value if isinstance(value, str) else show(value)


def show(value: Number | None) -> str:
    """Return a figure as it is printed: no exponent, no trailing zeros; "" where it is not stated."""
    if value is None:
        return ""
    if isinstance(value, int):
        return str(value)
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
