"""What the buttons do on the open workbook. Each returns the sentence that the dialog shows at the end."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gkxl.actions.outcome import Outcome
from gkxl.errors import InputError
from gkxl.findings import count, unfit
from gkxl.forms import Severity
from gkxl.ribbon.applying import apply
from gkxl.ribbon.marks import clear_marks, mark
from gkxl.ribbon.notes import keep_notes
from gkxl.ribbon.open_workbook import OpenWorkbook, folder_of, read_open


def merge(book: Any) -> str:
    """汇总: fill 汇总, 报告表, 校验, 月度, 明细 and 报送情况 from the input sheets of the workbook."""
    opened = read_open(book)
    outcome = _fill(opened, ())
    return f"{outcome.state}。" + ("" if outcome.ok else "请先看“校验”工作表。")


def check(book: Any) -> str:
    """校验: fill 校验, mark the wrong cells and say on each what is wrong; where cells are marked, clear the marks instead."""
    from gkxl.workbook.names import CHECKS

    cleared = clear_marks(book)
    if cleared:
        return f"已清除{cleared}处标记。再点一次“校验”重新标记。"
    opened = read_open(book)
    outcome = _fill(opened, (CHECKS,))
    marked = mark(book, outcome.findings)
    errors, warnings = (count(outcome.findings, severity) for severity in (Severity.ERROR, Severity.WARNING))
    if outcome.ok and not warnings:
        return "各项勾稽关系全部成立，没有发现问题。"
    return f"错误{errors}处，提醒{warnings}处，已标出{marked}格，明细在“校验”工作表。再点一次“校验”清除标记。"


def tables(book: Any) -> str:
    """报告表: fill 报告表 from the sums of the input sheets."""
    from gkxl.workbook.names import REPORT

    outcome = _fill(read_open(book), (REPORT,))
    return "已更新“报告表”。" if outcome.ok else f"已更新“报告表”，但{outcome.state}，请勿直接发布。"


def attendance(book: Any) -> str:
    """报送情况: fill 报送情况 from the roster and the input sheets of the workbook."""
    from gkxl.workbook.names import ATTENDANCE

    opened = read_open(book)
    if opened.roster is None:
        raise InputError("单位名册是空的，不知道哪些单位应当报送；请先在“单位名册”工作表里列出单位")
    outcome = _fill(opened, (ATTENDANCE,))
    assert outcome.attendance is not None, "a merge with a roster has a grid"
    return f"{outcome.attendance.count_line}。"


def word(book: Any) -> str:
    """导出 Word: write the report tables as .docx beside the workbook."""
    from gkxl.output import write_whole
    from gkxl.report.document import compose
    from gkxl.report.docx import to_docx

    target = folder_of(book) / f"{Path(book.name).stem}-报告表.docx"
    outcome, merged = read_open(book).merge()
    notice = "" if outcome.ok else unfit(outcome.state)
    write_whole(target, to_docx(compose(merged.body, notice)))
    return f"已导出 {target}" + ("。" if outcome.ok else f"，但{outcome.state}。")


def about(book: Any) -> str:
    """帮助/关于: the version, where to read on, where the log is."""
    from gkxl import __version__
    from gkxl.log import folder

    return f"gkxl {__version__}：政府信息公开工作年度报告统计。\n用法见“说明”工作表和 README 的使用说明。\n出错记录在 {folder()}"


def _fill(opened: OpenWorkbook, only: tuple[str, ...]) -> Outcome:
    """Merge the input sheets and fill the sheets of the result, all of them or `only` these; the input sheets are never written."""
    from gkxl.workbook.standard import result_sheets

    outcome, merged = opened.merge()
    own = {(one.source.file, one.source.sheet) for one in opened.reading.submissions}
    here = all((unit.source.file, unit.source.sheet) in own for unit in merged.units)
    names = [unit.source.sheet for unit in merged.units] if here else []
    behind = ""
    for plan in result_sheets(merged, names):
        if not only or plan.name in only:
            keep_notes(plan, opened.kept.get(plan.name, []))
            apply(opened.book, plan, behind)
        behind = plan.name
    return outcome
