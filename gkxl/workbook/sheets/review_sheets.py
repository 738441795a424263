"""核查 and 核查明细: what a check says of each report or workbook in one line, and every finding below each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from gkxl.forms import Severity
from gkxl.rules.findings import SEVERITY_NAMES, Finding
from gkxl.workbook.format import styles
from gkxl.workbook.format.checks_columns import EXPLAINED_MARK
from gkxl.workbook.format.sheet_names import REVIEW, REVIEW_FINDINGS
from gkxl.workbook.format.sheet_plan import Cell, SheetPlan, Style, Value, lines_needed

_FILES = (("序号", 6), ("单位", 22), ("年度", 9), ("文件", 30), ("版式", 24), ("错误数", 7), ("提醒数", 7), ("说明数", 7), ("结论", 36))
_FINDINGS = (
    *(("序号", 6), ("级别", 8), ("单位", 14), ("年度", 8), ("文件", 16), ("表或部分", 14)),
    *(("位置", 15), ("问题", 46), ("原句", 26), ("应为", 9), ("实为", 9)),
)
"""Wide enough that letters are no smaller than 8 points on A4."""
_CENTERED = {"序号", "级别", "年度"}
_BY_LEVEL = {Severity.ERROR: "C00000", Severity.WARNING: "9C5700", Severity.INFO: "000000"}
_PLACES = 3
"""So many places are named on a line."""
_HEAD = 2
_TALLEST = 409


@dataclass(frozen=True)
class ReviewedFile:
    """A file that was checked, or could not be."""

    unit: str
    """Whose figures it holds, for people."""
    period: str
    file: str
    """As the user named it."""
    layout: str
    """The form of its tables, or forms where they differ."""
    counts: Sequence[int] | None
    """How many errors, warnings and infos; None where it was not read."""
    verdict: str


def review_sheet(files: Sequence[ReviewedFile], notice: str) -> SheetPlan:
    """Return the plan of 核查, a line for each file; `notice` stands above the lines."""
    plan = _plan(REVIEW, "年报核查结果", notice, _FILES, len(files))
    lines = [
        [number, file.unit, file.period, file.file, file.layout, *(file.counts or ("—",) * len(SEVERITY_NAMES)), file.verdict]
        for number, file in enumerate(files, start=1)
    ]
    for row, (file, line) in enumerate(zip(files, lines, strict=True), start=_HEAD + 1):
        bad = file.counts is None or file.counts[0]
        plan.heights[row] = _height(line, _FILES)
        for col, ((name, _), value) in enumerate(zip(_FILES, line, strict=True)):
            plain = styles.CELL_CENTER if isinstance(value, int) or name in _CENTERED or value == "—" else styles.CELL
            plan.put(row, col, value, plain.but(color="C00000", bold=True) if bad and name in ("错误数", "结论") else plain)
    return plan


def review_findings_sheet(findings: Sequence[tuple[Finding, bool]], tables: dict[str, str]) -> SheetPlan:
    """Return the plan of 核查明细: each finding, with whether somebody has explained it; `tables` names the table of an item by its code."""
    notice = f"共{len(findings)}条，先列错误。" if findings else "没有发现问题。"
    plan = _plan(REVIEW_FINDINGS, "年报核查明细", notice, _FINDINGS, len(findings))

    def make() -> Iterator[Cell]:
        for row, (finding, explained) in enumerate(findings, start=_HEAD + 1):
            line = _line(row - _HEAD, finding, tables, explained=explained)
            for col, ((name, _), value) in enumerate(zip(_FINDINGS, line, strict=True)):
                yield Cell(row, col, value, _look(name, finding.severity))

    for row, (finding, explained) in enumerate(findings, start=_HEAD + 1):
        plan.heights[row] = _height(_line(0, finding, tables, explained=explained), _FINDINGS)
    plan.put_lines(len(findings), make)
    return plan


def _line(number: int, finding: Finding, tables: dict[str, str], *, explained: bool) -> list[Value]:
    where = finding.sheet or "、".join(dict.fromkeys(tables[item] for item in finding.items if item in tables))
    places = "、".join(finding.cells[:_PLACES]) + (f"等{len(finding.cells)}处" if len(finding.cells) > _PLACES else "")
    level = SEVERITY_NAMES[finding.severity] + (EXPLAINED_MARK if explained else "")
    level = f"随上{level}" if finding.caused_by else level
    file = PurePath(finding.file).name
    return [number, level, finding.called, finding.period, file, where, places, finding.told, finding.quoted, finding.expected, finding.actual]


def _look(name: str, severity: Severity) -> Style:
    look = styles.CELL_CENTER if name in _CENTERED else styles.CELL
    return look.but(color=_BY_LEVEL[severity], bold=severity is Severity.ERROR) if name == "级别" else look


def _height(line: Sequence[Value], columns: Sequence[tuple[str, int]]) -> int:
    return min(_TALLEST, 6 + 13 * max(lines_needed(str(value), width * 0.95) for value, (_, width) in zip(line, columns, strict=True)))


def _plan(name: str, title: str, notice: str, columns: Sequence[tuple[str, int]], lines: int) -> SheetPlan:
    plan = SheetPlan(name, tab_color="C00000", landscape=True, protect=False)
    plan.widths = {col: width for col, (_, width) in enumerate(columns)}
    last, bottom = len(columns) - 1, _HEAD + max(lines, 1)
    plan.put(0, 0, title, styles.TITLE, cols=len(columns))
    plan.put(1, 0, notice, styles.TEXT, cols=len(columns))
    plan.heights |= {0: 30, 1: 6 + 15 * lines_needed(notice, sum(width for _, width in columns) * 0.9), _HEAD: 22}
    plan.row(_HEAD, 0, [heading for heading, _ in columns], styles.COLUMN_NAME)
    plan.freeze, plan.repeat_rows = (_HEAD + 1, 0), (_HEAD, _HEAD)
    plan.filter_area, plan.print_area = (_HEAD, 0, bottom, last), (0, 0, bottom, last)
    plan.footer = title
    return plan
