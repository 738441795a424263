"""What a merge or a status says about units that are missing, about dates, and about units that nobody expects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from gkxl.aggregation.year import spans
from gkxl.eligibility.part_months import LackingPart
from gkxl.model.period import Period
from gkxl.model.roster import Roster
from gkxl.model.submission import Key, Submission
from gkxl.model.unit_names import listed, nearest
from gkxl.reporting_status.grid import State, StatusGrid
from gkxl.rules.findings import Finding


@dataclass(frozen=True)
class Gap:
    """What is missing of one unit, and due."""

    unit: str
    periods: tuple[Period, ...]
    whole: bool
    """Whether a whole statement is missing, not only some months of a year."""
    named: Period
    """The period to name: where nothing at all came from the unit, the one asked for."""
    body: str = ""
    """The body whose merged workbooks lack it; "" where the unit is asked itself."""


@dataclass(frozen=True)
class Shortfall:
    """What somebody still waits for."""

    period: Period
    """The period asked for."""
    gaps: tuple[Gap, ...] = ()
    """In the order of the grid."""
    to_come: tuple[Key, ...] = ()
    """What is not due yet, in a merge, which lacks it as much as what is late."""

    @property
    def absent(self) -> list[str]:
        """Units of which a whole statement is missing."""
        return [gap.unit for gap in self.gaps if gap.whole]

    @property
    def partly(self) -> list[str]:
        """Units that sent some months of a year, not all."""
        return [gap.unit for gap in self.gaps if not gap.whole]


def shortfall(grid: StatusGrid, *, merging: bool) -> Shortfall:
    """Return what is missing by the grid; what is not due yet is missing only where figures are added up."""
    waiting = (State.MISSING, State.NOT_DUE, State.NOT_ASKED)
    silent = {entry.unit for entry, slots in grid.lines if all(slot.state in waiting for slot in slots)}
    by_unit: dict[str, list[Period]] = {}
    for unit, period in grid.missing:
        by_unit.setdefault(unit, []).append(period)
    gaps = [
        Gap(
            unit,
            tuple(periods),
            whole=unit in silent or not periods[0].month or bool(grid.period.month),
            named=grid.period if unit in silent else periods[0],
        )
        for unit, periods in by_unit.items()
    ]
    return Shortfall(grid.period, tuple(gaps), tuple(grid.to_come) if merging else ())


def with_parts(lacking: Shortfall, parts: Sequence[LackingPart]) -> Shortfall:
    """Return a shortfall with what the merged workbooks of bodies lack of their own units."""
    gaps = [Gap(part.unit, part.periods, whole=False, named=part.periods[0], body=part.body) for part in parts]
    return replace(lacking, gaps=(*lacking.gaps, *gaps))


def missing_findings(lacking: Shortfall, *, merging: bool) -> list[Finding]:
    """Return a finding on each unit of which something is missing, and one on all that is still to come: the year is not over."""
    findings = []
    for gap in lacking.gaps:
        if gap.whole:
            then = "合计中缺这个单位；请催报后重新汇总" if merging else "请催报"
            message = f"{gap.unit}（{gap.named.chinese}）没有报送，{then}。"
            findings.append(Finding.of("merge.missing_unit", message, unit=gap.unit, period=str(lacking.period)))
        else:
            then = "全年数不齐全；请催报后重新汇总" if merging else "请催报"
            within = f"{gap.body}的汇总工作簿里，" if gap.body else ""
            message = f"{within}{gap.unit}缺{lacking.period.chinese}{spans(gap.periods)}的月报，{then}。"
            findings.append(Finding.of("year.missing_month", message, unit=gap.unit, period=str(gap.periods[0])))
    if lacking.to_come:
        findings.append(_not_over(lacking))
    return findings


def _not_over(lacking: Shortfall) -> Finding:
    months = sorted({period for _, period in lacking.to_come if period.month})
    yearly = [unit for unit, period in lacking.to_come if not period.month]
    parts = [f"{lacking.period.chinese}{spans(months)}还没有任何单位的月报"] if months else []
    parts += [f"按全年报送的{listed(yearly)}还没有报送"] if yearly else []
    message = f"{'，'.join(parts)}，现在的数是前几个月的累计，不是全年数；请收齐后重新汇总。"
    return Finding.of("year.not_over", message, period=str(lacking.period))


def date_findings(grid: StatusGrid) -> list[Finding]:
    """Return a finding on each date of filling that says nothing about whether the submission was late, and one on those left open."""
    findings: list[Finding] = []
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
        findings.append(Finding.of("head.filled_on", message, about=slot.submission))
    if undated:
        message = f"{len(undated)}份报送没有填填报日期，无法判断是否迟报：{listed(undated)}。请各单位填上表头的填报日期。"
        findings.append(Finding.of("head.filled_on", message, period=str(grid.period)))
    return findings


def unexpected(roster: Roster, submissions: Sequence[Submission], period: Period) -> list[Finding]:
    """Return a finding on each unit that is not on the roster, with the nearest name that is.

    One that sent only some months of a year is an error: most likely a slip in the name, and then its stocks count twice.
    """
    known = set(roster.official) | {roster.root}
    by_unit: dict[str, list[Submission]] = {}
    for submission in submissions:
        if submission.unit not in known:
            by_unit.setdefault(submission.unit, []).append(submission)
    findings = []
    for unit, own in by_unit.items():
        near = nearest(unit, roster.official)
        hint = f"是不是“{near}”？" if near else ""
        files = listed([submission.named for submission in own], 3)
        partly = not period.month and all(submission.period.month for submission in own) and len(own) < len(period.months)
        counted = "现在作为另一个单位计入，结转、现行有效等存量会重复" if partly else "已计入"
        message = f"{files}的单位“{unit}”不在单位名册（{roster.file}）上，{hint}{counted}；请改正单位名称，或把它加入名册的“单位”或“简称/别名”。"
        findings.append(Finding.of("year.unknown_unit" if partly else "merge.unknown_unit", message, about=own[0]))
    return findings
