"""Read 报告表 back: it has no hidden codes, so each table is found by its heading and believed only where every label stands in its place."""

from __future__ import annotations

from gkxl.forms import GridCell, Part, item_code
from gkxl.model.figures import Misread, Number, read_figure
from gkxl.model.period_words import on_face
from gkxl.model.submission import Position, Source, Submission
from gkxl.workbook.format.layout import PlacedTable, layout_for
from gkxl.workbook.format.sheet_names import REPORT
from gkxl.workbook.reading.coded_sheet import Rows


def read_report(rows: Rows, summary: Submission, sheet: str = REPORT) -> Submission | None:
    """Return what the printed tables beside a 汇总 show, totals included; None where they show no figure at all.

    The tables that are not as they were written have no positions; a cell that is not a figure is misread.
    """
    form = summary.form
    layout = layout_for(form.id, codes=False)
    stated: list[Number | None] = [None] * len(form.items)
    positions: list[Position | None] = [None] * len(form.items)
    misread: dict[int, str] = {}
    places = {text: (number, col) for number, row in enumerate(rows) for col, text in enumerate(row) if isinstance(text, str) and text}
    for placed in layout.tables:
        moved = _moved(rows, placed, places.get(placed.table.heading), layout.left, summary)
        if moved is None:
            continue
        for cell in placed.cells:
            if cell.part is not Part.FIGURE:
                continue
            item = form.index[item_code(placed.table.code, cell.code)]
            row, col = positions[item] = cell.row + moved[0], cell.col + moved[1]
            figure = read_figure(rows[row][col], form.items[item].kind, of_results=True)
            if isinstance(figure, Misread):
                misread[item] = figure.what
            else:
                stated[item] = figure
    if not misread and all(value is None for value in stated):
        return None
    return Submission(form, summary.unit, summary.period, summary.revision, Source(summary.source.file, sheet), stated, positions, misread)


def _moved(rows: Rows, placed: PlacedTable, heading: Position | None, left: int, summary: Submission) -> Position | None:
    """Return by how many rows and columns a table has moved; None where it is not there as it was written."""
    if heading is None:
        return None
    down, right = heading[0] - placed.heading_row, heading[1] - left
    return (down, right) if all(_stands(rows, cell, down, right, summary) for cell in placed.cells) else None


def _stands(rows: Rows, cell: GridCell, down: int, right: int, summary: Submission) -> bool:
    row, col = cell.row + down, cell.col + right
    if row >= len(rows) or col >= len(rows[row]):
        return False
    if cell.part is Part.FIGURE:
        return True
    written = "".join(str(rows[row][col]).split())
    # Workbooks of earlier versions have the words of the form.
    return written in ("".join(text.split()) for text in (cell.text, on_face(summary.form, summary.period, cell.text)))
