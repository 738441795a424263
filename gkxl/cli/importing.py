"""gkxl import."""

from __future__ import annotations

from pathlib import Path

import click

from gkxl.cli.chinese import ChineseCommand
from gkxl.cli.options import PATH, force_option, json_option, output_option, period_option
from gkxl.model.period import Period


@click.command("import", cls=ChineseCommand)
@click.argument("reports", nargs=-1, required=True, type=PATH, metavar="年报或文件夹...")
@output_option("汇总.xlsx|文件夹")
@click.option("--unit", default="", metavar="名称", help="单位名称；不写时用年报标题上的。")
@period_option()
@force_option
@json_option
def command(reports: tuple[Path, ...], output: Path, unit: str, period: Period | None, force: bool, as_json: bool) -> int:
    """把已发布的年报（.html、.docx、.pdf、.xlsx）按表上的文字读出三张表，导入成汇总工作簿。

    导入的工作簿可作上期（--previous）核对结转，可作一个单位再汇总，也可对比。几份年报或一个文件夹里的年报一起导入时，
    -o 写一个文件夹，每份各成一个工作簿，以“单位-年度”命名。没有读全、没有写明年份的年报不导入，并写明原因。

    \b
    例：gkxl import 2025年年报.html -o 2025年汇总.xlsx
        gkxl import 甲局年报.docx 乙局年报.html -o 上年年报
        gkxl import 2025年年报 -o 上年
        gkxl import 年报.pdf -o 2025年汇总.xlsx --unit 某某局 --period 2025
    """
    from gkxl.actions.importing_reports import import_reports
    from gkxl.cli.show import progress_bar, show

    with progress_bar(as_json) as progress:
        outcome = import_reports(reports, output, unit=unit, period=period, force=force, progress=progress)
    return show(outcome, as_json, f"{outcome.state}。导入结果：{outcome.output}" + ("" if outcome.ok else "（先看“校验”工作表）"))
