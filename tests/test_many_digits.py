"""A sum with more digits than a spreadsheet keeps is written as text, warned of, and read back to its last digit, here and further up."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkxl.actions.checking import check_paths
from gkxl.actions.merging import merge_paths
from gkxl.actions.reporting import report
from gkxl.forms import form_by_id
from gkxl.model.figures import Misread, Number, kept_exactly, read_figure, show
from gkxl.model.period import Period
from gkxl.model.submission import Source, Submission
from gkxl.workbook.format.sheet_names import MATRIX, REPORT, SUMMARY
from gkxl.workbook.reading.opening import open_workbook
from gkxl.workbook.reading.submissions import read_workbook
from gkxl.workbook.sheets.tables import as_value
from gkxl.workbook.writing.workbooks import unit_workbook

FORM = form_by_id("2021")
YEAR = Period(2023)
DECISIONS, NEW, GRANTED, FEES = (
    FORM.index[code]
    for code in (
        "disclosure.licensing.decisions",
        "applications.new.natural_person",
        "applications.granted.natural_person",
        "disclosure.administrative_fees.amount",
    )
)
COUNTS = (900_000_000_000_001, 900_000_000_000_002)
MONEY = (Decimal("999999999.623457"), Decimal("1.0000001"))


def _send(folder: Path, unit: str, values: dict[int, Number]) -> None:
    stated: list[Number | None] = [None if item.index in FORM.total_items else values.get(item.index, 0) for item in FORM.items]
    submission = Submission(FORM, unit, YEAR, 1, Source("", ""), stated)
    (folder / f"{unit}.xlsx").write_bytes(unit_workbook(FORM, unit, YEAR, submission))


def _offices(folder: Path) -> Path:
    folder.mkdir(parents=True)
    for unit, count, money in zip(("一科", "二科"), COUNTS, MONEY, strict=True):
        _send(folder, unit, {DECISIONS: count, NEW: count, GRANTED: count, FEES: money})
    return folder


def _numbers(path: Path) -> list[Number | None]:
    summary = read_workbook(open_workbook(path), path.name).summary
    assert summary is not None
    return [summary.figures[item] for item in (DECISIONS, NEW, GRANTED, FEES)]


SUMS = [sum(COUNTS)] * 3 + [sum(MONEY)]


def test_a_merge_and_the_merge_above_it_keep_every_digit_and_warn_of_them(tmp_path: Path) -> None:
    sent = _offices(tmp_path / "报送")
    lower, upper = tmp_path / "下级" / "某局.xlsx", tmp_path / "某市.xlsx"
    lower.parent.mkdir()
    for paths, output, unit in (([sent], lower, "某局"), ([lower], upper, "某市")):
        outcome = merge_paths(paths, output, unit=unit, period=YEAR)
        warned = {item for finding in outcome.findings if finding.rule == "figure.many_digits" for item in finding.items}
        assert {FORM.items[item].code for item in (DECISIONS, NEW, GRANTED, FEES)} <= warned
        assert outcome.ok
        assert _numbers(output) == SUMS
        checked = check_paths([output])
        assert (checked.ok, [finding.message for finding in checked.findings]) == (True, [])


def test_no_formula_adds_up_what_stands_as_text(tmp_path: Path) -> None:
    merge_paths([_offices(tmp_path / "报送")], tmp_path / "某局.xlsx", unit="某局", period=YEAR)
    merge_paths([tmp_path / "某局.xlsx"], tmp_path / "某市.xlsx", unit="某市", period=YEAR)
    book = openpyxl.load_workbook(tmp_path / "某市.xlsx")
    texts = {show(SUMS[0]), show(SUMS[3])}
    for sheet in (SUMMARY, REPORT, MATRIX, "某局"):
        values = {cell.value for row in book[sheet].iter_rows() for cell in row}
        assert texts <= values, sheet
    total = FORM.index["applications.new.total"]
    reading = read_workbook(open_workbook(tmp_path / "某市.xlsx"), "某市.xlsx")
    (copied,) = reading.submissions
    assert book["某局"][copied.cell(total)].value == show(SUMS[0])


@pytest.mark.parametrize("ending", ["html", "docx", "xlsx"])
def test_a_report_prints_every_digit(tmp_path: Path, ending: str) -> None:
    merge_paths([_offices(tmp_path / "报送")], tmp_path / "某局.xlsx", unit="某局", period=YEAR)
    printed = tmp_path / f"报告.{ending}"
    report(tmp_path / "某局.xlsx", printed)
    assert {show(SUMS[0]), show(SUMS[3])} <= set(_words(printed))


def _words(path: Path) -> Sequence[str]:
    if path.suffix == ".html":
        return path.read_text(encoding="utf-8").replace("<", ">").split(">")
    if path.suffix == ".docx":
        import docx

        return [cell.text for table in docx.Document(str(path)).tables for row in table.rows for cell in row.cells]
    return [str(cell) for rows in [open_workbook(path).rows(REPORT)] for row in rows for cell in row]


def test_a_department_may_not_type_so_many_digits(tmp_path: Path) -> None:
    _send(tmp_path, "一科", {DECISIONS: 10**15})  # written as text
    findings = check_paths([tmp_path / "一科.xlsx"]).findings
    assert [finding.rule for finding in findings if finding.rule.startswith("kind.")] == ["kind.count"]


@given(st.integers(0, 10**18) | st.decimals(0, 10**13, places=4))
def test_what_is_written_is_read_back_exactly(value: Number) -> None:
    kind = FORM.items[DECISIONS if isinstance(value, int) else FEES].kind
    written = as_value(value)
    assert isinstance(written, str) is not kept_exactly(value)
    raw = float(written) if not isinstance(written, str) and written is not None else written
    assert read_figure(raw, kind, of_results=True) == value
    assert isinstance(read_figure(raw, kind), Misread) is isinstance(written, str)
