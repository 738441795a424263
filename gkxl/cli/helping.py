"""gkxl help and gkxl 帮助: what people type before they know of --help."""

from __future__ import annotations

import click

from gkxl.cli.chinese import ChineseCommand, UnknownCommandError


@click.command("help", cls=ChineseCommand, hidden=True)
@click.argument("names", nargs=-1, metavar="[命令]...")
@click.pass_context
def command(context: click.Context, names: tuple[str, ...]) -> None:
    """显示某个命令的用法；不写命令则列出全部命令。

    \b
    例：gkxl help merge
    """
    shown = context.parent or context
    for name in names:
        group = shown.command
        found = group.get_command(shown, name) if isinstance(group, click.Group) else None
        if found is None:
            raise UnknownCommandError(name, shown)
        shown = click.Context(found, info_name=name, parent=shown)
    click.echo(shown.get_help())
