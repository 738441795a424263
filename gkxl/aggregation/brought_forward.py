"""What a unit need not fill in, because the period before already says it: the equations between periods, used forwards. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from gkxl.aggregation.totals import counterpart
from gkxl.forms import Form, Instance, Operand
from gkxl.model.figures import Number, add_up
from gkxl.model.period import Period
from gkxl.model.submission import Submission


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a figure that is brought forward stands."""

    sheet: str
    file: str = ""
    """Name of the file, without the folders that are nobody else's business; "" for the same workbook."""
    period: Period | None = None
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BroughtForward:
    """A figure that follows from the period before: `known`, plus what the unit states in `current`."""

    item: int
    known: Number
    before: tuple[Operand, ...]
    """The figures of the period before that make up `known`."""
    current: tuple[Operand, ...]
    """Figures of the same sheet that are added; empty where the figure is known outright."""
    origin: Origin
    """Where `known` comes from."""


def from_previous(form: Form, previous: Submission) -> dict[int, BroughtForward]:
    """Return the figures of `form` that follow from what was stated for the period before, by their position."""
    before = counterpart(previous, form)
    found: dict[int, BroughtForward] = {}
    for instance in _openings(form):
        operands = tuple(operand for operand in instance.right if operand.previous)
        if any(before.figures[operand.item] is None or operand.item in before.uncertain for operand in operands):
            continue
        known = add_up(operands, (), before.figures)
        cells = before.cells([operand.item for operand in operands])
        origin = Origin(before.source.sheet, PurePosixPath(before.source.file).name, before.period, cells)
        found[instance.target] = BroughtForward(
            instance.target, known, operands, tuple(operand for operand in instance.right if not operand.previous), origin
        )
    return found


def unknown_before(form: Form, previous: Submission) -> list[int]:
    """Return the figures of the period before, by their position in its own form, that were not understood: nothing starts from them."""
    before = counterpart(previous, form)
    operands = [operand.item for instance in _openings(form) for operand in instance.right if operand.previous]
    codes = [form.items[item].code for item in operands if item in before.uncertain]
    return [previous.form.index[code] for code in dict.fromkeys(codes) if code in previous.form.index]


def from_sheet(form: Form, values: Mapping[int, Number], sheet: str) -> dict[int, BroughtForward]:
    """Return the figures that follow from another sheet of the same workbook, which shows `values` now."""
    figures = [values.get(item.index) for item in form.items]
    found: dict[int, BroughtForward] = {}
    for instance in _openings(form):
        operands = tuple(operand for operand in instance.right if operand.previous)
        known = add_up(operands, (), figures)
        current = tuple(operand for operand in instance.right if not operand.previous)
        found[instance.target] = BroughtForward(instance.target, known, operands, current, Origin(sheet))
    return found


def _openings(form: Form) -> Sequence[Instance]:
    """Return the equations that say what one figure, which is filled in, follows from."""
    return [
        instance
        for instance in form.brought_forward
        if len(instance.left) == 1
        and instance.left[0].sign > 0
        and not instance.left[0].previous
        and instance.equation.relation == "="
        and instance.target not in form.total_items
    ]
