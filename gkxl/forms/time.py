"""How figures behave over time."""

from __future__ import annotations

from enum import StrEnum


class Time(StrEnum):
    """How an item behaves over time."""

    FLOW = "flow"
    """发生数: adds up over the months."""
    OPENING = "opening"
    """期初数: that of the first month."""
    CLOSING = "closing"
    """期末数: that of the last month."""
    TO_DATE = "to_date"
    """累计数: what has added up since January, so that of the last month; `of` names the figures that add up to it."""
