"""What a formula can say of where a column that does not balance is wrong: a figure in the next column, a figure filled in twice.

Both are clues of `gkxl.rules.suspects`; what needs more than the sheet itself is said when a file is checked.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from gkxl.forms import Form, Instance, Operand, Role
from gkxl.model.figures import Number, add_up
from gkxl.model.submission import address
from gkxl.workbook.format.layout import SheetLayout

Figures = Sequence[Number | None]


def hint(layout: SheetLayout, instance: Instance, instances: Sequence[Instance], shown: Figures) -> tuple[str, str]:
    """Return what is said behind the difference of a column as a formula, and its result with the figures shown; "" for what has no hint.

    `instances` are all equations of its table.
    """
    if instance.equation.role is not Role.BALANCE or instance.equation.per != "column" or instance.target in layout.form.total_items:
        return "", ""
    parts, result = [], ""
    gap = _gap(instance, shown)
    own = _gap_on_sheet(layout, instance)
    for beside in _beside(layout.form, instance, instances):
        words = f"（与“{layout.form.items[beside.target].column_label}”列一多一少，可能填到了旁边一列）"
        parts.append(f'IF({own}+{_gap_on_sheet(layout, beside)}=0,"{words}","")')
        result += words if gap and gap + _gap(beside, shown) == 0 else ""
    words = "（恰为本列填了两次的一个数，可能重复填了）"
    for factor, operands in ((1, instance.left), (-1, instance.right)):
        cells = _inputs(layout.form, operands)
        size = f"{own}" if factor > 0 else f"-{own}"
        times = "+".join(f"COUNTIF({area},{size})" for area in _areas(layout, cells))
        parts.append(f'IF({size}>1,IF({times}>1,"{words}",""),"")')
        result += words if factor * gap > 1 and sum((shown[cell] or 0) == factor * gap for cell in cells) > 1 else ""
    return "&".join(parts), result


def _gap(instance: Instance, shown: Figures) -> Number:
    return add_up(instance.left, shown) - add_up(instance.right, shown)


def _gap_on_sheet(layout: SheetLayout, instance: Instance) -> str:
    """Return the difference that stands in the cell under a column as a number; 0 while it balances."""
    return f"IFERROR(VALUE(MID({address(*layout.check_position(instance))},2,15)),0)"


def _beside(form: Form, instance: Instance, instances: Sequence[Instance]) -> list[Instance]:
    """Return the same equation for the columns to the left and to the right, without the column of totals."""
    same = [other for other in instances if other.equation.id == instance.equation.id and other.target not in form.total_items]
    return [b if a is instance else a for a, b in pairwise(same) if instance in (a, b)]


def _inputs(form: Form, operands: Sequence[Operand]) -> list[int]:
    """Return the cells that people fill in of one side of an equation, its totals taken apart."""
    definitions = {total.target: total.right for total in form.totals}
    found: list[int] = []
    for operand in operands:
        found += _inputs(form, definitions[operand.item]) if operand.item in definitions else [operand.item]
    return found


def _areas(layout: SheetLayout, cells: Sequence[int]) -> list[str]:
    """Return cells of a column as ranges of neighbours."""
    places = sorted(layout.positions[cell] for cell in cells)
    areas: list[list[tuple[int, int]]] = []
    for row, col in places:
        if areas and areas[-1][-1] == (row - 1, col):
            areas[-1].append((row, col))
        else:
            areas.append([(row, col)])
    return [address(*area[0]) if len(area) == 1 else f"{address(*area[0])}:{address(*area[-1])}" for area in areas]
