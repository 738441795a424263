"""From the lines of a 单位名册 to who stands above whom, and everything that is wrong with them. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from gkxl.model.roster import Roster, RosterEntry, RosterError
from gkxl.model.unit_names import nearest

_DEEPEST = 20
"""More levels than any administration has."""
_MOST_HINTS = 20
"""So many names are compared with all others; who got more wrong has another list before him."""


def build(entries: Sequence[RosterEntry], file: str, where: str, body: str = "", faults: Sequence[str] = ()) -> Roster:
    """Return the hierarchy of these entries; raises RosterError that names every fault by its cell, and those already found.

    `body` is the unit whose merge it is, if known. A parent that is not listed is accepted where it can only be that body:
    where it is `body`; where no unit stands at the top without a parent and it is the parent of most; or where it is the only
    one and no slip in the name of a unit on the list.
    """
    owners, twice = _names(entries)
    official = {name: owner.unit for name, owner in owners.items()}
    roster = Roster(tuple(entries), _unlisted_root(entries, official, body), file, official)
    found = [*faults, *twice, *_unknown_parents(roster), *_faults_of_levels(roster, {name: owner.cell for name, owner in owners.items()})]
    if found:
        raise RosterError("\n".join(f"{where}：{fault}。" for fault in found))
    return roster if roster.root else replace(roster, root=_listed_root(roster, body))


def _names(entries: Sequence[RosterEntry]) -> tuple[dict[str, RosterEntry], list[str]]:
    """Return whose each name and alias is, and those that are given twice."""
    owners: dict[str, RosterEntry] = {}
    twice = []
    for entry in entries:
        for name in dict.fromkeys((entry.unit, *entry.aliases)):
            first = owners.setdefault(name, entry)
            if first is not entry:
                twice.append(f"“{name}”在{first.cell}和{entry.cell}出现两次；是同一个单位的请删除一个，不是的请写全称（如“某某区{name}”）")
    return owners, twice


def _unlisted_root(entries: Sequence[RosterEntry], official: Mapping[str, str], body: str) -> str:
    """Return the body that is only named as a parent, or "" where there is none."""
    unlisted = Counter(entry.parent for entry in entries if entry.parent and entry.parent not in official)
    if body in unlisted:
        return body
    if not unlisted:
        return ""
    name, _ = unlisted.most_common(1)[0]
    nobody_on_top = all(entry.parent for entry in entries)
    return name if nobody_on_top or (len(unlisted) == 1 and not nearest(name, official)) else ""


def _listed_root(roster: Roster, body: str) -> str:
    """Return the listed unit under which all others stand, or "" if there is none."""
    if body in roster.official and roster.children(roster.official[body]):
        return roster.official[body]
    tops = [entry.unit for entry in roster.entries if not entry.parent]
    return tops[0] if len(tops) == 1 and roster.children(tops[0]) else ""


def _unknown_parents(roster: Roster) -> Iterator[str]:
    """Yield the lines whose parent is nobody, with the name that may be meant."""
    wrong = [entry for entry in roster.entries if entry.parent and entry.parent not in roster.official and entry.parent != roster.root]
    compared = list(dict.fromkeys(entry.parent for entry in wrong))[:_MOST_HINTS]
    meant = {parent: nearest(parent, roster.official) for parent in compared}
    for entry in wrong:
        near = meant.get(entry.parent)
        hint = f"，是不是“{near}”？" if near else "；"
        yield f"{entry.parent_cell}的上级单位“{entry.parent}”不在名册上{hint}请改正，或把它也列为一个单位"


def _faults_of_levels(roster: Roster, cells: Mapping[str, str]) -> list[str]:
    """Return the circles of units above each other or, where there are none, that there are too many levels."""
    circles = [[*circle, circle[0]] for circle in _circles(roster)]
    if circles:
        shown = (" → ".join(f"{unit}（{cells[unit]}）" for unit in circle) for circle in circles)
        return [f"上级单位循环：{circle}；请改正其中一个的上级单位" for circle in shown]
    deep = next((entry for entry in roster.entries if len(roster.ancestors(entry.unit)) > _DEEPEST), None)
    return [f"“{deep.unit}”（{deep.cell}）以上超过{_DEEPEST}级；请核对上级单位"] if deep else []


def _circles(roster: Roster) -> Iterator[list[str]]:
    """Yield units each of which stands above the one before it, and the first above the last."""
    done: set[str] = set()
    for entry in roster.entries:
        path: dict[str, None] = {}
        unit = entry.unit
        while unit and unit not in done and unit not in path:
            path[unit] = None
            unit = roster.parents.get(unit, "")
        if unit in path:
            chain = list(path)
            yield chain[chain.index(unit) :]
        done.update(path)
