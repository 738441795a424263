"""The command line: one thin door to `gkxl.actions`. Commands are imported when they are called."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from gkxl import __version__
from gkxl.cli.chinese import ChineseCommand, ChineseGroup, explain
from gkxl.errors import GkxlError
from gkxl.paths import known, why

COMMANDS = {
    "demo": "用自带的真实年报走一遍全过程：填报、汇总、校验、出报告表",
    "forms": "列出支持的报表格式和适用年度",
    "rules": "列出全部校验规则（勾稽关系）",
    "template": "生成标准工作簿，或给每个单位各生成一份填报表",
    "check": "校验填报表或汇总工作簿，不改动任何文件",
    "merge": "把各单位的填报表汇总成一个工作簿",
    "status": "谁报了、谁没报、谁迟报，并拟好催报的话",
    "addin": "把“政务公开”选项卡装进 Excel、检查、卸载",
    "ribbon": "对 Excel 里打开的工作簿校验、汇总、生成报告表",
    "import": "把已发布的年报（网页、Word、PDF、Excel）导入成汇总工作簿",
    "compare": "本年与上年逐项对比，列出变化较大的指标（表格、Word、网页）",
    "report": "由汇总工作簿生成可粘贴的报告表（Word、网页、Excel）",
    "print": "把汇总工作簿里要打印的整理成一份（Excel、PDF）",
    "list": "按上级平台的顺序列出汇总数（csv、Excel）",
}
"""Name and the line that stands in the help, so that help imports none of them."""
_MODULES = {"import": "importing", "list": "flat_list", "print": "printing", "help": "helping", "帮助": "helping"}
"""Where a command stands that has the name of something else in Python; those that `COMMANDS` lacks stand in no list."""


class _LazyGroup(ChineseGroup):
    """Imports a command from gkxl.cli.<name> when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in (*COMMANDS, *_MODULES):
            return None
        command: click.Command = importlib.import_module(f"gkxl.cli.{_MODULES.get(cmd_name, cmd_name)}").command
        return command

    def command_lines(self, ctx: click.Context) -> list[tuple[str, str]]:
        return list(COMMANDS.items())


@click.group(
    cls=_LazyGroup, invoke_without_command=True, subcommand_metavar="命令 [参数]...", context_settings={"help_option_names": ["-h", "--help"]}
)
@click.option("--version", is_flag=True, is_eager=True, help="显示版本号。")
@click.pass_context
def cli(ctx: click.Context, version: bool) -> None:
    """政府信息公开工作年度报告统计：填报、汇总、校验、出报告表。

    第一次使用请运行 gkxl demo；每个命令的用法见 gkxl 命令 --help，或 gkxl help 命令。

    \b
    例：gkxl demo
        gkxl check 报送/2026-03
    """
    if version:
        click.echo(f"gkxl {__version__}")
    elif ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit: 0 done, 1 done with errors found, 2 unusable call or input, 3 our defect, 130 interrupted."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a console in another code page shows "?" rather than failing
    sys.exit(_run(arguments))


def _run(arguments: Sequence[str] | None) -> int:
    try:
        status = cli.main(args=arguments, prog_name="gkxl", standalone_mode=False)
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.ClickException as error:
        if isinstance(error, click.exceptions.NoArgsIsHelpError):
            click.echo(f"{error.format_message()}\n", err=True)
        return _unusable(explain(error), 2, arguments)
    except GkxlError as error:
        return _unusable(f"没有完成：{error}", error.exit_status, arguments, error.outcome)
    except (KeyboardInterrupt, click.Abort):
        click.echo("已中断。", err=True)
        return 130
    except BrokenPipeError:
        sys.stdout = None  # the reader has gone; flushing at exit would fail again
        return 0
    except SystemExit:
        raise
    except BaseException as error:  # also what a library raises that is no Exception
        if isinstance(error, OSError) and known(error):
            place = f"“{error.filename}”" if error.filename else ""
            return _unusable(f"没有完成：{place}{why(error)}；请取得权限或换一个位置后重试", 2, arguments)
        from gkxl.log import record

        defect = f"gkxl 内部出错（{type(error).__name__}），这是程序的缺陷，您的文件没有被改动"
        return _unusable(f"{defect}；请把日志发给技术人员：{record('command line')}", 3, arguments)
    return status if isinstance(status, int) else 0


def _unusable(message: str, status: int, arguments: Sequence[str] | None, outcome: object = None) -> int:
    """Say why nothing was done, also to a program that asked for --json, and return the exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if "--json" in given:
        from gkxl.actions.outcome import Outcome
        from gkxl.cli.show import as_json

        found = outcome if isinstance(outcome, Outcome) else Outcome(next((word for word in given if word in COMMANDS), ""))
        click.echo(as_json(found, error=message))
    click.echo(message, err=True)
    return status


__all__ = ["COMMANDS", "ChineseCommand", "cli", "main"]
