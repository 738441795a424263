"""The judge of all merges is right itself: events are counted where they belong, a wrong total is seen, in memory is as through files."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import offices_law
from support.driving import Driver, Said, blank_workbook
from support.happened import Application, Case, Document, count, month, some, span
from support.planted_errors import KINDS, Kind
from support.planting import office, typing
from support.random_offices import right_world
from support.worlds import Merge, all_cells

SEEDS = st.integers(0, 2**32 - 1)


def merges(world: Merge, *, in_memory: bool) -> list[tuple[Merge, Said]]:
    """Make a world and every merge of it."""
    with tempfile.TemporaryDirectory() as folder:
        return Driver(blank_workbook(), in_memory=in_memory).merge(world, Path(folder))


def test_the_judge_counts_an_application_where_it_belongs() -> None:
    """The oracle of these tests, by hand: received in March, answered in May of the next year."""
    history = (Application("natural_person", "granted", month(2022, 3), month(2023, 5)),)
    cells = {"new": (2022, 3), "carried_forward": (2022, 12), "carried_in": (2023, 1), "granted": (2023, 5)}
    for row, when in cells.items():
        assert count(history, *span(*when))[f"applications.{row}.natural_person"] == 1
    assert count(history, *span(2022)) == {
        f"applications.{row}.{column}": 1 for row in ("new", "carried_forward") for column in ("natural_person", "total")
    }
    assert "applications.granted.natural_person" not in count(history, *span(2022))
    assert count((Document("regulations", month(2021, 1), month(2023, 2)),), *span(2023)) == {"disclosure.regulations.repealed": 1}
    assert count((Case("reconsideration", "upheld", month(2022, 1)),), *span(2023)) == {
        "disputes.cases.reconsideration_pending": 1,
        "disputes.cases.reconsideration_total": 1,
    }


@given(SEEDS)
def test_the_judge_holds_the_equations_that_are_printed_on_the_form(seed: int) -> None:
    counted = count(some(random.Random(seed), 2023, 3), *span(2023))
    for column in ("natural_person", "commercial", "research", "total"):
        cell = {row: counted.get(f"applications.{row}.{column}", 0) for row in ("new", "carried_in", "results_total", "carried_forward")}
        assert cell["new"] + cell["carried_in"] == cell["results_total"] + cell["carried_forward"]
    assert set(counted) <= set(all_cells().codes)


def test_the_judge_sees_a_wrong_total_that_nobody_names() -> None:
    world = office(random.Random(1))
    said = merges(world, in_memory=True)[-1][1]
    assert not offices_law.against_right_worlds([(world, said)])
    off = typing(lambda dice, sent: {"disclosure.licensing.decisions": int(sent.number("disclosure.licensing.decisions")) + 1})(
        random.Random(1), world
    )
    assert off is not None
    said = merges(off, in_memory=True)[-1][1]
    assert list(offices_law.unnamed(world, said)) == ["disclosure.licensing.decisions"]
    assert offices_law.against_right_worlds([(world, said)])


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_each_kind_of_mistake_finds_an_occasion(kind: Kind) -> None:
    for seed in range(30):
        dice = random.Random(seed)
        right = office(dice)
        wrong = kind.plant(dice, right)
        if wrong is not None:
            assert wrong != right
            return
    pytest.fail("no world gives an occasion")


def test_both_doors_say_the_same() -> None:
    """In memory and through files the same is printed and said of the same world."""
    for seed in _seeds_of_merges_above(2):
        world = right_world(seed, 2)
        by_value, by_file = (merges(world, in_memory=in_memory) for in_memory in (True, False))
        for (_, one), (_, other) in zip(by_value, by_file, strict=True):
            assert one.printed == other.printed
            assert [finding["rule"] for finding in one.document["findings"]] == [finding["rule"] for finding in other.document["findings"]]


def _seeds_of_merges_above(number: int) -> Iterator[int]:
    found = (seed for seed in range(1000) if right_world(seed, 2).below)
    return (next(found) for _ in range(number))
