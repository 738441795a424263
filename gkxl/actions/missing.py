"""What a merge or a status says about units that are missing, and about units that nobody expects."""

from __future__ import annotations

from collections.abc import Sequence

from gkxl.actions.outcome import Outcome
from gkxl.aggregation.year import spans
from gkxl.model.period import Period
from gkxl.model.roster import Roster
from gkxl.model.submission import Key, Submission
from gkxl.model.unit_names import listed, nearest
from gkxl.reporting_status.grid import State, StatusGrid
from gkxl.rules.findings import collection_finding, submission_finding


def add_missing(outcome: Outcome, grid: StatusGrid, *, merging: bool = True) -> None:
    """Add to an outcome what is missing, one finding for each unit.

    A merge lacks what is not due yet as much as what is late; the months that nobody at all has reported are one finding
    there: the year is not over.
    """
    outcome.missing += [*grid.missing, *(grid.to_come if merging else ())]
    absent = {entry.unit for entry, slots in grid.lines if all(slot.state in (State.MISSING, State.NOT_DUE, State.NOT_ASKED) for slot in slots)}
    for unit, periods in _by_unit(grid.missing).items():
        whole = unit in absent or not periods[0].month or bool(grid.period.month)
        rule, at = ("merge.missing_unit", grid.period) if whole else ("year.missing_month", periods[0])
        when = (grid.period if unit in absent else periods[0]).chinese
        what = f"（{when}）没有报送" if whole else f"缺{grid.period.chinese}{spans(periods)}的月报"
        then = "请催报"
        if merging:
            then = "合计中缺这个单位；请催报后重新汇总" if whole else "全年数不齐全；请催报后重新汇总"
        outcome.findings.append(collection_finding(rule, f"{unit}{what}，{then}。", unit=unit, period=str(at)))
    if merging and grid.to_come:
        _add_to_come(outcome, grid)


def _add_to_come(outcome: Outcome, grid: StatusGrid) -> None:
    months = sorted({period for _, period in grid.to_come if period.month})
    yearly = [unit for unit, period in grid.to_come if not period.month]
    parts = [f"{grid.period.chinese}{spans(months)}还没有任何单位的月报"] if months else []
    parts += [f"按全年报送的{listed(yearly)}还没有报送"] if yearly else []
    message = f"{'，'.join(parts)}，现在的数是前几个月的累计，不是全年数；请收齐后重新汇总。"
    outcome.findings.append(collection_finding("year.not_over", message, period=str(grid.period)))


def _by_unit(keys: Sequence[Key]) -> dict[str, list[Period]]:
    units: dict[str, list[Period]] = {}
    for unit, period in keys:
        units.setdefault(unit, []).append(period)
    return units


def add_dates(outcome: Outcome, grid: StatusGrid) -> None:
    """Add a finding on each date of filling that says nothing about whether the submission was late, and one on those left open."""
    undated: list[str] = []
    for slot in grid.asked:
        # A merged workbook is made, not filled in: it has no such date.
        if slot.submission is None or slot.due is None or slot.submission.merge_state:
            continue
        if slot.filled_on and slot.filled_on >= slot.period.start:
            continue
        written = slot.submission.head.filled_on
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


def compare_names(outcome: Outcome, roster: Roster, submissions: Sequence[Submission], period: Period) -> None:
    """Add a finding on each unit that is not on the roster, with the nearest name that is.

    One that sent only some months of a year is an error: most likely a slip in the name, and then its stocks count twice.
    """
    known = set(roster.official) | {roster.root}
    by_unit: dict[str, list[Submission]] = {}
    for one in submissions:
        if one.unit not in known:
            by_unit.setdefault(one.unit, []).append(one)
    for unit, many in by_unit.items():
        near = nearest(unit, roster.official)
        hint = f"是不是“{near}”？" if near else ""
        files = listed([one.named for one in many], 3)
        partly = not period.month and all(one.period.month for one in many) and len(many) < len(period.months)
        counted = "现在作为另一个单位计入，结转、现行有效等存量会重复" if partly else "已计入"
        message = f"{files}的单位“{unit}”不在单位名册（{roster.file}）上，{hint}{counted}；请改正单位名称，或把它加入名册的“单位”或“简称/别名”。"
        outcome.findings.append(submission_finding("year.unknown_unit" if partly else "merge.unknown_unit", message, many[0]))
