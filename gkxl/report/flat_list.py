"""A flat list of figures in an order that somebody else asks for: code, label, figure, line by line. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gkxl.forms import Form
from gkxl.forms.nearest import nearest
from gkxl.model.figures import Number, show_printed
from gkxl.model.submission import Submission

HEADINGS = ("代码", "名称", "数值")
_MOST_FAULTS = 10
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class MappingLine:
    """A line of the mapping that an office keeps: which figure stands where on the platform of its superior."""

    row: int
    """Its number on the sheet, counted from 1."""
    code: str
    """The code of the platform."""
    label: str
    """What the platform calls it."""
    item: str
    """Code of the item; "" on a line that only heads others."""


@dataclass(frozen=True, slots=True)
class ListLine:
    """A line of the list."""

    code: str
    label: str
    figure: Number | str
    """Words where the figure is known not to be 0 and nobody stated it; "" on a line that heads others."""


class MappingError(Exception):
    """A mapping that cannot be used; the message is Chinese, one line for each fault, each with its row."""


def flat_list(body: Submission, mapping: Sequence[MappingLine]) -> list[ListLine]:
    """Return the list of a body's figures in the order of a mapping; raises MappingError for codes that its form does not have."""
    faults = [_unknown(line, body.form) for line in mapping if line.item and line.item not in body.form.index]
    if faults:
        more = [f"另有{len(faults) - _MOST_FAULTS}行也是如此。"] if len(faults) > _MOST_FAULTS else []
        raise MappingError("\n".join([*faults[:_MOST_FAULTS], *more]))
    printed = body.printed
    return [ListLine(line.code, line.label, printed[body.form.index[line.item]] if line.item else "") for line in mapping]


def _unknown(line: MappingLine, form: Form) -> str:
    near = nearest(line.item, form.index)
    return f"第{line.row}行的指标代码“{line.item}”在{form.name}里没有，最接近的是“{near}”（{form.items[form.index[near]].label}）。"


def to_csv(lines: Iterable[ListLine]) -> bytes:
    """Return the list as a .csv file in UTF-8 with a byte order mark, so that Excel reads the Chinese; no text is a formula there."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    writer.writerows((inert(line.code), inert(line.label), show_printed(line.figure)) for line in lines)
    return buffer.getvalue().encode("utf-8-sig", "replace")


def inert(text: str) -> str:
    """Return a text that a spreadsheet does not take for a formula."""
    return f"'{text}" if text.startswith(_FORMULA_SIGNS) else text
