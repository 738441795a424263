"""Planted errors: each kind of mistake that offices make, how it must be told at least, and how it was told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from support import planted_figures as figures
from support import tampering
from support import workbooks_astray as files
from support.driving import Said
from support.happened import is_stock
from support.planting import CARRIED_FORWARD, CARRIED_IN, FEES, IN_FORCE, LICENSES, NEW, QUICK, Plant, typing
from support.random_offices import DEPARTMENTS


class Found(IntEnum):
    """How loudly an error is told."""

    NOT = 0
    WARNING = 1
    ERROR = 2


@dataclass(frozen=True)
class Kind:
    """A kind of mistake."""

    name: str
    case: str
    """Line of the list of defects, or ""."""
    plant: Plant
    least: Found
    """How loudly it must be told at least."""
    single: bool = True
    """Whether it is one mistake in one workbook of one unit."""
    in_files: bool = False
    """Whether only a file can have it."""


KINDS = (
    Kind("现行有效12月留空", "T1", typing(figures.in_force(None), 12, 12), Found.ERROR),
    Kind("现行有效12月填/", "T1", typing(figures.in_force("/"), 12, 12), Found.ERROR),
    Kind("现行有效1月留空", "T1", typing(figures.in_force(None), 1, 1), Found.ERROR),
    Kind("现行有效某月留空", "T1", typing(figures.in_force(None)), Found.ERROR),
    Kind("尚未审结12月留空", "T1", lambda dice, world: figures.pending(dice, world, None), Found.ERROR),
    Kind("全年表现行有效留空（有上年）", "T1", lambda dice, world: figures.year_beside_previous(dice, world, None), Found.ERROR, single=False),
    Kind("现行有效填0", "", typing(figures.in_force(0), 12, 12), Found.ERROR),
    Kind("全年表现行有效填0（有上年）", "", lambda dice, world: figures.year_beside_previous(dice, world, 0), Found.ERROR, single=False),
    Kind("月报期间写成全年", "T3", files.month_as_year, Found.ERROR, single=False),
    Kind("上级的合计混在下级中（无名册）", "T4", files.parent_beside, Found.WARNING, single=False),
    Kind("另一名称的全年表", "T4", files.other_name, Found.WARNING, single=False),
    Kind("单位名称多了“（盖章）”", "T4", files.name_slip, Found.WARNING, single=False),
    Kind("更正只填了一格", "T5", files.partial_revision, Found.ERROR, single=False),
    Kind("上级按月、下级按年，一个月不符", "T6", files.parent_months, Found.ERROR, single=False),
    Kind("全年表小于已有11个月之和", "T7", files.year_beside_eleven, Found.ERROR, single=False),
    Kind("汇总工作簿某月少一个单位", "T8", files.lost_in_a_month, Found.WARNING, single=False),
    Kind("汇总工作簿里一张科室表被改", "T9", tampering.unit_sheet_edited, Found.ERROR, single=False, in_files=True),
    Kind("本级上年汇总的结转与今年对不上", "T11", figures.last_year_of_the_body, Found.ERROR, single=False),
    Kind("拆开的合并单元格，数填在第二格", "T12", tampering.broken_merge, Found.ERROR, in_files=True),
    Kind("合计超过15位", "T13", typing(lambda dice, sent: {LICENSES: 10**15 - 1}), Found.WARNING),
    Kind("千分点：1.000", "T14", typing(lambda dice, sent: {LICENSES: "1.000"}), Found.WARNING),
    Kind("千分点：万元1.234", "T14", typing(lambda dice, sent: {FEES: "1.234"}), Found.WARNING),
    Kind("上年结转与上月不符（本表平）", "T15", typing(figures.both_more(CARRIED_IN)), Found.ERROR),
    Kind("只填了总计", "T16", figures.only_totals, Found.ERROR),
    Kind("乡镇填了规章", "T17", figures.regulations, Found.WARNING, single=False),
    Kind("名册写明不能制定规章的单位填了规章", "T17", figures.regulations_without_the_right, Found.WARNING, single=False),
    Kind("抄别的科室全年", "word", files.copied, Found.WARNING, single=False),
    Kind("上月的表改了期间重发", "word", files.resent, Found.WARNING),
    Kind(
        "表二表四填了累计数",
        "word",
        lambda dice, world: figures.cumulative(world, dice.choice(DEPARTMENTS[:4]), figures.runs_on),
        Found.WARNING,
        single=False,
    ),
    Kind(
        "没有结转的单位填了累计数",
        "word",
        lambda dice, world: figures.cumulative(world, QUICK, lambda code: not is_stock(code)),
        Found.WARNING,
        single=False,
    ),
    Kind("元当作万元", "word", typing(lambda dice, sent: {FEES: sent.number(FEES) * 10000}), Found.WARNING),
    Kind("件数多了三个0", "word", typing(lambda dice, sent: {LICENSES: int(sent.number(LICENSES)) * 1000}), Found.WARNING),
    Kind("尚未审结的减少多于已审结", "word", figures.unexplained_fall, Found.WARNING),
    Kind("新收多填", "", typing(lambda dice, sent: {NEW: int(sent.number(NEW)) + 5}), Found.ERROR),
    Kind("办理结果一格多填", "", typing(figures.result_off), Found.ERROR),
    Kind("上年结转多填", "", typing(lambda dice, sent: {CARRIED_IN: int(sent.number(CARRIED_IN)) + 3}), Found.ERROR),
    Kind("结转下年多填", "", typing(lambda dice, sent: {CARRIED_FORWARD: int(sent.number(CARRIED_FORWARD)) + 2}), Found.ERROR),
    Kind("填到了右边一列", "", typing(figures.next_column), Found.ERROR),
    Kind("现行有效多填", "", typing(lambda dice, sent: {IN_FORCE: int(sent.number(IN_FORCE)) + 2}), Found.WARNING),
    Kind("件数格填了文字", "", typing(lambda dice, sent: {LICENSES: "若干"}), Found.ERROR),
    Kind("同一修订号两份不同", "", files.twice, Found.ERROR, single=False),
    Kind("缺一个月的月报", "", files.lost, Found.ERROR),
    Kind("办理结果填错了行", "none", typing(figures.row_swapped), Found.NOT),
    Kind("新收和办结同样多填", "none", typing(figures.both_more(NEW)), Found.NOT),
    Kind("处理决定件数差几件", "none", typing(lambda dice, sent: {LICENSES: int(sent.number(LICENSES)) + 2}), Found.NOT),
)


def found(said: Said, clean: Said) -> Found:
    """Return how loudly a mistake is told: what is said beyond what was said without it."""
    known = {_key(finding) for finding in clean.document["findings"]}
    new = [finding for finding in said.document["findings"] if _key(finding) not in known]
    if any(finding["severity"] == "error" for finding in new) or said.absent or said.status == 2:
        return Found.ERROR
    return Found.WARNING if any(finding["severity"] == "warning" for finding in new) else Found.NOT


def causes(said: Said) -> int:
    """Return how many mistakes are counted: errors that hang below no other, and what did not come or could not be read."""
    own = [finding for finding in said.of("error") if finding["caused_by"] is None]
    return len(own) + (0 if own else len(said.absent))


def _key(finding: Mapping[str, object]) -> tuple[object, ...]:
    return finding["rule"], finding["unit"], finding["period"], tuple(finding["items"])  # type: ignore[arg-type]
