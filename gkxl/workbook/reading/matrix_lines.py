"""Read the lines of 明细 and 各月明细: what went into the 汇总 of the same workbook."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gkxl.eligibility.fingerprints import Fingerprint, parse_fingerprint
from gkxl.forms import Form, Item
from gkxl.model.figures import MOST_DIGITS, UNFILLED, Misread, Number, read_counts, read_figure
from gkxl.model.head import LAST_REVISION
from gkxl.model.period import Period
from gkxl.model.submission import Source, Submission
from gkxl.model.unit import parse_path
from gkxl.workbook.format.codes import FINGERPRINT, MONTH, PART, REVISION
from gkxl.workbook.reading.line_rows import LineRows, OnOneLine

_LINE = re.compile(rf"(?:{PART}|{MONTH}(1[0-2]|[1-9])(?:-(1[0-2]|[1-9]))?:)(.+)", re.DOTALL)


def read_lines(lines: LineRows, form: Form, period: Period, file: str) -> tuple[list[Submission], list[Fingerprint]]:
    """Return each line as a submission without totals, in order, and what the codes below them say stands deeper.

    Lines of 各月明细 are on parts of `period`.  A figure that is not understood is not stated: the sheets of the units say more of it.
    """
    columns = _Columns(form, lines.codes)
    source = Source(file, lines.name)
    read, deeper = [], []
    for number, row in enumerate(lines.rows()):
        code = str(row[lines.col])
        match = _LINE.fullmatch(code)
        if match is None:
            if code.startswith(FINGERPRINT) and (fingerprint := parse_fingerprint(code.removeprefix(FINGERPRINT))):
                deeper.append(fingerprint)
            continue
        at = _at(period, match)
        who = parse_path(match[3])
        positions = OnOneLine(number, columns.places)
        stated, lacking = columns.stated(row), dict.fromkeys(columns.unfilled(row), (who.name,))
        read.append(Submission(form, who.name, at, columns.revision(row), source, stated, positions, lacking=lacking, parent=who.parent))
    return read, deeper


def _at(period: Period, line: re.Match[str]) -> Period:
    """Return of when a line is: the period of the workbook, or the months that its code names."""
    first, last = int(line[1] or 0), int(line[2] or line[1] or 0)
    return Period(period.year, first, last) if 0 < first <= last else period


class _Columns:
    """In which columns of a line the inputs stand, and its revision."""

    def __init__(self, form: Form, codes: Sequence[object]) -> None:
        self._by_code = {str(code): col for col, code in enumerate(codes)}
        self.places = tuple(None if item.index in form.total_items else self._by_code.get(item.code) for item in form.items)
        self._inputs = [(item, col) for item, col in zip(form.items, self.places, strict=True) if col is not None]
        self._counts = [(item.index, col) for item, col in self._inputs if item.kind.whole and not item.kind.minimum]
        counts = {index for index, _ in self._counts}
        self._others = [(item, col) for item, col in self._inputs if item.index not in counts]

    def stated(self, row: Sequence[object]) -> list[Number | None]:
        """Return what a line says of each item; nothing of totals."""
        stated: list[Number | None] = [None] * len(self.places)
        counts = _counts([row[col] for _, col in self._counts])
        for item, col in self._inputs if counts is None else self._others:
            stated[item.index] = _figure(row[col], item)
        for (index, _), count in zip(self._counts, counts or (), strict=False):
            stated[index] = count
        return stated

    def unfilled(self, row: Sequence[object]) -> list[int]:
        """Return the items that are known not to be 0 although nobody states them."""
        return [item.index for item, col in self._inputs if row[col] == UNFILLED] if UNFILLED in row else []

    def revision(self, row: Sequence[object]) -> int:
        """Return the revision of a line, 1 where none can be read."""
        written = row[self._by_code[REVISION]] if REVISION in self._by_code else 1
        if isinstance(written, str) and written.isdecimal() and len(written) <= MOST_DIGITS:
            written = int(written)
        return int(written) if isinstance(written, (int, float)) and 1 <= written <= LAST_REVISION else 1


def _counts(cells: Sequence[object]) -> list[int] | None:
    """Return cells that are all plain counts, or None where any needs a closer look: a short cut for nearly every line."""
    if set(map(type, cells)) != {str}:
        return read_counts(cells)
    texts = [str(cell) for cell in cells]
    digits = "".join(texts)
    plain = digits.isascii() and digits.isdecimal() and all(texts) and max(map(len, texts)) <= MOST_DIGITS
    return list(map(int, texts)) if plain else None


def _figure(raw: object, item: Item) -> Number | None:
    figure = read_figure(raw, item.kind, of_results=True)
    return None if isinstance(figure, Misread) else figure
