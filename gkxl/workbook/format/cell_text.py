"""What stands in a cell as people read it."""

from __future__ import annotations

import datetime as dt


def text_of(value: object) -> str:
    """Return the text of a value as a reader gives it: "" for an empty cell, no ".0" on a whole number, no time on a day."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        value = value.date()
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).replace("\r\n", "\n").strip()
