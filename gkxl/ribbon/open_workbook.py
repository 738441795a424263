"""What the workbook that is open says: its submissions, its roster, its name."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gkxl.errors import InputError
from gkxl.model.period import Period
from gkxl.model.roster import EmptyRosterError, Roster, RosterError
from gkxl.ribbon.live_book import LiveBook

if TYPE_CHECKING:
    from gkxl.actions.outcome import Outcome
    from gkxl.workbook.reading.folders import Intake
    from gkxl.workbook.reading.submissions import WorkbookReading
    from gkxl.workbook.writing.workbooks import Merged


@dataclass
class OpenWorkbook:
    """A workbook of ours that is open in Excel."""

    book: Any
    reading: WorkbookReading
    roster: Roster | None = None
    kept: dict[str, list[list[object]]] = field(default_factory=dict)
    """Sheet name, in workbook order, to its rows as they were read."""

    @property
    def body(self) -> str:
        """Name of the unit that the workbook is of: on 汇总, else what stands above all others on the roster; "" if nobody says."""
        from gkxl.actions.outcome import NAMELESS

        written = self.reading.summary.unit if self.reading.summary else ""
        return written if written not in ("", NAMELESS) else self.roster.root if self.roster else ""

    @property
    def periods(self) -> list[Period]:
        """What its input sheets are on, filled in or not; the latest last."""
        return sorted({place.period for place in self.reading.places if place.period})

    @property
    def scope(self) -> Period | None:
        """The period that it collects: that of its input sheets, or the year of their months; None where they do not say."""
        years = {period.year for period in self.periods}
        if len(self.periods) == 1:
            return self.periods[0]
        return Period(years.pop()) if len(years) == 1 else None

    @property
    def intake(self) -> Intake:
        """Its input sheets as one file that was read; its own 汇总 and 明细 are what comes of them, and count for nothing here."""
        from gkxl.workbook.reading.folders import Intake
        from gkxl.workbook.reading.submissions import never_filled

        inputs = replace(self.reading, summary=None, parts=[], months=[])
        # A blank sheet waits for its unit: the roster says that it is missing, it need not be said to be unreadable as well.
        waiting = [one for one in never_filled(self.reading) if self.roster and one.unit in self.roster.official]
        return Intake([inputs], [one for one in self.reading.unread if one not in waiting])

    @cached_property
    def merged(self) -> tuple[Outcome, Merged]:
        """What a merge of its input sheets finds, for the month they are on, or for the year of their months; InputError where there is nothing."""
        from gkxl.actions.loading import Loaded
        from gkxl.actions.merging import merge

        if not self.reading.submissions:
            raise InputError("\n".join(["本工作簿里还没有可以汇总的填报表：", *(f"  {one.reason}" for one in self.reading.unread[:8])]).rstrip("："))
        return merge(Loaded(self.intake, self.roster, self.body), self._period())

    def _period(self) -> Period | None:
        """Return the year of sheets for several months; None where one period is clear, or several years are not."""
        periods = {one.period for one in self.reading.submissions}
        years = {period.year for period in periods}
        return Period(years.pop()) if len(periods) > 1 and len(years) == 1 else None


def read_open(book: Any) -> OpenWorkbook:
    """Read everything that is ours in an open workbook; raises InputError where nothing is, or where its roster has faults."""
    from gkxl.workbook.format.sheet_names import ROSTER
    from gkxl.workbook.reading.submissions import read_workbook

    live = _Remembering(book)
    reading = read_workbook(live, book.name)
    if not reading.ours:
        raise InputError(f"“{book.name}”不是 gkxl 的工作簿；请打开用 gkxl 模板填报或汇总的工作簿再点一次")
    roster = None
    if ROSTER in live.sheet_names:
        with contextlib.suppress(EmptyRosterError):  # nobody has written one: then nobody is missing
            roster = _roster(live, book.name, reading.summary.unit if reading.summary else "")
    return OpenWorkbook(book, reading, roster, live.read)


def _roster(live: LiveBook, name: str, body: str) -> Roster:
    from gkxl.workbook.reading.roster import read_roster

    try:
        return read_roster(live, name, body)
    except EmptyRosterError:
        raise
    except RosterError as error:
        raise InputError(f"单位名册有误，请改正后再点一次：\n{error}") from error


class _Remembering(LiveBook):
    """Asks Excel for each sheet once."""

    def __init__(self, book: Any) -> None:
        super().__init__(book)
        self.read: dict[str, list[list[object]]] = {}

    def rows(self, sheet: str) -> list[list[object]]:
        if sheet not in self.read:
            self.read[sheet] = super().rows(sheet)
        return self.read[sheet]


def folder_of(book: Any) -> Path:
    """Return the folder that a workbook lies in; raises InputError where it has never been saved."""
    path = path_of(book)
    if path is None or not path.parent.is_dir():
        raise InputError(f"“{book.name}”还没有保存到本机或共享文件夹；请先另存到一个文件夹，再点一次")
    return path.parent


def path_of(book: Any) -> Path | None:
    """Return the file of a workbook; None where it has never been saved, or lies in a cloud where files cannot be put beside it.

    Excel is asked itself: xlwings would look for the folder of a cloud, and in a sheet of the workbook for where that is.
    """
    path = Path(book.api.FullName)
    return path if path.is_absolute() and "://" not in book.api.FullName else None
