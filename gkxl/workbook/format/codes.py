"""The hidden words by which a sheet of ours is known, wherever it has been moved or renamed."""

from __future__ import annotations

MARKER = "gkxl"
INPUT, SUMMARY, MATRIX, ROSTER = "input", "summary", "matrix", "roster"
"""Roles of sheets that are read back."""
PART = "unit:"
"""Code of a line of 明细, before the name of its unit."""
FINGERPRINT = "leaf:"
"""Code below the lines of 明细, before a statement that stands deeper in one of them."""
MONTH = "month:"
"""Code of a line of 各月明细, before the number of its month, a colon and the name of its unit."""
REVISION = "@revision"
"""Code of the column of 明细 that holds the revision."""
PREFILLED = "prefilled:"
"""Code on an input sheet, before the codes of the items that were filled in from the previous period."""
SKIPPED = "@skip:"
"""Code on the heading of a table that the unit need not fill in, before the code of the table."""


def marker(role: str, form_id: str = "") -> str:
    """Return the text that marks a sheet."""
    return f"{MARKER}:{role}:{form_id}"
