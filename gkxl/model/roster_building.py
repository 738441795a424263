"""From the lines of a 单位名册 to who stands above whom, and everything that is wrong with them. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from gkxl.model.roster import Roster, RosterEntry, RosterError
from gkxl.model.unit import Unit
from gkxl.model.unit_names import listed, nearest

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
    twice = _given_twice(entries)
    names = _names(entries)
    named = tuple(replace(entry, parent=names.get(entry.parent, entry.parent)) for entry in entries)
    roster = Roster(named, _unlisted_root(named, names, body), file)
    found = [*faults, *twice, *_unknown_parents(roster), *_unclear_parents(roster), *_faults_of_levels(roster)]
    if found:
        raise RosterError("\n".join(f"{where}：{fault}。" for fault in found))
    return roster if roster.root else replace(roster, root=_listed_root(roster, body))


def _names(entries: Sequence[RosterEntry]) -> dict[str, str]:
    """Return every name and alias with the name that is meant, of several the first."""
    names = {entry.unit: entry.unit for entry in entries}
    for entry in entries:
        for alias in entry.aliases:
            names.setdefault(alias, entry.unit)
    return names


def _given_twice(entries: Sequence[RosterEntry]) -> list[str]:
    """Return the names and aliases that stand twice under one parent, or without one beside another of the same name."""
    places: dict[str, dict[str, RosterEntry]] = {}
    names = _names(entries)
    twice = []
    for entry in entries:
        parent = names.get(entry.parent, entry.parent)
        for name in dict.fromkeys((entry.unit, *entry.aliases)):
            known = places.setdefault(name, {})
            first = known.get(parent) or known.get("") or (next(iter(known.values()), None) if not parent else None)
            known.setdefault(parent, entry)
            if first is None:
                continue
            if first.parent == entry.parent:
                what = f"是同一个单位的请删除一个，不是的请写全称（如“某某区{name}”）"
            else:
                bare = entry if not entry.parent else first
                what = f"{bare.cell}没有写上级单位，分不清是不是同一个单位；是的请删除一个，不是的请在{bare.cell}这一行写明上级单位"
            twice.append(f"“{name}”在{first.cell}和{entry.cell}出现两次；{what}")
    return twice


def _unlisted_root(entries: Sequence[RosterEntry], names: Mapping[str, str], body: str) -> str:
    """Return the body that is only named as a parent, or "" where there is none."""
    unlisted = Counter(entry.parent for entry in entries if entry.parent and entry.parent not in names)
    if body in unlisted:
        return body
    if not unlisted:
        return ""
    name, _ = unlisted.most_common(1)[0]
    nobody_on_top = all(entry.parent for entry in entries)
    return name if nobody_on_top or (len(unlisted) == 1 and not nearest(name, names)) else ""


def _listed_root(roster: Roster, body: str) -> str:
    """Return the listed unit under which all others stand, or "" if there is none."""
    if own := next((unit for unit in roster.called.get(body, ()) if roster.children(unit)), None):
        return own.name
    tops = [entry.who for entry in roster.entries if not entry.parent]
    return tops[0].name if len(tops) == 1 and roster.children(tops[0]) else ""


def _unknown_parents(roster: Roster) -> Iterator[str]:
    """Yield the lines whose parent is nobody, with the name that may be meant."""
    wrong = [entry for entry in roster.entries if entry.parent and entry.parent not in roster.called and entry.parent != roster.root]
    compared = list(dict.fromkeys(entry.parent for entry in wrong))[:_MOST_HINTS]
    meant = {parent: nearest(parent, roster.called) for parent in compared}
    for entry in wrong:
        near = meant.get(entry.parent)
        hint = f"，是不是“{near}”？" if near else "；"
        yield f"{entry.parent_cell}的上级单位“{entry.parent}”不在名册上{hint}请改正，或把它也列为一个单位"


def _unclear_parents(roster: Roster) -> Iterator[str]:
    """Yield the lines whose parent may be one of several units of the same name."""
    for entry in roster.entries:
        meant = roster.called.get(entry.parent, ())
        if len(meant) > 1:
            shown = listed([unit.path for unit in meant], 3)
            yield f"{entry.parent_cell}的上级单位“{entry.parent}”可能是{shown}，分不清是哪一个；请给它们写可以区分的全称"


def _faults_of_levels(roster: Roster) -> list[str]:
    """Return the circles of units above each other or, where there are none, that there are too many levels."""
    cells = {entry.who: entry.cell for entry in roster.entries}
    circles = [[*circle, circle[0]] for circle in _circles(roster)]
    if circles:
        shown = (" → ".join(f"{unit.name}（{cells[unit]}）" for unit in circle) for circle in circles)
        return [f"上级单位循环：{circle}；请改正其中一个的上级单位" for circle in shown]
    deep = next((entry for entry in roster.entries if len(roster.ancestors(entry.who)) > _DEEPEST), None)
    return [f"“{deep.unit}”（{deep.cell}）以上超过{_DEEPEST}级；请核对上级单位"] if deep else []


def _circles(roster: Roster) -> Iterator[list[Unit]]:
    """Yield units each of which stands above the one before it, and the first above the last."""
    done: set[Unit] = set()
    for entry in roster.entries:
        path: dict[Unit, None] = {}
        unit: Unit | None = entry.who
        while unit is not None and unit not in done and unit not in path:
            path[unit] = None
            unit = roster.parents.get(unit)
        if unit is not None and unit in path:
            chain = list(path)
            yield chain[chain.index(unit) :]
        done.update(path)
