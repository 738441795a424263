"""What a reminder says of a file that was not read is what the unit did, decided by the reason and never by words of the program."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from support.offices import write_roster

from gkxl.forms import form_by_id
from gkxl.model.period import Period
from gkxl.model.roster import RosterEntry
from gkxl.model.unit import Unit
from gkxl.reporting_status.grid import Slot, State, StatusGrid
from gkxl.reporting_status.notice import notice
from gkxl.reporting_status.reminders import reminders
from gkxl.rules.unread import Unread, UnreadReason

MARCH = Period(2026, 3)
WORDS = form_by_id("2021").words


@pytest.mark.parametrize("why", UnreadReason)
def test_a_reminder_says_what_the_unit_did_and_should_do_and_nothing_of_the_inside_of_a_file(why: UnreadReason) -> None:
    unread = Unread("收件/甲局.xlsx", why, "缺少隐藏代码", "请升级 gkxl", "甲局", MARCH)
    slot = Slot(Unit("甲局"), MARCH, State.UNREADABLE, files=(unread.file,), unread=unread)
    (reminder,) = reminders(StatusGrid(MARCH, (MARCH,), ((RosterEntry("甲局"), (slot,)),), WORDS))
    assert "甲局.xlsx" in reminder.text and "请" in reminder.text
    assert not [word for word in ("收件", "代码", "标记", "gkxl", "没有读取") if word in reminder.text]
    assert "发送" in reminder.text or "发回" in reminder.text


def _slot(unit: str, state: State) -> tuple[RosterEntry, tuple[Slot, ...]]:
    lost = Unread("收件/来文.xlsx", UnreadReason.ENCRYPTED, "有密码", "", unit, MARCH) if state is State.UNREADABLE else None
    return RosterEntry(unit, "某某区"), (Slot(Unit(unit, "某某区"), MARCH, state, files=("收件/来文.xlsx",), unread=lost, due=dt.date(2026, 4, 5)),)


def test_one_notice_names_every_unit_once_with_what_it_has_to_do() -> None:
    states = {
        "甲局": State.ON_TIME,
        "乙局": State.MISSING,
        "丙局": State.UNREADABLE,
        "丁局": State.LATE,
        "戊局": State.DISPUTED,
        "己局": State.MISSING,
    }
    grid = StatusGrid(MARCH, (MARCH,), tuple(_slot(unit, state) for unit, state in states.items()), WORDS, dt.date(2026, 4, 8))
    made = notice(grid, "某某区")
    text = "\n".join((made.title, *made.paragraphs))
    assert {unit: text.count(unit) for unit in states} == dict.fromkeys(states, 1)
    assert "2026年3月" in made.title and "应报6份" in text and "截至2026年4月8日" in text
    assert "乙局、己局" in text and "设了打开密码" in text and "收件" not in text
    assert made.signed == ("某某区", "2026年4月8日")


def test_the_notice_is_written_as_a_word_document(tmp_path: Path, run_cli: Callable[..., tuple[int, str, str]]) -> None:
    roster = write_roster(tmp_path / "名册.xlsx", [{"单位": unit, "上级单位": "某某区", "截止日": 5} for unit in ("甲局", "乙局")])
    (tmp_path / "报送").mkdir()
    arguments = ("--roster", roster, "--period", "2026-03", "--today", "2026-04-08")
    status, _, err = run_cli("status", tmp_path / "报送", *arguments, "-o", tmp_path / "通报.docx")
    assert status == 1 and "通报：" in err
    lines = [paragraph.text for paragraph in docx.Document(tmp_path / "通报.docx").paragraphs]
    assert lines[0].endswith("报送情况的通报") and lines[-2:] == ["某某区", "2026年4月8日"]
    assert any("尚未报送（2个单位）：甲局、乙局。" in line for line in lines)
