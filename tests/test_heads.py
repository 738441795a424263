"""A head that cannot be used leaves its sheet out, and says where."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from support import people
from support.returned import Run, merge, spoil


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
