"""Periods that overlap are compared over what both cover: right data is never refused, a changed figure is named or said to be not compared."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import events

from gkxl.aggregation.totals import add_units
from gkxl.aggregation.year import unit_totals
from gkxl.eligibility.parents import parents_differ
from gkxl.forms import Severity, form_by_id
from gkxl.model.figures import Number
from gkxl.model.period import Period
from gkxl.model.roster import Roster, RosterEntry
from gkxl.model.submission import Source, Submission
from gkxl.model.unit import Unit
from gkxl.rules.catalogue import Topic
from gkxl.rules.findings import Finding

FORM = form_by_id("2021")
YEAR = 2025
SPANS = (*Period(YEAR).divided(3), *Period(YEAR).divided(6))
PERIODS = (*Period(YEAR).months, *SPANS, Period(YEAR))
INPUTS = [item.index for item in FORM.items if item.index not in FORM.total_items]


@dataclass
class Office:
    """A tree of units, and what each sent: nothing of it is wrong."""

    roster: Roster
    sent: list[Submission]

    def found(self, sent: Sequence[Submission] | None = None) -> list[Finding]:
        """Return what comparing finds of what was sent."""
        given_ = self.sent if sent is None else sent
        return [*parents_differ(self.roster, given_), *unit_totals(given_, Period(YEAR))[1]]


def counted(unit: str, happened: events.Events, period: Period) -> Submission:
    """Return what a unit states for a period, counted from what happened."""
    numbers = events.count(happened, (period.first, period.last))
    values: list[Number | None] = [None if item.index in FORM.total_items else numbers.get(item.code, 0) for item in FORM.items]
    return Submission(FORM, unit, period, 1, Source(f"{unit}-{period}.xlsx", unit), values)


@st.composite
def offices(draw: st.DrawFn) -> Office:
    """Draw a tree of up to three levels; each unit reports its year, all of its months, some of them, quarters or half-years, or several ways."""
    dice = random.Random(draw(st.integers(0, 2**32)))
    parents = {"局": "市", **{f"处{number}": "局" for number in range(dice.randint(1, 3))}}
    for place in [unit for unit in parents if unit != "局"]:
        parents |= {f"{place}科{number}": place for number in range(dice.choice([0, 0, 1, 2]))}
    roster = Roster(tuple(RosterEntry(unit, parent) for unit, parent in parents.items()), "市")
    true: dict[tuple[str, Period], Submission] = {}
    for unit in reversed(parents):
        children = [child.name for child in roster.children(Unit(unit, parents[unit]))]
        happened = None if children else events.some(FORM, dice, dice.randint(0, 12))
        for period in PERIODS:
            parts = [true[child, period] for child in children]
            source = Source(f"{unit}-{period}.xlsx", unit)
            true[unit, period] = counted(unit, happened, period) if happened is not None else add_units(FORM, unit, period, parts, source)
    sent: list[Submission] = []
    for unit in parents:
        months = dice.choice([[], range(1, 13), dice.sample(range(1, 13), dice.randint(1, 11))])
        sent += [true[unit, Period(YEAR, month)] for month in months]
        spans = dice.choice([(), (), SPANS[:4], SPANS[4:], dice.sample(SPANS, dice.randint(1, 4))])
        sent += [true[unit, span] for span in spans]
        if not (months or spans) or dice.random() < 0.3:
            sent.append(true[unit, Period(YEAR)])
    return Office(roster, [replace(submission, parent=parents[submission.unit]) for submission in sent])


@settings(max_examples=60, deadline=None)
@given(offices())
def test_right_figures_are_never_refused_however_they_overlap(office: Office) -> None:
    assert [finding.message for finding in office.found() if finding.severity is Severity.ERROR] == []


@settings(max_examples=60, deadline=None)
@given(offices(), st.randoms(use_true_random=False))
def test_a_changed_figure_is_named_or_said_to_be_not_compared(office: Office, dice: random.Random) -> None:
    at, item = dice.randrange(len(office.sent)), dice.choice(INPUTS)
    old = office.sent[at]
    values = list(old.stated)
    values[item] = (old.figures[item] or 0) + dice.choice([1, 1000])
    sent = [*office.sent[:at], replace(old, stated=values), *office.sent[at + 1 :]]
    found = office.found(sent)
    named = [finding for finding in found if finding.severity is Severity.ERROR]
    assert all(FORM.items[item].code in finding.items for finding in named), "nothing else is refused"
    months = {period for submission in sent if submission.who in _beside(office, old.who) for period in submission.period.months}
    if FORM.items[item].time == "flow" and not months.isdisjoint(old.period.months):
        assert named or [finding for finding in found if finding.topic is Topic.NOT_COMPARED]


def _beside(office: Office, unit: Unit) -> set[Unit]:
    """Return the units right above and below one, with which it is compared where they state the same time."""
    stating = {submission.who for submission in office.sent}
    return {other for other in stating if other == office.roster.parents[unit] or other in office.roster.children(unit)}


def _of(unit: str, period: Period, number: int) -> Submission:
    values: list[Number | None] = [None if item.index in FORM.total_items else 0 for item in FORM.items]
    values[FORM.index["disclosure.licensing.decisions"]] = number
    return Submission(FORM, unit, period, 1, Source(f"{unit}-{period}.xlsx", unit), values)


PARENTS = {"局": "市", "甲科": "局", "乙科": "局"}
TREE = Roster((RosterEntry("局", "市"), RosterEntry("甲科", "局"), RosterEntry("乙科", "局")), "市")


@pytest.mark.parametrize(
    ("parent", "first", "second", "expected"),
    [
        ({0: 13}, {0: 12}, dict.fromkeys(range(1, 13), 0), [("2025", "12")]),
        (dict.fromkeys(range(1, 13), 2), {0: 12}, {0: 11}, [("2025", "23")]),
        (dict.fromkeys(range(1, 13), 2), {0: 12}, dict.fromkeys(range(1, 13), 1), []),
        ({1: 1, 2: 2}, {1: 1, 2: 1}, {0: 12}, []),
        ({2: 0}, {1: 1, 2: 1}, {0: 12}, [("2025-02", "不小于1")]),
        ({2: 14}, {2: 1}, {0: 12}, [("2025-02", "不大于13")]),
        ({0: 1}, {1: 1, 2: 1}, {3: 1}, [("2025", "不小于3")]),
        ({12: 3}, {12: 1}, {0: 12, **dict.fromkeys(range(1, 12), 1)}, [("2025-12", "2")]),
    ],
)
def test_a_parent_is_held_to_what_the_statements_of_its_children_allow(
    parent: dict[int, int], first: dict[int, int], second: dict[int, int], expected: list[tuple[str, str]]
) -> None:
    """0 is the year."""
    sent = [
        replace(_of(unit, Period(YEAR, month), number), parent=PARENTS[unit])
        for unit, own in zip(("局", "甲科", "乙科"), (parent, first, second), strict=True)
        for month, number in own.items()
    ]
    found = [finding for finding in parents_differ(TREE, sent) if finding.severity is Severity.ERROR]
    assert [(finding.period, finding.expected) for finding in found] == expected
