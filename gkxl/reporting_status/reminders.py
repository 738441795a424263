"""催报: what to write to each unit that somebody still waits for, ready to send. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from gkxl.model.period import Period, spans
from gkxl.model.roster import RosterEntry
from gkxl.reporting_status.grid import OPEN, Slot, State, StatusGrid
from gkxl.rules.unread import Unread, UnreadReason


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
        periods = which([slot.period for slot in missing])
        sentences.append(f"{until(grid.today)}尚未收到贵单位{periods}的{grid.words.sheet}{_due(missing, grid.today)}")
    sentences += [f"贵单位{what_to_do(slot)}" for slot in pending if slot.state is not State.MISSING]
    who = f"（{entry.contact}同志）" if entry.contact else ""
    last = "请尽快填报发回，没有发生的填0；如已报送，请告知发送的时间和文件名。" if missing else ""
    return f"【催报】{grid.called(entry.who)}{who}：{'；'.join(sentences)}。{last}谢谢！"


def what_to_do(slot: Slot) -> str:
    """Return what a unit did for a period that cannot be used, and what it should do; begins with the period."""
    if slot.unread is not None:
        return f"{slot.period.chinese}的文件{_names(slot)}{_why(slot.unread)}"
    return f"{slot.period.chinese}报来{len(slot.files)}份修订号相同、数字不同的填报表（{_names(slot)}），请告知以哪份为准，并把更正的一份修订号加1"


def until(today: dt.date | None) -> str:
    """Return until which day something was looked at; "" where no day is given."""
    return f"截至{today.year}年{today.month}月{today.day}日，" if today else ""


def which(periods: Sequence[Period]) -> str:
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


_DONE: Mapping[UnreadReason, str] = {
    UnreadReason.EMPTY_FILE: "是空文件，请重新发送",
    UnreadReason.ENCRYPTED: "设了打开密码，请去掉密码后重新发送",
    UnreadReason.NOT_A_WORKBOOK: "不是Excel文件，请在下发的填报表上填写后重新发送",
    UnreadReason.OTHER_FORMAT: "不是常用的Excel格式，请另存为.xlsx后重新发送",
    UnreadReason.TOO_LARGE: "大得反常，请在下发的填报表上重新填写后发回",
    UnreadReason.READER_FAILED: "内容反常、打不开，请在下发的填报表上重新填写后发回",
    UnreadReason.NOT_OURS: "不是下发的填报表，请在下发的填报表上填写后发回，不要另建表格",
    UnreadReason.NEVER_FILLED: "一个数也没有填，请填写后发回，没有发生的填0",
    UnreadReason.BLANK: "一个数也没有填，请填写后发回，没有发生的填0",
    UnreadReason.ONLY_TOTALS: "只填了总计，没有填各分项，请补填分项后发回",
    UnreadReason.SHEET_DAMAGED: "里的填报表已损坏，请在下发的填报表上重新填写后发回",
    UnreadReason.STRAY_CELL: "在离表格很远的地方填有内容，请清空那里再发回",
    UnreadReason.MARKER_DAMAGED: "里的填报表被改动了格式，请在下发的原表上重新填写后发回",
    UnreadReason.UNKNOWN_FORM: "用的不是下发的填报表，请在下发的填报表上填写后发回",
    UnreadReason.WRONG_FORM: "用的不是这一年的填报表，请在下发的填报表上填写后发回",
    UnreadReason.NO_UNIT: "没有写单位名称，请在表头填上后发回",
    UnreadReason.NO_PERIOD: "没有写期间，请在表头填上后发回",
    UnreadReason.BAD_PERIOD: "表头的期间写得看不懂，请写成“2026-03”这样后发回",
}
"""What a unit did, and what it should do, in its own words; for every other reason its file did not open."""


def _why(unread: Unread) -> str:
    """Return why a file does not count, by what the unit did: what a program looks for in it is nobody else's business."""
    return _DONE.get(unread.why, "打不开（可能在传送中损坏），请重新发送")


def _names(slot: Slot) -> str:
    """Return the files of a slot by their names: where they lie is nobody else's business."""
    return "、".join(PurePosixPath(file).name for file in slot.files)
