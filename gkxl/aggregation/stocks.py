"""Stocks that were left blank: a finding on each that is known not to be 0. Not stated is 0 only where nothing speaks against it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from gkxl.aggregation.unstated import Implied, Sheet, find_implied
from gkxl.model.figures import show
from gkxl.model.period import Period
from gkxl.model.submission import Key, Source, Submission
from gkxl.model.unit import Unit
from gkxl.model.unit_names import listed
from gkxl.rules.findings import Finding
from gkxl.rules.wording import added_up, again, place, where


def find_lacking(counted: Sequence[Submission], earlier: Iterable[Submission]) -> tuple[list[Submission], list[Finding]]:
    """Return the submissions, in their order, with each blank stock that is known not to be 0 marked as lacking; and a finding on each.

    `earlier` are submissions of periods before these.  Whatever a unit states speaks of its blanks, before them and after; a
    blank goes on to the next period as what it must be, and what a later sheet computed from it as if it were 0 is lacking too.
    """
    found = {id(sheet.submission): sheet.implied for sheet in _with_blanks(counted, earlier)}
    marked = [mark(submission, found.get(id(submission), {})) for submission in counted]
    return marked, [finding for submission in counted for finding in _said(submission, found.get(id(submission), {}))]


def find_lacking_after(submission: Submission, before: Submission) -> tuple[Submission, list[Finding]]:
    """Return one submission beside that of the period before, with the blank stocks that are known not to be 0 marked, and said."""
    first = Sheet(before, None, settled=True)
    sheet = Sheet(submission, first, settled=False)
    find_implied([first, sheet])
    return mark(submission, sheet.implied), _said(submission, sheet.implied)


def find_lacking_in_parts(
    counted: Sequence[Submission], parts: Mapping[Source, Sequence[Submission]], earlier: Iterable[Submission]
) -> tuple[list[Submission], list[Finding]]:
    """Return the submissions, in their order, with what the `parts` of a sum among them lack marked as lacking; and a finding on each blank.

    `parts` are by where the sum of them stands: nobody who added them up for one period could know what the next one says.
    """
    behind = [[part for part in parts.get(submission.source, ()) if part.period == submission.period] for submission in counted]
    marked, findings = find_lacking([part for of_one in behind for part in of_one], earlier)
    left = iter(marked)
    sums = []
    for submission, of_one in zip(counted, behind, strict=True):
        lacking = dict(submission.lacking)
        for part in islice(left, len(of_one)):
            for item, units in part.lacking.items():
                lacking[item] = tuple(dict.fromkeys((*lacking.get(item, ()), *units)))
        sums.append(replace(submission, lacking=lacking) if lacking else submission)
    return sums, findings


def mark(submission: Submission, implied: Mapping[int, object]) -> Submission:
    """Return a submission that lacks these figures."""
    if not implied:
        return submission
    return replace(submission, lacking=dict(submission.lacking) | dict.fromkeys(implied, (submission.called,)))


def _with_blanks(counted: Sequence[Submission], earlier: Iterable[Submission]) -> Iterator[Sheet]:
    """Yield the sheets among `counted` of which something is found that they leave blank, unit by unit: hardly any of many is kept."""
    now = {submission.key: submission for submission in counted}
    by_unit: dict[Unit, list[Submission]] = {}
    for submission in ({submission.key: submission for submission in earlier} | now).values():
        by_unit.setdefault(submission.who, []).append(submission)
    for of_unit in by_unit.values():
        sheets: dict[Period, Sheet] = {}
        for submission in sorted(of_unit, key=lambda submission: submission.period):
            before = next((sheets[at] for at in submission.period.predecessors if at in sheets), None)
            sheets[submission.period] = Sheet(submission, before, settled=submission.key not in now)
        find_implied(list(sheets.values()))
        yield from (sheet for sheet in sheets.values() if sheet.implied and not sheet.settled)


def _said(submission: Submission, implied: Mapping[int, Implied]) -> list[Finding]:
    """Return one finding for each equation, and each sheet beside, that says what blank stocks are."""
    by_evidence: dict[tuple[str, Key | None], dict[int, Implied]] = {}
    for item, blank in implied.items():
        if not blank.carried_on:
            evidence = (blank.by.equation.id if blank.by else "", blank.beside.key if blank.beside else None)
            by_evidence.setdefault(evidence, {})[item] = blank
    return [_not_stated(submission, blanks) for blanks in by_evidence.values()]


def _not_stated(submission: Submission, blanks: Mapping[int, Implied]) -> Finding:
    form = submission.form
    items = list(blanks)
    by, other = blanks[items[0]].by, blanks[items[0]].beside
    if by is None:
        why = "，".join(f"“{form.items[item].label}”上期有{show(blank.said)}" for item, blank in blanks.items())
    else:
        labels = listed([f"“{form.items[item].label}”应{'为' if blank.exactly else '不少于'}{show(blank.said)}" for item, blank in blanks.items()])
        why = f"按“{by.equation.shown}”，{labels}"
    beside = f"（{'上期' if other.period < submission.period else '下期'}：{other.named}）" if other else ""
    message = (
        f"{where(submission)}：有{len(items)}格存量没有填（{place(submission, items)}），{why}{beside}。"
        f"这样的空格不按0计，合计中显示为“未填”。请{'各单位' if added_up(submission) else ''}填写实际的数（没有的填0）后{again(submission)}。"
    )
    expected = "、".join(show(blank.said) for blank in blanks.values()) if by else ""
    return Finding.of("stock.not_stated", message, about=submission, items=items, expected=expected)
