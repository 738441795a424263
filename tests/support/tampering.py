"""Mistakes that only a file can have: a merged cell that was split, a merged workbook in which somebody changed a sheet."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import openpyxl

from support.driving import blank_workbook
from support.planting import LICENSES, a_sheet
from support.worlds import Merge


def broken_merge(dice: random.Random, world: Merge) -> Merge:
    """The cell of a figure is split, and the figure stands in its second part."""
    sent = a_sheet(dice, world)
    return world.swap({sent.file: replace(sent.but({LICENSES: None}), tampering=split_cell)})


def split_cell(path: Path) -> None:
    """Split the cell of 行政许可 and put 250 into its second part."""
    book = openpyxl.load_workbook(path)
    cells = book[blank_workbook().title]
    row, column = blank_workbook().cells[LICENSES]
    area = next(area for area in cells.merged_cells.ranges if (area.min_row, area.min_col) == (row, column))
    cells.unmerge_cells(str(area))
    cells.cell(row, column + 1).value = 250
    book.save(path)


def unit_sheet_edited(dice: random.Random, world: Merge) -> Merge:
    """A bureau merges its year; in its workbook the sheet of one unit is changed before it goes up."""
    unit = dice.choice(sorted({sent.unit for sent in world.sent}))

    def edit(path: Path) -> None:
        book = openpyxl.load_workbook(path)
        row, column = blank_workbook().cells[LICENSES]
        book[unit].cell(row, column).value += 1000
        book.save(path)

    below = replace(world, file="甲局.xlsx", body="甲局", tampering=edit)
    return Merge(world.file, "某某市", world.period, world.truth, below=(below,))
