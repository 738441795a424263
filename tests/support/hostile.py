"""Files that once stopped the program, made from a good workbook: each a case of a class."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from gkxl.forms import form_by_id
from gkxl.model.figures import Number
from gkxl.model.period_text import parse_period
from gkxl.model.submission import Source, Submission
from gkxl.workbook.writing.workbooks import unit_workbook
from support.old_formats import Cells, as_ods, as_xls, cells_of

Change = Callable[[bytes], bytes]
SHEET = "xl/worksheets/sheet2.xml"
"""The input sheet of a workbook that was sent to a department."""


@cache
def filled(unit: str = "办公室", period: str = "2023", *, new: int = 0) -> bytes:
    """Return the workbook of a department that states 0 everywhere, and `new` applications of natural persons."""
    form = form_by_id("2021")
    stated: list[Number | None] = [None if item.index in form.total_items else 0 for item in form.items]
    stated[form.index["applications.new.natural_person"]] = new
    submission = Submission(form, unit, parse_period(period), 1, Source("", ""), stated)
    return unit_workbook(form, submission.unit, submission.period, submission)


def patched(good: bytes, changes: dict[str, Change], renamed: dict[str, str] | None = None) -> bytes:
    """Return a package in which parts were changed, and others stand under another name."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr((renamed or {}).get(name, name), changes.get(name, lambda part: part)(data))
    return buffer.getvalue()


def with_rows(rows: str) -> Change:
    """Return a change that puts rows at the end of the input sheet."""
    return lambda good: patched(good, {SHEET: lambda xml: xml.replace(b"</sheetData>", rows.encode() + b"</sheetData>")})


def _stray(reference: str, cell: str = '<c r="{}"><v>1</v></c>') -> Change:
    row = re.sub(r"\D", "", reference)
    return with_rows(f'<row r="{row}">{cell.format(reference)}</row>')


def _in_another_folder(good: bytes) -> bytes:
    stray = _stray("XFD1048576")(good)
    moved = {"xl/_rels/workbook.xml.rels": lambda xml: xml.replace(b"worksheets/sheet2.xml", b"elsewhere/sheet2.xml")}
    types = {"[Content_Types].xml": lambda xml: xml.replace(b"/xl/worksheets/sheet2.xml", b"/xl/elsewhere/sheet2.xml")}
    return patched(stray, moved | types, {SHEET: "xl/elsewhere/sheet2.xml"})


def _ending_in_capitals(good: bytes) -> bytes:
    stray = _stray("XFD1048576")(good)
    named = {
        "xl/_rels/workbook.xml.rels": lambda xml: xml.replace(b"sheet2.xml", b"sheet2.XML"),
        "[Content_Types].xml": lambda xml: xml.replace(b"sheet2.xml", b"sheet2.XML"),
    }
    return patched(stray, named, {SHEET: SHEET.replace(".xml", ".XML")})


def _workbook_is_a_folder(good: bytes) -> bytes:
    """An .xls whose stream of records says that it is a folder of streams."""
    data = bytearray(as_xls(cells_of(good)))
    data[data.index("Workbook".encode("utf-16-le")) + 66] = 1
    return bytes(data)


def _many_sheets(good: bytes) -> bytes:
    def more(xml: bytes) -> bytes:
        relation = re.findall(rb'<sheet [^>]*r:id="(\w+)"', xml)[1]
        sheets = b"".join(b'<sheet name="s%d" sheetId="%d" r:id="%s"/>' % (number, number + 50, relation) for number in range(5000))
        return xml.replace(b"</sheets>", sheets + b"</sheets>")

    return patched(good, {"xl/workbook.xml": more})


def _texts_without_end(good: bytes) -> bytes:
    return patched(good, {"xl/sharedStrings.xml": lambda xml: re.sub(rb'ount="\d+"', b'ount="4294967295"', xml)})


def _sectors_in_a_circle(_: bytes) -> bytes:
    """An .xls of one sector whose chain of sectors leads back to itself."""
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIIIIIII", header, 44, 1, 0, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header[76:512] = struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    return bytes(header) + struct.pack("<128I", *[0] * 128)


def _ods_rows_without_end(_: bytes) -> bytes:
    office = "urn:oasis:names:tc:opendocument:xmlns"
    cells = f'<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="{1 << 14}"/>'
    content = (
        f'<?xml version="1.0"?><office:document-content xmlns:office="{office}:office:1.0" xmlns:table="{office}:table:1.0">'
        f'<office:body><office:spreadsheet><table:table table:name="a"><table:table-row table:number-rows-repeated="{1 << 20}">'
        f"{cells}</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return buffer.getvalue()


_FAR_IN_ODS = ((1048575, 16383), (1048575, 0), (4, 16383))


def _stray_in_old(write: Callable[[Mapping[str, Cells]], bytes], row: int, col: int) -> Change:
    """Return a change that makes an .xls or .ods of a workbook, with a filled cell far from all others on its input sheet."""

    def change(good: bytes) -> bytes:
        sheets = cells_of(good)
        sheet = list(sheets)[1]
        return write(sheets | {sheet: sheets[sheet] | {(row, col): 1.0}})

    return change


def _recoded(package: bytes, part: str) -> bytes:
    return patched(package, {part: lambda xml: re.sub(rb"<\?xml[^>]*>", b'<?xml version="1.0" encoding="x"?>', xml)})


@dataclass(frozen=True)
class Hostile:
    """A file that takes all memory or time of who trusts it, or ends its process."""

    id: str
    make: Change
    counted: bool
    """Whether its figures can be read all the same."""
    ending: str = "xlsx"
    far: bool = False
    """Whether a cell far from all others is left out, and said."""


HOSTILE = [
    *(Hostile(f"stray {reference}", _stray(reference), True, far=True) for reference in ("XFD1048576", "A1048576", "AAAA60000")),
    Hostile("stray in small letters", _stray("xfd1048576"), True, far=True),
    Hostile("stray in single quotes", _stray("XFD1048576", "<c r='{}'><v>1</v></c>"), True, far=True),
    Hostile("stray with a blank before =", _stray("XFD1048576", '<c r ="{}"><v>1</v></c>'), True, far=True),
    Hostile("stray with a prefix", _stray("XFD1048576", '<x:c r="{}" xmlns:x="urn:x"><x:v>1</x:v></x:c>'), True, far=True),
    Hostile(
        "two far apart", with_rows('<row r="9"><c r="ZZ9"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>1</v></c></row>'), True, far=True
    ),
    Hostile("wide without references", with_rows("<row>" + "<c/>" * 16000 + "<c><v>1</v></c></row>"), True),
    Hostile("in another folder", _in_another_folder, True, far=True),
    Hostile("one sheet under many names", _many_sheets, True),
    Hostile("more texts than there are", _texts_without_end, False),
    *(
        Hostile(f"stray {row + 1} {col + 1} in an .xls", _stray_in_old(as_xls, row, col), True, "xls", True)
        for row, col in ((65535, 255), (65535, 0))
    ),
    *(Hostile(f"stray {row + 1} {col + 1} in an .ods", _stray_in_old(as_ods, row, col), True, "ods", True) for row, col in _FAR_IN_ODS),
    Hostile("an encoding that nobody knows", lambda good: _recoded(as_ods(cells_of(good)), "content.xml"), False, "ods"),
    Hostile("an encoding that nobody knows, and a stray cell", lambda good: _recoded(_stray("XFD1048576")(good), SHEET), False),
    Hostile("a part whose ending is in capitals", _ending_in_capitals, True, far=True),
    Hostile("an .xls that declares to reach far", lambda good: as_xls(cells_of(good), declared=(65536, 256)), True, "xls"),
    Hostile("an .xls whose workbook is a folder", _workbook_is_a_folder, False, "xls"),
    *(Hostile(f"an .xls cut off after {size}", lambda good, size=size: as_xls(cells_of(good))[:size], False, "xls") for size in (600, 2000, 9999)),
    Hostile("sectors in a circle", _sectors_in_a_circle, False, "xls"),
    Hostile("repeated rows and columns", _ods_rows_without_end, False, "ods"),
]
