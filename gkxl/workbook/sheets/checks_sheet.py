"""校验: what is wrong and where, the equations of 汇总 with live sides, and the live state of each input sheet."""

from __future__ import annotations

from collections.abc import Sequence

from gkxl.forms import Form
from gkxl.model.figures import Number
from gkxl.model.submission import Submission, address
from gkxl.workbook.format import live_formulas as live
from gkxl.workbook.format import styles
from gkxl.workbook.format.checks_columns import COLUMNS, DIFF, LEFT, LEVEL, NOTE, RESULT, RIGHT, TEXT, WIDTH
from gkxl.workbook.format.layout import CODE_COLUMN, checked_instances
from gkxl.workbook.format.sheet_names import CHECKS, MONTHS, SUMMARY
from gkxl.workbook.format.sheet_plan import Alarm, SheetPlan, Style, Validation, lines_needed, quoted
from gkxl.workbook.format.waiting import TO_FILL, waiting
from gkxl.workbook.sheets.checks_lines import HEADER_ROW, Lines
from gkxl.workbook.sheets.checks_remarks import Own, Remarks, put_left_over, put_remarks
from gkxl.workbook.sheets.matrix_sheet import line_of

_ONLY_NOTES = "这里由 gkxl 填写，改了下次汇总会被当作别人的表而不覆盖。要写原因，请写在“情况说明”栏。"


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
    sheet.section("现在是否成立（公式；表里的数再改动，结果随之变化）")
    counts = [_put_equations(sheet, total)]
    if inputs:
        counts.append(_put_inputs(sheet, inputs))
    below = sheet.row
    if remarks:
        put_left_over(sheet, remarks.weighed.left_over)
    _put_top(sheet, remarks, counts)
    _set_up(sheet, below)
    return sheet.plan


class _Counted:
    """One line that says how much of what is folded below it does not hold, now and after each change."""

    def __init__(self, sheet: Lines, what: str, each: str, number: int, *, can_wait: bool = False) -> None:
        self.sheet, self.what, self.each, self.can_wait = sheet, what, each, can_wait
        self.row = sheet.row
        self.first, self.last = sheet.row + 1, sheet.row + number
        sheet.row += 1

    def now(self, result: str) -> int:
        """How many lines have this result now."""
        return sum(self.sheet.results[row] == result for row in range(self.first, self.last + 1))

    def counting(self, result: str) -> str:
        """Return the formula that counts the lines with this result."""
        return f'COUNTIF({self._area(RESULT)},"{result}")'

    def _area(self, column: int) -> str:
        return f"{address(self.first, column)}:{address(self.last, column)}"

    def put(self, unit: str, place: str, link: str) -> None:
        """Put the line itself, once those below it are there; it names the first that does not hold, else how many wait to be filled in."""
        sheet, below = self.sheet, self.sheet.row
        first = next((row for row in range(self.first, self.last + 1) if sheet.results[row] == live.BROKEN), None)
        named = "" if first is None else str(next(cell.value for cell in sheet.plan.cells if (cell.row, cell.col) == (first, TEXT)))
        good, bad, blank = (f"{self.what}{words}" for words in ("全部成立。", f"，不成立的{self.each}数：", f"，{TO_FILL}的{self.each}数："))
        broken, unfilled = self.counting(live.BROKEN), self.counting(TO_FILL)
        seek = f'INDEX({self._area(TEXT)},MATCH("{live.BROKEN}",{self._area(RESULT)},0))'
        otherwise, verdict = f'"{good}"', f'"{live.BALANCED}"'
        text, result = good, live.BALANCED
        if self.can_wait:
            otherwise = f'IF({unfilled}=0,{otherwise},"{blank}"&{unfilled}&"。")'
            verdict = f'IF({unfilled}=0,{verdict},"{TO_FILL}")'
            if count := self.now(TO_FILL):
                text, result = f"{blank}{count}。", TO_FILL
        if first is not None:
            text, result = f"{bad}{self.now(live.BROKEN)}。第一{self.each}：{named}", live.BROKEN
        sheet.row = self.row
        formula = f'IF({broken}=0,{otherwise},"{bad}"&{broken}&"。第一{self.each}："&{seek})'
        sheet.line("", unit, text, place, link, live_text=formula)
        for col in (LEFT, RIGHT, DIFF):
            sheet.plan.put(self.row, col, "", styles.CELL_CENTER)
        sheet.verdict(f'IF({broken}=0,{verdict},"{live.BROKEN}")', result)
        sheet.row = below


def _put_equations(sheet: Lines, total: Submission | None) -> _Counted:
    """Put what the equations of 汇总 come to; those that hold are folded below that line."""
    form = sheet.form
    figures: Sequence[Number | None] = total.figures if total else (None,) * len(form.items)
    instances = [instance for table in form.tables for instance in checked_instances(form, table.code)]
    counted = _Counted(sheet, f"汇总表{len(instances)}条勾稽关系", "条", len(instances))
    unit = total.unit if total else SUMMARY
    for instance in instances:
        text = f"{form.table(instance.table).label}{form.along_label(instance)}：{instance.equation.shown}"
        cell = sheet.layout.ref(instance.left[0].item)
        row = sheet.row
        sheet.line("", unit, text, f"{SUMMARY}，{cell}", f"internal:{quoted(SUMMARY)}!{cell}")
        sheet.sides(instance, SUMMARY, figures)
        sheet.fold(row, hidden=sheet.results[row] == live.BALANCED)
    counted.put(unit, SUMMARY, f"internal:{quoted(SUMMARY)}!A1")
    return counted


def _put_inputs(sheet: Lines, inputs: Sequence[tuple[str, str, Submission | None]]) -> _Counted:
    """Put how many input sheets do not hold; those that do, and those nobody has filled in, are folded below that line."""
    counted = _Counted(sheet, f"{len(inputs)}个单位的填报表", "个", len(inputs), can_wait=True)
    for name, unit, submission in inputs:
        row = sheet.row
        _put_input(sheet, name, unit, submission)
        sheet.fold(row, hidden=sheet.results[row] != live.BROKEN)
    counted.put("", "", "")
    return counted


def _put_input(sheet: Lines, name: str, unit: str, submission: Submission | None) -> None:
    """Put one line for an input sheet: the sentences of its tables, and the verdict."""
    form, layout = sheet.form, sheet.layout
    waits = waiting(layout, submission).on(quoted(name))
    cells: list[str] = []
    result = ""
    shown: Sequence[Number | None] = submission.shown if submission else (None,) * len(form.items)
    for placed in layout.tables:
        if placed.line_row is not None:
            cells.append(f"{quoted(name)}!{address(placed.line_row, CODE_COLUMN)}")
            result += live.broken_text(layout, placed, shown, waits).result
    sheet.line("", unit, result, name, f"internal:{quoted(name)}!A1", live_text="&".join(cells))
    for col in (LEFT, RIGHT, DIFF):
        sheet.plan.put(sheet.row, col, "", styles.CELL_CENTER)
    text = address(sheet.row, TEXT)
    verdict = waits.formula(f'IF({text}="","{live.BALANCED}","{live.BROKEN}")', TO_FILL)
    sheet.verdict(verdict, waits.result(live.BROKEN if result else live.BALANCED, TO_FILL))
    sheet.row += 1


def _put_top(sheet: Lines, remarks: Remarks | None, counts: Sequence[_Counted]) -> None:
    plan = sheet.plan
    plan.put(1, 1, "校验", styles.TITLE.but(align="left"))
    plan.heights[1] = 30
    if remarks:
        plan.put(2, 1, remarks.state.sentence, styles.of_state(remarks.state), cols=len(COLUMNS))
        plan.heights[2] = 8 + 17 * lines_needed(remarks.state.sentence, WIDTH * 0.8)
    words = ("条勾稽关系不平", "个单位的填报表不平")
    parts = list(zip(("汇总表", ""), counts, words, strict=False))
    text = "，".join(f"{lead}{counted.now(live.BROKEN)}{word}" for lead, counted, word in parts)
    formula = '&"，"&'.join(f'"{lead}"&{counted.counting(live.BROKEN)}&"{word}"' for lead, counted, word in parts)
    start = "本工作簿现在（随改动变化）："
    plan.put(3, 1, f"{start}{text}", Style(size=11, bold=True, align="left", wrap=False), formula=f'"{start}"&{formula}')
    plan.heights[3] = 22


def _set_up(sheet: Lines, below: int) -> None:
    """Set what is frozen, filtered, printed and typed; `below` is the row below all lines that are filtered."""
    plan, last = sheet.plan, len(COLUMNS)
    plan.alarms.append(Alarm((HEADER_ROW + 1, RESULT, sheet.row, RESULT), live.BROKEN))
    plan.alarms.append(Alarm((HEADER_ROW + 1, RESULT, sheet.row, RESULT), TO_FILL, calm=True))
    plan.freeze = (HEADER_ROW + 1, 0)
    plan.repeat_rows = (HEADER_ROW, HEADER_ROW)
    plan.filter_area = (HEADER_ROW, LEVEL, below - 1, last)
    plan.print_area = (0, 1, sheet.row, last)
    # Excel unfolds nothing on a protected sheet: instead, nothing can be typed beside the notes.
    plan.protect = False
    plan.validations.append(Validation((HEADER_ROW + 1, LEVEL, sheet.row, NOTE - 1), "", "", nothing=True, error=_ONLY_NOTES))
    plan.footer = CHECKS
