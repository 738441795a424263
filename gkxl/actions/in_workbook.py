"""What can be done with the figures of the workbook that is open. Each returns the sentence that the user is shown at the end."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from gkxl.actions.open_workbook import Contents, OpenWorkbook, Place, read_open
from gkxl.actions.results import fill, refill
from gkxl.errors import InputError
from gkxl.forms import Severity
from gkxl.rules.findings import Finding, count, gravest_first
from gkxl.rules.marks import Mark, gravest, marks

if TYPE_CHECKING:
    from gkxl.reporting_status.grid import StatusGrid

_MARKED = (Severity.ERROR, Severity.WARNING)


def merge(book: OpenWorkbook) -> str:
    """Fill 汇总, 报告表, 校验, 各单位主要指标, 月度, 明细 and 报送情况 from the input sheets of the workbook."""
    outcome, outdated = fill(read_open(book))
    left = "".join(f"“{name}”是以前的，这次没有它的内容，没有更新。" for name in outdated)
    return f"{outcome.state}。" + ("" if outcome.ok else "请先看“校验”工作表。") + left


def check(book: OpenWorkbook) -> str:
    """Fill 校验, mark the wrong cells and say on each what is wrong; where cells are marked, clear the marks instead.

    汇总 is filled as well: the live lines of 校验 look at it.
    """
    from gkxl.workbook.format.sheet_names import CHECKS, SUMMARY

    cleared = book.clear_marks()
    if cleared:
        return f"已清除{cleared}处标记。再点一次“校验”重新标记。"
    opened = read_open(book)
    wrong = wrong_places(book.name, opened.kept, opened.merged[0].open)
    book.check_sheets({sheet for sheet, _ in wrong})
    outcome, _ = fill(opened, SUMMARY, CHECKS)
    left = book.mark(wrong)
    errors, warnings = (count(outcome.open, severity) for severity in _MARKED)
    if outcome.ok and not warnings and not outcome.explained_errors:
        carried = outcome.not_carried
        return f"核对了的勾稽关系全部成立，没有发现问题；{carried}。" if carried else "各项勾稽关系全部成立，没有发现问题。"
    explained = f"，{outcome.explained_errors}处已说明" if outcome.explained_errors else ""
    marked = f"已标出{len(wrong) - len(left)}格" + (f"（另有{len(left)}格上有会话批注，没有标色，原样保留）" if left else "")
    return f"错误{errors}处，提醒{warnings}处{explained}，{marked}，明细在“校验”工作表（“汇总”已同时更新）。再点一次“校验”清除标记。"


def wrong_places(file: str, sheets: Collection[str], findings: Sequence[Finding]) -> dict[Place, Mark]:
    """Return what is to be marked in a workbook with these sheets: sheet and cell of every error or warning, with the surest mark on it."""
    here = [(place, mark) for place, mark in marks(gravest_first(findings)) if place.file in ("", file) and place.sheet in sheets]
    return {(place.sheet, place.cell): mark for place, mark in gravest(here).items()}


def tables(book: OpenWorkbook) -> str:
    """Fill 报告表 from the sums of the input sheets."""
    from gkxl.workbook.format.sheet_names import REPORT

    outcome, _ = fill(read_open(book), REPORT)
    if outcome.ok and outcome.explained_errors:
        return f"已更新“报告表”，其中{outcome.explained_errors}处已说明。"
    return "已更新“报告表”。" if outcome.ok else f"已更新“报告表”，但{outcome.state}，请勿直接发布。"


def reporting_status(book: OpenWorkbook) -> str:
    """Fill 报送情况 from the roster and the input sheets of the workbook, as of today; also while nobody has reported."""
    from gkxl.reporting_status.reminders import reminders
    from gkxl.workbook.sheets.reporting_status_sheet import reporting_status_sheet

    opened, grid = _who_has_reported(book)
    refill(opened, [reporting_status_sheet(grid, reminders(grid))])
    return f"{grid.count_line}。"


def notice(book: OpenWorkbook) -> bytes:
    """Return one notice to all units on who has reported and who has not, as of today, as .docx."""
    from gkxl.actions.status import notice_document

    opened, grid = _who_has_reported(book)
    return notice_document(grid, opened.roster)


def _who_has_reported(book: OpenWorkbook) -> tuple[Contents, StatusGrid]:
    """Return what a workbook holds and who on its roster has reported; raises InputError where it does not say who must, or for when."""
    import datetime as dt

    from gkxl.actions.status import take_stock

    opened = read_open(book)
    if opened.roster is None:
        raise InputError("单位名册是空的，不知道哪些单位应当报送；请先在“单位名册”工作表里列出单位")
    period = opened.scope
    if period is None:
        raise InputError("不知道要看哪一期的报送情况；请在填报表的“期间”格填写同一期间，月报如 2026-03，年报如 2026")
    grid = take_stock(opened.intake, opened.roster, period, dt.date.today()).reporting_status
    assert grid is not None, "taking stock makes a grid"
    return opened, grid
