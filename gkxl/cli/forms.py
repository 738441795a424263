"""gkxl forms."""

from __future__ import annotations

import click

from gkxl.cli.chinese import ChineseCommand


@click.command("forms", cls=ChineseCommand)
def command() -> None:
    """列出支持的报表格式、适用年度和依据。"""
    from gkxl.forms import all_forms
    from gkxl.workbook.writing.workbooks import template_folder

    for form in all_forms():
        inputs = len(form.items) - len(form.total_items)
        click.echo(f"{form.id}  {form.name}  适用{form.years}  依据{form.notice}")
        for table in form.tables:
            click.echo(f"      {table.label}  {table.heading}")
        click.echo(f"      共{len(form.items)}格：填报{inputs}格，自动计算{len(form.total_items)}格")
        click.echo(f"      标准工作簿：{template_folder() / f'standard-{form.id}.xlsx'}")
