"""清单 and 对照表: figures line by line, and which of them a superior's platform asks for in which order."""

from __future__ import annotations

from collections.abc import Sequence

from gkxl.forms import Form
from gkxl.report.flat_list import HEADINGS, ListLine
from gkxl.workbook.format import mapping_columns, styles
from gkxl.workbook.format.sheet_plan import SheetPlan
from gkxl.workbook.sheets.tables import as_value

MAPPING, LIST = "对照表", "清单"


def mapping_sheet(form: Form) -> SheetPlan:
    """Return the plan of a first mapping: every item of a form, numbered, to be put into the order of the platform."""
    plan = SheetPlan(MAPPING, protect=False)
    plan.widths = {0: 14.0, 1: 44.0, 2: 46.0, 3: 44.0}
    plan.put(0, 0, "照上级平台的顺序排好各行，把“代码”“名称”改成平台上的；用不着的行删去，“指标代码”不要改。", styles.SUBTITLE.but(wrap=False))
    plan.row(1, 0, list(mapping_columns.HEADINGS), styles.COLUMN_NAME)
    for number, item in enumerate(form.items, start=1):
        own = f"{form.table(item.table).label}{item.label}"
        plan.row(1 + number, 0, [str(number), own], styles.OPEN_CELL)
        plan.row(1 + number, 2, [item.code, own], styles.CELL)
    plan.freeze = (2, 0)
    plan.repeat_rows = (1, 1)
    return plan


def list_sheet(lines: Sequence[ListLine]) -> SheetPlan:
    """Return the plan of a list of figures."""
    plan = SheetPlan(LIST, protect=False)
    plan.widths = {0: 14.0, 1: 60.0, 2: 16.0}
    plan.row(0, 0, list(HEADINGS), styles.COLUMN_NAME)
    for number, line in enumerate(lines, start=1):
        plan.row(number, 0, [line.code, line.label], styles.CELL.but(number="@"))
        plan.put(number, 2, as_value(line.figure), styles.CELL_NUMBER)
    plan.freeze = (1, 0)
    plan.repeat_rows = (0, 0)
    return plan
