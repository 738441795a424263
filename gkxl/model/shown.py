"""What a sheet shows: what its formulas make of the cells that were filled in, beside totals that were overwritten by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gkxl.forms import Form, Instance
from gkxl.model.figures import Number, add_up

Values = Sequence[Number | None]
"""One entry for each of `form.items`; None where nothing is stated."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands on a sheet, and which of its totals are not what they should be."""

    figures: Values
    """Stated inputs, overwritten totals as they stand there, and every other total as computed."""
    overwritten: Mapping[int, Number] = field(default_factory=dict)
    """Totals that are neither the sum of the figures above nor what a formula shows, with that sum."""
    left_out: bool = False
    """Whether a formula shows too little, because figures are written as text, which formulas do not add."""


def shown_on_sheet(form: Form, stated: Values, as_text: frozenset[int]) -> Shown:
    """Return what a sheet with these cells shows; `as_text` are the items whose figure is written as text."""
    figures, seen = list(stated), [None if item in as_text else value for item, value in enumerate(stated)]
    overwritten: dict[int, Number] = {}
    left_out = False
    for total in form.totals:  # each after the totals that it adds up
        item, computed, by_formula = total.target, sum_of(total, figures), sum_of(total, seen)
        typed = stated[item]
        if typed is None:
            figures[item], seen[item] = computed, by_formula
            continue
        seen[item] = typed
        if typed in (computed, by_formula):
            left_out = left_out or typed != computed
            figures[item] = computed
        else:
            overwritten[item] = computed
    return Shown(tuple(figures), overwritten, left_out)


def sum_of(total: Instance, values: Values) -> Number:
    """Return what an equation for a total computes; what is not stated adds nothing."""
    return add_up(total.right, values)
