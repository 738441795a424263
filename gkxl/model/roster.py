"""单位名册: the units that must report, and who stands above whom. Pure; how it stands on a sheet is `gkxl.workbook.sheets.roster_sheet`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from gkxl.model.due_dates import Due


class Cycle(StrEnum):
    """应报期间: how often a unit reports."""

    ANY = ""
    """Not stated: whatever period is asked for."""
    MONTHLY = "每月"
    YEARLY = "全年"


@dataclass(frozen=True, slots=True)
class RosterEntry:
    """A unit that must report."""

    unit: str
    parent: str = ""
    aliases: tuple[str, ...] = ()
    cycle: Cycle = Cycle.ANY
    tables: frozenset[str] = frozenset()
    """Codes of the tables it fills in; empty for all."""
    due: Due | None = None
    contact: str = ""
    phone: str = ""
    cell: str = ""
    """Address of its name on the roster; "" where it was not read from one."""
    parent_cell: str = ""


class RosterError(Exception):
    """A roster that cannot be used; the message is Chinese, one line for each fault, each with its cell."""


class EmptyRosterError(RosterError):
    """A roster on which nobody is listed."""


@dataclass(frozen=True)
class Roster:
    """The units that must report, in their order on the roster."""

    entries: tuple[RosterEntry, ...]
    root: str = ""
    """The body that all of them belong to, whether it is listed itself or only named as 上级单位; "" where there is none."""
    file: str = ""
    official: dict[str, str] = field(default_factory=dict, repr=False)
    """Every name and alias to the name on the roster."""

    @classmethod
    def of(cls, units: Sequence[str]) -> Roster:
        """Return a roster of nothing but names."""
        names = dict.fromkeys(units)
        return cls(tuple(RosterEntry(unit) for unit in names), official={unit: unit for unit in names})

    @cached_property
    def _children(self) -> dict[str, list[str]]:
        children: dict[str, list[str]] = {}
        for entry in self.entries:
            if entry.parent:
                children.setdefault(self.official.get(entry.parent, entry.parent), []).append(entry.unit)
        return children

    @cached_property
    def monthly(self) -> frozenset[str]:
        """The units that report by the month."""
        return frozenset(entry.unit for entry in self.entries if entry.cycle is Cycle.MONTHLY)

    def children(self, unit: str) -> Sequence[str]:
        """Units right below one, in the order of the roster."""
        return self._children.get(unit, ())

    def descendants(self, unit: str) -> Iterator[str]:
        """All units below one."""
        for child in self.children(unit):
            yield child
            yield from self.descendants(child)

    @cached_property
    def parents(self) -> dict[str, str]:
        """Each unit to the one above it, "" at the top."""
        return {entry.unit: self.official.get(entry.parent, entry.parent) for entry in self.entries}

    def distinct(self, unit: str, body: str) -> bool:
        """Whether a unit beside the workbook of a body is known not to be added to its namesake within: the roster lists both.

        Where the body stands above the unit, only one of them is counted; where it does not, they are two units.
        """
        return unit in self.parents and (body in self.ancestors(unit) or (body in self.parents and body != self.root))

    def ancestors(self, unit: str) -> list[str]:
        """Units above one, the nearest first, without the body at the root."""
        chain: list[str] = []
        above = self.parents.get(unit, "")
        while above and above != self.root:
            chain.append(above)
            above = self.parents.get(above, "")
        return chain
