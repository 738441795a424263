"""Open the workbooks that accompany a merge: the roster, and the workbook of the previous period."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from gkxl.errors import InputError
from gkxl.period import Period
from gkxl.submission import Submission

if TYPE_CHECKING:
    from gkxl.workbook.roster_sheet import RosterEntry


def load_roster(path: Path) -> list[RosterEntry]:
    """Return the units on a roster; raises InputError."""
    from gkxl.workbook.opening import UnreadableFileError, open_workbook
    from gkxl.workbook.roster_sheet import RosterError, read_roster

    try:
        return read_roster(open_workbook(path), str(path))
    except UnreadableFileError as error:
        raise InputError(f"单位名册{path}：{error}") from error
    except RosterError as error:
        raise InputError(str(error)) from error


def holds_submission(path: Path) -> bool:
    """Whether a file is a department's filled workbook, which no output may replace."""
    from gkxl.workbook.opening import UnreadableFileError, open_workbook
    from gkxl.workbook.reading import read_workbook

    try:
        reading = read_workbook(open_workbook(path), str(path))
    except UnreadableFileError:
        return False
    return reading.summary is None and bool(reading.submissions)


def load_previous(path: Path, period: Period) -> tuple[Submission | None, dict[str, Submission]]:
    """Return the 汇总 (if any) and the submissions by unit of an earlier workbook; raises InputError."""
    from gkxl.workbook.opening import UnreadableFileError, open_workbook
    from gkxl.workbook.reading import read_workbook

    try:
        reading = read_workbook(open_workbook(path), str(path))
    except UnreadableFileError as error:
        raise InputError(f"上期工作簿{path}：{error}") from error
    found = ([reading.summary] if reading.summary else []) + reading.submissions
    if not found:
        raise InputError(f"上期工作簿{path}里没有汇总表或填报表，无法核对结转；请给出上期的汇总工作簿")
    if found[0].period not in period.predecessors:
        wanted = "或".join(one.chinese for one in period.predecessors)
        raise InputError(f"上期工作簿{path}是{found[0].period.chinese}的，{period.chinese}的上一期是{wanted}；请给出上一期的汇总工作簿")
    return reading.summary, {one.unit: one for one in reading.submissions}
