"""The loose submissions that nothing has left out so far, found by the units that they are, or may be, of. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from gkxl.model.submission import Submission
from gkxl.model.unit import Unit

Apart = Callable[[Unit, Unit], bool]
"""Whether two units are known not to be the same, though they have the same name."""


class LooseLeft:
    """The loose submissions that are not left out so far, found by unit without a look at the others."""

    def __init__(self, loose: Iterable[Submission], apart: Apart) -> None:
        self._submissions = dict(enumerate(loose))
        self._apart = apart
        self._by_unit: dict[Unit, dict[int, Submission]] = {}
        self._by_name: dict[str, dict[Unit, None]] = {}
        for number, submission in self._submissions.items():
            self._by_unit.setdefault(submission.who, {})[number] = submission
            self._by_name.setdefault(submission.unit, {})[submission.who] = None

    @property
    def submissions(self) -> list[Submission]:
        """All of them, as they were given."""
        return list(self._submissions.values())

    def of(self, units: Iterable[Unit]) -> dict[int, Submission]:
        """Return those that are, or may be, of some units with their numbers, as they were given."""
        meant = dict.fromkeys(may_be for unit in units for may_be in self._may_be(unit))
        return dict(sorted((found for unit in meant for found in self._by_unit[unit].items()), key=lambda numbered: numbered[0]))

    def _may_be(self, unit: Unit) -> list[Unit]:
        """Return the units among them that are one, or of which nobody knows that they are not."""
        known = (unit, Unit(unit.name)) if unit.parent else self._by_name.get(unit.name, ())
        return [other for other in dict.fromkeys(known) if other in self._by_unit and not self._apart(unit, other)]

    def take_out(self, numbers: Collection[int]) -> list[Submission]:
        """Leave some out by their numbers, and return them."""
        taken = [self._submissions.pop(number) for number in numbers]
        for number, submission in zip(numbers, taken, strict=True):
            del self._by_unit[submission.who][number]
        return taken


def is_known(unit: Unit, other: Unit) -> bool:
    """Whether two units are known to be the same one."""
    return unit == other and bool(unit.parent)
