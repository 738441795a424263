"""The demo is the published report of 朝阳区机关后勤服务中心, figure by figure."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest
from support import parsed, people, published

from gkxl import demo
from gkxl.demo import office
from gkxl.rules.findings import Severity

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int, str, str]:
    folder = tmp_path_factory.mktemp("demo") / "示例"
    done = subprocess.run([sys.executable, "-m", "gkxl", "demo", folder], capture_output=True, encoding="utf-8", env=os.environ | {"PYTHONUTF8": "1"})
    return folder, done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("name", [demo.WORD, demo.PAGE, demo.TABLES])
def test_its_tables_hold_the_published_figures_cell_by_cell_with_labels_and_spans(name: str, made: tuple[Path, int, str, str]) -> None:
    report = published.load("chaoyang_hq_2019")
    tables = parsed.tables(made[0] / name)
    official = json.loads((published.DATA / "official-layout-2019.json").read_text(encoding="utf-8"))
    figures = iter(
        [value for rows in report.clauses.values() for columns in rows.values() for value in columns.values()]
        + [value for _, row in report.applications for value in row]
        + report.disputes
    )
    # the five cells that the published page leaves blank are printed as 0
    expected = [[[[cell[0] or str(next(figures) or 0), *cell[1:]] for cell in line] for line in table] for table in official]
    assert tables == expected
    assert next(figures, "none left") == "none left"


def test_its_merged_workbook_shows_the_published_figures(made: tuple[Path, int, str, str]) -> None:
    report = published.load("chaoyang_hq_2019")
    sheet = people.Sheet(openpyxl.load_workbook(made[0] / demo.MERGED, data_only=True)["汇总"])
    for key, value in report.inputs().items():
        assert sheet.places[key].value == (value or 0), key
    assert sheet.field("单位").value == report.body


def test_it_says_what_it_did_and_what_to_open_first(made: tuple[Path, int, str, str]) -> None:
    folder, status, out, err = made
    assert status == 0
    assert all(Path(line).exists() for line in out.splitlines())
    assert err.splitlines()[-1] == f"请先打开 {folder / demo.MERGED} 看“汇总”，再打开 {folder / demo.WORD}。"
    assert "gkxl 自拟的" in err


def test_the_invented_office_shows_one_late_one_wrong_one_corrected_and_one_missing(made: tuple[Path, int, str, str]) -> None:
    folder, _, _, err = made
    office_folder = folder / office.OFFICE
    assert "虚构" in office.OFFICE and "都是虚构的" in err
    status = openpyxl.load_workbook(office_folder / office.STATUS)["报送情况"]
    assert {"缺报", "更正", "按时"} <= {cell.value for row in status.iter_rows() for cell in row}
    months = openpyxl.load_workbook(office_folder / office.YEAR)
    assert "迟报" in {cell.value for row in months["报送情况"].iter_rows() for cell in row} and "月度" in months.sheetnames
    (copy,) = (office_folder / office.BACK).iterdir()
    returned = openpyxl.load_workbook(copy)
    assert copy.name == "法规科-2026-02-标注.xlsx" and returned.sheetnames[0] == "校验结果"
    assert any("执法大队" in paragraph.text for paragraph in docx.Document(str(office_folder / office.NOTICE)).paragraphs)
    face = str(openpyxl.load_workbook(office_folder / office.MONTH)["汇总"]["B3"].value)
    assert "缺1个单位（执法大队）" in face and "1处勾稽不平（法规科）" in face


def test_the_basic_figures_are_those_of_the_published_text(made: tuple[Path, int, str, str]) -> None:
    sheet = openpyxl.load_workbook(made[0] / office.OVERVIEW / office.TOTAL)["汇总"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    for label in ("本年主动公开政府信息数（条）", "其中：全文电子化（条）"):
        (row,) = [row for row in rows if label in row]
        assert 60 in row


def test_it_can_be_run_again_and_gives_the_same_bytes(made: tuple[Path, int, str, str], run_cli: Run) -> None:
    before = {path: path.read_bytes() for path in made[0].rglob("*.*") if path.is_file()}
    assert run_cli("demo", made[0])[0] == 0
    assert {path: path.read_bytes() for path in made[0].rglob("*.*") if path.is_file()} == before


def test_its_word_file_is_checked_as_any_report_is_and_lacks_nothing_but_its_text(made: tuple[Path, int, str, str]) -> None:
    folder, status, _, err = made
    outcome = demo.check_own_report(folder)
    assert status == 0 and "错误0处，提醒0处，说明3条" in err
    assert [(finding.severity, finding.quoted) for finding in outcome.findings] == [(Severity.INFO, "（文字描述）")] * 3
