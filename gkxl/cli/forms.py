"""gkxl forms."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from gkxl.cli.chinese import ChineseCommand, ChineseGroup
from gkxl.cli.options import PATH, force_option

if TYPE_CHECKING:
    from gkxl.forms import Form


@click.group("forms", cls=ChineseGroup, invoke_without_command=True, subcommand_metavar="[命令 [参数]...]")
@click.pass_context
def command(context: click.Context) -> None:
    """列出支持的报表格式、适用年度和依据；新建、检查本单位自定的格式。

    \b
    例：gkxl forms
        gkxl forms new -o 本局月报.toml
        gkxl forms check 本局月报.toml
    """
    if context.invoked_subcommand is None:
        from gkxl.forms import all_forms

        for form in all_forms():
            _list(form)


@command.command("new", cls=ChineseCommand, short_help="写出一个带说明的小格式，照着改。")
@click.option("-o", "--output", type=PATH, required=True, metavar="格式.toml", help="输出到哪里。")
@force_option
def _new(output: Path, force: bool) -> None:
    """写出一个带中文说明的小格式文件：用记事本打开，照着改成本单位的报表。"""
    from gkxl.actions.own_forms import new_form

    new_form(output, force)
    click.echo(str(output))
    click.echo(f"请用记事本打开 {output}，照说明改好后运行 gkxl forms check {output}。", err=True)


@command.command("check", cls=ChineseCommand, short_help="检查一个格式文件：指出错在哪一行，或画出表样、做一份样表。")
@click.argument("path", type=PATH, metavar="格式.toml")
@click.option("-o", "--output", type=PATH, metavar="样表.xlsx", help="样表放在哪里；不写则放在格式文件旁边。")
@force_option
def _check(path: Path, output: Path | None, force: bool) -> None:
    """检查一个格式文件：有错的指出文件、行和最接近的写法；没有错的画出各表，并做一份可以试填的样表。"""
    from gkxl.actions.own_forms import check_form
    from gkxl.cli.drawn_table import drawn

    target = output or path.with_name(f"{path.stem}-样表.xlsx")
    form = check_form(path, target, force)
    _list(form)
    for table in form.tables:
        click.echo(f"── {table.label} ──")
        for line in drawn(table.grid):
            click.echo(line)
    for equation in form.equations:
        click.echo(f"      {equation.id}：{equation.shown}")
    click.echo(f"没有发现错误。样表：{target}，请打开看一看、试填一填。", err=True)


def _list(form: Form) -> None:
    from gkxl.workbook.writing.workbooks import template_folder

    inputs = len(form.items) - len(form.total_items)
    click.echo(f"{form.id}  {form.name}  系列 {form.series}  适用{form.years}  依据{form.notice}")
    for table in form.tables:
        click.echo(f"      {table.label}  {table.heading}")
    click.echo(f"      共{len(form.items)}格：填报{inputs}格，自动计算{len(form.total_items)}格")
    standard = template_folder() / f"standard-{form.id}.xlsx"
    if standard.is_file():
        click.echo(f"      标准工作簿：{standard}")
