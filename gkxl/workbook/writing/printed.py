"""The workbook with nothing but what is printed of a merged one: 汇总, 报告表, 各单位主要指标, 校验, 报送情况."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from gkxl.model.merge_state import MergeState
from gkxl.model.submission import Submission
from gkxl.workbook.format.codes import SheetRole
from gkxl.workbook.format.sheet_names import CHECKS, SUMMARY
from gkxl.workbook.reading.printable import StatusTable
from gkxl.workbook.sheets.input_sheet import SheetContent, input_sheet
from gkxl.workbook.sheets.main_figures_sheet import main_figures_sheet
from gkxl.workbook.sheets.on_paper import on_paper
from gkxl.workbook.sheets.printed_sheets import Line, printed_checks, printed_status
from gkxl.workbook.sheets.report_sheet import report_sheet
from gkxl.workbook.writing.writer import write_workbook


@dataclass(frozen=True)
class ToPrint:
    """What is printed of a merged workbook."""

    total: Submission
    units: Sequence[Submission]
    """What it is the sum of; none where that is not known."""
    state: MergeState
    """How complete and right it is found to be, with the sentence that stands on it."""
    notice: str
    """Over its report tables: why they must not be published; "" where nothing is to be said."""
    checks: Sequence[Line]
    checks_note: str = ""
    status: StatusTable | None = None


def printed_workbook(to_print: ToPrint) -> bytes:
    """Return the workbook to be printed."""
    total, state = to_print.total, to_print.state
    summary = SheetContent(SUMMARY, SheetRole.SUMMARY, total.head_texts, total, state.sentence, state, total.period)
    units, status = to_print.units, to_print.status
    plans = [
        input_sheet(total.form, summary),
        report_sheet(total.form, total.printed, total.report_title, to_print.notice, total.period),
        main_figures_sheet(total, units) if units else None,
        printed_checks(state, to_print.checks, f"{total.called}{total.period.chinese}{CHECKS}", to_print.checks_note),
        printed_status(status.above, status.headings, status.lines) if status else None,
    ]
    paper = [on_paper(plan) for plan in plans if plan]
    named = [replace(plan, footer=f"{total.called} {total.period.chinese} {plan.name}") for plan in paper]
    return write_workbook(named, SUMMARY, f"{total.report_title}（打印稿）")
