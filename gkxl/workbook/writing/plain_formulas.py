"""A sheet of XlsxWriter that takes our formulas as they stand, and writes the cells that we have without asking what others there might be.

XlsxWriter looks in every formula for each of some thirty functions that Excel 2010 does not know, to mark them in the file.  Live formulas
use none, and there are hundreds on a sheet: the search took an eighth of the time of a merge.  In the place and the style of every cell it
searches for what must be escaped in XML, and how far rows reach it asks place by place: nearly another eighth.  Our sheets have no comments,
which might reach further.  Should XlsxWriter one day call these steps by other names, they are made again and the file is the same.
"""

from __future__ import annotations

from itertools import groupby
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell_fast
from xlsxwriter.worksheet import Worksheet

_ROWS_OF_A_SPAN = 16
"""For so many rows together the file tells from which column to which they reach."""


class PlainFormulas(Worksheet):  # type: ignore[misc]  # XlsxWriter has no types
    """What `Workbook.add_worksheet` makes a sheet of."""

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula.removeprefix("=")

    def _calculate_spans(self) -> None:
        self.row_spans = {}
        for number, rows in groupby(sorted(self.table), key=lambda row: row // _ROWS_OF_A_SPAN):
            cells = [self.table[row] for row in rows if self.table[row]]
            if cells:
                self.row_spans[number] = f"{min(map(min, cells)) + 1}:{max(map(max, cells)) + 1}"

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        kind = type(cell).__name__
        start = f'<c r="{xl_rowcol_to_cell_fast(row, col)}" s="{cell.format._get_xf_index()}"' if cell.format else ""
        if start and kind == "Blank":
            self.fh.write(f"{start}/>")
        elif start and kind == "Number":
            self.fh.write(f"{start}><v>{cell.number:.16G}</v></c>")
        elif start and kind == "String" and not self.constant_memory:
            self.fh.write(f'{start} t="s"><v>{cell.string}</v></c>')
        else:
            super()._write_cell(row, col, cell)
