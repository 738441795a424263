"""The input sheet of a department, and 汇总, which is the same sheet with plain totals and a line of state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from gkxl.aggregation.brought_forward import BroughtForward
from gkxl.forms import Form, item_code
from gkxl.model.figures import UNFILLED
from gkxl.model.head import HeadField
from gkxl.model.merge_state import MergeState
from gkxl.model.period import Period
from gkxl.model.submission import Submission, address
from gkxl.workbook.format import live_formulas as live
from gkxl.workbook.format import styles
from gkxl.workbook.format.codes import HEAD, HEAD_COLUMNS, NOTE, PREFILLED, SKIPPED, STATE, SheetRole, marker
from gkxl.workbook.format.kept_cells import KEPT_FIELDS
from gkxl.workbook.format.layout import (
    CODE_COLUMN,
    COLUMN_WIDTH,
    HEAD_FIELDS,
    NAME_COLUMNS,
    NOTE_FIELD,
    SIGNED_BY,
    PlacedTable,
    SheetLayout,
    field_name,
    layout_for,
)
from gkxl.workbook.format.sheet_plan import Cell, SheetPlan, Validation, lines_needed
from gkxl.workbook.format.waiting import NEVER
from gkxl.workbook.sheets.brought_forward_cells import brought_forward_formula, brought_forward_note
from gkxl.workbook.sheets.input_hints import put_hints
from gkxl.workbook.sheets.live_checks import WhatItSays, put_checks, put_waiting
from gkxl.workbook.sheets.month_words import live_note, month_note, title_suffix
from gkxl.workbook.sheets.tables import as_value, figure_cells, put_labels

_FIELD_HINTS = {
    HeadField.PARENT: "填上一级单位的名称，如“教育局”；几个单位都有“办公室”时靠它区分。可以不填。",
    HeadField.UNIT: "填本单位（科室）的全称，与单位名册一致。",
    HeadField.PERIOD: "年报填四位年份，如 2026；月报填年-月，如 2026-03。",
    HeadField.REVISION: "第一次报送填1，更正后重新报送依次填2、3……",
    HeadField.FILLED_ON: "填表日期，如 2027-01-10。",
}


@dataclass(frozen=True)
class SheetContent:
    """What stands on one input sheet."""

    name: str
    role: SheetRole = SheetRole.INPUT
    head: Mapping[HeadField, str] = field(default_factory=dict)
    """What stands in its head."""
    submission: Submission | None = None
    """The figures; None for a blank sheet."""
    state: str = ""
    """Line under the title: where it was read, or (汇总) how complete it is."""
    merge_state: MergeState | None = None
    """Of 汇总, once something was merged."""
    period: Period | None = None
    """What the sheet is on, where that is fixed."""
    fixed: frozenset[HeadField] = frozenset()
    """Fields of the head that are locked."""
    tables: frozenset[str] = frozenset()
    """Codes of the tables that it asks for; empty for all. The others are hidden."""
    brought_forward: Mapping[int, BroughtForward] = field(default_factory=dict)
    """Figures that the period before already says; `submission` holds their values."""
    previous_sheet: str = ""
    """The sheet of this workbook that holds the period before, if it is here."""


def input_sheet(form: Form, content: SheetContent) -> SheetPlan:
    """Return the plan of an input sheet or of 汇总."""
    layout = layout_for(form.id)
    plan = SheetPlan(content.name)
    last = layout.left + layout.columns - 1
    plan.widths = {CODE_COLUMN: 4, layout.side_column: 26} | dict.fromkeys(range(layout.left, last + 1), COLUMN_WIDTH)
    plan.hidden_columns = {CODE_COLUMN}
    _put_title(plan, form, layout, content)
    _put_head(plan, layout, content)
    shown = content.submission.shown if content.submission else (None,) * len(form.items)
    by_hand = content.role is not SheetRole.SUMMARY
    waits = put_waiting(plan, layout, content.submission, frozenset(content.brought_forward)) if by_hand else NEVER
    says = WhatItSays(shown, waits, content.head.get(HeadField.UNIT, ""), content.name, address(layout.title_row, CODE_COLUMN))
    for placed in layout.tables:
        _put_codes(plan, placed)
        put_labels(plan, layout, placed)
        _put_inputs(plan, layout, placed, content)
        put_hints(plan, layout, placed, content.brought_forward)
        put_checks(plan, layout, placed, says)
        if content.tables and placed.table.code not in content.tables:
            plan.put(placed.heading_row, CODE_COLUMN, f"{SKIPPED}{placed.table.code}", styles.CODE)
            plan.hidden_rows.update(range(placed.heading_row, placed.end_row + 2))
    _put_foot(plan, layout, content)
    _set_up(plan, form, layout, last, content.period)
    return plan


def _put_title(plan: SheetPlan, form: Form, layout: SheetLayout, content: SheetContent) -> None:
    plan.put(layout.marker_row, CODE_COLUMN, marker(content.role, form.id), styles.CODE)
    plan.hidden_rows.add(layout.marker_row)
    words = form.words.summary if content.role is SheetRole.SUMMARY else form.words.sheet
    title = f"{words}{title_suffix(content.period)}"
    plan.put(layout.title_row, layout.left, title, styles.TITLE, cols=layout.columns)
    plan.heights[layout.title_row] = 30
    plan.put(layout.title_row, CODE_COLUMN, content.name, styles.CODE, formula=live.SHEET_NAME)
    merged = content.merge_state
    if merged is not None:
        plan.put(layout.state_row, CODE_COLUMN, f"{STATE}{merged.completeness}", styles.CODE)
    style = styles.SUBTITLE if merged is None else styles.of_state(merged)
    how = f"{form.name}。黄色格填数字，没有的填0；灰色格自动计算，请勿改动；填完看各表下方的校验结果。"
    text, formula = content.state or how, ""
    if content.brought_forward:
        codes = ",".join(form.items[item].code for item in content.brought_forward)
        plan.put(layout.state_row, CODE_COLUMN, f"{PREFILLED}{codes}", styles.CODE)
        text += brought_forward_note(content.brought_forward)
    if not content.state and content.period and not content.period.is_year:
        text, style = month_note(form, period=content.period) + text, styles.MONTH_NOTE
    longest = text
    if not content.state and content.period is None:
        formula = live_note(form, text, layout.field(HeadField.PERIOD))
        longest = month_note(form) + text
    plan.put(layout.state_row, layout.left, text, style, cols=layout.columns, formula=formula)
    plan.heights[layout.state_row] = 6 + 16 * lines_needed(longest, layout.columns * COLUMN_WIDTH * (0.98 if merged is None else 0.85))


def _put_head(plan: SheetPlan, layout: SheetLayout, content: SheetContent) -> None:
    fields = layout.field_columns()
    plan.hidden_rows.add(layout.head_code_row)
    plan.put(layout.head_code_row, CODE_COLUMN, HEAD_COLUMNS, styles.CODE)
    for number, (_, col, _) in enumerate(fields, start=1):
        plan.put(layout.head_code_row, col, str(number), styles.CODE)
    for row, line in zip(layout.head_rows, HEAD_FIELDS, strict=True):
        plan.put(row, CODE_COLUMN, HEAD + ",".join(key for key, _ in line), styles.CODE)
        places = layout.field_columns(len(line))
        lines = max(lines_needed(content.head.get(key, ""), places[0][2] * COLUMN_WIDTH - 2) for key, _ in line)
        plan.heights[row] = 6 + 14 * max(1, lines)
        for (key, name), (name_col, col, cols) in zip(line, places, strict=True):
            fixed = key not in KEPT_FIELDS if content.role is SheetRole.SUMMARY else key in content.fixed
            style = styles.FIELD_FIXED if fixed else styles.FIELD
            plan.put(row, name_col, name, styles.FIELD_NAME, cols=NAME_COLUMNS)
            plan.put(row, col, content.head.get(key, ""), style, cols=cols)
            if key in _FIELD_HINTS:
                plan.validations.append(Validation((row, col, row, col), name, _FIELD_HINTS[key]))


def _put_codes(plan: SheetPlan, placed: PlacedTable) -> None:
    for row, block, columns in placed.code_rows:
        plan.hidden_rows.add(row)
        plan.put(row, CODE_COLUMN, f"@{placed.table.code}.{block}", styles.CODE)
        for col, code in columns:
            plan.put(row, col, code, styles.CODE)
    for row, code in placed.row_codes:
        plan.put(row, CODE_COLUMN, item_code(placed.table.code, code), styles.CODE)


def _put_inputs(plan: SheetPlan, layout: SheetLayout, placed: PlacedTable, content: SheetContent) -> None:
    form = layout.form
    formulas = {total.target: live.side(layout, total.right) for total in form.totals}
    submission = content.submission
    beyond = {total.target for total in form.totals if submission and not live.computable(total.right, submission.shown)}
    for cell in figure_cells(placed):
        item = form.index[item_code(placed.table.code, cell.code)]
        value = as_value(submission.shown[item]) if submission else (0 if item in formulas else None)
        style, formula = styles.INPUT, ""
        if item in formulas:
            style = styles.TOTAL
            typed = submission is not None and item in submission.overwritten
            formula = "" if typed or content.role is SheetRole.SUMMARY or item in beyond else formulas[item]
        elif content.role is SheetRole.SUMMARY:
            style, value = styles.FIGURE, value or 0
        elif item in content.brought_forward:
            style, formula = styles.PREFILLED, brought_forward_formula(layout, content.brought_forward[item], content.previous_sheet)
        elif submission and item in submission.misread:
            style, value = styles.MISREAD, submission.misread[item] if value is None else value
        if submission and item in submission.unknown and (content.role is SheetRole.SUMMARY or item in submission.lacking):
            style, value = styles.UNFILLED, UNFILLED
        plan.cells.append(Cell(cell.row, cell.col, value, style, cell.rows, cell.cols, formula))


def _put_foot(plan: SheetPlan, layout: SheetLayout, content: SheetContent) -> None:
    row, left = layout.note_row, layout.left
    key, name = NOTE_FIELD
    plan.put(row, CODE_COLUMN, f"{NOTE}{key}", styles.CODE)
    plan.put(row, left, name, styles.FIELD_NAME, cols=NAME_COLUMNS)
    plan.put(row, left + NAME_COLUMNS, content.head.get(key, ""), styles.FIELD, cols=layout.columns - NAME_COLUMNS)
    plan.heights[row] = 34
    third = layout.columns // 3
    for number, who in enumerate(SIGNED_BY):
        plan.put(row + 1, left + number * third, f"{field_name(who)}（签字）：", styles.SIGNATURE)
    plan.heights[row + 1] = 34
    plan.put(row + 2, left + 2 * third, "（单位盖章）      年    月    日", styles.SIGNATURE)
    plan.heights[row + 2] = 24


def _set_up(plan: SheetPlan, form: Form, layout: SheetLayout, last: int, period: Period | None) -> None:
    plan.freeze = (layout.head_rows[0] + 1, 0)
    plan.print_area = (0, layout.left, layout.note_row + 2, last)
    plan.one_page = True
    plan.parts = (*(placed.heading_row for placed in layout.tables), layout.note_row)
    plan.footer = f"gkxl {form.words.statistics if period is None or period.is_year else form.words.sheet}"
