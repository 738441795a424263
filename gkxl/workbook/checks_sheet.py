"""校验: what is wrong and where, the equations of 汇总 with live sides, and the live state of each input sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gkxl.figures import Number
from gkxl.findings import SEVERITY_NAMES, Finding, Unread
from gkxl.forms import Form, Instance
from gkxl.rules import add_up, holds
from gkxl.submission import Submission, address
from gkxl.workbook import live, styles
from gkxl.workbook.layout import CODE_COLUMN, SheetLayout, checked_instances, layout_for
from gkxl.workbook.names import CHECKS, SUMMARY
from gkxl.workbook.plan import Alarm, SheetPlan, Style, Value, lines_needed, quoted
from gkxl.workbook.tables import as_value

_ORDER = list(SEVERITY_NAMES)

_COLUMNS = (
    ("级别", 7.0),
    ("单位", 20.0),
    ("规则", 26.0),
    ("内容", 62.0),
    ("左边（实际）", 12.0),
    ("右边（应为）", 12.0),
    ("相差", 9.0),
    ("结果", 8.0),
    ("位置", 34.0),
    ("跳转", 7.0),
    ("备注", 20.0),
)
_LEVEL, _UNIT, _RULE, _TEXT, _LEFT, _RIGHT, _DIFF, _RESULT, _PLACE, _JUMP, _NOTE = range(1, len(_COLUMNS) + 1)


class _Sheet:
    """Collects the lines of 校验 from top to bottom."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.layout: SheetLayout = layout_for(form.id)
        self.plan = SheetPlan(CHECKS, tab_color="C00000", landscape=True)
        self.plan.widths = {0: 2} | {i: width for i, (_, width) in enumerate(_COLUMNS, start=1)}
        self.row = 4
        self.results: dict[int, str] = {}
        """Row to the verdict that stands on it now."""
        self.summary_rows: list[int] = []
        self.input_rows: list[int] = []

    def section(self, heading: str) -> None:
        self.row += 1
        self.plan.put(self.row, 1, heading, styles.HEADING)
        self.plan.heights[self.row] = 24
        self.row += 1
        self.plan.row(self.row, 1, [name for name, _ in _COLUMNS], styles.COLUMN_NAME)
        self.row += 1

    def line(self, level: str, unit: str, rule: str, text: str, place: str, link: str) -> None:
        plan, row = self.plan, self.row
        plan.put(row, _LEVEL, level, styles.CELL_CENTER)
        plan.put(row, _UNIT, unit, styles.CELL)
        plan.put(row, _RULE, rule, styles.CELL.but(size=9))
        plan.put(row, _TEXT, text, styles.CELL)
        plan.put(row, _PLACE, place, styles.CELL)
        plan.put(row, _JUMP, "查看" if link else "", styles.LINK if link else styles.CELL, link=link)
        plan.put(row, _NOTE, "", styles.OPEN_CELL)
        plan.heights[row] = max(20, 5 + 14 * lines_needed(text, 62 * 1.04), 5 + 14 * lines_needed(place, 34))

    def sides(self, instance: Instance, sheet: str, figures: Sequence[Number | None]) -> None:
        """Put both sides as formulas into `sheet`, their difference and the verdict."""
        left, right = add_up(instance.left, figures), add_up(instance.right, figures)
        off = not holds(instance, left, right)
        self._put(_LEFT, as_value(left), live.side(self.layout, instance.left, sheet))
        self._put(_RIGHT, as_value(right), live.side(self.layout, instance.right, sheet))
        f, g, h = (address(self.row, col) for col in (_LEFT, _RIGHT, _DIFF))
        self._put(_DIFF, as_value(left - right), f"ROUND({f}-{g},4)")
        test = f"{h}>0" if instance.equation.relation == "<=" else f"{h}<>0"
        self.verdict(f'IF({test},"{live.BROKEN}","{live.BALANCED}")', off)

    def no_sides(self, actual: str = "", expected: str = "") -> None:
        """End a line that no formula of this workbook can follow."""
        for col, value in ((_LEFT, actual), (_RIGHT, expected), (_DIFF, ""), (_RESULT, "")):
            self.plan.put(self.row, col, value, styles.CELL_CENTER.but(size=9))
        self.row += 1

    def verdict(self, formula: str, off: bool) -> None:
        result = live.BROKEN if off else live.BALANCED
        self._put(_RESULT, result, formula)
        self.results[self.row] = result

    def _put(self, col: int, value: Value, formula: str = "") -> None:
        self.plan.put(self.row, col, value, styles.CELL_NUMBER, formula=formula)


def checks_sheet(
    form: Form,
    body: Submission | None,
    inputs: Sequence[tuple[str, str, Submission | None]],
    findings: Sequence[Finding] = (),
    unread: Sequence[Unread] = (),
    state: str = "",
    complete: bool = True,
) -> SheetPlan:
    """Return the plan of 校验.

    `inputs` are the input sheets of this workbook: sheet name, unit, its submission (None while it is blank).
    `findings`, `unread`, `state` and whether it is `complete` are of the merge; a template has none.
    """
    sheet = _Sheet(form)
    by_source = {(s.source.file, s.source.sheet): name for name, _, s in inputs if s is not None}
    parts = {(s.source.file, s.source.sheet): s for _, _, s in inputs if s is not None}
    if state:
        sheet.section(f"一、需要处理和了解的事项（{len(findings) + len(unread)}条）")
        for one in unread:
            sheet.line("未读出", "", "", f"{one.file}：{one.reason}。", one.file, "")
            sheet.no_sides()
        for finding in sorted(findings, key=lambda one: _ORDER.index(one.severity)):
            _put_finding(sheet, finding, body, by_source, parts)
        if not findings and not unread:
            sheet.plan.put(sheet.row, 1, "没有发现问题。", styles.CELL, cols=len(_COLUMNS))
            sheet.row += 1
    sheet.section(f"{'二' if state else '一'}、汇总表各项勾稽关系（左右两边为公式，汇总表如再改动，结果随之变化）")
    figures: Sequence[Number | None] = body.figures if body else (None,) * len(form.items)
    for table in form.tables:
        for instance in checked_instances(form, table.code):
            _put_equation(sheet, instance, body, figures)
    if inputs:
        sheet.section(f"{'三' if state else '二'}、各单位填报表（公式，随填报表变化）")
        for name, unit, submission in inputs:
            _put_input(sheet, name, unit, submission)
    _put_top(sheet, state, complete)
    return sheet.plan


def _put_finding(
    sheet: _Sheet,
    finding: Finding,
    body: Submission | None,
    by_source: Mapping[tuple[str, str], str],
    parts: Mapping[tuple[str, str], Submission],
) -> None:
    source = (finding.file, finding.sheet)
    own = SUMMARY if body is not None and source == (body.source.file, body.source.sheet) else by_source.get(source, "")
    items = [sheet.form.index[code] for code in finding.items if code in sheet.form.index]
    # In this workbook the figure stands at the standard place, wherever it stood in the file of the department.
    cell = sheet.layout.ref(items[0]) if items else "A1"
    link = f"internal:{quoted(own)}!{cell}" if own else ""
    place = "，".join(part for part in (finding.file if own != SUMMARY else "", finding.sheet, "、".join(finding.cells[:6])) if part)
    sheet.line(SEVERITY_NAMES[finding.severity], finding.unit, finding.rule, finding.message, place, link)
    instance = finding.instance
    submission = body if own == SUMMARY else parts.get(source)
    looks_back = instance is not None and any(operand.previous for operand in (*instance.left, *instance.right))
    if instance is not None and own and submission is not None and not looks_back:
        sheet.sides(instance, own, submission.figures if own == SUMMARY else submission.shown)
    else:
        sheet.no_sides(finding.actual, finding.expected)
        return
    sheet.row += 1


def _put_equation(sheet: _Sheet, instance: Instance, body: Submission | None, figures: Sequence[Number | None]) -> None:
    equation = instance.equation
    text = f"{sheet.form.table(instance.table).label}{sheet.form.along_label(instance)}：{equation.shown}"
    cell = sheet.layout.ref(instance.left[0].item)
    unit = body.unit if body else SUMMARY
    sheet.line("", unit, equation.id, text, f"{SUMMARY}!{cell}", f"internal:{quoted(SUMMARY)}!{cell}")
    sheet.sides(instance, SUMMARY, figures)
    sheet.summary_rows.append(sheet.row)
    sheet.row += 1


def _put_input(sheet: _Sheet, name: str, unit: str, submission: Submission | None) -> None:
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
    sheet.plan.put(sheet.row, _TEXT, result, styles.CELL, formula="&".join(cells))
    for col in (_LEFT, _RIGHT, _DIFF):
        sheet.plan.put(sheet.row, col, "", styles.CELL_CENTER)
    text = address(sheet.row, _TEXT)
    sheet.verdict(f'IF({text}="","{live.BALANCED}","{live.BROKEN}")', bool(result))
    sheet.input_rows.append(sheet.row)
    sheet.row += 1


def _put_top(sheet: _Sheet, state: str, complete: bool) -> None:
    plan = sheet.plan
    plan.put(1, 1, "校验", styles.TITLE.but(align="left"))
    plan.heights[1] = 32
    last = len(_COLUMNS)
    if state:
        plan.put(2, 1, state, styles.STATE_GOOD if complete else styles.STATE_BAD, cols=last)
        plan.heights[2] = 8 + 17 * lines_needed(state, 180)
    summary, inputs = (_count_broken(rows) for rows in (sheet.summary_rows, sheet.input_rows))
    broken = [sum(sheet.results[row] == live.BROKEN for row in rows) for rows in (sheet.summary_rows, sheet.input_rows)]
    text, formula = f"本工作簿现在（随改动变化）：汇总表{broken[0]}条勾稽关系不平", f'"本工作簿现在（随改动变化）：汇总表"&{summary}&"条勾稽关系不平"'
    if sheet.input_rows:
        text, formula = f"{text}，{broken[1]}个单位的填报表不平", f'{formula}&"，"&{inputs}&"个单位的填报表不平"'
    plan.put(3, 1, text, Style(size=11, bold=True, align="left", wrap=False), formula=formula)
    plan.heights[3] = 22
    plan.alarms.append(Alarm((4, _RESULT, sheet.row, _RESULT), live.BROKEN))
    plan.freeze = (4, 0)
    plan.print_area = (0, 1, sheet.row, last)
    plan.footer = "校验"


def _count_broken(rows: Sequence[int]) -> str:
    """Return a formula that counts what does not hold on consecutive lines."""
    return f'COUNTIF({address(rows[0], _RESULT)}:{address(rows[-1], _RESULT)},"{live.BROKEN}")' if rows else "0"
