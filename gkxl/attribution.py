"""Whose a file is that could not be read: told by its name and by the folders it lies in. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from gkxl.findings import Unread
from gkxl.period import Period, PeriodError, parse_period
from gkxl.units import unit_name

_YEAR_AND_MONTH = re.compile(r"(?<!\d)(20\d{2})(?:年|[-_.])?(0?[1-9]|1[0-2])(?!\d)")
_MONTH = re.compile(r"(?<!\d)(0?[1-9]|1[0-2])月")
_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)")


def attribute(unread: Iterable[Unread], official: Mapping[str, str], asked: Period) -> list[Unread]:
    """Return the unread files with unit and period where these are known or can be told.

    `official` gives every name and alias its unit. A file without a period in its name is taken for the month that was
    asked for; where a year was, the period stays open.
    """
    return [_attributed(one, official, asked) for one in unread]


def _attributed(one: Unread, official: Mapping[str, str], asked: Period) -> Unread:
    path = PurePosixPath(one.file)
    places = [path.stem, *reversed(path.parent.parts)]
    unit = official.get(one.unit, one.unit) or next((name for name in (_unit(place, official) for place in places) if name), "")
    period = one.period or next((found for found in (_period(place, asked) for place in places) if found), None)
    if period is None and asked.month:
        period = asked
    return replace(one, unit=unit, period=period)


def _unit(place: str, official: Mapping[str, str]) -> str:
    """Return the unit whose name stands in a text; the longest name, none if two of that length do."""
    text = unit_name(place)
    inside = sorted((name for name in official if name and name in text), key=len, reverse=True)
    longest = {official[name] for name in inside if len(name) == len(inside[0])}
    return longest.pop() if len(longest) == 1 else ""


def _period(place: str, asked: Period) -> Period | None:
    if match := _YEAR_AND_MONTH.search(place):
        return _parsed(f"{match[1]}-{match[2]}")
    if match := _MONTH.search(place):
        year = _YEAR.search(place)
        return _parsed(f"{year[1] if year else asked.year}-{match[1]}")
    match = _YEAR.search(place)
    return _parsed(match[1]) if match else None


def _parsed(text: str) -> Period | None:
    try:
        return parse_period(text)
    except PeriodError:
        return None
