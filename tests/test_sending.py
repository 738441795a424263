"""What each unit is sent: its own tables, name and period locked, and what the period before already says."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from support import cells, events, people, published
from support.office import Office
from support.offices import figures, happenings, send_in, write_roster
from support.stamp import Stamp

from gkxl.forms import form_by_id
from gkxl.model.period import Period

Run = Callable[..., tuple[int, str, str]]
FORM = form_by_id("2021")
OPENING, CLOSING = "二、上年结转政府信息公开申请数量", "四、结转下年度继续办理"
IN_FORCE = ("二", "第二十条第（一）项 行政规范性文件", "现行有效件数")


@pytest.fixture(scope="module")
def stamp(unit_templates: Callable[[int], Path]) -> Stamp:
    return Stamp(unit_templates(2025))


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    lines = [
        {"单位": "甲局", "应报期间": "每月", "填报内容": "表三、表四"},
        {"单位": "乙局", "应报期间": "每月"},
        {"单位": "丙局", "应报期间": "全年", "填报内容": "主动公开"},
    ]
    return write_roster(tmp_path / "名册.xlsx", lines)


def _sheet(path: Path, number: int = 1) -> people.Sheet:
    return people.Sheet(openpyxl.load_workbook(path).worksheets[number])


def test_each_unit_gets_its_own_tables_with_name_and_month_locked(roster: Path, tmp_path: Path, run_cli: Run) -> None:
    status, out, err = run_cli("template", "--roster", roster, "--period", "2026-03", "--split", "-o", tmp_path / "下发")
    assert status == 0 and [Path(line).name for line in out.split()] == ["甲局-2026-03.xlsx", "乙局-2026-03.xlsx"]
    assert "丙局按全年报送" in err
    for unit, headings in (("甲局", ("三、", "四、")), ("乙局", ("二、", "三、", "四、"))):
        seen = _sheet(tmp_path / "下发" / f"{unit}-2026-03.xlsx")
        hidden = seen.sheet.row_dimensions
        visible = [text for text in people.HEADINGS.values() if not hidden[next(c.row for c in seen.texts if c.value == text)].hidden]
        assert [text[:2] for text in visible] == list(headings)
        for name, value in (("单位", unit), ("期间", "2026-03")):
            assert (seen.field(name).value, seen.field(name).protection.locked) == (value, True)
        assert not seen.field("填报人").protection.locked
        texts = [str(cell.value) for cell in seen.texts]
        assert any("填报表（2026年3月，本月数）" in text for text in texts)
        assert any("“本年”都指本月" in text and "“四、结转下年度继续办理”" in text for text in texts)
        assert CLOSING in texts and OPENING in texts


def test_a_sheet_that_does_not_ask_for_a_table_does_not_miss_it(roster: Path, stamp: Stamp, tmp_path: Path, run_cli: Run, office: Office) -> None:
    run_cli("template", "--roster", roster, "--period", "2026-03", "--split", "-o", tmp_path / "下发")
    folder = tmp_path / "报送"
    for unit in ("甲局", "乙局"):
        book = openpyxl.load_workbook(tmp_path / "下发" / f"{unit}-2026-03.xlsx")
        people.Sheet(book.worksheets[1]).fill({("四", "", "0"): 2, ("三", "一、本年新收政府信息公开申请数量", "自然人"): 0})
        book.save(tmp_path / f"{unit}.xlsx")
    office.recalculate([tmp_path / "甲局.xlsx", tmp_path / "乙局.xlsx"], folder)
    document = json.loads(run_cli("check", folder, "--json")[1])
    open_cells = {one["unit"]: {item.split(".")[0] for item in one["items"]} for one in document["findings"]}
    assert open_cells == {"甲局": {"applications", "disputes"}, "乙局": {"applications", "disputes", "disclosure"}}
    assert run_cli("merge", folder, "-o", tmp_path / "汇总.xlsx", "--period", "2026-03")[0] == 0
    merged = openpyxl.load_workbook(tmp_path / "汇总.xlsx")["甲局"]
    top = next(cell.row for row in merged.iter_rows() for cell in row if cell.value == people.HEADINGS["二"])
    assert merged.row_dimensions[top].hidden


def test_last_months_closing_is_this_months_opening_locked_and_marked(stamp: Stamp, tmp_path: Path, run_cli: Run) -> None:
    happened = happenings(["甲局"], 2025, seed=8, most=60)["甲局"]
    march = send_in(tmp_path / "报送", stamp, "甲局", Period(2025, 3), happened)
    said = figures(FORM, happened, (3, 3))
    assert sum(int(str(said["三", CLOSING, who])) for who in published.APPLICANTS) > 0
    status, _, err = run_cli(
        "template", "--unit", "甲局", "--unit", "乙局", "--period", "2025-04", "--split", "--previous", march.parent, "-o", tmp_path
    )
    assert status == 0 and "没有上期的数可以带入乙局" in err
    seen = _sheet(tmp_path / "甲局-2025-04.xlsx")
    rules = {str(rule.sqref): rule for rule in seen.sheet.data_validations.dataValidation}
    for who in published.APPLICANTS:
        cell = seen.places["三", OPENING, who]
        assert (cell.value, cell.protection.locked) == (said["三", CLOSING, who], True)
        hint = rules[cell.coordinate]
        assert hint.promptTitle == "上期带入，不用填"
        assert all(words in hint.prompt for words in ("甲局-2025-03.xlsx", "2025年3月", stamp.places["三", CLOSING, who]))
        assert str(tmp_path) not in hint.prompt
    in_force = seen.places[IN_FORCE]
    assert in_force.protection.locked and str(in_force.value).startswith(f"={said[IN_FORCE]}+")
    note = next(cell.value for cell in seen.texts if "蓝色格由上期带入" in cell.value)
    assert "甲局-2025-03.xlsx" in note


def test_what_was_filled_in_beforehand_is_no_submission(stamp: Stamp, tmp_path: Path, run_cli: Run) -> None:
    march = send_in(tmp_path / "报送", stamp, "甲局", Period(2025, 3), happenings(["甲局"], 2025, seed=8)["甲局"])
    run_cli("template", "--unit", "甲局", "--period", "2025-04", "--split", "--previous", march, "-o", tmp_path / "下发")
    status, _, err = run_cli("merge", tmp_path / "下发", "-o", tmp_path / "x.xlsx")
    assert status == 2 and "没有填任何数字（甲局）" in err


def _fill_in(path: Path, sheets: dict[int, Period], happened: events.Events, target: Path) -> None:
    """Fill in sheets of a workbook by a program that keeps no results of formulas; what is filled in beforehand stays."""
    book = openpyxl.load_workbook(path)
    for number, period in sheets.items():
        seen = people.Sheet(book.worksheets[number])
        said = figures(FORM, happened, (period.first, period.last))
        seen.fill({key: value for key, value in said.items() if not seen.places[key].protection.locked})
    book.save(target)


def test_what_was_brought_forward_is_known_though_a_program_saved_no_results(stamp: Stamp, tmp_path: Path, run_cli: Run) -> None:
    happened = happenings(["甲局"], 2025, seed=8, most=60)["甲局"]
    march = send_in(tmp_path / "三月", stamp, "甲局", Period(2025, 3), happened)
    run_cli("template", "--unit", "甲局", "--period", "2025-04", "--split", "--previous", march, "-o", tmp_path / "下发")
    april = tmp_path / "甲局-四月.xlsx"
    _fill_in(tmp_path / "下发" / "甲局-2025-04.xlsx", {1: Period(2025, 4)}, happened, april)
    status, _, err = run_cli("template", "--unit", "甲局", "--period", "2025-05", "--split", "--previous", april, "-o", tmp_path / "下发")
    in_force = _sheet(tmp_path / "下发" / "甲局-2025-05.xlsx").places[IN_FORCE]
    assert status == 0 and "没有读懂" not in err
    assert str(in_force.value).startswith(f"={figures(FORM, happened, (4, 4))[IN_FORCE]}+")


def test_sheets_of_a_year_go_on_from_one_another_though_a_program_saved_no_results(stamp: Stamp, tmp_path: Path, run_cli: Run) -> None:
    happened = happenings(["甲局"], 2025, seed=8, most=60)["甲局"]
    december = send_in(tmp_path / "上年", stamp, "甲局", Period(2025, 12), happened)
    run_cli("template", "--unit", "甲局", "--period", 2026, "--months", "--split", "--previous", december, "-o", tmp_path)
    filled = tmp_path / "报送.xlsx"
    _fill_in(tmp_path / "甲局-2026.xlsx", {month - 1: Period(2026, month) for month in (1, 2)}, happened, filled)

    def uncalculated() -> set[str]:
        found = json.loads(run_cli("check", filled, "--json")[1])["findings"]
        return {cell for finding in found if finding["rule"] == "figure.uncalculated" for cell in finding["cells"]}

    assert uncalculated() == set()
    book = openpyxl.load_workbook(filled)
    cell = people.Sheet(book.worksheets[0]).places[IN_FORCE]
    cell.value = "=LEN(A1)"  # somebody's own
    book.save(filled)
    assert uncalculated() == {cell.coordinate}


@pytest.mark.parametrize("previous", ["merged", "departments", "December"])
def test_last_year_says_how_this_year_begins_whoever_tells_it(previous: str, stamp: Stamp, tmp_path: Path, run_cli: Run) -> None:
    happened = happenings(["甲局"], 2025, seed=8, most=80)["甲局"]
    period = Period(2025, 12) if previous == "December" else Period(2025)
    path = send_in(tmp_path / "报送", stamp, "甲局", period, happened)
    if previous == "merged":
        run_cli("merge", path, "-o", tmp_path / "2025.xlsx", "--unit", "某某区")
        path = tmp_path / "2025.xlsx"
    assert run_cli("template", "--unit", "甲局", "--period", 2026, "--split", "--previous", path, "-o", tmp_path / "下发")[0] == 0
    seen = _sheet(tmp_path / "下发" / "甲局-2026.xlsx")
    said = figures(FORM, happened, (1, 12))
    assert [seen.places["三", OPENING, who].value for who in published.APPLICANTS] == [said["三", CLOSING, who] for who in published.APPLICANTS]


def test_the_number_of_items_of_the_form_of_2019_begins_where_the_last_year_ended(
    unit_templates: Callable[[int], Path], tmp_path: Path, run_cli: Run
) -> None:
    report = published.load("chaoyang_hq_2019")
    row = "第二十条第（五）项 行政许可"
    figures_2019 = report.inputs() | {("二", row, "上一年项目数量"): 40, ("二", row, "本年增/减"): -3}
    (tmp_path / "2019.xlsx").write_bytes(Stamp(unit_templates(2019)).filled(figures_2019, unit="甲局", period=2019))
    run_cli("template", "--unit", "甲局", "--period", 2020, "--split", "--previous", tmp_path / "2019.xlsx", "-o", tmp_path / "下发")
    cell = _sheet(tmp_path / "下发" / "甲局-2020.xlsx").places["二", row, "上一年项目数量"]
    assert (cell.value, cell.protection.locked) == (37, True)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--previous", "报送"), ("--previous", "--period")),
        (("--period", "2025-07", "--previous", "报送"), ("2025年3月", "2025年6月")),
        (("--period", "2025-04", "--previous", "没有"), ("没有",)),
        (("--months",), ("--months", "--period 2026")),
        (("--months", "--period", "2026-03"), ("--months",)),
    ],
)
def test_a_call_that_cannot_be_meant_is_refused(
    arguments: tuple[str, ...], words: tuple[str, ...], stamp: Stamp, tmp_path: Path, run_cli: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    send_in(tmp_path / "报送", stamp, "甲局", Period(2025, 3), happenings(["甲局"], 2025)["甲局"])
    monkeypatch.chdir(tmp_path)
    status, _, err = run_cli("template", "--unit", "甲局", "--split", "-o", "下发", *arguments)
    assert status == 2 and all(word in err for word in words), err
    assert not (tmp_path / "下发").exists()


def test_the_sheet_says_month_as_soon_as_a_month_is_typed(templates: Callable[[int], Path], tmp_path: Path, run_cli: Run, office: Office) -> None:
    run_cli("template", "-o", tmp_path / "a.xlsx")
    paths = []
    for number, typed in enumerate(("2026", "2026年", "2026-03", "2026年3月", 202603)):
        book = openpyxl.load_workbook(tmp_path / "a.xlsx")
        people.Sheet(book["填报表"]).field("期间").value = typed
        paths.append(tmp_path / f"{number}.xlsx")
        book.save(paths[-1])
    shown = [any("本表是月报" in text for text in cells.texts(path, "填报表")) for path in office.recalculate(paths, tmp_path / "lo")]
    assert shown == [False, False, True, True, True]
