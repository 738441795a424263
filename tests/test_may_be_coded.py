"""Sheets that surely hold no code of ours are not parsed; no way to write a code, to copy, rename or save a sheet hides one that does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.hostile import filled, patched
from support.returned import Run

from gkxl.workbook.reading.may_be_coded import CodedTexts
from gkxl.workbook.reading.opening import OpenedWorkbook, open_workbook
from gkxl.workbook.reading.protocol import SuspiciousFileError
from gkxl.workbook.reading.submissions import read_workbook

CODED = b'<sst><si><t>words</t></si><si><t xml:space="preserve">gkxl:input:2021</t></si><si><t>new.total</t></si><si/></sst>'
SHEET = b'<worksheet><sheetData><row r="1">%s</row></sheetData></worksheet>'


def _shared(number: int) -> bytes:
    return SHEET % (b'<c r="A1" s="3" t="s"><v>%d</v></c>' % number)


@pytest.mark.parametrize(
    ("texts", "sheet"),
    [
        (CODED, _shared(1)),
        (CODED, _shared(2)),
        (CODED, SHEET % b'<c t="s" r="A1"><v>1</v></c>'),
        (CODED, SHEET % b'<c r="A1" t="s"><v> 1 </v></c>'),
        (CODED, SHEET % b'<c r="A1" t="s"><f>B1</f><v>1</v></c>'),
        (CODED, SHEET % b"<c r='A1' t='s'><v>1</v></c>"),
        (CODED, SHEET % b'<c r="A1" t="s"><v>&#49;</v></c>'),
        (CODED, SHEET % b'<c r="A1" t="s"><v><![CDATA[1]]></v></c>'),
        (CODED, _shared(1).replace(b"<", b"<x:").replace(b"<x:/", b"</x:")),
        (CODED, _shared(0)[:-3]),
        (CODED, _shared(0).decode().encode("utf-16")),
        (CODED.replace(b"gkxl", b"<r><t>gk</t></r><r><t>xl</t></r>"), _shared(1)),
        (CODED.replace(b"gkxl", b"&#x67;kxl"), _shared(0)),
        (CODED.replace(b"gkxl", b"_x0067_kxl"), _shared(0)),
        (CODED.replace(b"gkxl", b"<![CDATA[gkxl]]>"), _shared(0)),
        (CODED.replace(b"si>", b"x:si>"), _shared(0)),
        (b"", SHEET % b'<c r="A1" t="inlineStr"><is><t>gkxl:input:2021</t></is></c>'),
        (b"", SHEET % b'<c r="A1" t="inlineStr"><is><r><t>gk</t></r><r><t>xl:input:2021</t></r></is></c>'),
        (b"", SHEET % b'<c r="A1" t="str"><f>X</f><v>@head</v></c>'),
        (b"", SHEET % b'<c r="A1" t="inlineStr"><is><t>unit:\xe5\xb1\x80</t></is></c>'),
    ],
)
def test_a_sheet_on_which_a_code_may_stand_is_looked_at_however_it_is_written(texts: bytes, sheet: bytes) -> None:
    assert CodedTexts(texts).may_stand_on(sheet)


@pytest.mark.parametrize(
    "sheet", [_shared(0), _shared(3), SHEET % b'<c r="A1"><v>1</v></c>', SHEET % b'<c t="inlineStr"><is><t>A&#10;&#21333;</t></is></c>']
)
def test_a_sheet_of_plain_words_and_figures_is_passed_over(sheet: bytes) -> None:
    assert not CodedTexts(CODED).may_stand_on(sheet)


@given(st.lists(st.sampled_from(["词", "gkxl:input:2021", "@head", "new.total", "gkxl:roster:"]), min_size=1, max_size=8), st.data())
def test_of_any_table_of_texts_the_sheets_that_use_a_code_are_found(texts: list[str], data: st.DataObject) -> None:
    shared = "".join(f"<si><t>{text}</t></si>" for text in texts).encode()
    used = data.draw(st.lists(st.sampled_from(range(len(texts))), max_size=30))
    cells = b"".join(b'<c r="A1" t="s"><v>%d</v></c>' % number for number in used)
    coded = any(texts[number] not in ("词", "gkxl:roster:") for number in used)
    assert CodedTexts(b"<sst>" + shared + b"</sst>").may_stand_on(SHEET % cells) == coded


def _saved(change: Callable[[openpyxl.Workbook], object]) -> Callable[[Path], None]:
    def save(path: Path) -> None:
        book = openpyxl.load_workbook(path)
        change(book)
        book.save(path)

    return save


def _copied(book: openpyxl.Workbook) -> None:
    copy = book.copy_worksheet(book["办公室"])
    copy.title = "又一张"
    unit = next(cell for row in copy.iter_rows() for cell in row if cell.value == "办公室")
    unit.value = "法规科"


def _renamed(book: openpyxl.Workbook) -> None:
    book["办公室"].title = "说明2"
    book.move_sheet("说明2", -3)


@pytest.mark.parametrize(
    ("change", "units"),
    [(lambda _: None, {"办公室"}), (_saved(lambda _: None), {"办公室"}), (_saved(_copied), {"办公室", "法规科"}), (_saved(_renamed), {"办公室"})],
    ids=["as written", "saved again", "copied by hand", "renamed and moved"],
)
def test_nothing_that_people_do_with_sheets_hides_one(
    change: Callable[[Path], None], units: set[str], tmp_path: Path, run_cli: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "甲.xlsx").write_bytes(filled("办公室", new=0))
    path = tmp_path / "汇总.xlsx"
    assert run_cli("merge", tmp_path / "甲.xlsx", "-o", path, "--unit", "某局")[0] == 0
    change(path)
    book = open_workbook(path)
    assert {"报告表", "说明"} <= {name for name in book.sheet_names if not book.may_be_coded(name)}
    looked = read_workbook(book, "汇总.xlsx")
    monkeypatch.setattr(OpenedWorkbook, "may_be_coded", lambda *_: True)
    assert read_workbook(open_workbook(path), "汇总.xlsx") == looked
    assert {submission.unit for submission in looked.submissions} == units


def test_a_workbook_in_which_two_sheets_claim_one_part_is_no_ordinary_one(tmp_path: Path, run_cli: Run) -> None:
    (tmp_path / "甲.xlsx").write_bytes(filled())
    path = tmp_path / "汇总.xlsx"
    assert run_cli("merge", tmp_path / "甲.xlsx", "-o", path, "--unit", "某局")[0] == 0
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    again = b'<Relationship Id="rId1" Type="%s" Target="worksheets/sheet3.xml"/>' % kind
    claimed = {"xl/_rels/workbook.xml.rels": lambda xml: xml.replace(b"</Relationships>", again + b"</Relationships>")}
    path.write_bytes(patched(path.read_bytes(), claimed))
    with pytest.raises(SuspiciousFileError):  # and in a process of its own every sheet is
        open_workbook(path)
