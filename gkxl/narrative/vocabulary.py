"""The words of reports as data: what is counted, what is spoken of, what a number is and what it may mean (`words.toml`)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing that a number may mean: a sum of figures of a table."""

    label: str
    """How people name it."""
    table: str
    row: str
    """"" where `terms` are rows."""
    column: str
    """"" where `terms` are columns."""
    terms: str
    """As in `words.toml`."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a number, or a clause without one, says of the tables."""

    code: str
    label: str
    of: frozenset[str]
    """Subjects under which the words mean this; empty for any."""
    readings: tuple[Reading, ...]
    """Empty where nothing is compared."""
    doubtful: bool
    family: str = ""
    """Those of one family that stand before the same number are all tried."""
    fallback: bool = False
    """Whether it is tried only where no other word stands by the number."""
    before: re.Pattern[str] | None = None
    behind: re.Pattern[str] | None = None
    words: re.Pattern[str] | None = None
    """Of what is said without a number."""
    also: tuple[Reading, ...] = ()
    """Readings that are tried too where the sentence has `also_with`."""
    also_with: re.Pattern[str] | None = None
    not_with: re.Pattern[str] | None = None
    """What else in its clause makes a number another one."""
    unless: re.Pattern[str] | None = None
    """What else in the sentence, or in the next one, makes it mean nothing."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All of `words.toml`, compiled."""

    units: tuple[str, ...]
    other_units: tuple[str, ...]
    not_counted: re.Pattern[str]
    filler: re.Pattern[str]
    """What may stand between a number and the word that says what it is."""
    about_before: str
    about_after: str
    subjects: re.Pattern[str]
    """Its group that matched names the subject."""
    quantities: tuple[Meaning, ...]
    absences: tuple[Meaning, ...]
    around: Mapping[str, re.Pattern[str]]
    """Words around numbers, by table and name: "scope.on_behalf"."""


@cache
def vocabulary() -> Vocabulary:
    """Return the words that come with gkxl."""
    raw = tomllib.loads(resources.files("gkxl.narrative").joinpath("words.toml").read_text(encoding="utf-8"))
    return Vocabulary(
        units=tuple(raw["units"]),
        other_units=tuple(raw["other_units"]),
        not_counted=re.compile(raw["not_counted"]),
        filler=re.compile(raw["filler"]),
        about_before=raw["about_before"],
        about_after=f"(?:{raw['about_after']})",
        subjects=re.compile("|".join(f"(?P<{subject['code']}>{subject['words']})" for subject in raw["subjects"])),
        quantities=tuple(map(_meaning, raw["quantities"])),
        absences=tuple(map(_meaning, raw["absences"])),
        around={
            f"{group}.{name}": re.compile(words)
            for group in ("scope", "years", "parts", "growth", "frame", "share", "fee")
            for name, words in raw[group].items()
        },
    )


def _meaning(raw: Mapping[str, Any]) -> Meaning:
    patterns = {name: re.compile(raw[name]) for name in ("before", "behind", "not_with", "also_with", "words", "unless") if name in raw}
    return Meaning(
        raw["code"],
        raw["label"],
        frozenset(raw["of"]),
        tuple(_readings(raw)),
        raw.get("doubtful", False),
        raw.get("family", ""),
        raw.get("fallback", False),
        also=tuple(_readings(raw, "also_readings")),
        **patterns,
    )


def _readings(raw: Mapping[str, Any], key: str = "readings") -> Sequence[Reading]:
    table, row, column = raw.get("table", ""), raw.get("row", ""), raw.get("column", "")
    return [Reading(label, table, row, own[0] if own else column, terms) for label, terms, *own in raw.get(key, ())]
