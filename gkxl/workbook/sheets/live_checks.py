"""The live checks of an input sheet: under each column, beside each row, and as a sentence under each table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gkxl.model.figures import Number
from gkxl.model.submission import Submission, address
from gkxl.workbook.format import live_formulas as live
from gkxl.workbook.format import styles
from gkxl.workbook.format.layout import CODE_COLUMN, COLUMN_WIDTH, PlacedTable, SheetLayout, checked_instances
from gkxl.workbook.format.sheet_plan import Alarm, SheetPlan, lines_needed
from gkxl.workbook.format.waiting import TO_FILL, Waiting, nothing_typed, waiting
from gkxl.workbook.sheets.tables import SMALL_LINE


@dataclass(frozen=True, slots=True)
class WhatItSays:
    """What is checked on a sheet, and whose it is."""

    figures: Sequence[Number | None]
    waits: Waiting
    unit: str
    sheet: str
    name_cell: str
    """The cell that holds the name of the sheet, whatever it is called later."""


def put_waiting(plan: SheetPlan, layout: SheetLayout, submission: Submission | None, given: frozenset[int]) -> Waiting:
    """Put whether anything has been typed into a sheet beside the items `given` beforehand, and return it for the checks of the sheet."""
    waits = waiting(layout, submission, given)
    plan.put(layout.marker_row, CODE_COLUMN + 1, waits.result("", TO_FILL), styles.CODE, formula=nothing_typed(layout, given))
    return waits


def put_checks(plan: SheetPlan, layout: SheetLayout, placed: PlacedTable, says: WhatItSays) -> None:
    """Put the checks of a table, in colours that change with what they say."""
    if placed.line_row is None:
        return
    form = layout.form
    equations = {equation.id: equation for equation in form.equations}
    for row, equation_id in placed.check_rows:
        own = [instance for instance in form.instances if instance.equation.id == equation_id]
        first_figure = min(layout.check_position(instance)[1] for instance in own)
        if first_figure > layout.left:
            plan.put(row, layout.left, f"校验：{equations[equation_id].shown}", styles.CHECK_NAME, cols=first_figure - layout.left)
        plan.heights[row] = SMALL_LINE
        for instance in own:
            check = live.check_cell(layout, instance, says.figures, says.waits)
            plan.put(*layout.check_position(instance), check.result, styles.CHECK, formula=check.formula)
        plan.alarms.append(Alarm((row, first_figure, row, layout.left + layout.columns - 1), live.OFF))
    for row, own in live.side_checks(layout, placed).items():
        check = live.side_cell(layout, own, says.figures, says.waits)
        plan.put(row, layout.side_column, check.result, styles.SIDE_CHECK, formula=check.formula)
        plan.alarms.append(Alarm((row, layout.side_column, row, layout.side_column), live.OFF))
    broken = live.broken_text(layout, placed, says.figures, says.waits)
    text_cell = address(placed.line_row, CODE_COLUMN)
    plan.put(placed.line_row, CODE_COLUMN, broken.result, styles.CODE, formula=broken.formula)
    line = live.table_line(layout, placed, broken.result, text_cell, says.name_cell, says.unit, says.sheet, says.waits)
    plan.put(placed.line_row, layout.left, line.result, styles.CHECK_LINE, cols=layout.columns, formula=line.formula)
    hinted = any(instance.equation.per == "column" for instance in checked_instances(layout.form, placed.table.code))
    lines = max(lines_needed(line.result, layout.columns * COLUMN_WIDTH), 2 if hinted else 1)  # a hint that comes later takes a second line
    plan.heights[placed.line_row] = max(20, 15 * lines)
    plan.alarms.append(Alarm((placed.line_row, layout.left, placed.line_row, layout.left), live.BROKEN))
    plan.alarms.append(Alarm((placed.line_row, layout.left, placed.line_row, layout.left), TO_FILL, calm=True))
