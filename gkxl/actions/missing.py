"""What a merge or a status says about units that are missing, and about units that nobody expects."""

from __future__ import annotations

from collections.abc import Sequence

from gkxl.actions.outcome import Outcome
from gkxl.attendance import HERE, Attendance, State
from gkxl.findings import collection_finding, submission_finding
from gkxl.period import Period
from gkxl.roster import Roster
from gkxl.submission import Submission
from gkxl.units import listed, nearest
from gkxl.year import spans


def add_missing(outcome: Outcome, grid: Attendance) -> None:
    """Add to an outcome what is missing, one finding for each unit.

    The months at the end of a year that nobody at all has reported are one finding: the year is not over.
    """
    outcome.missing += grid.missing
    to_come = _to_come(grid)
    by_unit: dict[str, list[Period]] = {}
    for unit, period in grid.missing:
        if period not in to_come:
            by_unit.setdefault(unit, []).append(period)
    absent = {line[0].unit for line in grid.lines if not any(slot.state in HERE for slot in line[1])}
    for unit, periods in by_unit.items():
        if unit in absent or not periods[0].month or grid.period.month:
            what = f"{grid.period.chinese}" if unit in absent else periods[0].chinese
            message = f"{unit}（{what}）没有报送，合计中缺这个单位；请催报后重新汇总。"
            rule, at = "merge.missing_unit", grid.period
        else:
            message = f"{unit}缺{grid.period.chinese}{spans(periods)}的月报，全年数不齐全；请催报后重新汇总。"
            rule, at = "year.missing_month", periods[0]
        outcome.findings.append(collection_finding(rule, message, unit=unit, period=str(at)))
    if to_come:
        message = f"{grid.period.chinese}{spans(to_come)}还没有任何单位的月报，现在的数是前几个月的累计，不是全年数；请收齐后重新汇总。"
        outcome.findings.append(collection_finding("year.not_over", message, period=str(grid.period)))


def _to_come(grid: Attendance) -> list[Period]:
    """Return the months at the end that somebody must report and nobody has; none if nothing came by month at all."""
    monthly = [period for period in grid.periods if period.month]
    reported = {slot.period for slot in grid.slots if slot.state is not State.MISSING and slot.period.month}
    if grid.period.month or not reported:
        return []
    return [period for period in monthly if period > max(reported)]


def add_dates(outcome: Outcome, grid: Attendance) -> None:
    """Add a finding on each date of filling that says nothing about whether the submission was late, and one on those left open."""
    undated: list[str] = []
    for slot in grid.slots:
        if slot.submission is None or slot.due is None or (slot.filled_on and slot.filled_on >= slot.period.start):
            continue
        written = slot.submission.head.get("filled_on", "")
        if not written:
            undated.append(f"{slot.unit}（{slot.period.chinese}）")
            continue
        why = "读不懂" if slot.filled_on is None else f"早于{slot.period.chinese}"
        message = (
            f"{slot.submission.named}的填报日期“{written}”{why}，无法判断{slot.unit}{slot.period.chinese}是否迟报；请该单位改正，如 2026-04-03。"
        )
        outcome.findings.append(submission_finding("head.filled_on", message, slot.submission))
    if undated:
        message = f"{len(undated)}份报送没有填填报日期，无法判断是否迟报：{listed(undated)}。请各单位填上表头的填报日期。"
        outcome.findings.append(collection_finding("head.filled_on", message, period=str(grid.period)))


def compare_names(outcome: Outcome, roster: Roster, submissions: Sequence[Submission]) -> None:
    """Add a finding on each unit that is not on the roster, with the nearest name that is."""
    known = set(roster.official) | {roster.root}
    for one in {one.unit: one for one in submissions if one.unit not in known}.values():
        near = nearest(one.unit, roster.official)
        hint = f"是不是“{near}”？" if near else ""
        message = (
            f"{one.source.file}，工作表“{one.source.sheet}”的单位“{one.unit}”不在单位名册（{roster.file}）上，{hint}已计入；"
            "请改正单位名称，或把它加入名册的“单位”或“简称/别名”。"
        )
        outcome.findings.append(submission_finding("merge.unknown_unit", message, one))
