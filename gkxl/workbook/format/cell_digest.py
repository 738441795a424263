"""Whether figures or words of a workbook of ours were changed since it was written: a digest of what its cells say.

The seal of a file tells that somebody has saved it; this tells that somebody has changed it. What stands in the kept cells
is nobody's change, and neither is what a program that saves a workbook does to fonts, styles and formulas.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from numbers import Real

from gkxl.workbook.format.codes import CELLS, SheetRole, marker
from gkxl.workbook.format.kept_cells import without_kept, without_signature

Rows = Sequence[Sequence[object]]


def cell_digest(sheets: Iterable[tuple[str, Iterable[Sequence[object]]]]) -> str:
    """Return the digest of sheets, by name and rows of values, in workbook order; where it is written itself it does not count."""
    import hashlib

    digest = hashlib.sha256()
    for name, rows in sheets:
        digest.update(f"\0{name}\0".encode())
        for number, row in enumerate(_of_gkxl(rows) if isinstance(rows, Sequence) else rows):
            cells = [entry for col, value in enumerate(row) if (entry := _entry(col, value))]
            if cells:
                digest.update("\n".join([str(number), *cells, ""]).encode("utf-8", "replace"))
    return digest.hexdigest()[:32]


def _of_gkxl(rows: Rows) -> Iterable[Sequence[object]]:
    """Return the rows of a sheet without its kept cells."""
    return without_kept(rows) if is_checks(rows) else without_signature(rows) if _is(rows, SheetRole.SUMMARY) else rows


def is_checks(rows: Rows) -> bool:
    """Whether these are the rows of 校验 as we write it."""
    return _is(rows, SheetRole.CHECKS)


def _is(rows: Rows, role: SheetRole) -> bool:
    return bool(rows) and bool(rows[0]) and str(rows[0][0]).startswith(marker(role))


def written_digest(rows: Rows) -> str:
    """Return the digest that stands on 校验; "" where none does."""
    found = (value for row in rows[:5] for value in row[:1] if isinstance(value, str) and value.startswith(CELLS))
    return next(found, "").removeprefix(CELLS)


def _entry(col: int, value: object) -> str:
    """Return where a cell stands and what it says, whatever program has saved it; "" for nothing, and for the digest itself."""
    if value is None or (isinstance(value, str) and value.startswith(CELLS)):
        return ""
    if isinstance(value, str):
        said = value.replace("\r\n", "\n").strip()
        return said and f"{col}\t{said}"
    if isinstance(value, Real):
        return f"{col}\t{float(value):.12g}"
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        value = value.date()
    return f"{col}\t{value}"
