"""gkxl template."""

from __future__ import annotations

from pathlib import Path

import click

from gkxl.cli.chinese import ChineseCommand
from gkxl.cli.options import force_option, output_option, period_option, previous_option, roster_option, series_option
from gkxl.model.period import Period


@click.command("template", cls=ChineseCommand)
@output_option("工作簿.xlsx 或 文件夹")
@click.option("--form", "form_id", default="", metavar="格式", help="报表格式，如 2021；不写则按 --period 的年份选用，没有年份用现行格式。")
@period_option()
@click.option("--unit", "units", multiple=True, metavar="名称", help="单位（科室）名称，可重复；与 --split 和 --roster 同用时只做这几个单位的。")
@roster_option
@previous_option("带入结转、上一年项目数量和现行有效件数")
@click.option("--split", is_flag=True, help="每个单位各做一份工作簿，放进 -o 给出的文件夹，用于下发。")
@click.option("--months", is_flag=True, help="全年12个月各一张填报表（与 --split 和年份同用；名册上“每月”的单位自动如此）。")
@series_option
@force_option
def command(
    output: Path,
    form_id: str,
    period: Period | None,
    units: tuple[str, ...],
    roster: Path | None,
    previous: tuple[Path, ...],
    split: bool,
    months: bool,
    series: str,
    force: bool,
) -> None:
    """生成标准工作簿。

    \b
    例：gkxl template -o 2026年统计.xlsx --period 2026 --unit 办公室 --unit 法规科
        gkxl template -o 下发 --split --period 2026-03 --roster 名册.xlsx --previous 报送/2026-02
        gkxl template -o 下发 --split --period 2026-Q2 --roster 名册.xlsx --previous 一季度汇总.xlsx
        gkxl template -o 补发 --split --period 2026-03 --roster 名册.xlsx --unit 办公室
    """
    from gkxl.actions.templating import templates
    from gkxl.cli.show import say

    written, notes = templates(
        output, form_id=form_id, period=period, units=units, roster=roster, previous=previous, split=split, months=months, force=force, series=series
    )
    for path in written:
        click.echo(str(path))
    for note in notes:
        say(note)
    say(f"已生成{len(written)}份填报表，放在 {output}，可以下发了。" if split else f"已生成 {output}。")
