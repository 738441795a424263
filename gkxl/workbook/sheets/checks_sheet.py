"""校验: what is wrong and where, the equations of 汇总 with live sides, and the live state of each input sheet."""

from __future__ import annotations

from collections.abc import Sequence

from gkxl.forms import Form, Instance
from gkxl.model.figures import Number
from gkxl.model.submission import Submission, address
from gkxl.workbook.format import live_formulas as live
from gkxl.workbook.format import styles
from gkxl.workbook.format.checks_columns import COLUMNS, DIFF, LEFT, RESULT, RIGHT, TEXT
from gkxl.workbook.format.layout import CODE_COLUMN, checked_instances
from gkxl.workbook.format.sheet_names import MONTHS, SUMMARY
from gkxl.workbook.format.sheet_plan import Alarm, SheetPlan, Style, lines_needed, quoted
from gkxl.workbook.sheets.checks_lines import Lines
from gkxl.workbook.sheets.checks_remarks import Own, Remarks, put_left_over, put_remarks
from gkxl.workbook.sheets.matrix_sheet import line_of


def checks_sheet(
    form: Form,
    total: Submission | None,
    inputs: Sequence[tuple[str, str, Submission | None]],
    remarks: Remarks | None = None,
    months: Sequence[Submission] = (),
) -> SheetPlan:
    """Return the plan of 校验; `total` is the parent unit's, as it stands on 汇总, None on a template.

    `inputs` are the input sheets of this workbook: sheet name, unit, its submission (None while it is blank); `months` are
    the lines of 各月明细.  A template has no `remarks`.
    """
    sheet = Lines(form)
    places: dict[tuple[str, str], tuple[str, int | None]] = {
        (month.source.file, month.source.sheet): (MONTHS, line_of(number)) for number, month in enumerate(months)
    }
    filled = [(name, submission) for name, _, submission in inputs if submission is not None]
    places |= {(submission.source.file, submission.source.sheet): (name, None) for name, submission in filled}
    own = Own(total, places, {(submission.source.file, submission.source.sheet): submission for _, submission in filled})
    if remarks:
        put_remarks(sheet, remarks, own)
    sheet.section("汇总表各项勾稽关系（左右两边为公式，汇总表如再改动，结果随之变化）")
    figures: Sequence[Number | None] = total.figures if total else (None,) * len(form.items)
    for table in form.tables:
        for instance in checked_instances(form, table.code):
            _put_equation(sheet, instance, total, figures)
    if inputs:
        sheet.section("各单位填报表（公式，随填报表变化）")
        for name, unit, submission in inputs:
            _put_input(sheet, name, unit, submission)
    if remarks:
        put_left_over(sheet, remarks.weighed.left_over)
    _put_top(sheet, remarks)
    return sheet.plan


def _put_equation(sheet: Lines, instance: Instance, total: Submission | None, figures: Sequence[Number | None]) -> None:
    equation = instance.equation
    text = f"{sheet.form.table(instance.table).label}{sheet.form.along_label(instance)}：{equation.shown}"
    cell = sheet.layout.ref(instance.left[0].item)
    unit = total.unit if total else SUMMARY
    sheet.line("", unit, equation.id, text, f"{SUMMARY}!{cell}", f"internal:{quoted(SUMMARY)}!{cell}")
    sheet.sides(instance, SUMMARY, figures)
    sheet.summary_rows.append(sheet.row)
    sheet.row += 1


def _put_input(sheet: Lines, name: str, unit: str, submission: Submission | None) -> None:
    """Put one line for an input sheet: the sentences of its tables, and the verdict."""
    form, layout = sheet.form, sheet.layout
    cells: list[str] = []
    result = ""
    shown: Sequence[Number | None] = submission.shown if submission else (None,) * len(form.items)
    for placed in layout.tables:
        if placed.line_row is not None:
            cells.append(f"{quoted(name)}!{address(placed.line_row, CODE_COLUMN)}")
            result += live.broken_text(layout, placed, shown).result
    sheet.line("", unit, "", result, name, f"internal:{quoted(name)}!A1")
    sheet.plan.put(sheet.row, TEXT, result, styles.CELL, formula="&".join(cells))
    for col in (LEFT, RIGHT, DIFF):
        sheet.plan.put(sheet.row, col, "", styles.CELL_CENTER)
    text = address(sheet.row, TEXT)
    sheet.verdict(f'IF({text}="","{live.BALANCED}","{live.BROKEN}")', bool(result))
    sheet.input_rows.append(sheet.row)
    sheet.row += 1


def _put_top(sheet: Lines, remarks: Remarks | None) -> None:
    plan = sheet.plan
    plan.put(1, 1, "校验", styles.TITLE.but(align="left"))
    plan.heights[1] = 32
    last = len(COLUMNS)
    if remarks:
        plan.put(2, 1, remarks.state.sentence, styles.of_state(remarks.state), cols=last)
        plan.heights[2] = 8 + 17 * lines_needed(remarks.state.sentence, 180)
    summary, inputs = (_count_broken(rows) for rows in (sheet.summary_rows, sheet.input_rows))
    broken = [sum(sheet.results[row] == live.BROKEN for row in rows) for rows in (sheet.summary_rows, sheet.input_rows)]
    text, formula = f"本工作簿现在（随改动变化）：汇总表{broken[0]}条勾稽关系不平", f'"本工作簿现在（随改动变化）：汇总表"&{summary}&"条勾稽关系不平"'
    if sheet.input_rows:
        text, formula = f"{text}，{broken[1]}个单位的填报表不平", f'{formula}&"，"&{inputs}&"个单位的填报表不平"'
    plan.put(3, 1, text, Style(size=11, bold=True, align="left", wrap=False), formula=formula)
    plan.heights[3] = 22
    plan.alarms.append(Alarm((4, RESULT, sheet.row, RESULT), live.BROKEN))
    plan.freeze = (4, 0)
    plan.print_area = (0, 1, sheet.row, last)
    plan.footer = "校验"


def _count_broken(rows: Sequence[int]) -> str:
    """Return a formula that counts what does not hold on consecutive lines."""
    return f'COUNTIF({address(rows[0], RESULT)}:{address(rows[-1], RESULT)},"{live.BROKEN}")' if rows else "0"
