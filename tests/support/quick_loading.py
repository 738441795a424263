"""Load workbooks in tests without redrawing the borders of merged cells, on which openpyxl spends six sevenths of the time.

The tests look at values, formulas, fonts and fills; no test looks at those borders.  What gkxl loads itself is loaded as ever.
"""

from __future__ import annotations

import sys
from typing import Any
from unittest import mock

import openpyxl
from openpyxl.worksheet.merge import MergedCellRange

_load_workbook = openpyxl.load_workbook


def _get_first_cell(merged: Any) -> None:
    """Take up the cell that is written into; openpyxl asks it for the borders of the last one, too."""
    merged.start_cell = merged.ws.cell(merged.min_row, merged.min_col)


def _load(*args: Any, **kwargs: Any) -> openpyxl.Workbook:
    if sys._getframe(1).f_globals.get("__name__", "").startswith("gkxl."):
        return _load_workbook(*args, **kwargs)
    with mock.patch.multiple(MergedCellRange, format=lambda self: None, _get_borders=_get_first_cell):
        return _load_workbook(*args, **kwargs)


def install() -> None:
    """Make `openpyxl.load_workbook` the quick one for the tests of this process."""
    openpyxl.load_workbook = _load
