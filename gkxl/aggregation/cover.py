"""What a period is made from: statements of parts of it that do not overlap, the longest that fit. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gkxl.model.period import Period


def cover(period: Period, stated: Iterable[Period]) -> tuple[Period, ...]:
    """Return, of the periods stated, those that together make up most of `period` without overlapping, in order.

    Of equally many months the fewest periods count, so that the period itself comes before its halves, these before
    quarters and months; of equally few the longest first.
    """
    inside = sorted({at for at in stated if period.contains(at)}, key=lambda at: -at.length)
    best: dict[int, tuple[int, int, tuple[Period, ...]]] = {period.last + 1: (0, 0, ())}
    for month in range(period.last, period.first - 1, -1):
        found = best[month + 1]  # where nothing that begins here counts
        for at in reversed([at for at in inside if at.first == month]):
            covered, fewness, rest = best[at.last + 1]
            if (covered + at.length, fewness - 1) >= found[:2]:
                found = covered + at.length, fewness - 1, (at, *rest)
        best[month] = found
    return best[period.first][2]


def uncovered(period: Period, parts: Iterable[Period]) -> list[Period]:
    """Return the months of a period that none of these parts takes in."""
    taken = {month for part in parts for month in part.months}
    return [month for month in period.months if month not in taken]


def makes_up(period: Period, parts: Sequence[Period]) -> bool:
    """Whether parts that do not overlap are all there is of a period."""
    return sum(part.length for part in parts) == period.length


def left_over(parts: Sequence[Period], stated: Iterable[Period]) -> list[Period]:
    """Return what was stated and neither counts as one of the parts nor lies within one: it overlaps with some of them."""
    return sorted(at for at in stated if not any(part.contains(at) for part in parts))


def parts_within(period: Period, stated: Iterable[Period]) -> tuple[Period, ...]:
    """Return what a period is made from where it is stated itself: the longest parts of it that are stated too."""
    return cover(period, (at for at in stated if at != period))
