"""A year, or another span, from its months: what a unit states for it, the chain between its statements, both ways compared. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gkxl.aggregation import comparison
from gkxl.aggregation.comparison import mismatches
from gkxl.aggregation.cover import cover, left_over, parts_within, uncovered
from gkxl.aggregation.totals import add_months, counterpart, reports_of
from gkxl.forms import Time
from gkxl.model.figures import show
from gkxl.model.period import Period, spans
from gkxl.model.submission import Key, Submission
from gkxl.model.unit import Unit
from gkxl.rules.equations import check_carry
from gkxl.rules.findings import Finding


def unit_totals(counted: Sequence[Submission], period: Period) -> tuple[list[Submission], list[Finding]]:
    """Return for each unit what it states for a period, in the order given, and what comparing whatever overlaps says.

    A unit that reports the period is taken as it is; else what it reports of parts of it is added up, the longest parts
    that fit.  Where it did both, they are compared.  All of `counted` lies within the period.
    """
    by_unit: dict[Unit, dict[Period, Submission]] = {}
    for submission in counted:
        by_unit.setdefault(submission.who, {})[submission.period] = submission
    totals: list[Submission] = []
    findings: list[Finding] = []
    for stated in by_unit.values():
        parts = cover(period, stated)
        totals.append(stated[period] if period in stated else add_months([stated[at] for at in parts], whole=period))
        for whole in sorted(stated):
            within = [stated[at] for at in parts_within(whole, stated)]
            findings += _compared(stated[whole], within) if within else []
        findings += [_overlapping(stated[at], [stated[part] for part in parts]) for at in left_over(parts, stated)]
    return totals, findings


def chain(counted: Sequence[Submission], previous: Mapping[Unit, Sequence[Submission]]) -> list[Finding]:
    """Return what the equations between successive periods say: from month to month, and from last year to this one.

    `previous` gives for a unit what it stated before these: the last month, the last year or both.  A period without a
    submission right before it is not compared: there is nothing to compare with.
    """
    known = _known(counted, previous)
    findings: list[Finding] = []
    for one in sorted(counted, key=lambda submission: submission.key):
        before = _before(one, known)
        if before is not None:
            findings += check_carry(one, counterpart(before, one.form))
    return findings


def uncarried(counted: Sequence[Submission], previous: Mapping[Unit, Sequence[Submission]]) -> list[Submission]:
    """Return, of what `chain` compares, the submissions of which nothing shows whether they carry on from before."""
    known = _known(counted, previous)
    return [submission for submission in sorted(counted, key=lambda one: one.key) if left_open(submission, _before(submission, known))]


def left_open(submission: Submission, before: Submission | None) -> bool:
    """Whether a figure that carries on from the period `before` cannot be compared: nothing is known of it, or it is not stated there."""
    then = counterpart(before, submission.form) if before else None
    for instance in submission.form.brought_forward:
        earlier = [operand.item for operand in (*instance.left, *instance.right) if operand.previous]
        if then is None:
            return True
        told = then.uncertain | {item for item in earlier if then.figures[item] is not None}
        if submission.figures[instance.left[0].item] and not told.issuperset(earlier):
            return True
    return False


def _known(counted: Sequence[Submission], previous: Mapping[Unit, Sequence[Submission]]) -> dict[Key, Submission]:
    before: dict[Key, Submission] = {one.key: one for many in previous.values() for one in many}
    return before | {one.key: one for one in counted}


def _before(submission: Submission, known: Mapping[Key, Submission]) -> Submission | None:
    """Return what the same unit states for the period right before."""
    return next((known[submission.who, period] for period in submission.period.predecessors if (submission.who, period) in known), None)


def missing_months(whole: Submission) -> list[Period]:
    """Return the months of a period that none of the submissions covers from which it was added up."""
    return uncovered(whole.period, (part.period for part in whole.months))


def _compared(stated: Submission, parts: Sequence[Submission]) -> list[Finding]:
    """Return where a stated period cannot be that of the same unit's parts of it, and that they were not compared in full where some lack.

    The parts do not overlap, and are in order.
    """
    own, reports = stated.period.within_year or "全年", reports_of(parts)
    findings = []
    for wrong in mismatches(stated.form, comparison.stated(stated), comparison.made_of(stated.period, parts)):
        if wrong.exact:
            should = f"{reports}{_how(wrong.item.time, parts)}是{wrong.expected}"
        else:
            should = f"已有的{len(parts)}份{reports}（{spans(part.period for part in parts)}）加起来，{own}应{wrong.expected}"
        message = (
            f"{stated.called}（{stated.period.chinese}）：“{wrong.item.label}”{own}报送填的是{show(wrong.actual)}"
            f"（{stated.named}，{stated.cell(wrong.item.index)}），{should}。已按{own}报送计入；请与该单位核实，改正其中一处后重新汇总。"
        )
        findings.append(
            Finding.of("year.months_differ", message, about=stated, items=[wrong.item.index], expected=wrong.expected, actual=show(wrong.actual))
        )
    lacking = uncovered(stated.period, (part.period for part in parts))
    if lacking:
        when = "年初数与1月一致、年末数与12月一致" if stated.period.is_year else "期初数与第一个月一致、期末数与最后一个月一致"
        message = (
            f"{stated.called}既有{own}报送（{stated.named}），又有{len(parts)}份{reports}；以{own}报送为准。{reports}缺{spans(lacking)}，"
            f"只核对了{own}不小于已有各{'月' if reports_of(parts) == '月报' else '期'}之和、{when}，没有逐项核对；要逐项核对，请补齐各期的报送。"
        )
        findings.append(Finding.of("year.not_compared", message, about=stated))
    return findings


def _how(time: Time, parts: Sequence[Submission]) -> str:
    """Return how a figure of a period follows from its parts, for people."""
    if time is Time.FLOW:
        months = all(part.period.month for part in parts)
        return f"{len(parts)}个月之和" if months else f"（{spans(part.period for part in parts)}）之和"
    return f"{parts[0 if time is Time.OPENING else -1].period.within_year}的数"


def _overlapping(stated: Submission, parts: Sequence[Submission]) -> Finding:
    """Return that a statement does not count beside others that it overlaps with; where these cover its months too, that it was not compared."""
    beside = [part for part in parts if part.period.overlaps(stated.period)]
    counts = "、".join(f"{part.period.within_year or '全年'}（{part.named}）" for part in beside)
    if not uncovered(stated.period, (part.period for part in beside)):
        message = (
            f"{stated.called}报送的{stated.period.chinese}（{stated.named}）与{counts}的月份有重叠；合计按后者计，它们已包含这几个月，"
            "但与这一份没有逐项核对；请该单位核对。"
        )
        return Finding.of("year.not_compared", message, about=stated)
    message = (
        f"{stated.called}报送的{stated.period.chinese}（{stated.named}）与{counts}的月份有重叠，合在一起会重复；"
        "合计按后者计，这一份没有计入，也没有逐项核对。请该单位改用互不重叠的期间重新报送，或移走其中一份。"
    )
    return Finding.of("period.overlaps", message, about=stated)
