"""单位名册: the units that must report, and who stands above whom. Pure; how it stands on a sheet is `gkxl.workbook.sheets.roster_sheet`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from gkxl.model.due_dates import Due
from gkxl.model.unit_names import nearest

_DEEPEST = 20
"""More levels than any administration has."""


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


def build(entries: Sequence[RosterEntry], file: str, where: str, body: str = "", faults: Sequence[str] = ()) -> Roster:
    """Return the hierarchy of these entries; raises RosterError that names every fault by its cell, and those already found.

    `body` is the unit whose merge it is, if known. A parent that is not listed is accepted where it can only be that body:
    where it is `body`; where no unit stands at the top without a parent and it is the parent of most; or where it is the only
    one and no slip in the name of a unit on the list.
    """
    official: dict[str, str] = {}
    cells: dict[str, str] = {}
    faults = list(faults)
    for entry in entries:
        for name in dict.fromkeys((entry.unit, *entry.aliases)):
            if name in official:
                faults.append(f"“{name}”在{cells[name]}和{entry.cell}出现两次；是同一个单位的请删除一个，不是的请写全称（如“某某区{name}”）")
            else:
                official[name], cells[name] = entry.unit, entry.cell
    unlisted = Counter(entry.parent for entry in entries if entry.parent and entry.parent not in official)
    root = body if body in unlisted else ""
    if not root and unlisted and (all(entry.parent for entry in entries) or (len(unlisted) == 1 and not nearest(next(iter(unlisted)), official))):
        root = max(unlisted, key=lambda name: unlisted[name])
    for entry in entries:
        if entry.parent and entry.parent not in official and entry.parent != root:
            near = nearest(entry.parent, official)
            hint = f"，是不是“{near}”？" if near else "；"
            faults.append(f"{entry.parent_cell}的上级单位“{entry.parent}”不在名册上{hint}请改正，或把它也列为一个单位")
    roster = Roster(tuple(entries), root, file, official)
    faults += _cycles(roster, cells)
    if faults:
        raise RosterError("\n".join(f"{where}：{fault}。" for fault in faults))
    return roster if root else Roster(roster.entries, _listed_root(roster, body), file, official)


def _cycles(roster: Roster, cells: dict[str, str]) -> list[str]:
    faults = []
    done: set[str] = set()
    for entry in roster.entries:
        path: list[str] = []
        unit = entry.unit
        while unit and unit not in done and unit not in path:
            path.append(unit)
            unit = roster.parents.get(unit, "")
        if unit in path:
            loop = path[path.index(unit) :]
            shown = " → ".join(f"{name}（{cells[name]}）" for name in (*loop, unit))
            faults.append(f"上级单位循环：{shown}；请改正其中一个的上级单位")
        done.update(path)
    if not faults:
        deep = next((entry for entry in roster.entries if len(roster.ancestors(entry.unit)) > _DEEPEST), None)
        if deep is not None:
            faults.append(f"“{deep.unit}”（{deep.cell}）以上超过{_DEEPEST}级；请核对上级单位")
    return faults


def _listed_root(roster: Roster, body: str) -> str:
    """Return the listed unit under which all others stand, or "" if there is none."""
    if body in roster.official and roster.children(roster.official[body]):
        return roster.official[body]
    tops = [entry.unit for entry in roster.entries if not entry.parent]
    return tops[0] if len(tops) == 1 and roster.children(tops[0]) else ""
