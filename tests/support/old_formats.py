"""Write what a good workbook holds as .xls or .ods, cell by cell, with whatever else shall stand in it; no office program is needed."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import quoteattr

from python_calamine import CalamineWorkbook

Cells = Mapping[tuple[int, int], object]
"""Row and column, counted from 0, to a number or a text."""
_NO_SECTOR, _END_OF_CHAIN, _TABLE_SECTOR = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def cells_of(good: bytes) -> dict[str, dict[tuple[int, int], object]]:
    """Return the filled cells of each sheet of a workbook."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(good))
    return {
        name: {
            (row, col): value
            for row, line in enumerate(book.get_sheet_by_name(name).to_python(skip_empty_area=False))
            for col, value in enumerate(line)
            if value != ""
        }
        for name in book.sheet_names
    }


def as_xls(sheets: Mapping[str, Cells], *, declared: tuple[int, int] | None = None) -> bytes:
    """Return an .xls of these cells: the records that hold them, and so many rows and columns as each sheet shall declare."""
    reach = b"" if declared is None else _record(0x0200, struct.pack("<IIHHH", 0, declared[0], 0, declared[1], 0))
    parts = [_sheet_records(cells, reach) for cells in sheets.values()]
    names = [struct.pack("<BB", len(name), 1) + name.encode("utf-16-le") for name in sheets]
    whole = len(_record(0x0809, b"\0" * 16)) + sum(len(_record(0x0085, b"\0" * 6 + name)) for name in names) + 4
    begins = [whole + sum(map(len, parts[:number])) for number in range(len(parts))]
    listed = b"".join(_record(0x0085, struct.pack("<IH", begin, 0) + name) for begin, name in zip(begins, names, strict=True))
    stream = _record(0x0809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)) + listed + _record(0x0A) + b"".join(parts)
    return _ole(stream)


def _record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _sheet_records(cells: Cells, reach: bytes) -> bytes:
    records = [_record(0x0809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0)), reach]
    for (row, col), value in sorted(cells.items(), key=lambda cell: cell[0]):
        place = struct.pack("<HHH", row, col, 0)
        if isinstance(value, (int, float)):
            records.append(_record(0x0203, place + struct.pack("<d", value)))
        else:
            text = str(value)[:2000]
            records.append(_record(0x0204, place + struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")))
    return b"".join([*records, _record(0x0A)])


def _ole(stream: bytes) -> bytes:
    """Return a compound file with one stream: header, table of sectors, directory, stream."""
    stream += b"\0" * (-len(stream) % 512)
    stream += b"\0" * max(0, 4096 - len(stream))
    count = len(stream) // 512
    tables = -(-(count + 1) // 127) + 1
    chain = [_TABLE_SECTOR] * tables + [_END_OF_CHAIN] + [tables + 2 + number for number in range(count - 1)] + [_END_OF_CHAIN]
    chain += [_NO_SECTOR] * (tables * 128 - len(chain))
    header = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504)
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIIIIIIII", header, 40, 0, tables, tables, 0, 4096, _END_OF_CHAIN, 0, _END_OF_CHAIN, 0)
    struct.pack_into("<109I", header, 76, *range(tables), *[_NO_SECTOR] * (109 - tables))
    directory = _entry("Root Entry", 5, 1, _END_OF_CHAIN, 0) + _entry("Workbook", 2, _NO_SECTOR, tables + 1, len(stream)) + b"\0" * 256
    return bytes(header) + struct.pack(f"<{len(chain)}I", *chain) + directory + stream


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    written = name.encode("utf-16-le").ljust(64, b"\0")
    head = written + struct.pack("<HBBIII", len(name) * 2 + 2, kind, 1, _NO_SECTOR, _NO_SECTOR, child)
    return head.ljust(116, b"\0") + struct.pack("<III", start, size, 0)


def as_ods(sheets: Mapping[str, Cells]) -> bytes:
    """Return an .ods of these cells, with empty rows and cells repeated as office programs do."""
    tables = "".join(f"<table:table table:name={quoteattr(name)}>{_ods_rows(cells)}</table:table>" for name, cells in sheets.items())
    office = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="{office}:office:1.0" xmlns:table="{office}:table:1.0"'
        f' xmlns:text="{office}:text:1.0"><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>'
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", content)
        package.writestr("META-INF/manifest.xml", "<manifest/>")
    return buffer.getvalue()


def _ods_rows(cells: Cells) -> str:
    rows: dict[int, dict[int, object]] = {}
    for (row, col), value in sorted(cells.items(), key=lambda cell: cell[0]):
        rows.setdefault(row, {})[col] = value
    written, at = [], 0
    for row, line in rows.items():
        if row > at:
            written.append(f'<table:table-row table:number-rows-repeated="{row - at}"><table:table-cell/></table:table-row>')
        places, col = [], 0
        for stands, value in line.items():
            if stands > col:
                places.append(f'<table:table-cell table:number-columns-repeated="{stands - col}"/>')
            places.append(_ods_cell(value))
            col = stands + 1
        written.append(f"<table:table-row>{''.join(places)}</table:table-row>")
        at = row + 1
    return "".join(written)


def _ods_cell(value: object) -> str:
    if isinstance(value, (int, float)):
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
    text = quoteattr(str(value))[1:-1]
    return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
