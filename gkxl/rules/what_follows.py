"""What an equation between two periods says of one stock: what it must be, or at least be. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gkxl.forms import Form, Instance, Operand, Severity
from gkxl.model.figures import Number
from gkxl.model.submission import Submission

Values = Sequence[Number | None]
"""One entry for each of `form.items`; None where nothing is stated."""


def follows(instance: Instance, item: int, values: Values, before: Values) -> Number | None:
    """Return what a figure is, or (`at_least`) is at least, given all others of an equation; None where it says nothing of that.

    What is not stated in `values` or `before` counts as 0.
    """
    sides = ((1, instance.left), (-1, instance.right))
    (factor,) = [side * operand.sign for side, operands in sides for operand in operands if operand.item == item and not operand.previous]
    rest = sum([side * _sum(operands, item, values, before) for side, operands in sides])
    if instance.equation.relation == "<=" and factor > 0:
        return None  # it bounds the figure from above
    return -factor * rest


def _sum(operands: Iterable[Operand], item: int, values: Values, before: Values) -> Number:
    others = [operand for operand in operands if operand.previous or operand.item != item]
    return sum([operand.sign * ((before if operand.previous else values)[operand.item] or 0) for operand in others])


def stocks_in(form: Form, instance: Instance) -> list[int]:
    """Return the stocks of the later period that an equation between two periods ties, without those that are computed."""
    current = [operand.item for operand in (*instance.left, *instance.right) if not operand.previous]
    return [item for item in current if item in form.stocks]


def at_least(instance: Instance) -> str:
    """Return how people put what an equation says of a figure: that it is so many, or no fewer."""
    return "为" if instance.equation.relation == "=" else "不少于"


def typed_zero(instance: Instance, submission: Submission, previous: Submission) -> tuple[int, Number] | None:
    """Return the stock that is stated as 0 although an equation that only warns says that it is not, and what it should be.

    Where a stock differs, it may have been counted anew; that nothing is left of it is most likely a cell filled without a look.
    """
    if instance.equation.severity is Severity.ERROR:
        return None
    for item in stocks_in(submission.form, instance):
        if submission.figures[item] == 0:
            said = follows(instance, item, submission.figures, previous.figures)
            if said is not None and said > 0:
                return item, said
    return None
