"""Which cell is named where an equation does not hold: proven only where nothing else can be, likely with reasons, else honestly not known."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import slips

from gkxl.forms import Form, Instance, Role, form_by_id
from gkxl.model.period import Period
from gkxl.model.submission import Source, Submission
from gkxl.rules.equations import check, check_carry
from gkxl.rules.suspects import Evidence, Suspect, Whole, framed, sentence, suspects
from gkxl.rules.suspects.slips import slip

FORM = form_by_id("2021")
MAY = Period(2023, 5)

# Three months of an office that are right, by row and column of 表三.
RIGHT: Mapping[int, Mapping[str, int]] = {
    4: {"new.natural_person": 3, "carried_in.natural_person": 1, "granted.natural_person": 2, "carried_forward.natural_person": 2},
    5: {
        "new.natural_person": 31,
        "carried_in.natural_person": 2,
        "granted.natural_person": 18,
        "not_processed_repeat.natural_person": 9,
        "carried_forward.natural_person": 6,
        "new.research": 5,
        "granted.research": 4,
        "other_other.research": 1,
    },
    6: {"new.natural_person": 4, "carried_in.natural_person": 6, "granted.natural_person": 10},
}
Wrong = Mapping[str, int]
"""Cells of 表三 with what was typed into them; totals among them were typed over their formula."""


def submission(form: Form, period: Period, figures: Mapping[str, int], wrong: Wrong = {}, unit: str = "办公室") -> Submission:  # noqa: B006
    """Return a submission whose rows and columns lie one after the other from J36 on, as on a sheet."""
    block = form.table("applications").blocks[0]
    stated: list[int | None] = [None if item.index in form.total_items else 0 for item in form.items]
    positions: list[tuple[int, int] | None] = [None] * len(form.items)
    for down, row in enumerate(block.rows):
        for right, column in enumerate(block.columns):
            positions[form.index[f"applications.{row.code}.{column.code}"]] = (35 + down, 9 + right)
    for code, figure in {**figures, **wrong}.items():
        stated[form.index[f"applications.{code}"]] = figure
    return Submission(form, unit, period, 1, Source("5月.xlsx", unit), stated, positions)


def broken(judged: Submission, before: Submission | None = None) -> list[Instance]:
    findings = check(judged) + (check_carry(judged, before) if before else [])
    return [finding.instance for finding in findings if finding.instance is not None]


def months(wrong: Mapping[int, Wrong]) -> dict[int, Submission]:
    return {month: submission(FORM, Period(2023, month), figures, wrong.get(month, {})) for month, figures in RIGHT.items()}


def code(suspect: Suspect) -> str:
    return FORM.items[suspect.item].code.removeprefix("applications.")


@dataclass(frozen=True)
class Case:
    """What was typed in May, what else was given, and what is said."""

    name: str
    wrong: Wrong
    named: Sequence[str]
    """The first cells of the list."""
    proven: bool = False
    neighbours: bool = True
    """Whether April and June are given."""
    others: Mapping[int, Wrong] = field(default_factory=dict)
    typed: bool = False
    """Whether all totals are known to be typed in, right unless `wrong` says else."""


CASES = [
    Case("opening, with the month before", {"carried_in.natural_person": 5}, ["carried_in.natural_person"], proven=True),
    Case("closing, with the month after", {"carried_forward.natural_person": 8}, ["carried_forward.natural_person"], proven=True),
    Case("opening, the sheet alone", {"carried_in.natural_person": 5}, [], neighbours=False),
    Case(
        "typed （七） that satisfies the balance: the fault is in the rows",
        {"granted.natural_person": 81, "results_total.natural_person": 27, "results_total.total": 32},
        ["granted.natural_person"],
        neighbours=False,
    ),
    Case("typed total of a row off by the gap of a column", {"granted.natural_person": 17, "granted.total": 22}, ["granted.natural_person"]),
    Case("typed total of a row wrong by itself", {"granted.total": 20}, ["granted.total"]),
    Case("all totals typed: the crossing", {"granted.natural_person": 19}, ["granted.natural_person"], proven=True, neighbours=False, typed=True),
    Case("all totals typed: a total", {"granted.total": 20}, ["granted.total"], proven=True, neighbours=False, typed=True),
    Case(
        "figure in the next column",
        {"not_processed_repeat.natural_person": 0, "not_processed_repeat.commercial": 9},
        ["not_processed_repeat.commercial", "not_processed_repeat.natural_person"],
        neighbours=False,
    ),
    Case(
        "figure copied into a second row: both are named",
        {"denied_third_party.natural_person": 9},
        ["denied_third_party.natural_person", "not_processed_repeat.natural_person"],
        neighbours=False,
    ),
    Case("digits swapped", {"granted.natural_person": 81}, ["granted.natural_person"], neighbours=False),
    Case("one digit more", {"granted.natural_person": 188}, ["granted.natural_person"], neighbours=False),
    Case("one digit fewer", {"new.natural_person": 3}, ["new.natural_person"], neighbours=False),
    Case("other months of the unit", {"other_other.natural_person": 7}, ["other_other.natural_person"]),
    Case("nothing to go by", {"new.natural_person": 44}, [], neighbours=False),
    Case("the closing of the month before", {}, ["carried_forward.natural_person"], proven=True, others={4: {"carried_forward.natural_person": 5}}),
]


def judge(case: Case) -> list[tuple[Instance, Evidence]]:
    given_months = months({5: case.wrong, **case.others})
    may = given_months[5]
    if case.typed:
        right = submission(FORM, MAY, RIGHT[5]).figures
        totals = [right[item] if may.stated[item] is None else may.stated[item] for item in FORM.total_items]
        stated = list(may.stated)
        for item, total in zip(FORM.total_items, totals, strict=True):
            stated[item] = total
        may = replace(may, stated=stated)
    beside = (given_months[4], given_months[6]) if case.neighbours else (None, None)
    others = tuple(month for month in beside if month is not None)
    evidence = Evidence(may, *beside, months=others, typed=FORM.total_items if case.typed else frozenset())
    return [(instance, evidence) for instance in broken(may, beside[0])]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_wrong_cell_is_named_as_far_as_the_evidence_goes(case: Case) -> None:
    lists = [suspects(instance, evidence) for instance, evidence in judge(case)]
    assert lists
    named = next((found for found in lists if found), [])
    assert [code(suspect) for suspect in named[: len(case.named)]] == list(case.named)
    assert bool(named) == bool(case.named)
    assert all(suspect.proven is case.proven for suspect in named)
    assert all(suspect.reason for suspect in named)
    assert len(named) <= 3
    for suspect in named[:1]:
        month = suspect.submission.period.month
        total = dict(zip([item.code for item in FORM.items], submission(FORM, MAY, RIGHT[month]).figures, strict=True))
        assert suspect.would_be == total[f"applications.{code(suspect)}"]


TWO_WRONG = [
    Case("gaps of a row total and of a column that agree by chance", {"granted.total": 21, "denied_third_party.natural_person": 1}, []),
    Case("two rows under a typed （七）", {"granted.natural_person": 19, "other_other.natural_person": 1, "results_total.natural_person": 27}, []),
    Case(
        "a row and the closing of the month before, by the same amount",
        {"granted.natural_person": 21},
        [],
        others={4: {"carried_forward.natural_person": 5}},
    ),
    Case("opening and a row", {"carried_in.natural_person": 4, "granted.natural_person": 19}, []),
    Case(
        "all totals typed: a figure in the next column hides a wrong cell there",
        {"granted.natural_person": 17, "granted.commercial": 1, "not_processed_repeat.commercial": 0, "granted.research": 4},
        [],
        typed=True,
        neighbours=False,
    ),
]


@pytest.mark.parametrize("case", TWO_WRONG, ids=lambda case: case.name)
def test_two_wrong_cells_are_never_made_one(case: Case) -> None:
    cells = {5: case.wrong, **case.others}
    right = {month: submission(FORM, Period(2023, month), figures).figures for month, figures in RIGHT.items()}
    causes = judge(case)
    assert causes
    for instance, evidence in causes:
        for suspect in suspects(instance, evidence):
            month = suspect.submission.period.month
            assert not suspect.proven or (code(suspect) in cells[month] and suspect.would_be == right[month][suspect.item])


def test_figures_stated_elsewhere_prove_a_cell() -> None:
    wrong = months({5: {"other_other.natural_person": 7}})
    own = months({})
    year = {key: 0 for figures in RIGHT.values() for key in figures}
    for month, figures in RIGHT.items():
        for key, figure in figures.items():
            if not key.startswith(("carried_in", "carried_forward")) or (key.startswith("carried_in") and month == 4):
                year[key] += figure
    stated = submission(FORM, Period(2023), year)
    assert not broken(stated)
    evidence = Evidence(wrong[5], wholes=(Whole(stated, tuple(wrong.values()), over_months=True),))
    (found,) = suspects(broken(wrong[5])[0], evidence)
    assert (code(found), found.would_be, found.proven) == ("other_other.natural_person", 0, True)
    assert "2023年另报的数" in found.reason

    children = (wrong[5], submission(FORM, MAY, RIGHT[4], unit="法规科"))
    sums = [None if a is None or b is None else a + b for a, b in zip(own[5].stated, children[1].stated, strict=True)]
    parent = replace(own[5], unit="某某局", stated=sums)
    (found,) = suspects(broken(wrong[5])[0], Evidence(wrong[5], wholes=(Whole(parent, children, over_months=False),)))
    assert (code(found), found.would_be, found.proven) == ("other_other.natural_person", 0, True)
    assert "某某局5月另报的数" in found.reason


SENTENCES = [
    ({"carried_in.natural_person": 5}, True, "应改这一格：J37，5应为2（与4月的结转一致后各列即平）"),
    ({"carried_forward.natural_person": 8}, True, "应改这一格：J60，8应为6（与6月的结转一致后各列即平）"),
    ({"carried_in.natural_person": 5}, False, "该列25格中有一格不对"),
    ({"granted.natural_person": 81}, False, "先核对：J38（相邻两位数字颠倒了：81应为18）"),
]


@pytest.mark.parametrize(("wrong", "neighbours", "said"), SENTENCES)
def test_what_is_said(wrong: Wrong, neighbours: bool, said: str) -> None:
    instance, evidence = judge(Case("", wrong, [], neighbours=neighbours))[0]
    assert sentence(instance, evidence, suspects(instance, evidence)) == said


def test_the_sentence_counts_the_cells_of_the_form() -> None:
    for form_id, cells in (("2019", 23), ("2021", 25)):
        form = form_by_id(form_id)
        judged = submission(form, Period(form.first_year, 5), {"new.natural_person": 1})
        balance, follows = broken(judged)
        assert sentence(balance, Evidence(judged), []) == f"该列{cells}格中有一格不对"
        assert sentence(follows, Evidence(judged), []) == "总计由各列算出，各列改好即平"
        row = next(total for total in form.totals if total.equation.per == "row" and total.table == "applications")
        assert sentence(row, Evidence(judged), []) == "该行7格中有一格不对"


def test_what_was_not_understood_proves_nothing() -> None:
    given_months = months({5: {"carried_in.natural_person": 5}})
    april = given_months[4]
    unclear = replace(april, misread={FORM.index["applications.granted.natural_person"]: "若干"})
    balance = broken(given_months[5])[0]
    assert suspects(balance, Evidence(given_months[5], april))[0].proven
    assert not any(suspect.proven for suspect in suspects(balance, Evidence(given_months[5], unclear)))


def test_submissions_of_another_form_are_no_evidence() -> None:
    judged = months({5: {"carried_in.natural_person": 5}})[5]
    old = submission(form_by_id("2019"), Period(2020), {"carried_forward.natural_person": 2})
    evidence = Evidence(judged, before=old, after=old, last_year=old, wholes=(Whole(old, (judged,), over_months=True),))
    assert [suspects(instance, evidence) for instance in broken(judged)] == [suspects(instance, Evidence(judged)) for instance in broken(judged)]


def test_a_correct_submission_has_no_suspects() -> None:
    given_months = months({})
    evidence = Evidence(given_months[5], given_months[4], given_months[6])
    for instance in FORM.instances:
        assert suspects(instance, evidence) == []
        assert framed(instance, evidence) == []


@pytest.mark.parametrize(
    ("typed", "meant", "words"),
    [
        (63, 36, "颠倒"),
        (133, 13, "多打"),
        (1, 10, "少打"),
        (12, 6, "两倍"),
        (17, 19, "打错"),
        (7, 5, None),
        (0, 5, None),
        (5, 0, None),
        (123, 321, None),
    ],
)
def test_how_one_figure_comes_from_another(typed: int, meant: int, words: str | None) -> None:
    kind = slip(typed, meant)
    assert kind is None if words is None else kind is not None and words in kind.words


KINDS = st.sampled_from(sorted(slips.SLIPS))
SPANS = {
    "a month": slips.months(5, 5),
    "months": slips.months(4, 6),
    "year and months": [*slips.months(1, 2), (Period(2023), (1, 2))],
}


def drawn(seed: int, given_with: str, typed: bool, kinds: Sequence[str]) -> slips.World:
    dice = random.Random(seed)
    spans = SPANS[given_with]
    world = slips.world(dice, spans, typed=typed, at=len(spans) // 2, most=dice.choice((6, 30, 90)))
    column = dice.choice((0, 1))
    for kind in kinds:
        slips.SLIPS[kind](dice, world, column)
    return world


def causes(world: slips.World) -> list[tuple[Instance, Evidence, list[Submission]]]:
    handed_in = world.submissions()
    return [(instance, slips.evidence(world, handed_in, at), handed_in) for at in range(len(handed_in)) for instance in slips.broken(handed_in, at)]


def number_of(wanted: Submission, handed_in: Sequence[Submission]) -> int:
    return next(at for at, submission in enumerate(handed_in) if submission is wanted)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from(sorted(SPANS)), st.booleans(), st.lists(KINDS, min_size=2, max_size=2))
def test_two_slips_never_make_a_false_proof(seed: int, given_with: str, typed: bool, kinds: list[str]) -> None:
    world = drawn(seed, given_with, typed, kinds)
    for instance, evidence, handed_in in causes(world):
        for suspect in suspects(instance, evidence):
            place = number_of(suspect.submission, handed_in), suspect.item
            if suspect.proven:
                assert place in world.wrong
                assert suspect.would_be == (world.wrong[place] or 0)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from(sorted(SPANS)), st.booleans(), KINDS)
def test_the_cells_framed_hold_the_wrong_one_and_those_named_are_among_them(seed: int, given_with: str, typed: bool, kind: str) -> None:
    world = drawn(seed, given_with, typed, [kind])
    marked: set[tuple[int, int]] = set()
    named: set[tuple[int, int]] = set()
    any_broken = False
    for instance, evidence, handed_in in causes(world):
        any_broken = True
        inside = framed(instance, evidence)
        marked |= {(number_of(owner, handed_in), item) for owner, item in inside}
        named |= {(number_of(suspect.submission, handed_in), suspect.item) for suspect in suspects(instance, evidence)}
    assert named <= marked
    if any_broken:
        assert marked & world.wrong.keys()


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from(["期初错", "期末错"]))
def test_a_wrong_stock_between_two_months_comes_first(seed: int, kind: str) -> None:
    world = drawn(seed, "months", False, [kind])
    for instance, evidence, handed_in in causes(world):
        if instance.equation.role is Role.BALANCE and (found := suspects(instance, evidence)):
            assert (number_of(found[0].submission, handed_in), found[0].item) in world.wrong
            assert found[0].proven
