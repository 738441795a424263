"""A workbook that is open somewhere: what is asked of the program that has it open, and what the workbook says."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from gkxl.errors import InputError
from gkxl.forms import STATUTORY
from gkxl.model.period import Period
from gkxl.model.roster import EmptyRosterError, Roster, RosterError
from gkxl.workbook.reading.protocol import Book

if TYPE_CHECKING:
    from gkxl.actions.outcome import Outcome
    from gkxl.model.submission import Submission
    from gkxl.rules.marks import Mark
    from gkxl.workbook.format.lines_beside import LinesName
    from gkxl.workbook.format.sheet_plan import SheetPlan
    from gkxl.workbook.reading.intake import Intake
    from gkxl.workbook.reading.submissions import WorkbookReading
    from gkxl.workbook.sheets.refreshed_cells import Filling
    from gkxl.workbook.writing.workbooks import Merged

Place = tuple[str, str]
"""Sheet and address of a cell."""


class OpenWorkbook(Book, Protocol):
    """A workbook in the program that has it open. Whatever changes it raises InputError, with nothing changed, where a password is in the way."""

    @property
    def name(self) -> str:
        """As its program shows it: that of its file."""
        ...

    @property
    def file(self) -> Path | None:
        """Its file; None where it was never saved, or lies where nothing can be put beside it."""
        ...

    def say(self, words: str) -> None:
        """Tell the user what is being done."""
        ...

    def check_structure(self) -> None:
        """Raise InputError where no sheet can be added."""
        ...

    def check_sheets(self, changed: Iterable[str]) -> None:
        """Raise InputError where one of these sheets cannot be written."""
        ...

    def take_in(self, fillings: Sequence[Filling], added: Sequence[SheetPlan], after: str) -> None:
        """Write cells into input sheets that are there, and add new sheets behind the sheet `after`: all of it or nothing."""
        ...

    def put(self, plans: Sequence[SheetPlan], after: Sequence[str]) -> None:
        """Fill the sheets of these plans; one that is missing is added behind the sheet that `after` names for it ("": behind the last)."""
        ...

    def mark(self, wrong: Mapping[Place, Mark]) -> Sequence[Place]:
        """Colour each of these cells, and say on it what is wrong; return those that can hold no mark and were left as they are."""
        ...

    def clear_marks(self) -> int:
        """Take every mark of ours away and give the cells back what they had; return how many there were."""
        ...


@dataclass
class Contents:
    """What a workbook of ours that is open says."""

    book: OpenWorkbook
    reading: WorkbookReading
    roster: Roster | None = None
    series: str = STATUTORY
    """Of what its sheets are that the buttons work on."""
    kept: dict[str, list[list[object]]] = field(default_factory=dict)
    """Sheet name, in workbook order, to its rows as they were read."""

    @property
    def body(self) -> str:
        """Name of the unit that the workbook is of: on 汇总, else what stands above all others on the roster; "" if nobody says."""
        from gkxl.model.unit_names import NAMELESS

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
        from gkxl.workbook.reading.intake import Intake
        from gkxl.workbook.reading.submissions import never_filled

        inputs = replace(self.reading, summary=None, parts=[], months=[], explanations=[])
        # A blank sheet waits for its unit: the roster says that it is missing, it need not be said to be unreadable as well.
        waiting = [blank for blank in never_filled(self.reading) if self.roster and blank.unit in self.roster.called]
        return Intake([inputs], [unread for unread in self.reading.unread if unread not in waiting])

    @cached_property
    def merged(self) -> tuple[Outcome, Merged]:
        """What a merge of its input sheets finds, for the month they are on, or for the year of their months; InputError where there is nothing."""
        from gkxl.actions.loading import Loaded
        from gkxl.actions.merging import merge
        from gkxl.workbook.format.sheet_names import SUMMARY
        from gkxl.workbook.reading.signed_sheet import signed_before

        if not self.reading.submissions:
            reasons = [f"  {unread.reason}" for unread in self.reading.unread[:8]]
            nothing = "本工作簿里还没有可以汇总的填报表；请先填写，或点“导入科室报表”"
            raise InputError("：\n".join([nothing, "\n".join(reasons)]) if reasons else nothing)
        loaded = Loaded(self.intake, self.roster, self.body, series=self.series, written=self.reading.explanations)
        return merge(loaded, self._period(), before=signed_before(self.kept.get(SUMMARY, []), self.reading.summary))

    @property
    def total(self) -> tuple[Submission, str]:
        """The sum of its input sheets, else its 汇总, and how it is incomplete or wrong ("": it is neither); InputError where there is nothing."""
        total = self.reading.summary
        if total is not None and total.merge_state is not None and not self.reading.submissions and any(total.figures):
            return total, total.merge_state.caution if not total.merge_state.complete else ""
        outcome, merged = self.merged
        return merged.body, "" if outcome.ok else outcome.state

    def _period(self) -> Period | None:
        """Return the year of sheets for several months; None where one period is clear, or several years are not."""
        periods = {submission.period for submission in self.reading.submissions}
        years = {period.year for period in periods}
        return Period(years.pop()) if len(periods) > 1 and len(years) == 1 else None


def read_open(book: OpenWorkbook) -> Contents:
    """Read everything that is ours in an open workbook; raises InputError where nothing is, or where its roster has faults."""
    from gkxl.workbook.format.sheet_names import ROSTER
    from gkxl.workbook.reading.by_series import main_series, of_one
    from gkxl.workbook.reading.submissions import read_workbook

    once = ReadOnce(book)
    reading = read_workbook(once, book.name)
    if not reading.ours:
        raise InputError(f"“{book.name}”不是 gkxl 的工作簿；请打开用 gkxl 模板填报或汇总的工作簿再点一次")
    roster = None
    if ROSTER in once.sheet_names:
        with contextlib.suppress(EmptyRosterError):  # nobody has written one: then nobody is missing
            roster = _roster(once, book.name, reading.summary.unit if reading.summary else "")
    series = main_series(reading)
    return Contents(book, of_one(reading, series) or reading, roster, series, once.read)


def saved_file(book: OpenWorkbook) -> Path:
    """Return the file of a workbook, beside which something is to be put; raises InputError where it was never saved to a folder."""
    if book.file is None:
        raise InputError(f"“{book.name}”还没有保存到本机或共享文件夹；请先另存到一个文件夹，再点一次")
    return book.file


def _roster(book: Book, name: str, body: str) -> Roster:
    from gkxl.workbook.reading.roster import read_roster

    try:
        return read_roster(book, name, body)
    except EmptyRosterError:
        raise
    except RosterError as error:
        raise InputError(f"单位名册有误，请改正后再点一次：\n{error}") from error


class ReadOnce:
    """Asks for the rows of each sheet once: each time is a trip to another program (`gkxl.workbook.reading.protocol.Book`)."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self.sheet_names = book.sheet_names
        self.may_be_coded = book.may_be_coded
        self.error_cells, self.hidden_booleans, self.uncalculated_cells = book.error_cells, book.hidden_booleans, book.uncalculated_cells
        self.far_cells = book.far_cells
        self.read: dict[str, list[list[object]]] = {}

    def lines_beside(self, name: LinesName) -> None:
        """Return nothing: the workbook's own 明细 counts for nothing here."""

    def rows(self, sheet: str) -> list[list[object]]:
        if sheet not in self.read:
            self.read[sheet] = self._book.rows(sheet)
        return self.read[sheet]
