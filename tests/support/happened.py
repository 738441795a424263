"""What happens in a unit over the years, event by event, and how it counts in any span of months: every cell is counted, none is added up.

The meaning of each cell comes from the Regulations and the notices (who counts where, and when), not from the forms of gkxl: of
these only the codes of the items are used, to name the cells.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

NEVER = 10**6
"""A month after all others."""
APPLICANTS = ("natural_person", "commercial", "research", "public_welfare", "legal_services", "other")
RESULTS = (
    *("granted", "partially_granted"),
    *("denied_state_secret", "denied_prohibited_by_law", "denied_security_stability", "denied_third_party"),
    *("denied_internal_affairs", "denied_process_information", "denied_enforcement_files", "denied_administrative_inquiry"),
    *("unavailable_not_held", "unavailable_needs_creation", "unavailable_unclear_request"),
    *("not_processed_petition", "not_processed_repeat", "not_processed_publication", "not_processed_excessive", "not_processed_reconfirmation"),
    *("other_not_corrected", "other_fee_unpaid", "other_other"),
)
COURTS = ("reconsideration", "direct_litigation", "later_litigation")
OUTCOMES = ("upheld", "corrected", "other")
DOCUMENTS = ("regulations", "normative_documents")
DECISIONS = ("licensing", "penalties", "coercive_measures")


def month(year: int, number: int) -> int:
    """Return a month as a number that goes on over the years."""
    return year * 12 + number - 1


def span(year: int, number: int = 0) -> tuple[int, int]:
    """Return first and last month of a month, or of a year."""
    return (month(year, number), month(year, number)) if number else (month(year, 1), month(year, 12))


@dataclass(frozen=True)
class Application:
    applicant: str
    result: str
    received: int
    answered: int = NEVER


@dataclass(frozen=True)
class Case:
    """A reconsideration or a lawsuit."""

    court: str
    outcome: str
    filed: int
    closed: int = NEVER


@dataclass(frozen=True)
class Document:
    kind: str
    issued: int
    repealed: int = NEVER


@dataclass(frozen=True)
class Decision:
    """Decisions of one kind made in one month."""

    kind: str
    made: int
    number: int = 1


@dataclass(frozen=True)
class Fee:
    received: int
    amount: Decimal
    """万元."""


Event = Application | Case | Document | Decision | Fee
History = tuple[Event, ...]
Figures = dict[str, int | Decimal]


def count(history: Iterable[Event], first: int, last: int) -> Figures:
    """Return every figure that is not 0 for the months from `first` to `last`, totals too, by item code of the form of 2021."""
    figures: Counter[str] = Counter()
    for event in history:
        for code, number in _cells(event, first, last):
            figures[code] += number  # type: ignore[assignment]
    return {code: number for code, number in figures.items() if number}


def _cells(event: Event, first: int, last: int) -> Iterable[tuple[str, int | Decimal]]:
    """Yield the cells in which one event counts."""
    match event:
        case Application(applicant, result, received, answered):
            rows = [
                ("new", first <= received <= last),
                ("carried_in", received < first <= answered),
                (result, first <= answered <= last),
                ("results_total", first <= answered <= last),
                ("carried_forward", received <= last < answered),
            ]
            yield from ((f"applications.{row}.{column}", 1) for row, counts in rows if counts for column in (applicant, "total"))
        case Case(court, outcome, filed, closed):
            columns = [(outcome, first <= closed <= last), ("pending", filed <= last < closed)]
            for column, counts in columns:
                if counts:
                    yield f"disputes.cases.{court}_{column}", 1
                    yield f"disputes.cases.{court}_total", 1
        case Document(kind, issued, repealed):
            columns = [("issued", first <= issued <= last), ("repealed", first <= repealed <= last), ("in_force", issued <= last < repealed)]
            yield from ((f"disclosure.{kind}.{column}", 1) for column, counts in columns if counts)
        case Decision(kind, made, number):
            if first <= made <= last:
                yield f"disclosure.{kind}.decisions", number
        case Fee(received, amount):
            if first <= received <= last:
                yield "disclosure.administrative_fees.amount", amount


def is_stock(code: str) -> bool:
    """Whether a cell says how many there are at a point in time."""
    return code.split(".")[1] in ("carried_in", "carried_forward") or code.endswith(("_pending", ".in_force"))


def is_total(code: str) -> bool:
    """Whether a cell is the sum of others on the printed form."""
    return code.endswith(("_total", ".total")) or ".results_total." in code


def some(dice: random.Random, year: int, busy: int) -> History:
    """Return two years of a unit, `year` and the one before, at random; the larger `busy`, the more happens.

    Nothing is answered before it was received; some things are left open at the end; some reach back beyond both years.
    """
    begin, end = month(year - 1, 1), month(year, 12)
    events: list[Event] = []
    for _ in range(dice.randint(0, 6 * busy)):
        received = dice.randint(begin - 2, end)
        answered = max(received + dice.choice((0, 0, 1, 1, 2, 3, NEVER)), begin)
        events.append(Application(dice.choice(APPLICANTS[: 1 + busy]), dice.choice(RESULTS), received, answered))
    for _ in range(dice.randint(0, busy)):
        filed = dice.randint(begin - 3, end)
        events.append(Case(dice.choice(COURTS), dice.choice(OUTCOMES), filed, max(filed + dice.randint(0, 9), begin)))
    for _ in range(dice.randint(0, 3 * busy)):
        issued = dice.randint(begin - 24, end)
        repealed = dice.choice((NEVER, NEVER, max(issued + dice.randint(1, 30), begin)))
        events.append(Document("normative_documents" if dice.random() < 0.9 else "regulations", issued, repealed))
    for _ in range(dice.randint(0, 8 * busy)):
        events.append(Decision(dice.choice(DECISIONS), dice.randint(begin, end), dice.randint(1, 40)))
    for _ in range(dice.randint(0, busy)):
        events.append(Fee(dice.randint(begin, end), Decimal(dice.randint(1, 999999)).scaleb(-4)))
    return tuple(events)


def steady(year: int, scale: int = 1) -> History:
    """Return two years of a unit in which every month differs from every other, with open applications and documents at each turn.

    `scale` makes units unlike each other; nothing about it is at random.
    """
    events: list[Event] = []
    for at in range(month(year - 1, 1), month(year, 12) + 1):
        for number in range(1 + (at * 7 + scale) % 5):
            applicant = APPLICANTS[(at + number) % 2]
            events.append(Application(applicant, RESULTS[(at + number * scale) % len(RESULTS)], at, at + (number + scale) % 3))
        events.append(Decision("licensing", at, 20 * scale + (at * 5) % 13))
        events.append(Decision("penalties", at, 3 * scale + (at * 3) % 7))
        events.append(Fee(at, Decimal(12000 + 100 * scale + (at * 37) % 101).scaleb(-4)))
        if at % 4 == scale % 4:
            events.append(Case(COURTS[at % 3], OUTCOMES[at % 3], at, at + 2 + scale % 3))
        if at % 5 == scale % 5:
            events.append(Document("normative_documents", at, at + 14))
    events += [Document("normative_documents", month(year - 3, 1 + number % 12)) for number in range(5 + scale)]
    events += [Application("natural_person", "granted", month(year, 11), NEVER), Case("reconsideration", "upheld", month(year, 10), NEVER)]
    return tuple(events)


def shifted(history: Sequence[Event], applicant: str) -> History:
    """Return a history in which everybody who applies is of one kind."""
    return tuple(replace(event, applicant=applicant) if isinstance(event, Application) else event for event in history)
