"""The lines of 校验: what stands in which column, and both sides of an equation as live formulas."""

from __future__ import annotations

from collections.abc import Sequence

from gkxl.forms import Form, Instance
from gkxl.model.figures import Number, add_up
from gkxl.model.submission import address
from gkxl.rules.catalogue import OWN, checks_of
from gkxl.rules.equations import holds
from gkxl.workbook.format import live_formulas as live
from gkxl.workbook.format import styles
from gkxl.workbook.format.checks_columns import (
    CAUSE,
    COLUMNS,
    DIFF,
    JUMP,
    LEFT,
    LEVEL,
    NOTE,
    PLACE,
    REMARK_HEADING,
    RESULT,
    RIGHT,
    RULE,
    TEXT,
    UNIT,
    width,
)
from gkxl.workbook.format.codes import SheetRole, marker
from gkxl.workbook.format.layout import CODE_COLUMN, SheetLayout, layout_for
from gkxl.workbook.format.sheet_names import CHECKS
from gkxl.workbook.format.sheet_plan import SheetPlan, Value, lines_needed
from gkxl.workbook.sheets.tables import as_value


class Lines:
    """Collects the lines of 校验 from top to bottom."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.layout: SheetLayout = layout_for(form.id)
        self.plan = SheetPlan(CHECKS, tab_color="C00000", landscape=True)
        self.plan.widths = {CODE_COLUMN: 2} | {column: width(column) for column in range(1, len(COLUMNS) + 1)}
        self.plan.hidden_columns = {CODE_COLUMN}
        self.plan.put(0, CODE_COLUMN, marker(SheetRole.CHECKS, form.id), styles.CODE)
        self.row = 4
        self.sections = 0
        self.sentences = {check.id: check.sentence for check in (*checks_of(form), *OWN)}
        self.results: dict[int, str] = {}
        """Row to the verdict that stands on it now."""
        self.summary_rows: list[int] = []
        self.input_rows: list[int] = []

    def section(self, heading: str, notes: str = REMARK_HEADING) -> None:
        """Begin a numbered table; `notes` stands over the column that staff may write into."""
        self.row += 1
        self.sections += 1
        self.table(f"{'一二三四五六'[self.sections - 1]}、{heading}", notes)

    def table(self, heading: str, notes: str) -> None:
        """Begin a table under a heading."""
        self.plan.put(self.row, 1, heading, styles.HEADING)
        self.plan.heights[self.row] = 24
        self.row += 1
        self.plan.row(self.row, 1, [*(name for name, _ in COLUMNS[: NOTE - 1]), notes], styles.COLUMN_NAME)
        self.row += 1

    def line(self, level: str, unit: str, rule: str, text: str, place: str, link: str, *, cause: str = "", note: str = "", code: str = "") -> None:
        """Put the first half of a line; `code` says to what an explanation beside it belongs, `note` is what stands there."""
        plan, row = self.plan, self.row
        if code:
            plan.put(row, CODE_COLUMN, code, styles.CODE)
        words = self.sentences.get(rule, rule)
        plan.put(row, LEVEL, level, styles.CELL_CENTER)
        plan.put(row, UNIT, unit, styles.CELL)
        plan.put(row, RULE, words, styles.CELL.but(size=9))
        plan.put(row, TEXT, text, styles.CELL)
        plan.put(row, CAUSE, cause, styles.CELL)
        plan.put(row, PLACE, place, styles.CELL)
        plan.put(row, JUMP, "查看" if link else "", styles.LINK if link else styles.CELL, link=link)
        plan.put(row, NOTE, note, styles.OPEN_CELL)
        plan.heights[row] = max(
            20,
            5 + 14 * lines_needed(text, width(TEXT) * 1.04),
            5 + 14 * lines_needed(cause, width(CAUSE)),
            5 + 14 * lines_needed(place, width(PLACE)),
            5 + 13 * lines_needed(words, width(RULE) * 1.1),
            5 + 14 * lines_needed(level, width(LEVEL)),
            5 + 14 * lines_needed(note, width(NOTE)),
        )

    def sides(self, instance: Instance, sheet: str, figures: Sequence[Number | None]) -> None:
        """Put both sides as formulas into `sheet`, their difference and the verdict; as they are now where no formula could tell."""
        left, right = add_up(instance.left, figures), add_up(instance.right, figures)
        off = not holds(instance, left, right)
        if not live.computes(instance, figures):
            for col, number in ((LEFT, left), (RIGHT, right), (DIFF, left - right)):
                self._put(col, as_value(number))
            self.verdict("", off)
            return
        self._put(LEFT, as_value(left), live.side(self.layout, instance.left, sheet))
        self._put(RIGHT, as_value(right), live.side(self.layout, instance.right, sheet))
        f, g, h = (address(self.row, col) for col in (LEFT, RIGHT, DIFF))
        self._put(DIFF, as_value(left - right), f"ROUND({f}-{g},4)")
        test = f"{h}>0" if instance.equation.relation == "<=" else f"{h}<>0"
        self.verdict(f'IF({test},"{live.BROKEN}","{live.BALANCED}")', off)

    def no_sides(self, actual: str = "", expected: str = "") -> None:
        """End a line that no formula of this workbook can follow."""
        for col, value in ((LEFT, actual), (RIGHT, expected), (DIFF, ""), (RESULT, "")):
            self.plan.put(self.row, col, value, styles.CELL_CENTER.but(size=9))
        self.row += 1

    def verdict(self, formula: str, off: bool) -> None:
        result = live.BROKEN if off else live.BALANCED
        self._put(RESULT, result, formula)
        self.results[self.row] = result

    def _put(self, col: int, value: Value, formula: str = "") -> None:
        self.plan.put(self.row, col, value, styles.CELL_NUMBER, formula=formula)
