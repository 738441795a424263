"""From where on something is called unlikely, each with its reason.

Chance is measured in bits: what has n bits happens by chance about once in 2**n.  All of it is set so that at most one right
office in a thousand is asked about: the random offices of `tests/test_offices_law.py` measure it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from decimal import Decimal

from gkxl.model.figures import Number

CHANCE = 10
"""Bits beyond those of the number of comparisons: once in about a thousand offices."""
FEW_MONTHS = 4
"""So many months of a year are needed to see that figures run on: three rise together by chance too often."""
GROWTH = Decimal("2.5")
"""A cumulative figure of four or more months is about as many times its first month; an office that grows does not grow so fast."""
THOUSAND, MYRIAD = 1000, 10_000
"""A dot or comma read as one of thousands; 元 entered as 万元."""
ABOUT = 3
"""A month may well be a third, or three times, of what is usual, and is then a thousand times off still."""
FEW_REFERENCES = 3
"""So many other months say what is usual; below that a single figure is all there is, which must be of some size itself."""
SOME_SIZE = 10
"""A count below this says little about the next one: 1 last year and 1,000 this year is a new task."""
OTHER_UNITS = 4
"""So many other units with figures of one size say what is usual; units differ more than months do."""
SPREAD = 30
"""Where what is usual differs by more than this within itself, nothing is usual."""
FAR_ABOVE = 100
"""Still, what is about ten thousand times the middle one and so many times the largest belongs to none of them."""

COMPUTED_BY_CHANCE = 10
"""Below this a count is the sum of two others by chance too often."""
COMPUTED_NEARLY = Decimal("0.005")
"""Who computes by head is off by one in some hundreds; numbers of cases and of items of power are not so near by chance."""


def bits(values: Iterable[Number]) -> float:
    """Return how many bits of chance it takes to state these figures; equal figures count once, round ones for little."""
    return sum([math.log2(1 + leading) for leading in {_leading(value) for value in values if value}])


def comparisons(parts: int) -> float:
    """Return the bits of chance that are used up where each of so many parts is compared with each other."""
    return 2 * math.log2(max(parts, 2))


def _leading(value: Number) -> int:
    """Return the digits of a figure without its decimal point and the zeros at its end."""
    digits = Decimal(value).normalize().as_tuple().digits
    return int("".join(map(str, digits)))
