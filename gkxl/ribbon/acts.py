"""What each button does: pick what the action needs, and call it for the open workbook. Each returns what the dialog shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gkxl.ribbon.clicks import Click

if TYPE_CHECKING:
    from gkxl.ribbon.excel_types import App


def new(click: Click) -> str:
    """Make the input sheets that are missing."""
    from gkxl.actions.new_sheets import make_sheets

    return make_sheets(click.workbook)


def import_files(click: Click) -> str:
    """Take in the workbooks that the user picks."""
    from gkxl.ribbon.picking import pick_files

    return _import(click, pick_files)


def import_folder(click: Click) -> str:
    """Take in everything in the folder that the user picks."""
    from gkxl.ribbon.picking import pick_folder

    return _import(click, pick_folder)


def _import(click: Click, pick: Callable[[App], Sequence[Path]]) -> str:
    from gkxl.actions.importing import import_submissions

    return import_submissions(click.workbook, lambda: click.paths or pick(click.app))


def import_reports(click: Click) -> str:
    """Take the published reports that the user picks in as workbooks beside this one."""
    from gkxl.actions.last_year import import_beside
    from gkxl.ribbon.picking import pick_reports

    return import_beside(click.workbook, lambda: click.paths or pick_reports(click.app))


def merge(click: Click) -> str:
    """Fill the sheets of the result."""
    from gkxl.actions.in_workbook import merge

    return merge(click.workbook)


def check(click: Click) -> str:
    """Mark the wrong cells, or clear the marks."""
    from gkxl.actions.in_workbook import check

    return check(click.workbook)


def tables(click: Click) -> str:
    """Fill the report tables."""
    from gkxl.actions.in_workbook import tables

    return tables(click.workbook)


def reporting_status(click: Click) -> str:
    """List who has reported."""
    from gkxl.actions.in_workbook import reporting_status

    return reporting_status(click.workbook)


def about(_: Click | None = None) -> str:
    """Return the version, where to read on, where the log is."""
    from gkxl import __version__
    from gkxl.log import folder

    lines = [
        f"gkxl {__version__}：政府信息公开工作年度报告统计。",
        "用法见“说明”工作表和 README 的使用说明。",
        "点过按钮，Excel 的“撤销”就不能退回到点之前了：要能退回，请先保存。",
        f"出错记录在 {folder()}",
    ]
    return "\n".join(lines)
