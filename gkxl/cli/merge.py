"""gkxl merge."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from gkxl.cli.chinese import ChineseCommand
from gkxl.cli.options import (
    cluster_option,
    findings_option,
    force_option,
    json_option,
    output_option,
    paths_argument,
    period_option,
    previous_option,
    roster_option,
    series_option,
    signature_of,
    signature_options,
    who_reads,
    workers_option,
)
from gkxl.model.period import Period


@click.command("merge", cls=ChineseCommand)
@paths_argument
@output_option("汇总.xlsx")
@click.option("--unit", default="", metavar="名称", help="汇总单位的名称，写在汇总表和报告标题上。")
@period_option()
@roster_option
@previous_option("核对结转和现行有效件数")
@series_option
@signature_options
@force_option
@findings_option
@workers_option
@cluster_option
@json_option
def command(
    paths: tuple[Path, ...],
    output: Path,
    unit: str,
    period: Period | None,
    roster: Path | None,
    previous: tuple[Path, ...],
    series: str,
    force: bool,
    findings_file: Path | None,
    workers: int | None,
    cluster: str,
    as_json: bool,
    **signature: Any,
) -> int:
    """把各单位的填报表（文件或文件夹）汇总成一个工作簿：汇总、报告表、校验、各单位主要指标、月度、明细和各单位的填报表。

    给出年份（或季度、半年、几个月）时，各单位的月报、季报先合计：发生数相加，上年结转取最早一期，期末数和累计数取最后一期。

    \b
    例：gkxl merge 报送/ -o 2025年汇总.xlsx --unit 某某区人民政府 --period 2025
        gkxl merge 报送/ -o 3月汇总.xlsx --unit 某某区人民政府 --period 2026-03 --roster 名册.xlsx
        gkxl merge 报送/ -o 上半年汇总.xlsx --unit 某某区人民政府 --period 2026-H1
        gkxl merge 报送/ -o 汇总.xlsx --period 2025 --filled-by 张三 --reviewed-by 李四 --filled-on 2026-01-12
    """
    from gkxl.actions.merging import merge_paths
    from gkxl.cli.findings_file import check_findings_file, write_findings
    from gkxl.cli.show import progress_bar, say, show

    check_findings_file(findings_file, force)
    with progress_bar(as_json) as progress:
        outcome = merge_paths(
            paths,
            output,
            unit=unit,
            period=period,
            roster=roster,
            previous=previous,
            force=force,
            progress=progress,
            series=series,
            workers=who_reads(workers, cluster),
            signature=signature_of(**signature),
        )
    write_findings(outcome, findings_file, force)
    hint = "" if unit else "没有用 --unit 写明汇总单位名称，表上暂写“本单位”。"
    if outcome.beside:
        say(f"明细行数多，另存为{'、'.join(outcome.beside)}；复制、上报汇总工作簿时请一起带上，不要改动。")
    return show(outcome, as_json, f"{hint}{outcome.state}。汇总结果：{outcome.output}" + ("" if outcome.ok else "（先看“校验”工作表）"))
