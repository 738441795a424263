"""Published reports, shared out over departments and put together again, come out as they were published."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import parsed, people, published

from gkxl.actions.merging import merge_paths
from gkxl.actions.outcome import Outcome
from gkxl.actions.reporting import report as make_report
from gkxl.forms import Severity

ALL_PARTS = ("总计", *published.APPLICANTS)


def merge_shared_out(report: published.Published, template: Path, folder: Path, departments: int, seed: int, order: int) -> Outcome:
    """Fill a sheet for each department, merge them in some order of files, and write the report three ways."""
    sheets = published.share_out(report, departments, seed)
    files = []
    for number, figures in enumerate(sheets):
        files.append(folder / f"{number}.xlsx")
        people.fill_in(template, files[-1], f"第{number + 1}科", str(report.year), figures)
    rotated = files[order % departments :] + files[: order % departments]
    outcome = merge_paths(rotated, folder / "汇总.xlsx", unit=report.body)
    for ending in ("docx", "html", "xlsx"):
        make_report(folder / "汇总.xlsx", folder / f"报告.{ending}")
    return outcome


def expected_figures(report: published.Published) -> dict[published.Key, Decimal | None]:
    """Return what the report must print: as published, with 0 for blanks; None for totals that were printed wrong or not at all."""
    result = {key: Decimal(str(value or 0).removesuffix("元")) for key, value in report.inputs().items()}
    totals: dict[published.Key, object] = {("三", "（七）总计", name): None for name in ALL_PARTS}
    for label, values in report.applications:
        totals["三", label, "总计"] = values[6]
        if label == "（七）总计":
            totals |= {("三", label, name): value for name, value in zip(published.APPLICANTS, values, strict=False)}
    for number in published.DISPUTE_TOTALS:
        own = report.disputes[number - 4 : number]
        wrong = report.disputes[number] != sum(value or 0 for value in own)
        totals["四", "", str(number)] = None if wrong else report.disputes[number]
    return result | {key: None if value is None else Decimal(str(value)) for key, value in totals.items()}


def comes_out_as_published(name: str, departments: int, seed: int, order: int, template: Path) -> None:
    """Share a report out over departments, merge what they send in, and compare every table with what was published."""
    report = published.load(name)
    with tempfile.TemporaryDirectory() as folder:
        outcome = merge_shared_out(report, template, Path(folder), departments, seed, order)
        expected = expected_figures(report)
        for ending in ("docx", "html", "xlsx"):
            printed = parsed.figures(parsed.tables(Path(folder) / f"报告.{ending}"))
            for key, value in expected.items():
                if value is not None:
                    assert Decimal(printed[key]) == value, (ending, key)
    assert [finding.message for finding in outcome.findings if finding.severity is Severity.ERROR] == []


SHARED_OUT = {"departments": st.integers(2, 5), "seed": st.integers(0, 2**32), "order": st.integers(0, 4)}


@pytest.mark.slow
@pytest.mark.parametrize("name", published.complete())
@settings(max_examples=2)
@given(**SHARED_OUT)
def test_a_published_report_shared_out_at_random_comes_out_as_published(
    name: str, departments: int, seed: int, order: int, unit_templates: Callable[[int], Path]
) -> None:
    comes_out_as_published(name, departments, seed, order, unit_templates(published.load(name).year))


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", published.complete())
@settings(max_examples=25)
@given(**SHARED_OUT)
def test_it_does_so_however_often_it_is_shared_out(name: str, departments: int, seed: int, order: int, unit_templates: Callable[[int], Path]) -> None:
    comes_out_as_published(name, departments, seed, order, unit_templates(published.load(name).year))


def test_money_keeps_its_last_decimal(unit_templates: Callable[[int], Path], tmp_path: Path) -> None:
    merge_shared_out(published.load("suqian_2024"), unit_templates(2024), tmp_path, 5, seed=7, order=0)
    for ending in ("docx", "html", "xlsx"):
        printed = parsed.figures(parsed.tables(tmp_path / f"报告.{ending}"))
        assert printed["二", "第二十条第（八）项 行政事业性收费", "本年收费金额（单位：万元）"] == "72701.2578"


@pytest.mark.parametrize(("name", "layout"), [("chaoyang_hq_2019", 2019), ("suqian_2023", 2021)])
def test_the_tables_have_the_labels_and_spans_of_the_official_layout(
    name: str, layout: int, unit_templates: Callable[[int], Path], tmp_path: Path
) -> None:
    import json

    report = published.load(name)
    merge_shared_out(report, unit_templates(report.year), tmp_path, 2, seed=1, order=0)
    official = json.loads((published.DATA / f"official-layout-{layout}.json").read_text(encoding="utf-8"))
    for ending in ("docx", "html", "xlsx"):
        ours = parsed.tables(tmp_path / f"报告.{ending}")
        spans = [[[cell[1:] for cell in line] for line in table] for table in ours]
        assert spans == [[[cell[1:] for cell in line] for line in table] for table in official], ending
        labels = [[[cell[0] for cell in line if not _number(cell[0])] for line in table] for table in ours]
        assert labels == [[[cell[0] for cell in line if cell[0]] for line in table] for table in official], ending


def _number(text: object) -> bool:
    return str(text).replace(".", "", 1).lstrip("-").isdigit()
