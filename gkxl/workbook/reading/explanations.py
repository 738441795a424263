"""What people wrote beside the findings on 校验, or on the list in a marked copy that came back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gkxl.rules.explanations import Explanation
from gkxl.workbook.format.cell_text import text_of
from gkxl.workbook.format.checks_columns import CAUSE, NOTE_HEADING, TEXT_HEADINGS, heading
from gkxl.workbook.format.finding_codes import is_explained_by_others, parse_finding_code
from gkxl.workbook.format.kept_cells import kept_heading
from gkxl.workbook.reading.coded_sheet import Marked, Rows


def read_explanations(rows: Rows, marked: Marked, file: str = "") -> list[Explanation]:
    """Return what stands in the note column beside lines with the code of a finding, from top to bottom; `file` is where it was read."""
    found: list[Explanation] = []
    columns: dict[str, int] = {}
    for row in rows:
        if kept_heading(row):
            columns = {str(value): col for col, value in enumerate(row) if value != ""}
            continue
        key = parse_finding_code(row[marked.col]) if columns and marked.col < len(row) else None
        words = _in_column(row, columns, NOTE_HEADING) if key else ""
        if key and not words and is_explained_by_others(row[marked.col]):
            found.append(Explanation(key, _in_column(row, columns, heading(CAUSE)), by_others=True, file=file))
        if key and words:
            about = next((text for name in TEXT_HEADINGS if (text := _in_column(row, columns, name))), "")
            found.append(Explanation(key, words, about, file=file))
    return found


def _in_column(row: Sequence[object], columns: Mapping[str, int], name: str) -> str:
    """Return what a row says under a heading; "" where there is no such column."""
    return text_of(row[columns[name]]) if columns.get(name, len(row)) < len(row) else ""
