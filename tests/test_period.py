"""Periods as people write them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkxl.eligibility.file_hints import attribute, told_period
from gkxl.eligibility.homes import home_of
from gkxl.model.period import Period, spans
from gkxl.model.period_text import PeriodError, parse_period
from gkxl.model.roster import Roster
from gkxl.model.unit import Unit
from gkxl.rules.unread import Unread, UnreadReason


@pytest.mark.parametrize(
    "written",
    ["2026-03", "2026年3月", "2026.3", "2026-3", "202603", "2026/3", " 2026 年 03 月 ", "２０２６-０３", 2026.3, dt.date(2026, 3, 1), 202603.0],
)
def test_a_month_is_understood(written: object) -> None:
    assert parse_period(written) == Period(2026, 3)


@pytest.mark.parametrize("written", ["2019", "2019年", "2019年度", 2019, 2019.0])
def test_a_year_is_understood(written: object) -> None:
    assert parse_period(written) == Period(2019)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("", "不是期间"),
        ("二〇一九", "不是期间"),
        ("2026-13", "没有13月"),
        ("2026-00", "没有0月"),
        ("19", "不是期间"),
        ("20263", "不是期间"),
        ("3019", "年份"),
        (2026.1, "1月还是10月"),
    ],
)
def test_what_is_no_period_is_refused(written: object, words: str) -> None:
    with pytest.raises(PeriodError, match=words):
        parse_period(written)


@pytest.mark.parametrize(
    ("written", "months"),
    [
        *(
            (text, (1, 3))
            for text in ("2026-Q1", "2026q1", "2026年Q1", "2026年一季度", "2026年第一季度", "2026 年第 1 季度", "2026年1季度", "2026年1—3月")
        ),
        *((text, (10, 12)) for text in ("2026-Q4", "2026年四季度", "2026年10至12月")),
        *((text, (1, 6)) for text in ("2026-H1", "2026年上半年", "2026上半年", "2026年1-6月", "2026-01..2026-06")),
        *((text, (7, 12)) for text in ("2026-H2", "2026年下半年", "2026.7-2026.12")),
        *(
            (text, (1, 4))
            for text in ("2026-01..2026-04", "2026年1—4月", "2026年1-4月", "２０２６年１～４月", "2026年1月至4月", "2026年1月—2026年4月")
        ),
        *((text, (1, 4)) for text in ("2026年1—4月累计", "2026年1月到4月份", "2026-01至2026-04", "2026/1-2026/4", "2026年1–4月")),
        *((text, (1, 9)) for text in ("2026年前三季度", "2026年前3季度", "2026年1—9月", "2026年一至三季度")),
        ("2026年1—12月", (1, 12)),
        ("2026年3—3月", (3, 3)),
    ],
)
def test_a_span_of_months_is_understood(written: str, months: tuple[int, int]) -> None:
    assert parse_period(written) == Period(2026, *months)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("2026-Q5", "没有第5个季度"),
        ("2026-H3", "没有第3个半年"),
        ("2026年4—1月", "颠倒"),
        ("2026年1—13月", "没有13月"),
        ("2025-11..2026-02", "跨了年"),
        ("2026-1-4", "不是期间"),
        ("季度", "不是期间"),
        ("1—4月", "不是期间"),
        ("1999-Q1", "年份"),
    ],
)
def test_what_is_no_span_is_refused(written: str, words: str) -> None:
    with pytest.raises(PeriodError, match=words):
        parse_period(written)


PERIODS = st.builds(
    lambda year, months: Period(year, min(months), max(months)), st.integers(2008, 2099), st.tuples(st.integers(1, 12), st.integers(1, 12))
)


@given(PERIODS)
def test_a_period_is_read_back_from_how_it_is_written(period: Period) -> None:
    assert parse_period(str(period)) == parse_period(period.chinese) == period
    assert period.start <= period.end
    assert all(before < period and before.end + dt.timedelta(days=1) == period.start for before in period.predecessors)
    lengths = [before.length for before in period.predecessors]
    assert lengths[0] == period.length or period.length not in lengths
    assert len(period.months) == period.length and period.months[0].start == period.start and period.months[-1].end == period.end
    assert not set("[]:*?/\\'<>|\"") & set(str(period))  # it stands in names of sheets and files


@given(PERIODS, PERIODS)
def test_periods_hold_and_follow_each_other_as_their_months_do(one: Period, other: Period) -> None:
    mine, theirs = set(one.months), set(other.months)
    assert one.contains(other) == (theirs <= mine) and one.overlaps(other) == bool(mine & theirs)
    assert (one == other) == (mine == theirs) and one.made_of_months == (len(mine) > 1)
    assert (one < other) == ((one.start, other.end) < (other.start, one.end)) and (one <= other) == (not one > other)


@pytest.mark.parametrize(
    ("period", "chinese", "first"),
    [
        (Period(2026), "2026年", Period(2025)),
        (Period(2026, 1), "2026年1月", Period(2025, 12)),
        (Period(2026, 4, 6), "2026年第二季度", Period(2026, 1, 3)),
        (Period(2026, 1, 6), "2026年上半年", Period(2025, 7, 12)),
        (Period(2026, 1, 4), "2026年1—4月", Period(2025, 9, 12)),
        (Period(2026, 3, 4), "2026年3—4月", Period(2026, 1, 2)),
    ],
)
def test_a_period_has_a_name_and_one_before_it(period: Period, chinese: str, first: Period) -> None:
    assert period.chinese == chinese and period.predecessors[0] == first


def test_parts_of_a_year_are_listed_with_runs_of_months_shortened() -> None:
    assert spans([Period(2026, month) for month in (7, 2, 6, 5)]) == "2月、5—7月"
    assert spans([Period(2026, 4), Period(2026, 1, 3), Period(2026, 5), Period(2026, 7, 12)]) == "第一季度、4—5月、下半年"
    assert spans([Period(2026, 3), Period(2026)]) == "2026年、2026年3月"
    assert spans([Period(2026, month) for month in (1, 3, 4, 6, 8)], most=2) == "1月、3—4月等4段"


@pytest.mark.parametrize(
    ("file", "told"),
    [
        ("甲科2026年一季度.xlsx", Period(2026, 1, 3)),
        ("2026/一季度/甲科.xlsx", Period(2026, 1, 3)),
        ("甲科-2026-Q2.xlsx", Period(2026, 4, 6)),
        ("甲科-2026-H2.xlsx", Period(2026, 7, 12)),
        ("甲科-2026-01..2026-04.xlsx", Period(2026, 1, 4)),
        ("甲科2026年1—4月.xlsx", Period(2026, 1, 4)),
        ("2026年上半年/甲科3月.xlsx", Period(2026, 3)),
        ("甲科1-4月.xlsx", Period(2024, 1, 4)),
        ("甲科一、二季度.xlsx", None),
        ("甲科季度报表.xlsx", None),
        ("甲科前三季度.xlsx", None),
    ],
)
def test_the_name_of_a_file_tells_a_part_of_a_year(file: str, told: Period | None) -> None:
    assert told_period(file, 2024) == told


@pytest.mark.parametrize("folder", ["一季度", "2026年第二季度", "上半年", "2026-Q1", "2026-01..2026-04", "1—4月", "1-4月累计", "前三季度"])
def test_a_folder_named_after_a_period_says_nothing_of_whose_a_file_is(folder: str) -> None:
    assert home_of(f"报送/{folder}/办公室.xlsx", "办公室") == ()


@pytest.mark.parametrize(
    ("file", "asked", "told"),
    [
        ("1-3月办公室.xlsx", Period(2026, 3), Period(2026, 3)),  # the first file, of March
        ("一季度办公室.xlsx", Period(2026, 1, 3), Period(2026, 1, 3)),
        ("一季度办公室.xlsx", Period(2026), Period(2026, 1, 3)),
        ("一季度办公室.xlsx", Period(2026, 5), Period(2026, 1, 3)),
        ("2026办公室.xlsx", Period(2026, 5), Period(2026)),
        ("办公室.xlsx", Period(2026, 5), Period(2026, 5)),
        ("办公室.xlsx", Period(2026, 4, 6), None),
    ],
)
def test_a_file_that_was_not_read_is_of_the_period_that_its_name_tells(file: str, asked: Period, told: Period | None) -> None:
    lost = Unread(file, UnreadReason.DAMAGED, "已损坏", "请重发")
    (found,) = attribute([lost], Roster.of([Unit("办公室")]), asked)
    assert (found.unit, found.period) == ("办公室", told)
