"""Read formulas and stored results of a workbook straight from its XML: no library of gkxl's in between, and errors are seen."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from lxml import etree

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True)
class Stored:
    """What is stored for a cell: its formula ("" if none) and its value or result; an error is its text."""

    formula: str
    value: object


class _Sheets(Mapping[str, dict[str, Stored]]):
    """The sheets of a file by name, each parsed when it is asked for: most tests look at one of many."""

    def __init__(self, path: Path) -> None:
        self._archive = zipfile.ZipFile(io.BytesIO(path.read_bytes()))
        targets = {one.get("Id"): one.get("Target").lstrip("/").removeprefix("xl/") for one in self._part("_rels/workbook.xml.rels")}
        self._places = {sheet.get("name"): targets[sheet.get(_REL)] for sheet in self._part("workbook.xml").iter(f"{_MAIN}sheet")}
        self._parsed: dict[str, dict[str, Stored]] = {}

    def _part(self, name: str) -> etree._Element:
        return etree.fromstring(self._archive.read(f"xl/{name}"))

    @cached_property
    def _strings(self) -> list[str]:
        if "xl/sharedStrings.xml" not in self._archive.namelist():
            return []
        return ["".join(text.text or "" for text in item.iter(f"{_MAIN}t")) for item in self._part("sharedStrings.xml")]

    def __getitem__(self, name: str) -> dict[str, Stored]:
        if name not in self._parsed:
            self._parsed[name] = _cells(self._part(self._places[name]), self._strings)
        return self._parsed[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def read(path: Path) -> Mapping[str, dict[str, Stored]]:
    """Return for each sheet its cells by address, as the file is now."""
    return _Sheets(path)


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
