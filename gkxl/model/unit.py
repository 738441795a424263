"""Who a unit is: its own name, and the name of the unit right above it. Every bureau has an 办公室."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

PATH_MARK = "／"
"""Between parent and name where people read both; no name holds it, for `unit_name` makes it a narrow one."""


@dataclass(frozen=True, order=True, slots=True)
class Unit:
    """A unit by its place in the hierarchy."""

    name: str
    parent: str = ""
    """The unit right above it; "" where nobody says which."""

    @property
    def path(self) -> str:
        """Both names for people, "教育局／办公室"; the plain name where nobody says what stands above."""
        return f"{self.parent}{PATH_MARK}{self.name}" if self.parent else self.name

    def apart(self, other: Unit) -> bool:
        """Whether it is known to be another unit: by its name, or by what stands above both."""
        return self.name != other.name or bool(self.parent and other.parent and self.parent != other.parent)


def parse_path(text: str) -> Unit:
    """Return the unit that was written as `Unit.path`."""
    parent, _, name = text.rpartition(PATH_MARK)
    return Unit(name, parent)


def ambiguous_names(units: Iterable[Unit]) -> frozenset[str]:
    """Return the names that more than one of these units has: these are shown by their paths."""
    parents: dict[str, set[str]] = {}
    for unit in units:
        parents.setdefault(unit.name, set()).add(unit.parent)
    return frozenset(name for name, above in parents.items() if len(above) > 1)


NOBODY = Unit("")
"""Whose a finding on several units is."""
