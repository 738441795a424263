"""What a unit need not fill in, because the period before already says it: equations between periods used forwards, sums since January. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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


def from_previous(form: Form, previous: Submission, period: Period | None = None) -> dict[int, BroughtForward]:
    """Return the figures of `form` that follow from what was stated for the period before, by their position.

    Figures since January go on only where it is known that `period` is of the same year.
    """
    before = counterpart(previous, form)
    goes_on = period is not None and period.year == previous.period.year and previous.period in period.predecessors
    found: dict[int, BroughtForward] = {}
    for item, earlier, current in _following(form, since_january=goes_on):
        if any(before.figures[operand.item] is None or operand.item in before.uncertain for operand in earlier):
            continue
        cells = before.cells([operand.item for operand in earlier])
        origin = Origin(before.source.sheet, PurePosixPath(before.source.file).name, before.period, cells)
        found[item] = BroughtForward(item, add_up(earlier, (), before.figures), earlier, current, origin)
    return found


def unknown_before(form: Form, previous: Submission) -> list[int]:
    """Return the figures of the period before, by their position in its own form, that were not understood: nothing starts from them."""
    before = counterpart(previous, form)
    operands = [operand.item for _, earlier, _ in _following(form, since_january=True) for operand in earlier]
    codes = [form.items[item].code for item in operands if item in before.uncertain]
    return [previous.form.index[code] for code in dict.fromkeys(codes) if code in previous.form.index]


def from_sheet(form: Form, values: Mapping[int, Number], sheet: str) -> dict[int, BroughtForward]:
    """Return the figures that follow from another sheet of the same workbook, on the same year, which shows `values` now."""
    figures = [values.get(item.index) for item in form.items]
    return {
        item: BroughtForward(item, add_up(earlier, (), figures), earlier, current, Origin(sheet))
        for item, earlier, current in _following(form, since_january=True)
    }


def _following(form: Form, *, since_january: bool) -> Iterator[tuple[int, tuple[Operand, ...], tuple[Operand, ...]]]:
    """Yield each figure that follows from the period before, with the figures of that, and those of the same sheet that are added."""
    for instance in _openings(form):
        earlier = tuple(operand for operand in instance.right if operand.previous)
        yield instance.target, earlier, tuple(operand for operand in instance.right if not operand.previous)
    for item, flow in form.cumulated.items() if since_january else ():
        yield item, (Operand(item, 1, previous=True),), (Operand(flow, 1, previous=False),)


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
