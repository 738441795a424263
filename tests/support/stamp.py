"""Fill in many copies of a workbook fast: the places are found once, the way a person finds them, then typed into the XML."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl

from support import people
from support.published import Key

_CELL = re.compile(r'<c r="([A-Z]+\d+)"((?: s="\d+")?)[^>]*?(?:/>|>(.*?)</c>)')
FIELDS = {"上级单位": "parent", "单位": "unit", "期间": "period", "修订号": "revision", "填报日期": "filled_on"}


class Stamp:
    """A blank workbook with one input sheet."""

    def __init__(self, template: Path) -> None:
        book = openpyxl.load_workbook(template)
        title = next(name for name in book.sheetnames if "填报表" in str(book[name]["B2"].value))
        self.seen = people.Sheet(book[title])
        self.places = {key: cell.coordinate for key, cell in self.seen.places.items()}
        self.fields = {key: self.seen.field(name).coordinate for name, key in FIELDS.items()}
        with zipfile.ZipFile(template) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        self.part = f"xl/worksheets/sheet{book.sheetnames.index(title) + 1}.xml"
        self.text = self.parts[self.part].decode()

    def place(self, key: Key) -> str:
        """Return the cell of a figure."""
        return self.places[key]

    def filled(self, figures: Mapping[Key, object], **head: object) -> bytes:
        """Return a copy with these figures and head fields; formulas have no results, as openpyxl leaves them."""
        typed = {self.places[key]: value for key, value in figures.items() if value is not None}
        typed |= {self.fields[key]: str(value) for key, value in head.items()}

        def cell(match: re.Match[str]) -> str:
            place, style, inner = match[1], match[2], match[3] or ""
            if place not in typed:
                return re.sub(r"</f><v>[^<]*</v>", "</f>", match[0]) if "<f>" in inner else match[0]
            value = typed[place]
            if isinstance(value, str):
                return f'<c r="{place}"{style} t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
            return f'<c r="{place}"{style}><v>{value}</v></c>'

        buffer = BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for name, data in self.parts.items():
                archive.writestr(name, _CELL.sub(cell, self.text) if name == self.part else data)
        return buffer.getvalue()


def stamp_of(template: Path) -> Stamp:
    """Return the stamp of a workbook, made once for its bytes."""
    return _stamp(template, template.stat().st_mtime_ns)


@cache
def _stamp(template: Path, _changed: int) -> Stamp:
    return Stamp(template)
