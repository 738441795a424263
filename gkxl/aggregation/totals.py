"""Add submissions up: over units, and over months. Pure: no files, no sheets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from gkxl.forms import Form, Time
from gkxl.model.figures import Number, show
from gkxl.model.period import Period
from gkxl.model.submission import Source, Submission
from gkxl.rules.findings import Finding


def add_units(form: Form, unit: str, period: Period, parts: Sequence[Submission], source: Source) -> Submission:
    """Return the submission of the parent unit: each input is the sum over `parts`, each total is computed from them.

    An input that no part states stays not stated; one that was misread in any part is misread in the sum, so that no
    equation on it passes; one that any part lacks is lacking in the sum, never a number without it.  The sum is exact
    whatever the order.
    """
    inputs = [item.index for item in form.items if item.index not in form.total_items]
    sums: list[Number | None] = [None] * len(form.items)
    for part in parts:
        for item in inputs:
            value = part.figures[item]
            if value is not None:
                sums[item] = value + (sums[item] or 0)
    misread = {item: "有单位未读懂" for part in parts for item in part.misread if item not in form.total_items}
    lacking = _lacking(parts)
    _leave_open(sums, lacking)
    return Submission(form, unit, period, 1, source, sums, misread=misread, lacking=lacking)


def _lacking(parts: Sequence[Submission]) -> dict[int, tuple[str, ...]]:
    """Return what any of the parts lacks, with all who lack it."""
    lacking: dict[int, tuple[str, ...]] = {}
    for part in parts:
        for item, units in part.lacking.items():
            lacking[item] = tuple(dict.fromkeys((*lacking.get(item, ()), *units)))
    return lacking


def _leave_open(sums: list[Number | None], lacking: Iterable[int]) -> None:
    """Take out of the sums what is lacking: no number may stand where a part of it is not known."""
    for item in lacking:
        sums[item] = None


def add_months(months: Sequence[Submission], source: Source | None = None, *, whole: Period | None = None) -> Submission:
    """Return what one unit states for a `whole` period, by default the year, from its submissions for months or other parts of it.

    How each figure behaves is declared in the form (`Item.time`): a flow is added up over the parts, an opening stock
    is that of the first part, a closing stock or a figure since January that of the last; totals are computed from these.  What was misread in a
    part that counts for a figure is misread in the whole, and what is lacking there is lacking.  At least one part, none of
    which overlap; the order in which they are given does not matter.
    """
    ordered = sorted(months, key=lambda one: one.period)
    first, last = ordered[0], ordered[-1]
    form = first.form
    sums: list[Number | None] = [None] * len(form.items)
    misread: dict[int, str] = {}
    lacking: dict[int, tuple[str, ...]] = {}
    behind = {Time.FLOW: ordered, Time.OPENING: [first], Time.CLOSING: [last], Time.TO_DATE: [last]}
    for item in form.items:
        if item.index in form.total_items:
            continue
        for month in behind[item.time]:
            value = month.figures[item.index]
            if value is not None:
                sums[item.index] = value + (sums[item.index] or 0)
            if item.index in month.misread:
                misread[item.index] = f"{month.period.within_year}未读懂"
            if item.index in month.lacking:
                lacking[item.index] = month.lacking[item.index]
    _leave_open(sums, lacking)
    return Submission(
        form,
        first.unit,
        whole or Period(first.period.year),
        max(one.revision for one in ordered),
        source or Source(f"{len(ordered)}份{reports_of(ordered)}", first.unit),
        sums,
        misread=misread,
        lacking=lacking,
        unasked=frozenset.intersection(*(one.unasked for one in ordered)),
        months=tuple(ordered),
        parent=first.parent,
        by_path=first.by_path,
    )


def reports_of(parts: Sequence[Submission]) -> str:
    """Return how people call the submissions that make up a period: 月报, where each is of a month."""
    return "分期报送" if any(part.period.made_of_months for part in parts) else "月报"


def counterpart(previous: Submission, form: Form) -> Submission:
    """Return a submission of an earlier period on the items of `form`; an item that its form lacks is not stated."""
    if previous.form.id == form.id:
        return previous
    positions = [previous.form.index.get(item.code) for item in form.items]
    stated = [None if at is None else previous.figures[at] for at in positions]
    cells = [None if at is None or not previous.positions else previous.positions[at] for at in positions]
    kept = {previous.form.items[at].code: words for at, words in previous.misread.items()}
    misread = {form.index[code]: words for code, words in kept.items() if code in form.index and form.index[code] not in form.total_items}
    return replace(previous, form=form, stated=stated, positions=cells, misread=misread, as_text=frozenset(), unasked=frozenset(), months=())


def same_figures(one: Submission, other: Submission) -> bool:
    """Whether two submissions state the same; what is not stated counts as 0."""
    return all((a or 0) == (b or 0) for a, b in zip(one.figures, other.figures, strict=True))


def contributions(finding: Finding, of_parts: Iterable[Finding]) -> list[Finding]:
    """Return the findings of parts on the same equation and row or column as a finding on their sum."""
    return [one for one in of_parts if one.instance is not None and one.instance == finding.instance]


def parts_differ(summary: Submission, parts: Sequence[Submission]) -> list[Finding]:
    """Return where the stated figures of a 汇总 are not the sum of the input sheets in the same workbook."""
    if not parts:
        return []
    total = add_units(summary.form, summary.unit, summary.period, parts, summary.source)
    findings = []
    for item in summary.form.items:
        ours, stated = total.figures[item.index] or 0, summary.stated[item.index] or 0
        if item.index in summary.lacking or item.index in total.lacking:
            continue  # no sum was made of it
        if item.index not in summary.form.total_items and ours != stated:
            cell = summary.cell(item.index)
            findings.append(
                Finding.of(
                    "merge.parts_differ",
                    f"{summary.source.file}，工作表“{summary.source.sheet}”，{cell}（{item.label}）是{show(stated)}，"
                    f"本工作簿内{len(parts)}个单位之和是{show(ours)}。请重新汇总，不要手工改汇总表。",
                    about=summary,
                    items=[item.index],
                    expected=show(ours),
                    actual=show(stated),
                )
            )
    return findings
