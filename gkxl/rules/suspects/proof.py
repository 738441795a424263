"""When a cell is proven to be the wrong one: neither one slip elsewhere nor any two can have caused what is seen.

A slip is one figure changed to anything, or one figure moved to the next column.  The relations that a cell stands in must all be
off by the same amount, and no other slip or pair of slips may give the same gaps while every relation that they touch comes out as it
is seen.  So two slips can never make a false proof, however their amounts agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from gkxl.model.figures import Number
from gkxl.rules.suspects.ledger import Ledger, Place


@dataclass(frozen=True)
class Move:
    """A way to mend: change one cell by an amount, or move an amount from one cell to its neighbour."""

    cells: tuple[tuple[Place, int], ...]
    """Cells with the sign of their change."""
    effect: tuple[tuple[int, int], ...]
    """Relations with the change of their gap for an amount of 1; none is 0."""


def moves_touching(ledger: Ledger, relation: int) -> Iterator[Move]:
    """Return every move that changes the gap of a relation: each of its cells alone, then with each neighbour."""
    for place in ledger.relations[relation].terms:
        yield single(ledger, place)
    for place in ledger.relations[relation].terms:
        number, item = place
        for beside in ledger.neighbours.get(item, ()):
            move = _move(ledger, ((place, 1), ((number, beside), -1)))
            if any(touched == relation for touched, _ in move.effect):
                yield move


def single(ledger: Ledger, place: Place) -> Move:
    """Return the move that changes one cell."""
    return Move(((place, 1),), tuple(ledger.touching.get(place, ())))


def _move(ledger: Ledger, cells: tuple[tuple[Place, int], ...]) -> Move:
    effect: dict[int, int] = {}
    for place, sign in cells:
        for relation, factor in ledger.touching.get(place, ()):
            effect[relation] = effect.get(relation, 0) + sign * factor
    return Move(cells, tuple((relation, factor) for relation, factor in effect.items() if factor))


def amount(gap: Number, factor: int) -> Number | None:
    """Return by how much to change a cell with this factor so that `gap` becomes 0; None where no exact amount does."""
    if factor in (1, -1):
        return -gap * factor
    return None if gap % factor else -gap // factor


def proves(ledger: Ledger, place: Place, change: Number) -> bool:
    """Whether the cell at `place` is proven wrong by `change`."""
    own = ledger.touching[place]
    if any(ledger.relations[relation].gap + factor * change for relation, factor in own):
        return False
    seen = [relation for relation, _ in own]
    return not any(_net(changes, place) != change for changes in _explanations(ledger, seen))


Changes = tuple[tuple[Move, Number], ...]


def _explanations(ledger: Ledger, seen: Iterable[int]) -> Iterator[Changes]:
    """Return every single move and pair of moves after which the relations `seen`, and all others that they touch, hold."""
    tried: set[tuple[object, Number]] = set()
    seen = list(seen)
    wanted = {relation: ledger.relations[relation].gap for relation in seen}
    for start in seen:
        for first in moves_touching(ledger, start):
            for relation, factor in first.effect:
                change = amount(ledger.relations[relation].gap, factor)
                if not change or (first.cells, change) in tried:
                    continue
                tried.add((first.cells, change))
                left = _left(ledger, wanted, first, change)
                if left:
                    yield from _seconds(ledger, (first, change), left)
                else:
                    if _possible(ledger, ((first, change),)):
                        yield ((first, change),)
                    yield from _shared(ledger, first, change, start)


def _seconds(ledger: Ledger, first: tuple[Move, Number], left: Mapping[int, Number]) -> Iterator[Changes]:
    """Return the pairs that begin with `first` and close what it leaves open."""
    after_first = dict(left)
    for relation, factor in first[0].effect:
        after_first.setdefault(relation, ledger.relations[relation].gap + factor * first[1])
    open_relation = next(iter(left))
    for second in moves_touching(ledger, open_relation):
        change = amount(left[open_relation], dict(second.effect)[open_relation])
        if change is None:
            continue
        if not _left(ledger, after_first, second, change) and _possible(ledger, (first, (second, change))):
            yield (first, (second, change))


def _shared(ledger: Ledger, first: Move, change: Number, start: int) -> Iterator[Changes]:
    """Return the pairs that share one change between two moves of like effect: two wrong cells of one column."""
    effect = dict(first.effect)
    for second in moves_touching(ledger, start):
        other = dict(second.effect)
        ratio = effect[start] * other[start]
        if second.cells == first.cells or other.keys() != effect.keys() or any(other[key] != ratio * effect[key] for key in effect):
            continue
        for share in _shares(ledger, first, second, change, ratio):
            if share and share != change:
                yield ((first, share), (second, (change - share) * ratio))


def _shares(ledger: Ledger, first: Move, second: Move, change: Number, ratio: int) -> Iterator[Number]:
    """Return the nearest possible shares of `first` when a change is shared between two moves: with the least and the most for `second`."""
    room = [_room(ledger, first, 1), _room(ledger, second, ratio)]
    least = max((low for low in (room[0][0], None if room[1][1] is None else change - room[1][1]) if low is not None), default=None)
    most = min((high for high in (room[0][1], None if room[1][0] is None else change - room[1][0]) if high is not None), default=None)
    nearest = (change - 1, change + 1, least, most)
    for share in nearest:
        if share is not None and (least is None or share >= least) and (most is None or share <= most):
            yield share


def _room(ledger: Ledger, move: Move, ratio: int) -> tuple[Number | None, Number | None]:
    """Return by how much a move may change its cells at least and at most, times `ratio`; None for no bound."""
    bounds: list[Number | None] = [None, None]
    for place, sign in move.cells:
        minimum = ledger.form.items[place[1]].kind.minimum
        if minimum is None:
            continue
        way = sign * ratio
        bound = (minimum - ledger.value(place)) * way  # value + sign * amount >= minimum, amount = ratio * share
        side = 0 if way > 0 else 1
        known = bounds[side]
        bounds[side] = bound if known is None else (max(known, bound) if side == 0 else min(known, bound))
    return bounds[0], bounds[1]


def _left(ledger: Ledger, wanted: Mapping[int, Number], move: Move, change: Number) -> dict[int, Number]:
    """Return the gaps that stay open among `wanted` and the relations that `move` touches."""
    gaps = dict(wanted)
    for relation, factor in move.effect:
        gaps[relation] = gaps.get(relation, ledger.relations[relation].gap) + factor * change
    return {relation: gap for relation, gap in gaps.items() if gap}


def _possible(ledger: Ledger, changes: Changes) -> bool:
    net: dict[Place, Number] = {}
    for move, change in changes:
        for place, sign in move.cells:
            net[place] = net.get(place, 0) + sign * change
    return all(ledger.possible(place, ledger.value(place) + change) for place, change in net.items())


def _net(changes: Changes, wanted: Place) -> Number:
    """Return by how much a cell changes in all."""
    return sum([sign * change for move, change in changes for place, sign in move.cells if place == wanted])
