"""Mistakes in the figures of a sheet, as offices make them: each puts one into a world in which all was right."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

from support.happened import APPLICANTS, NEVER, RESULTS, Application, Decision, count, month, span, steady
from support.planting import IN_FORCE, YEAR, a_sheet, sheet
from support.random_offices import flat
from support.worlds import Merge, Sent, typed


def in_force(value: object) -> Callable[[random.Random, Sent], Mapping[str, object] | None]:
    """Put a value in place of 现行有效, where there is something in force."""
    return lambda dice, sent: {IN_FORCE: value} if sent.number(IN_FORCE) else None


def regulations(dice: random.Random, world: Merge) -> Merge:
    """A town, which cannot make regulations, has six of them in force all the year."""
    unit = dice.choice(sorted({sent.unit for sent in world.sent}))
    six = {"disclosure.regulations.in_force": 6}
    return world.swap({sent.file: replace(sent.but(six), unit="某某镇人民政府") for sent in world.sent if sent.unit == unit})


def regulations_without_the_right(dice: random.Random, world: Merge) -> Merge:
    """A department that cannot make regulations, as the roster says, has six of them in force all the year."""
    units = sorted({sent.unit for sent in world.sent})
    wrong = dice.choice(units)
    lines = ({"单位": unit, "上级单位": world.body, "可制定规章": "否" if unit == wrong else ""} for unit in units)
    six = {"disclosure.regulations.in_force": 6}
    return replace(world.swap({sent.file: sent.but(six) for sent in world.sent if sent.unit == wrong}), roster=tuple(lines))


def filled(dice: random.Random, sent: Sent, rows: tuple[str, ...]) -> str | None:
    codes = [f"applications.{row}.{applicant}" for row in rows for applicant in APPLICANTS]
    filled = [code for code in codes if sent.number(code)]
    return dice.choice(filled) if filled else None


def result_off(dice: random.Random, sent: Sent) -> Mapping[str, object] | None:
    code = filled(dice, sent, RESULTS)
    return {code: sent.number(code) + dice.randint(1, 9)} if code else None


def row_swapped(dice: random.Random, sent: Sent) -> Mapping[str, object] | None:
    code = filled(dice, sent, RESULTS)
    if code is None:
        return None
    column = code.rpartition(".")[2]
    other = f"applications.{dice.choice([row for row in RESULTS if row not in code])}.{column}"
    return {code: sent.number(other), other: sent.number(code)} if sent.number(code) != sent.number(other) else None


def next_column(dice: random.Random, sent: Sent) -> Mapping[str, object] | None:
    code = filled(dice, sent, RESULTS)
    if code is None or code.endswith(".other"):
        return None
    row, _, column = code.rpartition(".")
    right = f"{row}.{APPLICANTS[APPLICANTS.index(column) + 1]}"
    return {code: 0, right: sent.number(right) + sent.number(code)}


def both_more(code: str) -> Callable[[random.Random, Sent], Mapping[str, object]]:
    """State two more in a cell of 自然人, and two more that were granted: the sheet balances as before."""
    granted = "applications.granted.natural_person"
    return lambda dice, sent: {code: int(sent.number(code)) + 2, granted: int(sent.number(granted)) + 2}


def last_year_of_the_body(dice: random.Random, world: Merge) -> Merge:
    """Last year's workbook of the body carried something forward; this year others, under other names, bring nothing in."""
    open_ones = [Application("natural_person", "granted", month(YEAR - 1, 12), NEVER) for _ in range(dice.randint(1, 9))]
    before = flat({"老法规科": (*open_ones, Decision("licensing", month(YEAR - 1, 5), 30))}, YEAR - 1, body=world.body)
    now = (Application("natural_person", "granted", month(YEAR, 2), month(YEAR, 3)), Decision("licensing", month(YEAR, 5), 31))
    return replace(flat({"法规科": now}, YEAR, body=world.body), previous=(replace(before, file="上年.xlsx"),))


def pending(dice: random.Random, world: Merge, value: object) -> Merge | None:
    """Put a value in place of a 尚未审结 that is not 0 in December."""
    codes = [f"disputes.cases.{court}_pending" for court in ("reconsideration", "direct_litigation", "later_litigation")]
    both = [(sent, code) for sent in world.sent if sent.period.endswith("-12") for code in codes if sent.number(code)]
    both = [(sent, code) for sent, code in both if sheet(world, sent.unit, 11).number(code)]
    if not both:
        return None
    sent, code = dice.choice(both)
    return world.swap({sent.file: sent.but({code: value})})


def unexplained_fall(dice: random.Random, world: Merge) -> Merge | None:
    """Let 尚未审结 fall in December by more than was closed."""
    places = []
    for unit in sorted({sent.unit for sent in world.sent}):
        then, now = sheet(world, unit, 11), sheet(world, unit, 12)
        for court in ("reconsideration", "direct_litigation", "later_litigation"):
            pending = int(then.number(f"disputes.cases.{court}_pending"))
            closed = sum(int(now.number(f"disputes.cases.{court}_{outcome}")) for outcome in ("upheld", "corrected", "other"))
            if pending - closed > 0 and now.number(f"disputes.cases.{court}_pending"):
                places.append((now, f"disputes.cases.{court}_pending", pending - closed - 1))
    if not places:
        return None
    now, code, left = dice.choice(places)
    return world.swap({now.file: now.but({code: left})})


def cumulative(world: Merge, unit: str, rows: Callable[[str], bool]) -> Merge:
    """Each month of a unit counts from January on in some rows."""
    changed: dict[str, Sent | None] = {}
    so_far: dict[str, int | Decimal] = {}
    for sent in [one for one in world.sent if one.unit == unit]:
        for code in filter(rows, sent.typed):
            so_far[code] = so_far.get(code, 0) + sent.number(code)
        changed[sent.file] = sent.but(dict(so_far))
    return world.swap(changed)


def runs_on(code: str) -> bool:
    """Whether a cell stands in 表二 or 表四 and has no equation that a cumulative figure would break."""
    return code.endswith((".decisions", ".amount", "_upheld", "_corrected")) or (".cases." in code and code.endswith("_other"))


def only_totals(dice: random.Random, world: Merge) -> Merge:
    sent = a_sheet(dice, world)
    return world.swap({sent.file: replace(sent, typed={"applications.new.total": 5, "applications.results_total.total": 5})})


def year_beside_previous(dice: random.Random, world: Merge, value: object) -> Merge:
    """One department states the year, last year's file is given, and its 现行有效 is not what follows from both."""
    history = steady(YEAR, dice.randint(1, 9))
    last, this = (
        Sent("a.xlsx", "法规科", str(YEAR - 1), typed(history, *span(YEAR - 1))),
        Sent("a.xlsx", "法规科", str(YEAR), typed(history, *span(YEAR))),
    )
    return Merge("汇总.xlsx", "某某局", str(YEAR), count(history, *span(YEAR)), (this.but({IN_FORCE: value}),), previous=(last,))
