"""A form as values: its tables, its items and the equations between them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from gkxl.forms.blocks import Block, Column, Kind
from gkxl.forms.compared import Compared
from gkxl.forms.equations import Equation, Instance, Operand, Role, Term, added_up, item_code
from gkxl.forms.grid import Grid
from gkxl.forms.measures import Measure, Monthly
from gkxl.forms.time import Time
from gkxl.forms.words import Section, Words


@dataclass(frozen=True)
class Table:
    """One of the statutory tables."""

    code: str
    number: str
    """"表二", "表三" or "表四"."""
    name: str
    heading: str
    """Title of the section of the report in which it stands."""
    widths: tuple[int, ...]
    """Relative widths of its grid columns."""
    blocks: tuple[Block, ...]

    @property
    def label(self) -> str:
        """How messages name the table, e.g. "表三（申请）"."""
        return f"{self.number}（{self.name}）"

    @cached_property
    def grid(self) -> Grid:
        """All printed cells of the table."""
        return Grid.stack(len(self.widths), [block.grid for block in self.blocks])


@dataclass(frozen=True, slots=True)
class Item:
    """One figure of a form."""

    index: int
    """Position in `Form.items`, and in every list of values of this form."""
    code: str
    """Stable code, table.row.column."""
    table: str
    block: str
    row: str
    column: str
    kind: Kind
    time: Time
    row_label: str
    """Label of its row with its group, e.g. "（三）不予公开 1.属于国家秘密"; "" where the row has no label."""
    column_label: str
    """Label of its column, with the header cells above it where the label alone is ambiguous."""

    @property
    def label(self) -> str:
        """How messages name the item, e.g. "一、本年新收政府信息公开申请数量·自然人"."""
        return f"{self.row_label}·{self.column_label}" if self.row_label else self.column_label


@dataclass(frozen=True)
class Form:
    """A version of the statutory layout, complete and checked."""

    id: str
    series: str
    """What it is a version of; within a series one form serves each year, and figures of different series never mix."""
    name: str
    first_year: int
    last_year: int | None
    notice: str
    words: Words
    report_title: str
    part_title: str
    """Of what is not on a year, which the title of a report on a year would not fit; "" where that does."""
    report_period: str
    sections: tuple[Section, ...]
    kinds: Mapping[str, Kind]
    tables: tuple[Table, ...]
    items: tuple[Item, ...]
    instances: tuple[Instance, ...]
    """Every equation for every row or column it holds for; totals in an order in which they can be computed."""
    index: Mapping[str, int] = field(repr=False)
    """Item code to position in `items`."""
    monthly: Monthly
    main_figures: tuple[Measure, ...]
    """What is shown of each unit on one page; empty where the form names nothing."""
    compared: Compared = field(default_factory=Compared)

    def serves(self, year: int) -> bool:
        """Whether reports on `year` use this form."""
        return self.first_year <= year and (self.last_year is None or year <= self.last_year)

    @property
    def years(self) -> str:
        """The years it serves, for people."""
        return f"{self.first_year}至{self.last_year}年度" if self.last_year else f"{self.first_year}年度起"

    def table(self, code: str) -> Table:
        """Return the table with this code; KeyError if there is none."""
        for table in self.tables:
            if table.code == code:
                return table
        raise KeyError(code)

    @cached_property
    def totals(self) -> tuple[Instance, ...]:
        """The instance that computes each total, in an order in which they can be computed; each total once."""
        first: dict[int, Instance] = {}
        for instance in self.instances:
            if instance.equation.role is Role.TOTAL:
                first.setdefault(instance.target, instance)
        return tuple(first.values())

    @cached_property
    def added_up(self) -> tuple[Mapping[int, int], ...]:
        """Of each item the figures that it adds up, by position in `items`, with their signs; one that is filled in adds up itself."""
        return added_up(len(self.items), self.totals)

    @cached_property
    def relations(self) -> tuple[Instance, ...]:
        """The instances that compare stated figures of one period with each other."""
        return tuple(instance for instance in self.instances if instance.equation.role in (Role.BALANCE, Role.CONDITION))

    @cached_property
    def brought_forward(self) -> tuple[Instance, ...]:
        """The instances that compare with the previous period."""
        return tuple(instance for instance in self.instances if instance.equation.role is Role.BROUGHT_FORWARD)

    @cached_property
    def total_items(self) -> frozenset[int]:
        """Positions of the items that are computed, never filled in."""
        return frozenset(instance.target for instance in self.totals)

    @cached_property
    def stocks(self) -> frozenset[int]:
        """Positions of the items that are what there is at one time, as somebody fills them in."""
        return frozenset(item.index for item in self.items if item.time in (Time.OPENING, Time.CLOSING)) - self.total_items

    @cached_property
    def cumulated(self) -> Mapping[int, int]:
        """The figures since January that somebody fills in, each with the one that adds up to it over time; by position in `items`."""
        blocks = [(table.code, block) for table in self.tables for block in table.blocks]
        rows = {(table, row.code): row.of or row.code for table, block in blocks for row in block.rows}
        columns = {(table, block.code, column.code): column.of or column.code for table, block in blocks for column in block.columns}
        since = [item for item in self.items if item.time is Time.TO_DATE and item.index not in self.total_items]
        places = {item.index: (item.table, rows[item.table, item.row], columns[item.table, item.block, item.column]) for item in since}
        return {item: self.index[item_code(*place)] for item, place in places.items()}

    @cached_property
    def tied(self) -> frozenset[int]:
        """Positions of the items that an equation ties to others, of the same period or of another one, but for sums."""
        instances = (*self.relations, *self.brought_forward)
        return frozenset(operand.item for instance in instances for operand in (*instance.left, *instance.right))

    @cached_property
    def closed_by(self) -> Mapping[int, tuple[Operand, ...]]:
        """The stocks of which the form says what leaves them, each with the figures that say it; by position in `items`."""
        return self._beside(lambda column: column.closed_by)

    @cached_property
    def computed(self) -> Mapping[int, tuple[Operand, ...]]:
        """The figures that people compute by mistake, each with what they add up; by position in `items`."""
        return self._beside(lambda column: column.computed)

    def _beside(self, terms: Callable[[Column], tuple[Term, ...]]) -> Mapping[int, tuple[Operand, ...]]:
        """Return for each figure whose column names others these, in its own row."""
        return {
            self.index[item_code(table.code, row.code, column.code)]: tuple(
                Operand(self.index[item_code(table.code, row.code, term.code)], term.sign, previous=False) for term in terms(column)
            )
            for table in self.tables
            for block in table.blocks
            for column in block.columns
            if terms(column)
            for row in block.rows
        }

    @cached_property
    def equations(self) -> tuple[Equation, ...]:
        """Every equation once, in the order of the form file."""
        return tuple(equation for table in self.tables for block in table.blocks for equation in block.equations)

    def along_label(self, instance: Instance) -> str:
        """How people name the row or column of an instance: "“自然人”列", or "“规章”行", or "" for a row without a label."""
        operand = self.items[instance.left[0].item]
        if instance.equation.per == "column":
            return f"“{operand.column_label}”列"
        return f"“{operand.row_label}”行" if operand.row_label else ""
