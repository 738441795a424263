"""gkxl list."""

from __future__ import annotations

from pathlib import Path

import click

from gkxl.cli.chinese import ChineseCommand, ChineseGroup
from gkxl.cli.options import PATH, force_option, json_option, output_option


@click.group("list", cls=ChineseGroup, subcommand_metavar="命令 [参数]...")
def command() -> None:
    """按上级平台的顺序列出汇总数：每行一个代码、名称、数值，供录入或导入。

    \b
    例：gkxl list new -o 对照表.xlsx
        gkxl list fill 2026年汇总.xlsx --by 对照表.xlsx -o 清单.csv
    """


@command.command("new", cls=ChineseCommand, short_help="生成一份对照表，照上级平台的顺序改。")
@output_option("对照表.xlsx")
@click.option("--form", "form_id", default="2021", metavar="格式", help="报表格式，见 gkxl forms；不写为 2021。")
@force_option
def _new(output: Path, form_id: str, force: bool) -> None:
    """生成一份对照表，列出报表格式的每一个指标：照上级平台的顺序排好，把代码、名称改成平台上的，用不着的行删去。

    \b
    例：gkxl list new -o 对照表.xlsx
    """
    from gkxl.actions.listing import new_mapping
    from gkxl.cli.show import say
    from gkxl.errors import InputError
    from gkxl.forms import form_by_id

    try:
        form = form_by_id(form_id)
    except KeyError:
        raise InputError(f"没有“{form_id}”这种报表格式；可用的请看 gkxl forms") from None
    new_mapping(form, output, force)
    click.echo(str(output))
    say(f"请打开 {output}，照上级平台的顺序改好，再运行 gkxl list fill 汇总.xlsx --by {output} -o 清单.csv。")


@command.command("fill", cls=ChineseCommand, short_help="按对照表列出汇总工作簿的数。")
@click.argument("merged", type=PATH, metavar="汇总.xlsx")
@click.option("--by", "mapping", required=True, type=PATH, metavar="对照表.xlsx", help="哪个数在平台的哪一行，用 gkxl list new 生成后改好。")
@output_option("清单.csv|.xlsx")
@force_option
@json_option
def _fill(merged: Path, mapping: Path, output: Path, force: bool, as_json: bool) -> int:
    """按对照表的顺序列出汇总工作簿的数，写成 .csv 或 .xlsx。对照表里有不认识的指标代码时不写，并指出是哪一行。

    \b
    例：gkxl list fill 2026年汇总.xlsx --by 对照表.xlsx -o 清单.csv
    """
    from gkxl.actions.listing import fill_list
    from gkxl.cli.show import show

    outcome = fill_list(merged, mapping, output, force)
    said = f"，{'但' if not outcome.ok else ''}{outcome.state}" if outcome.state else ""
    return show(outcome, as_json, f"已生成 {output}{said}。")
