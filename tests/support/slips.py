"""Slips of the hand, as they happen in an office, made in right figures of a unit."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from gkxl.forms import Form, Instance, form_by_id
from gkxl.model.period import Period
from gkxl.model.submission import Source, Submission
from gkxl.rules.equations import check, check_carry
from gkxl.rules.suspects import Evidence, Whole
from support import events

Cell = tuple[int, int]
"""Number of a submission in a world, and an item."""
COLUMNS = (*events.APPLICANTS,)
STAYING = ("new", "carried_in", "carried_forward")


@dataclass
class World:
    """Right submissions of a unit in order of time, the cells that were then made wrong with what they should be, and where."""

    form: Form
    periods: Sequence[Period]
    figures: list[list[int | None]]
    typed: bool
    """Whether all totals are typed in."""
    right: list[list[int | None]]
    wrong: dict[Cell, int | None]
    at: int
    """Number of the submission that the slips are made on."""

    def submissions(self) -> list[Submission]:
        """Return what was handed in."""
        source = Source("办公室.xlsx", "办公室")
        return [Submission(self.form, "办公室", period, 1, source, stated) for period, stated in zip(self.periods, self.figures, strict=True)]

    def change(self, item: int, value: int) -> None:
        """Type `value` into a cell."""
        if value != self.figures[self.at][item]:
            self.figures[self.at][item] = value
            self.wrong[self.at, item] = self.right[self.at][item]


def item(form: Form, row: str, column: str) -> int:
    """Return the position of a figure of 表三."""
    return form.index[f"applications.{row}.{column}"]


def rows(form: Form) -> list[str]:
    """Return the codes of the rows of 表三 that are filled in."""
    return [*STAYING, *events.results(form)]


def world(dice: random.Random, spans: Sequence[tuple[Period, tuple[int, int]]], *, typed: bool, at: int, most: int) -> World:
    """Return right figures for periods of a year, each given with its first and last month, counted from events."""
    form = form_by_id("2021")
    happened = _applications(form, dice, most)
    figures: list[list[int | None]] = []
    for _, months in spans:
        counted = events.count(happened, months)
        stated: list[int | None] = [int(counted.get(one.code, 0)) if one.table == "applications" else 0 for one in form.items]
        complete = Submission(form, "", spans[0][0], 1, Source("", ""), stated)
        figures.append([value if typed or number not in form.total_items else None for number, value in enumerate(complete.figures)])  # type: ignore[misc]
    return World(form, [period for period, _ in spans], figures, typed, [list(stated) for stated in figures], {}, at)


def _applications(form: Form, dice: random.Random, most: int) -> events.Events:
    """Return a year of applications as offices know them: mostly of natural persons, and a few results that come up again and again."""
    results = events.results(form)
    usual = [dice.paretovariate(0.7) for _ in results]
    happened = []
    for _ in range(dice.randint(1, most)):
        received = dice.randint(0, 12)
        answered = dice.randint(max(received, 1), min(received + 2, 13))
        happened.append(events.Application(dice.choices(COLUMNS, (12, 3, 0.3, 0.5, 0.5, 2))[0], received, answered, dice.choices(results, usual)[0]))
    return events.Events(tuple(happened))


def _digits(dice: random.Random, figure: int, edit: str) -> int:
    text = str(figure)
    at = dice.randrange(len(text))
    if edit == "swapped":
        if len(text) < 2:
            return figure
        at = min(at, len(text) - 2)
        return int(text[:at] + text[at + 1] + text[at] + text[at + 2 :])
    if edit == "added":
        return int(text[:at] + dice.choice("0123456789") + text[at:])
    if edit == "dropped":
        return int(text[:at] + text[at + 1 :] or "0")
    return int(text[:at] + dice.choice("0123456789") + text[at + 1 :])


def _edit(edit: str) -> Callable[[random.Random, World, int], None]:
    def make(dice: random.Random, world: World, column: int) -> None:
        cells = [item(world.form, row, COLUMNS[column]) for row in rows(world.form)]
        filled = [cell for cell in cells if world.figures[world.at][cell]]
        cell = dice.choice(filled if filled and dice.random() < 0.9 else cells)
        world.change(cell, _digits(dice, world.figures[world.at][cell] or 0, edit))

    return make


def _next_column(least: int) -> Callable[[random.Random, World, int], None]:
    def make(dice: random.Random, world: World, column: int) -> None:
        stated = world.figures[world.at]
        filled = [row for row in rows(world.form) if (stated[item(world.form, row, COLUMNS[column])] or 0) >= least]
        if filled:
            row = dice.choice(filled)
            beside = column + 1 if column + 1 < len(COLUMNS) else column - 1
            here, there = item(world.form, row, COLUMNS[column]), item(world.form, row, COLUMNS[beside])
            figure = stated[here] or 0
            world.change(here, 0)
            world.change(there, figure + (stated[there] or 0))

    return make


def _doubled(least: int) -> Callable[[random.Random, World, int], None]:
    def make(dice: random.Random, world: World, column: int) -> None:
        stated = world.figures[world.at]
        results = [item(world.form, row, COLUMNS[column]) for row in events.results(world.form)]
        filled, empty = [cell for cell in results if (stated[cell] or 0) >= least], [cell for cell in results if not stated[cell]]
        if filled and empty:
            world.change(dice.choice(empty), stated[dice.choice(filled)] or 0)

    return make


def _left_out(dice: random.Random, world: World, column: int) -> None:
    filled = [cell for cell in (item(world.form, row, COLUMNS[column]) for row in rows(world.form)) if world.figures[world.at][cell]]
    if filled:
        world.change(dice.choice(filled), 0)


def _stock(row: str) -> Callable[[random.Random, World, int], None]:
    def make(dice: random.Random, world: World, column: int) -> None:
        cell = item(world.form, row, COLUMNS[column])
        world.change(cell, max(0, (world.figures[world.at][cell] or 0) + dice.choice((-3, -2, -1, 1, 2, 3, 5))))

    return make


def _total_typed(dice: random.Random, world: World, column: int) -> None:
    totals = [item(world.form, row, "total") for row in (*rows(world.form), "results_total")] + [item(world.form, "results_total", COLUMNS[column])]
    cell = dice.choice(totals)
    right = Submission(world.form, "", world.periods[0], 1, Source("", ""), world.right[world.at]).figures[cell]
    wrong = dice.choice((0, _digits(dice, int(right or 0), "replaced"), int(right or 0) + dice.choice((-2, -1, 1, 2, 3))))
    if wrong != right and wrong >= 0:
        world.figures[world.at][cell] = wrong
        world.wrong[world.at, cell] = int(right or 0)


SLIPS: Mapping[str, Callable[[random.Random, World, int], None]] = {
    "数字颠倒": _edit("swapped"),
    "多打一位": _edit("added"),
    "少打一位": _edit("dropped"),
    "打错一位": _edit("replaced"),
    "旁边一列": _next_column(1),
    "旁边一列（二以上）": _next_column(2),
    "重复一次": _doubled(1),
    "重复一次（二以上）": _doubled(2),
    "漏填": _left_out,
    "期初错": _stock("carried_in"),
    "期末错": _stock("carried_forward"),
    "总计填错": _total_typed,
}


def months(first: int = 1, last: int = 12) -> list[tuple[Period, tuple[int, int]]]:
    """Return monthly spans."""
    return [(Period(2023, month), (month, month)) for month in range(first, last + 1)]


YEAR_TOO = [*months(), (Period(2023), (1, 12))]
"""Twelve months, and the year stated by itself."""


def evidence(world: World, handed_in: Sequence[Submission], at: int) -> Evidence:
    """Return what may be known when a submission of a world is judged: all others of the world."""
    judged = handed_in[at]
    at_hand = {submission.period: submission for submission in handed_in}
    followed = {submission.period.predecessors[0]: submission for submission in handed_in}
    before = at_hand.get(judged.period.predecessors[0])
    monthly = tuple(submission for submission in handed_in if submission.period.month)
    years = [submission for submission in handed_in if not submission.period.month] if monthly else []
    return Evidence(
        judged,
        before=before,
        after=followed.get(judged.period),
        months=tuple(month for month in monthly if month is not judged and judged.period.month),
        last_year=before if not judged.period.month else None,
        wholes=tuple(Whole(year, monthly, over_months=True) for year in years),
        typed=frozenset(number for number in world.form.total_items if world.typed and judged.stated[number] is not None),
    )


def broken(handed_in: Sequence[Submission], at: int) -> list[Instance]:
    """Return the equations that the checks find broken on a submission, and between it and the one before."""
    judged = handed_in[at]
    before = [submission for submission in handed_in if submission.period == judged.period.predecessors[0]]
    findings = check(judged) + [finding for previous in before for finding in check_carry(judged, previous)]
    return [finding.instance for finding in findings if finding.instance is not None]
