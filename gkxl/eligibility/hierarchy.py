"""科室 → 单位 → 区 → 市: which statements count when units stand above each other, and parent = sum of children. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from gkxl.aggregation.totals import add_units
from gkxl.model.figures import show
from gkxl.model.period import Period
from gkxl.model.roster import Roster
from gkxl.model.submission import Source, Submission
from gkxl.model.unit_names import listed
from gkxl.rules.findings import Finding, submission_finding

Reported = Mapping[str, Collection[Period]]
"""Unit to the periods of which it has sent something."""


def counted_units(roster: Roster, stated: Sequence[Submission]) -> list[Submission]:
    """Return the statements that add up to the whole: where a unit above speaks for those below it, theirs do not count.

    What the body at the root states of itself is compared, never added; unless there is nothing else.
    """
    reported: dict[str, set[Period]] = {}
    for one in stated:
        reported.setdefault(one.unit, set()).add(one.period)
    speaking = {unit for unit in reported if _speaks(roster, unit, reported)}
    silenced = {unit for unit in reported if roster.children(unit) and unit not in speaking and _below(roster, unit, reported)}
    counted = [
        one for one in stated if one.unit != roster.root and one.unit not in silenced and not speaking.intersection(roster.ancestors(one.unit))
    ]
    return counted or list(stated)


def silenced(roster: Roster, stated: Sequence[Submission]) -> list[Finding]:
    """Return the statements of parents that do not count although nobody below them reported for their period."""
    counted = {(one.unit, one.period) for one in counted_units(roster, stated)}
    findings = []
    for one in stated:
        below = {month for other in roster.descendants(one.unit) for month in _months([s.period for s in stated if s.unit == other])}
        lost = _months([one.period]) - below
        if (one.unit, one.period) in counted or one.unit == roster.root or not below or not lost:
            continue
        message = (
            f"{one.unit}{one.period.chinese}的报送（{one.named}）没有计入，因为它的下级报了另一些月份，而这一期只有它自己报了；"
            "请让同一级把各月报齐（都由下级报，或都由它报），再重新汇总。"
        )
        findings.append(submission_finding("tree.silenced", message, one))
    return findings


def expected_units(roster: Roster, reported: Reported) -> set[str]:
    """Return the units of which a statement is needed, given which have sent any.

    A unit whose parent speaks for it is not needed.  A parent is needed only where nothing came from below it; and where
    nothing came from it or from below, it alone is asked for, not everybody below it.
    """
    expected: set[str] = set()

    def visit(unit: str, covered: bool) -> None:
        children = roster.children(unit)
        own = _speaks(roster, unit, reported)
        silent = bool(children) and not own and not _below(roster, unit, reported)
        if not covered and (own or not children or silent):
            expected.add(unit)
        for child in children:
            visit(child, covered or own or silent)

    for unit, parent in roster.parents.items():
        if unit != roster.root and (not parent or parent == roster.root):
            visit(unit, covered=False)
    return expected


def _speaks(roster: Roster, unit: str, reported: Reported) -> bool:
    """Whether a unit has reported for at least all the months for which anybody below it has."""
    own = _months(reported.get(unit, ()))
    return bool(own) and _below(roster, unit, reported) <= own


def _below(roster: Roster, unit: str, reported: Reported) -> set[Period]:
    return {month for one in roster.descendants(unit) for month in _months(reported.get(one, ()))}


def _months(periods: Collection[Period]) -> set[Period]:
    return {month for period in periods for month in period.months}


def parents_differ(roster: Roster, stated: Sequence[Submission]) -> list[Finding]:
    """Return where a total that a parent states is not the sum of its children for the same period, item by item.

    The children that are missing are named with it.
    """
    periods: dict[Period, dict[str, Submission]] = {}
    for one in stated:
        periods.setdefault(one.period, {})[one.unit] = one
    findings: list[Finding] = []
    for by_unit in periods.values():
        for parent in by_unit.values():
            present, missing = _children(roster, parent.unit, by_unit)
            if present and not parent.months:
                findings += _differences(parent, present, missing, is_root=parent.unit == roster.root)
    return findings


def _children(roster: Roster, unit: str, stated: Mapping[str, Submission]) -> tuple[list[Submission], list[str]]:
    """Return what is stated right below a unit (where a child is silent, what is stated below it), and who is missing."""
    present: list[Submission] = []
    missing: list[str] = []
    for child in roster.children(unit):
        if child in stated:
            present.append(stated[child])
            continue
        deeper, lacking = _children(roster, child, stated)
        present += deeper
        missing += lacking if deeper else [child]
    return present, missing


def _differences(parent: Submission, present: Sequence[Submission], missing: Sequence[str], *, is_root: bool) -> list[Finding]:
    form = parent.form
    total = add_units(form, parent.unit, parent.period, present, Source("", ""))
    why = f"没有报送的下级（{listed(missing)}）可能就是差额所在，请先催报。" if missing else "请核对双方，改正后重新汇总。"
    counts = f"合计按{parent.unit}自己报的计。"
    if is_root:
        counts = f"合计按下级之和计，{parent.unit}自己报的没有计入；如果它报的是本级的数，请在名册中把本级另列为一个单位。"
    findings = []
    for item in form.items:
        ours, theirs = parent.figures[item.index] or 0, total.figures[item.index] or 0
        if item.index in form.total_items or item.index in parent.misread or item.index in total.misread or ours == theirs:
            continue
        cell = f"，{parent.cell(item.index)}" if parent.cell(item.index) else ""
        message = (
            f"{parent.unit}（{parent.period.chinese}）自己报的“{item.label}”是{show(ours)}（{parent.named}{cell}），"
            f"它的{len(present)}个下级之和是{show(theirs)}。{counts}{why}"
        )
        findings.append(submission_finding("tree.parent_differs", message, parent, [item.index], expected=show(theirs), actual=show(ours)))
    return findings
