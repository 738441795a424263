"""The equations of a form: parsed from their one line of text, then spread over the figures they hold for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from gkxl.forms.nearest import unknown


class Role(StrEnum):
    """What an equation is for."""

    TOTAL = "total"
    """Computes its left side; a stated total is compared with it."""
    BALANCE = "balance"
    """Must hold between figures that are stated independently of each other."""
    CONDITION = "condition"
    """Usually holds; a breach asks for a look."""
    BROUGHT_FORWARD = "brought_forward"
    """Ties a figure to figures of the previous period."""


class Severity(StrEnum):
    """How much a finding matters (design §7)."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Term:
    """One code of a formula on the axis of its equation."""

    code: str
    sign: int
    previous: bool


@dataclass(frozen=True, slots=True)
class Equation:
    """A rule of the form, stated once for every column (or every row) of a block."""

    id: str
    role: Role
    per: str
    """"column" or "row": the axis over which it is repeated."""
    severity: Severity
    formula: str
    shown: str
    """The formula in the words of the form."""
    sentence: str
    left: tuple[Term, ...]
    relation: str
    """"=" or "<="."""
    right: tuple[Term, ...]

    @property
    def shown_sides(self) -> tuple[str, str]:
        """What stands before and behind the sign of relation in `shown`: "一 + 二" and "三（七） + 四"."""
        left, _, right = self.shown.partition("≤" if self.relation == "<=" else "=")
        return left.strip(), right.strip()


def item_code(table: str, *within: str) -> str:
    """Return the code of an item from those of its table, row and column; without a column, the code of the row."""
    return ".".join((table, *within))


@dataclass(frozen=True, slots=True)
class Operand:
    """One figure in an equation: its position in `Form.items`, its sign, and from which period it is taken."""

    item: int
    sign: int
    previous: bool


@dataclass(frozen=True, slots=True)
class Instance:
    """An equation for one column (or row): what is computed, checked and written as an Excel formula."""

    equation: Equation
    table: str
    block: str
    along: str
    """Code of the column (or row) for which it holds."""
    left: tuple[Operand, ...]
    right: tuple[Operand, ...]

    @property
    def target(self) -> int:
        """Index of the item that a total computes."""
        return self.left[0].item


class FormulaError(ValueError):
    """A formula that cannot be understood; the message is for the author of the form file."""


_SIDES = re.compile(r"(<=|=)")
_TERM = re.compile(r"\s*([+-]?)\s*(previous:)?([a-z][a-z0-9_]*)(?:\.\.([a-z][a-z0-9_]*))?\s*")


def parse_formula(formula: str, codes: Sequence[str]) -> tuple[tuple[Term, ...], str, tuple[Term, ...]]:
    """Return (left, relation, right) of `formula` over the ordered `codes` of an axis.

    Raises FormulaError for an unknown code, an empty range or anything that is not a sum on both sides.
    """
    parts = _SIDES.split(formula)
    if len(parts) != 3:
        raise FormulaError(f"公式“{formula}”里应有且只有一个 = 或 <=")
    return parse_sum(parts[0], codes), parts[1], parse_sum(parts[2], codes)


def parse_sum(text: str, codes: Sequence[str]) -> tuple[Term, ...]:
    """Return the terms of one side of a formula; raises FormulaError."""
    terms: list[Term] = []
    position = 0
    while position < len(text):
        match = _TERM.match(text, position)
        if match is None or (terms and not match[1]):
            raise FormulaError(f"公式里的“{text[position:].strip()}”读不懂")
        for code in _expand(match[3], match[4], codes):
            terms.append(Term(code, -1 if match[1] == "-" else 1, bool(match[2])))
        position = match.end()
    if not terms:
        raise FormulaError("公式有一边是空的")
    return tuple(terms)


def _expand(first: str, last: str | None, codes: Sequence[str]) -> Sequence[str]:
    for code in (first, last):
        if code is not None and code not in codes:
            raise FormulaError(f"公式里的代码{unknown(code, codes)}")
    start = codes.index(first)
    stop = codes.index(last) if last is not None else start
    if stop < start:
        raise FormulaError(f"范围“{first}..{last}”前后颠倒")
    return codes[start : stop + 1]


def spread(
    equation: Equation,
    table: str,
    block: str,
    rows: Sequence[str],
    columns: Sequence[str],
    index: Mapping[tuple[str, str, str], int],
) -> list[Instance]:
    """Return the equation once for every column (or row) of its block.

    `index` gives the position in `Form.items` of (table, row, column).
    """

    def item(along: str, code: str) -> int:
        return index[(table, code, along) if equation.per == "column" else (table, along, code)]

    def operands(terms: tuple[Term, ...], along: str) -> tuple[Operand, ...]:
        return tuple(Operand(item(along, term.code), term.sign, term.previous) for term in terms)

    return [
        Instance(equation, table, block, along, operands(equation.left, along), operands(equation.right, along))
        for along in (columns if equation.per == "column" else rows)
    ]


def added_up(items: int, totals: Sequence[Instance]) -> tuple[Mapping[int, int], ...]:
    """Return of each of so many items the figures that it adds up, with their signs; one that no total computes adds up itself."""
    figures: list[Mapping[int, int]] = [{item: 1} for item in range(items)]
    for total in totals:  # each after the totals that it adds up
        terms: dict[int, int] = {}
        for operand in total.right:
            for item, sign in figures[operand.item].items():
                terms[item] = terms.get(item, 0) + operand.sign * sign
        figures[total.target] = terms
    return tuple(figures)
