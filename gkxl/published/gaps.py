"""Lines of a table with an empty cell among their figures: whether the figures may have moved into each other's places.

Where a cell is lost and an empty one stands elsewhere, a line has as many cells as its header and yet its figures stand under
the wrong heads. It looks the same as one on which somebody left out a 0: only its sums tell. So such a line is read where its
own total holds, or, where it states none, where the columns want its figures just there; else it is not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from gkxl.forms import Form, Instance, Role
from gkxl.model.figures import Number, add_up
from gkxl.published.lines import Printed

_Line = tuple[str, str]
"""Code of a block, and of a row or column of it."""


def moved(form: Form, table: str, printed: Mapping[str, Sequence[Printed]], stated: Sequence[Number | None]) -> list[int]:
    """Return the positions of all items of the lines of a table that have an empty cell and may have moved.

    A column that is empty on every line is no such gap: it was left out as a whole, unless no line adds up.
    """
    lines: dict[_Line, list[int]] = {}
    columns: dict[_Line, list[int]] = {}
    for item in form.items:
        if item.table == table and item.code in printed:
            lines.setdefault((item.block, item.row), []).append(item.index)
            columns.setdefault((item.block, item.column), []).append(item.index)
    empty = {at for line in lines.values() for at in line if not any(cell.text for cell in printed[form.items[at].code])}
    left_out = {at for column in columns.values() if len(column) > 1 and empty.issuperset(column) for at in column}
    sums = [instance for instance in form.instances if instance.table == table and instance.equation.role in (Role.TOTAL, Role.BALANCE)]
    found: list[int] = []
    for block in dict.fromkeys(block for block, _ in lines):
        said = [_sums_of(line, sums) for (own, _), line in lines.items() if own == block and not empty.issuperset(line)]
        astray = any(left_out.intersection(line.items) for line in said) and _none_adds_up(said, left_out, stated)
        for line in said:
            if astray or (empty.intersection(line.items) - left_out and not _stands(line, stated)):
                found += line.items
    return found


@dataclass(frozen=True)
class _Sums:
    """A line by the positions of its items, and the sums in which they stand."""

    items: Sequence[int]
    totals: Sequence[Instance]
    """Its own."""
    columns: Mapping[int, Sequence[Instance]]
    """Item that is no total of the line, to the sums of its column."""


def _sums_of(items: Sequence[int], sums: Iterable[Instance]) -> _Sums:
    touching = [instance for instance in sums if any(operand.item in items for operand in (*instance.left, *instance.right))]
    totals = [instance for instance in touching if instance.equation.per == "row" and instance.equation.role is Role.TOTAL]
    along = [instance for instance in touching if instance.equation.per == "column"]
    own = {instance.target for instance in totals}
    columns = {item: [instance for instance in along if _sign(instance, item)] for item in items if item not in own}
    return _Sums(items, totals, {item: of_column for item, of_column in columns.items() if of_column})


def _none_adds_up(lines: Iterable[_Sums], left_out: Collection[int], stated: Sequence[Number | None]) -> bool:
    """Whether of the lines beside a column that is empty throughout some say that their figures have moved, and none that they stand.

    Where the totals are what is empty, a last figure that is no less than all before it together says so: it is the total.
    """
    say = set[bool]()
    for line in lines:
        for instance in line.totals:
            parts = [part for operand in instance.right if (part := stated[operand.item]) is not None]
            total = stated[instance.target]
            if total is not None and parts and any((total, *parts)):
                say.add(total == sum(parts))
            elif instance.target in left_out and len(counted := [part for part in parts if part]) > 1:
                say.add(counted[-1] < sum(counted[:-1]))
    return say == {False}


def _stands(line: _Sums, stated: Sequence[Number | None]) -> bool:
    """Whether the figures of a line with a gap stand where they belong."""
    proven = bool(line.totals)
    for instance in line.totals:
        total, parts = stated[instance.target], [stated[operand.item] for operand in instance.right]
        if total is None:
            proven = proven and not any(part is not None for part in parts)
        elif total != add_up(instance.right, stated):
            return False
    if not line.columns:
        return proven
    here = [stated[item] for item in line.items]
    now = _broken(line, here, stated)
    others = [_broken(line, there, stated) for there in _placings(here)]
    return not any(broken < now or (broken == now and not proven) for broken in others)


def _placings(here: Sequence[Number | None]) -> Iterable[list[Number | None]]:
    """Yield how the figures of a line could stand in the same order elsewhere; whether a cell is empty or 0 makes no difference."""
    figures = [figure for figure in here if figure is not None]
    for places in combinations(range(len(here)), len(figures)):
        there: list[Number | None] = [None] * len(here)
        for place, figure in zip(places, figures, strict=True):
            there[place] = figure
        if [figure or 0 for figure in there] != [figure or 0 for figure in here]:
            yield there


def _broken(line: _Sums, figures: Sequence[Number | None], stated: Sequence[Number | None]) -> int:
    """Return how many sums of columns do not hold with these figures on a line; what is not stated counts as 0."""
    placed = dict(zip(line.items, figures, strict=True))
    return sum(
        add_up(instance.left, stated) - add_up(instance.right, stated) + _sign(instance, item) * ((placed[item] or 0) - (stated[item] or 0)) != 0
        for item, of_column in line.columns.items()
        for instance in of_column
    )


def _sign(instance: Instance, item: int) -> int:
    """Return how a figure counts in left side less right side."""
    return sum(operand.sign for operand in instance.left if operand.item == item) - sum(
        operand.sign for operand in instance.right if operand.item == item
    )
