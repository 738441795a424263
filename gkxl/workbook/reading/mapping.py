"""Read 对照表: the order in which a superior's platform asks for figures, as an office keeps it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gkxl.report.flat_list import MappingError, MappingLine
from gkxl.workbook.format.cell_text import text_of
from gkxl.workbook.format.mapping_columns import CODE, ITEM, LABEL
from gkxl.workbook.reading.opening import open_workbook

_SEARCH_DEPTH = 20


def read_mapping_file(path: Path) -> list[MappingLine]:
    """Return the lines of the first sheet that has the columns of a mapping. For `read_apart`.

    Raises UnreadableFileError, and MappingError where no sheet has these columns or nothing stands below them.
    """
    book = open_workbook(path)
    for sheet in book.sheet_names:
        rows = [[text_of(value) for value in row] for row in book.rows(sheet)]
        for number, row in enumerate(rows[:_SEARCH_DEPTH]):
            if ITEM in row:
                return _lines(rows, number)
    raise MappingError(f"没有一个工作表有“{ITEM}”这一列；请用 gkxl list new 生成一份对照表，在它上面改。")


def _lines(rows: Sequence[Sequence[str]], heading: int) -> list[MappingLine]:
    columns = {name: rows[heading].index(name) for name in (CODE, LABEL, ITEM) if name in rows[heading]}
    lines = [
        MappingLine(number, *(row[columns[name]] if columns.get(name, len(row)) < len(row) else "" for name in (CODE, LABEL, ITEM)))
        for number, row in enumerate(rows[heading + 1 :], start=heading + 2)
    ]
    filled = [line for line in lines if line.code or line.label or line.item]
    if not any(line.item for line in filled):
        raise MappingError(f"“{ITEM}”这一列下面没有填任何代码；请用 gkxl list new 生成一份对照表，在它上面改。")
    return filled
