"""Months whose stocks are left blank at random: what the year prints at its end is right, or an error says what is not stated, with its cell."""

from __future__ import annotations

from dataclasses import dataclass, replace

from hypothesis import given, settings
from hypothesis import strategies as st

from gkxl.aggregation.stocks import find_lacking, find_lacking_in_parts
from gkxl.aggregation.totals import add_months, add_units
from gkxl.forms import Severity, form_by_id
from gkxl.model.figures import UNFILLED, Number
from gkxl.model.period import Period
from gkxl.model.submission import Source, Submission
from gkxl.rules.equations import check
from gkxl.rules.findings import Finding
from gkxl.workbook.format.layout import layout_for

FORM = form_by_id("2021")
LAYOUT = layout_for("2021")
ISSUED, REPEALED, IN_FORCE = (FORM.index[f"disclosure.normative_documents.{column}"] for column in ("issued", "repealed", "in_force"))
OPENING, NEW, GRANTED, CLOSING = (FORM.index[f"applications.{row}.natural_person"] for row in ("carried_in", "new", "granted", "carried_forward"))
PENDING, CLOSED = (FORM.index[f"disputes.cases.reconsideration_{column}"] for column in ("pending", "upheld"))
STOCKS = (IN_FORCE, OPENING, CLOSING, PENDING)
TIED = ((IN_FORCE,), (OPENING, CLOSING), (PENDING,))
"""Which of them say something of each other."""


@dataclass(frozen=True)
class Months:
    """A year of a unit as it happened: the right figures of each month, and which of its stocks are left blank."""

    right: list[dict[int, int]]
    blank: list[frozenset[int]]
    computed: bool
    """Whether the sheets stand in one workbook, where each opening is a formula on the sheet before: a blank there gives 0."""

    def submissions(self) -> list[Submission]:
        """Return what is read of its sheets."""
        sheets: list[Submission] = []
        for month, (right, blank) in enumerate(zip(self.right, self.blank, strict=True), start=1):
            values: list[Number | None] = [None if item.index in FORM.total_items else 0 for item in FORM.items]
            for item, number in right.items():
                values[item] = None if item in blank else number
            if self.computed and sheets:
                values[OPENING] = sheets[-1].stated[CLOSING] or 0
                values[IN_FORCE] = (sheets[-1].stated[IN_FORCE] or 0) + right[ISSUED] - right[REPEALED]
            sheets.append(Submission(FORM, "法规科", Period(2023, month), 1, Source(f"{month}.xlsx", "表"), values, LAYOUT.positions))
        return sheets


@st.composite
def years(draw: st.DrawFn, blanks: bool = True) -> Months:
    """Draw what happened, counted one event after the other, and what was left blank."""
    small = st.integers(0, 3)
    in_force, pending, cases = draw(st.integers(0, 9)), draw(small), draw(small)
    right, blank = [], []
    for _ in range(draw(st.integers(2, 12))):
        opening, issued, new = pending, draw(small), draw(small)
        repealed, granted = draw(st.integers(0, min(3, in_force))), draw(st.integers(0, min(3, opening + new)))
        closed = draw(st.integers(0, cases))
        in_force, pending, cases = in_force + issued - repealed, opening + new - granted, cases - closed + draw(small)
        made = {ISSUED: issued, REPEALED: repealed, IN_FORCE: in_force, CLOSED: closed, PENDING: cases}
        right.append(made | {OPENING: opening, NEW: new, GRANTED: granted, CLOSING: pending})
        blank.append(draw(st.frozensets(st.sampled_from(STOCKS))) if blanks else frozenset[int]())
    return Months(right, blank, draw(st.booleans()))


def _year(sheets: list[Submission]) -> tuple[Submission, list[Finding]]:
    marked, findings = find_lacking(sheets, [])
    return add_months(marked), findings


def _contradicted(sheets: list[Submission]) -> set[int]:
    """Return the stocks that do not fit what is stated with 0 in place of every blank, counted without the equations of the form."""
    before: dict[int, Number] = {}
    found: set[int] = set()
    for sheet in sheets:
        now = {item: sheet.stated[item] or 0 for item in (*STOCKS, ISSUED, REPEALED, NEW, GRANTED, CLOSED)}
        if now[OPENING] + now[NEW] != now[GRANTED] + now[CLOSING] or (before and now[OPENING] != before[CLOSING]):
            found |= {OPENING, CLOSING}
        if before and now[IN_FORCE] != before[IN_FORCE] + now[ISSUED] - now[REPEALED]:
            found.add(IN_FORCE)
        if before and sheet.stated[PENDING] is None and before[PENDING]:
            found.add(PENDING)
        before = now
    return found


def _at_its_ends(sheets: list[Submission], right: list[dict[int, int]]) -> dict[int, int]:
    """Return what a year over these months should print of each stock."""
    return {item: (right[0] if item == OPENING else right[-1])[item] for item in STOCKS}


@settings(max_examples=150)
@given(years())
def test_what_a_year_prints_is_right_or_said_to_be_lacking_unless_nothing_contradicts_0(months: Months) -> None:
    sheets = months.submissions()
    year, findings = _year(sheets)
    right, contradicted = _at_its_ends(sheets, months.right), _contradicted(sheets)
    marked, _ = find_lacking(sheets, [])
    # A formula on a blank may break the balance of its own sheet.
    broken = {FORM.index[code] for sheet in marked for finding in check(sheet) if finding.severity is Severity.ERROR for code in finding.items}
    assert months.computed or not broken
    said = {FORM.index[code] for finding in findings for code in finding.items} | broken
    for tied in TIED:
        assert (not contradicted.isdisjoint(tied)) == (not said.isdisjoint(tied))
        # Of 尚未审结 no equation says how many came in; what was computed from a blank says as little as the blank.
        known = tied != (PENDING,) and not months.computed and any(sheet.stated[item] is not None for sheet in sheets for item in tied)
        for item in tied:
            if item not in contradicted:
                assert year.printed[item] != UNFILLED
            elif known:
                assert year.printed[item] in (right[item], UNFILLED)


@given(years())
def test_an_error_names_only_blanks_that_are_not_0_and_what_it_says_of_them_is_true(months: Months) -> None:
    sheets = months.submissions()
    _, findings = _year(sheets)
    right = {str(sheet.period): (sheet, figures) for sheet, figures in zip(sheets, months.right, strict=True)}
    for finding in findings:
        sheet, figures = right[finding.period]
        assert finding.rule == "stock.not_stated"
        assert finding.cells
        for code, said in zip(finding.items, finding.expected.split("、"), strict=True):
            item = FORM.index[code]
            assert sheet.stated[item] is None
            assert figures[item] > 0 or item == PENDING
            if said and not months.computed:
                assert int(said) == figures[item] if f"“{FORM.items[item].label}”应为" in finding.message else int(said) <= figures[item]


@given(years(), st.integers(0, 2))
def test_blanks_that_stand_for_0_are_no_error(months: Months, kinds: int) -> None:
    """Only some stocks are left blank, wherever they are 0; 尚未审结, of which nothing says what came in, where it was 0 before."""
    pairs = zip([{PENDING: 0}, *months.right], months.right, strict=False)
    meant = [
        frozenset(item for item in STOCKS[kinds:] if figures[item] == 0 and not (item == PENDING and before[PENDING])) for before, figures in pairs
    ]
    sheets = replace(months, blank=meant).submissions()
    year, findings = _year(sheets)
    assert findings == []
    assert {item: year.printed[item] for item in STOCKS} == _at_its_ends(sheets, months.right)


@given(years(blanks=False))
def test_where_every_stock_is_stated_nothing_is_said_and_everything_is_right(months: Months) -> None:
    year, findings = _year(months.submissions())
    assert findings == []
    assert [year.printed[item] for item in (OPENING, CLOSING, IN_FORCE)] == [
        months.right[0][OPENING],
        months.right[-1][CLOSING],
        months.right[-1][IN_FORCE],
    ]


@given(years(), st.integers(1, 9))
def test_last_years_december_says_what_a_workbook_of_months_starts_from(months: Months, before: int) -> None:
    """The first sheet leaves 现行有效 blank, so that all after it count from 0: the year is not stated, and one error says where."""
    right = [{**figures, IN_FORCE: before, ISSUED: 0, REPEALED: 0} for figures in months.right]
    blank = [frozenset({IN_FORCE}), *(frozenset[int]() for _ in right[1:])]
    sheets = Months(right, blank, computed=True).submissions()
    values = [0 if value is None else value for value in sheets[0].stated]
    values[IN_FORCE], values[CLOSING] = before, right[0][OPENING]
    marked, findings = find_lacking(sheets, [replace(sheets[0], period=Period(2022, 12), stated=values)])
    assert [(finding.rule, finding.period, finding.expected) for finding in findings] == [("stock.not_stated", "2023-01", str(before))]
    assert add_months(marked).printed[IN_FORCE] == UNFILLED


@settings(max_examples=50)
@given(years(), years(blanks=False))
def test_a_body_that_was_merged_month_by_month_lacks_what_its_parts_lack(months: Months, others: Months) -> None:
    """Another part states everything: what the body prints at its end is that of both, or is said to be lacking."""
    number = min(len(months.right), len(others.right))
    of_one, of_other = months.submissions()[:number], [replace(sheet, unit="办公室") for sheet in others.submissions()[:number]]
    pairs = list(zip(of_one, of_other, strict=True))
    sums = [add_units(FORM, "甲局", one.period, [one, other], Source(f"甲局{one.period.month}.xlsx", "汇总")) for one, other in pairs]
    marked, findings = find_lacking_in_parts(sums, {total.source: pair for total, pair in zip(sums, pairs, strict=True)}, [])
    alone, said = find_lacking(of_one, [])
    assert findings == said
    assert [set(total.lacking) for total in marked] == [set(sheet.lacking) for sheet in alone]
    assert add_months(marked).lacking.keys() == add_months(alone).lacking.keys()
