"""What counts beside what it may hold already: a parent beside its parts where no roster says so, and one unit under two spellings. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gkxl.aggregation.totals import add_units, same_figures
from gkxl.eligibility.thresholds import PROOF_UNDER_ONE_NAME, digits
from gkxl.model.roster import Roster
from gkxl.model.submission import Source, Submission
from gkxl.model.unit_names import listed, plainly
from gkxl.rules.findings import Finding


def counted_beside(units: Sequence[Submission], roster: Roster, body: str = "") -> list[Finding]:
    """Return what is said of units that count side by side in one period, each once: of those on the roster it says who is whose.

    `body` is the unit whose merge it is, if known.
    """
    if not units:
        return []
    return [*_parents(units, roster), *_body_itself(units, roster, body), *(_spelt_apart(units) if not roster.entries else ())]


def _parents(units: Sequence[Submission], roster: Roster) -> Iterator[Finding]:
    """Yield the parents that others name as theirs; a merged workbook lists its parts itself."""
    children: dict[str, list[Submission]] = {}
    for unit in units:
        if unit.parent:
            children.setdefault(unit.parent, []).append(unit)
    for parent in units:
        below = [child for child in children.get(parent.unit, ()) if child is not parent]
        if below and parent.merge_state is None and parent.who not in roster.parents and parent.who != roster.top:
            yield _surely(parent, below) if _is_sum(parent, below) else _maybe(parent, below)


def _body_itself(units: Sequence[Submission], roster: Roster, body: str) -> Iterator[Finding]:
    """Yield the body of the merge where its own statement is given as one of its units, and is the sum of all the others."""
    if not body or len(units) < 3:
        return
    total = add_units(units[0].form, body, units[0].period, units, Source("", ""))
    for unit in units:
        one_name = body.endswith(unit.unit) or unit.unit.endswith(body)
        if not one_name or unit.who in roster.parents or unit.who == roster.top or unit.merge_state or digits([unit]) < PROOF_UNDER_ONE_NAME:
            continue
        if all((whole or 0) == 2 * (own or 0) for whole, own in zip(total.figures, unit.figures, strict=True)):
            others = [other for other in units if other is not unit]
            yield _surely(unit, others) if unit.unit == body else _maybe_sum(unit, others, body)


def _is_sum(parent: Submission, parts: Sequence[Submission]) -> bool:
    return digits([parent]) >= PROOF_UNDER_ONE_NAME and same_figures(
        parent, add_units(parent.form, parent.unit, parent.period, parts, Source("", ""))
    )


def _spelt_apart(units: Sequence[Submission]) -> Iterator[Finding]:
    """Yield the units whose names are one without a stamp's remark and in simplified characters."""
    first: dict[str, Submission] = {}
    for unit in units:
        known = first.setdefault(plainly(unit.unit), unit)
        if known.unit != unit.unit and not (known.parent and unit.parent and known.parent != unit.parent):
            message = (
                f"“{unit.called}”（{unit.named}）与“{known.called}”（{known.named}）只差写法，很可能是同一个单位，现在作为两个单位都计入了。"
                "是的话请把单位名称改成一样（更正的修订号加1），或在名册写明简称/别名，再重新汇总。"
            )
            yield Finding.of("merge.spelt_apart", message, about=unit)


def _surely(parent: Submission, parts: Sequence[Submission]) -> Finding:
    message = (
        f"{parent.called}（{parent.period.chinese}）的数（{parent.named}）正好等于{_names(parts)}之和，它们是它的下级，两处都计入了，合计有重复。"
        "请只给出其中一种，或用名册写明上级单位，再重新汇总。"
    )
    return Finding.of("tree.counted_with_parts", message, about=parent)


def _maybe(parent: Submission, parts: Sequence[Submission]) -> Finding:
    message = (
        f"{_names(parts)}的上级单位写的是“{parent.unit}”，{parent.unit}自己也有报送（{parent.named}），现在都计入了。"
        f"如果{parent.unit}报的已包含它们，请只给出其中一种；如果报的是本级的数，请在名册中把本级另列为一个单位。"
    )
    return Finding.of("tree.maybe_with_parts", message, about=parent)


def _maybe_sum(unit: Submission, parts: Sequence[Submission], body: str) -> Finding:
    message = (
        f"{unit.called}（{unit.period.chinese}）的数（{unit.named}）正好等于其余{len(parts)}个单位之和，名称又与汇总单位“{body}”相近，现在都计入了。"
        "如果它就是汇总单位自己的合计，请移走这一份，再重新汇总。"
    )
    return Finding.of("tree.maybe_with_parts", message, about=unit)


def _names(parts: Sequence[Submission]) -> str:
    return listed([part.unit for part in parts], 5)
