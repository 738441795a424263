"""What a form says in words: how its sheets are called, and the sections of the report around its tables."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the report: a title, then a table or text to be written."""

    title: str
    table: str | None
    text: str
    found_by: tuple[str, ...] = ()
    """Words that its heading has in published reports, however they call it; none where only the title is looked for."""


@dataclass(frozen=True, slots=True)
class Words:
    """How people call what is made of a form."""

    statistics: str
    """The whole: title of the guide, foot of the pages."""
    sheet: str
    """What a unit fills in."""
    summary: str
    """The total."""
    reporting: str
    """Who has reported and who has not."""
    own_period: str = ""
    """What the labels call the period, "本年"; "" where they do not name it."""
