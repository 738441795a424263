"""What is already counted within merged workbooks, found by what it states: every district has an 办公室, too many to compare each with all. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gkxl.aggregation.totals import add_months
from gkxl.eligibility.likeness import Likeness, Statements, compare, content_key, months_alone
from gkxl.model.figures import Number
from gkxl.model.period import Period
from gkxl.model.submission import Key, Submission

_Bodies = dict[str, None]
"""Names of bodies, in the order in which they were noted."""
_Content = tuple[str, Period, tuple[Number, ...]]
"""Unit, period and figures."""


class CountedParts:
    """The statements of units within the merged workbooks that count; of each body, unit and period the one counted last."""

    def __init__(self) -> None:
        self._statements: dict[tuple[str, str], Statements] = {}
        """Of a body and its unit."""
        self._order: dict[str, int] = {}
        """Bodies, numbered as their first workbooks were counted."""
        self._revisions: dict[Key, dict[int, _Bodies]] = {}
        self._stated: dict[_Content, _Bodies] = {}
        self._sums: dict[_Content, _Bodies] = {}
        """Years that are only known as twelve months."""

    def add(self, body: str, units: Mapping[str, Statements]) -> None:
        """Note what a workbook of a body holds of each unit."""
        self._order.setdefault(body, len(self._order))
        for unit, statements in units.items():
            known = self._statements.setdefault((body, unit), {})
            known.update(statements)
            for period, submission in statements.items():
                self._revisions.setdefault((unit, period), {}).setdefault(submission.revision, {})[body] = None
                self._stated.setdefault((unit, period, content_key(submission)), {})[body] = None
            for year in {period.year for period in statements if period.month}:
                for content in _sum_of_months(unit, known, Period(year)):
                    self._sums.setdefault(content, {})[body] = None

    def same(self, body: str, unit: str, own: Statements) -> list[Submission]:
        """Return what proves that another body already counts these statements of a unit: its own ones; empty if none does."""
        found: dict[str, list[Submission]] = {}
        for bodies in self._alike(unit, own):
            for other in reversed(bodies):
                # What was noted may have been replaced since: only the comparison decides.
                likeness, shown = compare(own, self._statements[other, unit]) if other != body else (Likeness.APART, [])
                if likeness is Likeness.SAME:
                    found[other] = shown
                    break
        return found[max(found, key=lambda other: self._order[other])] if found else []

    def _alike(self, unit: str, own: Statements) -> Iterator[_Bodies]:
        """Yield all bodies that can have the same: another revision, the same figures, or a year that is the sum of the other's months."""
        for period, submission in own.items():
            by_revision = self._revisions.get((unit, period), {})
            yield from (bodies for revision, bodies in by_revision.items() if revision != submission.revision)
            content = unit, period, content_key(submission)
            if any(submission.figures):
                yield self._stated.get(content, {})
            yield self._sums.get(content, {})
        for whole in {Period(period.year) for period in own}:
            if (unit, whole) in self._revisions:
                yield from (self._stated.get(content, {}) for content in _sum_of_months(unit, own, whole))


def _sum_of_months(unit: str, statements: Statements, whole: Period) -> list[_Content]:
    """Return what the months of a year add up to, where all of them are stated and the year is not; else nothing."""
    months = months_alone(statements, whole)
    return [(unit, whole, content_key(add_months(months)))] if len(months) == len(whole.months) else []
