"""What is no figure is named by cell and label, and never counted."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from support import people, published
from support.office import Office
from support.returned import FEES, NEW, Run, merge, new_applications, spoil


@dataclass(frozen=True)
class WrongFigure:
    """Something typed into a figure cell, and the rule and words that answer it."""

    id: str
    value: object
    rule: str
    words: str
    key: published.Key = NEW


WRONG_FIGURES = [
    WrongFigure("text", "若干", "figure.text", "文字“若干”"),
    WrongFigure("about", "约10", "figure.text", "文字“约10”"),
    WrongFigure("date", date(2023, 3, 1), "figure.date", "日期"),
    WrongFigure("boolean", True, "figure.boolean", "逻辑值TRUE"),
    WrongFigure("error value", "#DIV/0!", "figure.error_value", "错误值"),
    WrongFigure("formula never calculated", "=1+2", "figure.uncalculated", "没有计算结果的公式"),
    WrongFigure("negative", -3, "kind.count", "负数-3"),
    WrongFigure("negative in words", "减3", "kind.count", "负数-3"),
    WrongFigure("fraction", 2.5, "kind.count", "小数2.5"),
    WrongFigure("other unit of money", "200元", "figure.text", "文字“200元”", FEES),
]


@pytest.mark.parametrize("case", WRONG_FIGURES, ids=lambda case: case.id)
def test_what_is_no_figure_is_named_by_cell_and_label_and_not_counted(case: WrongFigure, good: Path, run_cli: Run) -> None:
    cells: list[str] = []

    def type_it(sheet: people.Sheet, _: Worksheet) -> None:
        cells.append(sheet.places[case.key].coordinate)
        sheet.places[case.key].value = case.value

    file = spoil(good, type_it)
    status, document = merge(run_cli, good)
    assert status == 1
    (found,) = [finding for finding in document["findings"] if finding["rule"] == case.rule]
    assert found["severity"] == "error"
    assert (found["file"], found["sheet"], found["cells"], found["unit"]) == (file, "填报表", cells, "法规科")
    assert case.words in found["message"] and case.key[2] in found["message"] and "请改正" in found["message"]
    if case.key == NEW:
        assert new_applications(good.parent / "汇总.xlsx") == 1
        # nothing that rests on the cell may pass for checked
        assert [f["unit"] for f in document["findings"] if f["rule"] == "check.unverified"] == ["法规科", "某某局"]
        assert "applications.balance" not in {f["rule"] for f in document["findings"]}


@pytest.mark.filterwarnings("ignore::UserWarning")  # openpyxl does not know the newer half of a bar
def test_what_is_no_figure_on_a_total_asks_for_a_new_merge_not_for_sending_it_again(good: Path, run_cli: Run) -> None:
    merge(run_cli, good)
    merged = good.parent / "汇总.xlsx"
    book = openpyxl.load_workbook(merged)
    people.Sheet(book["汇总"]).places[NEW].value = "若干"
    book.save(merged)
    _, out, _ = run_cli("check", merged, "--json")
    (said,) = [found["message"] for found in json.loads(out)["findings"] if found["rule"] == "figure.text"]
    assert "重新汇总" in said and "报送" not in said


@pytest.mark.parametrize("ending", ["xls", "ods"])
@pytest.mark.parametrize(("value", "rule"), [("=1/0", "figure.error_value"), (True, "figure.boolean")])
def test_error_and_logical_values_are_found_in_other_formats_too(
    ending: str, value: object, rule: str, good: Path, run_cli: Run, office: Office
) -> None:
    file = Path(spoil(good, lambda sheet, _: setattr(sheet.places[NEW], "value", value)))
    converted = office.convert([file], ending, good.parent / "旧格式")[0]
    status, out, _ = run_cli("check", converted, "--json")
    (found,) = [finding for finding in json.loads(out)["findings"] if finding["rule"].startswith("figure.") and finding["severity"] == "error"]
    assert (status, found["rule"]) == (1, rule)


def test_a_number_typed_as_text_is_blamed_and_not_the_total_that_lacks_it(good: Path, run_cli: Run, office: Office) -> None:
    cells: list[str] = []

    def type_text(sheet: people.Sheet, _: Worksheet) -> None:
        sheet.places[NEW].value = "3件"
        cells.append(sheet.places[NEW].coordinate)

    file = Path(spoil(good, type_text))
    office.recalculate([file], good.parent / "lo")[0].replace(file)
    status, document = merge(run_cli, good)
    assert [(finding["rule"], finding["severity"], finding["cells"]) for finding in document["findings"]] == [("figure.as_text", "warning", cells)]
    assert status == 0
    assert new_applications(good.parent / "汇总.xlsx") == 4


@pytest.mark.parametrize("value", ["3件", "３", " 3 ", "+3", "增3", "3.0", 3.0])
def test_what_a_person_would_understand_is_understood(value: object, good: Path, run_cli: Run) -> None:
    spoil(good, lambda sheet, _: setattr(sheet.places[NEW], "value", value))
    status, document = merge(run_cli, good)
    assert (status, document["findings"]) == (0, [])
    assert new_applications(good.parent / "汇总.xlsx") == 4


def test_a_formula_of_the_department_counts_with_the_result_it_stored(good: Path, run_cli: Run, office: Office) -> None:
    file = Path(spoil(good, lambda sheet, _: setattr(sheet.places[NEW], "value", "=1+2")))
    office.recalculate([file], good.parent / "lo")[0].replace(file)  # what the department's Excel does on saving
    assert merge(run_cli, good)[0] == 0
    assert new_applications(good.parent / "汇总.xlsx") == 4


@pytest.mark.parametrize("value", [None, "/", "-", "—", "无", "／"])
def test_what_is_not_stated_counts_as_0_and_is_reported(value: object, good: Path, run_cli: Run) -> None:
    def leave_open(sheet: people.Sheet, _: Worksheet) -> None:
        sheet.places["四", "", "0"].value = value

    file = spoil(good, leave_open)
    status, document = merge(run_cli, good)
    assert status == 0
    (found,) = document["findings"]
    assert (found["rule"], found["severity"], found["file"], len(found["cells"])) == ("figure.not_stated", "info", file, 1)
