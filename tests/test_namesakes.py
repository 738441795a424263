"""One name in several folders, two units or a correction: nothing is refused, nothing dropped in silence; what cannot be told is asked about."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gkxl.actions.checking import check_read
from gkxl.actions.loading import Loaded
from gkxl.actions.merging import merge
from gkxl.eligibility.homes import home_of, labels, owner_by_name
from gkxl.forms import Severity, form_by_id
from gkxl.model.period import Period
from gkxl.model.submission import Source, Submission
from gkxl.model.unit import Unit
from gkxl.rules.findings import Finding
from gkxl.workbook.reading.folders import Intake
from gkxl.workbook.reading.submissions import WorkbookReading

FORM = form_by_id("2021")
NEW, GRANTED, PUNISHED = (
    FORM.index[code] for code in ("applications.new.natural_person", "applications.granted.natural_person", "disclosure.penalties.decisions")
)
YEAR = Period(2025)
ASKED = "merge.namesakes"
OF_A_UNIT = ("教育局", "水利局", "高新区", "城市更新局", "统计局", "01-财政局", "甲", "城关镇2025年", "审核中心报送", "b")
"""Folders that may say whose a file is."""
OF_NO_UNIT = (
    *("3月", "2025", "2025年3月", "一季度", "全年", "2025-12-30"),
    *("更正", "修订2", "第2版", "补报", "退回", "报送", "收", "修改后再报", "第二批", "新", "v2"),
)


def stated(file: str, new: int, revision: int = 1, period: Period = YEAR, parent: str = "", punished: int = 0) -> Submission:
    values: list[int | None] = [None if item.index in FORM.total_items else 0 for item in FORM.items]
    values[NEW], values[GRANTED], values[PUNISHED] = new, new, punished
    return Submission(FORM, "办公室", period, revision, Source(file, "办公室"), values, parent=parent)


def readings(submissions: Sequence[Submission]) -> list[WorkbookReading]:
    return [WorkbookReading(submission.source.file, ours=True, submissions=[submission]) for submission in submissions]


def merged(*submissions: Submission) -> tuple[int, list[Finding], list[Unit]]:
    """Return the new applications of the total, what is asked or wrong, and the units that count."""
    outcome, result = merge(Loaded(Intake(readings(submissions), []), None, "某市"), YEAR)
    loud = [finding for finding in outcome.findings if finding.severity is not Severity.INFO]
    return int(result.body.figures[NEW] or 0), loud, sorted({submission.who for submission in outcome.submissions})


@pytest.mark.parametrize("revision", [1, 2])
def test_the_same_name_in_two_folders_counts_twice_and_is_asked_about(revision: int) -> None:
    total, (asked,), units = merged(stated("收/教育局/办公室.xlsx", 40), stated("收/水利局/办公室.xlsx", 70, revision))
    assert (total, asked.rule, asked.severity, units) == (110, ASKED, Severity.WARNING, [Unit("办公室", "教育局"), Unit("办公室", "水利局")])
    assert "收/教育局/办公室.xlsx" in asked.message and "收/水利局/办公室.xlsx" in asked.message
    assert "本年新收政府信息公开申请数量·自然人”40、70" in asked.message and "上级单位" in asked.message


def test_check_asks_too() -> None:
    outcome = check_read(Intake(readings([stated("教育局/办公室.xlsx", 40), stated("水利局/办公室.xlsx", 70, 2)]), []))
    assert [finding.rule for finding in outcome.findings if finding.severity is Severity.WARNING] == [ASKED]
    assert outcome.state == "没有错误，提醒请逐条核对；上年结转未核对", "not all is well while something is asked"


@pytest.mark.parametrize(
    ("first", "second", "total"),
    [
        (stated("收/办公室.xlsx", 40), stated("收/办公室2.xlsx", 70, 2), 70),
        (stated("收/教育局/办公室.xlsx", 40), stated("收/教育局/更正/办公室.xlsx", 70, 2), 70),
        (stated("教育局/办公室.xlsx", 40), stated("教育局（更正）/办公室.xlsx", 70, 2), 70),
        (stated("2025年/办公室.xlsx", 40), stated("退回/办公室.xlsx", 70, 2), 70),
        (stated("甲/办公室.xlsx", 4321, punished=17), stated("乙/办公室.xlsx", 4321, punished=17), 4321),
        (stated("甲/办公室.xlsx", 4321, punished=17), stated("乙/办公室.xlsx", 4321, 2, punished=71), 4321),
        (stated("甲/办公室.xlsx", 7, period=Period(2025, 1)), stated("乙/办公室.xlsx", 9, period=Period(2025, 2)), 16),
    ],
    ids=["one folder", "below it", "its correction", "no names", "copy", "most repeated", "other months"],
)
def test_what_is_surely_of_one_unit_counts_once_as_ever(first: Submission, second: Submission, total: int) -> None:
    number, _, units = merged(first, second)
    assert (number, units) == (total, [Unit("办公室")])


@pytest.mark.parametrize(
    ("sent", "total", "units"),
    [
        ([stated("收/教育局办公室.xlsx", 40), stated("收/水利局办公室.xlsx", 70, 2)], 110, ["教育局／办公室", "水利局／办公室"]),
        ([stated("收/办公室.xlsx", 40), stated("收/水利局/办公室.xlsx", 70, 2)], 110, ["办公室", "水利局／办公室"]),
        ([stated("甲区/教育局/办公室.xlsx", 40), stated("乙区/教育局/办公室.xlsx", 70)], 110, ["乙区教育局／办公室", "甲区教育局／办公室"]),
        ([stated("甲/办公室.xlsx", 40, parent="教育局"), stated("乙/办公室.xlsx", 70, 2)], 110, ["乙／办公室", "教育局／办公室"]),
        ([stated("甲/办公室.xlsx", 40, parent="教育局"), stated("教育局/办公室.xlsx", 70, 2)], 70, ["教育局／办公室"]),
        ([stated("甲/办公室.xlsx", 40, parent="某市"), stated("教育局/办公室.xlsx", 70, 2)], 110, ["教育局／办公室", "某市／办公室"]),
        ([stated("甲/办公室.xlsx", 4321, parent="教育局", punished=17), stated("乙/办公室.xlsx", 4321, 2, punished=18)], 4321, ["教育局／办公室"]),
        ([stated("甲/办公室.xlsx", 1), stated("乙/办公室.xlsx", 1)], 2, ["乙／办公室", "甲／办公室"]),
    ],
    ids=["file names", "beside a folder", "two levels", "a head", "a head and its folder", "the body's own", "a correction of a head", "few equal"],
)
def test_by_all_that_is_known_of_their_places(sent: list[Submission], total: int, units: list[str]) -> None:
    number, asked, found = merged(*sent)
    assert (number, [unit.path for unit in found]) == (total, units)
    assert [finding.rule for finding in asked if finding.rule == ASKED] == [ASKED] * (len(units) > 1)


def test_months_in_several_folders_that_fill_each_other_up_are_of_one_unit() -> None:
    folders = dict(enumerate(("张三", "李四", "张三", "张三", "李四", "李四"), 1))
    sent = [stated(f"{folder}/{month}月/办公室.xlsx", 10, period=Period(2025, month)) for month, folder in folders.items()]
    total, loud, units = merged(*sent, stated("李四/3月/办公室.xlsx", 13, 2, period=Period(2025, 3)))
    assert (total, units) == (63, [Unit("办公室")])
    assert ASKED not in [finding.rule for finding in loud]


def test_nothing_in_two_folders_is_not_asked_about() -> None:
    assert merged(stated("甲/办公室.xlsx", 0), stated("乙/办公室.xlsx", 0))[:2] == (0, [])


@pytest.mark.parametrize("folder", OF_NO_UNIT)
def test_a_folder_of_a_period_or_a_correction_is_nobodys(folder: str) -> None:
    assert home_of(f"收/{folder}/办公室.xlsx", "办公室") == ()


@pytest.mark.parametrize(
    ("name", "owner"),
    [
        ("教育局办公室", "教育局"),
        ("2025年水利局-办公室（更正）", "水利局"),
        ("办公室", ""),
        ("新办公室", ""),
        ("填报表-办公室", ""),
        ("3月办公室", ""),
    ],
)
def test_what_the_name_of_a_file_says_of_the_unit_above(name: str, owner: str) -> None:
    assert owner_by_name(f"收/{name}.xlsx", "办公室") == owner


def test_homes_are_called_by_what_tells_them_apart() -> None:
    assert labels([("收集", "甲"), ("收集", "乙"), ("收集",)]) == {("收集", "甲"): "甲", ("收集", "乙"): "乙", ("收集",): ""}
    assert labels([("甲", "局"), ("乙", "局")]) == {("甲", "局"): "甲局", ("乙", "局"): "乙局"}


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32))
def test_folders_of_units_are_added_and_folders_of_periods_and_corrections_are_not(seed: int) -> None:
    dice = random.Random(seed)
    sent: list[Submission] = []
    truth = 0
    bodies = dice.sample(OF_A_UNIT, dice.randint(1, 3))
    months = dice.choice([YEAR.months, (YEAR,)])
    for body in bodies:
        for period in months:
            revisions = dice.choice([1, 1, 2, 3])
            for revision in range(1, revisions + 1):
                new = dice.randint(1, 60)
                between = "/".join(dice.sample(OF_NO_UNIT, dice.randint(0, 2)))
                sent.append(stated(f"收/{body}/{between}/办公室-{period}-{revision}.xlsx", new, revision, period))
            truth += new
    dice.shuffle(sent)
    total, loud, units = merged(*sent)
    assert (total, len(units)) == (truth, len(bodies))
    assert [finding.rule for finding in loud if finding.rule == ASKED] == [ASKED] * (len(bodies) > 1)
    assert not [finding for finding in loud if finding.severity is Severity.ERROR]
