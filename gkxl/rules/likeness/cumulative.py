"""Figures that never fall over the months of a year: counted from January on, where each month should stand alone."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from gkxl.forms import Form, Time
from gkxl.model.figures import Number, show
from gkxl.model.submission import Submission
from gkxl.rules.findings import Finding
from gkxl.rules.likeness.thresholds import CHANCE, FEW_MONTHS, GROWTH, comparisons

Series = tuple[Number, ...]


def running_on(months: Sequence[Sequence[Submission]], judged: Iterable[Submission]) -> list[Finding]:
    """Return for each unit, given by its months of one year in order, the figures that look as if they were counted from January on.

    A block of a table counts where none of its figures ever falls and together they grow enough; all blocks of a unit that do so
    are said once, if it cannot be chance.
    """
    own = {id(submission) for submission in judged}
    limit = CHANCE + comparisons(len(months))
    found = []
    for of_unit in months:
        if len(of_unit) < FEW_MONTHS or id(of_unit[-1]) not in own or any(month.form is not of_unit[0].form for month in of_unit):
            continue
        rising: dict[int, Series] = {}
        for block in _blocks(of_unit[0].form):
            series = {item: tuple(month.figures[item] or 0 for month in of_unit) for item in block}
            series = {item: values for item, values in series.items() if any(values)}
            if series and all(_never_falls(values) for values in series.values()) and _grows(series.values()):
                rising |= series
        if sum(_bits(values) for values in set(rising.values())) >= limit:
            found.append(_running(of_unit, rising))
    return found


def _blocks(form: Form) -> Sequence[Sequence[int]]:
    """Return the inputs that add up over time, block by block: who counts from January on does so in a whole block."""
    blocks: dict[tuple[str, str], list[int]] = {}
    for item in form.items:
        if item.time is Time.FLOW and item.index not in form.total_items:
            blocks.setdefault((item.table, item.block), []).append(item.index)
    return list(blocks.values())


def _never_falls(values: Series) -> bool:
    return all(earlier <= later for earlier, later in pairwise(values))


def _grows(series: Iterable[Series]) -> bool:
    """Whether the last month is so many times the first that growth does not explain it."""
    first, last = (sum((values[at] for values in series), 0) for at in (0, -1))
    return last >= first * GROWTH


def _bits(values: Series) -> float:
    """Return how unlikely it is that figures stand in rising order: of all their orders only one does."""
    orders = math.factorial(len(values))
    for times in Counter(values).values():
        orders //= math.factorial(times)
    return math.log2(orders)


def _running(months: Sequence[Submission], rising: dict[int, Series]) -> Finding:
    last = months[-1]
    items = sorted(sorted(rising, key=lambda item: -_bits(rising[item]))[:3])
    shown = "；".join(f"“{last.form.items[item].label}”（{last.cell(item)}）{'、'.join(map(show, rising[item]))}" for item in items)
    return Finding.of(
        "likeness.cumulative",
        f"{last.called}：{months[0].period.chinese}至{last.period.month}月的报送中，有{len(rising)}个指标的数逐月只增不减：{shown}。"
        "是不是把1月以来的累计数填成了当月数？请核实；是的话请各月改填当月发生数后重新报送。",
        about=last,
        items=items,
    )
