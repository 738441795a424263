"""A right office to plant mistakes in, and how a mistake is put on one of its sheets."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

from support.happened import Application, Decision, Fee, History, is_stock, some, steady
from support.random_offices import DEPARTMENTS, flat
from support.worlds import Merge, Sent

YEAR = 2023
IN_FORCE = "disclosure.normative_documents.in_force"
LICENSES = "disclosure.licensing.decisions"
FEES = "disclosure.administrative_fees.amount"
NEW, CARRIED_IN, CARRIED_FORWARD = (f"applications.{row}.natural_person" for row in ("new", "carried_in", "carried_forward"))
Plant = Callable[[random.Random, Merge], Merge | None]
"""Returns the world with a mistake; None where this world gives no occasion for it."""

QUICK = "审批中心"
"""A department that answers everything at once: no stock of it tells one month from another."""


def office(dice: random.Random) -> Merge:
    """Return a year of a bureau in which all is typed and right: five departments that differ in size, month by month."""
    scales = dice.sample(range(1, 10), 5)
    histories = {unit: (*steady(YEAR, scale), *some(dice, YEAR, 1)) for unit, scale in zip(DEPARTMENTS[:4], scales, strict=False)}
    return flat({**histories, QUICK: quick(scales[-1])}, YEAR)


def quick(scale: int) -> History:
    """Return two years of a department that answers everything at once and makes no documents."""
    kept = [event for event in steady(YEAR, scale) if isinstance(event, (Application, Decision, Fee))]
    return tuple(replace(event, answered=event.received) if isinstance(event, Application) else event for event in kept)


def sheet(world: Merge, unit: str, number: int) -> Sent:
    """Return what a unit sent for a month."""
    return next(sent for sent in world.sent if sent.unit == unit and sent.period == f"{YEAR}-{number:02d}")


def a_sheet(dice: random.Random, world: Merge, first: int = 3, last: int = 11) -> Sent:
    """Return the sheet of some unit for some month."""
    unit = dice.choice(sorted({sent.unit for sent in world.sent}))
    return sheet(world, unit, dice.randint(first, last))


def typing(make: Callable[[random.Random, Sent], Mapping[str, object] | None], first: int = 3, last: int = 11) -> Plant:
    """Return how to plant a mistake that is other figures on one sheet; None empties a cell."""

    def plant(dice: random.Random, world: Merge) -> Merge | None:
        sent = a_sheet(dice, world, first, last)
        changes = make(dice, sent)
        return world.swap({sent.file: sent.but(changes)}) if changes is not None else None

    return plant


def year_of(world: Merge, unit: str, name: str, file: str) -> Sent:
    """Return the year of a unit as one sheet, under a name."""
    months = [sent for sent in world.sent if sent.unit == unit]
    first, last = months[0], months[-1]
    figures: dict[str, object] = {}
    for code in first.typed:
        if is_stock(code):
            figures[code] = (first if ".carried_in." in code else last).number(code)
        else:
            figures[code] = sum((month.number(code) for month in months), start=Decimal() if code == FEES else 0)
    return Sent(file, name, str(YEAR), figures)
