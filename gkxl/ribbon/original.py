"""Sheets as the one writer makes them, opened beside the workbook in Excel, to be copied into it.

So a sheet in Excel comes with what a file has: its looks, what may be typed, conditional colours, print setup, charts.
"""

from __future__ import annotations

import contextlib
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from gkxl.workbook.format.sheet_plan import SheetPlan

if TYPE_CHECKING:
    from gkxl.ribbon.excel_api import BookApi
    from gkxl.ribbon.excel_types import Book, Sheet, Sheets


_NUMBERED = re.compile(r" \(\d+\)$")
"""What Excel puts behind the name of a copy whose name is taken."""
_ABOVE = 0
"""xlSummaryAbove: the sign to unfold stands beside the row above."""


class Original:
    """A workbook with the sheets of some plans, open in Excel while it is needed; formulas and links are the values they show."""

    def __init__(self, book: Book, plans: Sequence[SheetPlan]) -> None:
        self.book, self.plans = book, plans
        self.folder = tempfile.TemporaryDirectory(prefix="gkxl-", ignore_cleanup_errors=True)
        self._opened: Book | None = None

    def __enter__(self) -> Original:
        from gkxl.workbook.writing.writer import write_workbook

        path = Path(self.folder.name) / f"{Path(self.folder.name).name}.xlsx"  # Excel opens no two workbooks of one name
        try:
            path.write_bytes(write_workbook(self.plans, self.plans[0].name, ""))
            self._opened = self.book.app.books.open(str(path), update_links=False, read_only=True, add_to_mru=False)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        if self._opened is not None:
            with contextlib.suppress(Exception):
                self._opened.close()
        with contextlib.suppress(Exception):
            self.book.activate()
        self.folder.cleanup()

    @property
    def _opened_api(self) -> BookApi:
        assert self._opened is not None, "it is open while it is needed"
        return self._opened.api

    @property
    def _sheets(self) -> Sheets:
        assert self._opened is not None, "it is open while it is needed"
        return self._opened.sheets

    def add(self, names: Sequence[str], after: Sequence[str]) -> None:
        """Copy these sheets over, each behind the sheet that `after` names for it ("" or unknown: behind the last); all of them or none."""
        before = [sheet.name for sheet in self.book.sheets]
        wanted = list(before)
        in_front = self.book.sheets.active
        self.book.app.status_bar = f"gkxl：正在增加{len(names)}张工作表……"
        try:
            for together, place in _groups(names, after):
                behind = place if place in wanted else wanted[-1]
                # Excel's own object: xlwings copies one sheet at a time, and each is a trip with all its names and formulas.
                self._opened_api.Worksheets(together).Copy(After=self.book.sheets[behind].api)
                wanted[wanted.index(behind) + 1 : wanted.index(behind) + 1] = together
            # Excel copies in the order in which sheets stand in the original, and gives one whose name is taken another.
            found = [sheet.name for sheet in self.book.sheets if sheet.name in names]
            assert found == [name for name in wanted if name in names], f"new sheets stand as asked for: {found}"
            self._select(in_front)
        except BaseException:
            with contextlib.suppress(Exception):  # the reason must not be lost with what cannot be taken back
                self._remove(names, before)
                self._select(in_front)
            raise

    def _select(self, sheet: Sheet) -> None:
        """Show one sheet: Excel leaves what it copied selected together, and what is then typed into one goes into all of them."""
        self.book.activate()
        sheet.select()

    def _remove(self, names: Sequence[str], before: Sequence[str]) -> None:
        """Delete those of these sheets that were not there before, also one that Excel has given another name."""
        for sheet in [sheet for sheet in self.book.sheets if sheet.name not in before and _NUMBERED.sub("", sheet.name) in names]:
            with contextlib.suppress(Exception):
                sheet.delete()

    def dress(self, plan: SheetPlan) -> None:
        """Give a sheet that is there, and not protected, the looks of the original; its cells take the values of the original."""
        sheet, made = self.book.sheets[plan.name], self._sheets[plan.name]
        rows, cols = plan.extent
        sheet.clear_formats()
        made.range((1, 1), (rows, cols)).copy(sheet.range((1, 1)))
        used = sheet.used_range
        used.rows.hidden = used.columns.hidden = False
        for first, last, width in _runs(plan.widths):
            sheet.range((1, first + 1), (1, last + 1)).column_width = width
        for first, last, height in _runs(plan.heights):
            sheet.range((first + 1, 1), (last + 1, 1)).row_height = height
        if plan.below_rows:
            sheet.range((1, 1), (rows, cols)).api.ClearOutline()  # Excel's own objects here: xlwings has no name for what is folded
            sheet.api.Outline.SummaryRow = _ABOVE
        for first, last, _ in _runs(dict.fromkeys(plan.below_rows, 0)):
            sheet.range((first + 1, 1), (last + 1, 1)).api.EntireRow.OutlineLevel = 2
        for first, last, _ in _runs(dict.fromkeys(plan.hidden_rows, 0)):
            sheet.range((first + 1, 1), (last + 1, 1)).rows.hidden = True
        for first, last, _ in _runs(dict.fromkeys(plan.hidden_columns, 0)):
            sheet.range((1, first + 1), (1, last + 1)).columns.hidden = True
        if plan.print_area:
            top, left, bottom, right = plan.print_area
            sheet.page_setup.print_area = sheet.range((top + 1, left + 1), (bottom + 1, right + 1)).address
        if plan.filter_area:
            top, left, bottom, right = plan.filter_area
            sheet.range((top + 1, left + 1), (bottom + 1, right + 1)).api.AutoFilter()  # Excel's own object: xlwings cannot set one
        if plan.tab_color:
            red, green, blue = (plan.tab_color[place : place + 2] for place in (0, 2, 4))
            sheet.api.Tab.Color = int(f"{blue}{green}{red}", 16)


def add_sheets(book: Book, plans: Sequence[SheetPlan], after: Sequence[str]) -> None:
    """Add the sheets of these plans to a workbook, formulas included; all of them or none."""
    if plans:
        with Original(book, plans) as original:
            original.add([plan.name for plan in plans], after)


def _groups(names: Sequence[str], after: Sequence[str]) -> list[tuple[list[str], str]]:
    """Return the sheets that stand behind one another as one group each, with the sheet that the first of them stands behind."""
    groups: list[tuple[list[str], str]] = []
    for name, place in zip(names, after, strict=True):
        if groups and place == groups[-1][0][-1]:
            groups[-1][0].append(name)
        else:
            groups.append(([name], place))
    return groups


def without_references(plan: SheetPlan) -> SheetPlan:
    """Return a plan whose formulas and links are the values they show: in a file of its own they would point nowhere."""
    return replace(plan, cells=[cell._replace(formula="", link="") for cell in plan.cells])


def _runs(sizes: Mapping[int, float]) -> list[tuple[int, int, float]]:
    """Return neighbouring rows or columns of one size together: first, last, size; every one of them is a call."""
    runs: list[tuple[int, int, float]] = []
    for place, size in sorted(sizes.items()):
        if runs and runs[-1][1:] == (place - 1, size):
            runs[-1] = (runs[-1][0], place, size)
        else:
            runs.append((place, place, size))
    return runs
