"""How a finding is put to the unit whose figures they are: in its own copy, without where the files of the office lie. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath

from gkxl.rules.findings import Finding


def to_the_unit(finding: Finding, files: Iterable[str]) -> str:
    """Return what is wrong and what to do, `files` by their names alone: they lie in folders of somebody else."""
    words = f"{finding.plain or finding.message}{finding.hint}"
    for file in sorted(files, key=len, reverse=True):
        words = words.replace(file, PurePath(file).name)
    return words
