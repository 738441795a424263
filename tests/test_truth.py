"""Each wrong total under "全部成立", and each right office that was refused, that the first release was seen to make; by its line (T) and case (D).

The offices are made here from counted events. What must come out is what the list of defects says in its third column.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from support.driving import Driver, blank_workbook, run
from support.happened import Decision, count, month, span, steady
from support.known_offices import (
    GRANTED,
    PENDING,
    Truth,
    above_and_below,
    at,
    changed,
    copied,
    lacking_once,
    last_year_of_the_body,
    loose_offices,
    offices_alike,
    other_name,
    parent_beside,
    partial_revision,
    plain,
    regulations_of_a_town,
    resent,
    roster,
    superseded,
    ten_a_month,
    year_beside_eleven,
    year_of,
)
from support.planting import CARRIED_FORWARD, CARRIED_IN, FEES, IN_FORCE, LICENSES, QUICK, quick
from support.random_offices import flat
from support.tampering import split_cell
from support.worlds import Merge, Sent

ASKS = [
    pytest.param(
        lambda: Truth(
            replace(
                roster(ten_a_month(), "每月"),
                sent=tuple(replace(sent, period="2023") if sent.period == "2023-03" else sent for sent in ten_a_month().sent),
            ),
            named=("法规科",),
            never={LICENSES: 13},
        ),
        id="T3-D1-month-typed-as-year",
    ),
    pytest.param(lambda: Truth(offices_alike(2, alike=False, listed=True), right=True), id="T2-D2-revision-in-one-of-two-offices"),
    pytest.param(lambda: Truth(offices_alike(1, alike=True, listed=False), right=True), id="T2-D2-one-month-alike"),
    pytest.param(lambda: Truth(loose_offices(), right=True), id="T2-D2-both-on-the-roster"),
    pytest.param(
        lambda: Truth(changed(ten_a_month(), 12, {IN_FORCE: None}), errors=1, named=("法规科",), never={IN_FORCE: 0}),
        id="T1-D3-in-force-blank-in-december",
    ),
    pytest.param(
        lambda: Truth(changed(ten_a_month(), 12, {IN_FORCE: "/"}), errors=1, named=("法规科",), never={IN_FORCE: 0}),
        id="T1-D3-in-force-a-stroke-in-december",
    ),
    pytest.param(
        lambda: Truth(changed(ten_a_month(), 12, {PENDING: None}), errors=1, named=("法规科",), never={PENDING: 0}), id="T1-pending-blank-in-december"
    ),
    pytest.param(lambda: Truth(changed(ten_a_month(), 1, {IN_FORCE: None}), errors=1, named=("法规科",)), id="T1-in-force-blank-in-january"),
    pytest.param(lambda: Truth(changed(ten_a_month(), 12, {IN_FORCE: 0}), errors=1, named=("法规科",)), id="T1-in-force-typed-0-in-december"),
    pytest.param(
        lambda: Truth(
            Merge(
                "汇总.xlsx",
                "某某局",
                "2023",
                {},
                (year_of(plain(), "法规科", "a.xlsx").but({IN_FORCE: None}),),
                previous=(year_of(plain(), "法规科", "a.xlsx", 2022),),
            ),
            errors=1,
            named=("法规科",),
            never={IN_FORCE: 0},
        ),
        id="T1-D3-year-blank-beside-previous",
    ),
    pytest.param(
        lambda: Truth(
            Merge(
                "汇总.xlsx",
                "某某局",
                "2023",
                count((Decision("licensing", month(2023, 5), 3),), *span(2023)),
                (Sent("a.xlsx", "法规科", "2023", {LICENSES: 3}),),
            ),
            right=True,
        ),
        id="T1-blank-without-a-predecessor-is-0",
    ),
    pytest.param(lambda: Truth(partial_revision(), errors=1, named=("法规科",)), id="T5-D4-partial-revision"),
    pytest.param(lambda: Truth(parent_beside(name="某某局"), asked=("某某局",)), id="T4-D5-parent-beside-children"),
    pytest.param(lambda: Truth(other_name(), asked=("市局法规科", "法规科")), id="T4-D5-another-name-for-a-whole-year"),
    pytest.param(lambda: Truth(flat({"法规科": steady(2023, 2), "法規科": steady(2023, 5)}, 2023), asked=("法規科",)), id="T4-slip-in-the-name"),
    pytest.param(lambda: Truth(above_and_below(), right=True), id="T6-parent-by-month-children-by-year-right"),
    pytest.param(lambda: Truth(above_and_below(wrong=50), errors=1, named=("甲局",)), id="T6-D6-parent-by-month-children-by-year"),
    pytest.param(lambda: Truth(above_and_below(half=True), right=True), id="T6-D6-false-errors-on-right-data"),
    pytest.param(
        lambda: Truth(year_beside_eleven(less=True), named=("办公室",)),
        id="T7-D9-year-beside-eleven-months",
    ),
    pytest.param(lambda: Truth(year_beside_eleven(less=False), right=True), id="T7-year-beside-eleven-months-right"),
    pytest.param(lambda: Truth(lacking_once(), asked=(QUICK, "6月")), id="T8-D8-workbook-lacks-a-unit-in-one-month"),
    pytest.param(lambda: Truth(superseded(), right=True), id="T10-D14-superseded-revision"),
    pytest.param(lambda: Truth(last_year_of_the_body(), errors=1, named=("某某局",)), id="T11-last-year-of-the-body"),
    pytest.param(lambda: Truth(copied(), asked=("法规科", "审批科")), id="D10-copied-from-another-department"),
    pytest.param(lambda: Truth(resent(), asked=("审批科",)), id="D10-last-month-resent"),
    pytest.param(lambda: Truth(changed(ten_a_month(), 5, {LICENSES: "1.000"}), asked=("1000", "法规科")), id="T14-D10-thousands-dot"),
    pytest.param(
        lambda: Truth(changed(flat({"法规科": steady(2023, 2)}, 2023), 5, {FEES: "1.234"}), asked=("1234", "法规科")), id="T14-thousands-dot-in-money"
    ),
    pytest.param(
        lambda: Truth(changed(flat({"法规科": steady(2023, 2)}, 2023), 5, {FEES: 13000}), asked=("法规科", "元")), id="word-yuan-for-ten-thousand"
    ),
    pytest.param(lambda: Truth(regulations_of_a_town(), asked=("规章", "某某镇人民政府")), id="T17-regulations-of-a-town"),
]


@pytest.mark.parametrize("case", ASKS)
def test_what_comes_out_of_a_merge(case: Callable[[], Truth], tmp_path: Path) -> None:
    truth = case()
    said = Driver(blank_workbook(), in_memory=True).merge(truth.world, tmp_path)[-1][1]
    told = said.told()
    if truth.right:
        wrong = {code: value for code, value in said.printed.items() if value != truth.world.truth.get(code, 0)}
        assert (said.status, said.of("error"), said.absent, wrong) == (0, [], [], {}), told
    if truth.errors is not None:
        own = [finding for finding in said.of("error") if finding["caused_by"] is None]
        assert (len(own), said.status) == (truth.errors, 1), told
    for unit in truth.named:
        assert any(unit in finding["message"] for finding in said.of("error")), told
    loud = [finding["message"] for finding in (*said.of("error"), *said.of("warning"))] + [str(one) for one in said.absent]
    if truth.asked:
        assert any(all(word in message for word in truth.asked) for message in loud), told
    for code, value in truth.never.items():
        assert code in said.printed, told
        assert said.printed[code] != value, told
    assert truth.says in said.last_line


def test_a_month_typed_as_a_year_is_found_before_it_is_merged(tmp_path: Path) -> None:
    """T3, T15: D1-check."""
    world = ten_a_month()
    sent = at(world, 3)
    said = Driver(blank_workbook(), in_memory=True).check(world.swap({sent.file: replace(sent, period="2023")}), tmp_path)
    assert said.status == 1
    assert "法规科" in said.of("error")[0]["message"]


OPENINGS = [pytest.param(True, id="T15-previous-given"), pytest.param(False, id="T15-months-in-the-same-folder")]


@pytest.mark.parametrize("apart", OPENINGS)
def test_check_compares_an_opening_with_the_month_before(apart: bool, tmp_path: Path) -> None:
    world = flat({"法规科": steady(2023, 3)}, 2023, months=(5, 6))
    then, now = at(world, 5), at(world, 6)
    more = {code: int(now.number(code)) + 2 for code in (CARRIED_IN, GRANTED)}
    wrong = replace(world, sent=(now.but(more),) if apart else (then, now.but(more)))
    driver = Driver(blank_workbook(), in_memory=False)
    driver.check(replace(world, sent=(then,)), tmp_path / "上月")
    options = ("--previous", tmp_path / "上月" / "报送") if apart else ()
    said = driver.check(wrong, tmp_path / "本月", *options)
    assert said.status == 1, said.told()
    assert any(CARRIED_IN in finding["items"] for finding in said.of("error"))


def test_a_superseded_revision_is_not_judged_by_check_either(tmp_path: Path) -> None:
    """T10: D14."""
    said = Driver(blank_workbook(), in_memory=True).check(superseded(), tmp_path)
    assert (said.status, said.of("error"), said.absent) == (0, [], []), said.told()


def test_an_unreadable_old_file_beside_a_good_one_is_settled(tmp_path: Path) -> None:
    """T10: D14."""
    world = flat({"法规科": steady(2023, 3)}, 2023, months=(3,))
    driver = Driver(blank_workbook(), in_memory=False)
    driver.check(world, tmp_path)
    (tmp_path / "报送" / "法规科" / "法规科-2023-03旧.xlsx").write_bytes(b"PK\x03\x04 cut off")
    said = run("merge", tmp_path / "报送", "-o", tmp_path / "汇总.xlsx", "--unit", "某某局", "--period", "2023-03")
    assert (said.status, said.of("error")) == (0, []), said.told()


def test_a_merged_workbook_that_was_edited_is_judged_alike_by_all(tmp_path: Path) -> None:
    """T9: D7: what check and report reject, the merge above does not accept."""
    driver = Driver(blank_workbook(), in_memory=False)
    world = flat({"法规科": steady(2023, 2), "审批科": steady(2023, 5)}, 2023, months=(3,), body="甲局")
    made = tmp_path / "甲局.xlsx"
    driver.merge(replace(world, period="2023-03", file=made.name), tmp_path)
    book = openpyxl.load_workbook(made)
    row, column = blank_workbook().cells[LICENSES]
    for sheet in ("审批科", "汇总"):
        assert isinstance(book[sheet].cell(row, column).value, (int, float))
    book["审批科"].cell(row, column).value += 1000
    book.save(made)
    (tmp_path / "上报").mkdir()
    made.rename(tmp_path / "上报" / "甲局.xlsx")
    above = run("merge", tmp_path / "上报", "-o", tmp_path / "市.xlsx", "--unit", "某某市", "--period", "2023-03")
    checked = run("check", tmp_path / "上报")
    assert (above.status, checked.status) == (1, 1), above.told() + checked.told()
    assert run_plain("report", tmp_path / "上报" / "甲局.xlsx", "-o", tmp_path / "报告.html") == 1
    assert all(any(blank_workbook().keys[LICENSES][1][-4:] in finding["message"] for finding in said.of("error")) for said in (above, checked))


def test_a_figure_in_the_second_cell_of_a_broken_merge_is_named(tmp_path: Path) -> None:
    """T12: D13."""
    driver = Driver(blank_workbook(), in_memory=False)
    world = changed(flat({"法规科": steady(2023, 3)}, 2023, months=(3,)), 3, {LICENSES: None})
    driver.check(world, tmp_path)
    split_cell(tmp_path / "报送" / world.sent[0].file)
    row, column = blank_workbook().cells[LICENSES]
    place = f"{get_column_letter(column + 1)}{row}"
    said = run("merge", tmp_path / "报送", "-o", tmp_path / "汇总.xlsx", "--unit", "某某局", "--period", "2023-03")
    assert any(place in finding["message"] or place in finding["cells"] for finding in said.of("error")), said.told()


SUMS = [
    pytest.param(LICENSES, [10**14] * 11, id="T13-D11-counts"),
    pytest.param(FEES, [Decimal("333333334.123457"), Decimal("333333333.2"), Decimal("333333333.3")], id="T13-D11-money"),
]


@pytest.mark.parametrize(("code", "numbers"), SUMS)
def test_a_sum_over_15_digits_is_refused_or_exact_to_the_end(code: str, numbers: list[int | Decimal], tmp_path: Path) -> None:
    sent = tuple(Sent(f"{place}.xlsx", f"科室{place}", "2023", {code: number}) for place, number in enumerate(numbers))
    said = Driver(blank_workbook(), in_memory=False).merge(Merge("汇总.xlsx", "某某局", "2023", {}, sent), tmp_path)[-1][1]
    if said.of("error"):
        return
    exact = sum(numbers)
    page = tmp_path / "报告.html"
    reported = run_plain("report", tmp_path / "汇总.xlsx", "-o", page)
    assert said.printed[code] == exact, said.told()
    assert (reported, str(exact) in page.read_text(encoding="utf-8")) == (0, True)


def test_a_sheet_that_states_only_totals_is_said_to_be_one(tmp_path: Path) -> None:
    """T16."""
    world = Merge(
        "汇总.xlsx", "某某局", "2023", {}, (Sent("a.xlsx", "法规科", "2023", {"applications.new.total": 5, "applications.results_total.total": 5}),)
    )
    said = Driver(blank_workbook(), in_memory=True).check(world, tmp_path)
    reasons = [unread["reason"] for unread in said.document["unread"]] + [finding["message"] for finding in said.of("error")]
    assert any("总计" in reason for reason in reasons), said.told()
    assert not any("没有填任何数字" in reason for reason in reasons)


def run_plain(*arguments: object) -> int:
    """Run a command line that has no --json and return its exit status."""
    from gkxl.cli import main

    with pytest.raises(SystemExit) as stopped:
        main([str(argument) for argument in arguments])
    return int(stopped.value.code or 0)


def test_what_is_carried_forward_and_never_brought_in_is_the_only_thing_wrong(tmp_path: Path) -> None:
    """The cases above rest on this: the office that they start from is right."""
    for number, world in enumerate((ten_a_month(), flat({"法规科": steady(2023, 3), QUICK: quick(4)}, 2023))):
        said = Driver(blank_workbook(), in_memory=True).merge(world, tmp_path / str(number))[-1][1]
        assert (said.status, said.of("error"), said.of("warning")) == (0, [], []), said.told()
        assert said.printed[CARRIED_FORWARD] == world.truth.get(CARRIED_FORWARD, 0)
