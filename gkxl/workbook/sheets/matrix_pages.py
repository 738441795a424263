"""How 明细 and 各月明细 are shared out over pages: which columns have anything to show, how wide they are, where a page begins. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from gkxl.forms import Form
from gkxl.model.submission import Submission
from gkxl.workbook.format.sheet_plan import text_width

SCALE = 75
"""Per cent at which these sheets are printed."""
_ROOM = 810
"""Pixels that a landscape A4 page has at that scale, beside the columns that are repeated on each page, where letters run widest (LibreOffice)."""
_BLANK = 0.12
"""As much of a page may stay blank so that the next row begins with a page."""
_LEAST, _MOST = 4.6, 14.0
_LINES = 7
"""So many lines the name of a row has over its columns."""


@dataclass(frozen=True)
class Pages:
    """The columns of the items on paper."""

    starts: tuple[int, ...]
    """Position of the item with which each page begins."""
    widths: tuple[float, ...]
    """Of each column, in characters."""
    left_out: tuple[int, ...]
    """The items that are 0 or blank in every line."""


def pages_of(form: Form, lines: Sequence[Submission]) -> Pages:
    """Return how the items are shared out; where every one is 0, none is left out."""
    blank = {item.index for item in form.items if not any(_says(line, item.index) for line in lines)}
    left_out = blank if len(blank) < len(form.items) else set()
    widths = [_width(lines, item.index) for item in form.items]
    bands = []
    for _, band in groupby(form.items, key=lambda item: (item.table, item.row)):
        shown = [item.index for item in band if item.index not in left_out]
        if shown:
            needed = min(_MOST, text_width(form.items[shown[0]].row_label) / _LINES + 2)
            missing = max(0.0, needed - sum(widths[index] for index in shown)) / len(shown)
            for index in shown:
                widths[index] += missing
            bands.append(shown)
    return Pages(_starts(bands, widths), tuple(widths), tuple(sorted(left_out)))


def _says(line: Submission, item: int) -> bool:
    return bool(line.shown[item]) or item in line.unknown or item in line.misread


def _width(lines: Sequence[Submission], item: int) -> float:
    longest = max((len(line.misread.get(item) or str(line.shown[item])) for line in lines if _says(line, item)), default=1)
    return min(_MOST, max(_LEAST, longest + 1.2))


def _starts(bands: Sequence[Sequence[int]], widths: Sequence[float]) -> tuple[int, ...]:
    """Return where pages begin: the columns of a row stay together where that leaves little of a page blank."""
    starts, left = [0], float(_ROOM)
    for band in bands:
        needs = [7 * widths[index] + 5 for index in band]
        if sum(needs) > left and left < _ROOM * _BLANK:
            starts.append(band[0])
            left = _ROOM
        for index, need in zip(band, needs, strict=True):
            if need > left:
                starts.append(index)
                left = _ROOM
            left -= need
    return tuple(starts)
