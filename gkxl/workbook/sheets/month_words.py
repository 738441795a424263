"""What the words of the statutory labels mean on the sheet of a month, a quarter or another part of a year."""

from __future__ import annotations

from gkxl.forms import Column, Form, Row, Time
from gkxl.model.period import FIRST_YEAR, Period
from gkxl.model.period_words import kind_word, own_word
from gkxl.model.submission import Position, address

_ANY_MONTH = Period(FIRST_YEAR, 1)
"""Where it is only known that the sheet is on a month."""
_TO_DATE = "累计"
_LONGEST_LITERAL = 240
"""A text inside a formula may have 255 characters."""


def title_suffix(period: Period | None) -> str:
    """Return what follows the title of a sheet: which month, quarter or span it is on; nothing for a year."""
    if period is None or period.is_year:
        return ""
    word = own_word(period)
    how = "累计" if word == _TO_DATE else "，半年数" if word == period.within_year else f"，{word}数"
    return f"（{period.chinese}{how}）"


def month_note(form: Form, lead: str = "", period: Period = _ANY_MONTH) -> str:
    """Return how to read the labels on a sheet on a month or another part of a year: which figures are of it, of its beginning, of its end."""
    word = own_word(period)
    begins, ends = ("本月初（即上月末）", "本月末") if period.month else (f"{period.first}月初", f"{period.last}月末")
    of_stocks = {Time.OPENING: f"填{begins}的数", Time.CLOSING: f"填{ends}的数", Time.TO_DATE: f"填1月起至{ends}的累计数"}
    stocks = [f"{'、'.join(f'“{label}”' for label in labels)}{how}" for time, how in of_stocks.items() if (labels := _labels(form, time))]
    span = word if period.month else period.within_year
    own = f"表中的“{form.words.own_period}”都指{span}，" if form.words.own_period and form.words.own_period != word else ""
    return f"{lead or f'本表是{kind_word(period)}：'}{'；'.join([f'{own}只填{span}发生数', *stocks])}。"


def _labels(form: Form, time: Time) -> list[str]:
    """Return the labels of the rows and columns that state this time."""
    lines: list[Row | Column] = []
    for block in (block for table in form.tables for block in table.blocks):
        lines += [*block.rows, *block.columns]
    return list(dict.fromkeys(line.label for line in lines if line.time is time))


def live_note(form: Form, yearly: str, period_cell: Position) -> str:
    """Return a formula that shows the note of a month while the period that stands on the sheet is longer than a year, and none for a quarter."""
    cell = address(*period_cell)
    period = f'SUBSTITUTE(SUBSTITUTE(TRIM({cell}),"年度",""),"年","")'
    month = f'AND(LEN({period})>4,LEN({period})<8,ISERROR(FIND("Q",{cell})),ISERROR(FIND("H",{cell})),ISERROR(FIND("季",{cell})))'
    return f"IF({month},{_literal(month_note(form) + yearly)},{_literal(yearly)})"


def _literal(text: str) -> str:
    pieces = [text[start : start + _LONGEST_LITERAL] for start in range(0, len(text), _LONGEST_LITERAL)]
    return "&".join(f'"{piece}"' for piece in pieces)
