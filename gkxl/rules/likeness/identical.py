"""The same figures twice: under two names, in two months of one unit, or as the sum of all others. Linear in the submissions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby

from gkxl.forms import Time
from gkxl.model.figures import Number, show
from gkxl.model.submission import Submission
from gkxl.model.unit import Unit
from gkxl.rules.findings import Finding
from gkxl.rules.likeness.thresholds import CHANCE, bits, comparisons

Related = Callable[[Unit, Unit], bool]
"""Whether one of two units stands above the other, so that their figures may be the same."""
_SHOWN = 3
"""So many figures are shown of two statements that are the same."""


def under_two_names(submissions: Sequence[Submission], related: Related) -> list[Finding]:
    """Return for each two units what they state alike, once for all their periods; not where one stands above the other."""
    alike: dict[tuple[Unit, Unit], list[tuple[Submission, Submission]]] = {}
    same: dict[object, Submission] = {}
    for submission in sorted(submissions, key=lambda submission: submission.key):
        first = same.setdefault((submission.form.id, submission.period, _content(submission)), submission)
        if first.who != submission.who and not related(first.who, submission.who):
            alike.setdefault((first.who, submission.who), []).append((first, submission))
    limit = CHANCE + comparisons(len({submission.who for submission in submissions}))
    return [_two_names(pairs) for pairs in alike.values() if bits(value for _, other in pairs for value in _inputs(other).values()) >= limit]


def in_two_months(months: Sequence[Sequence[Submission]], judged: Iterable[Submission]) -> list[Finding]:
    """Return for each unit, given by its months in order, what happened in the same numbers in two of them.

    Stocks may be what they were; at least one of two months must be among those that are `judged`.
    """
    own = {id(submission) for submission in judged}
    found = []
    for of_unit in months:
        limit = CHANCE + comparisons(len(of_unit))
        same: dict[object, Submission] = {}
        for submission in of_unit:
            first = same.setdefault((submission.form.id, tuple(_flows(submission).items())), submission)
            if first is not submission and id(submission) in own and bits(_flows(submission).values()) >= limit:
                found.append(_two_months(first, submission))
    return found


def sum_of_others(submissions: Sequence[Submission], related: Related) -> list[Finding]:
    """Return the units of which every figure is the sum of those of all the other units of the same period, each once."""
    found: dict[Unit, Finding] = {}
    for _, same_period in groupby(sorted(submissions, key=_when), key=_when):
        parts = list(same_period)
        if len(parts) < 3:
            continue
        total = [sum(filter(None, column), 0) for column in zip(*(part.figures for part in parts), strict=True)]
        limit = CHANCE + comparisons(len(parts))
        for part in parts:
            if not all((value or 0) * 2 == whole for value, whole in zip(part.figures, total, strict=True)) or bits(_inputs(part).values()) < limit:
                continue
            others = [other.who for other in parts if other is not part]  # for a few at most: nothing else may ask each for all others
            if not any(related(part.who, other) for other in others):
                found.setdefault(part.who, _sum(part, others))
    return list(found.values())


def _content(submission: Submission) -> tuple[Number, ...]:
    figures = submission.figures
    return tuple(value or 0 for value in figures) if None in figures else figures  # type: ignore[return-value]  # nearly always as it is kept


def _when(submission: Submission) -> tuple[str, object]:
    return submission.form.id, submission.period


def _inputs(submission: Submission) -> Mapping[int, Number]:
    """Return what a unit filled in that is not 0, by item."""
    totals = submission.form.total_items
    return {item: value for item, value in enumerate(submission.figures) if value and item not in totals}


def _flows(submission: Submission) -> Mapping[int, Number]:
    """Return what happened in the period, by item, without what stood at its beginning or end."""
    return {item: value for item, value in _inputs(submission).items() if submission.form.items[item].time is Time.FLOW}


def _telling(figures: Mapping[int, Number]) -> list[int]:
    """Return the items of the figures that are least likely to be alike by chance."""
    return sorted(sorted(figures, key=lambda item: (-bits([figures[item]]), item))[:_SHOWN])


def _examples(items: Sequence[int], *submissions: Submission) -> str:
    """Return some figures that statements have in common, each with its cell in all of them."""
    shown = []
    for item in items:
        cells = "、".join(f"{submission.source.file}的{submission.cell(item)}" for submission in submissions if submission.cell(item))
        shown.append(f"“{submissions[0].form.items[item].label}”{show(submissions[0].figures[item])}" + (f"（{cells}）" if cells else ""))
    return "、".join(shown)


def _two_names(pairs: Sequence[tuple[Submission, Submission]]) -> Finding:
    # A year that was added up from months has no cells of its own: its months say the same.
    pairs = [pair for pair in pairs if not pair[1].months] or pairs
    first, other = max(pairs, key=lambda pair: bits(_inputs(pair[1]).values()))
    items = _telling(_inputs(other))
    periods = "、".join(submission.period.chinese for _, submission in pairs[:_SHOWN]) + (f"等{len(pairs)}期" if len(pairs) > _SHOWN else "")
    return Finding.of(
        "likeness.two_names",
        f"“{other.called}”与“{first.called}”{periods}的数完全相同，例如{other.period.chinese}{_examples(items, first, other)}。"
        "是不是同一份表用两个单位名称报了？请核实；是的话请删去多的一份，另一单位请按自己的数重新报送。",
        about=other,
        items=items,
    )


def _two_months(first: Submission, other: Submission) -> Finding:
    items = _telling(_flows(other))
    return Finding.of(
        "likeness.two_months",
        f"{other.called}：{other.period.chinese}与{first.period.chinese}的发生数完全相同，例如{_examples(items, first, other)}。"
        f"是不是把{first.period.chinese}的表改了期间又报了一次？请核实；是的话请填{other.period.chinese}的数后重新报送。",
        about=other,
        items=items,
    )


def _sum(part: Submission, others: Sequence[Unit]) -> Finding:
    items = _telling(_inputs(part))
    return Finding.of(
        "likeness.sum_of_others",
        f"“{part.called}”（{part.period.chinese}）的每个数都等于其余{len(others)}个单位之和，例如{_examples(items, part)}。"
        "是不是把上级单位的合计也当作一个单位报了？是的话合计会翻倍：请移走这一份，或在名册上写明上级单位。",
        about=part,
        items=items,
    )
