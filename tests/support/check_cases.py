"""Carry out the cases of the catalogue without a file: workbooks are plans of ours as rows, with what a person did to them.

A case on the text of a report has `report`, and `last` for that of the year before, in the language of support/told_reports.py;
one on a folder of them has `reports` and `roster`.
Of a merged workbook `set` changes 汇总, `printed` and `relabel_printed` 报告表, `lines` 明细.

A case names files.  A file is an input sheet (`unit`, `period`, `set`: item code to what stands in its cell, and other
changes) or a merged workbook (`merge`: the files that went in).  `action` is check, compare, merge or status.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import gkxl.rules.catalogue
from gkxl.actions.beside_roster import beside_roster
from gkxl.actions.checking import check_read
from gkxl.actions.loading import Loaded, one_series
from gkxl.actions.merging import merge
from gkxl.actions.previous import PreviousFiles
from gkxl.actions.status import take_stock
from gkxl.aggregation.side_by_side import jumps
from gkxl.forms import STATUTORY, Form, form_for, using
from gkxl.model.head import HeadField
from gkxl.model.period_text import parse_period
from gkxl.model.roster import Roster
from gkxl.model.submission import address
from gkxl.narrative.judging import judge_text
from gkxl.rules.explanations import Explanation, key_of
from gkxl.rules.findings import Finding
from gkxl.rules.unread import Unread, UnreadReason
from gkxl.workbook.format.layout import layout_for
from gkxl.workbook.format.sheet_names import MATRIX, REPORT, SUMMARY
from gkxl.workbook.format.sheet_plan import SheetPlan
from gkxl.workbook.reading.intake import Intake
from gkxl.workbook.reading.roster import read_roster
from gkxl.workbook.reading.submissions import WorkbookReading, read_workbook
from gkxl.workbook.sheets.input_sheet import SheetContent, input_sheet
from gkxl.workbook.writing.workbooks import merged_plans
from support.told_reports import report_of

CASES = Path(gkxl.rules.catalogue.__file__).parent / "cases.toml"
OWN_FORMS = Path(__file__).parents[1] / "forms"
_UNITS = "法规科"


@dataclass
class Rows:
    """A workbook as a reader sees it."""

    sheets: dict[str, list[list[object]]]
    errors: set[str] = field(default_factory=set)
    booleans: set[str] = field(default_factory=set)
    uncalculated: set[str] = field(default_factory=set)
    far: set[str] = field(default_factory=set)

    @property
    def sheet_names(self) -> Sequence[str]:
        return list(self.sheets)

    def may_be_coded(self, sheet: str) -> bool:
        return True

    def rows(self, sheet: str) -> list[list[object]]:
        return self.sheets[sheet]

    def error_cells(self, sheet: str) -> frozenset[str]:
        return frozenset(self.errors)

    def hidden_booleans(self, sheet: str) -> frozenset[str]:
        return frozenset(self.booleans)

    def uncalculated_cells(self, sheet: str) -> dict[str, str]:
        return dict.fromkeys(self.uncalculated, "")

    def far_cells(self, sheet: str) -> frozenset[str]:
        return frozenset(self.far)


def as_rows(plan: SheetPlan) -> list[list[object]]:
    """Return what a reader finds on a sheet: numbers are floats, empty cells ""."""
    height, width = plan.extent
    rows: list[list[object]] = [[""] * width for _ in range(height)]
    for cell in plan.cells:
        value = cell.value
        rows[cell.row][cell.col] = "" if value is None else float(value) if isinstance(value, (int, float)) else value
    return rows


@cache
def cases() -> list[dict[str, Any]]:
    """Return every case of the catalogue."""
    return list(tomllib.loads(CASES.read_text(encoding="utf-8"))["case"])


def found_by(case: Mapping[str, Any]) -> list[Finding]:
    """Return what the action of a case finds; one on a `series` of tests/forms knows the forms there, one on a `report` is about its text."""
    if "reports" in case:
        return _beside_the_roster(case)
    if "report" in case:
        return judge_text(report_of(case["report"]), report_of(case["last"]) if "last" in case else None)
    with using([OWN_FORMS] if "series" in case else []):
        return _found_by(case)


def _found_by(case: Mapping[str, Any]) -> list[Finding]:
    files = {spec["file"]: spec for spec in case["files"]}
    readings, unread = _read(case["files"], files)
    intake = Intake(readings, unread)
    action = case.get("action", "check")
    if action == "compare":
        before, _ = _read(case["previous"], {})
        return jumps(readings[0].submissions[0], before[0].submissions[0])
    if action == "check":
        return list(check_read(intake).findings)
    roster = case_roster(case["roster"], case.get("of", "")) if "roster" in case else None
    period = parse_period(case["period"]) if "period" in case else None
    if action == "status":
        assert roster is not None and period is not None
        return list(take_stock(intake, roster, period, dt.date.fromisoformat(case["today"]) if "today" in case else None).findings)
    previous = None
    if "previous" in case:
        before, lost = _read(case["previous"], {spec["file"]: spec for spec in case["previous"]})
        previous = PreviousFiles("上期", Intake(before, lost))
    loaded = one_series(Loaded(intake, roster, case.get("of", ""), previous), case.get("series", STATUTORY))
    return list(merge(replace(loaded, written=list(_written(case, loaded))), period)[0].findings)


def _beside_the_roster(case: Mapping[str, Any]) -> list[Finding]:
    """Return what a folder of published reports gives beside a roster, without their words."""
    reports = [report_of({"file": f"{spec['unit']}.html"} | spec) for spec in case["reports"]]
    roster = case_roster(case["roster"])
    readings = [WorkbookReading(report.file, ours=True, published=True, submissions=[report.submission]) for report in reports if report.submission]
    checked = check_read(Intake(readings, []), roster)
    return list(beside_roster(replace(checked, reports=reports), roster, everybody=True)[0].findings)


def _written(case: Mapping[str, Any], loaded: Loaded) -> Iterator[Explanation]:
    """Yield what was written beside a finding of the same merge, or of an earlier one on other `files`."""
    for note in case.get("explained", ()):
        then = note.get("files", case["files"])
        readings, lost = _read(then, {spec["file"]: spec for spec in then})
        findings = merge(replace(loaded, intake=Intake(readings, lost)))[0].findings
        finding = next(finding for finding in findings if (finding.rule, finding.unit) == (note["rule"], note["unit"]))
        yield Explanation(key_of(finding), note["words"], finding.message)


def _read(specs: Sequence[Mapping[str, Any]], files: Mapping[str, Mapping[str, Any]]) -> tuple[list[WorkbookReading], list[Unread]]:
    given = [spec for spec in specs if not spec.get("inside")]
    readings = [reading_of(spec, files) for spec in given if not spec.get("broken")]
    lost = [Unread(spec["file"], UnreadReason.DAMAGED, "已损坏", "请重发") for spec in given if spec.get("broken")]
    return readings, [*lost, *(one for reading in readings for one in reading.unread)]


def reading_of(spec: Mapping[str, Any], files: Mapping[str, Mapping[str, Any]]) -> WorkbookReading:
    """Return what a file of a case holds."""
    return read_workbook(_merged(spec, files) if "merge" in spec else _sheet(spec), spec["file"])


def _sheet(spec: Mapping[str, Any]) -> Rows:
    period = parse_period(spec.get("period", "2023"))
    form = form_for(spec.get("series", STATUTORY), period)
    assert form is not None
    unit = spec.get("unit", _UNITS)
    head = {HeadField.UNIT: unit, HeadField.PERIOD: str(period), HeadField.REVISION: str(spec.get("revision", 1))}
    head[HeadField.PARENT] = spec.get("parent", "")
    head[HeadField.FILLED_ON] = spec.get("filled_on", "")
    plan = input_sheet(form, SheetContent(unit, head=head, tables=frozenset(spec.get("tables", ()))))
    book = Rows({unit: as_rows(plan)})
    rows = book.sheets[unit]
    layout = layout_for(form.id)
    values: dict[str, object] = dict.fromkeys((item.code for item in form.items if item.index not in form.total_items), 0.0)
    if "blank" in spec:
        values = {code: value for code, value in values.items() if code not in spec["blank"]}
    values |= spec.get("set", {})
    for code, value in values.items():
        row, col = layout.positions[form.index[code]]
        rows[row][col] = float(value) if isinstance(value, int) and not isinstance(value, bool) else value
    for name, cells in (("errors", book.errors), ("booleans", book.booleans), ("uncalculated", book.uncalculated)):
        for code in spec.get(name, ()):
            row, col = layout.positions[form.index[code]]
            rows[row][col] = 1.0 if name == "booleans" else ""
            cells.add(address(row, col))
    book.far |= set(spec.get("far", ()))
    for code, value in spec.get("beside", {}).items():
        row, col = layout.positions[form.index[code]]
        rows[row][col + 1] = float(value) if isinstance(value, int) else value
    _typed_totals(form, rows, spec.get("set", {}))
    _reshape(rows, spec)
    return book


def _typed_totals(form: Form, rows: list[list[object]], typed: Mapping[str, object]) -> None:
    """Let the totals show what their formulas give, but for those that the case types itself."""
    layout = layout_for(form.id)
    for total in form.totals:
        if form.items[total.target].code in typed:
            continue
        row, col = layout.positions[total.target]
        inputs = [(operand.sign, rows[r][c]) for operand in total.right for r, c in [layout.positions[operand.item]]]
        rows[row][col] = float(sum(sign * value for sign, value in inputs if isinstance(value, float)))


def _reshape(rows: list[list[object]], spec: Mapping[str, Any]) -> None:
    """Do what people do to rows and labels."""
    for old, new in spec.get("relabel", {}).items():
        row, col = next((r, c) for r, line in enumerate(rows) for c, value in enumerate(line) if value == old)
        rows[row][col] = new
    for code in spec.get("lose", ()):
        line = next(line for line in rows if code in line)
        line[line.index(code)] = ""
    for code in spec.get("repeat", ()):
        number = next(r for r, line in enumerate(rows) if line[0] == code)
        rows.insert(number + 1, list(rows[number]))


def _merged(spec: Mapping[str, Any], files: Mapping[str, Mapping[str, Any]]) -> Rows:
    inner = [reading_of(files[name], files) for name in spec["merge"]]
    period = parse_period(spec["period"]) if "period" in spec else None
    _, merged = merge(Loaded(Intake(inner, []), None, spec.get("unit", "")), period)
    book = Rows({plan.name: as_rows(plan) for plan in merged_plans(merged)})
    for name in spec.get("without", ()):
        del book.sheets[{"明细": MATRIX}.get(name, name)]
    form = form_for(STATUTORY, parse_period(spec.get("period", "2023")))
    assert form is not None
    for code, value in spec.get("set", {}).items():
        row, col = layout_for(form.id).positions[form.index[code]]
        book.sheets[SUMMARY][row][col] = float(value)
    printed = layout_for(form.id, codes=False)
    for code, value in spec.get("printed", {}).items():
        row, col = printed.positions[form.index[code]]
        book.sheets[REPORT][row][col] = float(value) if isinstance(value, int) else value
    if "relabel_printed" in spec:
        _reshape(book.sheets[REPORT], {"relabel": spec["relabel_printed"]})
    for unit, values in spec.get("lines", {}).items():
        line = next(line for line in book.sheets[MATRIX] if f"unit:{unit}" in line)
        columns = next(line for line in book.sheets[MATRIX] if form.items[0].code in line)
        for code, value in values.items():
            line[columns.index(code)] = float(value)
    if spec.get("state_lost"):
        for line in book.sheets[SUMMARY]:
            if str(line[0]).startswith("state:"):
                line[0] = ""
    return book


def case_roster(lines: Sequence[Mapping[str, str]], body: str = "") -> Roster:
    """Return the roster of a case."""
    names = {
        "unit": "单位",
        "parent": "上级单位",
        "aliases": "简称/别名",
        "cycle": "应报期间",
        "tables": "填报内容",
        "due": "截止日",
        "regulations": "可制定规章",
    }
    table: list[list[object]] = [list(names.values()), *([line.get(key, "") for key in names] for line in lines)]
    return read_roster(Rows({"名册": table}), "名册.xlsx", body)


def matches(finding: Finding, expected: Mapping[str, Any]) -> Iterator[str]:
    """Yield what of a finding is not as the case says it must be."""
    shown = {
        "severity": finding.severity.value,
        "topic": finding.topic.value,
        "unit": finding.unit,
        "period": finding.period,
        "file": finding.file,
        "sheet": finding.sheet,
        "cells": list(finding.cells),
        "items": list(finding.items),
        "expected": finding.expected,
        "actual": finding.actual,
        "message": finding.message,
    }
    for key, value in expected.items():
        if shown[key] != value:
            yield f"{key}: {shown[key]!r}, not {value!r}"
