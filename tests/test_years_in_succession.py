"""Two years of one city, published: what was open at the end of 2023 is what was open at the beginning of 2024."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from support import cells, published
from support.offices import write_roster
from support.stamp import Stamp

Run = Callable[..., tuple[int, str, str]]
OPENING, CLOSING = "二、上年结转政府信息公开申请数量", "四、结转下年度继续办理"
APPLICANTS = (*published.APPLICANTS, "总计")
DOCUMENTS = [("二", f"第二十条第（一）项 {row}", "现行有效件数") for row in ("规章", "行政规范性文件")]
BODY = published.load("suqian_2023").body


@pytest.fixture(scope="module")
def stamp(unit_templates: Callable[[int], Path]) -> Stamp:
    return Stamp(unit_templates(2024))


def _send(folder: Path, stamp: Stamp, year: int, changes: dict[published.Key, object]) -> Path:
    folder.mkdir(exist_ok=True)
    figures = published.load(f"suqian_{year}").inputs() | changes
    path = folder / f"{year}.xlsx"
    path.write_bytes(stamp.filled(figures, unit=BODY, period=year))
    return path


def _both_years(
    tmp_path: Path, stamp: Stamp, run_cli: Run, first: dict[published.Key, object], second: dict[published.Key, object]
) -> tuple[int, list[dict]]:
    """Merge 2023, then 2024 with it as the year before; return the exit status and the findings of 2024 on the chain."""
    _send(tmp_path / "2023", stamp, 2023, first)
    _send(tmp_path / "2024", stamp, 2024, second)
    run_cli("merge", tmp_path / "2023", "-o", tmp_path / "2023汇总.xlsx", "--unit", BODY)
    previous = ("--previous", tmp_path / "2023汇总.xlsx")
    status, out, _ = run_cli("merge", tmp_path / "2024", "-o", tmp_path / "2024汇总.xlsx", "--unit", BODY, *previous, "--json")
    return status, [one for one in json.loads(out)["findings"] if one["rule"] in ("applications.carry_over", "disclosure.in_force_chain")]


def test_all_openings_and_both_kinds_of_documents_follow_from_the_year_before(tmp_path: Path, stamp: Stamp, run_cli: Run) -> None:
    assert _both_years(tmp_path, stamp, run_cli, {}, {}) == (0, [])


def _one_digit_more(year: int, key: published.Key) -> dict[published.Key, object]:
    return {key: int(str(published.load(f"suqian_{year}").inputs()[key])) + 1}


@pytest.mark.parametrize("applicant", published.APPLICANTS)
@pytest.mark.parametrize(("year", "row"), [(2023, CLOSING), (2024, OPENING)])
def test_one_digit_changed_in_any_column_is_found_and_both_cells_are_named(
    year: int, row: str, applicant: str, tmp_path: Path, stamp: Stamp, run_cli: Run
) -> None:
    change = _one_digit_more(year, ("三", row, applicant))
    status, findings = _both_years(tmp_path, stamp, run_cli, change if year == 2023 else {}, change if year == 2024 else {})
    assert status == 1
    places = [(stamp.places["三", OPENING, column], stamp.places["三", CLOSING, column]) for column in (applicant, "总计")]
    for file in ("2024/2024.xlsx", "汇总"):  # for the unit, and for the body
        own = [one for one in findings if (file in one["file"] and one["sheet"] != "汇总") or one["sheet"] == file]
        assert len(own) == 2
        for one, (opening, closing) in zip(own, places, strict=True):
            assert one["cells"] == [opening] and opening in one["message"] and closing in one["message"]
            assert "2023汇总.xlsx" in one["message"]


@pytest.mark.parametrize("row", [OPENING, CLOSING])
def test_a_total_of_stocks_overwritten_by_hand_is_found_too(row: str, tmp_path: Path, stamp: Stamp, run_cli: Run) -> None:
    path = _send(tmp_path / "2024", stamp, 2024, {("三", row, "总计"): 126})
    status, out, _ = run_cli("check", path, "--json")
    assert (status, [one["cells"] for one in json.loads(out)["findings"]]) == (1, [[stamp.places["三", row, "总计"]]])


@pytest.mark.parametrize("key", DOCUMENTS, ids=lambda key: key[1])
@pytest.mark.parametrize("year", [2023, 2024])
def test_one_digit_changed_in_the_documents_in_force_is_found_and_both_cells_are_named(
    year: int, key: published.Key, tmp_path: Path, stamp: Stamp, run_cli: Run
) -> None:
    change = _one_digit_more(year, key)
    status, findings = _both_years(tmp_path, stamp, run_cli, change if year == 2023 else {}, change if year == 2024 else {})
    assert (status, {one["rule"] for one in findings}, {one["severity"] for one in findings}) == (0, {"disclosure.in_force_chain"}, {"warning"})
    for one in findings:
        assert stamp.places[key] in one["cells"] and one["message"].count(stamp.places[key]) == 2


UNITS_2023 = {
    "市政府办": 349,
    "市各有关部门": 933,
    "沭阳县": 477,
    "泗阳县": 301,
    "泗洪县": 874,
    "宿豫区": 216,
    "宿城区": 348,
    "宿迁经济技术开发区": 55,
    "市湖滨新区": 26,
    "苏州宿迁工业园区": 12,
    "市洋河新区": 16,
}
"""Applications handled (new and carried in) by each unit, as the text of the report of 2023 states them."""
OF_BUREAUS = ("沭阳县", "泗阳县", "泗洪县")
"""Those of them whose figures come up from offices by way of bureaus."""


@pytest.mark.slow
def test_the_eleven_units_of_the_city_add_up_through_three_levels(stamp: Stamp, tmp_path: Path, run_cli: Run) -> None:
    """Offices → bureaus → county → city, in three counties; what the other units state themselves stands beside them."""
    zeros = dict.fromkeys(published.load("suqian_2023").inputs(), 0)
    city = tmp_path / "市"
    city.mkdir()
    for unit, number in UNITS_2023.items():
        if unit not in OF_BUREAUS:
            (city / f"{unit}.xlsx").write_bytes(stamp.filled(_handled(zeros, number, number // 9), unit=unit, period=2023))
            continue
        county = tmp_path / unit
        for bureau, share in (("教育局", number // 3), ("公安局", number - number // 3)):
            (county / bureau).mkdir(parents=True)
            for part, one in (("办公室", share // 2), ("基层所", share - share // 2)):
                path = county / bureau / f"{part}.xlsx"
                path.write_bytes(stamp.filled(_handled(zeros, one, one // 7), unit=f"{unit}{bureau}{part}", period=2023))
            assert run_cli("merge", county / bureau, "-o", county / f"{bureau}.xlsx", "--unit", f"{unit}{bureau}")[0] == 0
        bureaus = (county / "教育局.xlsx", county / "公安局.xlsx")
        assert run_cli("merge", *bureaus, "-o", city / f"{unit}.xlsx", "--unit", unit)[0] == 0
    roster = write_roster(tmp_path / "名册.xlsx", [{"单位": unit, "上级单位": BODY} for unit in UNITS_2023])
    merged = tmp_path / "全市.xlsx"
    status, out, _ = run_cli("merge", city, "-o", merged, "--unit", BODY, "--roster", roster, "--json")
    assert (status, json.loads(out)["findings"], len(json.loads(out)["submissions"])) == (0, [], 11)
    content = cells.read(merged)["汇总"]
    assert sum(content[stamp.places["三", row, "总计"]].value for row in ("一、本年新收政府信息公开申请数量", OPENING)) == 3607
    assert sum(UNITS_2023.values()) == 3607


def _handled(zeros: dict[published.Key, object], number: int, opening: int) -> dict[published.Key, object]:
    new = ("三", "一、本年新收政府信息公开申请数量", "自然人")
    return zeros | {new: number - opening, ("三", OPENING, "自然人"): opening, ("三", "（一）予以公开", "自然人"): number}
