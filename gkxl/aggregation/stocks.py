"""Stocks that were left blank: what the period before and the balance say they are. Not stated is 0 only where nothing speaks against it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from gkxl.forms import Form, Instance, Time
from gkxl.model.figures import Number, add_up, show
from gkxl.model.submission import Key, Submission
from gkxl.model.unit_names import listed
from gkxl.rules.equations import holds
from gkxl.rules.findings import Finding
from gkxl.rules.what_follows import Values, at_least, follows, stocks_in
from gkxl.rules.wording import place, where


@dataclass(frozen=True, slots=True)
class Implied:
    """What a stock must be that a sheet does not state, or that it only carries on from one that is not stated."""

    said: Number
    words: str
    """How people put that it is so many: 为, 不少于."""
    by: Instance | None
    """The equation that says so; None where the period before had so many and no equation says what became of them."""
    carried_on: bool = False
    """Whether a figure stands there that was computed from a blank: said of that blank already."""


class _Statements:
    """Submissions by unit and period, those known before them included."""

    def __init__(self, submissions: Iterable[Submission]) -> None:
        self._known = {submission.key: submission for submission in submissions}
        self._next: dict[Key, Submission] = {}
        for submission in self._known.values():
            for at in submission.period.predecessors:
                self._next.setdefault((submission.key[0], at), submission)

    def before(self, submission: Submission) -> Submission | None:
        who, period = submission.key
        return next((self._known[who, at] for at in period.predecessors if (who, at) in self._known), None)

    def after(self, submission: Submission) -> Submission | None:
        return self._next.get(submission.key)


def find_lacking(counted: Sequence[Submission], earlier: Iterable[Submission]) -> tuple[list[Submission], list[Finding]]:
    """Return the submissions, in their order, with each blank stock that is known not to be 0 marked as lacking; and a finding on each.

    `earlier` are submissions of periods before these.  A blank goes on to the next period as what it must be, and what a
    later sheet computed from the blank as if it were 0 is lacking with it.
    """
    statements = _Statements((*earlier, *counted))
    values: dict[Key, Values] = {}
    marked: dict[int, Submission] = {}
    findings: dict[int, list[Finding]] = {}
    for submission in sorted(counted, key=lambda submission: submission.period):
        before = statements.before(submission)
        implied = _implied(submission, before, values.get(before.key) if before else None, statements.after(submission))
        if implied:
            values[submission.key] = _filled(submission, implied)
        marked[id(submission)] = mark(submission, implied)
        findings[id(submission)] = _said(submission, before, implied)
    return [marked[id(submission)] for submission in counted], [finding for submission in counted for finding in findings[id(submission)]]


def find_lacking_after(submission: Submission, before: Submission) -> tuple[Submission, list[Finding]]:
    """Return one submission beside that of the period before, with the blank stocks that are known not to be 0 marked, and said."""
    implied = _implied(submission, before)
    return mark(submission, implied), _said(submission, before, implied)


def mark(submission: Submission, implied: Mapping[int, object]) -> Submission:
    """Return a submission that lacks these figures."""
    if not implied:
        return submission
    return replace(submission, lacking=dict(submission.lacking) | dict.fromkeys(implied, (submission.called,)))


def _filled(submission: Submission, implied: Mapping[int, Implied]) -> Values:
    return [implied[item].said if item in implied else value for item, value in enumerate(submission.figures)]


def _implied(submission: Submission, before: Submission | None, then: Values | None = None, after: Submission | None = None) -> dict[int, Implied]:
    """Return the stocks that are blank, or carry on a blank, although the period before or the balance says that they are not 0.

    `then` are the figures of the period before with what its own blanks must be.
    """
    implied: dict[int, Implied] = {}
    if before is not None:
        implied |= _by_chain(submission, before, then or before.figures)
        if then:
            implied |= _carried_on(submission, before, then)
    if None in submission.figures:
        if before is not None:
            implied |= _without_equation(submission, before)
        implied |= _by_balance(submission, _filled(submission, implied), before, after)
    return implied


def _passed(submission: Submission) -> frozenset[int]:
    return submission.uncertain | submission.unasked | submission.unknown


def _by_chain(submission: Submission, before: Submission, values: Values) -> dict[int, Implied]:
    """Return the stocks that are blank although the period before, whose figures count as `values`, says that they are not 0."""
    form = submission.form
    then, unsaid = _on_form(before, values, form)
    passed = _passed(submission)
    implied: dict[int, Implied] = {}
    for instance in form.brought_forward:
        operands = (*instance.left, *instance.right)
        if any(operand.item in (unsaid if operand.previous else passed) for operand in operands):
            continue
        blank = [item for item in stocks_in(form, instance) if submission.figures[item] is None]
        if len(blank) != 1:
            continue
        said = follows(instance, blank[0], submission.figures, then)
        if said is not None and said > 0:
            implied.setdefault(blank[0], Implied(said, at_least(instance), instance))
    return implied


def _carried_on(submission: Submission, before: Submission, values: Values) -> dict[int, Implied]:
    """Return the stocks that are what a blank of the period before gives as 0, and not what it gives as what it must be."""
    form = submission.form
    as_blank, _ = _on_form(before, before.figures, form)
    then, _ = _on_form(before, values, form)
    implied = {}
    for instance in form.brought_forward:
        for item in stocks_in(form, instance):
            stated = submission.figures[item]
            said = follows(instance, item, submission.figures, then)
            if stated is not None and said is not None and said > stated == follows(instance, item, submission.figures, as_blank):
                implied[item] = Implied(said, at_least(instance), instance, carried_on=True)
    return implied


def _without_equation(submission: Submission, before: Submission) -> dict[int, Implied]:
    """Return the closing stocks that are blank although the period before had some, where no equation says what became of these."""
    form = submission.form
    then, unsaid = _on_form(before, before.figures, form)
    tied = {operand.item for instance in (*form.relations, *form.brought_forward) for operand in (*instance.left, *instance.right)}
    passed = tied | form.total_items | _passed(submission) | unsaid
    implied = {}
    for item in form.items:
        had = then[item.index]
        if item.time is Time.CLOSING and item.index not in passed and submission.figures[item.index] is None and had:
            implied[item.index] = Implied(had, "", None)
    return implied


def _by_balance(submission: Submission, values: Values, before: Submission | None, after: Submission | None) -> dict[int, Implied]:
    """Return the stocks that are blank although the figures of the same sheet, which count as `values`, balance only where they are not 0."""
    form = submission.form
    passed = _passed(submission)
    implied: dict[int, Implied] = {}
    for instance in form.relations:
        operands = (*instance.left, *instance.right)
        if instance.equation.relation != "=" or any(operand.item in passed for operand in operands):
            continue
        blank = [item for item in stocks_in(form, instance) if values[item] is None]
        for item in blank:
            said = follows(instance, item, values, ())
            if said is not None and said > 0 and not _said_to_be_0(submission, item, before, after):
                # With another one blank it may be more, never less: no stock is negative.
                implied.setdefault(item, Implied(said, "为" if len(blank) == 1 else "不少于", instance))
    return implied


def _said_to_be_0(submission: Submission, item: int, before: Submission | None, after: Submission | None) -> bool:
    """Whether the period before or the one after states a figure by which a blank stock is 0: then another figure is wrong."""
    return (before is not None and _fits(item, submission, before, previous=False)) or (
        after is not None and after.form is submission.form and _fits(item, after, submission, previous=True) and _balances(after, item)
    )


def _fits(item: int, submission: Submission, before: Submission, *, previous: bool) -> bool:
    """Whether an equation between two periods holds with a blank item as 0, all others being stated."""
    form = submission.form
    then, unsaid = _on_form(before, before.figures, form)
    for instance in form.brought_forward:
        operands = (*instance.left, *instance.right)
        others = [operand for operand in operands if (operand.item, operand.previous) != (item, previous)]
        if len(others) == len(operands) or any((then if operand.previous else submission.figures)[operand.item] is None for operand in others):
            continue
        if any(operand.item in (unsaid if operand.previous else _passed(submission)) for operand in operands):
            continue
        if holds(instance, add_up(instance.left, submission.figures, then), add_up(instance.right, submission.figures, then)):
            return True
    return False


def _balances(after: Submission, item: int) -> bool:
    """Whether the next sheet balances with what it states of a stock at its beginning, which may only have been computed from a blank."""
    form = after.form
    chained = [instance for instance in form.brought_forward if any(operand.previous and operand.item == item for operand in instance.right)]
    openings = {stock for instance in chained for stock in stocks_in(form, instance)}
    tied = [instance for instance in form.relations if any(operand.item in openings for operand in (*instance.left, *instance.right))]
    return all(
        # A blank among the others proves nothing.
        all(after.figures[item] is not None for item in stocks_in(form, instance))
        and holds(instance, add_up(instance.left, after.figures), add_up(instance.right, after.figures))
        for instance in tied
    )


def _on_form(before: Submission, values: Values, form: Form) -> tuple[Values, frozenset[int]]:
    """Return figures of the period before on the items of `form`, and the items of which they say nothing: not read, not asked for."""
    places = [before.form.index.get(item.code) for item in form.items]
    silent = before.uncertain | before.unasked
    unsaid = frozenset(item for item, at in enumerate(places) if at is None or at in silent or (at in before.unknown and values[at] is None))
    return [None if at is None else values[at] for at in places], unsaid


def _said(submission: Submission, before: Submission | None, implied: Mapping[int, Implied]) -> list[Finding]:
    """Return one finding for each equation that says what blank stocks are."""
    by_equation: dict[str, dict[int, Implied]] = {}
    for item, blank in implied.items():
        if not blank.carried_on:
            by_equation.setdefault(blank.by.equation.id if blank.by else "", {})[item] = blank
    return [_not_stated(submission, before, blanks) for blanks in by_equation.values()]


def _not_stated(submission: Submission, before: Submission | None, blanks: Mapping[int, Implied]) -> Finding:
    form = submission.form
    items = list(blanks)
    by = blanks[items[0]].by
    if by is None:
        why = "，".join(f"“{form.items[item].label}”上期有{show(blank.said)}" for item, blank in blanks.items())
    else:
        labels = listed([f"“{form.items[item].label}”应{blank.words}{show(blank.said)}" for item, blank in blanks.items()])
        why = f"按“{by.equation.shown}”，{labels}"
    looking_back = before is not None and (by is None or by in form.brought_forward)
    beside = f"（上期：{before.named}）" if before is not None and looking_back else ""
    message = (
        f"{where(submission)}：有{len(items)}格存量没有填（{place(submission, items)}），{why}{beside}。"
        "这样的空格不按0计，合计中显示为“未填”。请填写实际的数（没有的填0）后重新报送。"
    )
    expected = "、".join(show(blank.said) for blank in blanks.values()) if by else ""
    return Finding.of("stock.not_stated", message, about=submission, items=items, expected=expected)
