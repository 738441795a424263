"""报送情况: who has reported for which month or year, when, and who has not. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from gkxl.due import parse_day
from gkxl.findings import Unread
from gkxl.period import Period
from gkxl.roster import Cycle, Roster, RosterEntry
from gkxl.selection import Key, Selection
from gkxl.submission import Submission
from gkxl.tree import expected_units


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

    unit: str
    period: Period
    state: State
    corrected: bool = False
    """Whether a revision above 1 counts."""
    filled_on: dt.date | None = None
    """Of the first submission."""
    due: dt.date | None = None
    submission: Submission | None = None
    """The one that counts."""
    files: tuple[str, ...] = ()
    """What came in its place: files that were not read, or that contradict each other."""
    reason: str = ""
    """Why they were not read."""

    @property
    def shown(self) -> str:
        """For people: "按时", "迟报·更正"."""
        if not self.corrected:
            return STATE_NAMES[self.state]
        return "更正" if self.state in (State.ON_TIME, State.RECEIVED) else f"{STATE_NAMES[self.state]}·更正"


@dataclass(frozen=True)
class Attendance:
    """The grid: a line for each unit, a column for each period."""

    period: Period
    periods: tuple[Period, ...]
    lines: tuple[tuple[RosterEntry, tuple[Slot, ...]], ...]
    today: dt.date | None = None

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """Every cell in which something is or should be."""
        return tuple(slot for _, slots in self.lines for slot in slots if slot.state is not State.NOT_ASKED)

    def count(self, *states: State) -> int:
        """Number of cells in one of these states."""
        return sum(slot.state in states for slot in self.slots)

    @property
    def missing(self) -> list[Key]:
        """What is missing, in the order of the grid."""
        return [(slot.unit, slot.period) for slot in self.slots if slot.state is State.MISSING]

    @property
    def counts(self) -> dict[str, int]:
        """Numbers of cells: expected, received, each state, and corrected."""
        corrected = sum(slot.corrected for slot in self.slots)
        numbers = {"expected": len(self.slots), "received": self.count(*HERE)}
        states = {str(state): self.count(state) for state in State if state not in (State.NOT_ASKED, State.RECEIVED)}
        return numbers | {"received_undated": self.count(State.RECEIVED)} | states | {"corrected": corrected}

    @property
    def count_line(self) -> str:
        """One line on the whole grid."""
        corrected = self.counts["corrected"]
        here = [f"{name}{number}份" for name, number in (("迟报", self.count(State.LATE)), ("更正", corrected)) if number]
        parts = [f"应报{len(self.slots)}份", f"已报{self.count(*HERE)}份" + (f"（其中{'、'.join(here)}）" if here else "")]
        for state, name in ((State.MISSING, "缺报"), (State.UNREADABLE, "未读出"), (State.DISPUTED, "重复且不一致"), (State.NOT_DUE, "未到期")):
            if self.count(state):
                parts.append(f"{name}{self.count(state)}份")
        return "，".join(parts)


def attend(roster: Roster, period: Period, selection: Selection, unread: Sequence[Unread], today: dt.date | None = None) -> Attendance:
    """Return who has reported for `period`, a month or a year with its months.

    `selection` is of submissions within the period, `unread` of what could not be read (its unit and period where these are
    known).  With `today`, a period that nobody has reported and whose due day (or else last day) is not past is not due yet.
    """
    counted = {(one.unit, one.period): one for one in selection.counted}
    unreadable = {(one.unit, one.period): one for one in unread if one.unit and one.period}
    undated = {one.unit: one for one in unread if one.unit and not one.period}
    here: dict[str, set[Period]] = {}
    for unit, at in (*counted, *selection.disputed, *unreadable):
        if at == period or at in period.months:
            here.setdefault(unit, set()).add(at)
    expected = expected_units(roster, here.keys())
    begun = {at for many in here.values() for at in many}
    others = tuple(RosterEntry(unit) for unit in sorted(here.keys() - roster.parents.keys() - {roster.root}))
    lines = []
    for entry in (*roster.entries, *others):
        own = here.get(entry.unit, set())
        stated = (entry.unit, period) in counted or (entry.unit, period) in selection.disputed
        asked = _asked(entry, period, own, stated) if entry.unit in expected or entry in others else frozenset()
        slots = {}
        for at in (*period.months, period):
            key = entry.unit, at
            if at in asked or at in own:
                slots[at] = _slot(entry, key, counted, selection, unreadable, None if at in begun else today)
        gaps = [at for at, slot in slots.items() if slot.state is State.MISSING]
        if len(gaps) == 1 and entry.unit in undated:
            lost = undated[entry.unit]
            slots[gaps[0]] = replace(slots[gaps[0]], state=State.UNREADABLE, files=(lost.file,), reason=lost.reason)
        lines.append((entry, slots))
    used = {at for _, slots in lines for at in slots}
    columns = tuple(at for at in (*period.months, *(() if period.month else (period,))) if at in used) or (period,)
    grid = tuple((entry, tuple(slots.get(at) or Slot(entry.unit, at, State.NOT_ASKED) for at in columns)) for entry, slots in lines)
    return Attendance(period, columns, grid, today)


def _asked(entry: RosterEntry, period: Period, here: set[Period], stated: bool) -> frozenset[Period]:
    """Return the periods for which a unit must report within `period`: given for which something came, and whether it `stated` the whole."""
    if period.month:
        return frozenset() if entry.cycle is Cycle.YEARLY else frozenset({period})
    months = here - {period}
    if stated or (period in here and not months):
        return frozenset({period})
    by_month = months if entry.cycle is Cycle.ANY else entry.cycle is Cycle.MONTHLY or months
    return frozenset(period.months) if by_month else frozenset({period})


def _slot(
    entry: RosterEntry,
    key: Key,
    counted: Mapping[Key, Submission],
    selection: Selection,
    unreadable: Mapping[Key, Unread],
    today: dt.date | None,
) -> Slot:
    unit, at = key
    due = entry.due.date(at) if entry.due else None
    submission = counted.get(key)
    if submission is not None:
        first = selection.history[key][0]
        filled_on = parse_day(first.head.get("filled_on", ""), at)
        return Slot(unit, at, _judged(first, at, filled_on, due), submission.revision > 1, filled_on, due, submission)
    if key in selection.disputed:
        return Slot(unit, at, State.DISPUTED, due=due, files=tuple(one.source.file for one in selection.history[key]))
    if key in unreadable:
        return Slot(unit, at, State.UNREADABLE, due=due, files=(unreadable[key].file,), reason=unreadable[key].reason)
    early = today is not None and today <= (due or at.end)
    return Slot(unit, at, State.NOT_DUE if early else State.MISSING, due=due)


def _judged(first: Submission, at: Period, filled_on: dt.date | None, due: dt.date | None) -> State:
    """Return whether a unit was on time, by the day on which it filled in its first submission."""
    if due is None or filled_on is None or filled_on < at.start:
        return State.RECEIVED
    if filled_on <= due:
        return State.ON_TIME
    # Where only a correction is here, nobody can tell whether the first one was late.
    return State.LATE if first.revision == 1 else State.RECEIVED
