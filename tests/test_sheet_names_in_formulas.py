"""A sheet knows its own name wherever its file lies and however its folders are called."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
from support.office import Office

from gkxl.workbook.format.live_formulas import SHEET_NAME, sheet_name

SAID = {
    r"C:\报送\[办公室.xlsx]办公室": "办公室",
    r"C:\报送[2026]\[办公室 [终稿].xlsx]办公室": "办公室",
    r"\\服务器\[1]\[a]b.xlsx]法规科  2月": "法规科  2月",
    r"https://x.sharepoint.com/sites/[1]/[a.xlsx]#$科": "#$科",
    "'file:///C:/a[1]/b]c.xlsx'#$办公室": "办公室",
    "'file:///home/a.xlsx'#$科#$室": "科#$室",
    "": "",
}
"""What CELL("filename") says in Excel, WPS and LibreOffice, and the name of the sheet."""


def test_the_name_is_what_stands_behind_the_last_bracket_of_excel_or_the_first_mark_of_libreoffice(office: Office, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row, said in enumerate(SAID, start=1):
        sheet.cell(row, 1).value = f"={sheet_name(chr(34) + said + chr(34))}"
    book.save(tmp_path / "名称.xlsx")
    (done,) = office.recalculate([tmp_path / "名称.xlsx"], tmp_path / "算好")
    shown = [row[0] or "" for row in openpyxl.load_workbook(done, data_only=True).worksheets[0].iter_rows(max_row=len(SAID), values_only=True)]
    assert shown == list(SAID.values())


def test_libreoffice_shows_it_in_a_folder_with_brackets(office: Office, tmp_path: Path, unit_templates: Callable[[int], Path]) -> None:
    folder = tmp_path / "报送 [2026] a]b"
    folder.mkdir()
    (folder / "科室[1].xlsx").write_bytes(unit_templates(2023).read_bytes())
    (done,) = office.recalculate([folder / "科室[1].xlsx"], tmp_path / "算好[2]")
    book = openpyxl.load_workbook(done, data_only=True)
    named = [cell.value for sheet in openpyxl.load_workbook(done) for row in sheet.iter_rows() for cell in row if "filename" in str(cell.value)]
    assert named, f"some cell has {SHEET_NAME}"
    assert any(cell.value == "科室" for row in book["科室"].iter_rows(max_col=1) for cell in row)
