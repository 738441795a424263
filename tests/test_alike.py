"""A sheet that is like one that was read before is not parsed again: what is read of it is the same as if it were."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineSheet, CalamineWorkbook
from support.first_read import as_the_first
from support.hostile import SHEET, Change, filled, patched

from gkxl.workbook.reading.apart import FileResult, read
from gkxl.workbook.reading.protocol import SuspiciousFileError
from gkxl.workbook.reading.skeleton import plain_text, shared_text

TEXTS, STYLES = "xl/sharedStrings.xml", "xl/styles.xml"
GOOD = filled()
_CELL = re.compile(rb'<c r="([A-Z]+[0-9]+)"( s="[0-9]+")?[^>]*?(?:/>|>.*?</c>)')
with zipfile.ZipFile(io.BytesIO(GOOD)) as _package:
    XML, SHARED, STYLED = (_package.read(part) for part in (SHEET, TEXTS, STYLES))
PLACES = [match[1].decode() for match in _CELL.finditer(XML)]
FIGURE, LABEL = "J37", "B37"
INSIDE = [
    *("", "<v>7</v>", "<v>0</v>", "<v>1</v>", "<v>-3</v>", "<v>2.5</v>", "<v>007</v>", "<v>1e3</v>", "<v> 7</v>", "<v></v>", "<v/>"),
    *("<v>12345678901234567890</v>", "<v>甲</v>", "<v>乙</v>", "<v>#REF!</v>", "<v>#N/A</v>", "<f>1+1</f><v>2</v>", "<f>1+2</f><v>3</v>"),
    *("<f>1+1</f>", "<f>1+1</f><v></v>", '<f t="shared" si="0"/><v>5</v>', "<!-- <v>9</v> -->", "<v>7</v><v>8</v>"),
    *("<v><![CDATA[7]]></v>", "<is><t>7</t></is>", "<is><t>丙</t></is>", '<v>7</v></c><c r="J37"><v>9</v>', "<v>7</v></c></row><row><c><v>9</v>"),
]
KINDS = ["", ' t="n"', ' t="s"', ' t="str"', ' t="inlineStr"', ' t="b"', ' t="e"', ' t="d"']
TEXT = [
    *(
        "<t>7</t>",
        "<t>甲\n乙</t>",
        "<t> 甲 </t>",
        "<t>a&amp;b</t>",
        "<t>applications.new</t>",
        "<t>_x0041_</t>",
        "<t>\r\n</t>",
        "<t/>",
        "",
        "<t>gkxl:input:2021</t>",
    ),
    *("<r><t>甲</t></r><r><t>乙</t></r>", "<r><rPr><b/></rPr><t>甲</t></r>", "<t>甲</t><rPh><t>乙</t></rPh>", "<t>&#30002;</t>", "<t><!-- -->甲</t>"),
]


def _read(path: Path) -> FileResult | None:
    try:
        return read(path, path.name)
    except SuspiciousFileError:
        return None


def _by_itself(path: Path) -> FileResult | None:
    with as_the_first():
        return _read(path)


def _with_cell(xml: bytes, place: str, kind: str, inside: str) -> bytes:
    written = lambda match: b'<c r="%s"%s%s>%s</c>' % (match[1], match[2] or b"", kind.encode(), inside.encode())  # noqa: E731
    return _CELL.sub(lambda match: written(match) if match[1] == place.encode() else match[0], xml)


def _with_text(shared: bytes, number: int, inside: str) -> bytes:
    pieces = shared.split(b"<si>")
    pieces[number] = inside.encode() + b"</si>" + (b"</sst>" if number == len(pieces) - 1 else b"")
    return b"<si>".join(pieces)


def test_the_second_workbook_of_a_template_is_not_parsed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with as_the_first():
        for unit, new in (("甲局", 3), ("乙局", 12)):
            (tmp_path / f"{unit}.xlsx").write_bytes(filled(unit, new=new))
        first = _read(tmp_path / "甲局.xlsx")
        expected = _by_itself(tmp_path / "乙局.xlsx")
        monkeypatch.setattr(CalamineWorkbook, "get_sheet_by_name", lambda *_: pytest.fail("parsed again"))
        assert _read(tmp_path / "乙局.xlsx") == expected != first


def _given(data: bytes) -> Change:
    return lambda _: data


def _changed_again_and_again(data: st.DataObject, path: Path) -> None:
    """Read four changes of one workbook, one after the other and each by itself."""
    cells = data.draw(st.lists(st.tuples(st.sampled_from(PLACES), st.sampled_from(KINDS)), max_size=3))
    number = data.draw(st.integers(1, SHARED.count(b"<si>")))
    with as_the_first():
        for _ in range(4):  # what is learned of one must not mislead about the next
            xml, shared = XML, SHARED
            for place, kind in cells:
                xml = _with_cell(xml, place, kind, data.draw(st.sampled_from(INSIDE)))
            if data.draw(st.booleans()):
                shared = _with_text(shared, number, data.draw(st.sampled_from(TEXT)))
            path.write_bytes(patched(GOOD, {SHEET: _given(xml), TEXTS: _given(shared)}))
            assert _read(path) == _by_itself(path)


@pytest.mark.parametrize("kind", [*KINDS[:5], *(pytest.param(kind, marks=pytest.mark.exhaustive) for kind in KINDS[5:])])
def test_whatever_stands_in_a_cell_of_whatever_kind_is_read_after_all_others(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "甲.xlsx"
    with as_the_first():
        for inside in INSIDE:
            changed = _with_cell(_with_cell(XML, FIGURE, kind, inside), LABEL, kind, inside)
            path.write_bytes(patched(GOOD, {SHEET: _given(changed)}))
            assert _read(path) == _by_itself(path), inside


@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_was_changed_is_read_as_it_is_without_a_workbook_before(data: st.DataObject, tmp_path: Path) -> None:
    _changed_again_and_again(data, tmp_path / "甲.xlsx")


@pytest.mark.exhaustive
@settings(max_examples=1000, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_so_are_four_thousand_changes(data: st.DataObject, tmp_path: Path) -> None:
    _changed_again_and_again(data, tmp_path / "甲.xlsx")


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        (STYLES, b'numFmtId="0"', b'numFmtId="14"'),
        (SHEET, b"<sheetData>", b"<!-- <sheetData>"),
        (SHEET, b"</sheetData>", b'<row r="90"><c r="J90"><v>9</v></c></row></sheetData>'),
        (SHEET, b"</sheetData>", b'</sheetData><sheetData><row r="37"><c r="J37"><v>9</v></c></row></sheetData>'),
        (SHEET, b"UTF-8", b"GB18030"),
        (TEXTS, b"UTF-8", b"GB18030"),
        (TEXTS, b"<si>", b"<si/><si>"),
        ("xl/workbook.xml", b"<sheets>", b'<sheets><!-- <sheet name="x" sheetId="9"/> -->'),
    ],
)
def test_what_else_changes_the_meaning_of_the_same_cells_is_seen(part: str, old: bytes, new: bytes, tmp_path: Path) -> None:
    path = tmp_path / "甲.xlsx"
    with as_the_first():
        path.write_bytes(GOOD)
        assert _read(path) == _by_itself(path)
        path.write_bytes(patched(GOOD, {part: lambda xml: xml.replace(old, new)}))
        assert path.read_bytes() != GOOD
        assert _read(path) == _by_itself(path)


@pytest.mark.parametrize("inside", TEXT)
def test_a_text_that_is_taken_without_the_library_is_the_one_that_it_reads(inside: str, tmp_path: Path) -> None:
    path = tmp_path / "甲.xlsx"
    number = SHARED.split(b"<si>").index(b"<t>@head</t></si>") if b"<si><t>@head</t></si>" in SHARED else 1
    path.write_bytes(patched(GOOD, {TEXTS: lambda shared: _with_text(shared, number, inside)}))
    book = CalamineWorkbook.from_path(path)
    sheet: CalamineSheet = book.get_sheet_by_index(1)
    cells = {cell for row in sheet.to_python(skip_empty_area=False) for cell in row}
    mine = shared_text(inside.encode() + b"</si>")
    assert mine is None or mine in cells


@pytest.mark.parametrize("value", [None, b"", b" a", b"a ", b"a&b", b"_x0041_", b"\xff", b"&#127;", b"&#x4e2d;"])
def test_what_can_be_read_in_two_ways_is_no_plain_text(value: bytes | None) -> None:
    assert plain_text(value) is None


def _label(text: str) -> Change:
    return lambda shared: shared.replace("<t>一、本年新收政府信息公开申请数量</t>".encode(), f"<t>{text}</t>".encode())


def _swapped(shared: bytes) -> bytes:
    return shared.replace(b"<t>issued</t>", b"<t>?</t>").replace(b"<t>repealed</t>", b"<t>issued</t>").replace(b"<t>?</t>", b"<t>repealed</t>")


def _figure(inside: str, kind: str = "", place: str = FIGURE) -> Change:
    return lambda xml: _with_cell(xml, place, kind, inside)


_DATES = {STYLES: lambda xml: re.sub(rb'numFmtId="[0-9]+"', b'numFmtId="14"', xml)}
_OF_1904 = {"xl/workbook.xml": lambda xml: xml.replace(b"<workbookPr ", b'<workbookPr date1904="1" ')}
_BROUGHT = {SHEET: _figure("<v>45000</v>"), **_DATES}


@pytest.mark.parametrize(
    "files",
    [
        [{TEXTS: _label("改过")}, {}, {TEXTS: _label("改过")}],
        [{TEXTS: _swapped, SHEET: _figure("<v>7</v>", place="F16")}, {SHEET: _figure("<v>7</v>", place="F16")}] * 2,
        [{SHEET: _figure("<v>3000000</v>"), **_DATES}, _BROUGHT],
        [_BROUGHT, _BROUGHT | _OF_1904],
        [{SHEET: _figure("<v>0</v>", ' t="s"')}, {TEXTS: lambda shared: _with_text(shared, 1, "<r><t>1 </t></r><r><t>2</t></r>")}] * 2,
    ],
    ids=["a label that others have too", "codes of columns", "too large for a date", "days counted from 1904", "blanks between runs"],
)
def test_what_was_read_before_is_no_witness_of_the_next(files: list[dict[str, Change]], tmp_path: Path) -> None:
    path = tmp_path / "甲.xlsx"
    with as_the_first():
        for changes in files:
            path.write_bytes(patched(GOOD, changes))
            assert _read(path) == _by_itself(path)


@pytest.mark.parametrize("inside", ["<v>abc</v>", "<v>#FOO!</v>"])
def test_a_damaged_sheet_without_codes_is_said_also_where_it_was_passed_over_before(inside: str, tmp_path: Path) -> None:
    def of(sheets: int) -> bytes:
        book = openpyxl.load_workbook(io.BytesIO(GOOD))
        for number in range(sheets):
            book.create_sheet(f"另{number}")["A1"] = 7
        buffer = io.BytesIO()
        book.save(buffer)
        return patched(
            buffer.getvalue(), {f"xl/worksheets/sheet{number}.xml": lambda xml: _with_cell(xml, "A1", ' t="e"', inside) for number in (3, 4, 5)}
        )

    path = tmp_path / "甲.xlsx"
    with as_the_first():
        for more in (3, 1, 3, 1):
            path.write_bytes(of(more))
            assert _read(path) == _by_itself(path)
