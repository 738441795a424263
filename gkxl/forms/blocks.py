"""What the tables of a form are printed from: kinds of figures, rows and columns under one header."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gkxl.forms.equations import Equation, Severity, Term
from gkxl.forms.grid import Grid
from gkxl.forms.time import Time


@dataclass(frozen=True, slots=True)
class Kind:
    """What a figure may be."""

    code: str
    whole: bool
    minimum: int | None
    units: tuple[str, ...]
    """Units that people write behind a number and that may be dropped; the first one is canonical."""
    rule_id: str
    severity: Severity
    sentence: str


@dataclass(frozen=True, slots=True)
class Group:
    """A tall label cell to the left of several rows."""

    code: str
    label: str
    rows: int


@dataclass(frozen=True, slots=True)
class Row:
    """A printed row of figures."""

    code: str
    label: str
    groups: tuple[str, ...]
    variants: tuple[str, ...]
    hint: str
    time: Time | None
    never_by: tuple[str, ...] = ()
    """How the names of units end that can never fill it in."""
    right: str = ""
    """Name of the roster column that says of a unit whether it can ever fill it in; "" where there is none."""
    of: str = ""
    """Of a figure since January, the row that adds up to it."""


@dataclass(frozen=True, slots=True)
class Column:
    """A printed column of figures."""

    code: str
    label: str
    variants: tuple[str, ...]
    kind: Kind
    time: Time | None
    closed_by: tuple[Term, ...] = ()
    """Of a stock, the columns that say what left it in the period."""
    computed: tuple[Term, ...] = ()
    """The sum of columns that this one is not, although people take it for that."""
    of: str = ""
    """Of a figure since January, the column that adds up to it."""


@dataclass(frozen=True)
class Block:
    """Rows and columns under one header; 表二 has one block for each 项, the other tables are one block."""

    code: str
    title: str
    """Printed over the whole width above the header, "" where there is none."""
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    groups: Mapping[str, Group]
    equations: tuple[Equation, ...]
    grid: Grid
    """The printed cells of this block, rows counted from the first line of the block."""
