"""The hidden words by which a sheet of ours is known, wherever it has been moved or renamed."""

from __future__ import annotations

import re
from enum import StrEnum

from gkxl.model.period import Period

MARKER = "gkxl"
_MARKED = re.compile(rf"{MARKER}:([a-z]+):([^\s:]*)")
_REMAINS = re.compile(rf"{MARKER}:\S*")


class SheetRole(StrEnum):
    """What a sheet of ours is; the value stands in its marker. What it is called is `sheet_names`."""

    INPUT = "input"
    SUMMARY = "summary"
    MATRIX = "matrix"
    """明细 or 各月明细."""
    ROSTER = "roster"
    CHECKS = "checks"
    """校验, and the list of findings in a marked copy."""
    PRINTED = "printed"
    """A sheet that is there to be printed: no figures are read from it."""
    UNKNOWN = "unknown"
    """Marked as ours by something that this version cannot read: damaged, or of a later version. Never written."""


HEAD = "head:"
"""Code of a line of the head, before its fields, in the order of the columns that `HEAD_COLUMNS` numbers."""
HEAD_COLUMNS = "@head"
"""Code of the hidden row that numbers the columns of the head."""
NOTE = "note:"
"""Code of the line of 情况说明."""
STATE = "state:"
"""Code of the line under the title of 汇总, before the word for how complete it is."""
PART = "unit:"
"""Code of a line of 明细, before the name of its unit, or its path (`Unit.path`) where it says below whom it stands."""
FINGERPRINT = "leaf:"
"""Code below the lines of 明细, before a statement that stands deeper in one of them."""
MONTH = "month:"
"""Code of a line of 各月明细, before the number of its month (or the first and last one, "1-3"), a colon and what follows `PART` too."""
BESIDE = "beside:"
"""Code on 明细 and 各月明细, before the name and the fingerprint of the file beside the workbook that holds the lines."""
REVISION = "@revision"
"""Code of the column of 明细 that holds the revision."""
PREFILLED = "prefilled:"
"""Code on an input sheet, before the codes of the items that were filled in from the previous period."""
FINDING = "finding:"
"""Code of a line about a finding, before what an explanation of it belongs to."""
EXPLAINED = f"{FINDING}explained:"
"""The same where the finding is explained by what stands beside others, from which it follows."""
CELLS = "cells:"
"""Code on 校验, before the digest of all that stood in the workbook when it was written, but for the kept cells."""
SKIPPED = "@skip:"
"""Code on the heading of a table that the unit need not fill in, before the code of the table."""


def marker(role: SheetRole, form_id: str = "") -> str:
    """Return the text that marks a sheet; a form id holds neither blanks nor colons."""
    return f"{MARKER}:{role}:{form_id}"


def part_of_year(period: Period) -> str:
    """Return the code of a line of 各月明细 up to the unit: "month:3:" or "month:1-3:"."""
    return f"{MONTH}{period.month or f'{period.first}-{period.last}'}:"


def parse_marker(text: str) -> tuple[SheetRole, str] | None:
    """Return role and form id of a marker, UNKNOWN and "" of what is left of one; None for any other text."""
    text = text.strip()
    match = _MARKED.fullmatch(text)
    if match and match[1] in list(SheetRole):
        return SheetRole(match[1]), match[2]
    return (SheetRole.UNKNOWN, "") if _REMAINS.fullmatch(text) else None
