"""What staff wrote into the note column of a sheet of ours stays when the sheet is filled again."""

from __future__ import annotations

from collections.abc import Sequence

from gkxl.workbook.plan import SheetPlan

_NOTE = "备注"
_KEYS = ("单位", "规则", "内容")
"""The columns that say what a line is about."""


def keep_notes(plan: SheetPlan, rows: Sequence[Sequence[object]]) -> None:
    """Put the notes that stand on a sheet now into its new plan, on the line that is about the same."""
    notes = _notes(rows)
    if not notes:
        return
    lines: dict[int, dict[int, str]] = {}
    for cell in plan.cells:
        lines.setdefault(cell.row, {})[cell.col] = str(cell.value or "")
    columns: dict[str, int] = {}
    places: dict[int, str] = {}
    for row in sorted(lines):
        headings = {text: col for col, text in lines[row].items()}
        if _NOTE in headings:
            columns = headings
        elif columns:
            key = tuple(lines[row].get(columns[name], "") for name in _KEYS if name in columns)
            if key in notes:
                places[row] = notes[key]
    for number, cell in enumerate(plan.cells):
        if cell.row in places and cell.col == columns[_NOTE]:
            plan.cells[number] = cell._replace(value=places[cell.row])


def _notes(rows: Sequence[Sequence[object]]) -> dict[tuple[str, ...], str]:
    notes: dict[tuple[str, ...], str] = {}
    columns: dict[str, int] = {}
    for row in rows:
        texts = [str(value) for value in row]
        if _NOTE in texts:
            columns = {text: col for col, text in enumerate(texts) if text}
        elif columns and len(texts) > columns[_NOTE] and texts[columns[_NOTE]]:
            notes[tuple(texts[columns[name]] for name in _KEYS if name in columns)] = texts[columns[_NOTE]]
    return notes
