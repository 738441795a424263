"""What happens in a unit in a year, one event after the other, and how it counts in any span of months: counted directly, never added up."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from gkxl.forms import Form, Item

Months = tuple[int, int]
"""First and last month, both taken in; 0 is before the year, 13 after it."""


@dataclass(frozen=True)
class Application:
    applicant: str
    """Code of a column of 表三."""
    received: int
    answered: int
    result: str
    """Code of a row of 表三."""


@dataclass(frozen=True)
class Case:
    kind: str
    """reconsideration, direct_litigation or later_litigation."""
    filed: int
    closed: int
    outcome: str


@dataclass(frozen=True)
class Events:
    """Everything that happens in one unit."""

    applications: tuple[Application, ...] = ()
    cases: tuple[Case, ...] = ()
    in_force: int = 0
    """Normative documents in force when the year begins."""
    issued: tuple[int, ...] = ()
    """The months in which documents were issued."""
    repealed: tuple[int, ...] = ()
    decisions: tuple[int, ...] = ()
    fees: tuple[tuple[int, Decimal], ...] = ()


def count(events: Events, months: Months) -> dict[str, int | Decimal]:
    """Return the figures that are not 0 for a span of months, by item code of the form of 2021."""
    first, last = months
    figures: Counter[str] = Counter()
    for one in events.applications:
        if first <= one.received <= last:
            figures[f"applications.new.{one.applicant}"] += 1
        if one.received < first <= one.answered:
            figures[f"applications.carried_in.{one.applicant}"] += 1
        if first <= one.answered <= last:
            figures[f"applications.{one.result}.{one.applicant}"] += 1
        if one.received <= last < one.answered:
            figures[f"applications.carried_forward.{one.applicant}"] += 1
    for case in events.cases:
        if first <= case.closed <= last:
            figures[f"disputes.cases.{case.kind}_{case.outcome}"] += 1
        if case.filed <= last < case.closed:
            figures[f"disputes.cases.{case.kind}_pending"] += 1
    place = "disclosure.normative_documents"
    figures[f"{place}.issued"] = sum(first <= month <= last for month in events.issued)
    figures[f"{place}.repealed"] = sum(first <= month <= last for month in events.repealed)
    figures[f"{place}.in_force"] = events.in_force + sum(m <= last for m in events.issued) - sum(m <= last for m in events.repealed)
    figures["disclosure.licensing.decisions"] = sum(first <= month <= last for month in events.decisions)
    fees = sum((amount for month, amount in events.fees if first <= month <= last), start=Decimal())
    return {code: number for code, number in (*figures.items(), ("disclosure.administrative_fees.amount", fees)) if number}


APPLICANTS = ("natural_person", "commercial", "research", "public_welfare", "legal_services", "other")
KINDS = ("reconsideration", "direct_litigation", "later_litigation")
OUTCOMES = ("upheld", "corrected", "other")


def results(form: Form) -> list[str]:
    """Return the codes of the rows of 办理结果 that are filled in."""
    return [row.code for row in form.table("applications").blocks[0].rows if "results" in row.groups and row.code != "results_total"]


def some(form: Form, dice: random.Random, most: int = 20) -> Events:
    """Return a year of a unit at random; nothing is answered before it was received, nothing repealed that was not in force."""
    applications = []
    for _ in range(dice.randint(0, most)):
        received = dice.randint(0, 12)
        applications.append(
            Application(dice.choice(APPLICANTS), received, dice.randint(max(received, 1), min(received + 3, 13)), dice.choice(results(form)))
        )
    cases = []
    for _ in range(dice.randint(0, 3)):
        filed = dice.randint(0, 12)
        cases.append(Case(dice.choice(KINDS), filed, dice.randint(max(filed, 1), 13), dice.choice(OUTCOMES)))
    months = [tuple(dice.randint(1, 12) for _ in range(dice.randint(0, many))) for many in (3, 3, 9)]
    fees = tuple((dice.randint(1, 12), Decimal(dice.randint(0, 10**6)).scaleb(-4)) for _ in range(dice.randint(0, 3)))
    return Events(tuple(applications), tuple(cases), dice.randint(3, 30), *months, fees)


def inputs(form: Form) -> Sequence[Item]:
    """Return the items that a unit fills in."""
    return [item for item in form.items if item.index not in form.total_items]


def key_of(form: Form, item: Item) -> tuple[str, str, str]:
    """Return how a person finds a figure on the sheet: section, row label, column label."""
    table = form.table(item.table)
    block = next(block for block in table.blocks if block.code == item.block)
    if item.table == "disclosure":
        return "二", f"{block.title} {item.row_label}", item.column_label
    if item.table == "applications":
        return "三", item.row_label, item.column_label
    return "四", "", str([column.code for column in block.columns].index(item.column))
