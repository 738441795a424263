"""Stocks that were left blank: what the period before says they are. What is not stated is 0 only where nothing speaks against it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from gkxl.forms import Form, Instance
from gkxl.model.figures import Number, show
from gkxl.model.submission import Submission
from gkxl.model.unit_names import listed
from gkxl.rules.findings import Finding
from gkxl.rules.what_follows import Values, at_least, follows, stocks_in
from gkxl.rules.wording import place, where

Implied = dict[int, tuple[Instance, Number]]
"""Item to the equation that says what it is, and what that is."""


def find_lacking(counted: Sequence[Submission], earlier: Iterable[Submission]) -> tuple[list[Submission], list[Finding]]:
    """Return the submissions, in their order, with each blank stock that is known not to be 0 marked as lacking; and a finding on each.

    `earlier` are submissions of periods before these.  A blank goes on to the next period as what it must be.
    """
    known = {submission.key: submission for submission in (*earlier, *counted)}
    values: dict[object, Values] = {}
    marked: dict[int, Submission] = {}
    findings: dict[int, list[Finding]] = {}
    for submission in sorted(counted, key=lambda submission: submission.period):
        who, period = submission.key
        before = next((known[who, at] for at in period.predecessors if (who, at) in known), None)
        implied = _implied(submission, before, values.get(before.key, before.figures)) if before else {}
        if before and implied:
            figures = list(submission.figures)
            for item, (_, said) in implied.items():
                figures[item] = said
            values[submission.key] = figures
        marked[id(submission)] = mark(submission, implied)
        findings[id(submission)] = _said(submission, before, implied) if before else []
    return [marked[id(submission)] for submission in counted], [finding for submission in counted for finding in findings[id(submission)]]


def find_lacking_after(submission: Submission, before: Submission) -> tuple[Submission, list[Finding]]:
    """Return one submission beside that of the period before, with the blank stocks that are known not to be 0 marked, and said."""
    implied = _implied(submission, before, before.figures)
    return mark(submission, implied), _said(submission, before, implied)


def mark(submission: Submission, implied: Mapping[int, object]) -> Submission:
    """Return a submission that lacks these figures."""
    if not implied:
        return submission
    return replace(submission, lacking=dict(submission.lacking) | dict.fromkeys(implied, (submission.called,)))


def _implied(submission: Submission, before: Submission, values: Values) -> Implied:
    """Return the stocks that are blank although the period before, whose figures count as `values`, says that they are not 0."""
    form = submission.form
    if None not in submission.figures:
        return {}
    then, unsaid = _on_form(before, values, form)
    passed = submission.uncertain | submission.unasked | submission.unknown
    implied: Implied = {}
    for instance in form.brought_forward:
        operands = (*instance.left, *instance.right)
        if any(operand.item in (unsaid if operand.previous else passed) for operand in operands):
            continue
        blank = [item for item in stocks_in(form, instance) if submission.figures[item] is None]
        if len(blank) != 1:
            continue
        said = follows(instance, blank[0], submission.figures, then)
        if said is not None and said > 0 and blank[0] not in implied:
            implied[blank[0]] = (instance, said)
    return implied


def _on_form(before: Submission, values: Values, form: Form) -> tuple[Values, frozenset[int]]:
    """Return figures of the period before on the items of `form`, and the items of which they say nothing: not read, not asked for."""
    places = [before.form.index.get(item.code) for item in form.items]
    silent = before.uncertain | before.unasked
    unsaid = frozenset(item for item, at in enumerate(places) if at is None or at in silent or (at in before.unknown and values[at] is None))
    return [None if at is None else values[at] for at in places], unsaid


def _said(submission: Submission, before: Submission | None, implied: Implied) -> list[Finding]:
    """Return one finding for each equation that says what blank stocks are."""
    if before is None:
        return []
    by_equation: dict[str, list[tuple[int, Instance, Number]]] = {}
    for item, (instance, said) in implied.items():
        by_equation.setdefault(instance.equation.id, []).append((item, instance, said))
    return [_not_stated(submission, before, blanks) for blanks in by_equation.values()]


def _not_stated(submission: Submission, before: Submission, blanks: Sequence[tuple[int, Instance, Number]]) -> Finding:
    form = submission.form
    items = [item for item, _, _ in blanks]
    equation = blanks[0][1].equation
    labels = listed([f"“{form.items[item].label}”应{at_least(instance)}{show(said)}" for item, instance, said in blanks])
    message = (
        f"{where(submission)}：有{len(items)}格存量没有填（{place(submission, items)}），按“{equation.shown}”，{labels}（上期：{before.named}）。"
        "这样的空格不按0计，合计中显示为“未填”。请填写实际的数（没有的填0）后重新报送。"
    )
    return Finding.of("stock.not_stated", message, about=submission, items=items, expected="、".join(show(said) for _, _, said in blanks))
