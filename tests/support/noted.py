"""Write into the kept cells of a merged workbook as a program does that saves it: everything else stays as it is."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

from gkxl.model.submission import address
from gkxl.workbook.format.checks_columns import NOTE, UNIT
from gkxl.workbook.format.codes import FINDING
from gkxl.workbook.format.sheet_names import CHECKS
from gkxl.workbook.reading.opening import open_workbook


def lines_of(path: Path) -> list[tuple[int, list[object]]]:
    """Return the lines of 校验 that are about findings: row counted from 0, and its values."""
    rows = open_workbook(path).rows(CHECKS)
    return [(number, row) for number, row in enumerate(rows) if str(row[0]).startswith(FINDING)]


def notes_of(path: Path) -> list[tuple[str, str]]:
    """Return unit and note of every line about a finding beside which something stands."""
    return [(str(row[UNIT]), str(row[NOTE])) for _, row in lines_of(path) if row[NOTE] != ""]


def write_notes(path: Path, words: str, beside: Callable[[list[object]], bool]) -> int:
    """Write beside the lines that `beside` picks by their values; return how many there were."""
    chosen = [address(number, NOTE) for number, row in lines_of(path) if beside(row)]
    for cell in chosen:
        set_text(path, CHECKS, cell, words)
    return len(chosen)


def set_text(path: Path, sheet: str, cell: str, words: str) -> None:
    """Put a text into a cell of a saved workbook, whatever stands there."""
    book = open_workbook(path)
    part = book._parts[sheet]
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    xml = parts[part].decode("utf-8")
    typed = rf'<c r="{cell}"\1 t="inlineStr"><is><t>{escape(words)}</t></is></c>'
    changed, number = re.subn(rf'<c r="{cell}"( s="\d+")?(?: t="\w+")?(?:/>|>.*?</c>)', lambda match: match.expand(typed), xml, count=1)
    assert number == 1, cell
    parts[part] = changed.encode("utf-8")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
