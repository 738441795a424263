"""Whatever is given together, each statement counts once, or an error says that it does not."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence

from hypothesis import given
from hypothesis import strategies as st

from gkxl.aggregation.totals import add_units
from gkxl.aggregation.year import unit_years
from gkxl.eligibility.double_counting import MergedWorkbook, without_double_counting
from gkxl.eligibility.fingerprints import fingerprints_of
from gkxl.eligibility.revisions import choose_revisions
from gkxl.forms import form_by_id
from gkxl.model.period import Period
from gkxl.model.submission import Source, Submission
from gkxl.rules.findings import has_errors

FORM = form_by_id("2021")
COUNTED = FORM.index["disclosure.licensing.decisions"]
YEAR = Period(2025)
DISTRICTS = {"甲区": ("A局", "B局"), "乙区": ("C局", "D局")}
UNITS = ("A局", "B局", "C局", "D局", "E局")
WORTH = {unit: 1000**number for number, unit in enumerate(UNITS)}
"""What a unit counts for: the total tells by itself who is in it, and how often."""


def stated(unit: str, period: Period, number: int, revision: int = 1) -> Submission:
    values: list[int | None] = [None if item.index in FORM.total_items else 0 for item in FORM.items]
    values[COUNTED] = number
    return Submission(FORM, unit, period, revision, Source(f"{unit}-{period}-{revision}.xlsx", unit), values)


def merged(body: str, period: Period, parts: Sequence[Submission], within: Iterable[MergedWorkbook] = ()) -> MergedWorkbook:
    """Return a merged workbook of these parts; of a year it knows the months too."""
    units = parts if period.month else unit_years(parts, period.year)[0]
    summary = add_units(FORM, body, period, units, Source(f"{body}-{period}.xlsx", "汇总"))
    months = [one for one in parts if one.period != period]
    deeper = [fingerprint for book in within for fingerprint in fingerprints_of(book.parts, book.fingerprints)]
    return MergedWorkbook(summary, [*units, *months], deeper)


def total(loose: Sequence[Submission], books: Sequence[MergedWorkbook], period: Period) -> tuple[int, bool]:
    """Return what a merge counts, and whether it says that something is wrong."""
    offer = without_double_counting(loose, books, lambda unit, body: False)
    choice = choose_revisions([*offer.loose, *(book.summary for book in offer.books)])
    units, compared = (list(choice.counted), []) if period.month else unit_years(choice.counted, period.year)
    body = add_units(FORM, "某市", period, units, Source("", ""))
    return int(body.figures[COUNTED] or 0), has_errors([*offer.findings, *choice.findings, *compared])


@given(st.integers(0, 2**32))
def test_files_of_one_period_and_the_workbooks_they_went_into(seed: int) -> None:
    dice = random.Random(seed)
    period = dice.choice([YEAR, Period(2025, 3)])
    latest = {unit: dice.choice([1, 1, 2]) for unit in UNITS}
    files = {(unit, revision): stated(unit, period, WORTH[unit] * revision, revision) for unit in UNITS for revision in range(1, latest[unit] + 1)}
    fingerprints: dict[str, dict[str, int]] = {}
    books: dict[str, MergedWorkbook] = {}
    for body, units in DISTRICTS.items():
        chosen = {unit: dice.randint(1, latest[unit]) for unit in units if dice.random() < 0.8}
        if chosen:
            books[body] = merged(body, period, [files[one] for one in chosen.items()])
            fingerprints[body] = chosen
    if books and dice.random() < 0.4:
        below = [body for body in books if dice.random() < 0.7] or [next(iter(books))]
        books["某市"] = merged("某市", period, [books[body].summary for body in below], [books[body] for body in below])
        fingerprints["某市"] = {unit: revision for body in below for unit, revision in fingerprints[body].items()}
    given_files = [one for one in files if dice.random() < 0.4]
    given_books = [body for body in books if dice.random() < 0.6]
    inside = [*given_files, *(fingerprint for body in given_books for fingerprint in fingerprints[body].items())]
    truth = {unit: max(revision for other, revision in inside if other == unit) for unit, _ in inside}
    counted, wrong = total([files[one] for one in given_files], [books[body] for body in given_books], period)
    assert wrong or counted == sum(WORTH[unit] * revision for unit, revision in truth.items())


@given(st.integers(0, 2**32))
def test_years_and_months_of_the_same_units_in_files_and_workbooks(seed: int) -> None:
    dice = random.Random(seed)
    idle = set(dice.sample(range(1, 13), dice.randint(0, 11)))
    monthly = {
        unit: [stated(unit, at, 0 if at.month in idle else WORTH[unit]) for at in YEAR.months] for unit in UNITS
    }  # months without anything hide nothing
    worth = {unit: WORTH[unit] * (12 - len(idle)) for unit in UNITS}
    yearly = {unit: stated(unit, YEAR, worth[unit]) for unit in UNITS}
    loose: list[Submission] = []
    books: list[MergedWorkbook] = []
    present: set[str] = set()
    for unit in UNITS:
        how = dice.choice(["", "", "months", "year", "both"])
        loose += (monthly[unit] if how in ("months", "both") else []) + ([yearly[unit]] if how in ("year", "both") else [])
        present |= {unit} if how else set()
    for body, units in DISTRICTS.items():
        how = dice.choice(["", "months", "year", "year of months"])
        inside = [unit for unit in units if dice.random() < 0.8]
        if not how or not inside:
            continue
        present.update(inside)
        if how == "months":
            books += [merged(body, at, [monthly[unit][at.month - 1] for unit in inside]) for at in YEAR.months]
        else:
            parts = [yearly[unit] for unit in inside] if how == "year" else [month for unit in inside for month in monthly[unit]]
            books.append(merged(body, YEAR, parts))
    dice.shuffle(loose)
    dice.shuffle(books)
    counted, wrong = total(loose, books, YEAR)
    assert wrong or counted == sum(worth[unit] for unit in present)


def test_the_judge_sees_a_unit_that_is_counted_twice() -> None:
    one, other = stated("A局", YEAR, 5), stated("B局", YEAR, 7)
    book = merged("甲区", YEAR, [one, other])
    assert add_units(FORM, "某市", YEAR, [one, book.summary], Source("", "")).figures[COUNTED] == 17, "added up without a look"
    assert total([one], [book], YEAR) == (12, True)
    assert total([], [book], YEAR) == (12, False)
