"""What a period is called on the face of a sheet or a report: 本年 where it is a year, 本月, 本季, 上半年, 累计 where it is not. Pure."""

from __future__ import annotations

from gkxl.forms import Form
from gkxl.model.period import Period

_QUARTER, _HALF = 3, 6


def own_word(period: Period) -> str:
    """Return how labels call the period itself: "本年", "本月", "本季", "上半年", of months since January "累计", else "本期"."""
    if period.is_year:
        return "本年"
    if period.month:
        return "本月"
    for length, word in ((_QUARTER, "本季"), (_HALF, period.within_year)):
        if period.length == length and period.last % length == 0:
            return word
    return "累计" if period.first == 1 else "本期"


def kind_word(period: Period) -> str:
    """Return how people call a sheet on a period: "年报", "月报", "季报", "半年报", "累计表", else "统计表"."""
    words = {"本年": "年报", "本月": "月报", "本季": "季报", "累计": "累计表", "本期": "统计表"}
    return words.get(own_word(period), "半年报")


def on_face(form: Form, period: Period, label: str) -> str:
    """Return a label of the form as it is printed for a period: where it says 本年, and the period is none, with the word for that."""
    own = form.words.own_period
    if not own or own == own_word(period):
        return label
    return label.replace(f"{own}度", own_word(period)).replace(own, own_word(period))


def report_title(form: Form, unit: str, period: Period) -> str:
    """Return the title of the report of a unit: what is not on a year has a title of its own where the form gives one, and names its months."""
    if not period.is_year and form.part_title:
        return form.part_title.format(unit=unit, period=period.chinese)
    title = form.report_title.format(unit=unit, year=period.year)
    return title if period.is_year else title.replace(f"{period.year}年", period.chinese, 1)
