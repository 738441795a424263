"""What was stated for the period before: read from its workbooks, and chosen where several say it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from gkxl.actions.collecting import placed
from gkxl.eligibility.revisions import RevisionChoice, choose_revisions
from gkxl.eligibility.whose import below_theirs, lone_parents
from gkxl.errors import InputError
from gkxl.model.period import Period
from gkxl.model.roster import Roster
from gkxl.model.submission import Submission
from gkxl.model.unit import Unit
from gkxl.model.unit_names import NAMELESS
from gkxl.paths import exists
from gkxl.rules.findings import Finding
from gkxl.rules.unread import Unread

if TYPE_CHECKING:
    from gkxl.workbook.reading.cluster import Cluster
    from gkxl.workbook.reading.intake import Intake
    from gkxl.workbook.reading.submissions import WorkbookReading


@dataclass(frozen=True)
class PreviousFiles:
    """Everything that lies where the period before was said to be."""

    shown: str
    """The paths as the user named them."""
    intake: Intake


@dataclass(frozen=True)
class Previous:
    """What was stated for the period before."""

    bodies: Sequence[Submission] = ()
    """汇总 of merged workbooks."""
    parts: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """File of a merged workbook to the units that it sums up."""
    units: Mapping[Unit, Sequence[Submission]] = field(default_factory=dict)
    """By unit: at the turn of the year a unit may have stated December, the year, or both."""
    findings: Sequence[Finding] = ()
    """What could not be used of it, so that it was not compared."""

    @cached_property
    def _by_name(self) -> Mapping[str, Sequence[Unit]]:
        by_name: dict[str, list[Unit]] = {}
        for unit in self.units:
            by_name.setdefault(unit.name, []).append(unit)
        return by_name

    def of(self, unit: Unit) -> Sequence[Submission]:
        """Return what a unit stated: under its own place, else under the only one that may be its own."""
        if unit in self.units:
            return self.units[unit]
        alike = self._by_name.get(unit.name, ())
        return self.units[alike[0]] if len(alike) == 1 and not alike[0].apart(unit) else ()

    def beside(self, units: Iterable[Unit]) -> Previous:
        """Return the same under the places that these units have now: one of the two may not say below whom it stands."""
        now = {self.of(unit)[0].who: unit for unit in units if self.of(unit)}

        def placed_now(submission: Submission) -> Submission:
            unit = now.get(submission.who, submission.who)
            return replace(submission, parent=unit.parent)

        moved = {now.get(unit, unit): [placed_now(submission) for submission in stated] for unit, stated in self.units.items()}
        return replace(self, units=moved)


def load_previous(paths: Sequence[Path], period: Period, roster: Roster, series: str, body: str = "") -> Previous:
    """Return what the workbooks at `paths` (files or folders) say about the period before `period`; raises InputError if nothing."""
    from gkxl.workbook.reading.by_series import of_series

    files = read_previous(paths)
    return recall(replace(files, intake=of_series(files.intake, series)), period, roster, body)


def read_previous(paths: Sequence[Path], workers: int | Cluster | None = None) -> PreviousFiles:
    """Return all that lies at `paths`; raises InputError where one does not exist."""
    from gkxl.workbook.reading.folders import take_in

    absent = [str(path) for path in paths if not exists(path)]
    if absent:
        raise InputError(f"上期的路径“{'”、“'.join(absent)}”不存在；请检查 --previous")
    return PreviousFiles("”、“".join(map(str, paths)), take_in(paths, workers=workers))


def recall(files: PreviousFiles, period: Period, roster: Roster, body: str = "") -> Previous:
    """Return what these files say about the period before `period`; raises InputError where they say nothing of it.

    `body` is the unit whose merge it is, if known: of several merged workbooks its own says what its units stated.
    """
    wanted = predecessors(period)
    readings, _ = placed(files.intake.readings, roster)
    sent = [submission for reading in readings if reading.summary is None for submission in reading.submissions]
    merged = [reading for reading in readings if reading.summary and reading.summary.period in wanted]
    speaking = [reading for reading in merged if body and reading.summary and reading.summary.unit == body] or merged
    within = [submission for reading in speaking for submission in _statements(reading)]
    parents = lone_parents([*sent, *within], body, added_up=False)
    usable = [below_theirs(submission, parents) for submission in (*sent, *within) if submission.period in wanted]
    if not usable and not merged:
        raise InputError(_of_another_time(files, readings, period))
    cut_short = [year for reading in speaking for year in _without_the_end(reading)]
    dropped = {year.key for year in cut_short}
    of_units = choose_revisions(submission for submission in usable if submission.key not in dropped)
    of_bodies = choose_revisions(reading.summary for reading in merged if reading.summary)
    return Previous(
        of_bodies.counted,
        {reading.file: frozenset(submission.unit for submission in _statements(reading)) for reading in merged},
        _by_unit(of_units.counted, of_bodies.counted),
        [
            *_disputed(of_units, period),
            *_not_read(files.intake.unread, period),
            *_disputed(of_bodies, period),
            *(_said_without_the_end(year, period) for year in cut_short),
        ],
    )


def recall_all(files: PreviousFiles, periods: Sequence[Period], roster: Roster) -> Previous:
    """Return what these files say about the periods before several ones, none of which need have one; raises InputError if none has."""
    units: dict[Unit, list[Submission]] = {}
    findings: list[Finding] = []
    refused: list[InputError] = []
    for period in periods:
        try:
            found = recall(files, period, roster)
        except InputError as error:
            refused.append(error)
            continue
        for unit, stated in found.units.items():
            units.setdefault(unit, []).extend(stated)
        findings += [finding for finding in found.findings if finding not in findings]
    if periods and len(refused) == len(periods):
        raise refused[0]
    return Previous(units=units, findings=findings)


def predecessors(period: Period) -> list[Period]:
    """Return what counts as the period before, the likest first: for a year the last year, then what ends with its December."""
    return list(period.predecessors)


def body_before(total: Submission, previous: Previous) -> Submission | None:
    """Return the total of the same unit for the period before, else the only one there is; several others are parts of this one."""
    named = [body for body in previous.bodies if total.unit in (NAMELESS, body.unit)]
    if not named and len(previous.bodies) > 1:
        return None
    order = predecessors(total.period)
    candidates = [body for body in named or previous.bodies if body.period in order]
    return min(candidates, key=lambda body: order.index(body.period), default=None)


def _of_another_time(files: PreviousFiles, readings: Sequence[WorkbookReading], period: Period) -> str:
    """Return why none of these files says anything of the period before."""
    stated = [submission for reading in readings for submission in ([reading.summary] if reading.summary else reading.submissions)]
    if not stated:
        reasons = "".join(f"；{unread.file}：{unread.reason}" for unread in files.intake.unread[:3])
        return f"上期的“{files.shown}”里没有汇总表或填报表；请给出上期的汇总工作簿，或上期各单位的填报表{reasons}"
    found = "、".join(at.chinese for at in sorted({submission.period for submission in stated})[:3])
    asked = "或".join(at.chinese for at in period.spoken_predecessors)
    return f"上期的“{files.shown}”是{found}的，{period.chinese}的上一期是{asked}；请给出上一期的汇总工作簿或填报表"


def _statements(reading: WorkbookReading) -> list[Submission]:
    """Return the statements of the units within a merged workbook, from their sheets where they have some."""
    return [*(reading.submissions or reading.parts), *reading.months]


def _by_unit(units: Iterable[Submission], bodies: Iterable[Submission]) -> dict[Unit, list[Submission]]:
    """Return what each unit stated; a 汇总 speaks for a unit that said nothing itself of that period."""
    known = {submission.key: submission for submission in bodies}
    own = {submission.key: submission for submission in units}
    by_unit: dict[Unit, list[Submission]] = {}
    for submission in (own | {key: total for key, total in known.items() if key not in own}).values():
        by_unit.setdefault(submission.who, []).append(submission)
    return by_unit


def _without_the_end(reading: WorkbookReading) -> list[Submission]:
    """Return the years, or other spans, of units that were added up without the last month: their closings are not those of the whole."""
    ends: dict[Unit, set[int]] = {}
    for submission in reading.months:
        ends.setdefault(submission.who, set()).add(submission.period.last)
    return [whole for whole in reading.parts if whole.who in ends and whole.period.last not in ends[whole.who]]


def _said_without_the_end(year: Submission, period: Period) -> Finding:
    end = "年末" if year.period.is_year else "期末"
    lacking = f"{year.called}{year.period.chinese}的数缺{year.period.last}月，期末数不是{end}的"
    message = f"上期汇总工作簿{year.named}里，{lacking}，没有用来带入或核对；请换用已补齐的上期汇总工作簿。"
    return Finding.of("merge.previous_unread", message, unit=year.who, period=str(period), file=year.source.file)


def _disputed(choice: RevisionChoice, period: Period) -> list[Finding]:
    findings = []
    for unit, at in choice.disputed:
        files = "、".join(submission.named for submission in choice.history[unit, at])
        message = f"{unit.path}的上期（{at.chinese}）有几份不一致的报送（{files}），它的结转没有与上期核对。请先核实上期以哪份为准。"
        findings.append(Finding.of("merge.previous_unread", message, unit=unit, period=str(period)))
    return findings


def _not_read(files: Sequence[Unread], period: Period) -> list[Finding]:
    findings = []
    for unread in files:
        message = f"上期的文件{unread.file}没有读出（{unread.reason}），里面的单位没有与上期核对。"
        findings.append(Finding.of("merge.previous_unread", message, unit=unread.who, period=str(period), file=unread.file))
    return findings
