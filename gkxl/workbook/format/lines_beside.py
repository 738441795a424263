"""The lines of 明细 and 各月明细 that are too many for a sheet: a CSV beside the workbook, known by a fingerprint that stands on the sheet.

Its lines are the rows that the sheet would have, codes included, so that it is read as the sheet would be.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gkxl.model.figures import show
from gkxl.texts import cut_for_excel, harmless
from gkxl.workbook.format.codes import BESIDE
from gkxl.workbook.format.sheet_names import MATRIX, MONTHS

MOST_LINES = 10_000
"""More lines than these stand beside the workbook."""
_CODE = re.compile(rf"{BESIDE}([^:]+):([0-9a-f]{{64}})")
_SHORT = 12
"""So many digits of the fingerprint stand in the name of the file."""
_NAMED = re.compile(rf"(?P<before>.*-)?(?:{MATRIX}|{MONTHS})-(?P<digits>[0-9a-f]{{{_SHORT}}})\.csv", re.DOTALL)
# What Excel, WPS and LibreOffice may take for a formula, full width too as they do where Chinese is typed, and what stands for it: an
# apostrophe before it makes it a text, and is taken away again when it is read.
_FORMULA = re.compile(r"'*\s*[=+\-@＝＋－＠]")
_LONGEST_TEXT = 32767


@dataclass(frozen=True)
class LinesName:
    """Which file holds the lines of a sheet."""

    sheet: str
    fingerprint: str
    """The SHA-256 of its bytes."""

    @classmethod
    def of(cls, sheet: str, data: bytes) -> LinesName:
        """Return how a file is known that holds the lines of `sheet`."""
        import hashlib

        return cls(sheet, hashlib.sha256(data).hexdigest())

    @property
    def ending(self) -> str:
        """How the name of the file ends; before it stands the name of the workbook, which may be changed."""
        return f"{self.sheet}-{self.fingerprint[:_SHORT]}.csv"

    @property
    def code(self) -> str:
        """What says so on the sheet."""
        return f"{BESIDE}{self.sheet}:{self.fingerprint}"


@dataclass(frozen=True)
class LinesFile:
    """A file with the lines of a sheet."""

    name: LinesName
    data: bytes


def lines_file(sheet: str, rows: Iterable[Sequence[object]]) -> LinesFile:
    """Return the rows of a sheet as a CSV (UTF-8 with BOM) of which no program that opens it makes a formula."""
    import csv

    buffer = io.BytesIO()
    with io.TextIOWrapper(buffer, "utf-8-sig", "replace", newline="", write_through=False) as text:
        csv.writer(text).writerows(map(_as_text, row) for row in rows)
        text.flush()
        data = buffer.getvalue()
    return LinesFile(LinesName.of(sheet, data), data)


def _as_text(value: object) -> str:
    if isinstance(value, str):
        text = cut_for_excel(harmless(value), _LONGEST_TEXT)
        return f"'{text}" if _FORMULA.match(text) else text
    if value is None or isinstance(value, (int, Decimal)):
        return show(value)
    assert isinstance(value, float), "a cell holds text or a number"
    return show(Decimal(repr(value)))


def rows_of(data: bytes) -> Iterator[list[str]]:
    """Yield the rows of such a file, those without any cell as one empty cell; raises ValueError where it is none."""
    import csv

    try:
        for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True):
            if "'" in "".join(row):
                row = [cell[1:] if cell[:1] == "'" and _FORMULA.match(cell) else cell for cell in row]
            yield row or [""]
    except csv.Error as error:
        raise ValueError from error


def parse_lines_name(code: str) -> LinesName | None:
    """Return which file a code names; None where it names none."""
    match = _CODE.fullmatch(code)
    return LinesName(match[1], match[2]) if match else None


def is_lines_file(name: str) -> bool:
    """Whether a file is called like one with lines."""
    return _NAMED.fullmatch(name) is not None


def own_lines_file(stem: str, name: str) -> str:
    """Return the digits of the fingerprint in the name of a file with lines of the workbook called `stem`; "" of another file."""
    match = _NAMED.fullmatch(name)
    return match["digits"] if match and match["before"] == f"{stem}-" else ""
