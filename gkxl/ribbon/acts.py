"""What the buttons do with the figures of the open workbook. Each returns the sentence that the dialog shows at the end."""

from __future__ import annotations

from gkxl.errors import InputError
from gkxl.forms import Severity
from gkxl.ribbon.clicks import Click
from gkxl.ribbon.marks import clear_marks, mark, places
from gkxl.ribbon.open_workbook import read_open
from gkxl.ribbon.results import fill, refill
from gkxl.ribbon.session import check_sheets
from gkxl.rules.findings import count


def merge(click: Click) -> str:
    """汇总: fill 汇总, 报告表, 校验, 月度, 明细 and 报送情况 from the input sheets of the workbook."""
    outcome, outdated = fill(read_open(click.book))
    left = "".join(f"“{name}”是以前的，这次没有它的内容，没有更新。" for name in outdated)
    return f"{outcome.state}。" + ("" if outcome.ok else "请先看“校验”工作表。") + left


def check(click: Click) -> str:
    """校验: fill 校验, mark the wrong cells and say on each what is wrong; where cells are marked, clear the marks instead.

    汇总 is filled as well: the live lines of 校验 look at it.
    """
    from gkxl.workbook.format.sheet_names import CHECKS, SUMMARY

    cleared = clear_marks(click.book)
    if cleared:
        return f"已清除{cleared}处标记。再点一次“校验”重新标记。"
    opened = read_open(click.book)
    wrong = places(click.book.name, opened.kept, opened.merged[0].findings)
    check_sheets(click.book, {sheet for sheet, _ in wrong})
    outcome, _ = fill(opened, SUMMARY, CHECKS)
    mark(click.book, wrong)
    errors, warnings = (count(outcome.findings, severity) for severity in (Severity.ERROR, Severity.WARNING))
    if outcome.ok and not warnings:
        return "各项勾稽关系全部成立，没有发现问题。"
    return f"错误{errors}处，提醒{warnings}处，已标出{len(wrong)}格，明细在“校验”工作表（“汇总”已同时更新）。再点一次“校验”清除标记。"


def tables(click: Click) -> str:
    """报告表: fill 报告表 from the sums of the input sheets."""
    from gkxl.workbook.format.sheet_names import REPORT

    outcome, _ = fill(read_open(click.book), REPORT)
    return "已更新“报告表”。" if outcome.ok else f"已更新“报告表”，但{outcome.state}，请勿直接发布。"


def reporting_status(click: Click) -> str:
    """报送情况: fill 报送情况 from the roster and the input sheets of the workbook, as of today; also while nobody has reported."""
    import datetime as dt

    from gkxl.actions.status import take_stock
    from gkxl.reporting_status.reminders import reminders
    from gkxl.workbook.sheets.reporting_status_sheet import reporting_status_sheet

    opened = read_open(click.book)
    if opened.roster is None:
        raise InputError("单位名册是空的，不知道哪些单位应当报送；请先在“单位名册”工作表里列出单位")
    period = opened.scope
    if period is None:
        raise InputError("不知道要看哪一期的报送情况；请在填报表的“期间”格填写同一期间，月报如 2026-03，年报如 2026")
    grid = take_stock(opened.intake, opened.roster, period, dt.date.today()).reporting_status
    assert grid is not None, "taking stock makes a grid"
    refill(opened, [reporting_status_sheet(grid, reminders(grid))])
    return f"{grid.count_line}。"


def about(click: Click) -> str:
    """帮助/关于: the version, where to read on, where the log is."""
    from gkxl import __version__
    from gkxl.log import folder

    return f"gkxl {__version__}：政府信息公开工作年度报告统计。\n用法见“说明”工作表和 README 的使用说明。\n出错记录在 {folder()}"
