"""Names and texts that XML, Excel, Word or a file system cannot hold are made harmless, visibly, wherever gkxl writes."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.hostile import SHEET, filled, patched
from support.returned import Run

from gkxl.texts import cut_for_excel, harmless, late
from gkxl.workbook.format.sheet_names import file_stem, sheet_names

AWKWARD = {
    "a control character": "甲\x01乙",
    "U+FFFE": "甲\ufffe乙",
    "what Excel takes for NUL": "甲_x0000_乙",
    "letters beyond the basic plane": "😀" * 40,
    "a formula": "=1+1",
    "a command": "=cmd|'/c calc'!A0",
    "very long": "很长的名称" * 48,
    "quotes and brackets": "'[甲]:*?/\\<&>\"'",
}


@given(st.text())
def test_a_harmless_text_can_stand_in_xml_and_says_no_less(text: str) -> None:
    shown = harmless(text)
    ElementTree.fromstring(f"<a>{shown.replace('&', '').replace('<', '')}</a>")
    assert len(shown) == len(text)
    assert not re.search("_x[0-9A-Fa-f]{4}_", shown)
    assert harmless(shown) == shown


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Cn"])).filter(lambda text: "_x" not in text))
def test_an_ordinary_text_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text


@given(st.lists(st.text(min_size=1), max_size=6), st.integers(1, 40))
def test_names_fit_where_they_are_used(units: list[str], most: int) -> None:
    names = sheet_names(units)
    assert len({name.casefold() for name in names}) == len(units)
    for name, unit in zip(names, units, strict=True):
        assert 0 < len(name.encode("utf-16-le")) // 2 <= 31
        assert 0 < len(f"{file_stem(unit)}-2026-01.xlsx".encode()) <= 255
    assert all(len(cut_for_excel(unit, most).encode("utf-16-le", "replace")) <= 2 * most for unit in units)


def _well_formed(package: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(archive.read(name))


@pytest.mark.parametrize("name", AWKWARD.values(), ids=AWKWARD.keys())
def test_a_unit_may_be_called_as_it_likes(name: str, tmp_path: Path, run_cli: Run) -> None:
    (tmp_path / "报送.xlsx").write_bytes(filled(name))
    merged = tmp_path / "汇总.xlsx"
    status, out, _ = run_cli("merge", tmp_path / "报送.xlsx", "-o", merged, "--unit", name.replace("\0", ""), "--json")
    assert status == 0
    assert len(json.loads(out)["submissions"]) == 1
    _well_formed(merged.read_bytes())
    sheet = openpyxl.load_workbook(merged)["汇总"]
    assert not [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f" and "cmd" in str(cell.value)]
    for ending in ("docx", "html", "xlsx"):
        assert run_cli("report", merged, "-o", tmp_path / f"报告.{ending}")[0] == 0
    _well_formed((tmp_path / "报告.docx").read_bytes())
    assert run_cli("check", merged)[0] == 0


def _renamed(good: bytes, name: str) -> bytes:
    return patched(good, {"xl/workbook.xml": lambda xml: xml.replace('name="办公室"'.encode(), f'name="{name}"'.encode())})


@pytest.mark.parametrize("name", ["=1+1", "=cmd|'calc.exe'!A0", "+1", "@x", "a'b"])
def test_in_a_marked_copy_a_sheet_named_like_a_formula_stays_a_name(name: str, tmp_path: Path, run_cli: Run) -> None:
    path = tmp_path / "报送.xlsx"
    path.write_bytes(_renamed(filled(new=3), name))
    status, _, _ = run_cli("check", path, "--mark", tmp_path / "退回")
    assert status == 1
    (copy,) = (tmp_path / "退回").iterdir()
    _well_formed(copy.read_bytes())
    results = openpyxl.load_workbook(copy).worksheets[0]
    assert {cell.data_type for row in results.iter_rows() for cell in row if cell.value} == {"s"}
    assert name in {row[1].value for row in results.iter_rows(min_row=2)}
    quoted = name.replace("'", "''")
    assert {row[2].hyperlink.location.rpartition("!")[0] for row in results.iter_rows(min_row=2) if row[2].hyperlink} == {f"'{quoted}'"}


def test_a_finding_in_a_merged_cell_is_marked_on_its_first_cell(tmp_path: Path, run_cli: Run) -> None:
    path = tmp_path / "报送.xlsx"
    path.write_bytes(filled(new=3))
    found = json.loads(run_cli("check", path, "--json")[1])["findings"]
    place = next(finding["cells"][0] for finding in found if finding["cells"])
    before = f"{chr(ord(place[0]) - 1)}{place[1:]}"
    merges = f'</sheetData><mergeCells count="1"><mergeCell ref="{before}:{place}"/></mergeCells>'.encode()

    def merged(xml: bytes) -> bytes:
        return re.sub(rb"<mergeCells.*</mergeCells>", b"", xml).replace(b"</sheetData>", merges)

    path.write_bytes(patched(filled(new=3), {SHEET: merged}))
    status, _, _ = run_cli("check", path, "--mark", tmp_path / "退回")
    assert status == 1
    (copy,) = (tmp_path / "退回").iterdir()
    assert openpyxl.load_workbook(copy)["办公室"][before].comment


def test_an_expression_that_is_compiled_late_finds_what_one_finds_that_is_compiled_at_once() -> None:
    kept, at_once = late(r"(\d+)月", re.IGNORECASE), re.compile(r"(\d+)月", re.IGNORECASE)
    for text in ("3月", "自3月至12月", "", "三月"):
        assert kept.findall(text) == at_once.findall(text)
        assert kept.sub("", text) == at_once.sub("", text)
        assert str(kept.fullmatch(text)) == str(at_once.fullmatch(text))
    assert (kept.flags, kept.pattern) == (at_once.flags, at_once.pattern)
