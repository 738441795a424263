"""What people do to labels, rows, columns and other sheets."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from support import people
from support.returned import NEW, Run, merge, new_applications, spoil


@pytest.mark.parametrize(("label", "changed"), [("2.重复申请", "2.其他申请"), ("科研机构", "事业单位")], ids=["row", "column"])
def test_a_changed_label_is_named(label: str, changed: str, good: Path, run_cli: Run) -> None:
    def rename(sheet: people.Sheet, worksheet: Worksheet) -> None:
        next(cell for cell in sheet.texts if cell.value == label).value = changed

    spoil(good, rename)
    status, document = merge(run_cli, good)
    (found,) = document["findings"]
    assert (status, found["rule"], found["expected"], found["actual"]) == (1, "label.changed", label, changed)
    assert found["cells"][0] in found["message"]


@pytest.mark.parametrize("written", ["2、重复申请", "２.重复 申请", "2. 重复\n申请"])
def test_a_label_written_a_little_differently_is_the_same_label(written: str, good: Path, run_cli: Run) -> None:
    def rename(sheet: people.Sheet, worksheet: Worksheet) -> None:
        next(cell for cell in sheet.texts if cell.value == "2.重复申请").value = written

    spoil(good, rename)
    assert merge(run_cli, good)[0] == 0


def test_a_deleted_row_is_named_by_its_label(good: Path, run_cli: Run) -> None:
    def delete(sheet: people.Sheet, worksheet: Worksheet) -> None:
        row = sheet.places[("三", "（五）不予处理 2.重复申请", "自然人")].row
        for cell in worksheet[row]:
            if not isinstance(cell, openpyxl.cell.cell.MergedCell):
                cell.value = None

    spoil(good, delete)
    status, document = merge(run_cli, good)
    (found,) = [finding for finding in document["findings"] if finding["severity"] == "error"]
    assert (status, found["rule"]) == (1, "code.missing")
    assert "“2.重复申请”行" in found["message"]
    assert "applications.not_processed_repeat.natural_person" in found["items"]


def test_a_deleted_code_row_is_named_by_its_table(good: Path, run_cli: Run) -> None:
    def delete(_: people.Sheet, worksheet: Worksheet) -> None:
        row = next(cell.row for cell in worksheet["A"] if cell.value == "@disputes.cases")
        for cell in worksheet[row]:
            cell.value = None

    spoil(good, delete)
    status, document = merge(run_cli, good)
    assert status == 1
    assert [finding["message"].count("表四（复议诉讼）的代码行") for finding in document["findings"] if finding["rule"] == "code.missing"] == [1]


def test_a_copied_row_is_counted_once_and_named(good: Path, run_cli: Run) -> None:
    def copy(sheet: people.Sheet, worksheet: Worksheet) -> None:
        row, free = sheet.places[NEW].row, worksheet.max_row + 2
        for cell in worksheet[row]:
            worksheet.cell(free, cell.column).value = cell.value

    spoil(good, copy)
    status, document = merge(run_cli, good)
    assert status == 1
    assert "code.repeated" in {finding["rule"] for finding in document["findings"]}
    assert new_applications(good.parent / "汇总.xlsx") == 4


def test_a_copied_column_is_named_and_the_first_one_counts(good: Path, run_cli: Run) -> None:
    def copy(sheet: people.Sheet, worksheet: Worksheet) -> None:
        column = sheet.places[NEW].column
        for row in range(1, worksheet.max_row + 1):
            worksheet.cell(row, 20).value = worksheet.cell(row, column).value
        worksheet.cell(sheet.places[NEW].row, 20).value = 99

    spoil(good, copy)
    status, document = merge(run_cli, good)
    assert status == 1 and "code.repeated" in {finding["rule"] for finding in document["findings"]}
    assert new_applications(good.parent / "汇总.xlsx") == 4


def test_a_long_list_on_another_sheet_does_no_harm(good: Path, run_cli: Run) -> None:
    file = good / "办公室.xlsx"
    book = openpyxl.load_workbook(file)
    ledger = book.create_sheet("台账")
    for number in range(12_000):
        ledger.append([number, "登记"])
    book.save(file)
    assert merge(run_cli, good)[0] == 0


def test_a_damaged_list_of_parts_is_a_sentence_and_no_defect(good: Path, run_cli: Run) -> None:
    file = Path(spoil(good, lambda sheet, _: setattr(sheet.places[NEW], "value", "#REF!")))
    data = file.read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, part.replace(b"</Relationships>", b"<") if name == "xl/_rels/workbook.xml.rels" else part)
    status, document = merge(run_cli, good)
    assert status == 1 and document["unread"][0]["file"] == file.as_posix()
