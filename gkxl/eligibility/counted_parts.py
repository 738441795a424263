"""What is already counted within merged workbooks, found by what it states: every district has an 办公室, too many to compare each with all. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gkxl.aggregation.cover import makes_up
from gkxl.aggregation.totals import add_months
from gkxl.eligibility.likeness import Likeness, Statements, compare, content_key, months_alone
from gkxl.model.figures import Number
from gkxl.model.period import Period
from gkxl.model.submission import Submission
from gkxl.model.unit import Unit

_Place = tuple[str, Unit]
"""A body, and a unit within its workbooks."""
_Places = dict[_Place, None]
"""In the order in which they were noted."""
_Content = tuple[Unit, Period, tuple[Number, ...]]
"""Unit, period and figures."""


class CountedParts:
    """The statements of units within the merged workbooks that count; of each body, unit and period the one counted last."""

    def __init__(self) -> None:
        self._statements: dict[_Place, Statements] = {}
        self._order: dict[str, int] = {}
        """Bodies, numbered as their first workbooks were counted."""
        self._of_unit: dict[tuple[Unit, Period], _Places] = {}
        self._stated: dict[_Content, _Places] = {}
        self._sums: dict[_Content, _Places] = {}
        """Years, half-years and quarters that are only known as their months."""

    def add(self, body: str, units: Mapping[Unit, Statements]) -> None:
        """Note what a workbook of a body holds of each unit."""
        self._order.setdefault(body, len(self._order))
        for unit, statements in units.items():
            place = body, unit
            known = self._statements.setdefault(place, {})
            known.update(statements)
            for key in _keys(unit):
                for period, submission in statements.items():
                    self._of_unit.setdefault((key, period), {})[place] = None
                    self._stated.setdefault((key, period, content_key(submission)), {})[place] = None
                for whole in _wholes(statements):
                    for content in _sum_of_months(key, known, whole):
                        self._sums.setdefault(content, {})[place] = None

    def same(self, body: str, unit: Unit, own: Statements) -> list[Submission]:
        """Return what proves that another body already counts these statements of a unit: its own ones; empty if none does."""
        found: dict[str, list[Submission]] = {}
        for places in self._alike(unit, own):
            for place in reversed(places):
                # What was noted may have been replaced since: only the comparison decides.
                if place[0] == body or place[1].apart(unit):
                    continue
                likeness, shown = compare(own, self._statements[place], one_unit=place[1] == unit and bool(unit.parent))
                if likeness is Likeness.SAME:
                    found[place[0]] = shown
                    break
        return found[max(found, key=lambda other: self._order[other])] if found else []

    def _alike(self, unit: Unit, own: Statements) -> Iterator[_Places]:
        """Yield all places that can have the same: the same unit, the same figures, or a year that is the sum of the other's months."""
        # Who knows no parent may be any of the name; who knows his may be himself, or one that does not know.
        for key in (unit, Unit(unit.name, _UNKNOWN)) if unit.parent else (Unit(unit.name, _ANY),):
            for period, submission in own.items():
                if unit.parent and key == unit:
                    yield self._of_unit.get((key, period), {})
                content = key, period, content_key(submission)
                if any(submission.figures):
                    yield self._stated.get(content, {})
                yield self._sums.get(content, {})
            for whole in _wholes(own):
                if (key, whole) in self._of_unit:
                    yield from (self._stated.get(content, {}) for content in _sum_of_months(key, own, whole))


_ANY, _UNKNOWN = "*", "?"
"""Stand for the parent of any unit of a name, and of those of which nobody knows it."""


def _keys(unit: Unit) -> tuple[Unit, ...]:
    """Return under what a unit is found."""
    return Unit(unit.name, unit.parent or _UNKNOWN), Unit(unit.name, _ANY)


def _sum_of_months(unit: Unit, statements: Statements, whole: Period) -> list[_Content]:
    """Return what the months of a year or of a part of it add up to, where all of them are stated and the whole is not; else nothing."""
    months = months_alone(statements, whole)
    complete = makes_up(whole, [month.period for month in months])
    return [(unit, whole, content_key(add_months(months, whole=whole)))] if complete else []


def _wholes(statements: Statements) -> list[Period]:
    """Return the quarters, half-years and years of which something is stated."""
    return list(dict.fromkeys(whole for period in statements for whole in period.wholes))
