"""What people write into a figure cell, and what it is understood to be."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkxl.forms import form_by_id
from gkxl.model.figures import Misread, read_figure, show

COUNT = form_by_id("2021").kinds["count"]
WAN = form_by_id("2021").kinds["amount_wan"]
CHANGE = form_by_id("2019").kinds["change"]
YUAN = form_by_id("2019").kinds["amount_yuan"]


@pytest.mark.parametrize(
    ("raw", "kind", "value"),
    [
        (12.0, COUNT, 12),
        (12, COUNT, 12),
        ("1,234", COUNT, 1234),
        ("１２", COUNT, 12),
        ("12件", COUNT, 12),
        ("170批次", COUNT, 170),
        (" 3 ", COUNT, 3),
        ("+20", COUNT, 20),
        ("减8", CHANGE, -8),
        ("增20", CHANGE, 20),
        ("-417", CHANGE, -417),
        ("−8", CHANGE, -8),
        (72701.2578, WAN, Decimal("72701.2578")),
        ("72,701.2578万元", WAN, Decimal("72701.2578")),
        (0.1 + 0.2, WAN, Decimal("0.3")),
        ("251000元", YUAN, Decimal(251000)),
        (3.0000000000000004, COUNT, 3),
    ],
)
def test_is_understood(raw: object, kind: object, value: object) -> None:
    assert read_figure(raw, kind) == value
    assert type(read_figure(raw, kind)) is type(value)


@pytest.mark.parametrize("raw", ["", None, "/", "／", "-", "—", "——", "无", " ", "－"])
def test_is_not_stated(raw: object) -> None:
    assert read_figure(raw, COUNT) is None


@pytest.mark.parametrize(
    ("raw", "kind", "rule"),
    [
        ("若干", COUNT, "figure.text"),
        ("1,23", COUNT, "figure.text"),
        ("12 34件件", COUNT, "figure.text"),
        ("2 3", COUNT, "figure.text"),
        ("5\n6", COUNT, "figure.text"),
        ("5②", COUNT, "figure.text"),
        ("5²", COUNT, "figure.text"),
        ("٣", COUNT, "figure.text"),
        ("3万元", YUAN, "figure.text"),
        ("3元", WAN, "figure.text"),
        ("#REF!", COUNT, "figure.text"),
        (True, COUNT, "figure.boolean"),
        (dt.date(2023, 1, 2), COUNT, "figure.date"),
        (dt.datetime(2023, 1, 2), COUNT, "figure.date"),
        (dt.time(3), COUNT, "figure.date"),
        (-1.0, COUNT, "kind.count"),
        ("减8", COUNT, "kind.count"),
        (1.5, COUNT, "kind.count"),
        (1.5, CHANGE, "kind.change"),
        (-0.01, WAN, "kind.amount_wan"),
        (1e300, COUNT, "kind.count"),
        (float("nan"), COUNT, "kind.count"),
    ],
)
def test_is_no_figure_of_this_kind(raw: object, kind: object, rule: str) -> None:
    found = read_figure(raw, kind)
    assert isinstance(found, Misread)
    assert found.rule == rule


@given(st.integers(0, 10**12))
def test_a_count_survives_every_way_of_writing_it(value: int) -> None:
    ways: list[object] = [
        value,
        float(value),
        str(value),
        f"{value:,}",
        f"{value}件",
        str(value).translate(str.maketrans("0123456789", "０１２３４５６７８９")),
    ]
    assert {read_figure(way, COUNT) for way in ways} == {value}


@given(st.decimals(0, 10**9, places=4))
def test_money_survives_the_way_through_a_spreadsheet_cell(value: Decimal) -> None:
    assert read_figure(float(value), WAN) == value
    written = show(value)
    as_text = read_figure(written, WAN)
    # As text, 1.234 may be a thousand and more.
    asked = isinstance(as_text, Misread) and as_text.rule == "figure.dot"
    assert asked == (1 <= value < 1000 and len(written.partition(".")[2]) == 3)
    assert asked or as_text == value


@given(st.one_of(st.text(max_size=12), st.floats(), st.booleans(), st.none(), st.dates()))
def test_nothing_that_is_typed_raises_or_becomes_a_figure_it_is_not(raw: object) -> None:
    found = read_figure(raw, COUNT)
    assert found is None or isinstance(found, Misread) or (type(found) is int and found >= 0)
    if found == 0:
        assert raw == 0 or "0" in str(raw) or any(char.isdigit() for char in str(raw))


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0"), (1808595, "1808595"), (Decimal("2.50"), "2.5"), (Decimal("1E+2"), "100"), (Decimal("0.0000"), "0"), (None, "")]
)
def test_is_printed_without_exponent_and_trailing_zeros(value: object, text: str) -> None:
    assert show(value) == text
