"""Fill the grid of 报送情况: what each unit must report, what came of it, and what is not due yet. Pure."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from gkxl.aggregation.cover import parts_within, uncovered
from gkxl.eligibility.hierarchy import expected_units
from gkxl.eligibility.revisions import RevisionChoice
from gkxl.forms import Words
from gkxl.model.period import Period
from gkxl.model.roster import Roster, RosterEntry
from gkxl.model.submission import Key, Submission
from gkxl.model.unit import Unit
from gkxl.reporting_status.grid import Slot, State, StatusGrid
from gkxl.rules.unread import Unread


def assess(
    roster: Roster, period: Period, choice: RevisionChoice, unread: Sequence[Unread], words: Words, today: dt.date | None = None
) -> StatusGrid:
    """Return who has reported for `period`: a month, or a year or another span with its months.

    `choice` is of submissions within the period, `unread` of what could not be read (its unit and period where these are
    known).  On `today` a period is not due as long as its due day, or where there is none its last day, is not past.  Without
    it the months after the last one that anybody has reported are not due.
    """
    came = _Came(period, choice, unread)
    expected = expected_units(roster, came.periods)
    asked = {entry.who: _asked(entry, period, came) for entry in roster.entries if entry.who in expected}
    calendar = _Calendar(period, asked, came.periods, today)
    unlisted = sorted(came.periods.keys() - roster.parents.keys() - {roster.top})
    entries = (*roster.entries, *(RosterEntry(unit.name, unit.parent) for unit in unlisted))
    slots = {entry.who: _slots(entry, asked.get(entry.who, frozenset()), came, calendar) for entry in entries}
    columns = _columns(period, slots.values())
    lines = tuple((entry, tuple(slots[entry.who].get(at) or Slot(entry.who, at, State.NOT_ASKED) for at in columns)) for entry in entries)
    return StatusGrid(period, columns, lines, words, today)


class _Came:
    """What came, of whatever use."""

    def __init__(self, period: Period, choice: RevisionChoice, unread: Sequence[Unread]) -> None:
        self.counted = {submission.key: submission for submission in choice.counted}
        self.disputed = frozenset(choice.disputed)
        self.history = choice.history
        self.unreadable = {(file.who, file.period): file for file in unread if file.unit and file.period}
        self.undated = {file.who: file for file in unread if file.unit and not file.period}
        """Unreadable files of which only the unit is known."""
        self.periods: dict[Unit, set[Period]] = {}
        """Of each unit the periods, within the one asked for, of which something came."""
        for unit, at in (*self.counted, *self.disputed, *self.unreadable):
            if period.contains(at):
                self.periods.setdefault(unit, set()).add(at)

    def of(self, unit: Unit) -> Collection[Period]:
        """Return the periods of which something came from a unit."""
        return self.periods.get(unit, frozenset())


def _columns(period: Period, slots: Iterable[Mapping[Period, Slot]]) -> tuple[Period, ...]:
    """Return the periods of which something is or should be: the months and other parts first, the year last."""
    used = {at for of_unit in slots for at in of_unit}
    parts = sorted(used - {period}, key=lambda at: (at.last, at.length))
    return (*parts, *([period] if period in used or not parts else []))


class _Calendar:
    """What is not due yet."""

    def __init__(
        self, period: Period, asked: Mapping[Unit, Collection[Period]], came: Mapping[Unit, Collection[Period]], today: dt.date | None
    ) -> None:
        self.today = today
        self.last = max((at.last for periods in came.values() for at in periods if at != period), default=0)
        """Number of the last month of which anybody reported; 0 where only the whole was."""
        waited = Counter(at for periods in asked.values() for at in periods)
        reported = Counter(at for unit, periods in came.items() for at in periods if at in asked.get(unit, ()))
        self.usual = {at for at in waited if 2 * reported[at] > waited[at]}
        """Periods that most have reported: they are under way, whatever the calendar says."""

    def early(self, at: Period, due: dt.date | None) -> bool:
        if self.today is None:
            return 0 < self.last < at.last
        over = at.end < self.today
        return self.today <= (due or at.end) and (over or at not in self.usual)


def _slots(entry: RosterEntry, asked: Collection[Period], came: _Came, calendar: _Calendar) -> dict[Period, Slot]:
    """Return the cells of a unit in which something is or should be."""
    slots = {at: replace(_slot(entry, (entry.who, at), came, calendar), asked=at in asked) for at in {*came.of(entry.who), *asked}}
    gaps = [at for at, slot in slots.items() if slot.state is State.MISSING]
    if len(gaps) == 1 and entry.who in came.undated:
        lost = came.undated[entry.who]
        slots[gaps[0]] = replace(slots[gaps[0]], state=State.UNREADABLE, files=(lost.file,), unread=lost)
    return slots


def _asked(entry: RosterEntry, period: Period, came: _Came) -> frozenset[Period]:
    """Return the periods for which a unit must report within `period`, given for which something came."""
    if not entry.asked:
        return frozenset()
    length = entry.cycle.length
    if length > period.length:
        return frozenset()
    key = entry.who, period
    parts = parts_within(period, came.of(entry.who))
    if key in came.counted or key in came.disputed or (key in came.unreadable and not parts):
        return frozenset({period})
    if not parts and length in (0, period.length):
        return frozenset({period})
    return frozenset((*parts, *_still_to_come(period, parts, length)))


def _still_to_come(period: Period, parts: Sequence[Period], asked: int) -> list[Period]:
    """Return what a unit must report beside these parts: reports on as many months as it is asked for (0 where nobody says), else as it sends."""
    left = uncovered(period, parts)
    for length in [asked] if asked else sorted({part.length for part in parts}):
        wholes = dict.fromkeys(whole for month in left for whole in (month, *month.wholes) if whole.length == length)
        if wholes and sum(whole.length for whole in wholes) == len(left):
            return list(wholes)
    return left


def _slot(entry: RosterEntry, key: Key, came: _Came, calendar: _Calendar) -> Slot:
    unit, at = key
    due = entry.due.date(at) if entry.due else None
    submission = came.counted.get(key)
    if submission is not None:
        first = came.history[key][0]
        return Slot(unit, at, _judged(first, at, first.filled_on, due), submission.revision > 1, first.filled_on, due, submission=submission)
    if key in came.disputed:
        return Slot(unit, at, State.DISPUTED, due=due, files=tuple(submission.source.file for submission in came.history[key]))
    if key in came.unreadable:
        lost = came.unreadable[key]
        return Slot(unit, at, State.UNREADABLE, due=due, files=(lost.file,), unread=lost)
    return Slot(unit, at, State.NOT_DUE if calendar.early(at, due) else State.MISSING, due=due)


def _judged(first: Submission, at: Period, filled_on: dt.date | None, due: dt.date | None) -> State:
    """Return whether a unit was on time, by the day on which it filled in its first submission."""
    if due is None or filled_on is None or filled_on < at.start:
        return State.RECEIVED
    if filled_on <= due:
        return State.ON_TIME
    # Where only a correction is here, nobody can tell whether the first one was late.
    return State.LATE if first.revision == 1 else State.RECEIVED
