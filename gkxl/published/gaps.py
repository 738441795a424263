"""Lines of a table with an empty cell among their figures: whether the figures may have moved into each other's places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gkxl.forms import Form, Item, Role
from gkxl.model.figures import Number, add_up
from gkxl.published.lines import Printed


def moved(form: Form, table: str, printed: Mapping[str, Sequence[Printed]], stated: Sequence[Number | None]) -> list[int]:
    """Return the positions of all items of the lines of a table that have an empty cell and contradict a sum of their own.

    Such a line looks the same whether somebody left a 0 out and added up wrongly, or a cell was lost and an empty one stands elsewhere.
    A column that is empty on every line is no such gap: it was left out as a whole.
    """
    lines: dict[tuple[str, str], list[Item]] = {}
    columns: dict[tuple[str, str], list[Item]] = {}
    for item in form.items:
        if item.table == table and item.code in printed:
            lines.setdefault((item.block, item.row), []).append(item)
            columns.setdefault((item.block, item.column), []).append(item)
    left_out = {column for column, items in columns.items() if len(items) > 1 and all(_empty(printed[item.code]) for item in items)}
    gaps = {line for line, items in lines.items() if any(_empty(printed[item.code]) and (item.block, item.column) not in left_out for item in items)}
    contradicted = _contradicted(form, table, stated) & gaps
    return [item.index for line in contradicted for item in lines[line]]


def _empty(cells: Sequence[Printed]) -> bool:
    return not any(cell.text for cell in cells)


def _contradicted(form: Form, table: str, stated: Sequence[Number | None]) -> set[tuple[str, str]]:
    """Return the lines, as block and row, on which a stated total is not the sum of what it adds up; what is not read counts as 0."""
    return {
        (instance.block, instance.along)
        for instance in form.instances
        if instance.table == table and instance.equation.per == "row" and instance.equation.role is Role.TOTAL
        if (total := stated[instance.target]) is not None and total != add_up(instance.right, stated)
    }
