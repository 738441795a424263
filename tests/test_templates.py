"""The workbooks that are sent out."""

from __future__ import annotations

import importlib.resources
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from support import people, published
from support.offices import write_roster

from gkxl.actions.templating import templates
from gkxl.forms import all_forms
from gkxl.model.period import Period
from gkxl.workbook.format.sheet_names import file_stem, sheet_names
from gkxl.workbook.writing.workbooks import template_folder

Run = Callable[..., tuple[int, str, str]]
CARRIED = ("三", "四、结转下年度继续办理", "自然人")
COMMITTED = Path(__file__).parents[1] / "workbook_templates"


@pytest.mark.parametrize("form", [form.id for form in all_forms()])
def test_the_committed_standard_workbook_is_up_to_date(form: str, tmp_path: Path) -> None:
    templates(tmp_path / "now.xlsx", form_id=form)
    hint = f"run: gkxl template --form {form} -o workbook_templates/standard-{form}.xlsx --force"
    assert (tmp_path / "now.xlsx").read_bytes() == (COMMITTED / f"standard-{form}.xlsx").read_bytes(), hint


@pytest.mark.parametrize("form", [form.id for form in all_forms()])
def test_the_installed_package_carries_the_standard_workbook(form: str) -> None:
    carried = template_folder() / f"standard-{form}.xlsx"
    assert carried.read_bytes() == (COMMITTED / carried.name).read_bytes()
    package = Path(str(importlib.resources.files("gkxl")))
    if "site-packages" in package.parts:
        assert carried.is_relative_to(package)


@pytest.mark.parametrize("year", [2019, 2023])
def test_it_holds_every_sheet_and_a_place_for_every_figure(year: int, tmp_path: Path) -> None:
    templates(tmp_path / "a.xlsx", period=Period(year), units=["办公室", "法规科"])
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["说明", "单位名册", "办公室", "法规科", "汇总", "校验", "报告表"]
    for name in ("办公室", "法规科"):
        sheet = people.Sheet(book[name])
        assert sheet.field("单位").value == name and sheet.field("期间").value == str(year)
        report = published.load("chaoyang_hq_2019" if year == 2019 else "suqian_2023")
        inputs = report.inputs()
        assert set(inputs) <= set(sheet.places)
        for key, cell in sheet.places.items():
            assert cell.protection.locked == (key not in inputs), key
            assert (isinstance(cell.value, str) and cell.value.startswith("=")) == (key not in inputs), key
        assert book[name].protection.sheet and book[name].protection.password is None


@pytest.mark.parametrize(
    ("asked", "opens_on"),
    [
        ({}, "单位名册"),
        ({"form_id": "2021"}, "填报表"),
        ({"period": Period(2026)}, "填报表"),
        ({"units": ["办公室"]}, "办公室"),
        ({"series": "overview"}, "填报表"),
    ],
)
def test_a_workbook_opens_where_one_begins_to_type(asked: dict[str, Any], opens_on: str, tmp_path: Path) -> None:
    templates(tmp_path / "名册.xlsx", **asked)
    active = openpyxl.load_workbook(tmp_path / "名册.xlsx").active
    assert active is not None and active.title == opens_on


def test_input_cells_look_different_and_refuse_what_is_no_count(tmp_path: Path) -> None:
    templates(tmp_path / "a.xlsx", period=Period(2023), units=["办公室"])
    worksheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["办公室"]
    sheet = people.Sheet(worksheet)
    new, total = sheet.places["三", "一、本年新收政府信息公开申请数量", "自然人"], sheet.places["三", "（七）总计", "自然人"]
    assert new.fill.fgColor.rgb != total.fill.fgColor.rgb
    (rule,) = [one for one in worksheet.data_validations.dataValidation if new.coordinate in one.sqref]
    assert (rule.type, rule.operator, rule.formula1) == ("whole", "greaterThanOrEqual", "0")
    assert rule.showInputMessage and rule.prompt and "整数" in rule.error
    texts = [str(cell.value) for row in worksheet.iter_rows() for cell in row]
    assert any("单位盖章" in text for text in texts) and any("负责人（签字）" in text for text in texts)
    assert not worksheet.protection.insertRows and not worksheet.protection.insertColumns, "inserting is allowed"
    assert worksheet.page_setup.paperSize == "9" or worksheet.page_setup.paperSize == 9
    assert worksheet.sheet_properties.pageSetUpPr.fitToPage and worksheet.freeze_panes


def test_split_makes_one_workbook_for_each_unit(run_cli: Run, tmp_path: Path) -> None:
    status, out, _ = run_cli("template", "-o", tmp_path / "下发", "--split", "--period", "2025", "--unit", "办公室", "--unit", "法规/政策科")
    assert status == 0
    assert [Path(line).name for line in out.splitlines()] == ["办公室-2025.xlsx", "法规_政策科-2025.xlsx"]
    for line, unit in zip(out.splitlines(), ("办公室", "法规/政策科"), strict=True):
        sheet = people.Sheet(openpyxl.load_workbook(line).worksheets[1])
        assert sheet.field("单位").value == unit


def test_one_lost_workbook_is_made_again_without_those_of_others(run_cli: Run, tmp_path: Path) -> None:
    roster = write_roster(tmp_path / "名册.xlsx", [{"单位": unit, "上级单位": "某某局"} for unit in ("办公室", "法规科", "财务科")])
    command = ("template", "-o", tmp_path / "补发", "--split", "--period", "2026-03", "--roster", roster, "--unit", "法规科")
    status, out, err = run_cli(*command)
    assert (status, [Path(line).name for line in out.splitlines()]) == (0, ["法规科-2026-03.xlsx"])
    assert "已生成1份填报表" in err


def test_a_cell_of_last_month_that_nobody_understood_is_said_and_not_brought_forward(
    run_cli: Run, tmp_path: Path, templates: Callable[[int], Path]
) -> None:
    inputs = published.load("suqian_2023").inputs()
    sheet = people.fill_in(templates(2023), tmp_path / "2月.xlsx", "办公室", "2023-02", inputs | {CARRIED: "约3"})
    command = ("template", "-o", tmp_path / "下发", "--split", "--period", "2023-03", "--unit", "办公室", "--previous", tmp_path / "2月.xlsx")
    status, _, err = run_cli(*command)
    assert status == 0
    cell = sheet.places[CARRIED].coordinate
    assert f"办公室2023年2月的{cell}（2月.xlsx）没有读懂，没有带入本期；请先请该单位更正，再做一次。" in err


def test_units_come_from_a_roster_too_and_missing_ones_are_named(run_cli: Run, tmp_path: Path, templates: Callable[[int], Path]) -> None:
    book = openpyxl.Workbook()
    for line in (["序号", "单位", "简称"], [1, "办公室", "办、政办"], [2, "法规科", None], [3, "财务科", None]):
        book.active.append(line)
    book.save(tmp_path / "名册.xlsx")
    status, out, _ = run_cli("template", "-o", tmp_path / "下发", "--split", "--period", "2023", "--roster", tmp_path / "名册.xlsx")
    assert (status, len(out.splitlines())) == (0, 3)
    (tmp_path / "报送").mkdir()
    people.fill_in(templates(2023), tmp_path / "报送" / "a.xlsx", "政办", "2023", published.load("suqian_2023").inputs())
    people.fill_in(templates(2023), tmp_path / "报送" / "b.xlsx", "法规课", "2023", published.load("suqian_2023").inputs())
    status, out, err = run_cli("merge", tmp_path / "报送", "-o", tmp_path / "汇总.xlsx", "--roster", tmp_path / "名册.xlsx")
    assert status == 1
    assert "没有报送" not in out and "是不是“法规科”" in out  # the last line names who is missing, once
    assert "缺2个单位（法规科、财务科）" in err
    assert openpyxl.load_workbook(tmp_path / "汇总.xlsx")["汇总"]["B3"].value.startswith("已汇总2个单位；缺2个单位（法规科、财务科）")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("-o", "下发", "--split"), "--unit"),
        (("-o", "a.docx"), ".xlsx"),
        (("-o", "a.xlsx", "--form", "2030"), "没有“2030”"),
        (("-o", "a.xlsx", "--form", "2019", "--period", "2023"), "不用于2023年"),
        (("-o", "a.xlsx", "--period", "2012"), "没有对应的报表格式"),
        (("-o", "a.xlsx", "--period", "去年"), "不是期间"),
    ],
)
def test_a_call_that_makes_no_sense_is_refused(
    arguments: tuple[str, ...], words: str, run_cli: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    status, _, err = run_cli("template", *arguments)
    assert status == 2 and words in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("units", [["科" * 40, "科" * 41, "科" * 42], ["a", "A", "a"], ["[1]/*?", "[1]/*:"], ["汇总", "校验", "'x'"], ["", " "]])
def test_sheet_names_are_unique_and_allowed(units: list[str]) -> None:
    names = sheet_names(units)
    assert len({name.casefold() for name in names}) == len(units)
    assert not {"汇总", "校验"} & set(names)
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") and name.strip("'") == name for name in names)


@pytest.mark.parametrize(("unit", "stem"), [("a/b:c", "a_b_c"), ("CON", "CON_"), ("com1.科", "com1.科_"), ("科. ", "科"), ("", "填报表")])
def test_file_names_are_allowed_on_windows(unit: str, stem: str) -> None:
    assert file_stem(unit) == stem
