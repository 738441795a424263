"""A sheet of XlsxWriter that takes our formulas as they stand, and writes the cells that we have without asking what others there might be.

XlsxWriter looks in every formula for each of some thirty functions that Excel 2010 does not know, to mark them in the file.  Live formulas
use none, and there are hundreds on a sheet: the search took an eighth of the time of a merge.  In the place and the style of every cell it
searches for what must be escaped in XML: nearly another eighth.  Should XlsxWriter one day call these steps by other names, they are made
again and the file is the same.
"""

from __future__ import annotations

from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell_fast
from xlsxwriter.worksheet import Worksheet


class PlainFormulas(Worksheet):  # type: ignore[misc]  # XlsxWriter has no types
    """What `Workbook.add_worksheet` makes a sheet of."""

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula.removeprefix("=")

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
