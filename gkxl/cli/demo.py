"""gkxl demo."""

from __future__ import annotations

from pathlib import Path

import click

from gkxl.cli.chinese import ChineseCommand
from gkxl.cli.options import PATH, force_option


@click.command("demo", cls=ChineseCommand)
@click.argument("folder", type=PATH, default=Path("gkxl-demo"), metavar="[文件夹]")
@force_option
def command(folder: Path, force: bool) -> int:
    """用自带的真实年报走一遍全过程，再看一个虚构单位的两个月；文件放进文件夹（默认 gkxl-demo）。

    \b
    例：gkxl demo
        gkxl demo 示例
    """
    from gkxl import demo
    from gkxl.cli.show import say, tally
    from gkxl.demo import office

    outcome = demo.run(folder, force)
    example = demo.load_example()
    office.run(folder, example.body, example.period, force)
    own_report = demo.check_own_report(folder)
    for name in (demo.SENT, demo.RETURNED, demo.MERGED, demo.WORD, demo.PAGE, demo.TABLES, office.OFFICE, office.OVERVIEW):
        click.echo(str(folder / name))
    say(f"示例：{example.body}{example.period.chinese}年报（已公开发布）。数字是真实的；分到各科室的方法是 gkxl 自拟的，科室名称也是虚拟的。")
    say(f"1. 给{len(example.departments)}个科室各做了一份空白填报表：{demo.SENT}")
    say(f"2. 各科室填好发回：{demo.RETURNED}")
    say(f"3. 汇总并校验：{demo.MERGED}（{outcome.state}；{tally(outcome)}）")
    say(f"4. 生成三张法定表格：{demo.WORD}、{demo.PAGE}、{demo.TABLES}")
    say(f"   发布前再核对这份 Word 报告：{tally(own_report)}。说明的是还没有写的文字：gkxl check {folder / demo.WORD}")
    say(f"公开的年报有{len(example.blank)}格没有填数，示例照样留空，按0计。")
    say(f"5. 一个虚构单位的两个月（单位、数字、日期都是虚构的）：{office.OFFICE}")
    say("   1月执法大队迟报；2月法规科填错、财务科更正过、执法大队没报。按2026年3月9日算。")
    say(f"   看{office.STATUS}、{office.NOTICE}，{office.BACK}里的退回更正单，{office.MONTH}的“校验”，{office.YEAR}的“月度”")
    say(f"6. 年报正文里的主动公开60条、全文电子化60条（公开的数；分在哪类哪个渠道是虚构的）：{office.OVERVIEW}")
    say(f"请先打开 {folder / demo.MERGED} 看“汇总”，再打开 {folder / demo.WORD}。")
    return 0 if outcome.ok and own_report.ok else 1
