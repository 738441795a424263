"""What a merge or a status says about units that are missing, about dates, and about units that nobody expects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from gkxl.aggregation.cover import cover, makes_up
from gkxl.eligibility.part_months import LackingPart
from gkxl.model.period import Period, spans
from gkxl.model.roster import Roster
from gkxl.model.submission import Key, Submission
from gkxl.model.unit import Unit
from gkxl.model.unit_names import listed, nearest
from gkxl.reporting_status.grid import State, StatusGrid
from gkxl.rules.findings import Finding


@dataclass(frozen=True)
class Gap:
    """What is missing of one unit, and due."""

    unit: Unit
    called: str
    """How people call it."""
    periods: tuple[Period, ...]
    whole: bool
    """Whether a whole statement is missing, not only some months of a year or of another span."""
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
        return [gap.called for gap in self.gaps if gap.whole]

    @property
    def partly(self) -> list[str]:
        """Units that sent some months of a year, or of another span, not all."""
        return [gap.called for gap in self.gaps if not gap.whole]


def shortfall(grid: StatusGrid, *, merging: bool) -> Shortfall:
    """Return what is missing by the grid; what is not due yet is missing only where figures are added up."""
    waiting = (State.MISSING, State.NOT_DUE, State.NOT_ASKED)
    silent = {entry.who for entry, slots in grid.lines if all(slot.state in waiting for slot in slots)}
    by_unit: dict[Unit, list[Period]] = {}
    for unit, period in grid.missing:
        by_unit.setdefault(unit, []).append(period)
    gaps = [
        Gap(
            unit,
            grid.called(unit),
            tuple(periods),
            whole=unit in silent or periods[0] == grid.period,
            named=grid.period if unit in silent else periods[0],
        )
        for unit, periods in by_unit.items()
    ]
    return Shortfall(grid.period, tuple(gaps), tuple(grid.to_come) if merging else ())


def with_parts(lacking: Shortfall, parts: Sequence[LackingPart]) -> Shortfall:
    """Return a shortfall with what the merged workbooks of bodies lack of their own units."""
    gaps = [Gap(part.unit, part.unit.name, part.periods, whole=False, named=part.periods[0], body=part.body) for part in parts]
    return replace(lacking, gaps=(*lacking.gaps, *gaps))


def missing_findings(lacking: Shortfall, *, merging: bool) -> list[Finding]:
    """Return a finding on each unit of which something is missing, and one on all that is still to come: the year is not over."""
    findings = []
    for gap in lacking.gaps:
        if gap.whole:
            then = "合计中缺这个单位；请催报后重新汇总" if merging else "请催报"
            message = f"{gap.called}（{gap.named.chinese}）没有报送，{then}。"
            findings.append(Finding.of("merge.missing_unit", message, unit=gap.unit, called=gap.called, period=str(lacking.period)))
        else:
            then = f"{lacking.period.within_year or '全年'}数不齐全；请催报后重新汇总" if merging else "请催报"
            within = f"{gap.body}的汇总工作簿里，" if gap.body else ""
            what = "月报" if all(period.month for period in gap.periods) else "报送"
            message = f"{within}{gap.called}缺{lacking.period.year}年{spans(gap.periods)}的{what}，{then}。"
            findings.append(Finding.of("year.missing_month", message, unit=gap.unit, called=gap.called, period=str(gap.periods[0])))
    if lacking.to_come:
        findings.append(_not_over(lacking))
    return findings


def _not_over(lacking: Shortfall) -> Finding:
    own = lacking.period.within_year or "全年"
    months = sorted({period for _, period in lacking.to_come if period != lacking.period})
    yearly = [unit.path for unit, period in lacking.to_come if period == lacking.period]
    what = "月报" if all(month.month for month in months) else "报送"
    parts = [f"{lacking.period.year}年{spans(months)}还没有任何单位的{what}"] if months else []
    parts += [f"按{own}报送的{listed(yearly)}还没有报送"] if yearly else []
    message = f"{'，'.join(parts)}，现在的数是前几个月的累计，不是{own}数；请收齐后重新汇总。"
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
        written, called = slot.submission.head.filled_on, slot.submission.called
        if not written:
            undated.append(f"{slot.submission.called}（{slot.period.chinese}）")
            continue
        why = "读不懂" if slot.filled_on is None else f"早于{slot.period.chinese}"
        message = f"{slot.submission.named}的填报日期“{written}”{why}，无法判断{called}{slot.period.chinese}是否迟报；请该单位改正，如 2026-04-03。"
        findings.append(Finding.of("head.filled_on", message, about=slot.submission))
    if undated:
        message = f"{len(undated)}份报送没有填填报日期，无法判断是否迟报：{listed(undated)}。请各单位填上表头的填报日期。"
        findings.append(Finding.of("head.filled_on", message, period=str(grid.period)))
    return findings


def unexpected(roster: Roster, submissions: Sequence[Submission], period: Period) -> list[Finding]:
    """Return a finding on each unit that is not on the roster, with the nearest name that is.

    One that sent only some months of a year is an error: most likely a slip in the name, and then its stocks count twice.
    """
    by_unit: dict[Unit, list[Submission]] = {}
    for submission in submissions:
        if submission.who not in roster.parents and submission.who != roster.top:
            by_unit.setdefault(submission.who, []).append(submission)
    findings = []
    for unit, own in by_unit.items():
        parts = cover(period, (submission.period for submission in own))
        partly = period not in parts and not makes_up(period, parts)
        counted = "现在作为另一个单位计入，结转、现行有效等存量会重复" if partly else "已计入"
        files = listed([submission.named for submission in own], 3)
        message = _not_listed(roster, unit, files, counted)
        findings.append(Finding.of("year.unknown_unit" if partly else "merge.unknown_unit", message, about=own[0]))
    return findings


def _not_listed(roster: Roster, unit: Unit, files: str, counted: str) -> str:
    """Return what to say of a unit that is not on the roster, or not under the parent that it states."""
    namesakes = listed([namesake.path for namesake in roster.called.get(unit.name, ())], 3)
    if namesakes and not unit.parent:
        return (
            f"名册（{roster.file}）上有几个“{unit.name}”（{namesakes}），{files}没有写上级单位，分不清是哪一个，{counted}；"
            "请在表头的“上级单位”写明，或放进以上级单位命名的文件夹。"
        )
    if namesakes:
        return f"{files}的单位是“{unit.path}”，单位名册（{roster.file}）上的是{namesakes}，{counted}；请核对上级单位，改正表头或名册。"
    near = nearest(unit.name, roster.called)
    hint = f"是不是“{near}”？" if near else ""
    return f"{files}的单位“{unit.name}”不在单位名册（{roster.file}）上，{hint}{counted}；请改正单位名称，或把它加入名册的“单位”或“简称/别名”。"
