"""通报: one notice to all units on who has reported and who has not, in place of many reminders that read alike. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gkxl.reporting_status.grid import OPEN, Slot, State, StatusGrid
from gkxl.reporting_status.reminders import until, what_to_do, which


@dataclass(frozen=True)
class Notice:
    """A notice, ready to be signed and sent."""

    title: str
    address: str
    """Whom it is to."""
    paragraphs: tuple[str, ...]
    signed: tuple[str, str]
    """Who sends it, and on which day; "" where nobody says."""


def notice(grid: StatusGrid, sender: str = "") -> Notice:
    """Return the notice on a grid, sent by `sender`."""
    first = f"{until(grid.today)}{grid.period.chinese}的{grid.words.sheet}{grid.count_line}。现将情况通报如下。"
    missing = _units(grid, [State.MISSING])
    broken = [(name, slots) for name, slots in _units(grid, [State.UNREADABLE, State.DISPUTED]) if name not in dict(missing)]
    late = [(name, slots) for name, slots in _units(grid, [State.LATE]) if name not in {*dict(missing), *dict(broken)}]
    named = {*dict(missing), *dict(broken), *dict(late)}
    done = [name for name, _ in _units(grid, [State.ON_TIME, State.RECEIVED]) if name not in named]
    whole = len(grid.periods) > 1
    sections = (
        (f"尚未报送（{len(missing)}个单位）", _listed(missing, whole), "请尽快填报发回，没有发生的填0；已经报送的，请告知发送的时间和文件名。"),
        (f"已经发来、还不能采用（{len(broken)}个单位）", "；".join(f"{name}{_what(slots)}" for name, slots in broken) + "。", ""),
        (f"迟报（{len(late)}个单位）", _listed(late, whole), "请今后按截止日报送。"),
        (f"已按要求报送（{len(done)}个单位）", "、".join(done) + "。", ""),
    )
    said = [(title, body, then) for (title, body, then), units in zip(sections, (missing, broken, late, done), strict=True) if units]
    paragraphs = [f"{'一二三四'[number]}、{title}：{body}{then}" for number, (title, body, then) in enumerate(said)]
    day = f"{grid.today.year}年{grid.today.month}月{grid.today.day}日" if grid.today else ""
    return Notice(f"关于{grid.period.chinese}{grid.words.sheet}报送情况的通报", "各单位：", (first, *paragraphs), (sender, day))


def _units(grid: StatusGrid, states: Iterable[State]) -> list[tuple[str, list[Slot]]]:
    """Return the units with a cell in one of these states, and these cells."""
    wanted = frozenset(states)
    found = [(grid.called(entry.who), [slot for slot in slots if slot.asked and slot.state in wanted]) for entry, slots in grid.lines]
    return [(name, slots) for name, slots in found if slots]


def _listed(units: Iterable[tuple[str, list[Slot]]], whole: bool) -> str:
    """Return units as a list, of a year each with the months that it is about."""
    return "、".join(f"{name}（{which([slot.period for slot in slots])}）" if whole else name for name, slots in units) + "。"


def _what(slots: Iterable[Slot]) -> str:
    return "，".join(what_to_do(slot) for slot in slots if slot.state in OPEN)
