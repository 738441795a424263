"""The cells of 校验 that belong to people: what is written there is kept, and is no change of the workbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gkxl.workbook.format.checks_columns import KEPT_HEADINGS, LEFT_OVER, TEXT_HEADINGS


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
