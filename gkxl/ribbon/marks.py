"""Colour and comment the cells of the open workbook that a check found wrong, and clear that again."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from gkxl.forms import Severity
from gkxl.ribbon.session import Unprotected, check_sheets
from gkxl.rules.findings import SEVERITY_NAMES, Finding

_LEAD = "gkxl 校验"
_COLORS = {Severity.ERROR: (255, 199, 206), Severity.WARNING: (255, 235, 156)}
_MARK = re.compile(rf"{_LEAD}：.*\n原底色 (none|\d+,\d+,\d+)", re.DOTALL)
"""A comment of ours; it remembers the colour that the cell had."""


def places(file: str, sheets: Collection[str], findings: Sequence[Finding]) -> dict[tuple[str, str], Finding]:
    """Return what is to be marked in a workbook with these sheets: sheet and cell of every error or warning, with the gravest finding on it."""
    wrong: dict[tuple[str, str], Finding] = {}
    for finding in sorted(findings, key=lambda one: list(SEVERITY_NAMES).index(one.severity)):
        if finding.severity in _COLORS and finding.file in ("", file) and finding.sheet in sheets:
            for address in finding.cells:
                wrong.setdefault((finding.sheet, address), finding)
    return wrong


def mark(book: Any, wrong: Mapping[tuple[str, str], Finding]) -> None:
    """Colour each of these cells, and say on it what is wrong."""
    for name in dict.fromkeys(sheet for sheet, _ in wrong):
        sheet = book.sheets[name]
        with Unprotected(sheet):
            for (own, address), finding in wrong.items():
                if own == name:
                    _mark(sheet.range(address), finding)


def _mark(cell: Any, finding: Finding) -> None:
    before = cell.color
    shown = ",".join(map(str, before)) if before else "none"
    text = f"{_LEAD}：{SEVERITY_NAMES[finding.severity]}\n{finding.message}\n原底色 {shown}"
    if cell.note is not None:
        text = f"{text}\n原批注 {cell.note.text}"
        cell.note.delete()
    cell.add_note(text)
    cell.color = _COLORS[finding.severity]


def clear_marks(book: Any) -> int:
    """Take every mark of ours away and give the cells back the colour and the comment they had; return how many."""
    marks = [(sheet, note, found) for sheet in book.sheets for note in sheet.notes if (found := _MARK.match(note.text))]
    check_sheets(book, {sheet.name for sheet, _, _ in marks})
    for sheet, note, found in marks:
        cell = note.location
        own = note.text[found.end() :].removeprefix("\n原批注 ")
        with Unprotected(sheet):
            note.delete()
            cell.color = None if found[1] == "none" else tuple(map(int, found[1].split(",")))
            if own:
                cell.add_note(own)
    return len(marks)
