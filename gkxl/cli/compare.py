"""gkxl compare."""

from __future__ import annotations

from pathlib import Path

import click

from gkxl.cli.chinese import ChineseCommand
from gkxl.cli.options import PATH, force_option, json_option, output_option


@click.command("compare", cls=ChineseCommand)
@click.argument("this", type=PATH, metavar="本年")
@click.argument("last", type=PATH, metavar="上年")
@output_option("对比.xlsx|.docx|.html")
@force_option
@json_option
def command(this: Path, last: Path, output: Path, force: bool, as_json: bool) -> int:
    """本年与上年逐项对比：本年数、上年数、增减、增减百分比，并列出变化较大、需要说明的指标。

    两边都可以是汇总工作簿、一张填报表，或已发布的年报（.html、.docx 等）；两年格式不同时，只对比可比的指标。
    例：gkxl compare 2026年汇总.xlsx 2025年年报.html -o 对比.xlsx
    """
    from gkxl.actions.comparing import compare
    from gkxl.cli.show import show

    outcome = compare(this, last, output, force)
    return show(outcome, as_json, f"已生成 {output}。{outcome.state}。")
