"""Add sheets to the workbook that is open: made as a file by the same writer as everywhere, and copied over from it.

So they come with what is set cell by cell otherwise: what may be typed, frozen panes, print setup, charts.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from gkxl.workbook.plan import SheetPlan


def add_sheets(book: Any, plans: Sequence[SheetPlan], after: Sequence[str]) -> None:
    """Add these sheets, each behind the sheet that `after` names for it ("" or unknown: behind the last); all of them or none."""
    from gkxl.workbook.writer import write_workbook

    if not plans:
        return
    added: list[Any] = []
    with tempfile.TemporaryDirectory(prefix="gkxl-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / f"{Path(folder).name}.xlsx"  # Excel opens no two workbooks of one name
        path.write_bytes(write_workbook(plans, plans[0].name, ""))
        source = book.app.books.open(str(path), update_links=False, read_only=True, add_to_mru=False)
        try:
            for number, (plan, place) in enumerate(zip(plans, after, strict=True), start=1):
                book.app.status_bar = f"gkxl：正在增加工作表 {number}/{len(plans)}（{plan.name}）……"
                names = [sheet.name for sheet in book.sheets]
                before = book.sheets[names.index(place) if place in names else len(names) - 1]
                added.append(source.sheets[plan.name].copy(after=before))
        except BaseException:
            for sheet in added:
                with contextlib.suppress(Exception):
                    sheet.delete()
            raise
        finally:
            with contextlib.suppress(Exception):
                source.close()
            book.activate()


def without_references(plan: SheetPlan) -> SheetPlan:
    """Return a plan whose formulas and links are the values they show: in a file of its own they would point nowhere."""
    return replace(plan, cells=[cell._replace(formula="", link="") for cell in plan.cells])
