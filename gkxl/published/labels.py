"""What the labels of the forms look like in print: the names under which a block knows its columns and its rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from gkxl.forms import STATUTORY, Block, Form, Part, Table, folders, forms_of, normalise

_NUMBERED = re.compile(r"^\s*(?:[（(]\s*[一二三四五六七八九十\d]{1,3}\s*[）)]|[一二三四五六七八九十\d]{1,3}\s*[、.．,，:：])\s*")
"""The number in front of a label: "一、", "（一）", "1.", "1、"."""
_REMARK = re.compile(r"[（(〔\[][^（()）〔〕\[\]]*[）)〕\]]\s*$")
"""A remark in brackets behind a label."""


def without_number(text: str) -> str:
    """Return a label as `normalise` leaves it, without the number in front: published reports number as they please."""
    return normalise(_NUMBERED.sub("", text, count=1))


def without_remark(text: str) -> str:
    """Return a label without a remark in brackets at its end, such as "（2023年办件量）"; one on the unit of money stays."""
    remark = _REMARK.search(text)
    return text[: remark.start()] if remark and "单位" not in remark[0] else text


@dataclass(frozen=True)
class ColumnNames:
    """How a column is called in print."""

    code: str
    names: frozenset[str]
    above: str
    """What must stand above it, where other columns of the block have the same name; "" where its name says enough."""


@dataclass(frozen=True)
class BlockLabels:
    """How the columns and rows of one block of a form are called in print."""

    form: Form
    table: Table
    block: Block
    columns: tuple[ColumnNames, ...]
    rows: Mapping[str, str]
    """Name without its number to row code; empty for a block whose one row has no label."""

    @property
    def sole_row(self) -> str:
        """Code of the one row of a block without row labels."""
        return self.block.rows[0].code


@cache
def _labels(places: tuple[object, ...]) -> tuple[BlockLabels, ...]:
    return tuple(_of(form, table, block) for form in forms_of(STATUTORY) for table in form.tables for block in table.blocks)


def all_labels() -> tuple[BlockLabels, ...]:
    """Return the labels of every block of every form of the statutory report."""
    return _labels(folders())


@cache
def _words(places: tuple[object, ...]) -> frozenset[str]:
    texts = {cell.text for labels in all_labels() for cell in labels.block.grid.cells if cell.part is Part.HEADER}
    names = {name for labels in all_labels() for column in labels.columns for name in column.names}
    return frozenset(map(normalise, texts)) | names


def header_words() -> frozenset[str]:
    """Return all that may stand in the header of a block, as `normalise` leaves it."""
    return _words(folders())


@cache
def _titles(places: tuple[object, ...]) -> frozenset[str]:
    return frozenset(normalise(labels.block.title) for labels in all_labels() if labels.block.title)


def block_titles() -> frozenset[str]:
    """Return what stands over the whole width above a block, as `normalise` leaves it."""
    return _titles(folders())


def _of(form: Form, table: Table, block: Block) -> BlockLabels:
    header = [cell for cell in block.grid.cells if cell.part is Part.HEADER]
    texts = [column.label for column in block.columns]
    columns = []
    for column in block.columns:
        own = next(cell for cell in header if cell.code == column.code)
        above = [cell for cell in header if cell.row < own.row and cell.col <= own.col < cell.col + cell.cols]
        innermost = normalise(max(above, key=lambda cell: cell.row).text) if above and texts.count(column.label) > 1 else ""
        columns.append(ColumnNames(column.code, _accepted([column.label, *column.variants]), innermost))
    rows: dict[str, str] = {}
    for row in block.rows:
        groups = "".join(block.groups[code].label for code in row.groups[-1:])
        for name in (row.label, *row.variants):
            for written in (name, f"{groups}{name}"):
                if key := without_number(written):
                    rows[key] = row.code
    return BlockLabels(form, table, block, tuple(columns), rows)


def _accepted(names: Iterable[str]) -> frozenset[str]:
    return frozenset(map(normalise, names))
