"""A sheet of ours is known by its marker; what is left of a marker is said, and never passed over."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.returned import Run

from gkxl.workbook.format.codes import SheetRole, marker, parse_marker
from gkxl.workbook.format.sheet_names import FIXED

FORM_IDS = st.from_regex(r"[\w.-]*", fullmatch=True)


@given(st.sampled_from([role for role in SheetRole if role is not SheetRole.UNKNOWN]), FORM_IDS)
def test_a_marker_is_read_back_whatever_the_form_is_called(role: SheetRole, form_id: str) -> None:
    assert parse_marker(f" {marker(role, form_id)} ") == (role, form_id)


@pytest.mark.parametrize("text", ["gkxl:input", "gkxl:", "gkxl:inputs:2021", "gkxl:Input:2021", "gkxl:input:2021:x"])
def test_what_is_left_of_a_marker_is_known_as_such(text: str) -> None:
    assert parse_marker(text) == (SheetRole.UNKNOWN, "")


@pytest.mark.parametrize("text", ["gkxl", "gkxl 政府信息公开", "gkxl: 见说明", "说明 gkxl:input:2021", ""])
def test_words_about_gkxl_are_no_marker(text: str) -> None:
    assert parse_marker(text) is None


def test_roles_and_sheet_names_are_not_the_same_words() -> None:
    assert not set(SheetRole) & set(FIXED)


@pytest.mark.parametrize("remains", ["gkxl:input", None], ids=["a part of it", "nothing of it"])
def test_a_sheet_with_a_damaged_marker_is_not_left_out_without_a_word(remains: str | None, good: Path, run_cli: Run) -> None:
    book = openpyxl.load_workbook(good / "办公室.xlsx")
    sheet = book["填报表"]
    assert sheet["A1"].value == marker(SheetRole.INPUT, "2021")
    sheet["A1"].value = remains
    book.save(good / "法规科.xlsx")
    status, out, _ = run_cli("check", good, "--json")
    (unread,) = json.loads(out)["unread"]
    assert (status, unread["why"], Path(unread["file"]).name) == (1, "marker_damaged", "法规科.xlsx")
    assert "工作表“填报表”的隐藏标记已损坏" in unread["reason"] and "请" in unread["reason"]
