"""The cells of 校验 and 汇总 that belong to people: what is written there is kept, and is no change of the workbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gkxl.eligibility.signing import SIGNED
from gkxl.model.head import HeadField
from gkxl.workbook.format.checks_columns import KEPT_HEADINGS, LEFT_OVER, TEXT_HEADINGS
from gkxl.workbook.format.codes import HEAD, HEAD_COLUMNS, NOTE

KEPT_FIELDS = frozenset({HeadField.REVISION, *SIGNED})
"""The fields of the head of 汇总 that people may fill in."""


def kept_heading(row: Sequence[object]) -> str:
    """Return which heading of a column of kept cells stands in a row of headings; "" for none. 情况说明 alone is a field of other sheets."""
    if not any(name in row for name in TEXT_HEADINGS):
        return ""
    return next((heading for heading in KEPT_HEADINGS if heading in row), "")


def without_kept(rows: Sequence[Sequence[object]]) -> Iterator[Sequence[object]]:
    """Yield the rows of 校验 without what stands in its kept cells: below a heading of the notes, and at its end what is left of them."""
    column: int | None = None
    for row in rows:
        if LEFT_OVER in row:
            return
        heading = kept_heading(row)
        if heading:
            column = row.index(heading)
            yield row
        elif column is None or column >= len(row):
            yield row
        else:
            yield [*row[:column], "", *row[column + 1 :]]


def without_signature(rows: Sequence[Sequence[object]]) -> Iterator[Sequence[object]]:
    """Yield the rows of 汇总 without what stands in the fields of its head, and in its remark, that are kept; codes stand in the first column."""
    columns: dict[str, int] = {}
    for row in rows:
        code = str(row[0]) if row else ""
        if code == HEAD_COLUMNS:
            columns = {str(value).removesuffix(".0"): col for col, value in enumerate(row) if col and value not in ("", None)}
        names = code.removeprefix(HEAD).split(",") if code.startswith(HEAD) else [code.removeprefix(NOTE)] if code.startswith(NOTE) else []
        kept = {columns.get(str(number), -1) for number, name in enumerate(names, start=1) if name in KEPT_FIELDS}
        yield [("" if col in kept else value) for col, value in enumerate(row)] if kept else row
