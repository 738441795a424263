"""From a broken equation to the cells it points to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gkxl.forms import Form, Instance, Role
from gkxl.model.submission import Submission
from gkxl.rules.suspects.clues import Change, agreement, weigh
from gkxl.rules.suspects.evidence import Evidence, Suspect
from gkxl.rules.suspects.ledger import Ledger, Origin, Place
from gkxl.rules.suspects.moves import Moves, amount
from gkxl.rules.suspects.proof import proves

_MOST = 3
"""How many likely cells are named."""
_WEIGHTY = 1.4
"""What the clues for a cell must weigh together before it is named."""
_FAR = 5.0
"""A cell this much less likely than the first is not named beside it."""


def suspects(instance: Instance, evidence: Evidence) -> list[Suspect]:
    """Return the cells that a broken equation of `evidence.submission` points to: the proven one alone, else at most three, the likeliest first.

    Empty where nothing speaks for one cell more than for another, where the equation holds, or where it only follows from others
    (the column 总计).
    """
    moves = Moves(Ledger(evidence, instance.table, instance.block))
    changes = list(_changes(moves, _broken(moves.ledger, instance)))
    proven = [change for change in changes if len(change.move.cells) == 1 and proves(moves, change.place, change.amount)]
    if proven:
        return [_suspect(change, _why_proven(change), proven=True) for change in proven]
    return _likely(changes)


def framed(instance: Instance, evidence: Evidence) -> list[tuple[Submission, int]]:
    """Return every typed cell that may be the wrong one where an equation does not hold: (submission, item), in the order of the form."""
    ledger = Ledger(evidence, instance.table, instance.block)
    places = {place for number in _broken(ledger, instance) for place in ledger.relations[number].terms}
    return [(ledger.submissions[number], item) for number, item in sorted(places)]


def reach(form: Form, instance: Instance) -> list[int]:
    """Return every cell of this period that an equation rests on: its own, and those that its totals add up; in the order of the form."""
    definitions = {total.target: total.right for total in form.totals}
    waiting = [operand.item for operand in (*instance.left, *instance.right) if not operand.previous]
    found: set[int] = set()
    while waiting:
        item = waiting.pop()
        if item not in found:
            found.add(item)
            own = instance.equation.role is Role.TOTAL and item == instance.target
            waiting += [] if own else [operand.item for operand in definitions.get(item, ())]
    return sorted(found)


def _broken(ledger: Ledger, instance: Instance) -> list[int]:
    """Return the numbers of the relations that do not hold: the equation itself, and the typed totals that it rests on."""
    below = set(reach(ledger.form, instance)) if instance.equation.role is Role.BALANCE else set()
    found = []
    for number, relation in enumerate(ledger.relations):
        if not relation.gap or relation.owner != 0 or relation.instance is None:
            continue
        if relation.instance == instance or (relation.origin is Origin.TOTAL and relation.instance.target in below):
            found.append(number)
    return found


def _changes(moves: Moves, broken: Sequence[int]) -> Iterator[Change]:
    """Return each change of a cell, alone or with its neighbour, after which a broken relation holds."""
    for number in broken:
        for move in moves.touching(number):
            by = amount(moves.ledger.relations[number].gap, move.effect[number])
            if by is None:
                continue
            changes = [Change(moves.ledger, place, move, by) for place, _ in move.cells]
            if all(moves.ledger.possible(change.place, change.would_be) for change in changes):
                yield from changes


def _likely(changes: Sequence[Change]) -> list[Suspect]:
    weighed = [(*weigh(change), change) for change in changes]
    # Both cells of a figure in the next column stand together, the one where it is too much first.
    weighed.sort(key=lambda entry: (-entry[0], entry[2].move.cells, entry[2].by))
    named: dict[Place, Suspect] = {}
    for weight, reason, change in weighed:
        if reason and weight >= max(_WEIGHTY, weighed[0][0] - _FAR):
            named.setdefault(change.place, _suspect(change, reason, proven=False))
    return list(named.values())[:_MOST]


def _suspect(change: Change, reason: str, *, proven: bool) -> Suspect:
    return Suspect(change.submission, change.place[1], reason, change.would_be, proven)


def _why_proven(change: Change) -> str:
    reasons = []
    for relation in change.relations(repaired=True):
        if relation.origin is Origin.BROUGHT_FORWARD and relation.other is not None:
            number = relation.other if change.place[0] == relation.owner else relation.owner
            reasons.append(f"与{change.ledger.called(number)}的结转一致后各列即平")
        elif relation.origin is Origin.WHOLE and relation.other is not None:
            reasons.append(f"与{change.ledger.called(relation.other)}另报的数一致后各列即平")
        elif relation.origin is Origin.SINCE_JANUARY:
            reasons.append("与累计数一致后各列即平")
    return "；".join(dict.fromkeys(reasons)) or next(
        (f"{agreement(change, relation)}，改后各列各行即平" for relation in change.relations(repaired=True) if agreement(change, relation)),
        "改后各列各行即平",
    )
