"""Published reports beside each other: several of one body, and that of a parent beside the sum of those of all below it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from gkxl.aggregation.comparison import Mismatch, added, mismatches, stated
from gkxl.aggregation.totals import counterpart
from gkxl.eligibility.revisions import content
from gkxl.forms import Form
from gkxl.model.figures import show
from gkxl.model.roster import Roster
from gkxl.model.submission import Key, Submission
from gkxl.model.unit import Unit
from gkxl.model.unit_names import listed
from gkxl.rules.findings import Finding

_SHOWN = 3


def differing(published: Iterable[Submission]) -> list[list[Submission]]:
    """Return, of each body and year of which reports are given that do not state the same, all of them: which one holds is not ours to say."""
    of_body: dict[Key, list[Submission]] = {}
    for report in published:
        of_body.setdefault(report.key, []).append(report)
    return [reports for reports in of_body.values() if any(_says(report) != _says(reports[0]) for report in reports[1:])]


def _says(report: Submission) -> tuple[str, object]:
    return report.form.id, content(report)


def published_twice(published: Iterable[Submission]) -> list[Finding]:
    """Return a finding on each body of which differing reports are given for one year."""
    return [_twice(reports) for reports in differing(published)]


def _twice(reports: Sequence[Submission]) -> Finding:
    first = reports[0]
    one_form = all(report.form.id == first.form.id for report in reports)
    items = [item.index for item in first.form.items if one_form and any(_differ(report, first, item.index) for report in reports)]
    where = (listed([f"“{first.form.items[item].label}”" for item in items], _SHOWN) or "总计") if one_form else "表的格式"
    files = listed([report.named for report in reports], _SHOWN)
    message = f"{first.called}有{len(reports)}份{first.period.chinese}的年报：{files}，{where}不一致。请核实哪一份是正式公布的，只留这一份再核查。"
    return Finding.of("report.published_twice", message, about=first, items=items)


def _differ(one: Submission, other: Submission, item: int) -> bool:
    return (one.figures[item] or 0) != (other.figures[item] or 0) or one.misread.get(item) != other.misread.get(item)


def sums_differ(roster: Roster, published: Iterable[Submission], others: Iterable[Submission]) -> list[Finding]:
    """Return where the report of a parent is not the sum of those of all right below it, column by column, and what could not be compared.

    In place of a body without a report stands what is among `others` for that year, or all below it; where one of them lacks
    altogether nothing is judged.
    """
    reports = list(published)
    left_out = {report.key for same in differing(reports) for report in same}
    of_year: dict[int, dict[Unit, Submission]] = {}
    for submission in (*reports, *others):
        if submission.period.is_year and submission.key not in left_out:
            of_year.setdefault(submission.period.year, {}).setdefault(submission.who, submission)
    found: list[Finding] = []
    for report in dict.fromkeys(report.key for report in reports if report.key not in left_out):
        unit, period = report
        given = of_year[period.year]
        below = _below(roster, unit, given)
        if below.parts:
            found += [_not_compared(given[unit], below)] if below.missing else _compared(given[unit], below)
    return found


@dataclass(slots=True)
class _Below:
    """What is stated right below a body; where one below it is silent, by all below that one."""

    parts: list[Submission] = field(default_factory=list)
    missing: list[Unit] = field(default_factory=list)


def _below(roster: Roster, unit: Unit, given: Mapping[Unit, Submission]) -> _Below:
    below = _Below()
    for child in roster.children(unit):
        if child in given:
            below.parts.append(given[child])
            continue
        deeper = _below(roster, child, given)
        if deeper.parts and not deeper.missing:
            below.parts += deeper.parts
        else:
            below.missing.append(child)
    return below


def _not_compared(parent: Submission, below: _Below) -> Finding:
    lacking = listed([unit.name for unit in below.missing])
    message = f"{_whose(parent)}没有与下级年报之和核对：{len(below.parts)}个下级有年报，缺{lacking}。请收齐后再核查。"
    return Finding.of("report.sum_not_compared", message, about=parent)


def _compared(parent: Submission, below: _Below) -> Iterator[Finding]:
    form = parent.form
    theirs = added(form, [stated(counterpart(part, form)) for part in below.parts])
    other_layout = {table.code for table in form.tables if any(_rows(part.form, table.code) != _rows(form, table.code) for part in below.parts)}
    of_column: dict[tuple[str, str, str], list[Mismatch]] = {}
    for wrong in mismatches(form, stated(parent), theirs):
        if wrong.item.table not in other_layout:
            of_column.setdefault((wrong.item.table, wrong.item.block, wrong.item.column), []).append(wrong)
    for wrongs in of_column.values():
        yield _column(parent, wrongs, below)
    if other_layout:
        names = "、".join(table.number for table in form.tables if table.code in other_layout)
        message = f"{_whose(parent)}{names}没有与下级年报之和核对，因为有下级的这张表是另一种格式。请换成同一格式后再核查。"
        yield Finding.of("report.sum_not_compared", message, about=parent)


def _rows(form: Form, table: str) -> frozenset[str]:
    return frozenset(item.code for item in form.items if item.table == table)


def _column(parent: Submission, wrongs: Sequence[Mismatch], below: _Below) -> Finding:
    items = [wrong.item.index for wrong in wrongs]
    first = wrongs[0].item
    table = parent.form.table(first.table).number
    lines = "；".join(_line(parent, wrong) for wrong in wrongs[:_SHOWN]) + (f"；等{len(wrongs)}处" if len(wrongs) > _SHOWN else "")
    own = "多出的如是它本级的数，请在名册中把本级另列为一个单位；否则" if any(_gap(wrong) > 0 for wrong in wrongs) else ""
    message = f"{_whose(parent)}{table}“{first.column_label}”不等于{len(below.parts)}个下级年报之和：{lines}。{own}请核对双方，更正公布的年报。"
    return Finding.of(
        "report.sum_differs",
        message,
        about=parent,
        items=items,
        expected=wrongs[0].expected,
        actual=show(wrongs[0].actual),
        parts=[part.who for part in below.parts],
    )


def _whose(parent: Submission) -> str:
    return f"{parent.called}（{parent.period.chinese}）{parent.named}："


def _gap(wrong: Mismatch) -> Decimal:
    """Return by how much a parent states more than those below it."""
    return Decimal(wrong.actual) - Decimal(wrong.expected)


def _line(parent: Submission, wrong: Mismatch) -> str:
    cell = parent.cell(wrong.item.index)
    gap = _gap(wrong)
    row = f"“{wrong.item.row_label}”" if wrong.item.row_label else ""
    return f"{row}{f'（{cell}）' if cell else ''}是{show(wrong.actual)}，下级之和是{wrong.expected}，{'多' if gap > 0 else '少'}{show(abs(gap))}"
