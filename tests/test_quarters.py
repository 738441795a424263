"""An office whose departments report by month, by quarter and by half-year, through every command."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

import docx
import openpyxl
import pytest
from support import cells, events
from support.offices import figures, happenings, send_in, write_roster
from support.returned import Run
from support.stamp import Stamp

from gkxl.forms import Time, form_by_id
from gkxl.model.period import Period
from gkxl.model.period_text import parse_period

FORM = form_by_id("2021")
YEAR = 2025
SENT = {
    "办公室": ["2025-01", "2025-02", "2025-03", "2025-Q2"],
    "法规科": ["2025-Q1", "2025-Q2"],
    "财务科": [f"2025-{month:02d}" for month in range(1, 7)],
    "信息科": ["2025-H1"],
}


@pytest.fixture(scope="module")
def stamp(unit_templates: Callable[[int], Path]) -> Stamp:
    return Stamp(unit_templates(YEAR))


@pytest.fixture(scope="module")
def year() -> Mapping[str, events.Events]:
    return happenings(list(SENT), YEAR, seed=11, most=25)


@pytest.fixture
def folder(tmp_path: Path, stamp: Stamp, year: Mapping[str, events.Events]) -> Path:
    for unit, periods in SENT.items():
        for period in map(parse_period, periods):
            send_in(tmp_path / "报送", stamp, unit, period, year[unit])
    return tmp_path / "报送"


def expected(year: Mapping[str, events.Events], period: Period, units: Collection[str] = (*SENT, "乙局")) -> dict[tuple[str, str, str], float]:
    total: dict[tuple[str, str, str], float] = {}
    for unit, happened in year.items():
        if unit in units:
            for key, value in figures(FORM, happened, (period.first, period.last)).items():
                total[key] = round(total.get(key, 0) + float(str(value)), 4)
    return total


def shown(path: Path, stamp: Stamp) -> dict[tuple[str, str, str], object]:
    content = cells.read(path)["汇总"]
    return {key: content[place].value if place in content else None for key, place in stamp.places.items()}


def holds(path: Path, stamp: Stamp, numbers: Mapping[tuple[str, str, str], float]) -> bool:
    found = shown(path, stamp)
    return {key: found[key] for key in numbers} == numbers


def test_a_half_year_from_quarters_months_and_itself_goes_the_whole_road(
    folder: Path, year: Mapping[str, events.Events], stamp: Stamp, tmp_path: Path, run_cli: Run
) -> None:
    half = Period(YEAR, 1, 6)
    assert run_cli("check", folder)[0] == 0
    status, out, err = run_cli("merge", folder, "-o", tmp_path / "上半年.xlsx", "--unit", "某局", "--period", "2025-H1", "--json")
    document = json.loads(out)
    assert (status, [one["message"] for one in document["findings"]], document["missing"]) == (0, [], [])
    assert holds(tmp_path / "上半年.xlsx", stamp, expected(year, half)) and "已汇总4个单位（12份分期报送）" in err
    assert run_cli("check", tmp_path / "上半年.xlsx")[0] == 0
    assert run_cli("report", tmp_path / "上半年.xlsx", "-o", tmp_path / "上半年.docx")[0] == 0
    paragraphs = [paragraph.text for paragraph in docx.Document(str(tmp_path / "上半年.docx")).paragraphs]
    assert "某局2025年上半年政府信息公开工作统计表" in paragraphs and any("2025年1月1日起至2025年6月30日" in text for text in paragraphs)

    # the parts stand in 各月明细, and the body above takes the workbook in once beside one of its departments' files
    book = openpyxl.load_workbook(tmp_path / "上半年.xlsx")
    periods = [row[3].value for row in book["各月明细"].iter_rows() if str(row[0].value).startswith("month:")]
    assert sorted(periods) == sorted(period for unit in ("办公室", "法规科", "财务科") for period in SENT[unit])
    (tmp_path / "区").mkdir()
    (tmp_path / "上半年.xlsx").rename(tmp_path / "区" / "某局.xlsx")
    send_in(tmp_path / "区", stamp, "乙局", half, year["信息科"])
    (tmp_path / "区" / "法规科一季度.xlsx").write_bytes((folder / "2025-Q1" / "法规科-2025-Q1.xlsx").read_bytes())
    status, out, _ = run_cli("merge", tmp_path / "区", "-o", tmp_path / "区.xlsx", "--unit", "某区", "--period", "2025年上半年", "--json")
    both = expected({**year, "乙局": year["信息科"]}, half)
    (twice,) = json.loads(out)["findings"]
    assert status == 1 and "法规科一季度.xlsx" in twice["message"] and "只计该汇总工作簿" in twice["message"]
    assert holds(tmp_path / "区.xlsx", stamp, both)


def test_quarters_of_a_body_make_its_half_year_and_open_the_next_one(
    folder: Path, year: Mapping[str, events.Events], stamp: Stamp, tmp_path: Path, run_cli: Run
) -> None:
    (folder / "2025-H1" / "信息科-2025-H1.xlsx").unlink()
    for quarter in (1, 2):
        out = tmp_path / "季" / f"{quarter}.xlsx"
        out.parent.mkdir(exist_ok=True)
        before = ("--previous", tmp_path / "季" / "1.xlsx") if quarter == 2 else ()
        assert run_cli("merge", folder, "-o", out, "--unit", "某局", "--period", f"2025年第{quarter}季度", *before)[0] == 0
    status, _, err = run_cli("merge", tmp_path / "季", "-o", tmp_path / "半年.xlsx", "--unit", "某区", "--period", "2025-H1")
    three = ("办公室", "法规科", "财务科")
    assert status == 0 and holds(tmp_path / "半年.xlsx", stamp, expected(year, Period(YEAR, 1, 6), three)), err
    # the openings of the third quarter are the closings of the second
    units = [word for unit in three for word in ("--unit", unit)]
    asked = ("--period", "2025-Q3", "--split", *units, "--previous", tmp_path / "季" / "2.xlsx")
    status, _, err = run_cli("template", "-o", tmp_path / "下发", *asked)
    assert status == 0 and "没有上期" not in err
    made = cells.read(tmp_path / "下发" / "法规科-2025-Q3.xlsx")
    (sheet,) = [name for name in made if name != "说明"]
    closing = int(str(events.count(year["法规科"], (4, 6)).get("applications.carried_forward.natural_person", 0)))
    place = stamp.places["三", "二、上年结转政府信息公开申请数量", "自然人"]
    assert float(str(made[sheet][place].value or 0)) == closing
    assert any("（2025年第三季度，本季数）" in str(cell.value) for cell in made[sheet].values())


def test_what_lacks_of_a_quarter_is_said_and_stands_on_its_face(folder: Path, stamp: Stamp, tmp_path: Path, run_cli: Run) -> None:
    (folder / "2025-02" / "财务科-2025-02.xlsx").unlink()
    (folder / "2025-H1" / "信息科-2025-H1.xlsx").unlink()
    roster = write_roster(tmp_path / "名册.xlsx", [{"单位": unit} for unit in ("办公室", "法规科", "财务科", "信息科")])
    asked = ("--period", "2025-Q1", "--roster", roster)
    status, out, err = run_cli("merge", folder, "-o", tmp_path / "一季度.xlsx", "--unit", "某局", *asked, "--json")
    document = json.loads(out)
    assert status == 1 and [(one["unit"], one["period"]) for one in document["missing"]] == [("财务科", "2025-02"), ("信息科", "2025-Q1")]
    said = {one["message"] for one in document["findings"]}
    assert "财务科缺2025年2月的月报，第一季度数不齐全；请催报后重新汇总。" in said
    assert "缺1个单位（信息科）；1个单位缺月报（财务科）" in err
    assert any("不齐全" in str(cell.value) or "缺1个单位" in str(cell.value) for cell in cells.read(tmp_path / "一季度.xlsx")["汇总"].values())
    status, out, err = run_cli("status", folder, *asked, "--today", "2025-04-20")
    assert status == 1 and "财务科" in out and "信息科" in out and "第一季度" in out
    assert "贵单位2025年第一季度的政府信息公开工作情况填报表" in f"{out}{err}"


def test_a_blank_closing_that_the_total_does_not_show_stands_in_the_headline(
    folder: Path, year: Mapping[str, events.Events], stamp: Stamp, tmp_path: Path, run_cli: Run
) -> None:
    """The half-year prints the closing of the second quarter: what the first one left blank is an error all the same."""
    path = folder / "2025-Q1" / "法规科-2025-Q1.xlsx"
    stated = figures(FORM, year["法规科"], (1, 3))
    stocks = (FORM.items[item] for item in sorted(FORM.stocks))
    closing = next(key for item in stocks if item.time is Time.CLOSING and stated.get(key := events.key_of(FORM, item)))
    path.write_bytes(stamp.filled(stated | {closing: None}, unit="法规科", period="2025-Q1"))
    status, out, err = run_cli("merge", folder, "-o", tmp_path / "上半年.xlsx", "--unit", "某局", "--period", "2025-H1", "--json")
    (blank,) = [finding for finding in json.loads(out)["findings"] if finding["severity"] == "error"]
    assert (status, blank["rule"], blank["unit"]) == (1, "stock.not_stated", "法规科")
    assert "1处数字或表格有误（法规科）" in err and "合计未填" not in err


def test_what_overlaps_and_does_not_fit_is_counted_once_and_said(
    year: Mapping[str, events.Events], stamp: Stamp, tmp_path: Path, run_cli: Run
) -> None:
    for period in ("2025-01..2025-04", "2025-Q2"):
        send_in(tmp_path / "报送", stamp, "办公室", parse_period(period), year["办公室"])
    status, out, _ = run_cli("merge", tmp_path / "报送", "-o", tmp_path / "半年.xlsx", "--unit", "某局", "--period", "2025-H1", "--json")
    document = json.loads(out)
    assert status == 1 and [one["rule"] for one in document["findings"] if one["severity"] == "error"] == ["period.overlaps", "year.missing_month"]
    assert {one["period"] for one in document["missing"]} == {"2025-05", "2025-06"}
    assert holds(tmp_path / "半年.xlsx", stamp, expected(year, Period(YEAR, 1, 4), ("办公室",)))
    # the larger of the two that fit into the year so far is taken, and the smaller one compared with it
    send_in(tmp_path / "报送", stamp, "办公室", Period(YEAR, 1, 6), year["办公室"])
    status, out, _ = run_cli("merge", tmp_path / "报送", "-o", tmp_path / "半年.xlsx", "--unit", "某局", "--period", "2025-H1", "--json")
    assert status == 0 and {one["rule"] for one in json.loads(out)["findings"]} <= {"year.not_compared"}
    assert holds(tmp_path / "半年.xlsx", stamp, expected(year, Period(YEAR, 1, 6), ("办公室",)))


def test_the_roster_says_who_reports_by_the_quarter(year: Mapping[str, events.Events], stamp: Stamp, tmp_path: Path, run_cli: Run) -> None:
    cycles = {"办公室": "每月", "法规科": "每季", "财务科": "半年报", "信息科": "全年", "综合科": ""}
    roster = write_roster(tmp_path / "名册.xlsx", [{"单位": unit, "应报期间": cycle, "截止日": "5"} for unit, cycle in cycles.items()])
    send_in(tmp_path / "报送", stamp, "法规科", Period(YEAR, 1, 3), year["法规科"], filled_on="2025-04-08")

    def lacks(period: str, today: str) -> dict[str, list[str]]:
        out = run_cli("status", tmp_path / "报送", "--roster", roster, "--period", period, "--today", today, "--json")[1]
        found: dict[str, list[str]] = {}
        for one in json.loads(out)["missing"]:
            found.setdefault(one["unit"], []).append(one["period"])
        return found

    months = [f"2025-{month:02d}" for month in range(1, 13)]
    assert lacks("2025-02", "2026-03-01") == {"办公室": ["2025-02"], "综合科": ["2025-02"]}
    assert lacks("2025-Q1", "2026-03-01") == {"办公室": months[:3], "综合科": ["2025-Q1"]}
    assert lacks("2025-H1", "2026-03-01") == {"办公室": months[:6], "法规科": ["2025-Q2"], "财务科": ["2025-H1"], "综合科": ["2025-H1"]}
    quarters = ["2025-Q2", "2025-Q3", "2025-Q4"]
    whole = {"办公室": months, "法规科": quarters, "财务科": ["2025-H1", "2025-H2"], "信息科": ["2025"], "综合科": ["2025"]}
    assert lacks("2025", "2026-03-01") == whole
    assert "法规科" not in lacks("2025", "2025-07-03")  # the second quarter is due on the 5th
    assert lacks("2025", "2025-07-06")["法规科"] == ["2025-Q2"]
    out = run_cli("status", tmp_path / "报送", "--roster", roster, "--period", "2025-Q1", "--today", "2026-03-01")[1]
    assert "迟报" in out  # three days after the 5th of the month that follows the quarter

    # what is sent out follows it
    status, _, err = run_cli("template", "-o", tmp_path / "下发", "--split", "--roster", roster, "--period", "2025")
    assert status == 0, err
    sheets = {unit: openpyxl.load_workbook(tmp_path / "下发" / f"{unit}-2025.xlsx").sheetnames for unit in cycles}
    assert sheets["法规科"][:4] == ["第一季度", "第二季度", "第三季度", "第四季度"] and sheets["财务科"][:2] == ["上半年", "下半年"]
    assert sheets["办公室"][:12] == [f"{month}月" for month in range(1, 13)] and "信息科" in sheets["信息科"]
    status, _, err = run_cli("template", "-o", tmp_path / "一季度", "--split", "--roster", roster, "--period", "2025-Q1")
    assert status == 0 and "财务科按每半年报送" in err and "信息科按全年报送" in err


def test_what_is_still_to_come_is_said_once_where_some_report_by_the_month_and_others_by_the_quarter(
    year: Mapping[str, events.Events], stamp: Stamp, tmp_path: Path, run_cli: Run
) -> None:
    for unit, period in (("财务科", "2025-01"), ("财务科", "2025-02"), ("财务科", "2025-03"), ("法规科", "2025-Q1")):
        send_in(tmp_path / "报送", stamp, unit, parse_period(period), year[unit])
    status, out, _ = run_cli("merge", tmp_path / "报送", "-o", tmp_path / "上半年.xlsx", "--unit", "某局", "--period", "2025-H1", "--json")
    (said,) = [finding["message"] for finding in json.loads(out)["findings"] if finding["rule"] == "year.not_over"]
    assert status == 1 and said.startswith("2025年第二季度还没有任何单位的报送")
