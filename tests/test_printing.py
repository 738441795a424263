"""`gkxl print`: only what one prints of a merged workbook, in letters that can be read, and never more certain than the workbook is."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from support.in_memory import MemoryWorkbook
from support.noted import write_notes
from support.returned import GRANTED, NEW, Run, merge, new_applications, spoil

from gkxl.actions import to_pdf
from gkxl.actions.printing import print_open
from gkxl.errors import InputError
from gkxl.forms import form_by_id
from gkxl.model.merge_state import Completeness, MergeState
from gkxl.workbook.format.checks_columns import TEXT, UNIT
from gkxl.workbook.format.codes import SheetRole
from gkxl.workbook.format.sheet_names import CHECKS, MAIN_FIGURES, REPORT, SUMMARY
from gkxl.workbook.sheets.input_sheet import SheetContent, input_sheet
from gkxl.workbook.sheets.on_paper import on_paper
from gkxl.workbook.sheets.report_sheet import report_sheet

MERGED, PRINTED = "汇总.xlsx", "打印.xlsx"


@pytest.fixture
def merged(good: Path, run_cli: Run) -> Path:
    """The merged workbook of a right sheet and one that does not balance."""
    spoil(good, lambda sheet, _: sheet.fill({GRANTED: 2}))
    merge(run_cli, good)
    return good.parent / MERGED


def _print(run_cli: Run, merged: Path, name: str = PRINTED, *options: str) -> tuple[int, dict, openpyxl.Workbook]:
    status, out, _ = run_cli("print", merged, "-o", merged.parent / name, "--json", *options)
    return status, json.loads(out), openpyxl.load_workbook(merged.parent / name)


def _texts(sheet: Worksheet) -> list[str]:
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]


@pytest.mark.filterwarnings("ignore::UserWarning")  # openpyxl does not know the newer half of a bar
def test_it_holds_what_one_prints_as_values_and_the_input_stays_as_it_is(merged: Path, run_cli: Run) -> None:
    before = merged.read_bytes()
    status, document, book = _print(run_cli, merged)
    assert (status, document["command"]) == (1, "print"), "the workbook is not right, and that is said"
    assert book.sheetnames == [SUMMARY, REPORT, MAIN_FIGURES, CHECKS] and merged.read_bytes() == before
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f" or cell.hyperlink]
    assert new_applications(merged.parent / PRINTED) == new_applications(merged)
    for sheet in book:
        assert (
            str(sheet.page_setup.paperSize) == sheet.PAPERSIZE_A4
            and (sheet.sheet_properties.pageSetUpPr.fitToPage or (sheet.row_breaks.brk and sheet.page_setup.scale == 80))
            and "&P" in sheet.oddFooter.right.text
            and sheet.oddFooter.right.size == 10  # printed at 80 per cent
        )
        assert sheet.print_title_rows or sheet.title in (SUMMARY, REPORT)


@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.parametrize("lines", [1, 12])
def test_no_page_tears_a_statutory_table_or_what_is_signed(form: str, lines: int) -> None:
    """However long what is said above the tables, and fixed: a program that fits sheets to pages may not heed where they begin."""
    state = "；".join(["1个单位缺月报（执法大队）；全年未完，只是累计数"] * lines)
    summary = input_sheet(form_by_id(form), SheetContent(SUMMARY, SheetRole.SUMMARY, state=state, merge_state=MergeState(Completeness.INCOMPLETE)))
    for plan in (summary, report_sheet(form_by_id(form), None, "某某局2026年年度报告", state)):
        page = on_paper(plan)
        top, _, bottom, _ = page.print_area or (0, 0, 0, 0)
        assert not (page.fit or page.one_page) and page.scale == 80
        for first, end in pairwise((top, *page.page_rows, bottom + 1)):
            assert sum(page.heights.get(row, 15) for row in range(first, end) if row not in page.hidden_rows) * 0.8 <= 842 - 0.85 * 72
        assert set(page.page_rows) <= set(page.parts) and len(page.page_rows) <= 2


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_of_what_was_checked_it_lists_what_is_open_or_explained_and_nothing_that_holds(merged: Path, run_cli: Run) -> None:
    of_merged, listed = (openpyxl.load_workbook(merged)[CHECKS], _print(run_cli, merged)[2][CHECKS])
    text = next(str(row[TEXT].value) for row in of_merged.iter_rows() if row[1].value == "错误")
    assert text in _texts(listed) and "说明" not in [row[1].value for row in listed.iter_rows()]
    assert "平" not in _texts(listed) and "不平" not in _texts(listed)
    assert write_notes(merged, "2件转至上级机关办理，已在台账注明", lambda row: row[UNIT] == "法规科")
    again = merged.parent / "说明后.xlsx"
    assert run_cli("merge", merged.parent / "报送", "-o", merged, "--unit", "某某局")[0] == 0
    status, _, book = _print(run_cli, merged, again.name)
    assert status == 0 and {"错误（已说明）", "2件转至上级机关办理，已在台账注明"} <= set(_texts(book[CHECKS]))
    assert any("已说明" in words or "说明" in words for words in _texts(book[REPORT])[:3])


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_what_was_changed_since_the_merge_and_a_lost_state_are_on_its_face(good: Path, run_cli: Run) -> None:
    merge(run_cli, good)
    merged = good.parent / MERGED
    assert _print(run_cli, merged)[0] == 0
    book = openpyxl.load_workbook(merged)
    cell = next(cell for row in book[SUMMARY].iter_rows() for cell in row if cell.value == NEW[1]).row
    target = next(cell for cell in book[SUMMARY][cell] if cell.value == 1)
    target.value = 5
    book.save(merged)
    status, _, changed = _print(run_cli, merged)
    assert status == 1 and any("请勿直接发布" in words for words in _texts(changed[REPORT])[:3])
    assert "错误" in _texts(changed[CHECKS]) and any("请勿直接发布" in words for words in _texts(changed[SUMMARY])[:8])
    target.value = 1
    state = next(cell for row in book[SUMMARY].iter_rows() for cell in row if str(cell.value).startswith("state:"))
    state.value = None
    book.save(merged)
    status, _, unknown = _print(run_cli, merged)
    assert status == 1 and any("不知道这份汇总是否齐全" in words for words in _texts(unknown[SUMMARY])[:8])


def test_a_printed_workbook_among_returned_ones_is_passed_over_with_a_word(merged: Path, run_cli: Run) -> None:
    _print(run_cli, merged)
    (merged.parent / PRINTED).rename(merged.parent / "报送" / PRINTED)
    (merged.parent / "报送" / "法规科.xlsx").unlink()
    status, _, err = run_cli("check", merged.parent / "报送")
    assert status == 0 and PRINTED in err and "打印稿" in err
    status, _, err = run_cli("report", merged.parent / "报送" / PRINTED, "-o", merged.parent / "报告.html")
    assert status == 2 and "没有汇总结果" in err


def test_what_is_somebody_elses_is_not_replaced_and_what_is_no_merged_workbook_is_not_printed(merged: Path, run_cli: Run) -> None:
    other = merged.parent / "别人的.xlsx"
    other.write_bytes(b"somebody's")
    assert run_cli("print", merged, "-o", other)[0] == 2 and other.read_bytes() == b"somebody's"
    assert run_cli("print", merged, "-o", other, "--force")[0] == 1 and other.read_bytes().startswith(b"PK")
    for given, output, said in (
        (merged, merged, "同一个文件"),
        (merged, merged.parent / "打印.docx", "不认识输出格式"),
        (merged.parent / "报送" / "办公室.xlsx", merged.parent / PRINTED, "没有汇总结果"),
        (merged, merged.parent / "报送" / "办公室.xlsx", "--force"),
    ):
        status, _, err = run_cli("print", given, "-o", output)
        assert status == 2 and said in err


def test_without_libreoffice_a_pdf_is_refused_with_what_to_do_instead(merged: Path, run_cli: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(to_pdf, "_places", lambda: iter([None, "/nowhere/soffice"]))
    status, _, err = run_cli("print", merged, "-o", merged.parent / "打印.pdf")
    assert status == 2 and "LibreOffice" in err and "打印.xlsx" in err and not (merged.parent / "打印.pdf").exists()


def test_a_program_that_makes_no_pdf_leaves_nothing_behind(merged: Path, run_cli: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(to_pdf, "_places", lambda: iter([str(merged)]))  # a file that cannot be run
    status, _, err = run_cli("print", merged, "-o", merged.parent / "打印.pdf")
    assert status == 2 and "没有转出 PDF" in err and not (merged.parent / "打印.pdf").exists()


def test_the_button_makes_the_same_of_the_open_workbook_once_there_are_sums(good: Path, run_cli: Run) -> None:
    merge(run_cli, good)
    merged = good.parent / MERGED
    assert run_cli("print", merged, "-o", merged.parent / PRINTED)[0] == 0
    assert print_open(MemoryWorkbook.of(merged)) == ((merged.parent / PRINTED).read_bytes(), "")
    with pytest.raises(InputError, match="请先点“汇总”"):
        print_open(MemoryWorkbook.of(good / "办公室.xlsx"))
