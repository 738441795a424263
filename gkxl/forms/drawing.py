"""Draw the printed cells of a block from its description in the form file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from gkxl.forms.grid import Grid, GridCell, GridError, Part, place
from gkxl.forms.model import Column, Group, Row
from gkxl.forms.source import Source

Raw = Mapping[str, Any]


def draw(raw: Raw, width: int, columns: tuple[Column, ...], rows: tuple[Row, ...], groups: Mapping[str, Group], source: Source, scope: range) -> Grid:
    """Return the printed cells of a block: its title, its header lines, its rows of figures."""
    labels = {column.code: column.label for column in columns}

    def header_cell(cell: Raw) -> GridCell:
        code = cell.get("column", "")
        if code and code not in labels:
            raise source.error(f"the header names the unknown column {code!r}", f'column = "{code}"', scope)
        text = labels[code] if code else cell["text"]
        return GridCell(0, 0, cell.get("rows", 1), cell.get("cols", 1), Part.HEADER, text, code)

    try:
        header = place([[header_cell(cell) for cell in line] for line in raw["header"]], width)
    except GridError as error:
        first = raw["header"][error.line][0]
        words = f'"{first.get("column") or first["text"]}"'
        raise source.error(f"the header spans do not add up: {error}", words, scope) from error
    heads = {cell.code: cell for cell in header if cell.code}
    for code, count in Counter(cell.code for cell in header if cell.code).items():
        if count > 1:
            raise source.error(f"the column {code!r} stands in the header twice", f'column = "{code}"', scope, nth=1)
    for column in columns:
        if column.code not in heads:
            raise source.error(f"the column {column.code!r} has no header cell", f'code = "{column.code}"', scope)
    label_width = min(cell.col for cell in heads.values())
    if label_width + sum(cell.cols for cell in heads.values()) != width:
        raise source.error("the figures do not fill the width of the table", "header", scope)

    title = [GridCell(0, 0, 1, width, Part.TITLE, raw["title"])] if raw.get("title") else []
    top = len(title)
    cells = title + [replace(cell, row=cell.row + top) for cell in header]
    top += len(raw["header"])
    for group in groups.values():
        members = [number for number, row in enumerate(rows) if group.code in row.groups]
        if not members or members != list(range(members[0], members[0] + group.rows)):
            raise source.error(f"the group {group.code!r} spans {len(members)} rows, not {group.rows}", f'code = "{group.code}"', scope)
        cells.append(GridCell(top + members[0], rows[members[0]].groups.index(group.code), group.rows, 1, Part.LABEL, group.label))
    for number, row in enumerate(rows, start=top):
        if label_width:
            depth = len(row.groups)
            cells.append(GridCell(number, depth, 1, label_width - depth, Part.LABEL, row.label, row.code))
        for column in columns:
            head = heads[column.code]
            cells.append(GridCell(number, head.col, 1, head.cols, Part.FIGURE, code=f"{row.code}.{column.code}"))
    return Grid(width, top + len(rows), tuple(cells))
