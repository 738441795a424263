"""A folder of monthly workbooks as an office collects them."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl

from gkxl.forms import STATUTORY, Form, form_for
from gkxl.model.period import Period
from support import events
from support.stamp import Stamp


def figures(form: Form, happened: events.Events, months: events.Months) -> dict[tuple[str, str, str], object]:
    """Return every figure of a span of months, by its labels; what did not happen is 0."""
    counted = events.count(happened, months)
    return {events.key_of(form, item): _plain(counted.get(item.code, 0)) for item in events.inputs(form)}


def _plain(number: object) -> object:
    return number if isinstance(number, int) else float(str(number))


def happenings(units: Sequence[str], year: int, seed: int = 5, most: int = 12) -> dict[str, events.Events]:
    """Return a year of each unit."""
    form, dice = form_for(STATUTORY, Period(year)), random.Random(seed)
    return {unit: events.some(form, dice, most) for unit in units}


def send_in(folder: Path, stamp: Stamp, unit: str, period: Period, happened: events.Events, **head: object) -> Path:
    """Write the workbook of one unit for a month, the year or another span, into a folder of its period; return it."""
    home = folder / str(period)
    home.mkdir(parents=True, exist_ok=True)
    path = home / f"{unit}-{period}.xlsx"
    form = form_for(STATUTORY, period)
    path.write_bytes(stamp.filled(figures(form, happened, (period.first, period.last)), unit=unit, period=period, **head))
    return path


def send_in_year(folder: Path, stamp: Stamp, office: Mapping[str, events.Events], year: int, **head: object) -> dict[tuple[str, int], Path]:
    """Write a workbook for every unit and month; return them by unit and number of the month."""
    return {
        (unit, period.month): send_in(folder, stamp, unit, period, happened, **head)
        for unit, happened in office.items()
        for period in Period(year).months
    }


def write_roster(path: Path, lines: Sequence[Mapping[str, object]]) -> Path:
    """Write a list of units such as offices have: one line each, under the headings that are used."""
    book = openpyxl.Workbook()
    sheet = book.active
    headings = list(dict.fromkeys(heading for line in lines for heading in line))
    sheet.append(headings)
    for line in lines:
        sheet.append([line.get(heading) for heading in headings])
    book.save(path)
    return path
