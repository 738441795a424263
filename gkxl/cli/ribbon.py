"""gkxl ribbon."""

from __future__ import annotations

from pathlib import Path

import click

from gkxl.cli.chinese import ChineseCommand
from gkxl.cli.options import PATH
from gkxl.errors import InputError


@click.command("ribbon", cls=ChineseCommand)
@click.argument("action", metavar="动作")
@click.argument("paths", nargs=-1, type=PATH, metavar="[路径]...")
@click.option("--active", is_flag=True, help="对 Excel 里正在使用的工作簿。")
@click.option("--wb", "name", default="", metavar="名称", help="对 Excel 里打开的这个工作簿（按钮用；“?”代表“%”）。")
@click.option("--hwnd", default="", metavar="窗口", help="Excel 的窗口号（按钮用）。")
def command(action: str, paths: tuple[Path, ...], active: bool, name: str, hwnd: str) -> int:
    """对 Excel 里打开的工作簿做功能区按钮所做的事。

    \b
    动作：new 新建填报表        import_files 导入科室报表  import_folder 导入整个文件夹
          merge 汇总            check 校验                 attendance 报送情况
          copy 复制到Word       tables 报告表              word 导出Word
          about 帮助/关于
    例：gkxl ribbon check --active
        gkxl ribbon import_files 报送/2026-03 --active
    """
    from gkxl.ribbon.door import COMMANDS, WITHOUT_BOOK, press

    if action not in COMMANDS:
        raise InputError(f"没有“{action}”这个动作；可用的有 {'、'.join(COMMANDS)}")
    if paths and not action.startswith("import"):
        raise InputError(f"“{action}”处理打开的工作簿，不要路径；处理文件请用 gkxl check、gkxl merge 等命令")
    if not active and not hwnd and not name:
        raise InputError("请用 --active 指明对 Excel 里正在使用的工作簿操作")
    from gkxl.ribbon.clicks import Click
    from gkxl.ribbon.excel import find_app, find_book

    try:
        app = find_app(hwnd)
        book = find_book(app, name.replace("?", "%"))
    except InputError:
        if action not in WITHOUT_BOOK:
            raise
        click.echo(COMMANDS[action](Click(None, None)), err=True)
        return 0
    return 0 if press(action, Click(app, book, paths)) else 2
