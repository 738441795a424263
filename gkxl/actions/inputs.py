"""Open the workbooks that accompany an action: the roster, and what was stated for the period before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from gkxl.actions.collecting import renamed
from gkxl.errors import InputError
from gkxl.period import Period
from gkxl.roster import Roster, RosterError
from gkxl.selection import select
from gkxl.submission import Submission


def load_roster(path: Path, body: str = "") -> Roster:
    """Return the roster in a workbook; `body` is the unit whose merge it is, if known. Raises InputError that names each fault by its cell."""
    from gkxl.workbook.opening import UnreadableFileError, open_workbook
    from gkxl.workbook.roster_sheet import read_roster

    try:
        return read_roster(open_workbook(path), str(path), body)
    except UnreadableFileError as error:
        raise InputError(f"单位名册{path}：{error}") from error
    except RosterError as error:
        raise InputError(f"单位名册有误，请改正后重试：\n{error}") from error


def holds_submission(path: Path) -> bool:
    """Whether a file is a department's filled workbook, which no output may replace."""
    from gkxl.workbook.opening import UnreadableFileError, open_workbook
    from gkxl.workbook.reading import read_workbook

    try:
        reading = read_workbook(open_workbook(path), str(path))
    except UnreadableFileError:
        return False
    return reading.summary is None and bool(reading.submissions)


@dataclass(frozen=True)
class Previous:
    """What was stated for the period before."""

    bodies: list[Submission]
    """汇总 of merged workbooks."""
    units: dict[str, list[Submission]]
    """By unit: at the turn of the year a unit may have stated December, the year, or both."""


def load_previous(paths: Sequence[Path], period: Period, official: Mapping[str, str]) -> Previous:
    """Return what the workbooks at `paths` (files or folders) say about the period before `period`; raises InputError if nothing.

    `official` gives each name and alias on the roster the name of its unit.
    """
    from gkxl.workbook.intake import take_in

    intake = take_in(paths)
    shown = "、".join(map(str, paths))
    first = period.months[0]
    wanted = dict.fromkeys((*period.predecessors, *first.predecessors))
    bodies = [reading.summary for reading in intake.readings if reading.summary]
    units = [one for reading in intake.readings for one in (reading.submissions or [*reading.parts, *reading.months])]
    if not bodies and not units:
        reasons = "".join(f"；{one.file}：{one.reason}" for one in intake.unread[:3])
        raise InputError(f"上期工作簿{shown}里没有汇总表或填报表，无法核对结转；请给出上期的汇总工作簿或填报表{reasons}")
    found = sorted({one.period for one in (*bodies, *units)})
    bodies = [one for one in bodies if one.period in wanted]
    selection = select(renamed(one, official) for one in units if one.period in wanted)
    if not bodies and not selection.counted:
        asked = "或".join(one.chinese for one in wanted)
        raise InputError(
            f"上期工作簿{shown}是{'、'.join(one.chinese for one in found[:3])}的，{period.chinese}的上一期是{asked}；请给出上一期的汇总工作簿或填报表"
        )
    by_unit: dict[str, list[Submission]] = {}
    for one in (*selection.counted, *(renamed(body, official) for body in bodies)):
        by_unit.setdefault(one.unit, []).append(one)
    return Previous(bodies, by_unit)
