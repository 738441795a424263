"""A year from its months: what was counted month by month is what would have been counted for the year at once."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import events

from gkxl.aggregation.totals import add_months, add_units
from gkxl.aggregation.year import chain, unit_totals
from gkxl.eligibility.revisions import choose_revisions
from gkxl.forms import Form, Role, Time, all_forms, form_by_id
from gkxl.model.figures import Number, add_up
from gkxl.model.period import Period, spans
from gkxl.model.submission import Source, Submission
from gkxl.rules.equations import check

FORM = form_by_id("2021")
YEAR = 2025
NOWHERE = Source("", "")
PERIODS = Period(YEAR).months


def stated(unit: str, happened: events.Events, period: Period) -> Submission:
    """Return what a unit states for a month or the year, counted directly from what happened."""
    span = (period.month, period.month) if period.month else (1, 12)
    counted = events.count(happened, span)
    assert set(counted) <= set(FORM.index)
    values: list[Number | None] = [None if item.index in FORM.total_items else counted.get(item.code, 0) for item in FORM.items]
    return Submission(FORM, unit, period, 1, Source(f"{unit}-{period}.xlsx", unit), values)


def months(unit: str, happened: events.Events) -> list[Submission]:
    return [stated(unit, happened, period) for period in Period(YEAR).months]


@st.composite
def offices(draw: st.DrawFn) -> dict[str, events.Events]:
    """Draw what happens in some units."""
    dice = random.Random(draw(st.integers(0, 2**32)))
    return {f"单位{number}": events.some(FORM, dice, draw(st.integers(0, 25))) for number in range(draw(st.integers(1, 5)))}


@given(offices())
def test_a_year_added_up_from_months_is_the_year_counted_at_once(office: dict[str, events.Events]) -> None:
    for unit, happened in office.items():
        assert add_months(months(unit, happened)).figures == stated(unit, happened, Period(YEAR)).figures


@given(offices())
def test_the_tables_of_the_year_balance_by_themselves(office: dict[str, events.Events]) -> None:
    years, findings = unit_totals([one for unit, happened in office.items() for one in months(unit, happened)], Period(YEAR))
    assert findings == []
    body = add_units(FORM, "区", Period(YEAR), years, NOWHERE)
    assert [finding for one in (*years, body) for finding in check(one)] == []
    totals = [one for one in FORM.instances if one.equation.role is Role.TOTAL]
    assert totals and all(add_up(one.left, body.figures) == add_up(one.right, body.figures) for one in totals)


@given(offices(), st.randoms())
def test_the_year_does_not_depend_on_order_grouping_or_what_is_merged_first(office: dict[str, events.Events], dice: random.Random) -> None:
    direct = add_units(FORM, "区", Period(YEAR), [stated(unit, happened, Period(YEAR)) for unit, happened in office.items()], NOWHERE)
    files = [one for unit, happened in office.items() for one in months(unit, happened)]
    dice.shuffle(files)
    counted = choose_revisions(files).counted

    units_first = add_units(FORM, "区", Period(YEAR), unit_totals(counted, Period(YEAR))[0], NOWHERE)
    by_month = [add_units(FORM, "区", at, [one for one in counted if one.period == at], NOWHERE) for at in Period(YEAR).months]
    dice.shuffle(by_month)
    parents = {unit: dice.choice("甲乙丙") for unit in office}
    grouped = [
        add_months(
            [add_units(FORM, parent, at, [one for one in counted if (parents[one.unit], one.period) == (parent, at)], NOWHERE) for at in PERIODS]
        )
        for parent in sorted(set(parents.values()))
    ]
    for whole in (units_first, add_months(by_month), add_units(FORM, "区", Period(YEAR), grouped, NOWHERE)):
        assert whole.figures == direct.figures


@given(offices())
def test_the_chain_between_the_months_holds_and_one_wrong_opening_breaks_it_once_per_total(office: dict[str, events.Events]) -> None:
    files = [one for unit, happened in office.items() for one in months(unit, happened)]
    assert chain(files, {}) == []
    wrong = files[5]
    opening = FORM.index["applications.carried_in.research"]
    values = list(wrong.stated)
    values[opening] = (values[opening] or 0) + 1
    found = chain([*files[:5], replace(wrong, stated=values), *files[6:]], {})
    assert [finding.items[0] for finding in found] == ["applications.carried_in.research", "applications.carried_in.total"]


@pytest.mark.parametrize("form", all_forms(), ids=lambda form: form.id)
def test_a_year_takes_each_figure_as_the_form_declares_it(form: Form) -> None:
    """Every figure of month m is m times a number of its own: sum 78 of them, first 1, last 12."""
    given_ = []
    for period in Period(form.first_year).months:
        values = [None if item.index in form.total_items else period.month * (item.index + 1) for item in form.items]
        given_.append(Submission(form, "甲", period, 1, NOWHERE, values))
    year = add_months(given_[::-1])
    times = {Time.FLOW: 78, Time.OPENING: 1, Time.CLOSING: 12}
    for item in events.inputs(form):
        assert year.figures[item.index] == times[item.time] * (item.index + 1), item.code


def _codes(table: str, rows: str, columns: str) -> set[str]:
    return {f"{table}.{row}.{column}" for row in rows.split() for column in columns.split()}


_PENDING = _codes("disputes", "cases", "reconsideration_pending direct_litigation_pending later_litigation_pending")
_WHO = " ".join(events.APPLICANTS)


@pytest.mark.parametrize(
    ("form", "openings", "closings"),
    [
        (
            "2019",
            _codes("applications", "carried_in", _WHO)
            | _codes("disclosure", "licensing other_services penalties coercive_measures administrative_fees", "previous_items"),
            _codes("applications", "carried_forward", _WHO) | _PENDING | _codes("disclosure", "regulations normative_documents", "disclosed_total"),
        ),
        (
            "2021",
            _codes("applications", "carried_in", _WHO),
            _codes("applications", "carried_forward", _WHO) | _PENDING | _codes("disclosure", "regulations normative_documents", "in_force"),
        ),
    ],
)
def test_the_stocks_of_the_statutory_tables_are_exactly_these(form: str, openings: set[str], closings: set[str]) -> None:
    def declared(time: Time) -> set[str]:
        return {item.code for item in events.inputs(form_by_id(form)) if item.time is time}

    assert (declared(Time.OPENING), declared(Time.CLOSING)) == (openings, closings)


def test_a_figure_misread_in_a_month_is_misread_in_the_year_only_where_that_month_counts() -> None:
    flow, closing = FORM.index["applications.new.research"], FORM.index["applications.carried_forward.research"]
    given_ = months("甲", events.Events())
    given_[2] = replace(given_[2], misread={flow: "若干", closing: "若干"})
    assert set(add_months(given_).misread) == {flow}
    given_[11] = replace(given_[11], misread={closing: "若干"})
    assert set(add_months(given_).misread) == {flow, closing}


@pytest.mark.parametrize(
    ("numbers", "shown"), [([3], "3月"), ([1, 2, 3], "1—3月"), ([12, 2, 5, 6], "2月、5—6月、12月"), (list(range(1, 13)), "1—12月")]
)
def test_runs_of_months_are_shortened(numbers: list[int], shown: str) -> None:
    assert spans([Period(YEAR, number) for number in numbers]) == shown
