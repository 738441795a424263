"""What the form itself says is unlikely: a stock that falls by more than left it, a computed count, a row that a unit can never fill in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gkxl.model.figures import Number, add_up, show
from gkxl.model.roster import Roster
from gkxl.model.submission import Submission
from gkxl.rules.findings import Finding
from gkxl.rules.likeness.thresholds import COMPUTED_BY_CHANCE, COMPUTED_NEARLY


def fallen(series: Sequence[Sequence[Submission]], judged: Iterable[Submission]) -> list[Finding]:
    """Return the stocks of each unit, given by its statements in order, that fell since the period before by more than left them."""
    own = {id(submission) for submission in judged}
    found = []
    for of_unit in series:
        known = {submission.period: submission for submission in of_unit}
        for submission in of_unit:
            before = next((known[period] for period in submission.period.predecessors if period in known), None)
            if before is not None and id(submission) in own:
                found += _fallen(submission, before)
    return found


def computed(submissions: Iterable[Submission]) -> list[Finding]:
    """Return the figures that were computed from others where they should have been counted, exactly or but for a slip."""
    found = []
    for submission in submissions:
        for item, operands in submission.form.computed.items():
            value: Number = submission.figures[item] or 0
            inputs = [operand.item for operand in operands]
            if submission.uncertain.isdisjoint([item, *inputs]) and all(submission.figures[other] for other in inputs):
                total = add_up(operands, submission.figures)
                gap: Number = value - total if value > total else total - value
                if value >= COMPUTED_BY_CHANCE and gap <= value * COMPUTED_NEARLY:
                    found.append(_computed(submission, item, inputs, total))
    return found


def never_theirs(submissions: Iterable[Submission], roster: Roster) -> list[Finding]:
    """Return the rows that a unit filled in although, as the roster says or else its name, it never has anything to state there."""
    rights = {entry.who: entry.rights for entry in roster.entries}
    found = []
    for submission in submissions:
        form = submission.form
        for row in [row for table in form.tables for block in table.blocks for row in block.rows if row.never_by or row.right]:
            items = [item.index for item in form.items if item.row == row.code and submission.figures[item.index]]
            right = rights.get(submission.who, {}).get(row.right)
            if items and right is False:
                found.append(_never(submission, items, f"但单位名册的“{row.right}”列写的是否"))
            elif items and right is None and row.never_by and submission.unit.endswith(row.never_by):
                found.append(_never(submission, items, f"但这类单位没有“{row.label}”可填"))
    return found


def _fallen(submission: Submission, before: Submission) -> list[Finding]:
    found = []
    form = submission.form
    for item, operands in form.closed_by.items():
        then = before.figures[before.form.index[form.items[item].code]] if form.items[item].code in before.form.index else None
        now, closed = submission.figures[item], add_up(operands, submission.figures)
        items = [item, *(operand.item for operand in operands)]
        if then is not None and now is not None and submission.uncertain.isdisjoint(items) and then - now > closed:
            found.append(_fell(submission, before, items, (then, now, closed)))
    return found


def _fell(submission: Submission, before: Submission, items: Sequence[int], values: tuple[Number, Number, Number]) -> Finding:
    then, now, closed = values
    item = submission.form.items[items[0]]
    at_before = before.cell(before.form.index[item.code])
    return Finding.of(
        "likeness.fallen",
        f"{submission.unit}（{submission.period.chinese}）：“{item.label}”{submission.cell(item.index)}填的是{show(now)}，"
        f"{before.period.chinese}是{show(then)}（{before.source.file}的{at_before}），减少{show(then - now)}，本期审结的却只有{show(closed)}"
        f"（{'、'.join(submission.cells(items[1:]))}）。是不是漏填了审结的结果，或尚未审结少填了？请核实。",
        about=submission,
        items=items,
        expected=f"不小于{show(then - closed)}",
        actual=show(now),
    )


def _computed(submission: Submission, item: int, inputs: Sequence[int], total: Number) -> Finding:
    form = submission.form
    value = submission.figures[item] or 0
    how = "正好等于" if value == total else f"与{show(total)}相近，{show(total)}是"
    named = "加".join(f"“{form.items[other].column_label}”{submission.cell(other)}（{show(submission.figures[other])}）" for other in inputs)
    return Finding.of(
        "likeness.computed",
        f"{submission.unit}（{submission.period.chinese}）：“{form.items[item].label}”{submission.cell(item)}填的是{show(value)}，{how}{named}。"
        "是不是用事项数加减出来的？这一格应填办件量，与事项数没有加减关系；请核实。",
        about=submission,
        items=[item, *inputs],
        actual=show(value),
    )


def _never(submission: Submission, items: Sequence[int], why: str) -> Finding:
    form = submission.form
    shown = "、".join(f"“{form.items[item].column_label}”{submission.cell(item)}填的是{show(submission.figures[item])}" for item in items)
    label = form.items[items[0]].row_label
    return Finding.of(
        "likeness.never_theirs",
        f"{submission.unit}（{submission.period.chinese}）：“{label}”行{shown}，{why}。是不是填错了行？请核实，没有的请填0。",
        about=submission,
        items=items,
    )
