"""报送情况: a grid of who has reported for which month or year, when, and who has not. Pure; `gkxl.reporting_status.assess` fills it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from gkxl.forms import Words
from gkxl.model.period import Period
from gkxl.model.roster import RosterEntry
from gkxl.model.submission import Key, Submission
from gkxl.model.unit import Unit, ambiguous_names
from gkxl.rules.unread import Unread


class State(StrEnum):
    """What is known of one unit for one period; the words that people see are in `STATE_NAMES`."""

    ON_TIME = "on_time"
    LATE = "late"
    RECEIVED = "received"
    """Here, but without a due day or a date to judge by."""
    MISSING = "missing"
    UNREADABLE = "unreadable"
    DISPUTED = "disputed"
    """Several different ones with the same revision."""
    NOT_DUE = "not_due"
    NOT_ASKED = "not_asked"


STATE_NAMES = {
    State.ON_TIME: "按时",
    State.LATE: "迟报",
    State.RECEIVED: "已报",
    State.MISSING: "缺报",
    State.UNREADABLE: "未读出",
    State.DISPUTED: "重复",
    State.NOT_DUE: "未到期",
    State.NOT_ASKED: "—",
}
HERE = frozenset({State.ON_TIME, State.LATE, State.RECEIVED})
OPEN = frozenset({State.MISSING, State.UNREADABLE, State.DISPUTED})
"""What somebody must still see to."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One cell of the grid."""

    who: Unit
    period: Period
    state: State
    corrected: bool = False
    """Whether a revision above 1 counts."""
    filled_on: dt.date | None = None
    """Of the first submission."""
    due: dt.date | None = None
    asked: bool = True
    """Whether this unit must report for this period; else something came that nobody asked for."""
    submission: Submission | None = None
    """The one that counts."""
    files: tuple[str, ...] = ()
    """What came in its place: files that were not read, or that contradict each other."""
    unread: Unread | None = None
    """Why nothing of it was read, where that is so."""

    @property
    def unit(self) -> str:
        """Name of the unit."""
        return self.who.name

    @property
    def shown(self) -> str:
        """For people: "按时", "迟报·更正"."""
        if not self.corrected:
            return STATE_NAMES[self.state]
        return "更正" if self.state in (State.ON_TIME, State.RECEIVED) else f"{STATE_NAMES[self.state]}·更正"


@dataclass(frozen=True)
class StatusGrid:
    """The grid: a line for each unit, a column for each period."""

    period: Period
    periods: tuple[Period, ...]
    lines: tuple[tuple[RosterEntry, tuple[Slot, ...]], ...]
    words: Words
    """How people call what is reported."""
    today: dt.date | None = None

    @property
    def rostered(self) -> bool:
        """Whether a roster says who must report."""
        return any(entry.cell for entry, _ in self.lines)

    @cached_property
    def _ambiguous(self) -> frozenset[str]:
        return ambiguous_names(entry.who for entry, _ in self.lines)

    def called(self, unit: Unit) -> str:
        """Return how people call a unit: by its name, or by its path where another one has the same name."""
        return unit.path if unit.name in self._ambiguous else unit.name

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """Every cell in which something is or should be."""
        return tuple(slot for _, slots in self.lines for slot in slots if slot.state is not State.NOT_ASKED)

    @cached_property
    def asked(self) -> tuple[Slot, ...]:
        """The cells that must be filled."""
        return tuple(slot for slot in self.slots if slot.asked)

    def count(self, *states: State) -> int:
        """Number of the cells asked for that are in one of these states."""
        return sum(slot.state in states for slot in self.asked)

    @property
    def missing(self) -> list[Key]:
        """What is missing and due, in the order of the grid."""
        return [(slot.who, slot.period) for slot in self.asked if slot.state is State.MISSING]

    @property
    def to_come(self) -> list[Key]:
        """What is not there and not due yet."""
        return [(slot.who, slot.period) for slot in self.asked if slot.state is State.NOT_DUE]

    @property
    def counts(self) -> dict[str, int]:
        """Numbers of cells: expected, received, each state, corrected, and what came beyond them."""
        numbers = {"expected": len(self.asked), "received": self.count(*HERE), "received_undated": self.count(State.RECEIVED)}
        states = {str(state): self.count(state) for state in State if state not in (State.NOT_ASKED, State.RECEIVED)}
        return numbers | states | {"corrected": sum(slot.corrected for slot in self.asked), "not_asked": len(self.slots) - len(self.asked)}

    @property
    def count_line(self) -> str:
        """One line on the whole grid."""
        counts = self.counts
        here = [f"{name}{number}份" for name, number in (("迟报", counts["late"]), ("更正", counts["corrected"])) if number]
        parts = [f"应报{counts['expected']}份", f"已报{counts['received']}份" + (f"（其中{'、'.join(here)}）" if here else "")]
        for state, name in ((State.MISSING, "缺报"), (State.UNREADABLE, "未读出"), (State.DISPUTED, "重复且不一致"), (State.NOT_DUE, "未到期")):
            if self.count(state):
                parts.append(f"{name}{self.count(state)}份")
        return "，".join(parts) + (f"；另有{counts['not_asked']}份不在应报之列" if counts["not_asked"] else "")
