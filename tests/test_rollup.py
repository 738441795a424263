"""Adding units up: exact, and the same in whatever order."""

from __future__ import annotations

import random
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from gkxl.aggregation.totals import add_units
from gkxl.eligibility.revisions import choose_revisions, within
from gkxl.forms import form_by_id
from gkxl.model.period import Period
from gkxl.model.submission import Source, Submission

FORM = form_by_id("2021")
MONEY = FORM.index["disclosure.administrative_fees.amount"]


@st.composite
def submissions(draw: st.DrawFn) -> list[Submission]:
    """Draw submissions of some units with figures in some items, some twice, some of another year."""
    made = []
    inputs = [item.index for item in FORM.items if item.index not in FORM.total_items]
    for number in range(draw(st.integers(1, 6))):
        values: list[int | Decimal | None] = [None] * len(FORM.items)
        for item in draw(st.lists(st.sampled_from(inputs), max_size=8)):
            values[item] = draw(st.decimals(0, 10**6, places=4)) if item == MONEY else draw(st.integers(0, 10**6))
        unit = draw(st.sampled_from(["甲", "乙", "丙", "丁"]))
        year, revision = draw(st.sampled_from([2022, 2023])), draw(st.integers(1, 2))
        made.append(Submission(FORM, unit, Period(year), revision, Source(f"{number}.xlsx", unit), values))
    return made


@given(submissions(), st.randoms())
def test_the_result_does_not_depend_on_the_order_of_the_files(given_: list[Submission], dice: random.Random) -> None:
    shuffled = list(given_)
    dice.shuffle(shuffled)
    assert choose_revisions(given_) == choose_revisions(shuffled)


@given(submissions())
def test_a_unit_is_never_counted_twice(given_: list[Submission]) -> None:
    inside, outside = within(given_, Period(2023))
    choice = choose_revisions(inside)
    keys = [one.key for one in choice.counted]
    assert len(set(keys)) == len(keys)
    assert not set(keys) & set(choice.disputed)
    assert {one.key for one in given_ if one.period == Period(2023)} == set(keys) | set(choice.disputed)
    assert len(outside) == sum(one.period != Period(2023) for one in given_)


@given(submissions(), st.randoms())
def test_sums_are_exact_and_associative(given_: list[Submission], dice: random.Random) -> None:
    def total(parts: list[Submission]) -> Submission:
        return add_units(FORM, "区", Period(2023), parts, Source("", ""))

    shuffled = list(given_)
    dice.shuffle(shuffled)
    half = len(shuffled) // 2
    assert total(given_).figures == total([total(shuffled[:half]), total(shuffled[half:])]).figures
    assert total(given_).figures[MONEY] in (None, sum((one.figures[MONEY] or 0 for one in given_), start=Decimal()))


@given(submissions())
def test_a_figure_that_nobody_states_stays_not_stated(given_: list[Submission]) -> None:
    total = add_units(FORM, "区", Period(2023), given_, Source("", ""))
    for item in set(range(len(FORM.items))) - FORM.total_items:
        assert (total.stated[item] is None) == all(one.stated[item] is None for one in given_)
