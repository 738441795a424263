"""From the lines of a table to figures: under which header a line stands, which row of the form it is, which cell is whose.

A cell is taken for a figure only where header and line leave no choice; else it is not read, and that is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import pairwise

from gkxl.forms import item_code, normalise
from gkxl.model.submission import address
from gkxl.published.document import Cell, RawTable
from gkxl.published.headers import Heads, find_heads, is_header, may_head
from gkxl.published.labels import BlockLabels, all_labels, block_titles, without_number, without_remark

FormTable = tuple[str, str]
"""Id of a form, and code of a table of it."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a figure stands in its document."""

    table: RawTable
    row: int
    col: int

    @property
    def called(self) -> str:
        """How people call the place: page, table, line and column, each counted from 1; on a sheet its address."""
        if self.table.sheet:
            return f"{self.table.sheet}!{address(self.row, self.col)}"
        page = f"第{self.table.pages[self.row]}页" if self.table.pages else ""
        return f"{page}第{self.table.number}个表格第{self.row + 1}行第{self.col + 1}列"


class Trouble(StrEnum):
    """Why what stands where a figure should stand is not read, in words for people."""

    UNCLEAR = "看不出是哪一格的数"
    GAP = "同一行有空格，看不出是哪一格的数"
    DOUBTFUL = "两种方法读出的内容不同"


@dataclass(frozen=True, slots=True)
class Printed:
    """What stands where a figure should stand."""

    text: str
    spot: Spot
    trouble: Trouble | None = None
    """Why it is not read; then `text` is only what stands thereabouts."""


@dataclass
class Found:
    """All that was found for the tables of one form: item code to what is printed for it, the first one and others."""

    items: dict[FormTable, dict[str, list[Printed]]] = field(default_factory=dict)
    _no_empty: set[FormTable] = field(default_factory=set)
    """Tables of one line for which no empty line is taken."""

    def take(self, labels: BlockLabels, row: str, cells: dict[str, Printed]) -> None:
        """Add a line of figures."""
        items = self.items.setdefault((labels.form.id, labels.table.code), {})
        codes = {column: item_code(labels.table.code, row, column) for column in cells}
        if not labels.rows:  # an empty line above or below the one line of a table
            before = [printed.text for code in codes.values() for printed in items.get(code, ())]
            if (before or (labels.form.id, labels.table.code) in self._no_empty) and not any(printed.text for printed in cells.values()):
                return
            if not any(before):
                items |= {code: [] for code in codes.values()}
        for column, printed in cells.items():
            items.setdefault(codes[column], []).append(printed)

    def no_empty(self, labels: BlockLabels) -> None:
        """Take no empty line for the one line of a table, and take back the one that was taken: another may hold its figures."""
        self._no_empty.add((labels.form.id, labels.table.code))
        items = self.items.get((labels.form.id, labels.table.code), {})
        codes = [item_code(labels.table.code, labels.sole_row, column.code) for column in labels.columns]
        if not any(printed.text for code in codes for printed in items.get(code, ())):
            for code in codes:
                items.pop(code, None)


def scan(tables: Iterable[RawTable]) -> Found:
    """Return every figure of a statutory table, whatever form that has; the tables of a document in their order."""
    scanner = _Scanner()
    for table in tables:
        scanner.scan(table)
    return scanner.found


class _Scanner:
    def __init__(self) -> None:
        self.found = Found()
        self.header: list[list[Cell]] = []
        self.heads: list[Heads] = []
        self.below = False
        """Whether a line of figures was seen below the header."""
        self.width = 0
        self.broken = False

    def scan(self, table: RawTable) -> None:
        """Take the lines of a table; one that goes on from the table before has no header of its own."""
        if table.width != self.width:
            self._close()
        self.width = table.width
        for row in range(len(table.places)):
            line = table.line(row)
            said = [cell for cell in line if cell.text]
            if len(said) == 1 and normalise(said[0].text) in block_titles():
                self._close()
            elif not said and all(heads.labels.rows for heads in self.heads):
                continue
            elif not self._take(table, row, line):
                if is_header(line):
                    self._add(line, whole=bool(line) and table.whole(row, line[0].col))
                else:
                    self._pass(said)

    def _close(self) -> None:
        self.header, self.heads, self.below, self.broken = [], [], False, False

    def _add(self, line: list[Cell], *, whole: bool) -> None:
        """Take a line of a header; one below figures begins another header. Under one that lacks a cell nothing is read: others may have moved."""
        if self.below:
            self._close()
        self.header.append(line)
        self.broken = self.broken or not whole
        found = () if self.broken else all_labels()
        self.heads = [heads for labels in found if (heads := find_heads(self.header, labels)) is not None]

    def _pass(self, said: Sequence[Cell]) -> None:
        """Pass over a line that is none of the form's; where it holds figures, it may be the one for which an empty one was taken."""
        whose = [heads.labels for heads in self.heads if any(may_be_figure(cell.text) and heads.start <= cell.col < heads.end for cell in said)]
        if self.broken and any(may_be_figure(cell.text) for cell in said):
            whose = [labels for labels in all_labels() if may_head(self.header, labels)]
        for labels in whose:
            if not labels.rows:
                self.found.no_empty(labels)

    def _take(self, table: RawTable, row: int, line: Sequence[Cell]) -> bool:
        """Take a line for the forms of whose block it is a row; return whether it is one of any."""
        taken = False
        for heads in self.heads:
            code = _row_of(heads, row, line)
            if code is not None:
                self.found.take(heads.labels, code, _figures(table, row, line, heads))
                taken = True
        self.below = self.below or taken
        return taken


def _row_of(heads: Heads, row: int, line: Sequence[Cell]) -> str | None:
    """Return the row of the form that a line is, by the label right before its figures."""
    before = [cell for cell in line if cell.text and cell.col < heads.start]
    if not heads.labels.rows:
        headed = any(cell in heads.cells.values() for cell in line)
        own = not before and not headed and all(may_be_figure(cell.text) for cell in line if cell.col < heads.end)
        return heads.labels.sole_row if own else None
    if not before:
        return None
    label = before[-1]
    if label.row != row or label.rows > 1:
        return None
    names = (without_number(label.text), without_number(without_remark(label.text)))
    return next((code for name in names if (code := heads.labels.rows.get(name)) is not None), None)


def may_be_figure(text: str) -> bool:
    """Whether a text could stand where a figure is wanted: a short one that begins with a digit or a sign, or nothing."""
    return len(text) <= 40 and (not text or text[0].isdigit() or text[0] in "+-−—–-/\\增减无空＋－")


def _figures(table: RawTable, row: int, line: Sequence[Cell], heads: Heads) -> dict[str, Printed]:
    """Return of each column what is printed for it on a line."""
    ordered = heads.ordered
    cells = [cell for cell in line if cell.col >= heads.start]
    exact = all(any((cell.col, cell.end) == (head.col, head.end) for cell in cells) for _, head in ordered)
    if not table.whole(row, heads.start) or heads.end > table.usual or not (exact or heads.complete):
        return {code: Printed(_words(cells), Spot(table, row, head.col), Trouble.UNCLEAR) for code, head in ordered}
    seamless = all(cell.end == following.col for cell, following in pairwise(cells))
    if not exact and seamless and heads.complete and len(cells) == len(ordered) and cells[0].col == heads.start and cells[-1].end == heads.end:
        # The spans of a line may differ from those of its header (2+1+1 below 1+2+1): then the order says it.
        printed = {code: _printed(table, row, cell, clear=cell.rows == 1) for (code, _), cell in zip(ordered, cells, strict=True)}
    else:
        printed = {code: _under(table, row, head, cells, [other for _, other in ordered if other is not head]) for code, head in ordered}
    if any(figure.trouble is Trouble.UNCLEAR for figure in printed.values()):
        # A cell that stands under no head alone, or that reaches in from another line: its neighbours may have moved along with it.
        return {code: replace(figure, trouble=Trouble.UNCLEAR) for code, figure in printed.items()}
    return printed


def _under(table: RawTable, row: int, head: Cell, cells: Sequence[Cell], others: Sequence[Cell]) -> Printed:
    """Return what stands under the head of a column: the one cell there that says anything, if it stands under no other head."""
    under = [cell for cell in cells if cell.col < head.end and head.col < cell.end]
    said = [cell for cell in under if cell.text]
    if not under:  # the label reaches over it
        return Printed(_words(cells), Spot(table, row, head.col), Trouble.UNCLEAR)
    if not said:
        return _printed(table, row, under[0], clear=True)
    alone = not any(cell.col < other.end and other.col < cell.end for cell in said for other in others)
    inside = all(head.col <= cell.col and cell.end <= head.end for cell in said)
    return _printed(table, row, said[0], clear=len(said) == 1 and alone and inside and said[0].rows == 1)


def _printed(table: RawTable, row: int, cell: Cell, *, clear: bool) -> Printed:
    trouble = Trouble.DOUBTFUL if cell.doubtful else None if clear or not cell.text else Trouble.UNCLEAR
    return Printed(cell.text, Spot(table, row, cell.col), trouble)


def _words(cells: Sequence[Cell]) -> str:
    return " ".join(cell.text for cell in cells if cell.text) or "缺格"
