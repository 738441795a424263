"""Read the lines of 明细 and 各月明细: what went into the 汇总 of the same workbook."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from gkxl.eligibility.fingerprints import Fingerprint, parse_fingerprint
from gkxl.forms import Form, Item
from gkxl.model.figures import UNFILLED, Misread, Number, read_figure
from gkxl.model.period import Period
from gkxl.model.submission import Source, Submission
from gkxl.model.unit import parse_path
from gkxl.workbook.format.codes import FINGERPRINT, MONTH, PART, REVISION
from gkxl.workbook.reading.coded_sheet import CodedSheet

LAST_REVISION = 999
_LINE = re.compile(rf"(?:{PART}|{MONTH}(1[0-2]|[1-9])(?:-(1[0-2]|[1-9]))?:)(.+)", re.DOTALL)


def read_lines(sheet: CodedSheet, form: Form, period: Period, file: str) -> list[Submission]:
    """Return each line as a submission without totals, in order; those of 各月明细 are on parts of `period`.

    A figure that is not understood is not stated: the sheets of the units say more of it.
    """
    columns = {str(code): col for col, code in enumerate(sheet.rows[sheet.marked.row])}
    places = [None if item.index in form.total_items else columns.get(item.code) for item in form.items]
    source = Source(file, sheet.name)
    lines = []
    for number, row in enumerate(sheet.rows):
        match = _LINE.fullmatch(str(row[sheet.marked.col]))
        if match is None:
            continue
        at = _at(period, match)
        stated = [None if col is None else _figure(row[col], item) for col, item in zip(places, form.items, strict=True)]
        positions = [None if col is None else (number, col) for col in places]
        who = parse_path(match[3])
        lacking = {item: (who.name,) for item, col in enumerate(places) if col is not None and row[col] == UNFILLED}
        revision = _revision(row, columns)
        lines.append(Submission(form, who.name, at, revision, source, stated, positions, lacking=lacking, parent=who.parent))
    return lines


def _at(period: Period, line: re.Match[str]) -> Period:
    """Return of when a line is: the period of the workbook, or the months that its code names."""
    first, last = int(line[1] or 0), int(line[2] or line[1] or 0)
    return Period(period.year, first, last) if 0 < first <= last else period


def read_fingerprints(sheet: CodedSheet) -> list[Fingerprint]:
    """Return what stands deeper than the lines, from the codes below them."""
    codes = [str(row[sheet.marked.col]) for row in sheet.rows]
    digests = [code.removeprefix(FINGERPRINT) for code in codes if code.startswith(FINGERPRINT)]
    return [found for found in map(parse_fingerprint, digests) if found]


def _figure(raw: object, item: Item) -> Number | None:
    figure = read_figure(raw, item.kind, of_results=True)
    return None if isinstance(figure, Misread) else figure


def _revision(row: Sequence[object], columns: Mapping[str, int]) -> int:
    written = row[columns[REVISION]] if REVISION in columns else 1
    return int(written) if isinstance(written, (int, float)) and 1 <= written <= LAST_REVISION else 1
