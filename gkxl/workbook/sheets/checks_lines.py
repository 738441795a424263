"""The lines of 校验: what stands in which column, what is folded below what, and both sides of an equation as live formulas."""

from __future__ import annotations

from collections.abc import Sequence

from gkxl.forms import Form, Instance
from gkxl.model.figures import Number, add_up
from gkxl.model.submission import address
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
    RESULT,
    RIGHT,
    TEXT,
    UNIT,
    width,
)
from gkxl.workbook.format.codes import SheetRole, marker
from gkxl.workbook.format.layout import CODE_COLUMN, SheetLayout, layout_for
from gkxl.workbook.format.sheet_names import CHECKS
from gkxl.workbook.format.sheet_plan import SheetPlan, Style, Value, lines_needed
from gkxl.workbook.sheets.tables import as_value

HEADER_ROW = 4
"""The one line of column names: frozen, repeated on each printed page, and filtered by."""
_BAND = styles.CLAUSE.but(wrap=False, size=11)
_UNIT_BAND = styles.CELL.but(bold=True, fill="F2F2F2")
_SIDE = styles.CELL_CENTER


class Lines:
    """Collects the lines of 校验 from top to bottom."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.layout: SheetLayout = layout_for(form.id)
        self.plan = SheetPlan(CHECKS, tab_color="C00000", landscape=True)
        self.plan.widths = {CODE_COLUMN: 2} | {column: width(column) for column in range(1, len(COLUMNS) + 1)}
        self.plan.hidden_columns = {CODE_COLUMN}
        self.plan.put(0, CODE_COLUMN, marker(SheetRole.CHECKS, form.id), styles.CODE)
        self.plan.row(HEADER_ROW, 1, [name for name, _ in COLUMNS], styles.COLUMN_NAME)
        self.plan.heights[HEADER_ROW] = 22
        self.row = HEADER_ROW + 1
        self.sections = 0
        self.results: dict[int, str] = {}
        """Row to the verdict that stands on it now."""

    def section(self, heading: str) -> None:
        """Begin a numbered part of the sheet."""
        self.sections += 1
        self._band({LEVEL: f"{'一二三四五六'[self.sections - 1]}、{heading}"}, _BAND, 24)

    def unit(self, name: str, counted: str) -> None:
        """Begin the lines about a unit: its name, and how much there is."""
        self._band({UNIT: name, TEXT: counted}, _UNIT_BAND, 5 + 14 * lines_needed(name, width(UNIT)))

    def _band(self, texts: dict[int, str], style: Style, height: float) -> None:
        for column in range(LEVEL, NOTE + 1):
            self.plan.put(self.row, column, texts.get(column, ""), style)
        self.plan.heights[self.row] = max(20, height)
        self.row += 1

    def table(self, heading: str) -> None:
        """Begin a table with column names of its own below the others."""
        self.plan.put(self.row, 1, heading, styles.HEADING)
        self.plan.heights[self.row] = 24
        self.row += 1
        self.plan.row(self.row, 1, [name for name, _ in COLUMNS], styles.COLUMN_NAME)
        self.row += 1

    def say(self, text: str) -> None:
        """Put a sentence over the whole width."""
        self.plan.put(self.row, 1, text, styles.CELL, cols=len(COLUMNS))
        self.row += 1

    def line(
        self, level: str, unit: str, text: str, place: str, link: str, *, cause: str = "", note: str = "", code: str = "", live_text: str = ""
    ) -> None:
        """Put the first half of a line; `code` says to what an explanation beside it belongs, `note` is what stands there.

        `live_text` is a formula of which `text` is the result.
        """
        plan, row = self.plan, self.row
        if code:
            plan.put(row, CODE_COLUMN, code, styles.CODE)
        plan.put(row, LEVEL, level, styles.CELL_CENTER)
        plan.put(row, UNIT, unit, styles.CELL)
        plan.put(row, TEXT, text, styles.CELL, formula=live_text)
        plan.put(row, CAUSE, cause, styles.CELL)
        plan.put(row, PLACE, place, styles.CELL)
        plan.put(row, JUMP, "查看" if link else "", styles.LINK if link else styles.CELL, link=link)
        plan.put(row, NOTE, note, styles.OPEN_CELL)
        said = ((level, LEVEL), (unit, UNIT), (text, TEXT), (cause, CAUSE), (place, PLACE), (note, NOTE))
        self._high_enough(max(lines_needed(words, width(column)) for words, column in said))

    def _high_enough(self, lines: int) -> None:
        self.plan.heights[self.row] = max(20, self.plan.heights.get(self.row, 0), min(409, 5 + 14 * lines))

    def fold(self, row: int, *, hidden: bool) -> None:
        """Let a line be folded away below the one above it; `hidden`: it is."""
        self.plan.below_rows.add(row)
        if hidden:
            self.plan.hidden_rows.add(row)

    def sides(self, instance: Instance, sheet: str, figures: Sequence[Number | None]) -> None:
        """Put both sides with their names as formulas into `sheet`, their difference and the verdict; as they are now where no formula could tell."""
        left, right = add_up(instance.left, figures), add_up(instance.right, figures)
        off = not holds(instance, left, right)
        computes = live.computes(instance, figures)
        names = instance.equation.shown_sides
        for col, name, number, operands in zip((LEFT, RIGHT), names, (left, right), (instance.left, instance.right), strict=True):
            formula = live.named_side(self.layout, operands, sheet, name) if computes else ""
            self.plan.put(self.row, col, live.named(name, number), _SIDE, formula=formula)
            self._high_enough(1 + lines_needed(name, width(col)))
        self._put(DIFF, as_value(left - right), live.difference(self.layout, instance, sheet) if computes else "")
        gap = address(self.row, DIFF)
        test = f"{gap}>0" if instance.equation.relation == "<=" else f"{gap}<>0"
        self.verdict(f'IF({test},"{live.BROKEN}","{live.BALANCED}")' if computes else "", live.BROKEN if off else live.BALANCED)
        self.row += 1

    def no_sides(self, actual: str = "", expected: str = "", gap: str = "") -> None:
        """End a line that no formula of this workbook can follow."""
        for col, value in ((LEFT, actual), (RIGHT, expected), (DIFF, gap), (RESULT, "")):
            self.plan.put(self.row, col, value, _SIDE)
            self._high_enough(lines_needed(value, width(col)))
        self.row += 1

    def verdict(self, formula: str, result: str) -> None:
        """Put what stands in the column 结果 of this line."""
        self._put(RESULT, result, formula)
        self.results[self.row] = result

    def _put(self, col: int, value: Value, formula: str = "") -> None:
        self.plan.put(self.row, col, value, styles.CELL_NUMBER, formula=formula)
