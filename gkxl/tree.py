"""科室 → 单位 → 区 → 市: which statements count when units stand above each other, and parent = sum of children. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from gkxl.figures import show
from gkxl.findings import Finding, submission_finding
from gkxl.rollup import add_units
from gkxl.roster import Roster
from gkxl.submission import Source, Submission
from gkxl.units import listed


def counted_units(roster: Roster, stated: Sequence[Submission]) -> list[Submission]:
    """Return the statements that add up to the whole: where a unit above states a total, that counts and what is below it does not.

    What the body at the root states of itself is compared, never added; unless there is nothing else.
    """
    units = {one.unit for one in stated} - {roster.root}
    counted = [one for one in stated if one.unit != roster.root and not units.intersection(roster.ancestors(one.unit))]
    return counted or list(stated)


def expected_units(roster: Roster, reported: Collection[str]) -> set[str]:
    """Return the units of which a statement is needed, given which have sent any.

    A unit whose parent reports for it is not needed.  A parent is needed only where nothing came from below it; and where
    nothing came from it or from below, it alone is asked for, not everybody below it.
    """
    expected: set[str] = set()

    def visit(unit: str, covered: bool) -> None:
        children = roster.children(unit)
        own = unit in reported
        below = any(one in reported for one in roster.descendants(unit))
        silent = bool(children) and not own and not below
        if not covered and (own or not children or silent):
            expected.add(unit)
        for child in children:
            visit(child, covered or own or silent)

    for unit, parent in roster.parents.items():
        if unit == roster.root:
            continue
        if not parent or parent == roster.root:
            visit(unit, covered=False)
    return expected


def parents_differ(roster: Roster, stated: Sequence[Submission]) -> list[Finding]:
    """Return where a total that a parent states is not the sum of its children, item by item, with the children that are missing."""
    by_unit = {one.unit: one for one in stated}
    findings: list[Finding] = []
    for parent in stated:
        present, missing = _children(roster, parent.unit, by_unit)
        if present:
            findings += _differences(parent, present, missing)
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


def _differences(parent: Submission, present: Sequence[Submission], missing: Sequence[str]) -> list[Finding]:
    form = parent.form
    total = add_units(form, parent.unit, parent.period, present, Source("", ""))
    why = f"没有报送的下级（{listed(missing)}）可能就是差额所在，请先催报。" if missing else "请核对双方，改正后重新汇总。"
    findings = []
    for item in form.items:
        ours, theirs = parent.figures[item.index] or 0, total.figures[item.index] or 0
        if item.index in form.total_items or item.index in parent.misread or item.index in total.misread or ours == theirs:
            continue
        cell = f"，{parent.cell(item.index)}" if parent.cell(item.index) else ""
        message = (
            f"{parent.unit}（{parent.period.chinese}）自己报的“{item.label}”是{show(ours)}（{parent.named}{cell}），"
            f"它的{len(present)}个下级之和是{show(theirs)}。合计按{parent.unit}自己报的计。{why}"
        )
        findings.append(submission_finding("tree.parent_differs", message, parent, [item.index], expected=show(theirs), actual=show(ours)))
    return findings
