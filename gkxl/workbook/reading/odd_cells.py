"""Find in .xls and .ods files the cells that python-calamine shows as something else: errors as empty, logical values as numbers."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

from gkxl.model.submission import address

OddCells = dict[str, dict[str, frozenset[str]]]
"""Kind ("error" or "boolean") to sheet to addresses."""

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_MOST_REPEATS = 1000
"""A cell repeated more often is filling up to the edge of the sheet."""


def odd_cells(data: bytes) -> OddCells:
    """Return the odd cells of an .ods or .xls file."""
    return _grouped(_in_ods(data) if data.startswith(b"PK") else _in_xls(data))


def _grouped(found: Iterator[tuple[str, str, str]]) -> OddCells:
    groups: dict[str, dict[str, set[str]]] = {"error": {}, "boolean": {}}
    for kind, sheet, cell in found:
        groups[kind].setdefault(sheet, set()).add(cell)
    return {kind: {sheet: frozenset(cells) for sheet, cells in sheets.items()} for kind, sheets in groups.items()}


def _in_ods(data: bytes) -> Iterator[tuple[str, str, str]]:
    root = ElementTree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("content.xml"))
    for table in root.iter(f"{_TABLE}table"):
        row = 0
        for line in table.iter(f"{_TABLE}table-row"):
            col = 0
            repeated = int(line.get(f"{_TABLE}number-rows-repeated", "1"))
            for place in line:
                times = int(place.get(f"{_TABLE}number-columns-repeated", "1"))
                kind = "error" if place.get(f"{_CALC}value-type") == "error" else place.get(f"{_OFFICE}value-type", "")
                if kind in ("error", "boolean") and max(times, repeated) <= _MOST_REPEATS:
                    for i in range(repeated):
                        for j in range(times):
                            yield kind, table.get(f"{_TABLE}name", ""), address(row + i, col + j)
                col += times
            row += repeated


def _in_xls(data: bytes) -> Iterator[tuple[str, str, str]]:
    import xlrd

    try:
        book = xlrd.open_workbook(file_contents=data)
    except (xlrd.XLRDError, AssertionError, IndexError, ValueError):
        return  # calamine has read it; only its error values stay unknown
    for sheet in book.sheets():
        for row in range(sheet.nrows):
            for col, kind in enumerate(sheet.row_types(row)):
                if kind == xlrd.XL_CELL_ERROR:
                    yield "error", sheet.name, address(row, col)
