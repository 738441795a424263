"""How many pages there are to print, counted by LibreOffice, where every figure of every unit is stated: the most that there can be."""

from __future__ import annotations

import random
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from support.office import Office

from gkxl.forms import form_by_id
from gkxl.model.merge_state import Completeness, MergeState
from gkxl.model.period import Period
from gkxl.model.submission import Source, Submission
from gkxl.workbook.format.sheet_plan import SheetPlan
from gkxl.workbook.sheets.matrix_sheet import matrix_sheet, months_sheet
from gkxl.workbook.writing.printed import ToPrint, printed_workbook
from gkxl.workbook.writing.writer import write_workbook

FORM = form_by_id("2021")
YEAR, MONTH = Period(2026), Period(2026, 3)
COLUMNS = [
    [item.index for item in FORM.items if item.table == "applications" and item.column == column and item.index not in FORM.total_items]
    for column in dict.fromkeys(item.column for item in FORM.items if item.table == "applications" and item.column != "total")
]
"""Of each kind of applicants what came in, what was left over from last year, and what became of both."""
PAPER = "打印"
MOST = {
    ("月", 1): 8,
    ("月", 6): 8,
    ("月", 12): 8,
    ("月", 34): 8,
    ("年", 1): 16,
    ("年", 6): 22,
    ("年", 12): 32,
    ("年", 34): 64,
    (PAPER, 1): 6,
    (PAPER, 6): 6,
    (PAPER, 12): 6,
    (PAPER, 34): 7,
}
"""Pages for so many units: 明细 of a month; 明细 and 各月明细 of a year; what `gkxl print` makes: 汇总, 报告表, 各单位主要指标, 校验."""
LIKELY = {("年", 12), (PAPER, 12)}
"""Those that are looked at each time."""


def _stating(unit: str, period: Period, most: int) -> Submission:
    dice = random.Random(f"{unit}{period}")
    stated = [None if item.index in FORM.total_items else dice.randint(1, most) for item in FORM.items]
    for column in COLUMNS:  # as many applications as came in or were left over went out or are left over
        new, before, *others = column
        stated[new] = sum(stated[item] or 0 for item in others) - (stated[before] or 0)
    return Submission(FORM, unit, period, 1, Source(f"{unit}-{period}.xlsx", unit), stated)


def _units(number: int) -> list[str]:
    return [f"第{unit}管理局" for unit in range(1, number + 1)]


def _lines(span: str, number: int) -> list[SheetPlan]:
    """Return the sheets on which there is a line for each unit, and for each of its months."""
    if span == "月":
        return [matrix_sheet(FORM, _stating("某某市", MONTH, 900), [_stating(unit, MONTH, 30) for unit in _units(number)], {})]
    years = matrix_sheet(FORM, _stating("某某市", YEAR, 9000), [_stating(unit, YEAR, 300) for unit in _units(number)], {})
    return [years, months_sheet(FORM, [_stating(unit, month, 30) for unit in _units(number) for month in YEAR.months])]


def _paper(number: int) -> bytes:
    total = _stating("某某市", YEAR, 9000)
    state = MergeState(Completeness.COMPLETE, f"已汇总{number}个单位；全部成立。")
    return printed_workbook(ToPrint(total, [_stating(unit, YEAR, 300) for unit in _units(number)], state, "", ()))


def _counted(made: Mapping[str, bytes], folder: Path, office: Office) -> dict[str, int]:
    """Return how many pages each workbook has, all of them printed at once; no figure is cut off on any."""
    folder.mkdir(exist_ok=True)
    for name, data in made.items():
        (folder / f"{name}.xlsx").write_bytes(data)
    pages = {}
    for pdf in office.convert([folder / f"{name}.xlsx" for name in made], "pdf", folder / "pdf"):
        text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
        assert "###" not in text, pdf
        pages[pdf.stem] = text.count("\f")
    return pages


@pytest.mark.parametrize(
    "cases", [pytest.param(LIKELY, id="likely"), pytest.param(MOST.keys() - LIKELY, id="all others", marks=pytest.mark.exhaustive)]
)
def test_there_are_no_more_pages_than_this(cases: set[tuple[str, int]], tmp_path: Path, office: Office) -> None:
    made = {
        f"{what}{number}": _paper(number) if what == PAPER else write_workbook(_lines(what, number), "明细", "") for what, number in sorted(cases)
    }
    counted = _counted(made, tmp_path, office)
    assert {case: counted["{}{}".format(*case)] for case in cases if counted["{}{}".format(*case)] > MOST[case]} == {}
