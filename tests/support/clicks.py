"""Press a button on an open workbook, and look at what its sheets show."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from support import published

UNITS = ["办公室", "法规科", "财务科"]
"""The departments of the workbook that the tests of the ribbon open."""
SHARES = dict(zip(UNITS, published.share_out(published.load("suqian_2023"), 3, seed=2), strict=True))
"""What each of them states: a published report, shared out."""


def press(command: str, book: Any, *paths: Path) -> str:
    """Press a button and return what the dialog says; "" where there was none."""
    from gkxl.ribbon.clicks import Click
    from gkxl.ribbon.door import press as press_button

    alerts = book.app.impl.alerts
    before = len(alerts)
    press_button(command, Click(book.app, book, paths))
    assert len(alerts) <= before + 1, "one dialog at most"
    return str(alerts[-1]) if len(alerts) > before else ""


def values(book: Any, sheet: str) -> dict[str, object]:
    """Return what a sheet shows, by address, without blanks."""
    from gkxl.model.submission import address

    block = book.sheets[sheet].used_range.options(ndim=2).value
    return {address(r, c): value for r, line in enumerate(block) for c, value in enumerate(line) if value not in (None, "")}


def everything(book: Any) -> dict[str, dict[str, object]]:
    """Return what every sheet shows, in workbook order."""
    return {sheet.name: values(book, sheet.name) for sheet in book.sheets}


def inputs(book: Any) -> list[dict[str, object]]:
    """Return what the sheets of the departments show."""
    return [values(book, unit) for unit in UNITS]


def type_in(book: Any, sheet: str, cell: str, value: object) -> None:
    """Put a value into a cell as a user who has lifted the protection of the sheet, and sets it again."""
    own = book.sheets[sheet]
    own.impl.sheet.unprotect("")
    own[cell].value = value
    own.impl.sheet.protect("")
