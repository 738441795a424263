"""Read a form file and refuse it, with the line that is wrong, unless everything in it adds up."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from gkxl.forms.equations import Equation, FormulaError, Instance, Role, Severity, parse_formula, spread
from gkxl.forms.grid import Grid, GridCell, GridError, Part, place
from gkxl.forms.model import Block, Column, Form, Group, Item, Kind, Row, Section, Table, Time

Raw = Mapping[str, Any]
_E = TypeVar("_E", Role, Severity, Time)


class FormError(ValueError):
    """A form file that contradicts itself; the message ends with the file and the line."""


class _Source:
    """Finds the line of a form file that a fault is on.

    `tomllib` keeps no positions.  Every entry of a form stands on one line of its own, so that the
    n-th line that holds its words, within its own table and block, is the line to name.
    """

    def __init__(self, text: str, name: str) -> None:
        self.name = name
        self.lines = text.splitlines()

    def error(self, message: str, words: str, scope: range | None = None, nth: int = 0) -> FormError:
        scope = scope if scope is not None else range(len(self.lines))
        hits = [number for number in scope if words in self.lines[number]] or [scope.start]
        return FormError(f"{message} ({self.name}, line {hits[min(nth, len(hits) - 1)] + 1})")

    def scopes(self, heading: str, within: range | None = None) -> list[range]:
        """Return the line ranges of each [[heading]] in the file."""
        within = within if within is not None else range(len(self.lines))
        starts = [number for number in within if self.lines[number].strip() == f"[[{heading}]]"]
        return [range(start, stop) for start, stop in zip(starts, [*starts[1:], within.stop], strict=True)]


def load(path: Path) -> Form:
    """Return the form in `path`; raises FormError naming the line that is wrong."""
    return loads(path.read_text(encoding="utf-8"), path.name)


def loads(text: str, name: str = "form") -> Form:
    """Return the form in `text`; `name` is how errors call it."""
    source = _Source(text, name)
    try:
        raw = tomllib.loads(text)
        return _form(raw, source)
    except tomllib.TOMLDecodeError as error:
        raise FormError(f"not TOML: {error} ({name})") from error
    except KeyError as error:
        raise FormError(f"the key {error} is missing ({name})") from error


def _form(raw: Raw, source: _Source) -> Form:
    kinds = {code: _kind(code, kind, source) for code, kind in raw["kinds"].items()}
    report = raw["report"]
    sections = tuple(Section(section["title"], section.get("table"), section.get("text", "")) for section in report["sections"])
    headings = {section.table: section.title for section in sections if section.table}
    scopes = source.scopes("tables")
    tables = tuple(_table(table, headings, kinds, source, scope) for table, scope in zip(raw["tables"], scopes, strict=True))
    _refuse_duplicates([table.code for table in tables], "table code", source, None)
    for code in headings:
        if code not in {table.code for table in tables}:
            raise source.error(f"a section names the unknown table {code!r}", f'table = "{code}"')
    items = tuple(_items(tables))
    index = {item.code: item.index for item in items}
    ids = [equation.id for table in tables for block in table.blocks for equation in block.equations] + [kind.rule_id for kind in kinds.values()]
    _refuse_duplicates(ids, "rule id", source, None, key="id")
    return Form(
        id=raw["id"],
        name=raw["name"],
        first_year=raw["first_year"],
        last_year=raw.get("last_year"),
        notice=raw["notice"],
        report_title=report["title"],
        report_period=report["period"],
        sections=sections,
        kinds=kinds,
        tables=tables,
        items=items,
        instances=_ordered(list(_instances(tables, items)), source),
        index=index,
    )


def _kind(code: str, raw: Raw, source: _Source) -> Kind:
    rule = raw["rule"]
    severity = _enum(Severity, rule["severity"], source, None)
    return Kind(code, raw["whole"], raw.get("minimum"), tuple(raw.get("units", ())), rule["id"], severity, rule["sentence"])


def _table(raw: Raw, headings: Mapping[str, str], kinds: Mapping[str, Kind], source: _Source, scope: range) -> Table:
    code = raw["code"]
    if code not in headings:
        raise source.error(f"no section of the report shows the table {code!r}", f'code = "{code}"', scope)
    scopes = source.scopes("tables.blocks", scope)
    blocks = tuple(_block(block, len(raw["widths"]), kinds, source, at) for block, at in zip(raw["blocks"], scopes, strict=True))
    _refuse_duplicates([block.code for block in blocks], "block code", source, scope)
    _refuse_duplicates([row.code for block in blocks for row in block.rows], "row code", source, scope)
    return Table(code, raw["number"], raw["name"], headings[code], tuple(raw["widths"]), blocks)


def _block(raw: Raw, width: int, kinds: Mapping[str, Kind], source: _Source, scope: range) -> Block:
    groups = {group["code"]: Group(group["code"], group["label"], group["rows"]) for group in raw.get("groups", ())}
    columns = tuple(_column(column, kinds, source, scope) for column in raw["columns"])
    rows = tuple(_row(row, groups, source, scope) for row in raw["rows"])
    _refuse_duplicates([column.code for column in columns], "column code", source, scope)
    if any(row.time for row in rows) and any(column.time for column in columns):
        raise source.error("both rows and columns state a time", "time =", scope)
    equations = tuple(_equation(equation, rows, columns, source, scope) for equation in raw.get("equations", ()))
    grid = _grid(raw, width, columns, rows, groups, source, scope)
    return Block(raw["code"], raw.get("title", ""), columns, rows, groups, equations, grid)


def _column(raw: Raw, kinds: Mapping[str, Kind], source: _Source, scope: range) -> Column:
    kind = raw.get("kind", "count")
    if kind not in kinds:
        raise source.error(f"unknown kind {kind!r}", f'kind = "{kind}"', scope)
    time = _enum(Time, raw["time"], source, scope) if "time" in raw else None
    return Column(raw["code"], raw["label"], tuple(raw.get("variants", ())), kinds[kind], time)


def _row(raw: Raw, groups: Mapping[str, Group], source: _Source, scope: range) -> Row:
    for group in raw.get("groups", ()):
        if group not in groups:
            raise source.error(f"unknown group {group!r}", f'code = "{raw["code"]}"', scope)
    time = _enum(Time, raw["time"], source, scope) if "time" in raw else None
    return Row(raw["code"], raw.get("label", ""), tuple(raw.get("groups", ())), tuple(raw.get("variants", ())), raw.get("hint", ""), time)


def _equation(raw: Raw, rows: tuple[Row, ...], columns: tuple[Column, ...], source: _Source, scope: range) -> Equation:
    words = f'formula = "{raw["formula"]}"'
    axes: Mapping[str, Iterable[Row | Column]] = {"column": rows, "row": columns}
    if raw["per"] not in axes:
        raise source.error(f"per is {raw['per']!r}, not 'column' or 'row'", words, scope)
    try:
        left, relation, right = parse_formula(raw["formula"], [part.code for part in axes[raw["per"]]])
    except FormulaError as error:
        raise source.error(str(error), words, scope) from error
    role = _enum(Role, raw["role"], source, scope)
    if role is Role.TOTAL and (len(left) != 1 or relation != "=" or left[0].sign < 0 or any(term.previous for term in left + right)):
        raise source.error("a total computes one code from figures of the same period", words, scope)
    if role is not Role.CARRY and any(term.previous for term in left + right):
        raise source.error("only an equation of the role 'carry' may look at the previous period", words, scope)
    severity = _enum(Severity, raw["severity"], source, scope)
    return Equation(raw["id"], role, raw["per"], severity, raw["formula"], raw["shown"], raw["sentence"], left, relation, right)


def _enum(kind: type[_E], value: str, source: _Source, scope: range | None) -> _E:
    try:
        return kind(value)
    except ValueError as error:
        raise source.error(f"{value!r} is not one of {', '.join(kind)}", f'"{value}"', scope) from error


def _refuse_duplicates(codes: list[str], what: str, source: _Source, scope: range | None, key: str = "code") -> None:
    for code, times in Counter(codes).items():
        if times > 1:
            raise source.error(f"duplicate {what} {code!r}", f'{key} = "{code}"', scope, nth=1)


def _grid(
    raw: Raw, width: int, columns: tuple[Column, ...], rows: tuple[Row, ...], groups: Mapping[str, Group], source: _Source, scope: range
) -> Grid:
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
        line = int(re.search(r"\d+", str(error))[0])  # type: ignore[index]  # every GridError names its line
        first = next(cell for cell in raw["header"][line])
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
    cells = title + [_moved(cell, top) for cell in header]
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


def _moved(cell: GridCell, by: int) -> GridCell:
    return GridCell(cell.row + by, cell.col, cell.rows, cell.cols, cell.part, cell.text, cell.code)


def _items(tables: tuple[Table, ...]) -> Iterable[Item]:
    number = 0
    for table in tables:
        for block in table.blocks:
            label_of = _column_labels(block)
            for row in block.rows:
                groups = [block.groups[code].label for code in row.groups[1:]]
                row_label = " ".join([*groups, row.label]) if row.label else ""
                for column in block.columns:
                    code = f"{table.code}.{row.code}.{column.code}"
                    time = row.time or column.time or Time.FLOW
                    yield Item(number, code, table.code, block.code, row.code, column.code, column.kind, time, row_label, label_of(column))
                    number += 1


def _column_labels(block: Block) -> Callable[[Column], str]:
    """Return a function that names a column so that no other column of the block has the same name."""
    header = [cell for cell in block.grid.cells if cell.part is Part.HEADER]
    times = Counter(column.label for column in block.columns)

    def name(column: Column) -> str:
        if times[column.label] == 1:
            return column.label
        own = next(cell for cell in header if cell.code == column.code)
        above = [cell.text for cell in header if cell.row < own.row and cell.col <= own.col < cell.col + cell.cols]
        return " ".join([*above, column.label])

    return name


def _instances(tables: tuple[Table, ...], items: tuple[Item, ...]) -> Iterable[Instance]:
    index = {(item.table, item.row, item.column): item.index for item in items}
    for table in tables:
        for block in table.blocks:
            rows = [row.code for row in block.rows]
            columns = [column.code for column in block.columns]
            for equation in block.equations:
                yield from spread(equation, table.code, block.code, rows, columns, index)


def _ordered(instances: list[Instance], source: _Source) -> tuple[Instance, ...]:
    """Return the instances with totals first, each after the totals that it adds up."""
    pending = [instance for instance in instances if instance.equation.role is Role.TOTAL]
    others = [instance for instance in instances if instance.equation.role is not Role.TOTAL]
    ordered: list[Instance] = []
    while pending:
        open_targets = {instance.target for instance in pending}
        ready = [one for one in pending if not any(operand.item in open_targets for operand in one.right)]
        if not ready:
            raise source.error("totals that compute each other", f'formula = "{pending[0].equation.formula}"')
        ordered += ready
        pending = [one for one in pending if one not in ready]
    return tuple(ordered + others)
