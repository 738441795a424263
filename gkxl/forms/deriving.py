"""From the tables of a form to its figures, and to the equations between them, each for every row or column it holds for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from gkxl.forms.blocks import Block, Column
from gkxl.forms.equations import Equation, Instance, Role, item_code, spread
from gkxl.forms.grid import Part
from gkxl.forms.model import Item, Table
from gkxl.forms.time import Time


class CircularTotalsError(ValueError):
    """Totals that are computed from each other; `equation` is one of them."""

    def __init__(self, equation: Equation) -> None:
        super().__init__(equation.formula)
        self.equation = equation


def items_of(tables: Sequence[Table]) -> tuple[Item, ...]:
    """Return the figures of some tables, in the order in which they are printed."""
    return tuple(_items(tables))


def instances_of(tables: Sequence[Table], items: Sequence[Item]) -> tuple[Instance, ...]:
    """Return every equation for every row or column it holds for, totals first; raises CircularTotalsError."""
    return _ordered(list(_instances(tables, items)))


def _items(tables: Sequence[Table]) -> Iterable[Item]:
    number = 0
    for table in tables:
        for block in table.blocks:
            label_of = _column_labels(block)
            for row in block.rows:
                groups = [block.groups[code].label for code in row.groups[1:]]
                row_label = " ".join([*groups, row.label]) if row.label else ""
                for column in block.columns:
                    code = item_code(table.code, row.code, column.code)
                    time = row.time or column.time or Time.FLOW
                    yield Item(number, code, table.code, block.code, row.code, column.code, column.kind, time, row_label, label_of(column))
                    number += 1


def _column_labels(block: Block) -> Callable[[Column], str]:
    """Return a function that names a column so that no other column of the block has the same name."""
    header = [cell for cell in block.grid.cells if cell.part is Part.HEADER]
    times = Counter(column.label for column in block.columns)

    def name(column: Column) -> str:
        if times[column.label] == 1:
            return column.label
        own = next(cell for cell in header if cell.code == column.code)
        above = [cell.text for cell in header if cell.row < own.row and cell.col <= own.col < cell.col + cell.cols]
        return " ".join([*above, column.label])

    return name


def _instances(tables: Sequence[Table], items: Sequence[Item]) -> Iterable[Instance]:
    index = {(item.table, item.row, item.column): item.index for item in items}
    for table in tables:
        for block in table.blocks:
            rows = [row.code for row in block.rows]
            columns = [column.code for column in block.columns]
            for equation in block.equations:
                yield from spread(equation, table.code, block.code, rows, columns, index)


def _ordered(instances: list[Instance]) -> tuple[Instance, ...]:
    """Return the instances with totals first, each after the totals that it adds up."""
    pending = [instance for instance in instances if instance.equation.role is Role.TOTAL]
    others = [instance for instance in instances if instance.equation.role is not Role.TOTAL]
    ordered: list[Instance] = []
    while pending:
        open_targets = {instance.target for instance in pending}
        ready = [instance for instance in pending if not any(operand.item in open_targets for operand in instance.right)]
        if not ready:
            raise CircularTotalsError(pending[0].equation)
        ordered += ready
        pending = [instance for instance in pending if instance not in ready]
    return tuple(ordered + others)
