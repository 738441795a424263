"""What speaks for a change: one clue after the other, each with its weight and its reason in words.

A weight is a logarithm of odds: 0 says nothing, 1 about threefold, 3 about twentyfold.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from gkxl.model.figures import Number, show
from gkxl.model.submission import Submission
from gkxl.rules.suspects.ledger import Ledger, Origin, Place, Relation
from gkxl.rules.suspects.moves import Move
from gkxl.rules.suspects.slips import slip
from gkxl.rules.wording import is_document


@dataclass(frozen=True)
class Change:
    """A cell that would have to be changed, and the move that it is part of."""

    ledger: Ledger
    place: Place
    move: Move
    amount: Number
    """By how much the first cell of the move changes."""

    @property
    def by(self) -> Number:
        """By how much this cell changes."""
        return self.amount * next(sign for place, sign in self.move.cells if place == self.place)

    @property
    def stands(self) -> Number:
        """What stands in the cell."""
        return self.ledger.value(self.place)

    @property
    def would_be(self) -> Number:
        """What it would be."""
        return self.stands + self.by

    @property
    def submission(self) -> Submission:
        """On which the cell stands."""
        return self.ledger.submissions[self.place[0]]

    def relations(self, *, repaired: bool) -> list[Relation]:
        """Return the relations that hold after the change and did not before; or did before and do not after."""
        found = []
        for number, factor in self.move.effect.items():
            relation = self.ledger.relations[number]
            if (relation.gap + factor * self.amount == 0) if repaired else relation.gap == 0:
                found.append(relation)
        return found


@dataclass(frozen=True)
class Clue:
    """One thing that speaks for a change, or against it where the weight is below 0."""

    weight: float
    words: str = ""
    """Chinese half-sentence; "" where it only counts."""


def _size(amount: Number) -> Number:
    return amount if amount > 0 else -amount


def _spoils(change: Change) -> Clue | None:
    """Each relation that holds now and would not any more speaks against it."""
    return Clue(-4.0 * len(change.relations(repaired=False)))


def _agrees(change: Change) -> Clue | None:
    """A second relation is off by the same amount: with the period beside it, a typed total, or a sum stated elsewhere."""
    repaired = change.relations(repaired=True)
    if len(repaired) < 2 or len(change.move.cells) > 1:
        return None
    said: dict[Origin, str] = {}
    for relation in repaired:
        words = agreement(change, relation)
        if words:
            said.setdefault(relation.origin, words)
    return Clue(5.0 * (len(repaired) - 1), "；".join(said.values()))


def agreement(change: Change, relation: Relation) -> str:
    """Return what it means that a relation holds after a change, as a Chinese half-sentence; "" for the balance itself."""
    gap = show(_size(change.by))
    form = change.ledger.form
    if relation.origin is Origin.BROUGHT_FORWARD and relation.other is not None:
        number = relation.other if change.place[0] == relation.owner else relation.owner
        return f"与{change.ledger.called(number)}的结转也差{gap}"
    if relation.origin is Origin.WHOLE and relation.other is not None:
        return f"与{change.ledger.called(relation.other)}另报的数也差{gap}"
    if relation.origin is Origin.SINCE_JANUARY:
        return f"与累计数也差{gap}"
    if relation.origin is Origin.TOTAL and relation.instance is not None and change.place[1] != relation.instance.target:
        return f"“{form.items[relation.instance.target].label}”填的数与各分项之和也差{gap}"
    return ""


def _typed_total(change: Change) -> Clue | None:
    """A total that was typed over its formula is an act of its own, and the formula would have been right."""
    if change.place[1] not in change.ledger.form.total_items or is_document(change.submission):
        return None
    return Clue(3.0, "总计不是由公式算出的")


def _shift(change: Change) -> Clue | None:
    """As much too much here as too little beside it: typed into the next column."""
    if len(change.move.cells) != 2:
        return None
    if len(change.relations(repaired=True)) < 2:
        return Clue(-8.0)
    gains = max(change.move.cells, key=lambda cell: cell[1] * change.amount)[0]
    gives = min(change.move.cells, key=lambda cell: cell[1] * change.amount)[0]
    size = _size(change.amount)
    whole = (change.ledger.value(gives) == size) + (change.ledger.value(gains) == 0)
    return Clue(3.0 + 1.5 * whole + (0.5 if size > 1 else 0.0), f"相邻两列一多一少，都差{show(size)}，可能填到了旁边一列")


def _slip(change: Change) -> Clue | None:
    """The difference is one that a slip of the hand makes."""
    if len(change.move.cells) > 1 or not isinstance(change.stands, int) or not isinstance(change.would_be, int):
        return None
    kind = slip(change.stands, change.would_be)
    if kind is not None:
        return Clue(kind.weight, f"{kind.words}：{change.stands}应为{change.would_be}")
    return Clue(0.3) if change.stands else None


def _repeated(change: Change) -> Clue | None:
    """The figure stands twice in the column, and once it would be right."""
    if len(change.move.cells) > 1 or change.would_be != 0 or not change.stands:
        return None
    twins = [
        item
        for relation, factor in change.move.effect.items()
        for (number, item), other in change.ledger.relations[relation].terms.items()
        if number == change.place[0] and item != change.place[1] and other == factor and change.ledger.value((number, item)) == change.stands
        if change.ledger.form.items[item].column == change.ledger.form.items[change.place[1]].column
    ]
    if not twins:
        return None
    label = change.ledger.form.items[twins[0]].row_label
    return Clue(3.5 if change.stands > 1 else 1.5, f"与“{label}”的{show(change.stands)}相同，可能重复填了一次")


def _whole_figure(change: Change) -> Clue | None:
    """The difference is just what stands in the cell: it may belong nowhere."""
    if change.would_be != 0 or change.stands <= 1:
        return None
    return Clue(2.0, f"差额恰为这一格的{show(change.stands)}，可能多填了")


def _left_open(change: Change) -> Clue | None:
    """A cell that was not filled in, on a sheet that else is."""
    stated = change.submission.stated
    if stated[change.place[1]] is not None or len(change.move.cells) > 1:
        return None
    column = [item for relation in change.move.effect for number, item in change.ledger.relations[relation].terms if number == change.place[0]]
    open_cells = sum(stated[item] is None for item in column)
    return Clue(3.0, f"这一格没有填，可能漏填了{show(change.would_be)}") if open_cells == 1 else None


def _other_months(change: Change) -> Clue | None:
    """What the unit states in its other months."""
    if change.place[0] or change.place[1] in change.ledger.form.total_items:
        return None
    others = [month.figures[change.place[1]] for month in change.ledger.evidence.months]
    counts = [value for value in others if isinstance(value, int)]
    if len(counts) < 2:
        return None
    return _beside(change, counts, f"其他{len(counts)}个月这一格共{sum(counts)}")


def _year_ago(change: Change) -> Clue | None:
    """What the unit stated a year ago for the like period."""
    last = change.ledger.evidence.last_year
    if last is None or change.place[0] or change.place[1] in change.ledger.form.total_items:
        return None
    if last.period.length != change.submission.period.length:
        return None
    value = last.figures[change.place[1]] if last.form.id == change.ledger.form.id else None
    return _beside(change, [value], f"上年这一格是{value}") if isinstance(value, int) else None


def _beside(change: Change, others: Sequence[int], words: str) -> Clue | None:
    stands, would_be = change.stands, change.would_be
    if not isinstance(stands, int) or not isinstance(would_be, int):
        return None
    odds = _expected(would_be, others) - _expected(stands, others)
    weight = max(-4.0, min(4.0, odds))
    return Clue(weight, f"{words}，填{stands}偏{'多' if stands > would_be else '少'}" if weight > 1 else "")


def _expected(value: int, others: Sequence[int]) -> float:
    """Return the logarithm of the chance of a count beside other counts of the same cell (Poisson of unknown mean, and a little luck)."""
    rate, weight = 0.5 + sum(others) * 0.8, 0.5 + len(others) * 0.8
    ways = math.lgamma(rate + value) - math.lgamma(rate) - math.lgamma(value + 1)
    return max(ways + rate * math.log(weight / (weight + 1)) - value * math.log(weight + 1), -12.0)


OF_THE_MOVE: tuple[Callable[[Change], Clue | None], ...] = (
    _spoils,
    _agrees,
    _typed_total,
    _shift,
    _slip,
    _repeated,
    _whole_figure,
    _left_open,
)
"""What a change does to the relations, and how it may have come about."""
OF_EACH_CELL: tuple[Callable[[Change], Clue | None], ...] = (_other_months, _year_ago)
"""What the cell holds at other times: of a figure in the next column both cells have their say."""


def weigh(change: Change) -> tuple[float, str]:
    """Return the weight of all clues for a change, and the reasons for this cell in words, the weightiest first."""
    found = [look(change) for look in (*OF_THE_MOVE, *OF_EACH_CELL)]
    beside = [look(replace(change, place=place)) for place, _ in change.move.cells if place != change.place for look in OF_EACH_CELL]
    clues = [clue for clue in found if clue is not None]
    said = sorted((clue for clue in clues if clue.words and clue.weight > 0), key=lambda clue: -clue.weight)
    return sum(clue.weight for clue in (*clues, *beside) if clue is not None), "；".join(clue.words for clue in said[:2])
