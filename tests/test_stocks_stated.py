"""Months whose stocks are left blank at random: what the year prints at its end is right, or an error says what is not stated, with its cell."""

from __future__ import annotations

from dataclasses import dataclass, replace

from hypothesis import given, settings
from hypothesis import strategies as st

from gkxl.aggregation.stocks import find_lacking
from gkxl.aggregation.totals import add_months
from gkxl.forms import form_by_id
from gkxl.model.figures import UNFILLED, Number
from gkxl.model.period import Period
from gkxl.model.submission import Source, Submission
from gkxl.rules.findings import Finding
from gkxl.workbook.format.layout import layout_for

FORM = form_by_id("2021")
LAYOUT = layout_for("2021")
ISSUED, REPEALED, IN_FORCE = (FORM.index[f"disclosure.normative_documents.{column}"] for column in ("issued", "repealed", "in_force"))
OPENING, NEW, GRANTED, CLOSING = (FORM.index[f"applications.{row}.natural_person"] for row in ("carried_in", "new", "granted", "carried_forward"))
STOCKS = (IN_FORCE, OPENING, CLOSING)


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
    in_force, pending = draw(st.integers(0, 9)), draw(small)
    right, blank = [], []
    for _ in range(draw(st.integers(2, 12))):
        opening, issued, new = pending, draw(small), draw(small)
        repealed, granted = draw(st.integers(0, min(3, in_force))), draw(st.integers(0, min(3, opening + new)))
        in_force, pending = in_force + issued - repealed, opening + new - granted
        right.append(
            {ISSUED: issued, REPEALED: repealed, IN_FORCE: in_force, OPENING: opening, NEW: new, GRANTED: granted, CLOSING: pending},
        )
        blank.append(draw(st.frozensets(st.sampled_from(STOCKS))) if blanks else frozenset[int]())
    return Months(right, blank, draw(st.booleans()))


def _year(sheets: list[Submission]) -> tuple[Submission, list[Finding]]:
    marked, findings = find_lacking(sheets, [])
    return add_months(marked), findings


@settings(max_examples=300)
@given(years())
def test_what_a_year_prints_at_its_end_is_right_or_said_to_be_lacking_unless_nothing_could_tell(months: Months) -> None:
    sheets = months.submissions()
    year, findings = _year(sheets)
    said = {(finding.period, item) for finding in findings for item in finding.items}
    blank_and_not_0 = {
        (str(sheet.period), FORM.items[item].code)
        for sheet, right in zip(sheets, months.right, strict=True)
        for item in STOCKS
        if sheet.stated[item] is None and right[item]
    }
    assert said <= blank_and_not_0, "an error names only blanks that are not 0"
    assert all(finding.rule == "stock.not_stated" and finding.cells for finding in findings)
    for item in (IN_FORCE, CLOSING):
        printed, right = year.printed[item], months.right[-1][item]
        if printed == UNFILLED:
            assert said
        elif printed != right:
            # No sheet states the stock before or at the end, so that the first one counts from a blank.
            stocks = (IN_FORCE,) if item == IN_FORCE else (OPENING, CLOSING)
            stated = {sheet.period for sheet in sheets for stock in stocks if sheet.stated[stock] is not None}
            assert not stated or (months.computed and stocks[0] in months.blank[0]), (printed, right)


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
