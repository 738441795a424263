"""A year from months: what a unit states for a year, the chain between its months, and both ways compared. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gkxl.aggregation import comparison
from gkxl.aggregation.comparison import mismatches
from gkxl.aggregation.totals import add_months, counterpart
from gkxl.forms import Time
from gkxl.model.figures import show
from gkxl.model.period import Period
from gkxl.model.submission import Key, Submission
from gkxl.model.unit import Unit
from gkxl.rules.equations import check_carry
from gkxl.rules.findings import Finding


def unit_years(counted: Sequence[Submission], year: int) -> tuple[list[Submission], list[Finding]]:
    """Return for each unit what it states for a year, in the order given, and what comparing both ways says.

    A unit that reports the year is taken as it is; else its months are added up.  Where it did both, they are compared.
    """
    by_unit: dict[Unit, dict[Period, Submission]] = {}
    for one in counted:
        by_unit.setdefault(one.who, {})[one.period] = one
    years: list[Submission] = []
    findings: list[Finding] = []
    for periods in by_unit.values():
        stated = periods.pop(Period(year), None)
        months = list(periods.values())
        if stated is None:
            years.append(add_months(months))
            continue
        years.append(stated)
        if months:
            findings += _compared(stated, months)
    return years, findings


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


def missing_months(months: Sequence[Submission]) -> list[Period]:
    """Return the months of a year that none of these submissions covers."""
    present = {one.period for one in months}
    return [period for period in Period(months[0].period.year).months if period not in present]


def spans(periods: Sequence[Period]) -> str:
    """Return months of one year for people, runs shortened: "2月、5—7月"; a year stands as it is."""
    if any(not period.month for period in periods):
        return "、".join(period.chinese for period in periods)
    runs: list[list[int]] = []
    for month in sorted(period.month for period in periods):
        if runs and runs[-1][-1] == month - 1:
            runs[-1].append(month)
        else:
            runs.append([month])
    return "、".join(f"{run[0]}月" if len(run) == 1 else f"{run[0]}—{run[-1]}月" for run in runs)


def _compared(stated: Submission, months: Sequence[Submission]) -> list[Finding]:
    """Return where a stated year cannot be that of the same unit's months, and that they were not compared in full where months lack."""
    given = {month.period.month: month for month in months}
    findings = []
    for wrong in mismatches(stated.form, comparison.stated(stated), comparison.year_of(given)):
        if wrong.exact:
            how = {Time.FLOW: "12个月之和", Time.OPENING: "1月的数", Time.CLOSING: "12月的数"}[wrong.item.time]
            should = f"月报{how}是{wrong.expected}"
        else:
            should = f"已有的{len(given)}份月报（{spans([month.period for month in months])}）加起来，全年应{wrong.expected}"
        message = (
            f"{stated.called}（{stated.period.chinese}）：“{wrong.item.label}”全年报送填的是{show(wrong.actual)}"
            f"（{stated.named}，{stated.cell(wrong.item.index)}），{should}。已按全年报送计入；请与该单位核实，改正其中一处后重新汇总。"
        )
        findings.append(
            Finding.of("year.months_differ", message, about=stated, items=[wrong.item.index], expected=wrong.expected, actual=show(wrong.actual))
        )
    lacking = missing_months(months)
    if lacking:
        message = (
            f"{stated.called}既有全年报送（{stated.named}），又有{len(months)}份月报；以全年报送为准。月报缺{spans(lacking)}，"
            "只核对了全年不小于已有各月之和、年初数与1月一致、年末数与12月一致，没有逐项核对。"
        )
        findings.append(Finding.of("year.not_compared", message, about=stated))
    return findings
