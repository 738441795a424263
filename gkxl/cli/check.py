"""gkxl check."""

from __future__ import annotations

from pathlib import Path

import click

from gkxl.cli.chinese import ChineseCommand
from gkxl.cli.options import json_option, paths_argument


@click.command("check", cls=ChineseCommand)
@paths_argument
@json_option
def command(paths: tuple[Path, ...], as_json: bool) -> int:
    """校验填报表或汇总工作簿（文件或文件夹），逐条说明哪个单位、哪个文件、哪一格有问题。不改动任何文件。"""
    from gkxl.actions.checking import check_paths
    from gkxl.cli.show import progress_bar, show, tally

    with progress_bar(as_json) as progress:
        outcome = check_paths(paths, progress)
    verdict = "全部通过" if outcome.ok else "有错误需要更正"
    return show(outcome, as_json, f"已校验{len(outcome.submissions)}张表：{tally(outcome)}。{verdict}。")
