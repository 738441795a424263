"""A month on whose sheet the period is a year: it must not stand for the whole year of its unit. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from gkxl.aggregation.cover import uncovered
from gkxl.eligibility.file_hints import told_period
from gkxl.forms import Time
from gkxl.model.figures import Number
from gkxl.model.period import Period, spans
from gkxl.model.submission import Submission
from gkxl.model.unit import Unit
from gkxl.rules.findings import Finding


def without_mislabelled(counted: Sequence[Submission], monthly: Collection[Unit] = ()) -> tuple[list[Submission], list[Finding]]:
    """Return the submissions without years that are months by all that is known, and a finding on each of these.

    A unit must have sent some months, and not all twelve.  Then its year is taken for one of those that lack where the roster
    lists it among the `monthly` units, where the name of the file or its folder says so, or where it is less than these months.
    A year from a merged workbook is one.
    """
    months: dict[object, list[Submission]] = {}
    for submission in counted:
        if submission.period.month:
            months.setdefault((submission.key[0], submission.period.year), []).append(submission)
    reasons: dict[int, str] = {}
    findings = []
    for submission in counted:
        own = months.get((submission.key[0], submission.period.year), [])
        if not submission.period.is_year or submission.merge_state or not own or not _lacking(submission, own):
            continue
        reason = _reason(submission, own, monthly)
        if reason:
            reasons[id(submission)] = reason
            findings.append(_finding(submission, own, reason))
    return [submission for submission in counted if id(submission) not in reasons], findings


def _reason(year: Submission, months: Sequence[Submission], monthly: Collection[Unit]) -> str:
    """Return why a year is taken for one of the months that lack; "" where it is a year."""
    lacking = _lacking(year, months)
    told = told_period(year.source.file, year.period.year)
    if told in lacking:
        return f"文件名或所在文件夹写的是{told.chinese}" if told else ""
    if _flows([year]) < _flows(months):
        return "它的数比这些月报之和还小"
    return "单位名册上它应报“每月”" if year.who in monthly else ""


def _lacking(year: Submission, months: Sequence[Submission]) -> list[Period]:
    return uncovered(year.period, (month.period for month in months))


def _flows(submissions: Sequence[Submission]) -> Number:
    """Return everything together that adds up over time."""
    flows = [item.index for item in submissions[0].form.items if item.time is Time.FLOW and item.index not in submissions[0].form.total_items]
    return sum([submission.figures[item] or 0 for submission in submissions for item in flows])


def _finding(year: Submission, months: Sequence[Submission], reason: str) -> Finding:
    message = (
        f"{year.named}的期间填的是{year.period.chinese}，但{year.called}另有{len(months)}份月报（缺{spans(_lacking(year, months))}），{reason}，"
        "很可能是其中一个月的月报填错了期间。现以月报计，这一份没有计入；请单位核对期间，改正后重新报送。"
    )
    return Finding.of("year.is_a_month", message, about=year)
