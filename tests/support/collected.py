"""Every sentence that gkxl makes while the tests run: of each check the first ones in each process are kept, to be judged after the test."""

from __future__ import annotations

import sys
from collections import Counter
from typing import Any

from gkxl.rules.findings import Finding
from support.sentences import faults

_OF_EACH_CHECK = 40
_seen: Counter[str] = Counter()
_new: list[tuple[str, str]] = []
_made = Finding.of.__func__  # type: ignore[attr-defined]  # the function behind the class method


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


def install() -> None:
    """Begin to collect, in this process."""
    Finding.of = classmethod(_of)  # type: ignore[method-assign,assignment]


def wrong_ones() -> list[str]:
    """Return what is wrong with the sentences that were made since it was asked last."""
    told = [f"{rule}: {fault}: {sentence}" for rule, sentence in _new for fault in faults(sentence)]
    _new.clear()
    return told
