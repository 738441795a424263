"""The reports of a whole city in a folder beside its roster: who has published, who twice, whom nobody expects, and the city beside its parts."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from support.offices import write_roster
from support.report_pages import granting_page

from gkxl.forms import form_by_id
from gkxl.model.period import Period
from gkxl.model.submission import Source, Submission
from gkxl.workbook.writing.workbooks import unit_workbook

Run = Callable[..., tuple[int, str, str]]
CITY, PARTS = "甲市", ("甲市东区", "甲市西区")
COLUMN = ["applications.new.natural_person", "applications.granted.natural_person"]


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    return write_roster(tmp_path / "名册.xlsx", [{"单位": CITY}, *({"单位": part, "上级单位": CITY} for part in PARTS)])


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """Return a folder with the reports of a city and of its parts that fit together."""
    (tmp_path / "年报").mkdir()
    for unit, granted in ((CITY, 12), (PARTS[0], 7), (PARTS[1], 5)):
        granting_page(tmp_path / "年报", unit, granted=granted)
    return tmp_path / "年报"


NAMED = [
    ([{"单位": "甲市人民政府"}, {"单位": "东区", "上级单位": "甲市人民政府"}, {"单位": "西区", "上级单位": "甲市人民政府"}]),
    ([{"单位": "东区", "上级单位": "甲市"}, {"单位": "区二", "上级单位": "甲市", "简称/别名": "西区"}]),
]
"""Rosters that call bodies by less or more than the titles of their reports do."""


@pytest.mark.parametrize("lines", NAMED)
def test_a_title_may_name_the_bodies_above_and_the_government(lines: list[dict[str, str]], city: Path, tmp_path: Path, run_cli: Run) -> None:
    granting_page(city, CITY, granted=11)
    _, out, err = run_cli("check", city, "--roster", write_roster(tmp_path / "名册.xlsx", lines), "--json")
    assert _rules(json.loads(out)) == ["report.sum_differs"] and f"名册上{len(lines)}个单位，{len(lines)}个有2022年年报" in err


def _rules(document: dict) -> list[str]:
    return sorted(finding["rule"] for finding in document["findings"] if finding["rule"].startswith("report."))


def test_of_a_city_that_fits_it_is_said_that_all_have_published(city: Path, roster: Path, run_cli: Run) -> None:
    status, out, err = run_cli("check", city, "--roster", roster, "--json")
    document = json.loads(out)
    assert (status, _rules(document), document["missing"]) == (0, [], []) and "名册上3个单位，3个有2022年年报。" in err


def test_a_part_without_a_report_is_missing_and_the_city_is_not_judged(city: Path, roster: Path, tmp_path: Path, run_cli: Run) -> None:
    (city / f"{PARTS[1]}2022.html").unlink()
    status, out, err = run_cli("check", city, "--roster", roster, "-o", tmp_path / "核查.xlsx", "--json")
    document = json.loads(out)
    assert (status, _rules(document)) == (1, ["report.not_published", "report.sum_not_compared"])
    assert [(missing["unit"], missing["period"]) for missing in document["missing"]] == [(PARTS[1], "2022")]
    assert f"缺1个（{PARTS[1]}）" in err
    lines = [[cell.value for cell in row] for row in openpyxl.load_workbook(tmp_path / "核查.xlsx").worksheets[0].iter_rows()]
    assert any(PARTS[1] in line and any("没有找到年报" in str(text) for text in line) for line in lines)
    # Of a single report nobody asks where the others are, nor of one among the sheets of those who fill them in.
    assert json.loads(run_cli("check", city / f"{CITY}2022.html", "--roster", roster, "--json")[1])["missing"] == []
    form, period = form_by_id("2021"), Period(2022)
    sheet = Submission(form, "办公室", period, 1, Source("", ""), [1] * len(form.items))
    (city / "办公室.xlsx").write_bytes(unit_workbook(form, "办公室", period, sheet))
    assert json.loads(run_cli("check", city, "--roster", roster, "--json")[1])["missing"] == []


def test_a_city_that_is_not_the_sum_of_its_parts_is_named_by_column_with_its_cells(city: Path, roster: Path, run_cli: Run) -> None:
    granting_page(city, CITY, granted=15)
    _, out, _ = run_cli("check", city, "--roster", roster, "--json")
    (found,) = [finding for finding in json.loads(out)["findings"] if finding["rule"] == "report.sum_differs"]
    assert (found["items"], found["expected"], found["actual"], found["unit"]) == (COLUMN, "12", "15", CITY)
    assert len(found["cells"]) == len(COLUMN) and all(cell in found["message"] for cell in found["cells"]) and "多3" in found["message"]


def test_two_reports_that_differ_and_a_body_that_nobody_expects_are_named(city: Path, roster: Path, run_cli: Run) -> None:
    granting_page(city, "乙县")
    granting_page(city.parent, PARTS[0], granted=8).rename(city / "另一份.html")
    _, out, _ = run_cli("check", city, "--roster", roster, "--json")
    document = json.loads(out)
    assert _rules(document) == ["report.not_on_roster", "report.published_twice", "report.sum_not_compared"]
    assert "submission.duplicate" not in {finding["rule"] for finding in document["findings"]}
