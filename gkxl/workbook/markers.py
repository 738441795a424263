"""The hidden words by which a sheet of ours is known, wherever it has been moved or renamed."""

from __future__ import annotations

MARKER = "gkxl"
INPUT, SUMMARY, MATRIX, ROSTER = "input", "summary", "matrix", "roster"
"""Roles of sheets that are read back."""
PART = "unit:"
"""Code of a line of 明细, before the name of its unit."""


def marker(role: str, form_id: str = "") -> str:
    """Return the text that marks a sheet."""
    return f"{MARKER}:{role}:{form_id}"
