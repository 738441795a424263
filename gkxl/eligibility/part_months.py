"""A year, or another span, from the merged workbooks of a body's months: a unit that is within some of them and lacks in others. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gkxl.eligibility.double_counting import MergedWorkbook
from gkxl.model.period import Period
from gkxl.model.submission import Key
from gkxl.model.unit import Unit


@dataclass(frozen=True, slots=True)
class LackingPart:
    """A unit that some of the months of its body do not hold."""

    body: str
    unit: Unit
    periods: tuple[Period, ...]
    """The months that lack it, in order."""


def lacking_parts(books: Iterable[MergedWorkbook], stated: Iterable[Key]) -> list[LackingPart]:
    """Return the units that lack in some of the monthly workbooks of their body, in the order of the bodies and units.

    `stated` is what counts beside the workbooks: who reported a month apart does not lack in it, and the months of a body
    that stated the year, or a part of it that holds them, do not count at all.
    """
    known = set(stated)
    periods: dict[Unit, list[Period]] = {}
    for unit, at in known:
        periods.setdefault(unit, []).append(at)
    bodies: dict[Unit, dict[Period, set[Unit]]] = {}
    for book in books:
        period = book.summary.period
        if book.parts and not any(at != period and at.contains(period) for at in periods.get(book.summary.who, ())):
            bodies.setdefault(book.summary.who, {})[period] = {part.who for part in book.parts if part.period == period}
    return [part for body, months in bodies.items() for part in _lacking(body.name, months, known)]


def _lacking(body: str, months: dict[Period, set[Unit]], known: set[Key]) -> Sequence[LackingPart]:
    found = []
    for unit in sorted(set().union(*months.values())):
        gaps = tuple(period for period in sorted(months) if unit not in months[period] and not _reported(unit, period, known))
        if gaps:
            found.append(LackingPart(body, unit, gaps))
    return found


def _reported(unit: Unit, period: Period, known: set[Key]) -> bool:
    """Whether a unit reported a period apart, on a sheet that says below whom it stands or on one that does not."""
    return (unit, period) in known or (Unit(unit.name), period) in known
