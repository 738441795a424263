"""Options that several commands share, and the kinds of value they take."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from gkxl.model.head import LAST_REVISION

if TYPE_CHECKING:
    from gkxl.eligibility.signing import Signature
    from gkxl.workbook.reading.cluster import Cluster

_Command = TypeVar("_Command", bound=Callable[..., Any])


class PeriodType(click.ParamType[Any]):
    """2026, 2026-03, 2026-Q1, 2026-H1 or 2026-01..2026-04, in any of the ways people write them."""

    name = "期间"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        from gkxl.model.period import Period
        from gkxl.model.period_text import PeriodError, parse_period

        if isinstance(value, Period):
            return value
        try:
            return parse_period(value)
        except PeriodError as error:
            self.fail(f"{error}；年份请写 2026，月份请写 2026-03，季度请写 2026-Q1，半年请写 2026-H1，累计请写 2026-01..2026-04", param, ctx)


class DayType(click.ParamType[Any]):
    """A day, in any of the ways people write them."""

    name = "日期"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        import datetime as dt

        from gkxl.model.due_dates import parse_day
        from gkxl.model.period import Period

        day = parse_day(value, Period(dt.date.today().year)) if isinstance(value, str) else value
        return day or self.fail(f"“{value}”不是日期；请写成 2026-04-10", param, ctx)


class NumberType(click.ParamType[Any]):
    """A whole number from 1 on."""

    name = "个数"

    def __init__(self, most: int) -> None:
        self.most = most

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if isinstance(value, str) and value.isdecimal() and 1 <= int(value) <= self.most:
            return int(value)
        return self.fail(f"“{value}”应是1到{self.most}的整数", param, ctx)


_MOST_WORKERS = 256
PATH = click.Path(path_type=Path)

paths_argument = click.argument("paths", nargs=-1, required=True, type=PATH, metavar="路径...")
roster_option = click.option("--roster", type=PATH, metavar="名册.xlsx", help="含“单位名册”工作表的工作簿。")
force_option = click.option("--force", is_flag=True, help="覆盖不是 gkxl 生成的、或生成后被改过的同名文件。")
findings_option = click.option(
    "--findings", "findings_file", type=PATH, metavar="清单.jsonl", help="把全部校验结果写成一个文件，每行一条JSON，供其他程序使用。"
)
workers_option = click.option(
    "--workers", type=NumberType(_MOST_WORKERS), metavar="个数", help="用几个进程同时读取；不写时文件多就按处理器个数，1为不另开。结果都相同。"
)
cluster_option = click.option(
    "--cluster",
    default="",
    metavar="地址",
    help="用一个 Dask 集群读取，如 tcp://主机名:8786；报送要放在各节点都能读取的共享文件夹。结果与在本机读取相同。",
)
json_option = click.option("--json", "as_json", is_flag=True, help="在标准输出打印一份 JSON，供其他程序使用。")


series_option = click.option(
    "--series", default="annual-report", metavar="系列", help="哪一类报表，见 gkxl forms；不写为法定年度报告（annual-report）。"
)


_SIGNATURE = (
    ("--filled-by", "姓名", "填报人，写在汇总表上。"),
    ("--reviewed-by", "姓名", "审核人。"),
    ("--responsible", "姓名", "负责人。"),
    ("--phone", "电话", "联系电话。"),
)


def signature_options(command: _Command) -> _Command:
    """Add the options that say who answers for a merged workbook, when it was filled in, and which revision it is."""
    for option, metavar, words in reversed(_SIGNATURE):
        command = click.option(option, default="", metavar=metavar, help=words)(command)
    day = click.option("--filled-on", type=DayType(), metavar="日期", help="填报日期，如 2026-01-12；上级据此看按时还是迟报。")
    which = click.option(
        "--revision",
        type=NumberType(LAST_REVISION),
        metavar="次数",
        help="修订号；不写时沿用已有汇总的，数变了自动加1。这些也可以直接在“汇总”上填写。",
    )
    return day(which(command))


def signature_of(filled_on: Any, revision: int | None, **texts: str) -> Signature:
    """Return what these options say."""
    from gkxl.eligibility.signing import Signature
    from gkxl.model.head import HeadField

    given = {HeadField(name): text for name, text in (texts | {"filled_on": str(filled_on or "")}).items() if text}
    return Signature(given, revision or 0)


def who_reads(workers: int | None, cluster: str) -> int | Cluster | None:
    """Return who reads the files: so many processes, a cluster, or None for what is fastest here; raises InputError for both."""
    if not cluster:
        return workers
    from gkxl.errors import InputError
    from gkxl.workbook.reading.cluster import Cluster

    if workers:
        raise InputError("--workers 是在本机读取，--cluster 是用集群读取；请只写一个")
    return Cluster(cluster)


def period_option(*, required: bool = False) -> Callable[[_Command], _Command]:
    """Return the option --period."""
    return click.option(
        "--period",
        required=required,
        type=PeriodType(),
        metavar="期间",
        help="年份如 2026，月份如 2026-03，季度如 2026-Q1，半年如 2026-H1，或几个月如 2026-01..2026-04。",
    )


def output_option(metavar: str) -> Callable[[_Command], _Command]:
    """Return the option -o with the kind of file it expects."""
    return click.option("-o", "--output", required=True, type=PATH, metavar=metavar, help="输出到哪里。")


def previous_option(what_for: str) -> Callable[[_Command], _Command]:
    """Return the option --previous with what it is used for."""
    words = f"上一期的汇总工作簿，或上一期各单位填报表的文件或文件夹，用来{what_for}；可重复。"
    return click.option("--previous", type=PATH, multiple=True, metavar="上期", help=words)
