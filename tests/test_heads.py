"""A head that cannot be used leaves its sheet out, and says where."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest
from support import people
from support.check_cases import reading_of
from support.returned import Run, merge, spoil

from gkxl.forms import form_by_id
from gkxl.model.head import Head, HeadField
from gkxl.model.period import Period
from gkxl.model.submission import Source, Submission
from gkxl.rules.unread import UnreadReason
from gkxl.workbook.format.layout import HEAD_FIELDS, NOTE_FIELD
from gkxl.workbook.reading.opening import open_workbook
from gkxl.workbook.reading.submissions import read_workbook
from gkxl.workbook.writing.workbooks import unit_workbook


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("单位", None, "没有填单位名称"),
        ("期间", None, "没有填期间"),
        ("期间", "二〇二三", "不是期间"),
        ("期间", "2023-13", "没有13月"),
        ("期间", "2019", "应使用2019年格式"),
        ("期间", "1023", "不在2008至2099之间"),
    ],
)
def test_a_head_that_cannot_be_used_leaves_the_sheet_out_and_says_where(field: str, value: object, words: str, good: Path, run_cli: Run) -> None:
    file = spoil(good, lambda sheet, _: setattr(sheet.field(field), "value", value))
    status, document = merge(run_cli, good)
    assert status == 1
    assert [one["unit"] for one in document["submissions"]] == ["办公室"]
    (unread,) = document["unread"]
    assert unread["file"] == file
    assert words in unread["reason"] and "工作表“填报表”" in unread["reason"] and "请" in unread["reason"]


def test_a_sheet_that_was_never_filled_in_is_not_a_report_of_zeros(good: Path, run_cli: Run, templates: Callable[[int], Path]) -> None:
    people.fill_in(templates(2023), good / "法规科.xlsx", "法规科", "2023", {})
    status, document = merge(run_cli, good)
    assert status == 1
    assert "没有填任何数字（法规科）" in document["unread"][0]["reason"]


def test_a_sheet_on_which_only_totals_are_typed_is_said_to_be_one() -> None:
    form = form_by_id("2021")
    inputs = [item.code for item in form.items if item.index not in form.total_items]
    sheet = {"file": "法规科.xlsx", "unit": "法规科", "blank": inputs}
    totals = {"applications.new.total": 5, "applications.results_total.total": 5}
    (unread,) = reading_of({**sheet, "set": totals}, {}).unread
    assert (unread.why, unread.unit) == (UnreadReason.ONLY_TOTALS, "法规科")
    assert "只填了总计" in unread.reason
    (blank,) = reading_of(sheet, {}).unread
    assert blank.why is UnreadReason.BLANK


def test_every_field_of_the_head_has_its_place_on_the_sheet_and_its_attribute() -> None:
    placed = [field for line in HEAD_FIELDS for field, _ in line] + [NOTE_FIELD[0]]
    assert sorted(placed) == sorted(HeadField)
    assert {field.name for field in fields(Head)} == set(HeadField) - {HeadField.PARENT, HeadField.UNIT, HeadField.PERIOD, HeadField.REVISION}


def test_the_head_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    head = Head(**{field.name: f"{field.name} 甲乙" for field in fields(Head)})
    form = form_by_id("2021")
    sent = Submission(form, "办公室", Period(2023, 4), 3, Source("", ""), [7] * len(form.items), head=head)
    (tmp_path / "a.xlsx").write_bytes(unit_workbook(form, sent.unit, sent.period, sent))
    (read,) = read_workbook(open_workbook(tmp_path / "a.xlsx"), "a.xlsx").submissions
    assert (read.unit, read.period, read.revision, read.head) == (sent.unit, sent.period, sent.revision, head)
    assert read.merge_state is None
