"""From what was found under all forms to the one report: the layout of each table, its figures, and what is not there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from gkxl.forms import STATUTORY, Form, Item, form_by_id, form_for, forms_of, mixed_id
from gkxl.model.figures import Misread, Number
from gkxl.model.period import Period
from gkxl.model.published import ReadTable
from gkxl.model.submission import Position, Source, Submission
from gkxl.published.gaps import moved
from gkxl.published.lines import FormTable, Found, Printed, Spot, Trouble
from gkxl.published.numbers import read_printed

LOST = "缺"
DISAGREEING = "同一指标印了几处，数不同"


@dataclass
class Figures:
    """The figures of a report."""

    form: Form
    tables: list[ReadTable]
    stated: list[Number | None]
    misread: dict[int, str] = field(default_factory=dict)
    unread: dict[int, str] = field(default_factory=dict)
    spots: dict[int, Spot] = field(default_factory=dict)

    def submission(self, file: str, unit: str, year: int) -> Submission:
        """Return them as the statement of a body for a year."""
        sheets = {spot.table.sheet for spot in self.spots.values()}
        sheet = sheets.pop() if len(sheets) == 1 else ""
        positions: list[Position | None] = []
        if sheet:
            positions = [(spot.row, spot.col) if (spot := self.spots.get(item)) else None for item in range(len(self.stated))]
        places = {} if sheet else {item: spot.called for item, spot in self.spots.items()}
        return Submission(self.form, unit, Period(year), 0, Source(file, sheet), tuple(self.stated), tuple(positions), self.misread, places=places)


def assemble(found: Found, year: int | None) -> Figures | None:
    """Return the figures of all tables that were found; None where there is none."""
    chosen = _layouts(found.items, year)
    if not chosen:
        return None
    base = _base(chosen, year)
    form = form_by_id(mixed_id(base.id, chosen))
    figures = Figures(form, [], [None] * len(form.items))
    order = {code: number for number, code in enumerate(dict.fromkeys(code for _, code in found.items))}
    for code in sorted(chosen, key=order.__getitem__):
        printed = found.items[chosen[code], code]
        _fill(figures, code, printed)
        for at in moved(form, code, printed, figures.stated):
            figures.stated[at] = None
            figures.misread[at] = figures.unread.setdefault(at, Trouble.GAP.value)
        figures.tables.append(ReadTable(code, chosen[code], tuple(_missing(form, code, printed))))
    lost = [table.code for table in form.tables if table.code not in chosen]
    for item in form.items:
        if item.table in lost:
            figures.misread[item.index] = LOST
    return figures


def _layouts(items: Mapping[FormTable, Mapping[str, object]], year: int | None) -> dict[str, str]:
    """Return for each table that was found the id of the form whose layout it has: the one of which most figures are there.

    Where two forms fit as well, as 表四 is the same in both, it is the one that the other tables have, or that of the year.
    """
    best: dict[str, list[str]] = {}
    for code in dict.fromkeys(code for _, code in items):
        counts = {form: len(cells) for (form, table), cells in items.items() if table == code}
        best[code] = [form for form, count in counts.items() if count == max(counts.values())]
    plain = [forms[0] for forms in best.values() if len(forms) == 1]
    of_year = _of_year(year)
    return {
        code: max(forms, key=lambda form: (plain.count(form) == len(plain) and bool(plain), form == of_year.id, form)) for code, forms in best.items()
    }


def _of_year(year: int | None) -> Form:
    form = form_for(STATUTORY, Period(year)) if year else None
    return form or forms_of(STATUTORY)[-1]


def _base(chosen: Mapping[str, str], year: int | None) -> Form:
    """Return the form that a report is called by: that of its year where any table has it."""
    of_year = _of_year(year)
    return of_year if of_year.id in chosen.values() else form_by_id(next(iter(chosen.values())))


def _fill(figures: Figures, table: str, printed: Mapping[str, Sequence[Printed]]) -> None:
    for item in figures.form.items:
        if item.table != table:
            continue
        cells = printed.get(item.code, ())
        if not cells:
            figures.misread[item.index] = LOST
            continue
        figures.spots[item.index] = cells[0].spot
        read = [read_printed(cell.text, item.kind) for cell in cells]
        if trouble := next((cell.trouble for cell in cells if cell.trouble), None):
            figures.misread[item.index] = figures.unread[item.index] = trouble.value
        elif any(other != read[0] for other in read):
            figures.misread[item.index] = figures.unread[item.index] = DISAGREEING
        elif isinstance(read[0], Misread):
            figures.misread[item.index] = figures.unread[item.index] = read[0].what
        else:
            figures.stated[item.index] = read[0]


def _missing(form: Form, code: str, printed: Mapping[str, Sequence[Printed]]) -> list[str]:
    """Return the labels of what a table lacks: blocks, rows, columns, and single cells where not all of a row or column is gone."""
    lost = [item for item in form.items if item.table == code and item.code not in printed]
    lacking: list[str] = []
    for block in form.table(code).blocks:
        of_block = [item for item in form.items if item.table == code and item.block == block.code]
        gone = [item for item in of_block if item in lost]
        if gone and len(gone) == len(of_block):
            lacking.append(block.title or form.table(code).label)
            continue
        rows = _whole(of_block, gone, lambda item: item.row)
        columns = _whole(of_block, gone, lambda item: item.column)
        lacking += [rows[row].row_label for row in rows]
        lacking += [columns[column].column_label for column in columns]
        lacking += [item.label for item in gone if item.row not in rows and item.column not in columns]
    return lacking


def _whole(items: Sequence[Item], gone: Sequence[Item], line_of: Callable[[Item], str]) -> dict[str, Item]:
    """Return the rows, or columns, of which every figure is gone, each with one of its figures."""
    lines: dict[str, list[Item]] = {}
    for item in items:
        lines.setdefault(line_of(item), []).append(item)
    return {line: same[0] for line, same in lines.items() if all(item in gone for item in same)}
