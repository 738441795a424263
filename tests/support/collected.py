"""Every sentence that gkxl makes while the tests run: of each kind the first ones in each process are kept, to be judged after the test.

These are the sentences of findings, those of refusals wherever they are raised, and what the command line says beside its data.
"""

from __future__ import annotations

import sys
from collections import Counter
from typing import Any

from gkxl.errors import GkxlError
from gkxl.rules.findings import Finding
from support.sentences import faults, faults_of_a_line

_OF_EACH_CHECK = 40
_seen: Counter[str] = Counter()
_new: list[tuple[str, str]] = []
_told: list[tuple[str, str]] = []
_made = Finding.of.__func__  # type: ignore[attr-defined]  # the function behind the class method
_refused = GkxlError.__init__
_LINE = "line"
_LEVELS = ("[错误]", "[提醒]", "[说明]")
"""How lines begin that are findings: these are judged where they are made."""


def _of(cls: type[Finding], check: Any, message: str, **more: Any) -> Finding:
    finding: Finding = _made(cls, check, message, **more)
    if _seen[finding.rule] < _OF_EACH_CHECK and str(sys._getframe(1).f_globals.get("__name__", "")).startswith("gkxl."):
        _seen[finding.rule] += 1
        _new.append((finding.rule, _without_names(finding)))
    return finding


def _without_names(finding: Finding) -> str:
    """Return what a finding says without what others have written: names of files, units and sheets, and what stands in cells."""
    files = {finding.file, *(submission.source.file for submission in finding.submissions)}
    said = finding.message
    for file in sorted(filter(None, files), key=len, reverse=True):
        said = said.replace(file, "甲.xlsx")
    for name in filter(None, (finding.sheet, finding.unit, finding.parent, finding.actual)):
        said = said.replace(name, "甲") if not name.isdecimal() else said
    return said


def _refuse(error: GkxlError, message: str, outcome: object = None) -> None:
    _refused(error, message, outcome)
    raised = sys._getframe(1)
    place = f"{raised.f_globals.get('__name__', '')}:{raised.f_lineno}"
    if place.startswith("gkxl.") and _seen[place] < _OF_EACH_CHECK:
        _seen[place] += 1
        _told.append((place, message))


def heard(said: str) -> None:
    """Take in what the command line said on stderr."""
    lines = [line for line in said.splitlines() if line.strip() and not line.startswith(_LEVELS)]
    _told.extend((_LINE, line) for line in (lines[-1:] if said.startswith("用法：") else lines))  # a page of help is no sentence


def install() -> None:
    """Begin to collect, in this process."""
    Finding.of = classmethod(_of)  # type: ignore[method-assign,assignment]
    GkxlError.__init__ = _refuse  # type: ignore[method-assign]


def wrong_ones() -> list[str]:
    """Return what is wrong with the sentences of findings that were made since it was asked last."""
    told = [f"{rule}: {fault}: {sentence}" for rule, sentence in _new for fault in faults(sentence)]
    _new.clear()
    return told


def wrong_refusals() -> list[str]:
    """Return what is wrong with refusals, and with what the command line said, since it was asked last."""
    told = [f"{place}: {fault}: {said}" for place, said in _told for fault in (faults_of_a_line(said) if place == _LINE else faults(said))]
    _told.clear()
    return told
