"""Series never mix: a workbook may hold sheets of several, check looks at all, merge and status take one and name the others."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from support.own_forms import own_form
from support.returned import Run

from gkxl.forms import STATUTORY, Form, form_by_id
from gkxl.model.head import HeadField
from gkxl.model.period import Period
from gkxl.model.submission import Source, Submission
from gkxl.workbook.sheets.input_sheet import SheetContent, input_sheet
from gkxl.workbook.writing.writer import write_workbook

YEAR = Period(2023)
STATUTORY_FORM, OVERVIEW = form_by_id("2021"), form_by_id("overview")
NEW, GRANTED = "applications.new.natural_person", "applications.granted.natural_person"


def sheet(form: Form, unit: str, figures: Mapping[str, int], name: str = "", period: Period = YEAR) -> object:
    """Return the plan of a sheet on which a unit states these figures, 0 elsewhere."""
    stated = [None if item.index in form.total_items else figures.get(item.code, 0) for item in form.items]
    head = {HeadField.UNIT: unit, HeadField.PERIOD: str(period), HeadField.REVISION: "1"}
    submission = Submission(form, unit, period, 1, Source("", ""), stated)
    return input_sheet(form, SheetContent(name or form.id, head=head, submission=submission, period=period))


@pytest.fixture
def returned(tmp_path: Path) -> Path:
    """Two departments, each with a statutory sheet and one of the overview in the same workbook."""
    folder = tmp_path / "报送"
    folder.mkdir()
    for unit, new, published in (("甲科", 3, 40), ("乙科", 5, 20)):
        contents = {"published.total.count": published, "published.website.count": published, "published.procedures.count": published}
        plans = [sheet(STATUTORY_FORM, unit, {NEW: new, GRANTED: new}), sheet(OVERVIEW, unit, contents)]
        (folder / f"{unit}.xlsx").write_bytes(write_workbook(plans, "2021", unit))  # type: ignore[arg-type]
    return folder


def _total(merged: Path, code: str, form: Form) -> object:
    from gkxl.workbook.reading.opening import open_workbook
    from gkxl.workbook.reading.submissions import read_workbook

    summary = read_workbook(open_workbook(merged), merged.name).summary
    assert summary is not None and summary.form.id == form.id
    return summary.figures[form.index[code]]


def test_check_looks_at_all_series(returned: Path, run_cli: Run) -> None:
    status, out, _ = run_cli("check", returned, "--json")
    submissions = json.loads(out)["submissions"]
    assert (status, sorted((one["unit"], one["series"]) for one in submissions)) == (
        0,
        sorted((unit, series) for unit in ("甲科", "乙科") for series in (STATUTORY, "overview")),
    )


@pytest.mark.parametrize(("series", "form", "code", "total"), [((), STATUTORY_FORM, NEW, 8), (("overview",), OVERVIEW, "published.total.count", 60)])
def test_merge_takes_one_series_and_names_the_other(
    series: tuple[str, ...], form: Form, code: str, total: int, returned: Path, tmp_path: Path, run_cli: Run
) -> None:
    asked = ("--series", *series) if series else ()
    status, out, _ = run_cli("merge", returned, "-o", tmp_path / "汇总.xlsx", "--unit", "某局", "--json", *asked)
    document = json.loads(out)
    assert (status, len(document["submissions"])) == (0, 2)
    assert _total(tmp_path / "汇总.xlsx", code, form) == total
    (aside,) = [finding["message"] for finding in document["findings"] if finding["rule"] == "series.left_aside"]
    assert "2张“" in aside and f"--series {'annual-report' if series else 'overview'}" in aside
    ending_status, _, _ = run_cli("report", tmp_path / "汇总.xlsx", "-o", tmp_path / "报告.docx")
    assert ending_status == 0


def test_a_folder_without_the_series_says_which_there_are(returned: Path, tmp_path: Path, run_cli: Run) -> None:
    for file in returned.iterdir():
        plan = sheet(OVERVIEW, file.stem, {"support.calls.count": 4})
        file.write_bytes(write_workbook([plan], "overview", file.stem))  # type: ignore[list-item]
    status, _, err = run_cli("merge", returned, "-o", tmp_path / "汇总.xlsx")
    assert status == 2 and "2张“总体情况基础数据填报表”（--series overview）" in err
    assert run_cli("merge", returned, "-o", tmp_path / "汇总.xlsx", "--series", "overview")[0] == 0


def test_a_series_that_nobody_has_is_no_empty_folder(returned: Path, tmp_path: Path, run_cli: Run) -> None:
    status, _, err = run_cli("merge", returned, "-o", tmp_path / "汇总.xlsx", "--series", "ovrview")
    assert status == 2 and "报表系列“ovrview”不存在，最接近的是“overview”" in err and not (tmp_path / "汇总.xlsx").exists()


def test_the_sheets_of_one_series_are_not_judged_by_those_of_another(tmp_path: Path, run_cli: Run) -> None:
    """The same unit and period in two series are no revisions of each other, and no two statements of one thing."""
    form = replace(OVERVIEW)
    plans = [sheet(STATUTORY_FORM, "甲科", {NEW: 1, GRANTED: 1}), sheet(form, "甲科", {"support.calls.count": 7})]
    (tmp_path / "甲科.xlsx").write_bytes(write_workbook(plans, "2021", "甲科"))  # type: ignore[arg-type]
    status, out, _ = run_cli("check", tmp_path, "--json")
    rules = {finding["rule"] for finding in json.loads(out)["findings"]}
    assert status == 0 and not {rule for rule in rules if rule.startswith(("submission", "merge", "year", "tree"))}


def test_a_form_of_an_office_serves_every_command(tmp_path: Path, run_cli: Run) -> None:
    folder = tmp_path / "本局报表"
    folder.mkdir()
    (folder / "m.toml").write_text(own_form("own-2023", "own", 2023), encoding="utf-8")
    status, _, err = run_cli("template", "--series", "own", "-o", tmp_path / "空表.xlsx")
    assert status == 2 and "报表系列“own”不存在" in err
    assert "own-2023" in run_cli("forms", "--forms", folder)[1]
    assert run_cli("template", "--series", "own", "--period", "2024", "-o", tmp_path / "空表.xlsx", "--forms", folder, "--unit", "甲局")[0] == 0
    status, _, err = run_cli("check", tmp_path / "空表.xlsx")
    assert status == 1 and "own-2023" in err
    status, _, err = run_cli("check", tmp_path / "空表.xlsx", "--forms", folder)
    assert status == 1 and "没有填任何数字" in err
    (tmp_path / "坏的").mkdir()
    (tmp_path / "坏的/m.toml").write_text("id = 'x'\n", encoding="utf-8")
    status, _, err = run_cli("check", tmp_path / "空表.xlsx", "--forms", tmp_path / "坏的")
    assert status == 2 and "m.toml" in err


def _roster(path: Path, lines: Mapping[str, str]) -> Path:
    book = openpyxl.Workbook()
    book.active.append(("单位", "填报内容"))
    for line in lines.items():
        book.active.append(line)
    book.save(path)
    return path


def test_a_roster_asks_for_the_overview_beside_the_statutory_sheet(tmp_path: Path, run_cli: Run) -> None:
    roster = _roster(tmp_path / "名册.xlsx", {"甲科": "", "乙科": "全部、总体情况", "丙科": "表三、总体情况基础数据表", "丁科": "overview"})
    status, _, err = run_cli("template", "-o", tmp_path / "下发", "--split", "--period", "2023", "--roster", roster)
    assert status == 0 and "丁科不填这类报表" in err
    sheets = {file.stem: openpyxl.load_workbook(file).sheetnames[1:] for file in (tmp_path / "下发").iterdir()}
    assert sheets == {
        "甲科-2023": ["甲科"],
        "乙科-2023": ["乙科", "总体情况基础数据表"],
        "丙科-2023": ["丙科", "总体情况基础数据表"],
    }
    assert run_cli("template", "-o", tmp_path / "另发", "--split", "--period", "2023", "--roster", roster, "--series", "overview")[0] == 0
    assert sorted(file.stem for file in (tmp_path / "另发").iterdir()) == ["丁科-2023", "丙科-2023", "乙科-2023"]
    nothing = tmp_path / "空"
    nothing.mkdir()
    asked = ("--roster", roster, "--period", "2023", "--today", "2024-03-01", "--json")
    for series, missing in ((STATUTORY, {"甲科", "乙科", "丙科"}), ("overview", {"乙科", "丙科", "丁科"})):
        _, out, _ = run_cli("status", nothing, *asked, "--series", series)
        assert {one["unit"] for one in json.loads(out)["missing"]} == missing


@pytest.mark.parametrize("written", ["总体情形", "表五"])
def test_what_names_no_table_and_no_form_is_refused(written: str, tmp_path: Path, run_cli: Run) -> None:
    roster = _roster(tmp_path / "名册.xlsx", {"甲科": written})
    status, _, err = run_cli("template", "-o", tmp_path / "下发", "--split", "--period", "2023", "--roster", roster)
    assert status == 2 and f"填报内容“{written}”不是一张表的名称" in err
