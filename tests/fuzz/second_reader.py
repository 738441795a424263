"""Read the numbers of a sheet in another way than gkxl does: the independent witness of what a changed file says."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import xlrd

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_REFERENCE = re.compile(r"([A-Z]+)(\d+)")
Cells = dict[tuple[int, int], object]
"""Row and column, counted from 0, to the number or text of a cell."""


def second_reading(path: Path, sheet: str) -> Cells | None:
    """Return what stands on a sheet; nothing where this reader fails, None where there is no such sheet."""
    data = path.read_bytes()
    try:
        if data.startswith(b"\xd0\xcf"):
            return _of_xls(data, sheet)
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return _of_ods(package, sheet) if "content.xml" in package.namelist() else _of_xlsx(package, sheet)
    except Exception:  # it is a witness of what it can read, no more
        return {}


def _of_xls(data: bytes, sheet: str) -> Cells | None:
    book = xlrd.open_workbook(file_contents=data, logfile=io.StringIO())
    if sheet not in book.sheet_names():
        return None
    table = book.sheet_by_name(sheet)
    return {(row, col): table.cell_value(row, col) for row in range(min(table.nrows, 500)) for col in range(min(table.row_len(row), 100))}


def _of_ods(package: zipfile.ZipFile, sheet: str) -> Cells | None:
    root = ElementTree.fromstring(package.read("content.xml"))
    table = next((table for table in root.iter(f"{_TABLE}table") if table.get(f"{_TABLE}name") == sheet), None)
    if table is None:
        return None
    cells: Cells = {}
    row = 0
    for line in table.iter(f"{_TABLE}table-row"):
        col = 0
        for place in line:
            times = int(place.get(f"{_TABLE}number-columns-repeated", "1"))
            value = place.get(f"{_OFFICE}value")
            text = "".join(place.itertext())
            for number in range(min(times, 100)):
                cells[row, col + number] = text if value is None else value
            col += times
        row += int(line.get(f"{_TABLE}number-rows-repeated", "1"))
    return cells


def _of_xlsx(package: zipfile.ZipFile, sheet: str) -> Cells | None:
    targets = {element.get("Id"): element.get("Target", "") for element in ElementTree.fromstring(package.read("xl/_rels/workbook.xml.rels"))}
    listed = [element for element in ElementTree.fromstring(package.read("xl/workbook.xml")).iter() if _is(element, "sheet")]
    found = next((element for element in listed if element.get("name") == sheet), None)
    if found is None:
        return None
    relation = next(value for key, value in found.attrib.items() if key.endswith("}id"))
    part = posixpath.normpath(posixpath.join("/xl", targets[relation]))[1:]
    texts: list[str] = []
    if "xl/sharedStrings.xml" in package.namelist():
        texts = ["".join(text.itertext()) for text in ElementTree.fromstring(package.read("xl/sharedStrings.xml")) if _is(text, "si")]
    return dict(_cells(ElementTree.fromstring(package.read(part)), texts))


def _is(element: ElementTree.Element, name: str) -> bool:
    return element.tag.rpartition("}")[2] == name


def _cells(root: ElementTree.Element, texts: list[str]) -> Iterator[tuple[tuple[int, int], object]]:
    row, col = -1, -1
    for element in root.iter():
        if _is(element, "row"):
            row, col = int(element.get("r", row + 2)) - 1, -1
        elif _is(element, "c"):
            col += 1
            if place := _REFERENCE.fullmatch(element.get("r", "")):
                row, col = int(place[2]) - 1, _column(place[1])
            value = next((child.text for child in element if _is(child, "v")), None)
            if element.get("t") == "s" and value is not None:
                yield (row, col), texts[int(value)]
            elif element.get("t") == "inlineStr":
                yield (row, col), "".join(text.text or "" for text in element.iter() if _is(text, "t"))
            else:
                yield (row, col), value


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
