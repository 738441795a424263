"""Colour and comment the cells of the open workbook that a check found wrong, and clear that again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from gkxl.findings import SEVERITY_NAMES, Finding
from gkxl.forms import Severity

_LEAD = "gkxl 校验"
_COLORS = {Severity.ERROR: (255, 199, 206), Severity.WARNING: (255, 235, 156)}
_MARK = re.compile(rf"{_LEAD}：.*\n原底色 (none|\d+,\d+,\d+)", re.DOTALL)
"""A comment of ours; it remembers the colour that the cell had."""


def mark(book: Any, findings: Sequence[Finding]) -> int:
    """Mark every cell of an error or a warning once, the graver one first; return how many."""
    marked: set[tuple[str, str]] = set()
    sheets = {sheet.name: sheet for sheet in book.sheets}
    graver_first = sorted(findings, key=lambda one: list(SEVERITY_NAMES).index(one.severity))
    for finding in graver_first:
        if finding.severity not in _COLORS or finding.file not in ("", book.name) or finding.sheet not in sheets:
            continue
        for address in finding.cells:
            if (finding.sheet, address) not in marked:
                marked.add((finding.sheet, address))
                _mark(sheets[finding.sheet], address, finding)
    return len(marked)


def _mark(sheet: Any, address: str, finding: Finding) -> None:
    from gkxl.ribbon.session import Unprotected

    cell = sheet.range(address)
    before = cell.color
    shown = ",".join(map(str, before)) if before else "none"
    text = f"{_LEAD}：{SEVERITY_NAMES[finding.severity]}\n{finding.message}\n原底色 {shown}"
    with Unprotected(sheet):
        if cell.note is not None:
            text = f"{text}\n原批注 {cell.note.text}"
            cell.note.delete()
        cell.add_note(text)
        cell.color = _COLORS[finding.severity]


def clear_marks(book: Any) -> int:
    """Take every mark of ours away and give the cells back the colour and the comment they had; return how many."""
    from gkxl.ribbon.session import Unprotected

    cleared = 0
    for sheet in book.sheets:
        for note in list(sheet.notes):
            found = _MARK.match(note.text)
            if found is None:
                continue
            cell = note.location
            own = note.text[found.end() :].removeprefix("\n原批注 ")
            with Unprotected(sheet):
                note.delete()
                cell.color = None if found[1] == "none" else tuple(map(int, found[1].split(",")))
                if own:
                    cell.add_note(own)
            cleared += 1
    return cleared
