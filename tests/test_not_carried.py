"""What is carried on from last year is said to be not compared where there is no last year: in the last line, and on the face of 汇总."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from support.check_cases import as_rows
from test_who_is_who import Sheets

from gkxl.actions.checking import check_read
from gkxl.actions.loading import Loaded
from gkxl.actions.merging import merge
from gkxl.actions.previous import PreviousFiles
from gkxl.actions.templating import templates
from gkxl.forms import form_by_id
from gkxl.model.period import Period
from gkxl.model.period_text import parse_period
from gkxl.model.submission import Source, Submission
from gkxl.workbook.format.layout import layout_for
from gkxl.workbook.reading.folders import Intake
from gkxl.workbook.reading.submissions import WorkbookReading, read_workbook
from gkxl.workbook.writing.workbooks import merged_plans, merged_workbook

FORM = form_by_id("2021")
OPENING, CLOSING, NEW, GRANTED = (FORM.index[f"applications.{row}.natural_person"] for row in ("carried_in", "carried_forward", "new", "granted"))
BODY = "某局"


def stated(unit: str, period: str, opening: int = 0, closing: int | None = 0) -> WorkbookReading:
    values: list[int | None] = [None if item.index in FORM.total_items else 0 for item in FORM.items]
    values[OPENING], values[CLOSING] = opening, closing
    values[NEW], values[GRANTED] = max((closing or 0) - opening, 0), max(opening - (closing or 0), 0)
    file = f"{unit}-{period}.xlsx"
    return WorkbookReading(file, ours=True, submissions=[Submission(FORM, unit, parse_period(period), 1, Source(file, unit), values)])


def body(name: str, period: str, *readings: WorkbookReading) -> WorkbookReading:
    _, merged = merge(Loaded(Intake(list(readings), []), None, name), parse_period(period))
    return read_workbook(Sheets({plan.name: as_rows(plan) for plan in merged_plans(merged)}), f"{name}-{period}.xlsx")


LAST = stated("甲科", "2024", closing=6)
TWO = (stated("甲科", "2025", 6, 6), stated("乙科", "2025"))
MERGES: list[tuple[str, Sequence[WorkbookReading], Sequence[WorkbookReading], str]] = [
    ("2025", TWO, [], "上年结转未核对"),
    ("2025", TWO, [LAST], "1个单位的上年结转未核对（乙科）"),
    ("2025", TWO, [body("另局", "2024", LAST)], "1个单位的上年结转未核对（乙科）"),
    ("2025", TWO[:1], [LAST], "上年结转只逐个单位核对"),
    ("2025", TWO, [body(BODY, "2024", LAST)], ""),
    ("2025", [stated("甲科", str(month)) for month in Period(2025).months], [], "上年结转未核对"),
    ("2025-03", [stated("甲科", "2025-03", 6, 6)], [], "上期结转未核对"),
    ("2025-03", [stated("甲科", "2025-03", 6, 6), stated("甲科", "2025-02", 6, 6)], [], ""),
]


@pytest.mark.parametrize(("period", "given", "before", "said"), MERGES)
def test_a_merge_says_what_was_not_compared_with_the_period_before(
    period: str, given: Sequence[WorkbookReading], before: Sequence[WorkbookReading], said: str
) -> None:
    previous = PreviousFiles("上期", Intake(list(before), [])) if before else None
    outcome, merged = merge(Loaded(Intake(list(given), []), None, BODY, previous), parse_period(period))
    assert (outcome.not_carried, outcome.ok) == (said, True)
    assert said in outcome.state and ("各项勾稽关系全部成立" in outcome.state) is not bool(said)
    assert merged.state == outcome.state


def test_what_last_year_left_blank_was_not_compared() -> None:
    previous = PreviousFiles("上期", Intake([stated("甲科", "2024", 0, None)], []))
    outcome, _ = merge(Loaded(Intake([TWO[0]], []), None, BODY, previous), Period(2025))
    assert outcome.not_carried == "上年结转未核对"


def test_the_total_of_last_year_is_compared_with_this_one_of_the_same_name_by_check_too() -> None:
    this, last = body(BODY, "2025", TWO[1]), PreviousFiles("上期", Intake([body(BODY, "2024", LAST)], []))
    outcome = check_read(Intake([this], []), None, last)
    (wrong,) = [finding for finding in outcome.findings if finding.instance is not None and not finding.caused_by]
    assert (wrong.unit, wrong.expected, wrong.actual, outcome.not_carried) == (BODY, "6", "0", "")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([TWO[0]], "核对了的全部通过；上年结转未核对"),
        ([stated("甲科", str(month)) for month in Period(2025).months], "核对了的全部通过；上年结转未核对"),
        ([LAST, *TWO], "核对了的全部通过；上年结转未核对"),
        ([body(BODY, "2025", *TWO)], "核对了的全部通过；上年结转未核对"),
    ],
)
def test_check_says_so_in_its_last_line(given: Sequence[WorkbookReading], said: str) -> None:
    assert check_read(Intake(list(given), [])).state == said


def test_check_is_through_where_all_was_compared() -> None:
    before = PreviousFiles("上期", Intake([LAST], []))
    assert check_read(Intake([TWO[0]], []), None, before).state == "全部通过"


def test_the_sheet_of_a_body_starts_from_its_total_of_last_year(tmp_path: Path) -> None:
    _, merged = merge(Loaded(Intake([LAST, stated("乙科", "2024", closing=3)], []), None, BODY), Period(2024))
    (tmp_path / "上年.xlsx").write_bytes(merged_workbook(merged)[0])
    templates(tmp_path / "今年.xlsx", period=Period(2025), units=[BODY], previous=[tmp_path / "上年.xlsx"])
    row, col = layout_for(FORM.id).positions[OPENING]
    assert openpyxl.load_workbook(tmp_path / "今年.xlsx")[BODY].cell(row + 1, col + 1).value == 9
