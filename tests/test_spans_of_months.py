"""Quarters, half-years and other spans: whatever parts of a year a unit states, they add up to what was counted at once, or what lacks is said."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import events

from gkxl.actions.loading import Loaded
from gkxl.actions.merging import merge
from gkxl.aggregation.comparison import Statements
from gkxl.aggregation.cover import cover, left_over, uncovered
from gkxl.aggregation.stocks import find_lacking
from gkxl.aggregation.totals import add_units
from gkxl.aggregation.year import chain, unit_totals
from gkxl.eligibility.parents import parents_differ
from gkxl.forms import form_by_id
from gkxl.model.figures import Number
from gkxl.model.period import Period
from gkxl.model.roster import Roster, RosterEntry
from gkxl.model.submission import Source, Submission
from gkxl.workbook.format.layout import layout_for
from gkxl.workbook.reading.intake import Intake
from gkxl.workbook.reading.submissions import WorkbookReading

FORM = form_by_id("2021")
YEAR = 2025
ALL = [Period(YEAR, first, last) for first in range(1, 13) for last in range(first, 13)]
NAMED = [Period(YEAR), *(Period(YEAR, first, first + 5) for first in (1, 7)), *(Period(YEAR, first, first + 2) for first in (1, 4, 7, 10))]


def stated(unit: str, happened: events.Events, period: Period) -> Submission:
    """Return what a unit states for a period, counted directly from what happened."""
    counted = events.count(happened, (period.first, period.last))
    values: list[Number | None] = [None if item.index in FORM.total_items else counted.get(item.code, 0) for item in FORM.items]
    return Submission(FORM, unit, period, 1, Source(f"{unit}-{period}.xlsx", unit), values, layout_for(FORM.id).positions)


@st.composite
def splits(draw: st.DrawFn, within: Period) -> list[Period]:
    """Draw what a unit reports of a period: it cut anywhere or along the quarters, a part of it left out, others stated again inside or across."""
    cuts = draw(st.sets(st.sampled_from([3, 6, 9]) if draw(st.booleans()) else st.integers(1, 11)))
    ends = sorted({cut for cut in cuts if within.first <= cut < within.last} | {within.last})
    parts = [Period(within.year, first, last) for first, last in zip([within.first, *(end + 1 for end in ends)], ends, strict=False)]
    if len(parts) > 1 and draw(st.booleans()):
        parts.remove(draw(st.sampled_from(parts)))
    again = st.sampled_from([period for period in (ALL if draw(st.booleans()) else NAMED) if within.contains(period)] or [within])
    return list(dict.fromkeys([*parts, *(draw(st.lists(again, max_size=4)) if draw(st.booleans()) else [])]))


ASKED = st.one_of(st.sampled_from(NAMED), st.sampled_from([period for period in ALL if period.made_of_months]))


@given(ASKED, st.data())
def test_the_parts_that_count_are_disjoint_and_as_many_months_as_there_can_be(asked: Period, data: st.DataObject) -> None:
    given_ = data.draw(splits(asked))
    parts = cover(asked, given_)
    months = [month for part in parts for month in part.months]
    assert sorted(months) == months and len(set(months)) == len(months) and set(parts) <= set(given_)
    assert len(months) == _most(asked.first, asked, given_)
    assert set(uncovered(asked, parts)) | set(months) == set(asked.months)
    assert all(any(at.overlaps(part) for part in parts) for at in left_over(parts, given_))
    if asked in given_:
        assert parts == (asked,)


def _most(month: int, asked: Period, given_: Sequence[Period]) -> int:
    """Return how many months from this one on can be covered, tried out."""
    if month > asked.last:
        return 0
    return max(_most(month + 1, asked, given_), *(at.length + _most(at.last + 1, asked, given_) for at in given_ if at.first == month), 0)


def _holds(asked: Period, given_: Sequence[Period], happened: events.Events) -> None:
    direct = stated("甲科", happened, asked)
    submissions = [stated("甲科", happened, at) for at in given_]
    (whole,), findings = unit_totals(submissions, asked)
    parts = cover(asked, given_)
    overlapping = left_over(parts, given_)
    assert [finding.message for finding in findings if finding.rule == "year.months_differ"] == []
    assert {finding.period for finding in findings if finding.rule == "period.overlaps"} <= {str(at) for at in overlapping}
    assert chain(submissions, {}) == []
    if uncovered(asked, parts):
        assert whole.months and [part.period for part in whole.months] == list(parts)
        assert all(
            (value or 0) <= (direct.figures[item.index] or 0) for item, value in zip(FORM.items, whole.figures, strict=True) if item.time == "flow"
        )
    else:
        assert whole.figures == direct.figures
        assert not any(finding.rule == "period.overlaps" for finding in findings)
    _bounds_hold(Statements({one.period: one for one in submissions}), happened)


def _bounds_hold(statements: Statements, happened: events.Events) -> None:
    """What the statements say of any period of the year leaves room for what happened in it."""
    for period in NAMED + ALL[::5]:
        bounds = statements.bounds(period)
        direct = stated("甲科", happened, period).figures
        for item in FORM.items if bounds else ():
            if item.index not in FORM.total_items and bounds:
                value, low, high = direct[item.index] or 0, bounds.low[item.index], bounds.high[item.index]
                assert (low is None or low <= value) and (high is None or value <= high), (str(period), item.code)


@settings(max_examples=40)
@given(ASKED, st.data(), st.integers(0, 2**32))
def test_any_split_of_a_period_is_what_was_counted_at_once_or_what_lacks_is_known(asked: Period, data: st.DataObject, seed: int) -> None:
    _holds(asked, data.draw(splits(asked)), events.some(FORM, random.Random(seed), 20))


@pytest.mark.exhaustive
@settings(max_examples=2000, deadline=None)
@given(ASKED, st.data(), st.integers(0, 2**32))
def test_very_many_splits_of_a_period_are_what_was_counted_at_once(asked: Period, data: st.DataObject, seed: int) -> None:
    _holds(asked, data.draw(splits(asked)), events.some(FORM, random.Random(seed), 20))


def _merged(units: Mapping[str, Sequence[Submission]], asked: Period):  # type: ignore[no-untyped-def]
    readings = [
        WorkbookReading(submission.source.file, ours=True, submissions=[submission]) for submissions in units.values() for submission in submissions
    ]
    return merge(Loaded(Intake(readings), None, "某局"), asked)


@settings(max_examples=15)
@given(ASKED, st.data(), st.integers(0, 2**32))
def test_a_merge_of_split_periods_is_complete_where_it_is_what_was_counted(asked: Period, data: st.DataObject, seed: int) -> None:
    dice = random.Random(seed)
    office = {unit: events.some(FORM, dice, 12) for unit in ("甲科", "乙科")}
    sent = {unit: data.draw(splits(asked)) for unit in office}
    outcome, merged = _merged({unit: [stated(unit, office[unit], at) for at in sent[unit]] for unit in office}, asked)
    lacking = {unit: uncovered(asked, cover(asked, sent[unit])) for unit in office}
    if any(lacking.values()):
        assert not outcome.ok and not merged.complete
        assert {unit.name for unit, _ in outcome.missing} == {unit for unit, months in lacking.items() if months}
        said = {(unit.name, month) for unit, period in outcome.missing for month in period.months}
        assert said == {(unit, month) for unit, months in lacking.items() for month in months}
    else:
        assert [finding.message for finding in outcome.findings if finding.severity == "error"] == [] and merged.complete
        total = [sum((stated(unit, office[unit], asked).figures[item.index] or 0 for unit in office), 0) for item in FORM.items]
        assert [value or 0 for value in merged.body.figures] == total


HAPPENED = events.some(FORM, random.Random(3), 60)
MONTHS = Period(YEAR).months


@pytest.mark.parametrize(
    ("asked", "sent"),
    [
        (Period(YEAR, 1, 3), MONTHS[:3]),
        (Period(YEAR, 1, 6), [Period(YEAR, 1, 3), Period(YEAR, 4, 6)]),
        (Period(YEAR, 1, 6), MONTHS[:6]),
        (Period(YEAR, 1, 6), [Period(YEAR, 1, 3), *MONTHS[3:6]]),
        (Period(YEAR), [Period(YEAR, 1, 6), Period(YEAR, 7, 9), *MONTHS[9:]]),
        (Period(YEAR, 1, 4), [Period(YEAR, 1, 3), MONTHS[3]]),
        (Period(YEAR), [Period(YEAR, 1, 6), *MONTHS]),
    ],
)
@pytest.mark.parametrize("lacks", [False, True])
def test_a_span_is_made_from_its_parts_and_said_where_one_lacks(asked: Period, sent: Sequence[Period], lacks: bool) -> None:
    given_ = list(sent)
    gone = given_.pop() if lacks else None
    outcome, merged = _merged({"甲科": [stated("甲科", HAPPENED, at) for at in given_]}, asked)
    if gone is None:
        assert outcome.ok and merged.body.figures == stated("甲科", HAPPENED, asked).figures
        assert "勾稽关系全部成立" in outcome.state
    else:
        assert not outcome.ok and f"{asked.within_year or '全年'}" in "".join(finding.message for finding in outcome.findings)
        assert {month for _, period in outcome.missing for month in period.months} == set(gone.months)


@pytest.mark.parametrize("whole", [Period(YEAR, 1, 3), Period(YEAR, 1, 6), Period(YEAR, 2, 5)])
def test_a_quarter_beside_its_months_is_compared_with_them(whole: Period) -> None:
    new = FORM.index["applications.new.natural_person"]
    right = [stated("甲科", HAPPENED, at) for at in (whole, *whole.months)]
    assert _merged({"甲科": right}, whole)[0].ok
    figures = list(right[0].stated)
    figures[new] = (figures[new] or 0) + 2
    outcome, _ = _merged({"甲科": [replace(right[0], stated=figures), *right[1:]]}, whole)
    differ = [finding for finding in outcome.findings if finding.rule == "year.months_differ"]
    assert [(finding.items, finding.period) for finding in differ] == [(("applications.new.natural_person",), str(whole))]
    outcome, _ = _merged({"甲科": [right[0], *right[2:]]}, Period(YEAR))
    assert [finding.rule for finding in outcome.findings if finding.rule == "year.not_compared"] == ["year.not_compared"]


def _changed(submission: Submission, code: str, by: int | None) -> Submission:
    """Return a statement with a figure changed, or (None) left blank."""
    index, figures = FORM.index[code], list(submission.stated)
    figures[index] = None if by is None else (figures[index] or 0) + by
    return replace(submission, stated=figures)


OPENING, CLOSING, IN_FORCE = (
    "applications.carried_in.natural_person",
    "applications.carried_forward.natural_person",
    "disclosure.normative_documents.in_force",
)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (Period(YEAR, 1, 3), Period(YEAR, 4)),
        (Period(YEAR, 3), Period(YEAR, 4, 6)),
        (Period(YEAR, 1, 6), Period(YEAR, 7, 9)),
        (Period(YEAR, 1, 3), Period(YEAR, 4, 6)),
        (Period(YEAR, 1, 4), Period(YEAR, 5)),
        (Period(YEAR, 4, 6), Period(YEAR, 7, 12)),
    ],
)
def test_stocks_go_on_from_any_span_to_any_other(before: Period, after: Period) -> None:
    first, second = stated("甲科", HAPPENED, before), stated("甲科", HAPPENED, after)
    assert chain([first, second], {}) == []
    (found,) = [finding for finding in chain([first, _changed(second, OPENING, 1)], {}) if "自然人" in finding.message]
    assert found.rule == "applications.carry_over" and found.period == str(after)
    # a stock that is left blank is not 0 where the span before it had some
    assert find_lacking([second], [first])[1] == []
    had = first.figures[FORM.index[IN_FORCE]]
    lacking, said = find_lacking([_changed(second, IN_FORCE, None)], [first])
    assert had and [finding.rule for finding in said] == ["stock.not_stated"] and lacking[0].lacking


BODY = Roster((RosterEntry("某局"), *(RosterEntry(unit, "某局") for unit in ("甲科", "乙科"))))


@settings(max_examples=25)
@given(st.data(), st.integers(0, 2**32), st.booleans())
def test_a_parent_beside_its_children_is_compared_over_whatever_spans_both_cover(data: st.DataObject, seed: int, wrong: bool) -> None:
    dice = random.Random(seed)
    office = {unit: events.some(FORM, dice, 12) for unit in ("甲科", "乙科")}
    year = Period(YEAR)
    children = [replace(stated(unit, office[unit], at), parent="某局") for unit in office for at in cover(year, data.draw(splits(year)))]
    own = cover(year, data.draw(splits(year)))
    parent = [add_units(FORM, "某局", at, [stated(unit, office[unit], at) for unit in office], Source(f"某局{at}.xlsx", "某局")) for at in own]
    assert [finding.message for finding in parents_differ(BODY, [*parent, *children]) if finding.rule == "tree.parent_differs"] == []
    theirs = {month for child in children for month in child.period.months}
    if wrong and not theirs.isdisjoint(month for at in own for month in at.months):
        code = "disclosure.licensing.decisions"
        spoiled = data.draw(st.integers(0, len(parent) - 1))
        parent[spoiled] = _changed(parent[spoiled], code, 3)
        found = parents_differ(BODY, [*parent, *children])
        # found, or said not to be compared figure by figure
        assert {finding.rule for finding in found} & {"tree.parent_differs", "tree.not_compared"}
        assert all(finding.items == (code,) for finding in found if finding.rule == "tree.parent_differs")
