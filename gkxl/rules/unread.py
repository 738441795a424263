"""What was not read and what was passed over, as values: a reason for programs, and two sentences for people."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from gkxl.model.period import Period
from gkxl.model.unit import Unit


class UnreadReason(StrEnum):
    """Why a file, or a sheet of it, is not counted."""

    NOT_FOUND = "not_found"
    NO_PERMISSION = "no_permission"
    A_FOLDER = "a_folder"
    UNREACHABLE = "unreachable"
    """The disk or the network fails."""
    EMPTY_FILE = "empty_file"
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    NOT_A_WORKBOOK = "not_a_workbook"
    OTHER_FORMAT = "other_format"
    """A table, but in a format that is not read."""
    PICTURE = "picture"
    """A scan: it shows figures, and holds none."""
    NOT_INSTALLED = "not_installed"
    """What reads this format does not come with gkxl."""
    TOO_LARGE = "too_large"
    READER_FAILED = "reader_failed"
    """Reading it took all memory or time that a file may take, or ended the process in which it was read."""
    NOT_OURS = "not_ours"
    """A workbook without any sheet of ours."""
    LINES_MISSING = "lines_missing"
    """A merged workbook without the file that holds the lines of its 明细."""
    LINES_CHANGED = "lines_changed"
    """The same where that file is not the one that was written with it."""
    NEVER_FILLED = "never_filled"
    """Several sheets of one unit, none filled in."""
    SHEET_DAMAGED = "sheet_damaged"
    STRAY_CELL = "stray_cell"
    MARKER_DAMAGED = "marker_damaged"
    UNKNOWN_FORM = "unknown_form"
    WRONG_FORM = "wrong_form"
    BLANK = "blank"
    ONLY_TOTALS = "only_totals"
    """Its totals are typed, and nothing of what they add up."""
    NO_UNIT = "no_unit"
    NO_PERIOD = "no_period"
    BAD_PERIOD = "bad_period"
    PARTLY_READ = "partly_read"
    """A published report of which rows or figures are missing, where all are needed."""


OF_A_SHEET = frozenset(
    {
        UnreadReason.SHEET_DAMAGED,
        UnreadReason.STRAY_CELL,
        UnreadReason.MARKER_DAMAGED,
        UnreadReason.UNKNOWN_FORM,
        UnreadReason.WRONG_FORM,
        UnreadReason.BLANK,
        UnreadReason.ONLY_TOTALS,
        UnreadReason.NO_UNIT,
        UnreadReason.NO_PERIOD,
        UnreadReason.BAD_PERIOD,
    }
)
"""Reasons that lie in one sheet: its unit can mend it. A file for any other reason must be sent again."""


class SkipReason(StrEnum):
    """Why a file was passed over on purpose."""

    NOT_A_WORKBOOK = "not_a_workbook"
    LOCK_FILE = "lock_file"
    OWN_OUTPUT = "own_output"
    """The output, the roster or what came before: no submission wherever it lies."""
    OUR_REPORT = "our_report"
    OTHER_PERIOD = "other_period"
    UNREADABLE = "unreadable"
    """A page or a document in a folder that may be a report and cannot be read."""
    LINES_BESIDE = "lines_beside"
    """The lines of a merged workbook: they are read with it."""
    UNMARKABLE = "unmarkable"
    """Checked, but in a format of which no marked copy can be made."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A file, or a sheet of it, whose figures are not counted, and why."""

    file: str
    why: UnreadReason
    what: str
    """What is wrong with it, for people, without a full stop."""
    next_step: str = ""
    """What to do about it, for people."""
    unit: str = ""
    """Of whom it is, where that is known or told by the name of the file."""
    period: Period | None = None
    parent: str = ""
    """What stands above that unit; "" where nobody says."""
    series: str = ""
    """Of a sheet, the series of its form; "" of a file."""

    @property
    def who(self) -> Unit:
        """The unit by its place."""
        return Unit(self.unit, self.parent)

    @property
    def reason(self) -> str:
        """What is wrong, and what to do, without a full stop."""
        return _joined(self.what, self.next_step)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was passed over on purpose, and why."""

    file: str
    why: SkipReason
    what: str
    next_step: str = ""

    @property
    def reason(self) -> str:
        """Why it was passed over, and what to do, without a full stop."""
        return _joined(self.what, self.next_step)


def _joined(what: str, next_step: str) -> str:
    return f"{what}；{next_step}" if next_step else what
