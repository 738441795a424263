"""gkxl ribbon."""

from __future__ import annotations

from pathlib import Path

import click

from gkxl.cli.chinese import ChineseCommand
from gkxl.cli.options import PATH


class _ButtonsCommand(ChineseCommand):
    """A command whose help page lists the buttons, as the tab in Excel words them."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        from gkxl.addin.buttons import buttons

        with formatter.section("动作"):
            formatter.write_dl([(button.id, button.label.rstrip("…")) for button in buttons().values()])
        super().format_options(ctx, formatter)


@click.command("ribbon", cls=_ButtonsCommand)
@click.argument("action", metavar="动作")
@click.argument("paths", nargs=-1, type=PATH, metavar="[路径]...")
@click.option("--active", is_flag=True, help="对 Excel 里正在使用的工作簿。")
@click.option("--wb", "name", default="", metavar="名称", help="对 Excel 里打开的这个工作簿（按钮用；“?”代表“%”）。")
@click.option("--hwnd", default="", metavar="窗口", help="Excel 的窗口号（按钮用）。")
def command(action: str, paths: tuple[Path, ...], active: bool, name: str, hwnd: str) -> int:
    """对 Excel 里打开的工作簿做功能区按钮所做的事。

    \b
    例：gkxl ribbon check --active
        gkxl ribbon import_files 报送/2026-03 --active
    """
    from gkxl.ribbon.start import start

    done, said = start(action, paths, active=active, name=name, hwnd=hwnd)
    if said:
        click.echo(said, err=True)
    return 0 if done else 2
