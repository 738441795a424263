"""单位名册: the units that must report, and who stands above whom. Pure; how it stands on a sheet is `gkxl.workbook.sheets.roster_sheet`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

from gkxl.forms import STATUTORY
from gkxl.model.due_dates import Due
from gkxl.model.unit import Unit


class Cycle(StrEnum):
    """应报期间: how often a unit reports."""

    ANY = ""
    """Not stated: whatever period is asked for."""
    MONTHLY = "每月"
    QUARTERLY = "每季"
    HALF_YEARLY = "每半年"
    YEARLY = "全年"

    @property
    def length(self) -> int:
        """How many months a report is on; 0 where that is not stated."""
        return {Cycle.MONTHLY: 1, Cycle.QUARTERLY: 3, Cycle.HALF_YEARLY: 6, Cycle.YEARLY: 12}.get(self, 0)


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
    series: frozenset[str] = frozenset({STATUTORY})
    """What it reports: the statutory report, and forms of other series that 填报内容 names."""
    asked: bool = True
    """Whether it must report at all what is being collected."""
    rights: Mapping[str, bool] = field(default_factory=dict, hash=False)
    """Of what only some units can state, by the name of the column: whether it can; nothing where the column says nothing."""

    @property
    def who(self) -> Unit:
        """The unit by its place."""
        return Unit(self.unit, self.parent)


class RosterError(Exception):
    """A roster that cannot be used; the message is Chinese, one line for each fault, each with its cell."""


class EmptyRosterError(RosterError):
    """A roster on which nobody is listed."""


@dataclass(frozen=True)
class Roster:
    """The units that must report, in their order on the roster; parents are given by their names, not by aliases."""

    entries: tuple[RosterEntry, ...]
    root: str = ""
    """Name of the body that all of them belong to, whether it is listed itself or only named as 上级单位; "" where there is none."""
    file: str = ""

    @classmethod
    def of(cls, units: Iterable[Unit]) -> Roster:
        """Return a roster of nothing but units."""
        return cls(tuple(RosterEntry(unit.name, unit.parent) for unit in dict.fromkeys(units)))

    def of_series(self, series: str) -> Roster:
        """Return the roster for collecting one series: who need not report it is still known, but not waited for.

        A series that nobody's 填报内容 names is asked of all: the list was made for it.
        """
        if series != STATUTORY and not any(series in entry.series for entry in self.entries):
            return self
        return replace(self, entries=tuple(replace(entry, asked=series in entry.series) for entry in self.entries))

    @cached_property
    def called(self) -> Mapping[str, tuple[Unit, ...]]:
        """Every name and alias to the units that are called so."""
        called: dict[str, dict[Unit, None]] = {}
        for entry in self.entries:
            for name in (entry.unit, *entry.aliases):
                called.setdefault(name, {})[entry.who] = None
        return {name: tuple(units) for name, units in called.items()}

    @cached_property
    def top(self) -> Unit | None:
        """The body at the root as a unit; None where there is none."""
        listed = self.called.get(self.root, ())
        return next((unit for unit in listed if self.children(unit)), listed[0] if listed else Unit(self.root)) if self.root else None

    def resolve(self, name: str, parent: str = "") -> Unit | None:
        """Return the unit that is meant by a name or alias, and by what stands above it where that is known.

        None where it is not on the roster, and where a name without a parent may be one of several.
        """
        units = self.called.get(name, ())
        if not parent:
            found: Sequence[Unit] = units
        else:
            above = self._names.get(parent, (parent,))
            places = [(name, higher) for higher in above] + ([(name, "")] if self.root in above else [])
            # Who names a unit further up than the one right above means the same.
            found = [self._places[place] for place in places if place in self._places] or [
                unit for higher in above for unit in self._below.get((name, higher), ())
            ]
        if not found and name == self.root:
            return self.top
        return found[0] if len(found) == 1 else None

    @cached_property
    def _names(self) -> dict[str, tuple[str, ...]]:
        """Every name and alias to the names that are meant."""
        return {name: tuple(dict.fromkeys(unit.name for unit in units)) for name, units in self.called.items()}

    @cached_property
    def _places(self) -> dict[tuple[str, str], Unit]:
        """Every name and alias under its parent."""
        return {(name, unit.parent): unit for name, units in self.called.items() for unit in units}

    @cached_property
    def _below(self) -> dict[tuple[str, str], list[Unit]]:
        """Every name and alias under each unit that stands above it, however far."""
        below: dict[tuple[str, str], list[Unit]] = {}
        for name, units in self.called.items():
            for unit in units:
                for higher in self._all_above(unit):
                    below.setdefault((name, higher.name), []).append(unit)
        return below

    @cached_property
    def _children(self) -> dict[Unit, list[Unit]]:
        children: dict[Unit, list[Unit]] = {}
        for unit, above in self.parents.items():
            if above is not None:
                children.setdefault(above, []).append(unit)
        return children

    @cached_property
    def monthly(self) -> frozenset[Unit]:
        """The units that report by the month."""
        return frozenset(entry.who for entry in self.entries if entry.cycle is Cycle.MONTHLY)

    def children(self, unit: Unit) -> Sequence[Unit]:
        """Units right below one, in the order of the roster."""
        return self._children.get(unit, ())

    def descendants(self, unit: Unit) -> Iterator[Unit]:
        """All units below one."""
        for child in self.children(unit):
            yield child
            yield from self.descendants(child)

    @cached_property
    def parents(self) -> dict[Unit, Unit | None]:
        """Each unit to the one above it, None at the top."""
        return {entry.who: self._above(entry) for entry in self.entries}

    def _above(self, entry: RosterEntry) -> Unit | None:
        if not entry.parent:
            return None
        return next(iter(self.called.get(entry.parent, ())), Unit(entry.parent))

    def apart(self, one: Unit, other: Unit) -> bool:
        """Whether two units are known not to be the same: by their names, their parents, or because one stands at the top of the roster."""
        if one.apart(other):
            return True
        return any(not top.parent and top in self.parents and below.parent in self.called for top, below in ((one, other), (other, one)))

    def ancestors(self, unit: Unit) -> list[Unit]:
        """Units above one, the nearest first, without the body at the root."""
        return [above for above in self._all_above(unit) if above != self.top]

    def _all_above(self, unit: Unit) -> list[Unit]:
        chain: list[Unit] = []
        above = self.parents.get(unit)
        while above is not None and above not in chain:
            chain.append(above)
            above = self.parents.get(above)
        return chain
