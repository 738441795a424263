"""A figure of another order of magnitude than its other months, last year, or other units: a dot of thousands, 元 for 万元."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gkxl.forms import Item
from gkxl.model.figures import Number, show
from gkxl.model.submission import Submission
from gkxl.rules.findings import Finding
from gkxl.rules.likeness.thresholds import ABOUT, FAR_ABOVE, FEW_REFERENCES, MYRIAD, OTHER_UNITS, SOME_SIZE, SPREAD, THOUSAND


def beyond_own_periods(periods: Sequence[Sequence[Submission]], judged: Iterable[Submission]) -> list[Finding]:
    """Return the figures that are about 1,000 or 10,000 times what their unit states otherwise; `periods` gives each unit's, all of one length."""
    own = {id(submission) for submission in judged}
    found = []
    for of_unit in periods:
        if len(of_unit) < 2:
            continue
        for item in _inputs(of_unit[-1]):
            stated = [submission for submission in of_unit if _of(submission, item)]
            for submission in stated:
                others = [other for other in stated if other is not submission]
                if id(submission) in own and others and _beyond(item, _of(submission, item), [_of(other, item) for other in others]):
                    found.append(_own(submission, item, others))
    return found


def beyond_other_units(submissions: Sequence[Submission]) -> list[Finding]:
    """Return the figures that are so many times those of all other units of the same period."""
    found = []
    by_period: dict[object, list[Submission]] = {}
    for submission in submissions:
        by_period.setdefault((submission.form.id, submission.period), []).append(submission)
    for parts in by_period.values():
        form = parts[0].form
        for item, column in zip(form.items, zip(*(part.figures for part in parts), strict=True), strict=True):
            sizes = sorted(abs(value) for value in column if value)
            if item.index in form.total_items or len(sizes) <= OTHER_UNITS:
                continue
            low, high, most = sizes[0], sizes[-2], sizes[-1]
            if high <= low * SPREAD and most * ABOUT >= high * THOUSAND:
                *_, other, largest = sorted(parts, key=lambda part: _of(part, item))
                found.append(_other_units(largest, item, other, len(sizes) - 1))
    return found


def _inputs(submission: Submission) -> list[Item]:
    return [item for item in submission.form.items if item.index not in submission.form.total_items]


def _of(submission: Submission, item: Item) -> Number:
    """Return how large a figure is."""
    at = submission.form.index.get(item.code)
    value: Number = 0 if at is None else submission.figures[at] or 0
    return value if value >= 0 else -value


def _usual(values: Sequence[Number]) -> Number:
    """Return the one in the middle."""
    return sorted(values)[len(values) // 2]


def _beyond(item: Item, value: Number, others: Sequence[Number]) -> bool:
    """Whether a figure is about 1,000 times the others or more, where they say what is usual; else about 10,000 times and far above them all."""
    usual, high = _usual(others), max(others)
    if high > min(others) * SPREAD:
        return len(others) >= FEW_REFERENCES and value * ABOUT >= usual * MYRIAD and value >= high * FAR_ABOVE
    if len(others) >= FEW_REFERENCES:
        return value * ABOUT >= usual * THOUSAND
    if item.kind.whole:
        return usual >= SOME_SIZE and value * ABOUT >= usual * THOUSAND
    return usual * MYRIAD <= value * ABOUT and value <= usual * MYRIAD * ABOUT


def _asked(item: Item) -> str:
    return "是不是多写了几个0，或把小数点、千位分隔符弄错了？" if item.kind.whole else f"是不是把元填成了{item.kind.units[0]}，或小数点错了位？"


def _times(value: Number, usual: Number) -> str:
    return f"约{round(value / usual)}倍"


def _own(submission: Submission, item: Item, others: Sequence[Submission]) -> Finding:
    at = submission.form.index[item.code]
    value, nearest = _of(submission, item), others[-1]
    usual = _usual([_of(other, item) for other in others])
    return Finding.of(
        "size.own_periods",
        f"{submission.called}（{submission.period.chinese}）：“{item.label}”{submission.cell(at)}填的是{show(submission.figures[at])}，"
        f"是该单位其他期间的{_times(value, usual)}（如{nearest.period.chinese}是{show(_of(nearest, item))}）。{_asked(item)}请核实。",
        about=submission,
        items=[at],
        expected=show(_of(nearest, item)),
        actual=show(submission.figures[at]),
    )


def _other_units(submission: Submission, item: Item, largest: Submission, number: int) -> Finding:
    value, high = _of(submission, item), _of(largest, item)
    return Finding.of(
        "size.other_units",
        f"{submission.called}（{submission.period.chinese}）：“{item.label}”{submission.cell(item.index)}填的是{show(submission.figures[item.index])}，"
        f"是其余{number}个单位中最大的（{largest.called}{show(high)}）的{_times(value, high)}。{_asked(item)}请核实。",
        about=submission,
        items=[item.index],
        expected=show(high),
        actual=show(submission.figures[item.index]),
    )
