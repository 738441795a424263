"""How one number comes from another by a slip of the hand, as data: the likelier first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Slip:
    """A way to mistype a figure."""

    words: str
    """Chinese half-sentence."""
    weight: float
    """How much it speaks for a cell, in the measure of `clues`."""
    fits: Callable[[str, str], bool]
    """Whether what was typed (first) can come from what was meant (second)."""


def _swapped(typed: str, meant: str) -> bool:
    return len(typed) == len(meant) and any(
        typed == meant[:at] + meant[at + 1] + meant[at] + meant[at + 2 :] for at in range(len(meant) - 1) if meant[at] != meant[at + 1]
    )


def _one_more(typed: str, meant: str) -> bool:
    return len(typed) == len(meant) + 1 and any(typed[:at] + typed[at + 1 :] == meant for at in range(len(typed)))


def _one_fewer(typed: str, meant: str) -> bool:
    return _one_more(meant, typed)


def _one_replaced(typed: str, meant: str) -> bool:
    return len(typed) == len(meant) > 1 and sum(a != b for a, b in zip(typed, meant, strict=True)) == 1


def _doubled(typed: str, meant: str) -> bool:
    return int(typed) == 2 * int(meant) > 2


SLIPS = (
    Slip("相邻两位数字颠倒了", 4.0, _swapped),
    Slip("多打了一位数字", 2.5, _one_more),
    Slip("少打了一位数字", 2.5, _one_fewer),
    Slip("恰为应填数的两倍，可能计了两次", 2.0, _doubled),
    Slip("打错了一位数字", 1.5, _one_replaced),
)


def slip(typed: int, meant: int) -> Slip | None:
    """Return the likeliest slip that makes `typed` of `meant`, or None; 0 is no figure that digits are mistyped in."""
    if typed <= 0 or meant <= 0 or typed == meant:
        return None
    return next((kind for kind in SLIPS if kind.fits(str(typed), str(meant))), None)
