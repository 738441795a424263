"""One mistake, one finding: which of the findings only follow from another one, and hang below it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from gkxl.forms import Role, Severity
from gkxl.model.figures import Number
from gkxl.rules.catalogue import Topic
from gkxl.rules.cause_tree import Tree
from gkxl.rules.findings import Finding, rank
from gkxl.rules.repairs import Cell, repairs, typed_codes

Sums = Sequence[tuple[Sequence[Finding], Sequence[Finding]]]
"""Findings on figures that were added up, each with those on what they were added up from."""


def settle(findings: Iterable[Finding], sums: Sums = ()) -> list[Finding]:
    """Return the findings with what caused them: each cause in its place, and what follows from it right behind it.

    A finding hangs only below one that is at least as grave.
    """
    tree = Tree(list(dict.fromkeys(findings)))
    _copies(tree)
    _erased(tree)
    _lacking(tree)
    _mislabelled(tree)
    _one_number(tree)
    _only_totals(tree)
    _moved(tree)
    _years(tree)
    _figures(tree)
    _since_january(tree)
    _unread(tree)
    _counted_twice(tree)
    for of_sum, of_parts in sums:
        _added_up(tree, of_sum, of_parts)
    _marked_incomplete(tree)
    return tree.settled()


def _copies(tree: Tree) -> None:
    """The same sheet lies in two files: its mistakes are the same."""
    first: dict[object, Finding] = {}
    for finding in tree.findings:
        if finding.items and finding.gap is not None:
            said = (finding.check, finding.who, finding.period, finding.items, finding.expected, finding.actual, finding.instance)
            tree.hang(finding, first.setdefault(said, finding))


def _erased(tree: Tree) -> None:
    """What does not hold, or is lacking, on a correction that left cells blank, because of these cells."""
    for cause in tree.findings:
        if cause.rule == "submission.erased":
            for other in tree.findings:
                rests = set(cause.items) & typed_codes(other) if _same_sheet(other, cause) and other.severity is not Severity.INFO else ()
                if rests:
                    tree.hang(other, cause)


def _lacking(tree: Tree) -> None:
    """What does not hold of a unit, or of the body above it, in the same workbook, because it rests on a stock that is lacking."""
    for cause in tree.findings:
        if cause.topic is Topic.STOCK and cause.instance is None:
            for other in tree.findings:
                theirs = other.who == cause.who or other.unit == cause.parent
                same = theirs and (other.file, other.period) == (cause.file, cause.period)
                if same and other.instance is not None and set(cause.items) & typed_codes(other):
                    tree.hang(other, cause)


def _mislabelled(tree: Tree) -> None:
    """The month that a unit lacks is there, and calls itself a year."""
    for cause in tree.findings:
        if cause.rule == "year.is_a_month":
            for other in tree.findings:
                if other.topic is Topic.ROSTER and other.who == cause.who:
                    tree.hang(other, cause)


def _one_number(tree: Tree) -> None:
    """Equations that all hold once one figure is changed: the first of them stands for that figure."""
    groups: dict[tuple[Cell, Number], list[Finding]] = {}
    for finding in tree.roots:
        for cell, change in repairs(finding):
            groups.setdefault((cell, change), []).append(finding)
    standing: set[Finding] = set()
    for group in sorted(groups.values(), key=len, reverse=True):
        left = [finding for finding in group if finding not in tree.cause and finding not in standing]
        if len(left) > 1:
            cause = min(left, key=lambda finding: (rank(finding), _between_totals(finding)))
            standing.add(cause)
            for finding in left:
                tree.hang(finding, cause)


def _between_totals(finding: Finding) -> bool:
    """Whether an equation compares computed totals only, as in the column 总计."""
    if finding.instance is None or finding.instance.equation.role is Role.TOTAL or not finding.submissions:
        return False
    totals = finding.submissions[0].form.total_items
    return all(operand.item in totals for operand in (*finding.instance.left, *finding.instance.right))


def _only_totals(tree: Tree) -> None:
    """The column 总计 does not hold because one of the columns does not."""
    for finding in tree.roots:
        if _between_totals(finding):
            columns = (other for other in tree.findings if _same_sheet(other, finding) and other.rule == finding.rule and not _between_totals(other))
            for column in columns:
                tree.hang(finding, column)


def _moved(tree: Tree) -> None:
    """Columns of a sheet are off by what the others are off the other way: figures stand one column further, and the sums of all columns hold."""
    groups: dict[object, list[Finding]] = {}
    for finding in tree.roots:
        if finding.instance is not None and finding.instance.equation.per == "column" and finding.gap:
            groups.setdefault((finding.rule, finding.file, finding.sheet, finding.who, finding.period), []).append(finding)
    for group in groups.values():
        if not sum(finding.gap or 0 for finding in group):
            for finding in group:
                tree.hang(finding, group[0])


def _same_sheet(one: Finding, other: Finding) -> bool:
    return (one.file, one.sheet, one.who, one.period) == (other.file, other.sheet, other.who, other.period)


def _years(tree: Tree) -> None:
    """A stated year, or another span, does not balance as its months or quarters do not, by as much together."""
    for finding in tree.roots:
        if finding.instance is None or not finding.gap or not finding.submissions:
            continue
        by_length: dict[int, list[Finding]] = {}
        for other in tree.findings:
            if (other.who, other.instance) == (finding.who, finding.instance) and _holds(finding, other):
                by_length.setdefault(other.submissions[0].period.length, []).append(other)
        for parts in by_length.values():
            if sum(part.gap or 0 for part in parts) == finding.gap:
                tree.hang(finding, parts[0])


def _holds(whole: Finding, part: Finding) -> bool:
    """Whether a finding is on part of the time that another one is on."""
    return part.period != whole.period and bool(part.submissions) and whole.submissions[0].period.contains(part.submissions[0].period)


def _since_january(tree: Tree) -> None:
    """A figure since January is not what the months give, because the figure of its own month is off by as much."""
    for finding in tree.roots:
        if finding.rule == "to_date.differs" and finding.submissions and finding.gap:
            form = finding.submissions[0].form
            flows = {form.items[form.cumulated[form.index[code]]].code for code in finding.items}
            for other in tree.findings:
                if (
                    other.instance is not None
                    and abs(other.gap or 0) == abs(finding.gap)
                    and _same_sheet(other, finding)
                    and flows <= typed_codes(other)
                ):
                    tree.hang(finding, other)


def _figures(tree: Tree) -> None:
    """A figure that differs from what somebody else says of it by as much as an equation on it is off, on the same sheet, unit or a part of it."""
    for finding in tree.roots:
        if finding.instance is not None or not finding.gap or finding.topic not in (Topic.YEAR, Topic.HIERARCHY, Topic.MERGED_WORKBOOK):
            continue
        for other in tree.findings:
            if other.instance is None or not other.gap or abs(other.gap) != abs(finding.gap):
                continue
            about_it = other.who in (finding.who, *finding.parts) or other.file == finding.file
            if about_it and set(finding.items) <= typed_codes(other):
                tree.hang(finding, other)


def _counted_twice(tree: Tree) -> None:
    """What counts beside its parts is their sum, and may be what another one states: said already, and with whose it is."""
    for finding in tree.roots:
        if finding.topic is Topic.LIKENESS:
            for other in tree.findings:
                if other.topic is Topic.COUNTED_TWICE and (other.file, other.sheet) == (finding.file, finding.sheet):
                    tree.hang(finding, other)


def _unread(tree: Tree) -> None:
    """What could not be checked on a sheet because a figure on it, or on that of the period before, was not understood."""
    for finding in tree.roots:
        if finding.topic is Topic.UNVERIFIED:
            places = {(submission.source.file, submission.source.sheet) for submission in finding.submissions}
            for other in tree.findings:
                if _not_understood(other) and (other.file, other.sheet) in places:
                    tree.hang(finding, other)


def _not_understood(finding: Finding) -> bool:
    return finding.severity is Severity.ERROR and finding.topic in (Topic.FIGURE, Topic.CODE)


def _added_up(tree: Tree, of_sum: Sequence[Finding], of_parts: Sequence[Finding]) -> None:
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
        codes = typed_codes(finding)
        yield from (part for part in parts if (part.instance is not None or _not_understood(part)) and codes & typed_codes(part))
        yield from (part for part in parts if part.topic is Topic.ROSTER and part.severity is Severity.ERROR)


def _marked_incomplete(tree: Tree) -> None:
    """A merged workbook says of itself that something in it is wrong, and what that is is found in it."""
    for finding in tree.roots:
        if finding.rule == "merge.incomplete_part":
            for other in tree.findings:
                if other.file == finding.file and (other.instance is not None or _not_understood(other) or other.topic is Topic.STOCK):
                    tree.hang(finding, other)
