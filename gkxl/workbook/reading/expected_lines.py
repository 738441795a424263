"""The rows of figures that a sheet must hold, by the form: what the reader looks for."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from gkxl.forms import Block, Item, form_by_id, item_code, normalise
from gkxl.workbook.format.layout import layout_for


class ExpectedLine(NamedTuple):
    """A row of figures as it must be found."""

    code: str
    labels: list[tuple[str, frozenset[str]]]
    """Canonical label and every accepted one, normalised: its own, and that of a group that starts on it."""
    items: list[Item]
    """In the order of the columns; their positions in `Form.items` follow one another."""
    counts: bool
    """Whether every item is a plain count."""


class ExpectedBlock(NamedTuple):
    """A block of figures that share the codes of their columns."""

    table: str
    block: Block
    lines: list[ExpectedLine]
    name: str
    """How people call it."""

    @property
    def code(self) -> str:
        """Code of the hidden row that names its columns."""
        return f"@{self.table}.{self.block.code}"

    def items_of(self, column: str) -> list[Item]:
        """Return the items of a column."""
        return [item for line in self.lines for item in line.items if item.column == column]


@cache
def expected_blocks(form_id: str) -> list[ExpectedBlock]:
    """Return every block of a form with its lines."""
    form = form_by_id(form_id)
    expected = []
    for table in form.tables:
        for block in table.blocks:
            lines = []
            seen: set[str] = set()
            for row in block.rows:
                starting = [block.groups[code].label for code in row.groups if code not in seen]
                seen.update(row.groups)
                labels = [(label, frozenset({normalise(label)})) for label in starting]
                if row.label:
                    labels.append((row.label, frozenset(normalise(name) for name in (row.label, *row.variants))))
                code = item_code(table.code, row.code)
                items = [form.items[form.index[item_code(code, column.code)]] for column in block.columns]
                lines.append(ExpectedLine(code, labels, items, all(item.kind.whole and item.kind.minimum == 0 for item in items)))
            expected.append(ExpectedBlock(table.code, block, lines, form.table(table.code).label + block.title))
    return expected


@cache
def last_width(form_id: str, block: str) -> int:
    """Return how many sheet columns the cells in the last column of a block cover; `block` is the code of its hidden row."""
    layout = layout_for(form_id)
    last = next(columns[-1][0] for table in layout.tables for _, code, columns in table.code_rows if f"@{table.table.code}.{code}" == block)
    return layout.left + layout.columns - last
