"""A sheet of XlsxWriter that takes our formulas as they stand.

XlsxWriter looks in every formula for each of some thirty functions that Excel 2010 does not know, to mark them in the file.  Live formulas
use none, and there are hundreds on a sheet: the search took an eighth of the time of a merge.  Should XlsxWriter one day call its search by
another name, it is made again and the file is the same.
"""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet


class PlainFormulas(Worksheet):  # type: ignore[misc]  # XlsxWriter has no types
    """What `Workbook.add_worksheet` makes a sheet of."""

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula.removeprefix("=")
