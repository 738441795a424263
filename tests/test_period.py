"""Periods as people write them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkxl.model.period import Period, PeriodError, parse_period


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


@given(st.integers(2008, 2099), st.integers(0, 12))
def test_a_period_is_read_back_from_how_it_is_written(year: int, month: int) -> None:
    period = Period(year, month)
    assert parse_period(str(period)) == parse_period(period.chinese) == period
    assert period.start <= period.end
    assert all(one < period or one.year < period.year for one in period.predecessors)
