"""The hidden code on a line about a finding: what an explanation beside it belongs to."""

from __future__ import annotations

from gkxl.model.unit import parse_path
from gkxl.rules.explanations import Key, Place
from gkxl.workbook.format.codes import EXPLAINED, FINDING


def finding_code(key: Key, *, explained_by_others: bool = False) -> str:
    """Return the code of a line; the name of the unit stands last, since it may hold a colon."""
    place = key.place
    return f"{EXPLAINED if explained_by_others else FINDING}{place.rule}:{place.period}:{place.cells}:{key.values}:{place.who.path}"


def parse_finding_code(text: object) -> Key | None:
    """Return what a code stands for; None for anything else."""
    if not isinstance(text, str) or not text.startswith(FINDING):
        return None
    parts = text.removeprefix(EXPLAINED).removeprefix(FINDING).split(":", 4)
    if len(parts) < 5:
        return None
    rule, period, cells, values, unit = parts
    return Key(Place(rule, parse_path(unit), period, cells), values)


def is_explained_by_others(text: object) -> bool:
    """Whether the finding of a line is explained by what stands beside others."""
    return isinstance(text, str) and text.startswith(EXPLAINED)
