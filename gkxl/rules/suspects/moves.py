"""The ways to mend a gap: change one cell, or move an amount from one cell to its neighbour in the row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from gkxl.model.figures import Number
from gkxl.rules.suspects.ledger import Ledger, Place


@dataclass(frozen=True, eq=False)
class Move:
    """A change of one cell, or of two cells of a row by the same amount, up here and down there."""

    cells: tuple[tuple[Place, int], ...]
    """Cells with the sign of their change."""
    effect: Mapping[int, int]
    """Relations with the change of their gap for an amount of 1; none is 0."""


class Moves:
    """All moves over the cells of a ledger, by the relations whose gap they change."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self._touching: dict[int, Sequence[Move]] = {}

    def touching(self, relation: int) -> Sequence[Move]:
        """Return every move that changes the gap of a relation: each of its cells alone, then with each neighbour."""
        if relation not in self._touching:
            self._touching[relation] = list(self._found(relation))
        return self._touching[relation]

    def _found(self, relation: int) -> Iterator[Move]:
        places = self.ledger.relations[relation].terms
        for place in places:
            yield self._move((place, 1))
        for number, item in places:
            for beside in self.ledger.neighbours.get(item, ()):
                move = self._move(((number, item), 1), ((number, beside), -1))
                if relation in move.effect:
                    yield move

    def _move(self, *cells: tuple[Place, int]) -> Move:
        effect: dict[int, int] = {}
        for place, sign in cells:
            for relation, factor in self.ledger.touching.get(place, ()):
                effect[relation] = effect.get(relation, 0) + sign * factor
        return Move(cells, {relation: factor for relation, factor in effect.items() if factor})


def amount(gap: Number, factor: int) -> Number | None:
    """Return by how much to change a cell with this factor so that `gap` becomes 0; None where no exact amount does."""
    if factor in (1, -1):
        return -gap * factor
    return None if gap % factor else -gap // factor
