"""How 明细 and 各月明细 are shared out over pages: which columns have anything to show, how wide they are, where a page begins. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import groupby

from gkxl.forms import Form, Item
from gkxl.model.figures import UNFILLED
from gkxl.model.submission import Submission
from gkxl.workbook.format.sheet_plan import lines_needed, text_width

SCALE = 76
"""Per cent at which these sheets are printed."""
_ROOM = 1400
"""Pixels that a landscape A4 page has at that scale."""
_LEAST, _MOST = 2.2, 14.0
"""Characters: a column holds two digits, and one Chinese character a line."""
_DIGIT = 0.9
"""Of a character of a column's width is as wide as a digit of the figures: their letters are smaller than those that columns are measured in."""
PAGE_LINES = 48
"""So many lines of text a page holds."""
ROW_LINES, COLUMN_LINES = 4, 6
"""So many lines the name of a row has over its columns, and that of a column."""
_UNIT, _PERIOD = (8.0, 40.0), (6.8, 16.0)
"""Characters of the columns of the units and the periods, at least and at most; a name may take several lines."""
_MOST_LINES = 4
"""So many lines of text a line of the sheet has at most."""
_HALF, _EDGES = 6.7, 5.0
"""Pixels of a half-width character of a heading, and of the edges of a column beside its characters."""
_NARROW, _WIDE = 7.0, 9.4
"""Pixels of a character of a column's width in Excel, and where letters run widest (LibreOffice without Excel's fonts)."""


@dataclass(frozen=True)
class Pages:
    """The columns of the items on paper."""

    starts: tuple[int, ...]
    """Position of the item with which each page begins."""
    widths: tuple[float, ...]
    """Of each column, in characters."""
    left_out: tuple[int, ...]
    """The items that are 0 or blank in every line."""
    unit_width: float
    period_width: float
    """Of the columns of the units and the periods, which stand on each page, in characters."""

    def text_lines(self, line: Submission) -> int:
        """Return how many lines of text a line of the sheet takes: more than one for a long name, or what was not understood."""
        of_name = lines_needed(line.called, (_NARROW * self.unit_width + _EDGES) / _HALF)
        return min(_MOST_LINES, max((of_name, *(lines_needed(text, self.room(range(item, item + 1))) for item, text in line.misread.items()))))

    def number(self, lines: Sequence[Submission]) -> int:
        """Return how many pages these lines take."""
        return len(self.starts) * -(-sum(map(self.text_lines, lines)) // PAGE_LINES)

    def room(self, columns: range) -> float:
        """Return how many half-width characters fit side by side into these columns, of which those that are left out are hidden."""
        left_out = set(self.left_out)
        return sum(_NARROW * self.widths[item] + _EDGES for item in columns if item not in left_out) / _HALF


def pages_of(form: Form, lines: Sequence[Submission]) -> Pages:
    """Return how the items are shared out; where every one is 0, none is left out."""
    longest = _longest(form, lines)
    blank = {item for item, width in enumerate(longest) if not width}
    left_out = blank if len(blank) < len(form.items) else set()
    widths = [min(_MOST, max(_LEAST, _DIGIT * width + 0.2, _characters(_over_column(item)))) for item, width in zip(form.items, longest, strict=True)]
    bands, named = [], set()
    for (table, _), band in groupby(form.items, key=lambda item: (item.table, item.row)):
        shown = [item.index for item in band if item.index not in left_out]
        if shown:
            name = "" if table in named else form.table(table).name
            named.add(table)
            needed = max(_over_row(form.items[shown[0]]), _HALF * text_width(name) + _EDGES)
            missing = needed - sum(_NARROW * widths[index] + _EDGES for index in shown)
            for index in shown:
                widths[index] += max(0.0, missing) / _NARROW / len(shown)
            bands.append(shown)
    period_width = _as_wide(_PERIOD, {str(line.period) for line in lines})
    names = {line.called for line in lines}

    def shared(lines_of_name: int) -> Pages:
        unit_width = _as_wide(_UNIT, names, lines_of_name)
        room = _ROOM - on_paper(unit_width) - on_paper(period_width)
        return Pages(page_starts(bands, widths, room), tuple(widths), tuple(sorted(left_out)), unit_width, period_width)

    # Long names on one line leave less room for figures, on several lines less for units: whatever takes fewer pages.
    return min(map(shared, range(1, _MOST_LINES + 1)), key=lambda pages: pages.number(lines))


def _as_wide(limits: tuple[float, float], texts: Collection[str], lines: int = 1) -> float:
    """Return how wide a column is in which each of the texts stands on so many lines, within its limits."""
    least, most = limits
    return min(most, max((least, *(2 * -(-text_width(text) // (2 * lines)) * _HALF / _NARROW + 0.1 for text in texts))))


def on_paper(width: float) -> float:
    return _WIDE * (width + _EDGES / _NARROW)


def _over_row(item: Item) -> float:
    return _pixels_needed(item.row_label, ROW_LINES)


def _over_column(item: Item) -> float:
    return _pixels_needed(item.column_label, COLUMN_LINES)


def _pixels_needed(label: str, lines: int) -> float:
    """Return the width over which a heading takes no more than so many lines, each of whole Chinese characters."""
    return 2 * _HALF * -(-text_width(label) // (2 * lines)) + _EDGES


def _characters(pixels: float) -> float:
    return (pixels - _EDGES) / _NARROW


def _longest(form: Form, lines: Sequence[Submission]) -> list[int]:
    """Return for each item how many characters the longest of its figures has; 0 where it is 0 or blank in every line."""
    columns = zip(*(line.shown for line in lines), strict=True) if lines else ((),) * len(form.items)
    longest = [max((len(str(value)) for value in set(column) if value), default=0) for column in columns]
    for line in lines:
        for item, text in (*dict.fromkeys(line.unknown, UNFILLED).items(), *line.misread.items()):
            longest[item] = max(longest[item], text_width(text), 1)
    return longest


def page_starts(bands: Sequence[Sequence[int]], widths: Sequence[float], room: float) -> tuple[int, ...]:
    """Return where pages begin: as few as there can be, and of these ways the one that tears the fewest rows."""
    columns = [index for band in bands for index in band]
    needs = [on_paper(widths[index]) for index in columns]
    torn = dict.fromkeys(columns, 1) | dict.fromkeys((band[0] for band in bands), 0)
    # Of the first columns: pages, torn rows, and where the last page begins.
    best: list[tuple[int, int, int]] = [(0, 0, 0)]
    for end in range(1, len(columns) + 1):
        found, used = (len(columns) + 1, 0, 0), 0.0
        for start in range(end - 1, -1, -1):
            used += needs[start]
            if used > room and start < end - 1:
                break
            pages, rows, _ = best[start]
            found = min(found, (pages + 1, rows + torn[columns[start]], start))
        best.append(found)
    starts, end = [], len(columns)
    while end:
        end = best[end][2]
        starts.append(columns[end])
    return (0, *starts[-2::-1])
