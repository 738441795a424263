"""What the words of the statutory labels mean on the sheet of a single month."""

from __future__ import annotations

from gkxl.forms import Column, Form, Row, Time
from gkxl.model.period import Period
from gkxl.model.submission import Position, address

_LONGEST_LITERAL = 240
"""A text inside a formula may have 255 characters."""


def title_suffix(period: Period | None) -> str:
    """Return what follows the title of a sheet: which month it is on; nothing for a year."""
    return f"（{period.chinese}，本月数）" if period and period.month else ""


def month_note(form: Form, lead: str = "本表是月报：") -> str:
    """Return how to read the labels on a month's sheet: which figures are of the month, of its beginning, of its end."""
    of_stocks = {Time.OPENING: "填本月初（即上月末）的数", Time.CLOSING: "填本月末的数", Time.TO_DATE: "填1月起至本月末的累计数"}
    stocks = [f"{'、'.join(f'“{label}”' for label in labels)}{how}" for time, how in of_stocks.items() if (labels := _labels(form, time))]
    own = f"表中的“{form.words.own_period}”都指本月，" if form.words.own_period else ""
    return f"{lead}{'；'.join([f'{own}只填本月发生数', *stocks])}。"


def _labels(form: Form, time: Time) -> list[str]:
    """Return the labels of the rows and columns that state this time."""
    lines: list[Row | Column] = []
    for block in (block for table in form.tables for block in table.blocks):
        lines += [*block.rows, *block.columns]
    return list(dict.fromkeys(line.label for line in lines if line.time is time))


def live_note(form: Form, yearly: str, period_cell: Position) -> str:
    """Return a formula that shows the note of a month while the period that stands on the sheet is longer than a year."""
    period = f'SUBSTITUTE(SUBSTITUTE(TRIM({address(*period_cell)}),"年度",""),"年","")'
    return f"IF(LEN({period})>4,{_literal(month_note(form) + yearly)},{_literal(yearly)})"


def _literal(text: str) -> str:
    pieces = [text[start : start + _LONGEST_LITERAL] for start in range(0, len(text), _LONGEST_LITERAL)]
    return "&".join(f'"{piece}"' for piece in pieces)
