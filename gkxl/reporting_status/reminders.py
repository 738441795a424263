"""催报: what to write to each unit that somebody still waits for, ready to send. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from gkxl.model.period import Period, spans
from gkxl.model.roster import RosterEntry
from gkxl.reporting_status.grid import OPEN, Slot, State, StatusGrid
from gkxl.rules.unread import OF_A_SHEET, Unread


@dataclass(frozen=True, slots=True)
class Reminder:
    """A message to one unit."""

    unit: str
    periods: tuple[Period, ...]
    contact: str
    phone: str
    text: str
    parent: str = ""
    """Of the unit; "" where nobody says."""
    called: str = ""
    """How people call it."""


def reminders(grid: StatusGrid) -> list[Reminder]:
    """Return a message for each unit of which something is missing, unreadable or contradictory, in the order of the grid."""
    found = []
    for entry, slots in grid.lines:
        pending = [slot for slot in slots if slot.asked and slot.state in OPEN]
        if pending:
            periods = tuple(slot.period for slot in pending)
            found.append(Reminder(entry.unit, periods, entry.contact, entry.phone, _text(entry, pending, grid), entry.parent, grid.called(entry.who)))
    return found


def _text(entry: RosterEntry, pending: Sequence[Slot], grid: StatusGrid) -> str:
    sentences = []
    missing = [slot for slot in pending if slot.state is State.MISSING]
    if missing:
        which = _which([slot.period for slot in missing])
        sentences.append(f"{_until(grid.today)}尚未收到贵单位{which}的{grid.words.sheet}{_due(missing, grid.today)}")
    for slot in pending:
        if slot.unread is not None:
            sentences.append(f"贵单位{slot.period.chinese}的文件{_names(slot)}{_why(slot.unread)}")
        elif slot.state is State.DISPUTED:
            sentences.append(
                f"贵单位{slot.period.chinese}报来{len(slot.files)}份修订号相同、数字不同的填报表（{_names(slot)}），请告知以哪份为准，并把更正的一份修订号加1"
            )
    who = f"（{entry.contact}同志）" if entry.contact else ""
    last = "请尽快填报发回，没有发生的填0；如已报送，请告知发送的时间和文件名。" if missing else ""
    return f"【催报】{grid.called(entry.who)}{who}：{'；'.join(sentences)}。{last}谢谢！"


def _until(today: dt.date | None) -> str:
    return f"截至{today.year}年{today.month}月{today.day}日，" if today else ""


def _which(periods: Sequence[Period]) -> str:
    """Return the periods with their year: "2026年3月、5—6月"."""
    return periods[0].chinese if periods[0].is_year else f"{periods[0].year}年{spans(periods)}"


def _due(missing: Sequence[Slot], today: dt.date | None) -> str:
    """Return by when they are due, and whether that day is past."""
    days = [slot.due for slot in missing if slot.due]
    if not days:
        return ""
    last = max(days)
    if len(days) > 1:
        return f"（最近一期的截止日是{last.year}年{last.month}月{last.day}日）"
    return f"（截止日是{last.year}年{last.month}月{last.day}日{'，已过' if today and today > last else ''}）"


def _why(unread: Unread) -> str:
    """Return why a file was not read, and what to do: a sheet must be mended by the unit, a broken file sent again."""
    return unread.reason if unread.why in OF_A_SHEET else f"没有读出（{unread.what}），请重新发送"


def _names(slot: Slot) -> str:
    """Return the files of a slot by their names: where they lie is nobody else's business."""
    return "、".join(PurePosixPath(file).name for file in slot.files)
