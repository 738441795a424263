"""Read formulas and stored results of a workbook straight from its XML: no library of gkxl's in between, and errors are seen."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True)
class Stored:
    """What is stored for a cell: its formula ("" if none) and its value or result; an error is its text."""

    formula: str
    value: object


def read(path: Path) -> dict[str, dict[str, Stored]]:
    """Return for each sheet its cells by address."""
    with zipfile.ZipFile(path) as archive:

        def part(name: str) -> etree._Element:
            return etree.fromstring(archive.read(f"xl/{name}"))

        strings = []
        if "xl/sharedStrings.xml" in archive.namelist():
            strings = ["".join(text.text or "" for text in item.iter(f"{_MAIN}t")) for item in part("sharedStrings.xml")]
        targets = {one.get("Id"): one.get("Target").lstrip("/").removeprefix("xl/") for one in part("_rels/workbook.xml.rels")}
        sheets = part("workbook.xml").iter(f"{_MAIN}sheet")
        return {sheet.get("name"): _cells(part(targets[sheet.get(_REL)]), strings) for sheet in sheets}


def _cells(sheet: etree._Element, strings: list[str]) -> dict[str, Stored]:
    cells = {}
    for cell in sheet.iter(f"{_MAIN}c"):
        formula, value = cell.find(f"{_MAIN}f"), cell.find(f"{_MAIN}v")
        text = value.text or "" if value is not None else ""
        kind = cell.get("t", "n")
        shown: object = text
        if kind == "s":
            shown = strings[int(text)]
        elif kind == "inlineStr":
            shown = "".join(part.text or "" for part in cell.iter(f"{_MAIN}t"))
        elif kind == "n" and text:
            shown = round(float(text), 6)
        if formula is not None or shown != "":
            cells[cell.get("r")] = Stored(formula.text or "" if formula is not None else "", shown)
    return cells


def texts(path: Path, sheet: str) -> list[str]:
    """Return every text and number on a sheet as text."""
    return [str(cell.value) for cell in read(path)[sheet].values()]
