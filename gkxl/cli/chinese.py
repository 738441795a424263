"""click in Chinese: the words of its help pages and of its complaints."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click


class _ChineseHelp(click.Command):
    """A command whose help page is Chinese throughout, and which knows the forms of an office."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params.append(
            click.Option(
                ["--forms"],
                type=click.Path(path_type=Path),
                multiple=True,
                expose_value=False,
                is_eager=True,  # the others may name a form or a series
                callback=_take_in_forms,
                metavar="文件夹",
                help="本单位自定的报表格式（.toml）所在的文件夹；可重复，也可写在环境变量 GKXL_FORMS 里。",
            )
        )

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="用法：")

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return ["[选项]" if piece == "[OPTIONS]" else piece for piece in super().collect_usage_pieces(ctx)]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        options = [one for one in self.get_params(ctx) if not isinstance(one, click.Argument)]  # arguments stand in the usage line
        records = [record for option in options if (record := option.get_help_record(ctx))]
        if records:
            with formatter.section("选项"):
                formatter.write_dl([(names, _in_chinese(words)) for names, words in records])

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示本说明。"
        return option


class UnknownCommandError(click.UsageError):
    """A group has no command of this name."""

    def __init__(self, name: str, ctx: click.Context) -> None:
        super().__init__(f"No such command {name!r}.", ctx)
        self.name = name


class ExtraArgumentsError(click.UsageError):
    """More was given than the command takes."""

    def __init__(self, arguments: Sequence[str], ctx: click.Context) -> None:
        super().__init__(f"Got unexpected extra arguments ({' '.join(arguments)})", ctx)
        self.arguments = arguments


class ChineseCommand(_ChineseHelp):
    """A command of ours."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        wanted, ctx.allow_extra_args = ctx.allow_extra_args, True  # what is too much is then told apart, not only worded
        try:
            rest = super().parse_args(ctx, args)
        except click.BadOptionUsage as error:
            error.ctx = error.ctx or ctx  # the parser does not say of which command it speaks
            raise
        ctx.allow_extra_args = wanted
        if rest and not wanted and not ctx.resilient_parsing:
            raise ExtraArgumentsError(rest, ctx)
        return rest


class ChineseGroup(_ChineseHelp, click.Group):
    """A group of commands of ours."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        if self.get_command(ctx, args[0]) is None and not ctx.resilient_parsing:
            raise UnknownCommandError(args[0], ctx)
        return super().resolve_command(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _ChineseHelp.format_options(self, ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("命令"):
            formatter.write_dl(self.command_lines(ctx))

    def command_lines(self, ctx: click.Context) -> list[tuple[str, str]]:
        """Return the name of each command and what the help says of it."""
        commands = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        return [(name, command.get_short_help_str(80)) for name, command in commands if command]


def _take_in_forms(ctx: click.Context, _: click.Parameter, folders: tuple[Path, ...]) -> None:
    if folders:
        from gkxl.forms import using

        ctx.with_resource(using(folders))


def explain(error: click.ClickException) -> str:
    """Return what click complains of, in Chinese, with the next step."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "gkxl"
    return f"命令没有执行：{_reason(error)}。请看用法：{path} --help"


def _reason(error: click.ClickException) -> str:
    if isinstance(error, click.NoSuchOption):
        near = f"，是不是 {'、'.join(error.possibilities)}" if error.possibilities else ""
        return f"没有选项 {error.option_name}{near}"
    if isinstance(error, click.MissingParameter):
        parameter = error.param
        name = (
            "/".join(parameter.opts)
            if isinstance(parameter, click.Option)
            else (parameter.make_metavar(error.ctx) if parameter and error.ctx else "")
        )
        return f"缺少{'选项' if isinstance(parameter, click.Option) else '参数'} {name}"
    if isinstance(error, click.BadOptionUsage) and _takes_no_value(error):
        return f"选项 {error.option_name} 后面不要写值"
    if isinstance(error, click.BadOptionUsage):
        return f"选项 {error.option_name} 后面要有一个值"
    if isinstance(error, click.BadParameter):
        name = "/".join(error.param.opts) if error.param and isinstance(error.param, click.Option) else "参数"
        return f"{name} 的值不对：{error.message}"
    if isinstance(error, click.exceptions.NoArgsIsHelpError) and error.ctx:
        return f"后面要写一个命令，可用的有 {_listed(error.ctx)}"
    if isinstance(error, UnknownCommandError) and error.ctx:
        return _no_command(error.ctx, error.name)
    if isinstance(error, ExtraArgumentsError):
        return f"多余的参数：{' '.join(error.arguments)}"
    return error.format_message()


def _in_chinese(words: str) -> str:
    """Return the help of an option with what click adds to it in Chinese: that it must be there, or what counts where it is not."""
    return words.replace("[required]", "[必填]").replace("[default: ", "[不写为：")


def _takes_no_value(error: click.BadOptionUsage) -> bool:
    parameters = error.ctx.command.params if error.ctx else []
    return any(isinstance(option, click.Option) and option.is_flag and error.option_name in option.opts for option in parameters)


def _no_command(context: click.Context, name: str) -> str:
    import difflib

    near = difflib.get_close_matches(name, _commands(context), n=1)
    return f"没有命令“{name}”" + (f"，是不是 {context.command_path} {near[0]}" if near else f"，可用的有 {_listed(context)}")


def _commands(context: click.Context) -> list[str]:
    return context.command.list_commands(context) if isinstance(context.command, click.Group) else []


def _listed(context: click.Context) -> str:
    return "、".join(f"{context.command_path} {name}" for name in _commands(context))
