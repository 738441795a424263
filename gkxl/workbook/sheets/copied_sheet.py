"""The sheet of a unit in a workbook that gathers several: a copy of what the unit stated, which says where that was read."""

from __future__ import annotations

from gkxl.aggregation.totals import reports_of
from gkxl.model.period import spans
from gkxl.model.submission import Submission
from gkxl.workbook.format.sheet_names import MONTHS
from gkxl.workbook.sheets.input_sheet import SheetContent


def copy_of(name: str, unit: Submission) -> SheetContent:
    """Return what stands on the sheet of a unit beside those of others: what it stated, and where that was read."""
    stated = {unit.form.items[item].table for item, value in enumerate(unit.figures) if value}
    unasked = {unit.form.items[item].table for item in unit.unasked} - stated
    asked = frozenset(table.code for table in unit.form.tables if table.code not in unasked)
    return SheetContent(name, head=unit.head_texts, submission=unit, state=source_line(unit), period=unit.period, tables=asked)


def source_line(unit: Submission) -> str:
    """Return the sentence under the title of a unit's sheet: where its figures come from."""
    if unit.months:
        shown, reports = spans(part.period for part in unit.months), reports_of(unit.months)
        part = "月" if all(part.period.month for part in unit.months) else "期"
        how = f"发生数为各{part}之和，期初数取最早一{part}，期末数取最后一{part}。"
        return f"来源：本单位{shown}的{len(unit.months)}份{reports}，逐份见“{MONTHS}”。{how}"
    sheet = f"，工作表“{unit.source.sheet}”" if unit.source.sheet else ""
    return f"来源：{unit.source.file}{sheet}。数字照原件，未作改动；要更正请改原件后重新汇总。"
