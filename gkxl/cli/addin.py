"""gkxl addin."""

from __future__ import annotations

from pathlib import Path

import click

from gkxl.cli.chinese import ChineseCommand, ChineseGroup
from gkxl.cli.options import PATH, force_option


@click.group("addin", cls=ChineseGroup, invoke_without_command=True, subcommand_metavar="命令 [参数]...")
@click.pass_context
def command(context: click.Context) -> None:
    """把“政务公开”选项卡装进 Excel、检查、卸载。只用于装有 Excel 的 Windows 电脑。

    \b
    例：gkxl addin install
        gkxl addin doctor
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


@command.command("install", cls=ChineseCommand, short_help="把加载项装进 Excel；已装过的更新到这个版本。")
def _install() -> None:
    """把“政务公开”选项卡装进本人的 Excel：复制一个加载项文件，登记按钮要启动的程序。请先关闭 Excel。不需要管理员权限。"""
    from gkxl.addin.installing import install
    from gkxl.addin.places import bundled, this_machine

    _tell(install(this_machine(), bundled()))


@command.command("uninstall", cls=ChineseCommand, short_help="从 Excel 里卸载加载项，其他加载项和设置不动。")
def _uninstall() -> None:
    """从 Excel 里卸载“政务公开”选项卡：删除加载项文件和登记的程序，其他加载项和设置不动。请先关闭 Excel。"""
    from gkxl.addin.installing import uninstall
    from gkxl.addin.places import this_machine

    _tell(uninstall(this_machine()))


@command.command("doctor", cls=ChineseCommand, short_help="检查选项卡为什么不出现、按钮为什么不起作用。")
def _doctor() -> int:
    """逐项检查选项卡为什么不出现、按钮为什么不起作用，并说明怎么办。只看不改。有“有问题”的，退出状态为 1。"""
    from gkxl.addin.check import State
    from gkxl.addin.doctor import examine
    from gkxl.addin.places import bundled, this_machine

    checks = examine(this_machine(), bundled())
    for check in checks:
        click.echo(f"[{check.state.value}] {check.name}：{check.seen}")
        if check.advice:
            click.echo(f"    → {check.advice}")
    bad = sum(check.state is State.BAD for check in checks)
    click.echo(f"检查了{len(checks)}项，有问题{bad}项。" if bad else f"检查了{len(checks)}项，没有发现问题。", err=True)
    return 1 if bad else 0


@command.command("build", cls=ChineseCommand, short_help="（开发用）由源文件重新制作加载项文件。")
@click.option("-o", "--output", type=PATH, default=Path("gkxl.xlam"), show_default=True, metavar="加载项.xlam", help="输出到哪里。")
@force_option
def _build(output: Path, force: bool) -> None:
    """由 gkxl/addin 里的文本源文件重新制作加载项文件；同样的源文件得到同样的字节。任何系统都能做，不需要 Excel。"""
    from gkxl.addin.building import build
    from gkxl.safe_write import write_whole

    write_whole(output, build(), force)
    click.echo(str(output))


def _tell(lines: list[str]) -> None:
    for line in lines:
        click.echo(line)
