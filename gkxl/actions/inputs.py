"""Open the workbooks that accompany an action: the roster, and what was stated for the period before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from gkxl.actions.collecting import renamed
from gkxl.eligibility.revisions import RevisionChoice, choose_revisions
from gkxl.errors import InputError
from gkxl.model.period import Period
from gkxl.model.roster import Roster, RosterError
from gkxl.model.submission import Submission
from gkxl.rules.findings import Finding, collection_finding
from gkxl.rules.unread import Unread
from gkxl.safe_write import check_writable

if TYPE_CHECKING:
    from gkxl.workbook.reading.submissions import WorkbookReading


def load_roster(path: Path, body: str = "") -> Roster:
    """Return the roster in a workbook; `body` is the unit whose merge it is, if known. Raises InputError that names each fault by its cell."""
    from gkxl.workbook.reading.opening import UnreadableFileError, open_workbook
    from gkxl.workbook.reading.roster import read_roster

    try:
        return read_roster(open_workbook(path), str(path), body)
    except UnreadableFileError as error:
        raise InputError(f"单位名册{path}：{error}") from error
    except RosterError as error:
        raise InputError(f"单位名册有误，请改正后重试：\n{error}") from error


def holds_submission(path: Path, body: str | None = None) -> bool:
    """Whether a file is a department's filled workbook, or (with `body`) the merged workbook of another body: no output may replace it."""
    from gkxl.workbook.reading.opening import UnreadableFileError, open_workbook
    from gkxl.workbook.reading.submissions import read_workbook

    try:
        reading = read_workbook(open_workbook(path), str(path))
    except UnreadableFileError:
        return False
    if reading.summary is not None:
        return body is not None and reading.summary.unit != body
    return bool(reading.submissions)


def check_output(output: Path, inputs: Sequence[Path], force: bool, body: str = "") -> None:
    """Raise if a workbook cannot be written there, or if what stands there goes in: no output may replace an input.

    What a merge for `body` has written before may be replaced, the merged workbook of another body among the inputs may not.
    """
    check_writable(output, force)
    if output.suffix.lower() != ".xlsx":
        raise InputError(f"“{output}”应以 .xlsx 结尾；结果是一个 Excel 工作簿，Word 和网页请随后用 gkxl report 生成")
    among = any(path.is_dir() and output.resolve().is_relative_to(path.resolve()) for path in inputs)
    if any(path.resolve() == output.resolve() for path in inputs) or holds_submission(output, body if among else None):
        raise InputError(f"“{output}”既是输入又是输出；请用 -o 换一个文件名")


@dataclass(frozen=True)
class Previous:
    """What was stated for the period before."""

    bodies: Sequence[Submission] = ()
    """汇总 of merged workbooks."""
    parts: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """File of a merged workbook to the units that it sums up."""
    units: Mapping[str, Sequence[Submission]] = field(default_factory=dict)
    """By unit: at the turn of the year a unit may have stated December, the year, or both."""
    findings: Sequence[Finding] = ()
    """What could not be used of it, so that it was not compared."""


def load_previous(paths: Sequence[Path], period: Period, roster: Roster, body: str = "") -> Previous:
    """Return what the workbooks at `paths` (files or folders) say about the period before `period`; raises InputError if nothing.

    `body` is the unit whose merge it is, if known: of several merged workbooks its own says what its units stated.
    """
    from gkxl.workbook.reading.folders import take_in

    shown = "、".join(map(str, paths))
    absent = [str(path) for path in paths if not path.exists()]
    if absent:
        raise InputError(f"上期的路径不存在：{'、'.join(absent)}；请检查 --previous")
    intake = take_in(paths)
    wanted = dict.fromkeys((*period.predecessors, *period.months[0].predecessors))
    merged = [reading for reading in intake.readings if reading.summary and reading.summary.period in wanted]
    own = [reading for reading in merged if body and reading.summary and roster.official.get(reading.summary.unit, reading.summary.unit) == body]
    bodies = [renamed(reading.summary, roster.official) for reading in merged if reading.summary]
    sent = [renamed(one, roster.official) for reading in intake.readings if not reading.summary for one in reading.submissions]
    found = sorted({one.period for one in sent} | {reading.summary.period for reading in intake.readings if reading.summary})
    if not found:
        reasons = "".join(f"；{one.file}：{one.reason}" for one in intake.unread[:3])
        raise InputError(f"上期的{shown}里没有汇总表或填报表；请给出上期的汇总工作簿，或上期各单位的填报表{reasons}")
    units = [renamed(one, roster.official) for reading in own or merged for one in _units_of(reading)]
    given = [one for one in (*sent, *units) if one.period in wanted]
    short = [one for reading in own or merged for one in _cut_short(reading)]
    cut = {(roster.official.get(one.unit, one.unit), one.period) for one in short}
    choice = choose_revisions(one for one in given if (one.unit, one.period) not in cut)
    of_bodies = choose_revisions(bodies)
    if not given and not bodies:
        asked = "或".join(one.chinese for one in wanted)
        raise InputError(
            f"上期的{shown}是{'、'.join(one.chinese for one in found[:3])}的，{period.chinese}的上一期是{asked}；请给出上一期的汇总工作簿或填报表"
        )
    by_unit: dict[str, list[Submission]] = {}
    present = {(one.unit, one.period) for one in choice.counted}
    for one in (*choice.counted, *(one for one in of_bodies.counted if (one.unit, one.period) not in present)):
        by_unit.setdefault(one.unit, []).append(one)
    parts = {reading.file: frozenset(renamed(one, roster.official).unit for one in _units_of(reading)) for reading in merged}
    unused = [*_unused(choice, intake.unread, period), *_unused(of_bodies, (), period), *(_short(one, period) for one in short)]
    return Previous(of_bodies.counted, parts, by_unit, unused)


def _units_of(reading: WorkbookReading) -> list[Submission]:
    """Return the statements of the units within a merged workbook, from their sheets where they have some."""
    return [*(reading.submissions or reading.parts), *reading.months]


def _cut_short(reading: WorkbookReading) -> list[Submission]:
    """Return the years of units that were added up from months without a December: their closings are not those of the year."""
    months: dict[str, set[int]] = {}
    for one in reading.months:
        months.setdefault(one.unit, set()).add(one.period.month)
    return [one for one in reading.parts if one.unit in months and 12 not in months[one.unit]]


def _short(one: Submission, period: Period) -> Finding:
    message = f"上期汇总工作簿{one.named}里，{one.unit}{one.period.chinese}的数缺12月，期末数不是年末的，没有用来带入或核对。"
    return collection_finding("merge.previous_unread", message, unit=one.unit, period=str(period), file=one.source.file)


def _unused(choice: RevisionChoice, unread: Sequence[Unread], period: Period) -> list[Finding]:
    findings = []
    for unit, at in choice.disputed:
        files = "、".join(one.named for one in choice.history[unit, at])
        message = f"{unit}的上期（{at.chinese}）有几份不一致的报送（{files}），它的结转没有与上期核对。请先核实上期以哪份为准。"
        findings.append(collection_finding("merge.previous_unread", message, unit=unit, period=str(period)))
    for one in unread:
        message = f"上期的文件{one.file}没有读出（{one.reason}），里面的单位没有与上期核对。"
        findings.append(collection_finding("merge.previous_unread", message, unit=one.unit, period=str(period), file=one.file))
    return findings
