"""gkxl status."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import click

from gkxl.cli.chinese import ChineseCommand
from gkxl.cli.options import (
    PATH,
    DayType,
    cluster_option,
    force_option,
    json_option,
    paths_argument,
    period_option,
    series_option,
    who_reads,
    workers_option,
)
from gkxl.model.period import Period


@click.command("status", cls=ChineseCommand)
@paths_argument
@click.option("--roster", required=True, type=PATH, metavar="名册.xlsx", help="含“单位名册”工作表的工作簿。")
@period_option(required=True)
@click.option("--today", type=DayType(), metavar="日期", help="按哪一天判断是否到期，如 2026-04-10；不写为今天。")
@click.option(
    "-o",
    "--output",
    type=PATH,
    metavar="报送情况.xlsx|通报.docx",
    help="把报送情况表和催报的话写成一个工作簿；以 .docx 结尾则写成给各单位的一份通报。",
)
@series_option
@force_option
@workers_option
@cluster_option
@json_option
def command(
    paths: tuple[Path, ...],
    roster: Path,
    period: Period,
    today: Any,
    output: Path | None,
    series: str,
    force: bool,
    workers: int | None,
    cluster: str,
    as_json: bool,
) -> int:
    """对照单位名册，列出某月，或全年、季度、半年各期谁按时、谁迟报、谁更正过、谁没报、谁的文件没读出，并拟好催报的话。不检查数字。

    \b
    例：gkxl status 报送/ --roster 名册.xlsx --period 2026-03
        gkxl status 报送/ --roster 名册.xlsx --period 2026 -o 报送情况.xlsx
        gkxl status 报送/ --roster 名册.xlsx --period 2026-Q1
        gkxl status 报送/ --roster 名册.xlsx --period 2026-03 -o 通报.docx
    """
    from gkxl.actions.status import status
    from gkxl.cli.grid import grid_lines
    from gkxl.cli.show import progress_bar, say, show
    from gkxl.reporting_status.reminders import reminders

    with progress_bar(as_json) as progress:
        day = today or dt.date.today()
        outcome = status(
            paths, roster, period, today=day, output=output, force=force, progress=progress, series=series, workers=who_reads(workers, cluster)
        )
    grid = outcome.reporting_status
    assert grid is not None, "a status has a grid"
    if not as_json:
        for line in grid_lines(grid):
            click.echo(line)
        for message in reminders(grid):
            click.echo(message.text)
    if output:
        say(f"{'通报' if output.suffix.lower() == '.docx' else '报送情况表'}：{output}")
    return show(outcome, as_json, f"{period.chinese}：{outcome.state}。")
