"""The demo is the published report of 朝阳区机关后勤服务中心, figure by figure."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from support import parsed, people, published

from gkxl import demo

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def made(tmp_path: Path, run_cli: Run) -> tuple[Path, int, str, str]:
    status, out, err = run_cli("demo", tmp_path / "示例")
    return tmp_path / "示例", status, out, err


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


def test_it_can_be_run_again_and_gives_the_same_bytes(made: tuple[Path, int, str, str], run_cli: Run) -> None:
    before = {path: path.read_bytes() for path in made[0].rglob("*.*") if path.is_file()}
    assert run_cli("demo", made[0])[0] == 0
    assert {path: path.read_bytes() for path in made[0].rglob("*.*") if path.is_file()} == before
