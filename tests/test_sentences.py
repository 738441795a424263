"""Sentences for people: the judge of them can say no, and what the tests make is brought before it (`conftest`)."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from support import collected, sentences

import gkxl
from gkxl.rules.catalogue import OWN
from gkxl.rules.findings import Finding

PACKAGE = Path(gkxl.__file__).parent


@pytest.mark.parametrize(
    ("sentence", "fault"),
    [
        ("法规科（2026年2月）的数不对。", "no next step"),
        ("法规科（2026年2月）的合计左边是5，右边是3，请核对。", "left or right"),
        ("法规科的 sheet 不对，请核对。", "English"),
        (f"{'很长的一句话' * 25}（文件甲.xlsx，工作表“甲”，单元格F24），请核对。", "characters before"),
    ],
)
def test_a_bad_sentence_is_found(sentence: str, fault: str) -> None:
    (said,) = sentences.faults(sentence)
    assert fault in said


def test_names_of_files_commands_and_programs_are_no_english() -> None:
    good = "报送/a.xlsx，工作表“sheet”，F24填的是#DIV/0!；请用 Excel 或 WPS 打开，再用 gkxl merge --period 2026 汇总。"
    assert list(sentences.faults(good)) == []


def test_what_gkxl_says_in_a_test_is_brought_before_the_judge(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collected, "_seen", Counter())  # however much the tests before it have said
    made = {"__name__": "gkxl.imagined", "Finding": Finding}
    exec(f"Finding.of({OWN[0].id!r}, 'nothing')", made)
    assert any("nothing" in wrong for wrong in collected.wrong_ones())


def test_nothing_that_people_read_speaks_of_left_and_right() -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in sorted(PACKAGE.rglob("*.py"))}
    assert [str(path) for path, text in texts.items() if re.search("左边|右边", text)] == []
