"""gkxl check."""

from __future__ import annotations

from pathlib import Path

import click

from gkxl.cli.chinese import ChineseCommand
from gkxl.cli.options import (
    PATH,
    cluster_option,
    findings_option,
    force_option,
    json_option,
    paths_argument,
    previous_option,
    roster_option,
    who_reads,
    workers_option,
)


@click.command("check", cls=ChineseCommand)
@paths_argument
@click.option(
    "--mark", "folder", type=PATH, metavar="文件夹", help="把有错误或提醒的文件各做一份副本，标出有问题的格，便于退回更正；年报另有退回核查单。"
)
@roster_option
@previous_option("核对结转和现行有效件数")
@force_option
@click.option("-o", "--output", type=PATH, metavar="核查.xlsx", help="把结果写成工作簿：每份年报或报送一行，另列全部问题。")
@findings_option
@workers_option
@cluster_option
@json_option
def command(
    paths: tuple[Path, ...],
    folder: Path | None,
    roster: Path | None,
    previous: tuple[Path, ...],
    force: bool,
    output: Path | None,
    findings_file: Path | None,
    workers: int | None,
    cluster: str,
    as_json: bool,
) -> int:
    """校验填报表或汇总工作簿（文件或文件夹），逐条说明哪个单位、哪个文件、哪一格有问题。不改动任何文件。

    已发布或起草中的年报（.html、.docx、.pdf，或贴进 .xlsx 的三张表）也可以给出：三张表按同样的规则校验，正文里的数逐句与表核对。

    给出的各月报送逐月核对结转；另给 --previous 时也与上一期核对，另给 --roster 时也核对单位名称和上下级；
    给一个文件夹的年报时，还列出谁有年报、谁没有、谁有几份，并核对上级年报是否等于全部下级之和。

    \b
    例：gkxl check 报送/2026-03 --mark 退回
        gkxl check 报送/2026-03 --roster 名册.xlsx --previous 报送/2026-02
        gkxl check 年报.html --previous 上年年报.html
        gkxl check 年报 -o 核查.xlsx
    """
    from gkxl.actions.checking import check_paths
    from gkxl.actions.marking import mark_copies
    from gkxl.actions.reviewing import check_review, write_review
    from gkxl.cli.findings_file import check_findings_file, write_findings
    from gkxl.cli.show import progress_bar, say, show, tally
    from gkxl.rules.unread import SkipReason

    check_findings_file(findings_file, force)
    check_review(output, [*paths, *previous, *filter(None, [roster])], force)
    with progress_bar(as_json) as progress:
        outcome = check_paths(paths, progress, previous=previous, roster=roster, workers=who_reads(workers, cluster))
    if folder:
        copies, outcome = mark_copies(outcome, paths, folder, force, [*previous, *filter(None, [roster])])
        if copies:
            say(f"已把{len(copies)}份有问题的文件标注后放在 {folder}，原文件没有改动。")
        elif not any(file.why is SkipReason.UNMARKABLE for file in outcome.skipped):
            say("没有需要标注的文件。")
    write_findings(outcome, findings_file, force)
    outcome = write_review(outcome, output, force)
    if output:
        say(f"核查结果写在 {output}。")
    return show(outcome, as_json, f"已校验{len(outcome.submissions)}张表：{tally(outcome)}。{outcome.state}。")
