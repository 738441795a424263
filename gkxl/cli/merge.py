"""gkxl merge."""

from __future__ import annotations

from pathlib import Path

import click

from gkxl.cli.chinese import ChineseCommand
from gkxl.cli.options import PATH, force_option, json_option, output_option, paths_argument, period_option, roster_option
from gkxl.period import Period


@click.command("merge", cls=ChineseCommand)
@paths_argument
@output_option("汇总.xlsx")
@click.option("--unit", default="", metavar="名称", help="汇总单位的名称，写在汇总表和报告标题上。")
@period_option
@roster_option
@click.option("--previous", type=PATH, metavar="上期.xlsx", help="上一期的汇总工作簿，用来核对结转和现行有效件数。")
@force_option
@json_option
def command(
    paths: tuple[Path, ...],
    output: Path,
    unit: str,
    period: Period | None,
    roster: Path | None,
    previous: Path | None,
    force: bool,
    as_json: bool,
) -> int:
    """把各单位的填报表（文件或文件夹）汇总成一个工作簿：汇总、报告表、校验、明细和各单位的填报表。

    \b
    例：gkxl merge 报送/ -o 2025年汇总.xlsx --unit 某某区人民政府 --period 2025
    """
    from gkxl.actions.merging import merge_paths
    from gkxl.cli.show import progress_bar, show

    with progress_bar(as_json) as progress:
        outcome = merge_paths(paths, output, unit=unit, period=period, roster=roster, previous=previous, force=force, progress=progress)
    hint = "" if unit else "没有用 --unit 写明汇总单位名称，表上暂写“本单位”。"
    return show(outcome, as_json, f"{hint}{outcome.state}。汇总结果：{outcome.output}" + ("" if outcome.ok else "（先看“校验”工作表）"))
