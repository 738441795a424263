"""The upper part of 校验: what a merge found, and what corrections changed, with links to where it stands in this workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gkxl.eligibility.revisions import Correction
from gkxl.forms import Role, Severity
from gkxl.model.figures import show
from gkxl.model.merge_state import Completeness, MergeState
from gkxl.model.submission import Submission, address
from gkxl.rules.explanations import Explanation, Weighed, key_of
from gkxl.rules.findings import SEVERITY_NAMES, Finding, causes, count, gravest_first
from gkxl.rules.unread import Unread
from gkxl.workbook.format.checks_columns import EXPLAINED_MARK, LEFT_OVER, UNREAD_LEVEL
from gkxl.workbook.format.finding_codes import finding_code
from gkxl.workbook.format.layout import SheetLayout
from gkxl.workbook.format.sheet_names import SUMMARY
from gkxl.workbook.format.sheet_plan import quoted
from gkxl.workbook.sheets.checks_lines import Lines
from gkxl.workbook.sheets.matrix_sheet import column_of

MOST_LINES = 1000
"""So many findings stand on the sheet; beyond them only errors, and what was explained."""
FOLLOWS = "└ 随之"
"""The level of a line that only follows from the line above it, and is not counted."""
_NOBODY = "不涉及单个单位"


@dataclass(frozen=True)
class Remarks:
    """What a merge found."""

    findings: Sequence[Finding] = ()
    unread: Sequence[Unread] = ()
    corrections: Sequence[Correction] = ()
    state: MergeState = field(default_factory=lambda: MergeState(Completeness.COMPLETE))
    weighed: Weighed = field(default_factory=Weighed)
    """What written explanations make of the findings."""


@dataclass(frozen=True)
class Own:
    """What of the sources stands in this workbook too."""

    total: Submission | None
    """The parent unit's total, which stands on 汇总."""
    places: Mapping[tuple[str, str], tuple[str, int | None]]
    """File and sheet to the sheet of this workbook, with the row of 各月明细."""
    submissions: Mapping[tuple[str, str], Submission]

    def link(self, source: tuple[str, str], layout: SheetLayout, item: int | None) -> str:
        """Return a link to where a figure of a source stands here, wherever it stood in the file of the department."""
        if self.total is not None and source == (self.total.source.file, self.total.source.sheet):
            sheet, row = SUMMARY, None
        elif source in self.places:
            sheet, row = self.places[source]
        else:
            return ""
        cell = "A1" if item is None else layout.ref(item) if row is None else address(row, column_of(item))
        return f"internal:{quoted(sheet)}!{address(row, 1) if row is not None and item is None else cell}"


def put_remarks(sheet: Lines, remarks: Remarks, own: Own) -> None:
    """Put every finding and unread file unit by unit, the gravest first, then what corrections changed."""
    sheet.section(f"需要处理和了解的事项（{len(causes(remarks.findings)) + len(remarks.unread)}条）")
    shown, left_out = _shown(remarks)
    for name, unread, findings in _by_unit(remarks.unread, shown):
        sheet.unit(name or _NOBODY, _counted(unread, findings))
        for lost in unread:
            sheet.line(UNREAD_LEVEL, lost.who.path, f"{lost.file}：{lost.reason}。", lost.file, "")
            sheet.no_sides()
        for finding in findings:
            _put_finding(sheet, finding, sum(other.caused_by == finding for other in findings), own, remarks.weighed)
    if left_out:
        sheet.say(_left_out(left_out))
    if not remarks.findings and not remarks.unread:
        sheet.say("没有发现问题。")
    _put_corrections(sheet, remarks.corrections, own)


def _by_unit(unread: Sequence[Unread], findings: Sequence[Finding]) -> list[tuple[str, list[Unread], list[Finding]]]:
    """Return for each unit what could not be read of it and the findings on it; first whom the gravest are about, what follows with its cause."""
    units: dict[str, tuple[list[Unread], list[Finding]]] = {}
    for lost in unread:
        units.setdefault(lost.who.path, ([], []))[0].append(lost)
    for finding in findings:
        units.setdefault((finding.caused_by or finding).called, ([], []))[1].append(finding)
    return [(name, *own) for name, own in units.items()]


def _counted(unread: Sequence[Unread], findings: Sequence[Finding]) -> str:
    """Return how much there is to say of a unit: "未读出1份，错误2处"."""
    numbers = [(f"{word}{{}}处", count(findings, severity)) for severity, word in SEVERITY_NAMES.items()]
    return "，".join(words.format(number) for words, number in [("未读出{}份", len(unread)), *numbers] if number)


def _shown(remarks: Remarks) -> tuple[list[Finding], list[Finding]]:
    """Return the findings that stand on 校验, the gravest first, and those for which there is no room: never errors, nor what anybody explained."""
    shown: list[Finding] = []
    left_out: list[Finding] = []
    for finding in gravest_first(remarks.findings):
        cause = finding.caused_by or finding
        always = cause.severity is Severity.ERROR or not remarks.weighed.open([cause]) or key_of(cause) in remarks.weighed.words
        (shown if always or len(shown) < MOST_LINES else left_out).append(finding)
    return shown, left_out


def _left_out(findings: Sequence[Finding]) -> str:
    numbers = [(word, count(findings, severity)) for severity, word in SEVERITY_NAMES.items()]
    counted = "、".join(f"{word}{number}条" for word, number in numbers if number)
    return f"此处只列{MOST_LINES}条，另有{counted}没有列出；完整的清单请在汇总时加 --findings 清单.jsonl。"


def _put_finding(sheet: Lines, finding: Finding, followed_by: int, own: Own, weighed: Weighed) -> None:
    """Put the line of a finding, folded below that of its cause; so many findings are folded below it."""
    key = key_of(finding)
    source = (finding.file, finding.sheet)
    of_total = own.total is not None and source == (own.total.source.file, own.total.source.sheet)
    items = [sheet.form.index[code] for code in finding.items if code in sheet.form.index]
    link = own.link(source, sheet.layout, items[0] if items else None)
    place = "，".join(part for part in ("" if of_total else finding.file, finding.sheet, "、".join(finding.cells[:6])) if part)
    level = FOLLOWS if finding.caused_by else SEVERITY_NAMES[finding.severity]
    if not weighed.open([finding]):
        level += EXPLAINED_MARK
    note, by_others = weighed.words.get(key, ""), weighed.by_others.get(key, "")
    code = finding_code(key, explained_by_others=bool(by_others))
    cause = by_others or ("" if finding.caused_by else finding.hint)
    text = f"{finding.message}（由此而来的另有{followed_by}处，折叠在下面。）" if followed_by else finding.message
    if finding.caused_by:
        sheet.fold(sheet.row, hidden=not note)
    sheet.line(level, finding.called, text, place, link, cause=cause, note=note, code=code)
    instance = finding.instance
    submission = own.total if of_total else own.submissions.get(source)
    looks_back = instance is not None and any(operand.previous for operand in (*instance.left, *instance.right))
    if instance is not None and submission is not None and not looks_back:
        name = SUMMARY if of_total else own.places[source][0]
        sheet.sides(instance, name, submission.figures if of_total else submission.shown)
        return
    gap = "" if finding.gap is None else show(finding.gap)
    if instance is not None and instance.equation.role is not Role.TOTAL:
        left, right = instance.equation.shown_sides
        sheet.no_sides(f"{left}\n{finding.actual}", f"{right}\n{finding.expected}", gap)
    else:
        sheet.no_sides(finding.actual, finding.expected, gap)


def _put_corrections(sheet: Lines, corrections: Sequence[Correction], own: Own) -> None:
    """Put a line for each figure that a correction changed."""
    if not corrections:
        return
    sheet.section("更正前后对照")
    for correction in corrections:
        after = correction.after
        what = f"{after.period.chinese}，修订{correction.before.revision}改为修订{after.revision}"
        for change in correction.changes:
            link = own.link((after.source.file, after.source.sheet), sheet.layout, change.item)
            place = f"{after.source.file}，{after.source.sheet}，{after.cell(change.item)}"
            sheet.line("更正", after.called, f"{what}。{correction.describe(change)}", place, link)
            sheet.no_sides(f"更正后\n{correction.said(after, change.item)}", f"更正前\n{correction.said(correction.before, change.item)}")
        if not correction.changes:
            sheet.line("更正", after.called, f"{what}。数字没有改动。", after.source.file, "")
            sheet.no_sides()


def put_left_over(sheet: Lines, explanations: Sequence[Explanation]) -> None:
    """Put at the end of the sheet what was written beside findings that are gone, or of which the figures have changed."""
    if not explanations:
        return
    sheet.row += 1
    sheet.table(LEFT_OVER)
    for explanation in explanations:
        place, code = explanation.key.place, finding_code(explanation.key)
        sheet.line("", place.who.path, explanation.about, place.period, "", note=explanation.words, code=code)
        sheet.no_sides()
