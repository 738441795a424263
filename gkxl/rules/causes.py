"""One mistake, one finding: which of the findings only follow from another one, and hang below it. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from gkxl.forms import Role, Severity
from gkxl.model.figures import Number
from gkxl.rules.catalogue import Topic
from gkxl.rules.findings import Finding, rank

Cell = tuple[str, str, int]
"""File, sheet and item of a figure that somebody typed."""
Sums = Sequence[tuple[Sequence[Finding], Sequence[Finding]]]
"""Findings on figures that were added up, each with those on what they were added up from."""


def settle(findings: Iterable[Finding], sums: Sums = ()) -> list[Finding]:
    """Return the findings with what caused them: each cause in its place, and what follows from it right behind it.

    A finding hangs only below one that is at least as grave.
    """
    tree = _Tree(list(dict.fromkeys(findings)))
    _copies(tree)
    _erased(tree)
    _one_number(tree)
    _only_totals(tree)
    _years(tree)
    _figures(tree)
    _unread(tree)
    for of_sum, of_parts in sums:
        _added_up(tree, of_sum, of_parts)
    _marked_incomplete(tree)
    return tree.settled()


class _Tree:
    """Findings, and what each was found to follow from."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings
        self.cause: dict[Finding, Finding] = {}

    @property
    def roots(self) -> list[Finding]:
        """The findings that follow from none, as far as is known."""
        return [finding for finding in self.findings if finding not in self.cause]

    def root(self, finding: Finding) -> Finding:
        """Return the first cause of a finding: itself, if it has none."""
        while finding in self.cause:
            finding = self.cause[finding]
        return finding

    def hang(self, finding: Finding, cause: Finding) -> None:
        """Note that a finding follows from another one, unless it is a cause of it, is noted already, or is graver."""
        first = self.root(cause)
        if finding not in self.cause and first != finding and rank(first) <= rank(finding):
            self.cause[finding] = first

    def settled(self) -> list[Finding]:
        """Return every finding with its cause, below which it stands."""
        below: dict[Finding, list[Finding]] = {}
        for finding in self.findings:
            if finding in self.cause:
                below.setdefault(self.root(finding), []).append(finding)
        return [placed for cause in self.roots for placed in (cause, *(replace(finding, caused_by=cause) for finding in below.get(cause, ())))]


def _copies(tree: _Tree) -> None:
    """The same sheet lies in two files: its mistakes are the same."""
    first: dict[object, Finding] = {}
    for finding in tree.findings:
        if finding.items and finding.gap is not None:
            said = (finding.check, finding.who, finding.period, finding.items, finding.expected, finding.actual, finding.instance)
            tree.hang(finding, first.setdefault(said, finding))


def _erased(tree: _Tree) -> None:
    """What does not hold, or is lacking, on a correction that left cells blank, because of these cells."""
    for cause in tree.findings:
        if cause.rule == "submission.erased":
            for other in tree.findings:
                rests = set(cause.items) & _codes(other) if _same_sheet(other, cause) and other.severity is not Severity.INFO else ()
                if rests:
                    tree.hang(other, cause)


def _one_number(tree: _Tree) -> None:
    """Equations that all hold once one figure is changed: the first of them stands for that figure."""
    groups: dict[tuple[Cell, Number], list[Finding]] = {}
    for finding in tree.roots:
        for cell, change in _repairs(finding):
            groups.setdefault((cell, change), []).append(finding)
    standing: set[Finding] = set()
    for group in sorted(groups.values(), key=len, reverse=True):
        left = [finding for finding in group if finding not in tree.cause and finding not in standing]
        if len(left) > 1:
            cause = min(left, key=lambda finding: (rank(finding), _between_totals(finding)))
            standing.add(cause)
            for finding in left:
                tree.hang(finding, cause)


def _repairs(finding: Finding) -> Iterator[tuple[Cell, Number]]:
    """Yield each typed figure with the change of it after which an equation holds."""
    if finding.instance is None or finding.instance.equation.relation != "=" or not finding.gap or not finding.submissions:
        return
    for (number, item), factor in _weights(finding).items():
        submission = finding.submissions[number]
        change = -finding.gap / factor if abs(factor) != 1 else -finding.gap * factor
        kind = submission.form.items[item].kind
        stands = (submission.stated if item in submission.form.total_items else submission.figures)[item] or 0
        if kind.minimum is None or stands + change >= kind.minimum:
            yield (submission.source.file, submission.source.sheet, item), change


def _weights(finding: Finding) -> dict[tuple[int, int], int]:
    """Return for each typed figure of an equation how much the gap grows with it: (number of the submission, item) to factor."""
    assert finding.instance is not None
    weights: Counter[tuple[int, int]] = Counter()
    typed = finding.instance.equation.role is Role.TOTAL
    for side, operands in ((1, finding.instance.left), (-1, finding.instance.right)):
        for operand in operands:
            number = 1 if operand.previous else 0
            if number >= len(finding.submissions):
                continue
            submission = finding.submissions[number]
            own = typed and (side == 1 or operand.item in submission.overwritten)
            for item, sign in {operand.item: 1}.items() if own else submission.form.added_up[operand.item].items():
                weights[number, item] += side * operand.sign * sign
    return {place: factor for place, factor in weights.items() if factor}


def _between_totals(finding: Finding) -> bool:
    """Whether an equation compares computed totals only, as in the column 总计."""
    if finding.instance is None or finding.instance.equation.role is Role.TOTAL or not finding.submissions:
        return False
    totals = finding.submissions[0].form.total_items
    return all(operand.item in totals for operand in (*finding.instance.left, *finding.instance.right))


def _only_totals(tree: _Tree) -> None:
    """The column 总计 does not hold because one of the columns does not."""
    for finding in tree.roots:
        if _between_totals(finding):
            columns = (other for other in tree.findings if _same_sheet(other, finding) and other.rule == finding.rule and not _between_totals(other))
            for column in columns:
                tree.hang(finding, column)


def _same_sheet(one: Finding, other: Finding) -> bool:
    return (one.file, one.sheet, one.who, one.period) == (other.file, other.sheet, other.who, other.period)


def _years(tree: _Tree) -> None:
    """A stated year does not balance as its months do not, by as much together."""
    for finding in tree.roots:
        if finding.instance is None or not finding.gap or "-" in finding.period:
            continue
        months = [
            other
            for other in tree.findings
            if (other.who, other.instance) == (finding.who, finding.instance) and other.period.startswith(f"{finding.period}-")
        ]
        if months and sum(month.gap or 0 for month in months) == finding.gap:
            tree.hang(finding, months[0])


def _figures(tree: _Tree) -> None:
    """A figure that differs from what somebody else says of it by as much as an equation on it is off, on the same sheet or unit."""
    for finding in tree.roots:
        if finding.instance is not None or not finding.gap or finding.topic not in (Topic.YEAR, Topic.HIERARCHY, Topic.MERGED_WORKBOOK):
            continue
        for other in tree.findings:
            if other.instance is None or not other.gap or abs(other.gap) != abs(finding.gap):
                continue
            if (other.who == finding.who or other.file == finding.file) and set(finding.items) <= _codes(other):
                tree.hang(finding, other)


def _codes(finding: Finding) -> set[str]:
    """Return the codes of the typed figures that an equation rests on."""
    if finding.instance is None or not finding.submissions:
        return set(finding.items)
    return {finding.submissions[number].form.items[item].code for number, item in _weights(finding)}


def _unread(tree: _Tree) -> None:
    """What could not be checked on a sheet because a figure on it, or on that of the period before, was not understood."""
    for finding in tree.roots:
        if finding.topic is Topic.UNVERIFIED:
            places = {(submission.source.file, submission.source.sheet) for submission in finding.submissions}
            for other in tree.findings:
                if _not_understood(other) and (other.file, other.sheet) in places:
                    tree.hang(finding, other)


def _not_understood(finding: Finding) -> bool:
    return finding.severity is Severity.ERROR and finding.topic in (Topic.FIGURE, Topic.CODE)


def _added_up(tree: _Tree, of_sum: Sequence[Finding], of_parts: Sequence[Finding]) -> None:
    """A sum does not hold where something that went into it does not: the same equation, else one on the same figures, else who lacks months."""
    parts = [finding for finding in of_parts if finding in tree.cause or finding in tree.findings]
    for finding in of_sum:
        for cause in (*_like(finding, parts), *_touching(finding, parts)):
            tree.hang(finding, cause)


def _like(finding: Finding, parts: Sequence[Finding]) -> list[Finding]:
    return [part for part in parts if part.instance is not None and part.instance == finding.instance]


def _touching(finding: Finding, parts: Sequence[Finding]) -> Iterator[Finding]:
    if finding.topic is Topic.UNVERIFIED:
        yield from filter(_not_understood, parts)
    elif finding.instance is not None:
        codes = _codes(finding)
        yield from (part for part in parts if part.instance is not None and codes & _codes(part))
        yield from (part for part in parts if part.topic is Topic.ROSTER and part.severity is Severity.ERROR)


def _marked_incomplete(tree: _Tree) -> None:
    """A merged workbook says of itself that something in it is wrong, and what that is is found in it."""
    for finding in tree.roots:
        if finding.rule == "merge.incomplete_part":
            for other in tree.findings:
                if other.file == finding.file and other.instance is not None:
                    tree.hang(finding, other)
