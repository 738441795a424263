"""Draw the printed cells of a block from its description in the form file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from gkxl.forms.blocks import Column, Group, Row
from gkxl.forms.grid import Grid, GridCell, GridError, Part, place
from gkxl.forms.nearest import unknown
from gkxl.forms.source import Source

Raw = Mapping[str, Any]


def draw(raw: Raw, width: int, columns: Sequence[Column], rows: Sequence[Row], groups: Mapping[str, Group], source: Source) -> Grid:
    """Return the printed cells of a block, from top to bottom: its title, its header lines, its rows of figures.

    Raises FormError with the line of what does not fit.
    """
    header = _header(raw["header"], width, {column.code: column.label for column in columns}, source)
    heads = _heads(header, columns, source)
    label_width = min(head.col for head in heads.values())
    if label_width + sum(head.cols for head in heads.values()) != width:
        raise source.error("数字列没有占满表的宽度", "header")
    title = [GridCell(0, 0, 1, width, Part.TITLE, raw["title"])] if raw.get("title") else []
    body = [*_group_labels(groups, rows, source), *_row_labels(rows, label_width, source), *_figures(rows, columns, heads)]
    first_row = len(title) + len(raw["header"])
    cells = [*title, *_moved(header, len(title)), *_moved(body, first_row)]
    return _without_gaps(Grid(width, first_row + len(rows), tuple(cells)), source)


def _header(lines: Sequence[Sequence[Raw]], width: int, labels: Mapping[str, str], source: Source) -> list[GridCell]:
    """Return the cells of the header lines, placed; a cell that heads a column bears its code and label."""

    def cell(raw: Raw) -> GridCell:
        code = raw.get("column", "")
        if code and code not in labels:
            raise source.error(f"表头里的列{unknown(code, labels)}", f'column = "{code}"')
        return GridCell(0, 0, raw.get("rows", 1), raw.get("cols", 1), Part.HEADER, labels[code] if code else raw["text"], code)

    try:
        return place([[cell(raw) for raw in line] for line in lines], width)
    except GridError as error:
        first = lines[error.line][0] if lines[error.line] else {"text": ""}
        raise source.error(f"表头的跨度合不上：{error}", f'"{first.get("column") or first["text"]}"') from error


def _heads(header: Sequence[GridCell], columns: Sequence[Column], source: Source) -> dict[str, GridCell]:
    """Return for each column the one header cell above its figures."""
    for code, count in Counter(cell.code for cell in header if cell.code).items():
        if count > 1:
            raise source.error(f"列“{code}”在表头里出现两次", f'column = "{code}"', nth=1)
    heads = {cell.code: cell for cell in header if cell.code}
    for column in columns:
        if column.code not in heads:
            raise source.error(f"列“{column.code}”在表头里没有单元格", f'code = "{column.code}"')
    return heads


def _group_labels(groups: Mapping[str, Group], rows: Sequence[Row], source: Source) -> list[GridCell]:
    """Return the tall cells to the left of the row labels, rows counted from the first row of figures."""
    cells = []
    for group in groups.values():
        members = [number for number, row in enumerate(rows) if group.code in row.groups]
        if not members or members != list(range(members[0], members[0] + group.rows)):
            raise source.error(f"分组“{group.code}”下有{len(members)}行，写的却是{group.rows}行", f'code = "{group.code}"')
        depth = rows[members[0]].groups.index(group.code)
        for number in members:
            if rows[number].groups.index(group.code) != depth:
                message = f"分组“{group.code}”在各行里的位置不一致"
                raise source.key_error(message, "groups", {"code": rows[number].code, "label": rows[number].label})
        cells.append(GridCell(members[0], depth, group.rows, 1, Part.LABEL, group.label))
    return cells


def _row_labels(rows: Sequence[Row], label_width: int, source: Source) -> list[GridCell]:
    """Return the label of each row, right of the groups that the row belongs to; none where the figures start at the left edge."""
    cells = []
    for number, row in enumerate(rows):
        depth = len(row.groups)
        if depth >= label_width and (depth or row.label):
            message = f"行“{row.code}”的名称在数字左侧没有位置"
            raise source.key_error(message, "code", {"code": row.code, "label": row.label})
        if label_width:
            cells.append(GridCell(number, depth, 1, label_width - depth, Part.LABEL, row.label, row.code))
    return cells


def _figures(rows: Sequence[Row], columns: Sequence[Column], heads: Mapping[str, GridCell]) -> list[GridCell]:
    """Return a cell for each figure, below the header cell of its column and as wide."""
    return [
        GridCell(number, heads[column.code].col, 1, heads[column.code].cols, Part.FIGURE, code=f"{row.code}.{column.code}")
        for number, row in enumerate(rows)
        for column in columns
    ]


def _moved(cells: Sequence[GridCell], down: int) -> list[GridCell]:
    return [replace(cell, row=cell.row + down) for cell in cells]


def _without_gaps(grid: Grid, source: Source) -> Grid:
    """Return the grid if its cells cover it exactly once; FormError for the row where they do not."""
    places = Counter((cell.row + i, cell.col + j) for cell in grid.cells for i in range(cell.rows) for j in range(cell.cols))
    for row in range(grid.height):
        if any(places[row, col] != 1 for col in range(grid.width)):
            words = next((f'"{cell.code or cell.text}"' for cell in grid.cells if cell.row == row and cell.part is not Part.FIGURE), "rows")
            raise source.error("这一行的格子有重叠或空缺", words)
    return grid
