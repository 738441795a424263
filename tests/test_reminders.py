"""What a reminder says of a file that was not read is decided by the reason, never by its words."""

from __future__ import annotations

import pytest

from gkxl.forms import form_by_id
from gkxl.model.period import Period
from gkxl.model.roster import RosterEntry
from gkxl.model.unit import Unit
from gkxl.reporting_status.grid import Slot, State, StatusGrid
from gkxl.reporting_status.reminders import reminders
from gkxl.rules.unread import OF_A_SHEET, Unread, UnreadReason

MARCH = Period(2026, 3)


@pytest.mark.parametrize("what", ["工作表“3月”有一处不对；仅此一处", "不是好文件"])
@pytest.mark.parametrize("why", UnreadReason)
def test_a_sheet_is_mended_by_its_unit_and_a_file_sent_again(why: UnreadReason, what: str) -> None:
    unread = Unread("收件/甲局.xlsx", why, what, "请照此办理", "甲局", MARCH)
    slot = Slot(Unit("甲局"), MARCH, State.UNREADABLE, files=(unread.file,), unread=unread)
    (reminder,) = reminders(StatusGrid(MARCH, (MARCH,), ((RosterEntry("甲局"), (slot,)),), form_by_id("2021").words))
    assert what in reminder.text and "甲局.xlsx" in reminder.text and "收件" not in reminder.text
    assert ("请照此办理" in reminder.text, "请重新发送" in reminder.text) == (why in OF_A_SHEET, why not in OF_A_SHEET)
