"""Merged workbooks beside what went into them, in every combination of months and years: nothing twice, and nothing lost unsaid."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path

import openpyxl
import pytest
from support import cells, people
from support.offices import write_roster
from support.returned import GRANTED, NEW, ZEROS
from support.stamp import Stamp

Run = Callable[..., tuple[int, str, str]]
TOTAL = ("三", NEW[1], "总计")
OPENING, CLOSING = "二、上年结转政府信息公开申请数量", "四、结转下年度继续办理"
MONTHS = [f"2025-{month:02d}" for month in range(1, 13)]


class Desk:
    """A folder on somebody's desk: workbooks of units, and merges of them."""

    def __init__(self, folder: Path, stamp: Stamp, run_cli: Run) -> None:
        self.folder, self.stamp, self.run = folder, stamp, run_cli

    def sheet(self, name: str, unit: str, period: object, number: int, revision: int = 1, parent: str = "") -> Path:
        """Write a workbook with some applications, all granted."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self.stamp.filled(ZEROS | {NEW: number, GRANTED: number}, unit=unit, period=period, revision=revision, parent=parent))
        return path

    def months(self, folder: str, unit: str, each: int = 1, months: Iterable[str] = MONTHS) -> None:
        for month in months:
            self.sheet(f"{folder}/{month}/{unit}.xlsx", unit, month, each)

    def merge(self, source: str, target: str, body: str, period: object, *more: object) -> tuple[int, dict, int]:
        """Merge a folder; return exit status, document and the number of new applications."""
        path = self.folder / target
        path.parent.mkdir(parents=True, exist_ok=True)
        status, out, _ = self.run("merge", self.folder / source, "-o", path, "--unit", body, "--period", period, "--json", *more)
        total = cells.read(path)["汇总"][self.stamp.places[TOTAL]].value if path.exists() else -1
        return status, json.loads(out), total


@pytest.fixture(scope="module")
def stamp(unit_templates: Callable[[int], Path]) -> Stamp:
    return Stamp(unit_templates(2025))


@pytest.fixture
def desk(tmp_path: Path, stamp: Stamp, run_cli: Run) -> Desk:
    return Desk(tmp_path, stamp, run_cli)


def _rules(document: dict) -> list[str]:
    return sorted({one["rule"] for one in document["findings"]})


def test_a_units_year_beside_monthly_merges_that_hold_its_months(desk: Desk) -> None:
    desk.months("甲", "A局")
    desk.months("甲", "B局")
    for month in MONTHS:
        desk.merge("甲", f"收/{month}.xlsx", "甲区", month)
    desk.sheet("收/A局.xlsx", "A局", 2025, 12)
    status, document, total = desk.merge("收", "市.xlsx", "某市", 2025)
    assert (status, _rules(document), total) == (1, ["merge.counted_twice"], 24)
    assert all("A局" in one["message"] for one in document["findings"])


def test_a_units_months_beside_the_merged_year_that_holds_its_year(desk: Desk) -> None:
    desk.sheet("甲/A局.xlsx", "A局", 2025, 12)
    desk.sheet("甲/B局.xlsx", "B局", 2025, 5)
    desk.merge("甲", "收/甲区.xlsx", "甲区", 2025)
    desk.months("收", "A局")
    status, document, total = desk.merge("收", "市.xlsx", "某市", 2025)
    (found,) = [one for one in document["findings"] if one["rule"] == "merge.counted_twice"]
    assert status == 1 and "A局" in found["message"] and "甲区.xlsx" in found["message"]
    assert (total, "B局" in found["message"]) == (12, True), "what is then lacking is named"


def test_one_part_beside_a_merged_workbook_that_holds_more_costs_nothing(desk: Desk) -> None:
    desk.sheet("甲/A局.xlsx", "A局", 2025, 12)
    desk.sheet("甲/B局.xlsx", "B局", 2025, 5)
    desk.merge("甲", "收/甲区.xlsx", "甲区", 2025)
    desk.sheet("收/A局.xlsx", "A局", 2025, 12)
    status, document, total = desk.merge("收", "市.xlsx", "某市", 2025)
    assert (status, _rules(document), total) == (1, ["merge.counted_twice"], 17)


@pytest.mark.parametrize(("inside", "beside", "total"), [(2, 1, 17), (1, 2, 10)])
def test_of_a_unit_in_a_merged_workbook_and_beside_it_the_higher_revision_counts(inside: int, beside: int, total: int, desk: Desk) -> None:
    desk.sheet("甲/A局.xlsx", "A局", 2025, 12, revision=inside)
    desk.sheet("甲/B局.xlsx", "B局", 2025, 5)
    desk.merge("甲", "收/甲区.xlsx", "甲区", 2025)
    desk.sheet("收/A局.xlsx", "A局", 2025, 10, revision=beside, parent="甲区")
    status, document, counted = desk.merge("收", "市.xlsx", "某市", 2025)
    assert (status, _rules(document), counted) == (1, ["merge.counted_twice"], total)


def test_a_file_changed_without_a_new_revision_is_asked_about_beside_a_merged_workbook_that_may_hold_it(desk: Desk) -> None:
    desk.sheet("甲/A局.xlsx", "A局", 2025, 12)
    desk.sheet("甲/B局.xlsx", "B局", 2025, 5)
    desk.merge("甲", "收/甲区.xlsx", "甲区", 2025)
    desk.sheet("收/A局.xlsx", "A局", 2025, 10)
    status, document, _ = desk.merge("收", "市.xlsx", "某市", 2025)
    assert (status, _rules(document)) == (0, ["merge.same_name"]), "both count, for nobody knows whether it is the A局 of 甲区"
    desk.sheet("收/A局.xlsx", "A局", 2025, 10, parent="甲区")
    status, document, total = desk.merge("收", "市.xlsx", "某市", 2025)
    assert (status, _rules(document), total) == (1, ["merge.counted_twice"], 10), "now it is known"
    assert "B局" in document["findings"][0]["message"], "and what is then lacking is named"
    desk.sheet("收/A局.xlsx", "A局", 2025, 10, parent="乙区")
    status, document, total = desk.merge("收", "市.xlsx", "某市", 2025)
    assert (status, _rules(document), total) == (0, [], 27), "of another body"
    desk.sheet("收/A局.xlsx", "A局", 2025, 10)
    lines = [{"单位": "甲区", "上级单位": "某市"}, {"单位": "A局", "上级单位": "某市"}]
    roster = write_roster(desk.folder / "名册.xlsx", lines)
    status, document, total = desk.merge("收", "市.xlsx", "某市", 2025, "--roster", roster)
    assert (status, _rules(document), total) == (0, [], 27), "the roster says that they are two"


def test_two_drafts_of_one_body_are_both_named_and_neither_counts(desk: Desk) -> None:
    desk.sheet("甲/A局.xlsx", "A局", 2025, 12)
    desk.merge("甲", "收/1稿.xlsx", "甲区", 2025)
    desk.sheet("甲/B局.xlsx", "B局", 2025, 5)
    desk.merge("甲", "收/2稿.xlsx", "甲区", 2025)
    desk.sheet("收/乙局.xlsx", "乙局", 2025, 3)
    status, document, total = desk.merge("收", "市.xlsx", "某市", 2025)
    assert (status, _rules(document), total) == (1, ["submission.duplicate"], 3)


def test_a_bodys_year_and_its_months_are_compared_and_the_year_counts(desk: Desk) -> None:
    desk.months("甲", "A局")
    desk.merge("甲", "收/全年.xlsx", "甲区", 2025)
    desk.merge("甲", "收/3月.xlsx", "甲区", "2025-03")
    status, document, total = desk.merge("收", "市.xlsx", "某市", 2025)
    assert (status, _rules(document), total) == (0, ["year.not_compared"], 12)


def test_a_district_within_a_merged_city_beside_it_is_not_added(desk: Desk) -> None:
    desk.sheet("甲/A局.xlsx", "A局", 2025, 12)
    desk.merge("甲", "区/甲区.xlsx", "甲区", 2025)
    desk.sheet("区/乙局.xlsx", "乙局", 2025, 3)
    desk.merge("区", "收/市.xlsx", "某市", 2025)
    (desk.folder / "收" / "甲区.xlsx").write_bytes((desk.folder / "区" / "甲区.xlsx").read_bytes())
    status, document, total = desk.merge("收", "省.xlsx", "某省", 2025)
    assert (status, _rules(document), total) == (1, ["merge.counted_twice"], 12)
    assert "乙局" in document["findings"][0]["message"], "the one that is lacking is named"


def test_one_month_that_a_parent_states_does_not_silence_the_months_of_its_children(desk: Desk) -> None:
    lines = [{"单位": "甲区", "上级单位": "某市"}, {"单位": "A局", "上级单位": "甲区"}, {"单位": "B局", "上级单位": "甲区"}]
    roster = write_roster(desk.folder / "名册.xlsx", lines)
    desk.months("收", "A局")
    desk.months("收", "B局")
    desk.sheet("收/甲区.xlsx", "甲区", "2025-01", 3)
    status, document, total = desk.merge("收", "市.xlsx", "某市", 2025, "--roster", roster)
    assert (status, _rules(document), document["missing"], total) == (1, ["tree.parent_differs"], [], 24)
    assert document["findings"][0]["period"] == "2025-01"


def test_what_the_root_states_of_itself_is_compared_and_said_not_to_count(desk: Desk) -> None:
    lines = [{"单位": "教育局"}, {"单位": "办公室", "上级单位": "教育局"}, {"单位": "基教科", "上级单位": "教育局"}]
    roster = write_roster(desk.folder / "名册.xlsx", lines)
    for unit, number in (("教育局", 7), ("办公室", 2), ("基教科", 1)):
        desk.sheet(f"收/{unit}.xlsx", unit, 2025, number)
    status, document, total = desk.merge("收", "局.xlsx", "教育局", 2025, "--roster", roster)
    assert (status, _rules(document), total) == (1, ["tree.parent_differs"], 3)
    assert all("自己报的没有计入" in one["message"] for one in document["findings"])


def test_a_misread_month_does_not_make_the_merged_workbook_contradict_itself(desk: Desk) -> None:
    desk.sheet("收/5月.xlsx", "A局", "2025-05", 4)
    path = desk.sheet("收/6月.xlsx", "A局", "2025-06", 4)
    path.write_bytes(desk.stamp.filled(ZEROS | {NEW: "若干", GRANTED: 4}, unit="A局", period="2025-06"))
    desk.merge("收", "局.xlsx", "某局", 2025)
    for command in (("check", desk.folder / "局.xlsx"), ("report", desk.folder / "局.xlsx", "-o", desk.folder / "局.docx")):
        assert "merge.parts_differ" not in _rules(json.loads(desk.run(*command, "--json")[1]))


def test_no_output_replaces_an_input(desk: Desk) -> None:
    desk.sheet("甲/A局.xlsx", "A局", "2025-03", 12)
    desk.merge("甲", "收/甲区.xlsx", "甲区", "2025-03")
    roster = write_roster(desk.folder / "名册.xlsx", [{"单位": "甲区"}])
    before = {path: path.read_bytes() for path in desk.folder.rglob("*.xlsx")}
    inputs = ("--period", "2025-03", "--roster", roster, "--force")
    for output in (desk.folder / "收" / "甲区.xlsx", roster, desk.folder / "甲" / "A局.xlsx"):
        assert desk.run("status", desk.folder / "收", *inputs, "-o", output)[0] == 2
    assert desk.run("merge", desk.folder / "收", *inputs, "-o", desk.folder / "收" / "甲区.xlsx", "--unit", "某市")[0] == 2
    assert {path: path.read_bytes() for path in desk.folder.rglob("*.xlsx")} == before


def test_merged_workbooks_without_a_name_are_not_taken_for_one(desk: Desk) -> None:
    for district, number in (("甲", 1), ("乙", 2)):
        desk.sheet(f"{district}/A局.xlsx", f"{district}局", 2025, number)
        desk.run("merge", desk.folder / district, "-o", desk.folder / f"{district}.xlsx")
    status, _, err = desk.run("merge", desk.folder / "甲.xlsx", desk.folder / "乙.xlsx", "-o", desk.folder / "市.xlsx")
    assert status == 2 and all(word in err for word in ("甲.xlsx", "乙.xlsx", "--unit"))


def test_what_is_of_another_period_displaces_nothing(desk: Desk) -> None:
    desk.months("甲", "A局", 4)
    desk.months("甲", "B局", 1)
    desk.merge("甲", "收/甲区全年.xlsx", "甲区", 2025)
    desk.sheet("收/A局.xlsx", "A局", "2025-03", 4)
    desk.sheet("收/C局.xlsx", "C局", "2025-03", 7)
    status, document, total = desk.merge("收", "3月.xlsx", "某市", "2025-03")
    assert (status, _rules(document), total) == (0, ["submission.only_outside_period"], 11)
    desk.merge("甲", "收/2025-02/甲区.xlsx", "甲区", "2025-02")
    desk.sheet("收/2025-02/A局.xlsx", "A局", "2025-02", 4)
    (desk.folder / "收" / "A局.xlsx").unlink()
    desk.merge("甲", "收/2025-03/甲区.xlsx", "甲区", "2025-03")
    status, document, total = desk.merge("收", "3月.xlsx", "某市", "2025-03")
    assert (status, _rules(document), total) == (0, ["submission.outside_period"], 12)


def test_a_month_without_anything_does_not_hide_that_the_others_are_the_year(desk: Desk) -> None:
    desk.months("甲", "A局", 2, MONTHS[1:])
    desk.sheet("甲/A局1月.xlsx", "A局", "2025-01", 0)
    desk.months("甲", "B局", 1)
    for month in MONTHS:
        desk.merge("甲", f"收/{month}.xlsx", "甲区", month)
    desk.sheet("收/A局.xlsx", "A局", 2025, 22)
    desk.sheet("收/A局1月.xlsx", "A局", "2025-01", 0)
    status, document, total = desk.merge("收", "市.xlsx", "某市", 2025)
    assert (status, "merge.counted_twice" in _rules(document), total) == (1, True, 34)


def test_files_are_left_out_only_for_a_workbook_that_counts_and_holds_them(desk: Desk) -> None:
    desk.sheet("甲1/A局.xlsx", "A局", "2025-01", 4)
    desk.merge("甲1", "收/甲区1月.xlsx", "甲区", "2025-01")
    desk.sheet("甲2/A局.xlsx", "A局", "2025-02", 5)
    desk.sheet("甲2/B局.xlsx", "B局", "2025-02", 1)
    desk.merge("甲2", "收/甲区2月.xlsx", "甲区", "2025-02")
    desk.sheet("收/A1.xlsx", "A局", "2025-01", 4)
    desk.sheet("收/A2.xlsx", "A局", "2025-02", 5)
    desk.sheet("收/C1.xlsx", "C局", "2025-01", 100)
    status, document, total = desk.merge("收", "1月.xlsx", "某市", "2025-01")
    assert (status, _rules(document), total) == (1, ["merge.counted_twice", "submission.outside_period"], 104)
    status, document, total = desk.merge("收", "市.xlsx", "某市", 2025)
    lost = [one["message"] for one in document["findings"] if "也就不在合计之内" in one["message"]]
    assert (status, total, len(lost)) == (1, 109, 1) and "B局" in lost[0], "the one that is lacking is named"


def test_a_summary_sent_without_its_details_is_said_to_be_beyond_checking(desk: Desk) -> None:
    desk.sheet("甲/A局.xlsx", "A局", 2025, 4)
    desk.merge("甲", "收/甲区.xlsx", "甲区", 2025)
    book = openpyxl.load_workbook(desk.folder / "收" / "甲区.xlsx")
    for name in book.sheetnames:
        if name != "汇总":
            del book[name]
    book.save(desk.folder / "收" / "甲区.xlsx")
    _, document, _ = desk.merge("收", "市.xlsx", "某市", 2025)
    assert _rules(document) == ["merge.parts_unknown"]


def test_a_month_that_only_the_parent_reported_is_not_dropped_without_a_word(desk: Desk) -> None:
    lines = [{"单位": "乙区", "上级单位": "某市"}, {"单位": "C局", "上级单位": "乙区"}, {"单位": "D局", "上级单位": "乙区"}]
    roster = write_roster(desk.folder / "名册.xlsx", lines)
    desk.sheet("收/乙区.xlsx", "乙区", "2025-01", 8)
    desk.sheet("收/C局.xlsx", "C局", "2025-02", 3)
    status, document, total = desk.merge("收", "市.xlsx", "某市", 2025, "--roster", roster)
    (found,) = [one for one in document["findings"] if one["rule"] == "tree.silenced"]
    assert (status, total) == (1, 3) and "乙区.xlsx" in found["message"]


def _opening(desk: Desk, previous: str, period: object, unit: str = "A局") -> tuple[object, str]:
    """Return the opening that a unit is sent, and what was said."""
    _, out, err = desk.run(
        "template", "--unit", unit, "--period", period, "--split", "--force", "--previous", desk.folder / previous, "-o", desk.folder
    )
    sheet = people.Sheet(openpyxl.load_workbook(out.strip()).worksheets[1])
    return sheet.places["三", OPENING, "自然人"].value, err


def _open_at_end(desk: Desk, name: str, period: object, number: int, revision: int = 1) -> None:
    figures = ZEROS | {NEW: number, ("三", CLOSING, "自然人"): number}
    path = desk.folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(desk.stamp.filled(figures, unit="A局", period=period, revision=revision))


def test_an_opening_is_not_taken_from_a_year_without_its_end(desk: Desk) -> None:
    for month in MONTHS[:10]:
        desk.sheet(f"报/{month}.xlsx", "A局", month, 1)
    desk.merge("报", "2025.xlsx", "某局", 2025)
    opening, said = _opening(desk, "2025.xlsx", 2026)
    assert opening is None and "缺12月" in said


def test_an_opening_is_not_taken_from_two_drafts_that_differ(desk: Desk) -> None:
    for number in (3, 1):
        _open_at_end(desk, f"稿{number}/A局.xlsx", "2025-03", number)
        desk.merge(f"稿{number}", f"上期/{number}稿.xlsx", "某局", "2025-03")
    opening, said = _opening(desk, "上期", "2025-04")
    assert opening is None and "不一致" in said and "1稿.xlsx" in said and "3稿.xlsx" in said


def test_an_opening_is_that_of_the_highest_revision_wherever_it_lies(desk: Desk) -> None:
    _open_at_end(desk, "报/A局.xlsx", "2025-03", 3, revision=2)
    desk.merge("报", "上期/3月汇总.xlsx", "某局", "2025-03")
    _open_at_end(desk, "上期/旧.xlsx", "2025-03", 1)
    assert _opening(desk, "上期", "2025-04")[0] == 3


@pytest.mark.parametrize(
    ("name", "period"),
    [
        ("A局2025年度报表（2026年1月报送）.xlsx", 2025),
        ("2026年1月收到/A局.xlsx", 2025),
        ("2025年3、4月/A局.xlsx", "2025-04"),
        ("A局1-3月.xlsx", "2025-02"),
        ("A局2025年第1季度.xlsx", "2025-02"),
    ],
)
def test_an_unreadable_file_whose_name_tells_several_periods_is_not_passed_over(name: str, period: object, desk: Desk) -> None:
    broken = desk.folder / "收" / name
    broken.parent.mkdir(parents=True)
    broken.write_bytes(b"PK\x03\x04")
    desk.sheet("收/B局.xlsx", "B局", period, 1)
    status, document, _ = desk.merge("收", "局.xlsx", "某局", period)
    assert (status, len(document["unread"])) == (1, 1)


@pytest.mark.parametrize("beside", ["A局.xlsx", "甲区.xlsx"])
def test_what_stands_two_levels_down_is_not_counted_again(beside: str, desk: Desk) -> None:
    desk.sheet("甲/A局.xlsx", "A局", 2025, 4)
    desk.merge("甲", "区/甲区.xlsx", "甲区", 2025)
    desk.sheet("区/C局.xlsx", "C局", 2025, 1)
    desk.merge("区", "市/某市.xlsx", "某市", 2025)
    desk.sheet("市/省直.xlsx", "省直", 2025, 100)
    desk.merge("市", "收/某省.xlsx", "某省", 2025)
    (desk.folder / "收" / beside).write_bytes((desk.folder / ("甲" if beside[0] == "A" else "区") / beside).read_bytes())
    status, document, total = desk.merge("收", "国.xlsx", "国", 2025)
    (found,) = document["findings"]
    assert (status, found["rule"], total) == (1, "merge.counted_twice", 105)
    assert beside in found["message"] and "某省.xlsx" in found["message"]
