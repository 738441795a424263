"""However many findings there are: --findings holds them all, 校验 no more than have room, and never leaves out an error or what was explained."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from support.hostile import filled
from support.returned import Run

from gkxl.forms import form_by_id
from gkxl.model.period import Period
from gkxl.model.submission import Source, Submission
from gkxl.workbook.format.checks_columns import LEVEL
from gkxl.workbook.format.sheet_names import CHECKS
from gkxl.workbook.writing.workbooks import unit_workbook


def _with_a_blank(unit: str) -> bytes:
    form = form_by_id("2021")
    blank = form.total_items | {form.index["disclosure.licensing.decisions"]}
    stated = [None if item.index in blank else 0 for item in form.items]
    return unit_workbook(form, unit, Period(2023), Submission(form, unit, Period(2023), 1, Source("", ""), stated))


@pytest.fixture
def sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two units with an error each, and four that leave a figure blank; there is room for one line."""
    monkeypatch.setattr("gkxl.workbook.sheets.checks_remarks.MOST_LINES", 1)
    folder = tmp_path / "报送"
    folder.mkdir()
    for number in range(2):
        (folder / f"错{number}.xlsx").write_bytes(filled(f"错{number}科", new=7 + number))
    for number in range(4):
        (folder / f"{number}.xlsx").write_bytes(_with_a_blank(f"第{number}科"))
    return folder


def _lines(output: Path) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(output)[CHECKS].iter_rows(values_only=True))


def test_the_file_of_findings_is_what_json_says_a_line_each(sent: Path, run_cli: Run) -> None:
    for command in (["check", sent], ["merge", sent, "-o", sent.parent / "汇总.xlsx", "--unit", "某局"]):
        listing = sent.parent / f"{command[0]}.jsonl"
        status, out, _ = run_cli(*command, "--findings", listing, "--json")
        assert status == 1
        found = json.loads(out)["findings"]
        assert len(found) > 4
        assert [json.loads(line) for line in listing.read_text(encoding="utf-8").splitlines()] == found


def test_a_file_of_somebody_else_is_not_overwritten_and_then_nothing_is_written(sent: Path, run_cli: Run) -> None:
    output, listing = sent.parent / "汇总.xlsx", sent.parent / "清单.jsonl"
    listing.write_text("mine", encoding="utf-8")
    assert run_cli("merge", sent, "-o", output, "--findings", listing)[0] == 2
    assert not output.exists()
    assert listing.read_text(encoding="utf-8") == "mine"
    assert run_cli("merge", sent, "-o", output, "--findings", listing, "--force")[0] == 1
    assert run_cli("check", sent, "--findings", sent.parent / "清单.txt")[0] == 2


def test_errors_are_never_left_out_and_what_is_left_out_is_counted(sent: Path, run_cli: Run) -> None:
    output = sent.parent / "汇总.xlsx"
    _, out, _ = run_cli("merge", sent, "-o", output, "--unit", "某局", "--json")
    findings = json.loads(out)["findings"]
    rows = _lines(output)
    levels = [row[LEVEL] for row in rows]
    for severity, word in (("error", "错误"), ("warning", "提醒"), ("info", "说明")):
        there = sum(finding["severity"] == severity and finding["caused_by"] is None for finding in findings)
        shown = sum(level == word for level in levels)
        left = there - shown
        assert left == 0 if severity == "error" else left >= 0
        assert any(f"{word}{left}条" in str(cell) and "--findings" in str(cell) for row in rows for cell in row) == (left > 0)
    assert sum(finding["severity"] == "info" for finding in findings) >= 4
