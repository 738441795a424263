"""What the workbook says by itself, judged by LibreOffice, is what gkxl says."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from support import cells, people, published
from support.clicks import type_in, values
from support.office import Office
from support.offices import figures, happenings, send_in_year, write_roster
from support.stamp import Stamp

from gkxl.actions.checking import check_paths
from gkxl.actions.merging import merge_paths
from gkxl.actions.printing import print_merged
from gkxl.actions.status import status
from gkxl.actions.templating import templates
from gkxl.forms import form_by_id
from gkxl.model.period import Period
from gkxl.rules.findings import Finding
from gkxl.workbook.format.checks_columns import RESULT, TEXT
from gkxl.workbook.format.layout import layout_for
from gkxl.workbook.format.sheet_names import CHECKS
from gkxl.workbook.format.waiting import SENTENCE

NEW, REPEATED, PUBLICATION = "一、本年新收政府信息公开申请数量", "（五）不予处理 2.重复申请", "（五）不予处理 3.要求提供公开出版物"
BALANCE = "一 + 二 = 三（七） + 四"
TEXTS, RESULTS = (get_column_letter(column + 1) for column in (TEXT, RESULT))
"""The columns of 校验 that say what a line is about, and whether it holds."""


def _filled(template: Path, folder: Path, report: published.Published, departments: int) -> list[Path]:
    files = []
    for number, shares in enumerate(published.share_out(report, departments, seed=11)):
        files.append(folder / f"{number}.xlsx")
        people.fill_in(template, files[-1], f"第{number + 1}科", str(report.year), shares)
    return files


@pytest.fixture(scope="module")
def workbooks(tmp_path_factory: pytest.TempPathFactory, unit_templates: Callable[[int], Path]) -> dict[str, Path]:
    """One of every kind of workbook that gkxl writes, also with figures that contradict each other."""
    from gkxl import demo

    folder = tmp_path_factory.mktemp("workbooks")
    demo.run(folder / "demo")
    made = {
        "demo merged": folder / "demo" / demo.MERGED,
        "demo report": folder / "demo" / demo.TABLES,
        "demo unit": next((folder / "demo" / demo.RETURNED).glob("*.xlsx")),
    }
    for year in (2019, 2023):
        made[f"template {year}"] = folder / f"template-{year}.xlsx"
        templates(made[f"template {year}"], period=Period(year), units=["办公室", "法规 'A' 科"])
    made["template overview"] = folder / "template-overview.xlsx"
    templates(made["template overview"], period=Period(2026), units=["办公室"], series="overview")
    suqian = published.load("suqian_2023")
    files = _filled(made["template 2023"], folder, suqian, 4)
    made["merged"] = folder / "汇总.xlsx"
    merge_paths(files, made["merged"], unit=suqian.body)
    book = openpyxl.load_workbook(files[0])
    sheet = people.Sheet(book.worksheets[2])
    sheet.places["三", "（一）予以公开", "自然人"].value += 5
    sheet.places["三", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "总计"].value = 1
    sheet.places["三", "（三）不予公开 1.属于国家秘密", "其他"].value = "若干"
    sheet.places["四", "", "14"].value = 99
    book.save(files[0])
    made["merged with errors"] = folder / "有误.xlsx"
    merge_paths(files, made["merged with errors"], unit=suqian.body)
    made["merged again from merged"] = folder / "再汇总.xlsx"
    merge_paths([made["merged with errors"]], made["merged again from merged"], unit="某某省")
    made["printed"] = folder / "打印.xlsx"
    print_merged(made["merged with errors"], made["printed"])
    return made | _of_months(folder, unit_templates)


def _of_months(folder: Path, unit_templates: Callable[[int], Path]) -> dict[str, Path]:
    """Return a year merged from months, with one missing and one corrected, and what is sent out after it."""
    units = ["办公室", "法规科", "财务科"]
    stamp, office = Stamp(unit_templates(2025)), happenings(units, 2025, seed=3, most=60)
    sent = send_in_year(folder / "各月", stamp, office, 2025, filled_on="2026-01-05")
    sent["财务科", 5].unlink()
    changed = figures(form_by_id("2021"), office["法规科"], (3, 3))
    changed["三", "（一）予以公开", "自然人"] = int(str(changed["三", "（一）予以公开", "自然人"])) + 2
    (folder / "各月" / "更正.xlsx").write_bytes(stamp.filled(changed, unit="法规科", period=Period(2025, 3), revision=2))
    lines = [{"单位": unit, "应报期间": "每月", "填报内容": "表三" if unit == "法规科" else "", "截止日": 5} for unit in units]
    roster = write_roster(folder / "名册.xlsx", lines)
    made = {"year": folder / "全年.xlsx", "attendance": folder / "报送情况.xlsx"}
    merge_paths([folder / "各月"], made["year"], unit="某某区", period=Period(2025), roster=roster)
    status([folder / "各月"], roster, Period(2025), output=made["attendance"])
    templates(folder / "下发", period=Period(2026), roster=roster, previous=[made["year"]], split=True)
    templates(folder / "一月", period=Period(2026, 1), roster=roster, previous=[made["year"]], split=True)
    return made | {"twelve months": folder / "下发" / "办公室-2026.xlsx", "one month": folder / "一月" / "法规科-2026-01.xlsx"}


@pytest.fixture(scope="module")
def apart(workbooks: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The same workbooks, each under a name of its own in one folder, for LibreOffice to take all at once."""
    folder = tmp_path_factory.mktemp("apart")
    return {name: Path(shutil.copy(path, folder / f"{name.replace(' ', '-')}.xlsx")) for name, path in workbooks.items()}


BEGUN, ONE_BEGUN = "one month begun", "template 2023 with one sheet begun"


@pytest.fixture(scope="module")
def recalculated(apart: dict[str, Path], office: Office) -> dict[str, Path]:
    """The same workbooks as LibreOffice computes and saves them, and two into which a first figure was typed."""
    begun = apart["one month"].with_name("begun.xlsx")
    first = layout_for("2021").ref(form_by_id("2021").index["applications.new.natural_person"])
    _type_into(apart["one month"], begun, first, 7, "xl/worksheets/sheet2.xml")
    one_begun = begun.with_name("one-begun.xlsx")
    _type_into(apart["template 2023"], one_begun, first, 7, "xl/worksheets/sheet3.xml")
    saved = office.recalculate([*apart.values(), begun, one_begun], apart["merged"].parent / "saved")
    return dict(zip([*apart, BEGUN, ONE_BEGUN], saved, strict=True))


PRINTED = ("template 2019", "template 2023", "merged", "merged with errors", "demo merged", "one month", "year")


@pytest.fixture(scope="module")
def printed(apart: dict[str, Path], office: Office) -> dict[str, str]:
    """The text of workbooks as they are printed."""
    return dict(zip(PRINTED, office.print_texts([apart[name] for name in PRINTED], apart["merged"].parent / "printed"), strict=True))


def test_every_formula_has_stored_the_result_that_libreoffice_computes(workbooks: dict[str, Path], recalculated: dict[str, Path]) -> None:
    counted = 0
    for name, path in workbooks.items():
        stored, computed = cells.read(path), cells.read(recalculated[name])
        for sheet, content in stored.items():
            formulas = {address: cell.value for address, cell in content.items() if cell.formula}
            assert formulas == {address: computed[sheet][address].value for address in formulas}, (name, sheet)
            counted += len(formulas)
    assert counted > 1500


def test_a_sheet_that_nobody_has_filled_in_waits_and_the_first_figure_begins_the_checks(recalculated: dict[str, Path]) -> None:
    """Also where what the period before says stands on it already, so that its equations do not hold."""
    blank = [("template 2019", "办公室"), ("template 2023", "办公室"), ("template overview", "办公室"), ("one month", "法规科")]
    for name, sheet in (*blank, *(("twelve months", f"{month}月") for month in range(1, 13))):
        said = cells.texts(recalculated[name], sheet)
        assert SENTENCE in said and not any(text in ("平", "差") or text.startswith(("差", "勾稽平衡")) or "不平：" in text for text in said), name
    begun = cells.texts(recalculated[BEGUN], "法规科")
    assert SENTENCE not in begun and any("不平：" in text for text in begun) and any(text.startswith("差") for text in begun)


def test_the_checks_sheet_says_of_input_sheets_that_nobody_has_filled_in_that_they_wait(recalculated: dict[str, Path]) -> None:
    def said(name: str) -> tuple[list[str], list[str]]:
        lines = cells.texts(recalculated[name], CHECKS)
        return [text for text in lines if text.startswith("2个单位的填报表")], [text for text in lines if text in ("待填", "不平")]

    assert said("template 2023") == (["2个单位的填报表，待填的个数：2。"], ["待填"] * 3), "two sheets, and the line that counts them"
    (counted,), results = said(ONE_BEGUN)
    assert counted.startswith("2个单位的填报表，不成立的个数：1。第一个：") and results == ["不平", "不平", "待填"]


def test_the_judge_itself_recalculates(workbooks: dict[str, Path], office: Office, tmp_path: Path) -> None:
    lying = tmp_path / "lying.xlsx"
    with zipfile.ZipFile(workbooks["demo unit"]) as source, zipfile.ZipFile(lying, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(b"</f><v>1</v>", b"</f><v>777</v>"))
    assert b"777" in zipfile.ZipFile(lying).read("xl/worksheets/sheet2.xml")
    assert 777 in [cell.value for cell in cells.read(lying)["综合服务科"].values()]
    honest = cells.read(office.recalculate([lying], tmp_path / "lo")[0])
    assert 777 not in [cell.value for cell in honest["综合服务科"].values()]


@pytest.mark.parametrize("name", PRINTED)
def test_no_cell_is_cut_off_in_print(name: str, printed: dict[str, str]) -> None:
    assert "###" not in printed[name]
    assert "一、本年新收政府信息公开申请数量" in printed[name]


def test_the_charts_of_the_months_are_drawn(workbooks: dict[str, Path], recalculated: dict[str, Path], printed: dict[str, str]) -> None:
    """LibreOffice keeps both charts, on the figures of the sheet, and prints them with their titles."""
    for path in (workbooks["year"], recalculated["year"]):
        with zipfile.ZipFile(path) as archive:
            charts = [archive.read(name).decode() for name in sorted(archive.namelist()) if re.match(r"xl/charts/chart\d+\.xml", name)]
        assert len(charts) == 2
        assert [len(re.findall(r"<c:ser>", chart)) for chart in charts] == [3, 6]
        assert "<c:lineChart>" in charts[0] and 'c:grouping val="stacked"' in charts[1]
        for chart in charts:
            areas = re.findall(r"<c:val>.*?<c:f>'?月度'?!\$([A-Z]+)\$(\d+):\$\1\$(\d+)</c:f>", chart, re.DOTALL)
            assert len(areas) == chart.count("<c:ser>") and {int(last) - int(first) for _, first, last in areas} == {11}
    assert "各月新收、办结和月末未办结（件）" in printed["year"] and "各月办理结果（件）" in printed["year"]


def test_the_verdicts_on_a_year_from_months_are_those_of_the_command(workbooks: dict[str, Path], recalculated: dict[str, Path]) -> None:
    checks = cells.read(recalculated["year"])["校验"]
    broken = {str(checks[f"{TEXTS}{address[1:]}"].value) for address, cell in checks.items() if address[0] == RESULTS and cell.value == "不平"}
    found = check_paths([workbooks["year"]]).findings
    said = [one for one in found if one.rule == "applications.balance" and one.unit == "某某区"]
    assert said
    for one in said:
        column = one.message.partition("）“")[2].partition("”列")[0]
        assert any(f"“{column}”列" in line and BALANCE in line for line in broken), column
    assert sum("表三（申请）“" in line and line.endswith(f"：{BALANCE}") and "第一条" not in line for line in broken) == len(said)


def test_word_and_its_tables_print_whole(workbooks: dict[str, Path], office: Office, tmp_path: Path) -> None:
    from gkxl.actions.reporting import report

    report(workbooks["merged"], tmp_path / "报告.docx")
    text = office.print_text(tmp_path / "报告.docx", tmp_path)
    for words in ("1808595", "2822652", "59237.2449", "3402", "四、政府信息公开行政复议、行政诉讼情况", "2023年1月1日"):
        assert words in text.replace(" ", "")


def _workbook_with_one_change_each(
    folder: Path, changes: list[tuple[published.Key, int]], year: int, inputs: dict[published.Key, object]
) -> tuple[Path, people.Sheet, list[str]]:
    """Return a workbook with one balancing sheet for each change, every one with that single change made to it."""
    units = [f"第{number}科" for number in range(len(changes))]
    template = folder / "template.xlsx"
    templates(template, period=Period(year), units=units)
    book = openpyxl.load_workbook(template)
    seen = people.Sheet(book[units[0]])
    for unit, (key, value) in zip(units, changes, strict=True):
        sheet: Worksheet = book[unit]
        for place, figure in inputs.items():
            if figure is not None:
                sheet[seen.places[place].coordinate].value = figure
        cell = sheet[seen.places[key].coordinate]
        cell.value = value
    book.save(folder / "changed.xlsx")
    return folder / "changed.xlsx", seen, units


def _by_unit(findings: list[Finding]) -> dict[str, list[Finding]]:
    grouped: dict[str, list[Finding]] = {}
    for finding in findings:
        grouped.setdefault(finding.unit, []).append(finding)
    return grouped


def _single_changes(report: published.Published) -> list[tuple[published.Key, int]]:
    """Return every input cell of the 申请 table with a wrong figure for it."""
    inputs = report.inputs()
    return [(key, int(str(inputs[key] or 0)) + 3) for key in inputs if key[0] == "三"]


@pytest.mark.parametrize(("name", "cells"), [("chaoyang_hq_2019", 22 * 6), ("suqian_2024", 24 * 6)])
def test_one_wrong_figure_in_any_application_cell_is_found_by_check(name: str, cells: int, tmp_path: Path) -> None:
    report = published.load(name)
    changes = _single_changes(report)
    assert len(changes) == cells
    path, seen, (unit,) = _workbook_with_one_change_each(tmp_path, [(("四", "", "0"), 0)], report.year, report.inputs())
    for key, value in changes:
        wrong = tmp_path / "wrong.xlsx"
        _type_into(path, wrong, seen.places[key].coordinate, value)
        found = [finding for finding in check_paths([wrong]).findings if finding.severity == "error"]
        balance = [finding for finding in found if finding.rule == "applications.balance" and f"“{key[2]}”列" in finding.message]
        assert len(balance) == 1, key
        assert {finding.rule for finding in found} == {"applications.balance"}
        assert (balance[0].unit, balance[0].file, balance[0].sheet) == (unit, wrong.as_posix(), unit)
        assert all(words in balance[0].message for words in (unit, wrong.as_posix(), BALANCE))
        if key[1][:2] in ("一、", "二、", "四、"):
            assert seen.places[key].coordinate in balance[0].cells


def _type_into(source: Path, target: Path, cell: str, value: int, part: str = "xl/worksheets/sheet3.xml") -> None:
    """Put a number into one cell of the input sheet and leave everything else of the file as it is."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        changed = 0
        for name in old.namelist():
            data = old.read(name)
            if name == part:
                data, times = re.subn(
                    rf'(<c r="{cell}"[^>]*?)(?: t="n")?(?: ?/>|><v>[^<]*</v></c>)'.encode(), rf"\g<1>><v>{value}</v></c>".encode(), data
                )
                changed += times
            new.writestr(name, data)
    assert changed


@pytest.mark.parametrize(("name", "count"), [("chaoyang_hq_2019", 22 * 6), ("suqian_2024", 24 * 6)])
def test_one_wrong_figure_in_any_application_cell_is_named_in_the_sheet(
    name: str, count: int, unit_templates: Callable[[int], Path], excel: Any, tmp_path: Path
) -> None:
    """While it is typed: one workbook is open, and one figure after the other is wrong for a moment."""
    report = published.load(name)
    seen = people.fill_in(unit_templates(report.year), tmp_path / "balancing.xlsx", "办公室", str(report.year), report.inputs())
    changes = _single_changes(report)
    assert len(changes) == count
    excel.impl.reset()
    book = excel.books.open(str(tmp_path / "balancing.xlsx"))
    sheet = book.sheets[seen.sheet.title]
    for key, value in changes:
        cell = seen.places[key].coordinate
        right = sheet[cell].value
        type_in(book, seen.sheet.title, cell, value)
        lines = [text for text in values(book, seen.sheet.title).values() if "不平" in str(text)]
        named = ("办公室", f"工作表{seen.sheet.title}", f"“{key[2]}”列不满足“{BALANCE}”", "差")
        assert any(all(words in str(line) for words in named) for line in lines), (key, lines)
        type_in(book, seen.sheet.title, cell, right)
    assert not any("不平" in str(text) for text in values(book, seen.sheet.title).values())
    book.close()


def test_a_balancing_submission_shows_no_red_and_no_finding(office: Office, tmp_path: Path) -> None:
    report = published.load("suqian_2023")
    key = ("三", "（一）予以公开", "自然人")
    path, _, units = _workbook_with_one_change_each(tmp_path, [(key, int(report.inputs()[key]))], 2023, report.inputs())
    texts = cells.texts(office.recalculate([path], tmp_path / "lo")[0], units[0])
    assert not any("不平" in text or text.startswith("差") for text in texts)
    assert check_paths([path]).findings == []


@pytest.mark.parametrize("name", ["chaoyang_hq_2019", "suqian_2024"])
def test_any_total_overwritten_by_hand_is_found_in_the_sheet_and_by_check(name: str, office: Office, tmp_path: Path) -> None:
    report = published.load(name)
    labels = [label for label, _ in report.applications]
    keys: list[published.Key] = [("三", label, "总计") for label in labels]
    keys += [("三", "（七）总计", applicant) for applicant in published.APPLICANTS]
    keys += [("四", "", str(number)) for number in published.DISPUTE_TOTALS]
    path, seen, units = _workbook_with_one_change_each(tmp_path, [(key, 4711) for key in keys], report.year, report.inputs())
    # Excel stores what it computed; openpyxl does not: let LibreOffice play the part of the department's Excel.
    saved = office.recalculate([path], tmp_path / "lo")[0]
    recalculated = cells.read(saved)
    found = _by_unit(check_paths([saved]).findings)
    for unit, key in zip(units, keys, strict=True):
        lines = [str(cell.value) for cell in recalculated[unit].values() if "不平" in str(cell.value)]
        assert any(unit in line and f"工作表{unit}" in line for line in lines), (unit, key)
        cell = seen.places[key].coordinate
        named = [finding for finding in found[unit] if finding.cells == (cell,) and finding.actual == "4711"]
        assert len(named) == 1, (key, cell, [finding.message for finding in found[unit]])
        assert "应为" in named[0].message and "4711" in named[0].message


def test_a_later_hand_edit_of_the_summary_shows_on_the_checks_sheet(
    workbooks: dict[str, Path], office: Office, tmp_path: Path, templates: Callable[[int], Path]
) -> None:
    book = openpyxl.load_workbook(workbooks["merged"])
    sheet = people.Sheet(book["汇总"])
    sheet.places["三", "（一）予以公开", "商业企业"].value += 1
    book.save(tmp_path / "edited.xlsx")
    checks = cells.read(office.recalculate([tmp_path / "edited.xlsx"], tmp_path / "lo")[0])["校验"]
    rows = {address[1:]: cell.value for address, cell in checks.items() if "“商业企业”列：三（七） = 三（一）至（六）各行之和" in str(cell.value)}
    assert [checks[f"{RESULTS}{row}"].value for row in rows] == ["不平", "不平"], "the line, and the one that counts such lines"
    assert "汇总表2条勾稽关系不平" in str(checks["B4"].value)
    assert any(finding.rule == "merge.parts_differ" for finding in check_paths([tmp_path / "edited.xlsx"]).findings)


HINTS: Mapping[str, tuple[dict[tuple[str, str], int], list[str]]] = {
    "next column": (
        {(REPEATED, "自然人"): 0, (REPEATED, "商业企业"): 9},
        ["差9（与“商业企业”列一多一少，可能填到了旁边一列）", "差-9（与“自然人”列一多一少，可能填到了旁边一列）"],
    ),
    "twice": ({(PUBLICATION, "自然人"): 9}, ["差-9（恰为本列填了两次的一个数，可能重复填了）"]),
    "neither": ({("（一）予以公开", "自然人"): 11}, ["差7；"]),
}
"""What was typed into right figures, and what the sheet says."""


def test_the_sheet_says_where_a_column_is_wrong_where_a_formula_can(unit_templates: Callable[[int], Path], office: Office, tmp_path: Path) -> None:
    right = {(NEW, "自然人"): 27, ("（一）予以公开", "自然人"): 18, (REPEATED, "自然人"): 9}
    zeros = dict.fromkeys(published.load("suqian_2023").inputs(), 0)
    for name, (typed, _) in HINTS.items():
        inputs = zeros | {("三", *key): value for key, value in (right | typed).items()}
        people.fill_in(unit_templates(2023), tmp_path / f"{name}.xlsx", "办公室", "2023", inputs)
    saved = office.recalculate([tmp_path / f"{name}.xlsx" for name in HINTS], tmp_path / "lo")
    for (name, (_, said)), calculated in zip(HINTS.items(), saved, strict=True):
        merge_paths([tmp_path / f"{name}.xlsx"], tmp_path / f"{name}汇总.xlsx", unit="某某局")
        stored = [str(cell.value) for cell in cells.read(tmp_path / f"{name}汇总.xlsx")["办公室"].values()]
        for texts in (cells.texts(calculated, openpyxl.load_workbook(calculated, read_only=True).sheetnames[1]), stored):
            (line,) = [text for text in texts if "不平：" in text]
            assert all(words in line for words in said), name
            assert line.count("（与") + line.count("（恰") == len([words for words in said if "可能" in words]), name
