"""What a merge would find about a file, check finds too, before it is sent back: beside the period before, other months, the roster."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.offices import write_roster
from support.returned import GRANTED, NEW, ZEROS, Run
from support.stamp import Stamp

OPENING = ("三", "二、上年结转政府信息公开申请数量", "自然人")
CLOSING = ("三", "四、结转下年度继续办理", "自然人")


def _send(stamp: Stamp, path: Path, unit: str, period: str, values: dict[tuple[str, str, str], int]) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(stamp.filled(ZEROS | values, unit=unit, period=period, filled_on=f"{int(period[:4]) + 1}-01-08"))
    return path


def _check(run_cli: Run, *words: object) -> tuple[int, list[dict[str, object]]]:
    status, out, _ = run_cli("check", *map(str, words), "--json")
    return status, json.loads(out)["findings"]


@pytest.fixture
def sent(tmp_path: Path, stamp: Stamp) -> Path:
    """January and February of a unit; two are not closed at the end of January."""
    _send(stamp, tmp_path / "报送" / "1月.xlsx", "办公室", "2023-01", {OPENING: 1, NEW: 2, GRANTED: 1, CLOSING: 2})
    _send(stamp, tmp_path / "报送" / "2月.xlsx", "办公室", "2023-02", {OPENING: 2, GRANTED: 2})
    return tmp_path / "报送"


@pytest.mark.parametrize(("closing", "wrong"), [(1, False), (0, True), (4, True)])
def test_an_opening_is_checked_against_the_period_before(closing: int, wrong: bool, sent: Path, tmp_path: Path, stamp: Stamp, run_cli: Run) -> None:
    last = _send(stamp, tmp_path / "上年" / "12月.xlsx", "办公室", "2022-12", {NEW: closing, CLOSING: closing})
    assert _check(run_cli, sent) == (0, [])
    status, found = _check(run_cli, sent, "--previous", last.parent)
    assert status == int(wrong) and bool(found) is wrong
    assert {finding["file"] for finding in found} <= {(sent / "1月.xlsx").as_posix()}


def test_an_opening_is_checked_against_the_month_before_in_the_same_folder(sent: Path, stamp: Stamp, run_cli: Run) -> None:
    _send(stamp, sent / "2月.xlsx", "办公室", "2023-02", {OPENING: 3, GRANTED: 3})
    status, found = _check(run_cli, sent)
    assert status == 1 and {finding["file"] for finding in found if finding["severity"] == "error"} == {(sent / "2月.xlsx").as_posix()}


def test_what_is_given_as_the_period_before_and_is_not_is_refused(sent: Path, run_cli: Run, tmp_path: Path, stamp: Stamp) -> None:
    other = _send(stamp, tmp_path / "别的" / "6月.xlsx", "办公室", "2022-06", {})
    status, _, err = run_cli("check", str(sent), "--previous", str(other))
    assert status == 2 and "上一期" in err


def test_a_year_below_its_months_is_a_month_and_a_unit_that_is_not_on_the_roster_come_up(
    sent: Path, tmp_path: Path, stamp: Stamp, run_cli: Run
) -> None:
    roster = write_roster(tmp_path / "名册.xlsx", [{"单位": "法规科"}])
    _send(stamp, sent / "全年.xlsx", "办公室", "2023", {OPENING: 1, NEW: 1, GRANTED: 2})
    status, found = _check(run_cli, sent, "--roster", roster)
    assert status == 1
    assert {"year.is_a_month", "merge.unknown_unit"} <= {str(finding["rule"]) for finding in found}
