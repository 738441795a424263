"""gkxl report."""

from __future__ import annotations

from pathlib import Path

import click

from gkxl.cli.chinese import ChineseCommand
from gkxl.cli.options import PATH, force_option, json_option, output_option


@click.command("report", cls=ChineseCommand)
@click.argument("merged", type=PATH, metavar="汇总.xlsx")
@output_option("报告.docx|.html|.xlsx")
@force_option
@json_option
def command(merged: Path, output: Path, force: bool, as_json: bool) -> int:
    """由汇总工作簿生成三张法定表格：.docx 可直接接着写报告，.html 可粘贴到网站编辑器，.xlsx 只含报告表。

    \b
    例：gkxl report 2026年汇总.xlsx -o 报告.docx
        gkxl report 2026年汇总.xlsx -o 报告.html
    """
    from gkxl.actions.reporting import report
    from gkxl.cli.show import show

    outcome = report(merged, output, force)
    if outcome.ok and outcome.state:
        return show(outcome, as_json, f"已生成 {output}。{outcome.state}。")
    return show(outcome, as_json, f"已生成 {output}。" if outcome.ok else f"已生成 {output}，但{outcome.state}。")
