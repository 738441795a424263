"""gkxl print."""

from __future__ import annotations

from pathlib import Path

import click

from gkxl.cli.chinese import ChineseCommand
from gkxl.cli.options import PATH, force_option, json_option, output_option


@click.command("print", cls=ChineseCommand)
@click.argument("merged", type=PATH, metavar="汇总.xlsx")
@output_option("打印.xlsx|.pdf")
@force_option
@json_option
def command(merged: Path, output: Path, force: bool, as_json: bool) -> int:
    """把汇总工作簿里要打印的整理成一份：汇总、报告表、各单位主要指标、校验（只列没有解决的和已作说明的）、报送情况，A4 纸。

    .pdf 要求这台机器装有 LibreOffice。

    \b
    例：gkxl print 2026年汇总.xlsx -o 打印.xlsx
        gkxl print 2026年汇总.xlsx -o 打印.pdf
    """
    from gkxl.actions.printing import print_merged
    from gkxl.cli.show import show

    outcome = print_merged(merged, output, force)
    said = f"，{'但' if not outcome.ok else ''}{outcome.state}" if outcome.state else ""
    return show(outcome, as_json, f"已生成 {output}{said}。")
