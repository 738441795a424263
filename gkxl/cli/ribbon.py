"""gkxl ribbon."""

from __future__ import annotations

import click

from gkxl.cli.chinese import ChineseCommand
from gkxl.errors import InputError


@click.command("ribbon", cls=ChineseCommand)
@click.argument("action", metavar="动作")
@click.option("--active", is_flag=True, help="对 Excel 里正在使用的工作簿。")
@click.option("--wb", "name", default="", metavar="名称", help="对 Excel 里打开的这个工作簿（按钮用）。")
@click.option("--hwnd", default="", metavar="窗口", help="Excel 的窗口号（按钮用）。")
@click.option("--from_xl", hidden=True)
@click.option("--app", hidden=True)
def command(action: str, active: bool, name: str, hwnd: str, from_xl: str | None, app: str | None) -> int:
    """对 Excel 里打开的工作簿做功能区按钮所做的事：check 校验、merge 汇总、tables 报告表、attendance 报送情况、word 导出Word、about 关于。

    \b
    例：gkxl ribbon check --active
    """
    from gkxl.ribbon.door import COMMANDS, press
    from gkxl.ribbon.excel import find_book

    if action not in COMMANDS:
        raise InputError(f"没有“{action}”这个动作；可用的有 {'、'.join(COMMANDS)}")
    if not active and not name:
        raise InputError("请用 --active 指明对 Excel 里正在使用的工作簿操作")
    return 0 if press(action, find_book(name, hwnd)) else 2
