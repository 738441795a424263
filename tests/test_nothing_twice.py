"""Whatever is given together, each statement counts once; where it does not, an error names whose does not."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkxl.aggregation.totals import add_units
from gkxl.aggregation.year import unit_totals
from gkxl.eligibility.double_counting import MergedWorkbook, without_double_counting
from gkxl.eligibility.fingerprints import fingerprints_of
from gkxl.eligibility.revisions import choose_revisions
from gkxl.forms import Severity, form_by_id
from gkxl.model.period import Period
from gkxl.model.submission import Source, Submission
from gkxl.model.unit import Unit
from gkxl.rules.findings import Finding

FORM = form_by_id("2021")
COUNTED = FORM.index["disclosure.licensing.decisions"]
YEAR = Period(2025)
DISTRICTS = {"甲区": ("A局", "B局"), "乙区": ("C局", "D局")}
UNITS = ("A局", "B局", "C局", "D局", "E局")
DISTRICT_OF = {unit: body for body, units in DISTRICTS.items() for unit in units}
WORTH = {unit: 1000 ** (number + 1) for number, unit in enumerate(UNITS)}
"""What a unit counts for: the total tells by itself who is in it, and how often."""


@dataclass
class Mix:
    """What is given together, and what each unit must count for."""

    period: Period
    loose: list[Submission] = field(default_factory=list)
    books: list[MergedWorkbook] = field(default_factory=list)
    truth: dict[str, int] = field(default_factory=dict)
    given: Counter[str] = field(default_factory=Counter)
    """In how many places each unit is given."""

    @property
    def apart(self) -> bool:
        """Whether every unit is given in one place only: then there is nothing to mistake."""
        return max(self.given.values(), default=0) <= 1


def stated(unit: str, period: Period, number: int, revision: int = 1, parent: str = "") -> Submission:
    values: list[int | None] = [None if item.index in FORM.total_items else 0 for item in FORM.items]
    values[COUNTED] = number
    return Submission(FORM, unit, period, revision, Source(f"{unit}-{period}-{revision}.xlsx", unit), values, parent=parent)


def merged(body: str, period: Period, parts: Sequence[Submission], within: Iterable[MergedWorkbook] = ()) -> MergedWorkbook:
    """Return a merged workbook of these parts; of a year it knows the months too."""
    units = parts if period.month else unit_totals(parts, period)[0]
    summary = add_units(FORM, body, period, units, Source(f"{body}-{period}.xlsx", "汇总"))
    months = [part for part in parts if part.period != period]
    deeper = [fingerprint for book in within for fingerprint in fingerprints_of(book.parts, book.fingerprints)]
    return MergedWorkbook(summary, [replace(part, parent=body) for part in (*units, *months)], deeper)


def mix_of_one_period(dice: random.Random) -> Mix:
    """Files of one period with their corrections, workbooks of districts, and a city's of these; half of the files say below whom they stand."""
    mix = Mix(dice.choice([YEAR, Period(2025, 3)]))
    says = dice.random() < 0.5
    latest = {unit: dice.choice([1, 1, 2]) for unit in UNITS}
    files = {
        (unit, revision): stated(unit, mix.period, WORTH[unit] * revision, revision, DISTRICT_OF.get(unit, "某市") if says else "")
        for unit in UNITS
        for revision in range(1, latest[unit] + 1)
    }
    inside: dict[str, dict[str, int]] = {}
    books: dict[str, MergedWorkbook] = {}
    for body, units in DISTRICTS.items():
        chosen = {unit: dice.randint(1, latest[unit]) for unit in units if dice.random() < 0.8}
        if chosen:
            books[body] = merged(body, mix.period, [files[file] for file in chosen.items()])
            inside[body] = chosen
    if books and dice.random() < 0.4:
        below = [body for body in books if dice.random() < 0.7] or [next(iter(books))]
        books["某市"] = merged("某市", mix.period, [books[body].summary for body in below], [books[body] for body in below])
        inside["某市"] = {unit: revision for body in below for unit, revision in inside[body].items()}
    for body in dice.sample(sorted(books), len(books)):
        if dice.random() < 0.6:
            mix.books.append(books[body])
            _count(mix, inside[body])
    careful = dice.random() < 0.5  # somebody who gives nothing twice
    if careful:
        _keep_apart(mix, inside)
    for unit in UNITS:
        own = [revision for revision in range(1, latest[unit] + 1) if dice.random() < 0.4]
        if own and not (careful and mix.given[unit]):
            mix.loose += [files[unit, revision] for revision in own]
            _count(mix, {unit: max(own)})  # a correction beside what it corrects is no second place
    return mix


def _count(mix: Mix, revisions: Mapping[str, int]) -> None:
    """Note that units are given in one more place, and that of each the highest revision must count."""
    for unit, revision in revisions.items():
        mix.truth[unit] = max(mix.truth.get(unit, 0), revision)
        mix.given[unit] += 1


def _keep_apart(mix: Mix, inside: Mapping[str, Mapping[str, int]]) -> None:
    """Drop the workbooks that hold what another one holds."""
    books, mix.books, mix.truth, mix.given = mix.books, [], {}, Counter()
    for book in books:
        if not any(mix.given[unit] for unit in inside[book.body]):
            mix.books.append(book)
            _count(mix, inside[book.body])


def mix_of_years_and_months(dice: random.Random) -> Mix:
    """The same units by their year, by their months, and in workbooks of districts for months, for the year, or for a year made from months."""
    mix = Mix(YEAR)
    idle = set(dice.sample(range(1, 13), dice.randint(0, 11)))
    # months without anything hide nothing
    above = {unit: DISTRICT_OF.get(unit, "某市") if dice.random() < 0.5 else "" for unit in UNITS}
    monthly = {unit: [stated(unit, at, 0 if at.month in idle else WORTH[unit], parent=above[unit]) for at in YEAR.months] for unit in UNITS}
    yearly = {unit: stated(unit, YEAR, WORTH[unit] * (12 - len(idle)), parent=above[unit]) for unit in UNITS}
    careful = dice.random() < 0.5  # somebody who gives nothing twice
    for unit in UNITS:
        how = dice.choice(["", "", "months", "year"] if careful else ["", "", "months", "year", "both"])
        mix.loose += (monthly[unit] if how in ("months", "both") else []) + ([yearly[unit]] if how in ("year", "both") else [])
        mix.given[unit] += {"": 0, "both": 2}.get(how, 1)
    for body, units in DISTRICTS.items():
        how = dice.choice(["", "months", "year", "year of months"])
        inside = [unit for unit in units if dice.random() < 0.8 and not (careful and mix.given[unit])]
        if not how or not inside:
            continue
        mix.given.update(inside)
        if how == "months":
            mix.books += [merged(body, at, [monthly[unit][at.month - 1] for unit in inside]) for at in YEAR.months]
        else:
            parts = [yearly[unit] for unit in inside] if how == "year" else [month for unit in inside for month in monthly[unit]]
            mix.books.append(merged(body, YEAR, parts))
    mix.truth = {unit: 12 - len(idle) for unit in UNITS if mix.given[unit]}
    dice.shuffle(mix.loose)
    dice.shuffle(mix.books)
    return mix


def total(mix: Mix) -> tuple[dict[str, int], list[Finding]]:
    """Return what each unit counts for in a merge, and what is said of it: errors, and warnings that ask."""
    offer = without_double_counting(mix.loose, mix.books, Unit.apart)
    choice = choose_revisions([*offer.loose, *(book.summary for book in offer.books)])
    units, compared = (list(choice.counted), []) if mix.period.month else unit_totals(choice.counted, mix.period)
    body = add_units(FORM, "某市", mix.period, units, Source("", ""))
    number = int(body.figures[COUNTED] or 0)
    counted = {unit: number // worth % 1000 for unit, worth in WORTH.items()}
    return counted, [finding for finding in [*offer.findings, *choice.findings, *compared] if finding.severity is not Severity.INFO]


def judged(mix: Mix, counted: Mapping[str, int], found: Sequence[Finding]) -> str:
    """Return what became of a mix; raises AssertionError where a unit counts wrongly and nothing names it, or its district.

    An error must name it where it is known below whom it stands; else a warning may ask.
    """
    errors = [finding for finding in found if finding.severity is Severity.ERROR or not finding.parent]
    wrong = [unit for unit in UNITS if counted[unit] != mix.truth.get(unit, 0)]
    said = "\n".join(finding.message for finding in errors)
    silent = [unit for unit in wrong if unit not in said and DISTRICT_OF.get(unit, unit) not in said]
    assert not silent, f"{silent} count {[counted[unit] for unit in silent]}, not as in {mix.truth}; said: {said or 'nothing'}"
    if mix.apart:
        assert not errors, f"nothing is given twice: {said}"
        return "right, nothing twice"
    return "wrong and named" if wrong else "right, with a word" if errors else "right without a word"


MIXES: dict[str, Callable[[random.Random], Mix]] = {"one period": mix_of_one_period, "years and months": mix_of_years_and_months}


@pytest.mark.parametrize("draw", MIXES.values(), ids=MIXES.keys())
@given(seed=st.integers(0, 2**32))
def test_every_unit_counts_as_it_should_or_an_error_names_it(draw: Callable[[random.Random], Mix], seed: int) -> None:
    mix = draw(random.Random(seed))
    judged(mix, *total(mix))


@pytest.mark.parametrize("draw", MIXES.values(), ids=MIXES.keys())
def test_the_draws_hold_enough_of_each_kind(draw: Callable[[random.Random], Mix]) -> None:
    mixes = [draw(random.Random(seed)) for seed in range(60)]
    kinds = Counter(judged(mix, *total(mix)) for mix in mixes)
    assert kinds["right, nothing twice"] >= 30, kinds
    assert kinds["right, with a word"] >= 10, kinds
    assert kinds["wrong and named"] >= 2, kinds


def test_the_judge_sees_a_unit_that_is_counted_twice() -> None:
    one, other = (stated(unit, YEAR, WORTH[unit], parent="甲区") for unit in ("A局", "B局"))
    book = merged("甲区", YEAR, [one, other])
    twice = Mix(YEAR, [one], [book], {"A局": 1, "B局": 1}, Counter({"A局": 2, "B局": 1}))
    assert add_units(FORM, "某市", YEAR, [one, book.summary], Source("", "")).figures[COUNTED] == 1002000, "added up without a look"
    with pytest.raises(AssertionError, match="A局"):
        judged(twice, {**dict.fromkeys(UNITS, 0), "A局": 2, "B局": 1}, [])
    assert judged(twice, *total(twice)) == "right, with a word"
    once = Mix(YEAR, [], [book], {"A局": 1, "B局": 1}, Counter(["A局", "B局"]))
    assert judged(once, *total(once)) == "right, nothing twice"
