"""What a reading comes to on the tables of a report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gkxl.forms import Form, Table, item_code
from gkxl.model.figures import Number, show
from gkxl.model.published import PublishedReport
from gkxl.model.submission import Submission
from gkxl.narrative.vocabulary import Reading

Terms = tuple[tuple[int, int], ...]
"""Positions in `form.items` with their signs."""


@dataclass(frozen=True, slots=True)
class Value:
    """What a reading comes to: as printed, and with totals added up anew where the printed ones are others."""

    candidates: tuple[Number, ...]
    items: tuple[int, ...]
    stated: bool
    """False where every cell of it was left open."""

    def fits(self, number: Decimal, half_step: Decimal = Decimal(0)) -> bool:
        """Whether a number of the text may be this one."""
        return any(abs(number - candidate) <= half_step for candidate in self.candidates)

    @property
    def shown(self) -> str:
        """For messages."""
        return "或".join(show(candidate) for candidate in dict.fromkeys(self.candidates)) if self.stated else "未填"


@dataclass(frozen=True, slots=True)
class Figures:
    """The tables of one report, as far as they were read."""

    form: Form
    printed: Sequence[Number | None]
    added_up: Sequence[Number | None]
    """With totals computed from what they add up."""
    unread: frozenset[int]
    tables: frozenset[str]

    @classmethod
    def of(cls, report: PublishedReport) -> Figures | None:
        """Return the figures of a report, or None where it has no tables that were read."""
        submission = report.submission
        if submission is None:
            return None
        printed = [stated if stated is not None else figure for stated, figure in zip(submission.stated, submission.figures, strict=True)]
        lost = frozenset(submission.misread) | frozenset(report.unread)
        tables = frozenset(table.code for table in report.tables)
        return cls(submission.form, printed, submission.figures, lost, tables)

    @classmethod
    def of_submission(cls, submission: Submission) -> Figures:
        """Return the figures of a workbook, which has all tables."""
        lost = frozenset(submission.misread)
        return cls(submission.form, submission.shown, submission.figures, lost, frozenset(table.code for table in submission.form.tables))

    def value(self, reading: Reading) -> Value | None:
        """Return what a reading comes to; None where the form has no such figures, or they were not read."""
        terms = terms_of(self.form, reading)
        if not terms or reading.table not in self.tables or any(item in self.unread for item, _ in terms):
            return None
        sums = tuple(sum(sign * (figures[item] or 0) for item, sign in terms) for figures in (self.printed, self.added_up))
        items = tuple(item for item, _ in terms)
        return Value(tuple(dict.fromkeys(sums)), items, any(self.printed[item] is not None for item in items))


def terms_of(form: Form, reading: Reading) -> Terms:
    """Return the figures of a form that a reading adds up; () where the form lacks one of them."""
    try:
        table = form.table(reading.table)
    except KeyError:
        return ()
    if reading.row:
        pairs = [(reading.row, column, sign) for column, sign in _codes(_columns(table, reading.row), reading.terms)]
    else:
        columns = list(_codes(_columns(table), reading.column))
        pairs = [(row, column, sign) for row, sign in _codes(_rows(table), reading.terms) for column, _ in columns]
    codes = [item_code(reading.table, row, column) for row, column, _ in pairs]
    if not all(code in form.index for code in codes):
        return ()
    return tuple((form.index[code], sign) for code, (*_, sign) in zip(codes, pairs, strict=True))


Axis = list[tuple[str, tuple[str, ...]]]
"""Codes in order, each with the groups it stands in."""


def _rows(table: Table) -> Axis:
    return [(row.code, row.groups) for block in table.blocks for row in block.rows]


def _columns(table: Table, row: str = "") -> Axis:
    blocks = [block for block in table.blocks if not row or row in [line.code for line in block.rows]]
    return [(column.code, ()) for block in blocks for column in block.columns]


def _codes(axis: Axis, text: str) -> Iterator[tuple[str, int]]:
    """Yield the codes of a sum with their signs; of a choice the first that the axis has, and its own words where it has none."""
    for place, term in enumerate(text.replace(" - ", " + -").split(" + ")):
        sign = -1 if term.startswith("-") and place else 1
        choices = [_expanded(axis, choice.strip()) for choice in term.lstrip("-").split("/")]
        for code in next(filter(None, choices), [term]):
            yield code, sign


def _expanded(axis: Axis, choice: str) -> list[str]:
    codes = [code for code, _ in axis]
    first, dots, last = choice.partition("..")
    if dots:
        return codes[codes.index(first) : codes.index(last) + 1] if first in codes and last in codes else []
    return [choice] if choice in codes else [code for code, groups in axis if choice in groups]
