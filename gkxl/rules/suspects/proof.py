"""When a cell is proven to be the wrong one: neither one slip elsewhere nor any two can have caused what is seen.

A slip is one figure changed to anything, or one figure moved to the next column.  The relations that a cell stands in must all be
off by the same amount, and no other slip or pair of slips may give the same gaps while every relation that they touch comes out as it
is seen.  So two slips can never make a false proof, however their amounts agree: a lone typed total whose gap is that of a column
is no proof, because the total and another cell of the column may both be wrong by as much.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from gkxl.model.figures import Number
from gkxl.rules.suspects.ledger import Place
from gkxl.rules.suspects.moves import Move, Moves, amount

Changes = tuple[tuple[Move, Number], ...]


def proves(moves: Moves, place: Place, change: Number) -> bool:
    """Whether the cell at `place` is proven wrong by `change`."""
    own = moves.ledger.touching[place]
    if any(moves.ledger.relations[relation].gap + factor * change for relation, factor in own):
        return False
    seen = [relation for relation, _ in own]
    return not any(_net(changes, place) != change for changes in _explanations(moves, seen))


def _explanations(moves: Moves, seen: Iterable[int]) -> Iterator[Changes]:
    """Return every single move and pair of moves after which the relations `seen`, and all others that they touch, hold."""
    tried: set[tuple[object, Number]] = set()
    seen = list(seen)
    wanted = {relation: moves.ledger.relations[relation].gap for relation in seen}
    for start in seen:
        for first in moves.touching(start):
            for relation, factor in first.effect.items():
                change = amount(moves.ledger.relations[relation].gap, factor)
                if not change or (first.cells, change) in tried:
                    continue
                tried.add((first.cells, change))
                left = _left(moves, wanted, first, change)
                if left:
                    yield from _seconds(moves, (first, change), left)
                else:
                    if _possible(moves, ((first, change),)):
                        yield ((first, change),)
                    yield from _shared(moves, first, change, start)


def _seconds(moves: Moves, first: tuple[Move, Number], left: Mapping[int, Number]) -> Iterator[Changes]:
    """Return the pairs that begin with `first` and close what it leaves open."""
    after_first = dict(left)
    for relation, factor in first[0].effect.items():
        after_first.setdefault(relation, moves.ledger.relations[relation].gap + factor * first[1])
    open_relation = next(iter(left))
    for second in moves.touching(open_relation):
        change = amount(left[open_relation], second.effect[open_relation])
        if change is None:
            continue
        if not _left(moves, after_first, second, change) and _possible(moves, (first, (second, change))):
            yield (first, (second, change))


def _shared(moves: Moves, first: Move, change: Number, start: int) -> Iterator[Changes]:
    """Return the pairs that share one change between two moves of like effect: two wrong cells of one column."""
    for second in moves.touching(start):
        ratio = first.effect[start] * second.effect[start]
        if second.cells == first.cells or second.effect != {relation: ratio * factor for relation, factor in first.effect.items()}:
            continue
        for share in _shares(moves, first, second, change, ratio):
            if share not in (0, change):
                yield ((first, share), (second, (change - share) * ratio))


def _shares(moves: Moves, first: Move, second: Move, change: Number, ratio: int) -> Iterator[Number]:
    """Return possible shares of `first` when `second` does the rest of a change; none only where the cells allow no other than all or nothing."""
    lows, highs = _room(moves, first, 1)
    lows_of_rest, highs_of_rest = _room(moves, second, ratio)
    lows += [change - high for high in highs_of_rest]
    highs += [change - low for low in lows_of_rest]
    for share in (change - 1, change + 1, *lows, *highs):
        if all(share >= low for low in lows) and all(share <= high for high in highs):
            yield share


def _room(moves: Moves, move: Move, ratio: int) -> tuple[list[Number], list[Number]]:
    """Return the lower and upper bounds of `ratio` x the amount of a move: no cell may fall below what its kind allows."""
    lows: list[Number] = []
    highs: list[Number] = []
    for place, sign in move.cells:
        minimum = moves.ledger.form.items[place[1]].kind.minimum
        if minimum is not None:
            way = sign * ratio
            (lows if way > 0 else highs).append((minimum - moves.ledger.value(place)) * way)
    return lows, highs


def _left(moves: Moves, wanted: Mapping[int, Number], move: Move, change: Number) -> dict[int, Number]:
    """Return the gaps that stay open among `wanted` and the relations that `move` touches."""
    gaps = dict(wanted)
    for relation, factor in move.effect.items():
        gaps[relation] = gaps.get(relation, moves.ledger.relations[relation].gap) + factor * change
    return {relation: gap for relation, gap in gaps.items() if gap}


def _possible(moves: Moves, changes: Changes) -> bool:
    net: dict[Place, Number] = {}
    for move, change in changes:
        for place, sign in move.cells:
            net[place] = net.get(place, 0) + sign * change
    return all(moves.ledger.possible(place, moves.ledger.value(place) + change) for place, change in net.items())


def _net(changes: Changes, wanted: Place) -> Number:
    """Return by how much a cell changes in all."""
    return sum([sign * change for move, change in changes for place, sign in move.cells if place == wanted])
