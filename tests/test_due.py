"""Due days and dates of filling, in the ways people write them."""

from __future__ import annotations

import datetime as dt

import pytest

from gkxl.model.due_dates import parse_day, parse_due
from gkxl.model.period import Period

MARCH, FEBRUARY, YEAR = Period(2026, 3), Period(2026, 2), Period(2026)


@pytest.mark.parametrize(
    ("written", "period", "day"),
    [
        ("5", MARCH, dt.date(2026, 4, 5)),
        ("5.0", MARCH, dt.date(2026, 4, 5)),
        ("次月5日前", MARCH, dt.date(2026, 4, 5)),
        ("５号", MARCH, dt.date(2026, 4, 5)),
        ("5", Period(2026, 12), dt.date(2027, 1, 5)),
        ("31", MARCH, dt.date(2026, 4, 30)),
        ("当月25日", MARCH, dt.date(2026, 3, 25)),
        ("月底", FEBRUARY, dt.date(2026, 2, 28)),
        ("当月30日", FEBRUARY, dt.date(2026, 2, 28)),
        ("5", YEAR, dt.date(2027, 1, 5)),
        ("1月15日", YEAR, dt.date(2027, 1, 15)),
        ("次年1月15日前", YEAR, dt.date(2027, 1, 15)),
        ("2027-01-15 00:00:00", YEAR, dt.date(2027, 1, 15)),
        ("1-15", YEAR, dt.date(2027, 1, 15)),
        ("1月15日", MARCH, None),
    ],
)
def test_a_due_day_falls_on(written: str, period: Period, day: dt.date | None) -> None:
    due = parse_due(written, monthly=False)
    assert due is not None and due.date(period) == day
    assert parse_due(str(due), monthly=False) == due


@pytest.mark.parametrize(("written", "monthly"), [("尽快", False), ("0", False), ("32", False), ("13月1日", False), ("1月15日", True)])
def test_what_is_no_due_day_is_refused_with_an_example(written: str, monthly: bool) -> None:
    with pytest.raises(ValueError, match="次月几日"):
        parse_due(written, monthly=monthly)


def test_no_due_day_is_none() -> None:
    assert parse_due(" ", monthly=True) is None


@pytest.mark.parametrize(
    ("written", "period", "day"),
    [
        ("2026-04-03", MARCH, dt.date(2026, 4, 3)),
        ("2026-04-03 00:00:00", MARCH, dt.date(2026, 4, 3)),
        ("2026年4月3日", MARCH, dt.date(2026, 4, 3)),
        ("２０２６．４．３", MARCH, dt.date(2026, 4, 3)),
        ("2026/4/3", MARCH, dt.date(2026, 4, 3)),
        ("20260403", MARCH, dt.date(2026, 4, 3)),
        ("46115", MARCH, dt.date(2026, 4, 3)),
        ("4月3日", MARCH, dt.date(2026, 4, 3)),
        ("1月3日", Period(2026, 12), dt.date(2027, 1, 3)),
        ("1月10日", YEAR, dt.date(2026, 1, 10)),
        ("四月三日", MARCH, None),
        ("2026-13-01", MARCH, None),
        ("2026-02-30", MARCH, None),
        ("", MARCH, None),
    ],
)
def test_a_date_of_filling_is(written: str, period: Period, day: dt.date | None) -> None:
    assert parse_day(written, period) == day
