"""A folder of months and years becomes a year, and what does not fit together is named with both its places."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from support import cells, events, people
from support.office import Office
from support.offices import figures, happenings, send_in, send_in_year, write_roster
from support.published import APPLICANTS
from support.stamp import Stamp

from gkxl.forms import form_by_id
from gkxl.model.period import Period

Run = Callable[..., tuple[int, str, str]]
FORM = form_by_id("2021")
YEAR = 2025
UNITS = ["办公室", "法规科", "财务科"]


@pytest.fixture(scope="module")
def stamp(unit_templates: Callable[[int], Path]) -> Stamp:
    return Stamp(unit_templates(YEAR))


@pytest.fixture(scope="module")
def year() -> Mapping[str, events.Events]:
    return happenings(UNITS, YEAR, seed=3, most=20)


@pytest.fixture
def sent(stamp: Stamp, year: Mapping[str, events.Events], tmp_path: Path) -> dict[tuple[str, int], Path]:
    """Twelve workbooks of each unit."""
    return send_in_year(tmp_path / "报送", stamp, year, YEAR)


def merge(run_cli: Run, folder: Path, *more: object, period: object = YEAR, out: str = "汇总.xlsx") -> tuple[int, dict]:
    target = folder.parent / out
    status, printed, _ = run_cli("merge", folder, "-o", target, "--unit", "某某区", "--period", period, "--json", *more)
    return status, json.loads(printed)


def summary(merged: Path, stamp: Stamp) -> dict[tuple[str, str, str], object]:
    """Return the figures on 汇总, read at the places of the standard layout."""
    content = cells.read(merged)["汇总"]
    return {key: content[place].value if place in content else None for key, place in stamp.places.items()}


def expected(year: Mapping[str, events.Events], months: events.Months = (1, 12)) -> dict[tuple[str, str, str], float]:
    total: dict[tuple[str, str, str], float] = {}
    for happened in year.values():
        for key, value in figures(FORM, happened, months).items():
            total[key] = round(total.get(key, 0) + float(str(value)), 4)
    return total


def rules(document: dict) -> list[str]:
    return sorted({one["rule"] for one in document["findings"]})


def retype(stamp: Stamp, path: Path, unit: str, period: Period, happened: events.Events, changes: dict[str, object], **head: object) -> None:
    """Write a workbook again with other figures in some items."""
    span = (period.month, period.month) if period.month else (1, 12)
    typed = figures(FORM, happened, span)
    for code, value in changes.items():
        typed[events.key_of(FORM, FORM.items[FORM.index[code]])] = value
    path.write_bytes(stamp.filled(typed, unit=unit, period=period, **head))


def test_a_year_from_months_is_what_happened_in_the_year(
    sent: object, year: Mapping[str, events.Events], stamp: Stamp, tmp_path: Path, run_cli: Run
) -> None:
    status, document = merge(run_cli, tmp_path / "报送")
    assert (status, document["findings"], document["missing"]) == (0, [], [])
    assert len(document["submissions"]) == 36
    shown = summary(tmp_path / "汇总.xlsx", stamp)
    assert {key: shown[key] for key in expected(year)} == expected(year)


def test_neither_the_shape_of_the_folders_nor_the_names_of_the_files_matter(sent: dict[tuple[str, int], Path], tmp_path: Path, run_cli: Run) -> None:
    merge(run_cli, tmp_path / "报送")
    first = cells.read(tmp_path / "汇总.xlsx")["汇总"]
    dice = random.Random(1)
    for number, path in enumerate(dice.sample(list(sent.values()), len(sent))):
        target = tmp_path / "乱" / "/".join(dice.choice("甲乙丙") for _ in range(dice.randint(0, 3))) / f"{number}.xlsx"
        target.parent.mkdir(parents=True, exist_ok=True)
        path.rename(target)
    merge(run_cli, tmp_path / "乱", out="另.xlsx")
    assert cells.read(tmp_path / "另.xlsx")["汇总"] == first


def test_one_month_is_merged_by_itself_and_the_others_are_left_out_with_a_word(
    sent: object, year: Mapping[str, events.Events], stamp: Stamp, tmp_path: Path, run_cli: Run
) -> None:
    status, document = merge(run_cli, tmp_path / "报送", period="2025-03")
    assert (status, rules(document)) == (0, ["submission.outside_period"])
    (others,) = document["findings"]
    assert others["message"] == "33份其他期间（2025年1月至2025年12月）的报送不属于2025年3月，没有计入。"
    shown = summary(tmp_path / "汇总.xlsx", stamp)
    assert {key: shown[key] for key in expected(year, (3, 3))} == expected(year, (3, 3))


def test_merging_months_first_gives_the_same_year(
    sent: object, year: Mapping[str, events.Events], stamp: Stamp, tmp_path: Path, run_cli: Run
) -> None:
    (tmp_path / "各月汇总").mkdir()
    for month in range(1, 13):
        merge(run_cli, tmp_path / "报送", period=f"{YEAR}-{month:02d}", out=f"各月汇总/{month}月.xlsx")
    status, document = merge(run_cli, tmp_path / "各月汇总", out="全年.xlsx")
    assert (status, document["findings"]) == (0, [])
    shown = summary(tmp_path / "全年.xlsx", stamp)
    assert {key: shown[key] for key in expected(year)} == expected(year)


@pytest.mark.parametrize(("gone", "rule"), [([4], "year.missing_month"), ([2, 5, 6], "year.missing_month"), (list(range(1, 13)), "")])
def test_a_missing_month_is_named_and_the_year_marked(
    gone: list[int], rule: str, sent: dict[tuple[str, int], Path], tmp_path: Path, run_cli: Run
) -> None:
    for month in gone:
        sent["法规科", month].unlink()
    roster = write_roster(tmp_path / "名册.xlsx", [{"单位": unit, "应报期间": "每月"} for unit in UNITS])
    status, document = merge(run_cli, tmp_path / "报送", "--roster", roster)
    assert status == 1
    assert [one["period"] for one in document["missing"]] == [f"{YEAR}-{month:02d}" for month in gone]
    (found,) = [one for one in document["findings"] if one["rule"] in ("year.missing_month", "merge.missing_unit")]
    assert "法规科" in found["message"] and (not rule or found["rule"] == rule)
    assert "法规科" in str(cells.read(tmp_path / "汇总.xlsx")["汇总"]["B3"].value)


def test_in_the_middle_of_a_year_the_months_to_come_are_said_once(sent: dict[tuple[str, int], Path], tmp_path: Path, run_cli: Run) -> None:
    for (_, month), path in sent.items():
        if month > 7:
            path.unlink()
    status, document = merge(run_cli, tmp_path / "报送")
    assert (status, rules(document)) == (1, ["year.not_over"])
    assert "8—12月" in document["findings"][0]["message"]
    assert len(document["missing"]) == 3 * 5


def test_an_opening_that_is_not_the_last_closing_is_named_with_both_cells(
    sent: dict[tuple[str, int], Path], year: Mapping[str, events.Events], stamp: Stamp, tmp_path: Path, run_cli: Run
) -> None:
    april = year["办公室"]
    opening = int(str(events.count(april, (4, 4)).get("applications.carried_in.research", 0)))
    new = int(str(events.count(april, (4, 4)).get("applications.new.research", 0)))
    changes = {"applications.carried_in.research": opening + 1, "applications.new.research": new - 1}
    if new == 0:
        changes = {"applications.carried_in.research": opening + 1, "applications.carried_forward.research": 1 + closing(april, 4)}
    retype(stamp, sent["办公室", 4], "办公室", Period(YEAR, 4), april, changes)
    for command in ("check", "merge"):
        more = ("-o", tmp_path / "x.xlsx", "--period", YEAR) if command == "merge" else ()
        document = json.loads(run_cli(command, tmp_path / "报送", "--json", *more)[1])
        broken = [one for one in document["findings"] if one["rule"] == "applications.carry_over" and "科研机构" in one["message"]]
        first = broken[0]
        key, before = "二、上年结转政府信息公开申请数量", "四、结转下年度继续办理"
        for words in (
            sent["办公室", 4].as_posix(),
            sent["办公室", 3].as_posix(),
            stamp.places["三", key, "科研机构"],
            stamp.places["三", before, "科研机构"],
        ):
            assert words in first["message"]


def closing(happened: events.Events, month: int) -> int:
    return int(str(events.count(happened, (month, month)).get("applications.carried_forward.research", 0)))


def test_the_chain_of_documents_in_force_is_followed_from_month_to_month(
    sent: dict[tuple[str, int], Path], year: Mapping[str, events.Events], stamp: Stamp, tmp_path: Path, run_cli: Run
) -> None:
    code = "disclosure.normative_documents.in_force"
    now = int(str(events.count(year["财务科"], (9, 9))[code]))
    retype(stamp, sent["财务科", 9], "财务科", Period(YEAR, 9), year["财务科"], {code: now + 1})
    status, document = merge(run_cli, tmp_path / "报送")
    assert (status, rules(document)) == (0, ["disclosure.in_force_chain"])
    assert [one["period"] for one in document["findings"]] == ["2025-09", "2025-10"]


def test_a_unit_that_reports_by_year_is_taken_as_it_is(
    sent: dict[tuple[str, int], Path], year: Mapping[str, events.Events], stamp: Stamp, tmp_path: Path, run_cli: Run
) -> None:
    for month in range(1, 13):
        sent["财务科", month].unlink()
    send_in(tmp_path / "报送", stamp, "财务科", Period(YEAR), year["财务科"])
    status, document = merge(run_cli, tmp_path / "报送")
    assert (status, document["findings"], document["missing"]) == (0, [], [])
    shown = summary(tmp_path / "汇总.xlsx", stamp)
    assert {key: shown[key] for key in expected(year)} == expected(year)
    assert any("财务科不在各月之内" in str(cell.value) for cell in cells.read(tmp_path / "汇总.xlsx")["月度"].values())


@pytest.mark.parametrize("off", [0, 2])
def test_a_unit_that_did_both_is_compared_and_the_year_counts(
    off: int, sent: object, year: Mapping[str, events.Events], stamp: Stamp, tmp_path: Path, run_cli: Run
) -> None:
    code = "disclosure.licensing.decisions"
    whole = int(str(events.count(year["财务科"], (1, 12)).get(code, 0)))
    path = send_in(tmp_path / "报送", stamp, "财务科", Period(YEAR), year["财务科"])
    retype(stamp, path, "财务科", Period(YEAR), year["财务科"], {code: whole + off})
    status, document = merge(run_cli, tmp_path / "报送")
    assert (status, rules(document)) == ((1, ["year.months_differ"]) if off else (0, []))
    for one in document["findings"]:
        assert (one["items"], one["expected"], one["actual"]) == ([code], str(whole), str(whole + off))
    key = ("二", "第二十条第（五）项 行政许可", "本年处理决定数量")
    assert summary(tmp_path / "汇总.xlsx", stamp)[key] == expected(year)[key] + off


def test_a_year_beside_a_few_months_is_not_compared_and_says_so(
    sent: dict[tuple[str, int], Path], year: Mapping[str, events.Events], stamp: Stamp, tmp_path: Path, run_cli: Run
) -> None:
    for month in range(4, 13):
        sent["财务科", month].unlink()
    send_in(tmp_path / "报送", stamp, "财务科", Period(YEAR), year["财务科"])
    status, document = merge(run_cli, tmp_path / "报送")
    assert (status, rules(document), document["missing"]) == (0, ["year.not_compared"], [])


def test_months_beside_the_merged_year_they_went_into_are_not_counted_twice(
    sent: dict[tuple[str, int], Path], year: Mapping[str, events.Events], stamp: Stamp, tmp_path: Path, run_cli: Run
) -> None:
    merge(run_cli, tmp_path / "报送", out="报送/去年做的汇总.xlsx")
    for number in range(2):  # also when a month has been changed since
        status, document = merge(run_cli, tmp_path / "报送")
        (found,) = [one for one in document["findings"] if one["rule"] == "merge.counted_twice"]
        alike = [unit for unit in UNITS if not number or unit != "办公室"]  # whose months stand in both as they were
        assert status == 1 and all(word in found["message"] for word in (*alike, "去年做的汇总.xlsx")), found["message"]
        shown = summary(tmp_path / "汇总.xlsx", stamp)
        assert shown["三", "一、本年新收政府信息公开申请数量", "自然人"] == expected(year)["三", "一、本年新收政府信息公开申请数量", "自然人"]
        if not number:
            retype(stamp, sent["办公室", 1], "办公室", Period(YEAR, 1), year["办公室"], {"disclosure.penalties.decisions": 55})


def test_a_total_that_a_parent_states_is_compared_with_its_children_and_not_added_to_them(
    year: Mapping[str, events.Events], stamp: Stamp, tmp_path: Path, run_cli: Run
) -> None:
    lines = [{"单位": "甲区", "上级单位": "某市"}, *({"单位": unit, "上级单位": "甲区"} for unit in UNITS)]
    roster = write_roster(tmp_path / "名册.xlsx", lines)
    for unit in UNITS:
        send_in(tmp_path / "报送", stamp, unit, Period(YEAR), year[unit])
    key = ("二", "第二十条第（五）项 行政许可", "本年处理决定数量")
    stated = {place: value for place, value in expected(year).items() if place[2] != "总计"}
    (tmp_path / "报送" / "甲区.xlsx").write_bytes(stamp.filled(stated, unit="甲区", period=YEAR))
    status, document = merge(run_cli, tmp_path / "报送", "--roster", roster)
    assert (status, rules(document)) == (0, [])
    assert [one["unit"] for one in document["submissions"]] == ["甲区"]
    assert summary(tmp_path / "汇总.xlsx", stamp)[key] == expected(year)[key]

    (tmp_path / "报送" / "2025" / "法规科-2025.xlsx").unlink()
    status, document = merge(run_cli, tmp_path / "报送", "--roster", roster)
    assert (status, rules(document), document["missing"]) == (1, ["tree.parent_differs"], [])
    assert all("法规科" in one["message"] and "催报" in one["message"] for one in document["findings"])
    lost = figures(FORM, year["法规科"], (1, 12))
    assert len(document["findings"]) == sum(bool(value) for value in lost.values())


def test_an_office_that_is_a_leaf_under_its_own_government_is_a_unit_like_any_other(
    year: Mapping[str, events.Events], stamp: Stamp, tmp_path: Path, run_cli: Run
) -> None:
    roster = write_roster(tmp_path / "名册.xlsx", [{"单位": "甲区", "上级单位": "某市"}, *({"单位": unit, "上级单位": "甲区"} for unit in UNITS)])
    for unit in UNITS:
        send_in(tmp_path / "报送", stamp, unit, Period(YEAR), year[unit])
    status, document = merge(run_cli, tmp_path / "报送", "--roster", roster)
    assert (status, document["findings"], document["missing"]) == (0, [], [])
    assert [one["unit"] for one in document["submissions"]] == sorted(UNITS)


def test_a_workbook_may_hold_any_number_of_months(year: Mapping[str, events.Events], office: Office, tmp_path: Path, run_cli: Run) -> None:
    """A workbook with a sheet for each month, three of them filled in: the blank ones to come are no fault of the file."""
    run_cli("template", "-o", tmp_path / "下发", "--split", "--months", "--period", YEAR, "--unit", "办公室")
    book = openpyxl.load_workbook(tmp_path / "下发" / "办公室-2025.xlsx")
    assert book.sheetnames == [*(f"{month}月" for month in range(1, 13)), "说明"]
    happened = replace(year["办公室"], in_force=0)
    for month in (1, 2, 3):
        sheet = people.Sheet(book[f"{month}月"])
        for key, value in figures(FORM, happened, (month, month)).items():
            cell = sheet.places[key]
            if not str(cell.value).startswith("="):
                cell.value = value
    (tmp_path / "报送").mkdir()
    book.save(tmp_path / "办公室.xlsx")
    office.recalculate([tmp_path / "办公室.xlsx"], tmp_path / "报送")
    for month in (1, 2, 3):
        status, document = merge(run_cli, tmp_path / "报送", period=f"2025-{month:02d}")
        assert (status, rules(document), document["unread"], len(document["submissions"])) == (0, ["submission.outside_period"], [], 1)
    assert run_cli("check", tmp_path / "报送")[0] == 0
    roster = write_roster(tmp_path / "名册.xlsx", [{"单位": "办公室", "应报期间": "每月"}])
    out = run_cli("status", tmp_path / "报送", "--roster", roster, "--period", YEAR, "--json")[1]
    assert (json.loads(out)["counts"]["received"], json.loads(out)["unread"]) == (3, [])


@pytest.mark.parametrize(
    ("period", "understood"),
    [("2025年3月", True), ("2025.3", True), ("2025-3", True), ("202503", True), ("2025-13", False), ("202513", False), ("2025年0月", False)],
)
def test_a_month_is_understood_as_people_write_it_or_refused(period: str, understood: bool, sent: object, tmp_path: Path, run_cli: Run) -> None:
    status, _, err = run_cli("merge", tmp_path / "报送", "-o", tmp_path / "x.xlsx", "--period", period)
    assert status == (0 if understood else 2)
    assert understood or ("月" in err and "2026-03" in err and not (tmp_path / "x.xlsx").exists())


def test_last_years_merged_workbook_is_compared_with_january(
    sent: object, year: Mapping[str, events.Events], stamp: Stamp, tmp_path: Path, run_cli: Run
) -> None:
    """What was open before the year is what the year before says was open at its end."""
    for unit, happened in year.items():
        openings = {key.replace("carried_in", "carried_forward"): n for key, n in events.count(happened, (1, 1)).items() if ".carried_in." in key}
        before = dict.fromkeys((item.code for item in events.inputs(FORM)), 0) | openings
        before |= {"disclosure.normative_documents.in_force": happened.in_force}
        for code, value in openings.items():
            before[code.replace("carried_forward", "new")] = value
        typed = {events.key_of(FORM, FORM.items[FORM.index[code]]): value for code, value in before.items()}
        (tmp_path / "去年").mkdir(exist_ok=True)
        (tmp_path / "去年" / f"{unit}.xlsx").write_bytes(stamp.filled(typed, unit=unit, period=YEAR - 1))
    assert merge(run_cli, tmp_path / "去年", period=YEAR - 1, out="去年汇总.xlsx")[0] == 0
    for previous in (tmp_path / "去年汇总.xlsx", tmp_path / "去年"):
        status, document = merge(run_cli, tmp_path / "报送", "--previous", previous)
        assert (status, document["findings"]) == (0, [])
    shutil.copy(tmp_path / "去年汇总.xlsx", tmp_path / "报送" / "去年汇总.xlsx")
    status, document = merge(run_cli, tmp_path / "报送", "--previous", tmp_path / "报送" / "去年汇总.xlsx")
    assert (status, document["findings"]) == (0, [])


MEASURES = {"新收": "一、本年新收政府信息公开申请数量", "结转": "四、结转下年度继续办理", "予以公开": "（一）予以公开"}


def test_the_sheet_of_months_counts_what_happened_in_each_and_until_then(
    sent: object, year: Mapping[str, events.Events], stamp: Stamp, tmp_path: Path, run_cli: Run
) -> None:
    merge(run_cli, tmp_path / "报送")
    content = cells.read(tmp_path / "汇总.xlsx")["月度"]
    columns = {str(cell.value): address[:1] for address, cell in content.items() if address[1:] == "6"}
    assert list(columns) == ["月份", "新收", "办结", "结转", "予以公开", "部分公开", "不予公开", "无法提供", "不予处理", "其他处理", "复议", "诉讼"]
    (below,) = [int(address[1:]) for address, cell in content.items() if str(cell.value).startswith("年初至当月累计")]
    for first_row, start in ((7, None), (below + 2, 1)):
        for month in range(1, 13):
            counted = expected(year, (start or month, month))
            shown = {name: content[f"{column}{first_row + month - 1}"].value for name, column in columns.items()}
            assert shown["月份"] == f"{month}月"
            rows = {row for kind, row, _ in counted if kind == "三"}
            totals = {row: sum(counted["三", row, who] for who in APPLICANTS) for row in rows}
            assert {name: shown[name] for name in MEASURES} == {name: totals[row] for name, row in MEASURES.items()}
            assert shown["不予公开"] == sum(number for row, number in totals.items() if row.startswith("（三）"))
            assert shown["其他处理"] == sum(number for row, number in totals.items() if row.startswith("（六）"))
            done = [number for row, number in totals.items() if row[0] == "（"]
            assert shown["办结"] == sum(done)
            assert shown["诉讼"] == sum(counted["四", "", str(number)] for number in (5, 6, 7, 8, 10, 11, 12, 13))
