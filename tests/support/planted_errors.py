"""Planted errors: each kind puts one mistake of an office into a world in which all was right, and knows how it can be seen."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import IntEnum

from support.driving import Said
from support.happened import APPLICANTS, RESULTS, Application, Decision, Fee, History, count, is_stock, some, span, steady
from support.random_offices import DEPARTMENTS, flat
from support.worlds import Merge, Sent, typed

YEAR = 2023
IN_FORCE = "disclosure.normative_documents.in_force"
LICENSES = "disclosure.licensing.decisions"
FEES = "disclosure.administrative_fees.amount"
NEW, CARRIED_IN, CARRIED_FORWARD = (f"applications.{row}.natural_person" for row in ("new", "carried_in", "carried_forward"))


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
    plant: Callable[[random.Random, Merge], Merge | None]
    """Returns the world with the mistake; None where this world gives no occasion for it."""
    least: Found
    """How loudly it must be told at least."""
    single: bool = True
    """Whether it is one mistake in one workbook of one unit."""


QUICK = "审批中心"
"""A department that answers everything at once: no stock of it tells one month from another."""


def office(dice: random.Random) -> Merge:
    """Return a year of a bureau in which all is typed and right: five departments that differ in size, month by month."""
    scales = dice.sample(range(1, 10), 5)
    histories = {unit: (*steady(YEAR, scale), *some(dice, YEAR, 1)) for unit, scale in zip(DEPARTMENTS[:4], scales, strict=False)}
    return flat({**histories, QUICK: quick(scales[-1])}, YEAR)


def quick(scale: int) -> History:
    """Return two years of a department that answers everything at once and makes no documents."""
    kept = [event for event in steady(YEAR, scale) if isinstance(event, (Application, Decision, Fee))]
    return tuple(replace(event, answered=event.received) if isinstance(event, Application) else event for event in kept)


def sheet(world: Merge, unit: str, number: int) -> Sent:
    """Return what a unit sent for a month."""
    return next(sent for sent in world.sent if sent.unit == unit and sent.period == f"{YEAR}-{number:02d}")


def a_sheet(dice: random.Random, world: Merge, first: int = 3, last: int = 11) -> Sent:
    """Return the sheet of some unit for some month."""
    unit = dice.choice(sorted({sent.unit for sent in world.sent}))
    return sheet(world, unit, dice.randint(first, last))


def typing(make: Callable[[random.Random, Sent], Mapping[str, object] | None], first: int = 3, last: int = 11) -> Callable[..., Merge | None]:
    """Return how to plant a mistake that is other figures on one sheet; None empties a cell."""

    def plant(dice: random.Random, world: Merge) -> Merge | None:
        sent = a_sheet(dice, world, first, last)
        changes = make(dice, sent)
        return world.swap({sent.file: sent.but(changes)}) if changes is not None else None

    return plant


def _in_force(value: object) -> Callable[[random.Random, Sent], Mapping[str, object] | None]:
    """Put a value in place of 现行有效, where there is something in force."""
    return lambda dice, sent: {IN_FORCE: value} if sent.number(IN_FORCE) else None


def _regulations(dice: random.Random, world: Merge) -> Merge:
    """A town, which cannot make regulations, has six of them in force all the year."""
    unit = dice.choice(sorted({sent.unit for sent in world.sent}))
    six = {"disclosure.regulations.in_force": 6}
    return world.swap({sent.file: replace(sent.but(six), unit="某某镇人民政府") for sent in world.sent if sent.unit == unit})


def _filled(dice: random.Random, sent: Sent, rows: tuple[str, ...]) -> str | None:
    codes = [f"applications.{row}.{applicant}" for row in rows for applicant in APPLICANTS]
    filled = [code for code in codes if sent.number(code)]
    return dice.choice(filled) if filled else None


def _result_off(dice: random.Random, sent: Sent) -> Mapping[str, object] | None:
    code = _filled(dice, sent, RESULTS)
    return {code: sent.number(code) + dice.randint(1, 9)} if code else None


def _row_swapped(dice: random.Random, sent: Sent) -> Mapping[str, object] | None:
    code = _filled(dice, sent, RESULTS)
    if code is None:
        return None
    column = code.rpartition(".")[2]
    other = f"applications.{dice.choice([row for row in RESULTS if row not in code])}.{column}"
    return {code: sent.number(other), other: sent.number(code)} if sent.number(code) != sent.number(other) else None


def _next_column(dice: random.Random, sent: Sent) -> Mapping[str, object] | None:
    code = _filled(dice, sent, RESULTS)
    if code is None or code.endswith(".other"):
        return None
    row, _, column = code.rpartition(".")
    right = f"{row}.{APPLICANTS[APPLICANTS.index(column) + 1]}"
    return {code: 0, right: sent.number(right) + sent.number(code)}


def _pending(dice: random.Random, world: Merge, value: object) -> Merge | None:
    """Put a value in place of a 尚未审结 that is not 0 in December."""
    codes = [f"disputes.cases.{court}_pending" for court in ("reconsideration", "direct_litigation", "later_litigation")]
    both = [(sent, code) for sent in world.sent if sent.period.endswith("-12") for code in codes if sent.number(code)]
    both = [(sent, code) for sent, code in both if sheet(world, sent.unit, 11).number(code)]
    if not both:
        return None
    sent, code = dice.choice(both)
    return world.swap({sent.file: sent.but({code: value})})


def _unexplained_fall(dice: random.Random, world: Merge) -> Merge | None:
    """Let 尚未审结 fall in December by more than was closed."""
    places = []
    for unit in sorted({sent.unit for sent in world.sent}):
        then, now = sheet(world, unit, 11), sheet(world, unit, 12)
        for court in ("reconsideration", "direct_litigation", "later_litigation"):
            pending = int(then.number(f"disputes.cases.{court}_pending"))
            closed = sum(int(now.number(f"disputes.cases.{court}_{outcome}")) for outcome in ("upheld", "corrected", "other"))
            if pending - closed > 0 and now.number(f"disputes.cases.{court}_pending"):
                places.append((now, f"disputes.cases.{court}_pending", pending - closed - 1))
    if not places:
        return None
    now, code, left = dice.choice(places)
    return world.swap({now.file: now.but({code: left})})


def _month_as_year(dice: random.Random, world: Merge) -> Merge:
    sent = a_sheet(dice, world)
    roster = tuple({"单位": unit, "上级单位": world.body, "应报期间": "每月"} for unit in dict.fromkeys(one.unit for one in world.sent))
    return replace(world.swap({sent.file: replace(sent, period=str(YEAR))}), roster=roster)


def _partial_revision(dice: random.Random, world: Merge) -> Merge:
    sent = sheet(world, QUICK, dice.randint(3, 11))
    only = replace(sent, revision=2, file=sent.file.replace(".xlsx", "-修订2.xlsx"), typed={LICENSES: int(sent.number(LICENSES)) + 1})
    return world.swap({}, only)


def _year_of(world: Merge, unit: str, name: str, file: str) -> Sent:
    """Return the year of a unit as one sheet, under a name."""
    months = [sent for sent in world.sent if sent.unit == unit]
    first, last = months[0], months[-1]
    figures: dict[str, object] = {}
    for code in first.typed:
        if is_stock(code):
            figures[code] = (first if ".carried_in." in code else last).number(code)
        else:
            figures[code] = sum((month.number(code) for month in months), start=Decimal() if code == FEES else 0)
    return Sent(file, name, str(YEAR), figures)


def _parent_beside(dice: random.Random, world: Merge) -> Merge:
    """The bureau's own sum lies beside its departments, as years; nobody has a roster."""
    units = sorted({sent.unit for sent in world.sent})
    years = [_year_of(world, unit, unit, f"{unit}.xlsx") for unit in units]
    total = {code: sum((year.number(code) for year in years), start=Decimal() if code == FEES else 0) for code in years[0].typed}
    return replace(world, sent=(*years, Sent("全局.xlsx", world.body, str(YEAR), total)), body=f"某某市{world.body}")


def _other_name(dice: random.Random, world: Merge) -> Merge:
    unit = dice.choice(sorted({sent.unit for sent in world.sent}))
    return world.swap({}, _year_of(world, unit, f"市局{unit}", "y.xlsx"))


def _name_slip(dice: random.Random, world: Merge) -> Merge:
    sent = a_sheet(dice, world)
    return world.swap({sent.file: replace(sent, unit=f"{sent.unit}（盖章）")})


def _copied(dice: random.Random, world: Merge) -> Merge:
    """A department sends another one's files for the whole year, under its own name."""
    one, other = dice.sample(sorted({sent.unit for sent in world.sent}), 2)
    months = {sent.period: sent for sent in world.sent if sent.unit == other}
    return world.swap({sent.file: replace(sent, typed=months[sent.period].typed) for sent in world.sent if sent.unit == one})


def _resent(dice: random.Random, world: Merge) -> Merge:
    """A month is last month's file with another period; the stocks fit, because there are none."""
    number = dice.randint(2, 12)
    now = sheet(world, QUICK, number)
    return world.swap({now.file: replace(now, typed=sheet(world, QUICK, number - 1).typed)})


def _cumulative(world: Merge, unit: str, rows: Callable[[str], bool]) -> Merge:
    """Each month of a unit counts from January on in some rows."""
    changed: dict[str, Sent | None] = {}
    so_far: dict[str, int | Decimal] = {}
    for sent in [one for one in world.sent if one.unit == unit]:
        for code in filter(rows, sent.typed):
            so_far[code] = so_far.get(code, 0) + sent.number(code)
        changed[sent.file] = sent.but(dict(so_far))
    return world.swap(changed)


def _runs_on(code: str) -> bool:
    """Whether a cell stands in 表二 or 表四 and has no equation that a cumulative figure would break."""
    return code.endswith((".decisions", ".amount", "_upheld", "_corrected")) or (".cases." in code and code.endswith("_other"))


def _year_beside_eleven(dice: random.Random, world: Merge) -> Merge:
    unit = dice.choice(sorted({sent.unit for sent in world.sent}))
    year = _year_of(world, unit, unit, "y.xlsx")
    return world.swap({sheet(world, unit, 12).file: None}, year.but({LICENSES: int(year.number(LICENSES)) // 3}))


def _parent_months(dice: random.Random, world: Merge) -> Merge:
    """A bureau by month stands above departments by year, and one of its months is wrong; the roster knows who is whose."""
    units = sorted({sent.unit for sent in world.sent})
    years = [_year_of(world, unit, unit, f"{unit}.xlsx") for unit in units]
    months = []
    for number in range(1, 13):
        sheets = [sheet(world, unit, number) for unit in units]
        total = {code: sum((one.number(code) for one in sheets), start=Decimal() if code == FEES else 0) for code in sheets[0].typed}
        months.append(Sent(f"甲局/{number:02d}.xlsx", "甲局", f"{YEAR}-{number:02d}", total))
    wrong = months[dice.randint(0, 11)]
    months[months.index(wrong)] = wrong.but({LICENSES: int(wrong.number(LICENSES)) + 100})
    roster = ({"单位": "甲局", "上级单位": "某某市"}, *({"单位": unit, "上级单位": "甲局"} for unit in units))
    return replace(world, body="某某市", sent=(*years, *months), roster=roster)


def _lost_in_a_month(dice: random.Random, world: Merge) -> Merge:
    """A bureau merges month by month; in one month one of its units is not there."""
    units = sorted({sent.unit for sent in world.sent})
    lost = sheet(world, QUICK, dice.randint(2, 11))
    below = []
    for number in range(1, 13):
        sheets = tuple(one for unit in units if (one := sheet(world, unit, number)) is not lost)
        truth: dict[str, int | Decimal] = {}
        below.append(Merge(f"甲局{number:02d}.xlsx", "甲局", f"{YEAR}-{number:02d}", truth, sheets))
    return replace(world, body="某某市", sent=(), below=tuple(below))


def _year_beside_previous(dice: random.Random, world: Merge, value: object) -> Merge:
    """One department states the year, last year's file is given, and its 现行有效 is not what follows from both."""
    history = steady(YEAR, dice.randint(1, 9))
    last, this = (
        Sent("a.xlsx", "法规科", str(YEAR - 1), typed(history, *span(YEAR - 1))),
        Sent("a.xlsx", "法规科", str(YEAR), typed(history, *span(YEAR))),
    )
    return Merge("汇总.xlsx", "某某局", str(YEAR), count(history, *span(YEAR)), (this.but({IN_FORCE: value}),), previous=(last,))


def _twice(dice: random.Random, world: Merge) -> Merge:
    sent = a_sheet(dice, world)
    return world.swap({}, replace(sent.but({LICENSES: int(sent.number(LICENSES)) + 7}), file=sent.file.replace(".xlsx", "-副本.xlsx")))


def _lost(dice: random.Random, world: Merge) -> Merge:
    return world.swap({a_sheet(dice, world).file: None})


def _only_totals(dice: random.Random, world: Merge) -> Merge:
    sent = a_sheet(dice, world)
    return world.swap({sent.file: replace(sent, typed={"applications.new.total": 5, "applications.results_total.total": 5})})


KINDS = (
    Kind("现行有效12月留空", "T1", typing(_in_force(None), 12, 12), Found.ERROR),
    Kind("现行有效12月填/", "T1", typing(_in_force("/"), 12, 12), Found.ERROR),
    Kind("现行有效1月留空", "T1", typing(_in_force(None), 1, 1), Found.ERROR),
    Kind("现行有效某月留空", "T1", typing(_in_force(None)), Found.ERROR),
    Kind("尚未审结12月留空", "T1", lambda dice, world: _pending(dice, world, None), Found.ERROR),
    Kind("全年表现行有效留空（有上年）", "T1", lambda dice, world: _year_beside_previous(dice, world, None), Found.ERROR, single=False),
    Kind("现行有效填0", "", typing(_in_force(0), 12, 12), Found.ERROR),
    Kind("全年表现行有效填0（有上年）", "", lambda dice, world: _year_beside_previous(dice, world, 0), Found.ERROR, single=False),
    Kind("月报期间写成全年", "T3", _month_as_year, Found.ERROR, single=False),
    Kind("上级的合计混在下级中（无名册）", "T4", _parent_beside, Found.WARNING, single=False),
    Kind("另一名称的全年表", "T4", _other_name, Found.WARNING, single=False),
    Kind("单位名称多了“（盖章）”", "T4", _name_slip, Found.WARNING, single=False),
    Kind("更正只填了一格", "T5", _partial_revision, Found.ERROR, single=False),
    Kind("上级按月、下级按年，一个月不符", "T6", _parent_months, Found.ERROR, single=False),
    Kind("全年表小于已有11个月之和", "T7", _year_beside_eleven, Found.ERROR, single=False),
    Kind("汇总工作簿某月少一个单位", "T8", _lost_in_a_month, Found.WARNING, single=False),
    Kind("千分点：1.234", "T14", typing(lambda dice, sent: {LICENSES: "1.000"}), Found.WARNING),
    Kind("千分点：万元1.234", "T14", typing(lambda dice, sent: {FEES: "1.234"}), Found.WARNING),
    Kind("只填了总计", "T16", _only_totals, Found.ERROR),
    Kind("乡镇填了规章", "T17", _regulations, Found.WARNING, single=False),
    Kind("抄别的科室全年", "word", _copied, Found.WARNING, single=False),
    Kind("上月的表改了期间重发", "word", _resent, Found.WARNING),
    Kind("表二表四填了累计数", "word", lambda dice, world: _cumulative(world, dice.choice(DEPARTMENTS[:4]), _runs_on), Found.WARNING, single=False),
    Kind(
        "没有结转的单位填了累计数",
        "word",
        lambda dice, world: _cumulative(world, QUICK, lambda code: not is_stock(code)),
        Found.WARNING,
        single=False,
    ),
    Kind("元当作万元", "word", typing(lambda dice, sent: {FEES: sent.number(FEES) * 10000}), Found.WARNING),
    Kind("件数多了三个0", "word", typing(lambda dice, sent: {LICENSES: int(sent.number(LICENSES)) * 1000}), Found.WARNING),
    Kind("尚未审结的减少多于已审结", "word", _unexplained_fall, Found.WARNING),
    Kind("新收多填", "", typing(lambda dice, sent: {NEW: int(sent.number(NEW)) + 5}), Found.ERROR),
    Kind("办理结果一格多填", "", typing(_result_off), Found.ERROR),
    Kind("上年结转多填", "", typing(lambda dice, sent: {CARRIED_IN: int(sent.number(CARRIED_IN)) + 3}), Found.ERROR),
    Kind("结转下年多填", "", typing(lambda dice, sent: {CARRIED_FORWARD: int(sent.number(CARRIED_FORWARD)) + 2}), Found.ERROR),
    Kind("填到了右边一列", "", typing(_next_column), Found.ERROR),
    Kind("现行有效多填", "", typing(lambda dice, sent: {IN_FORCE: int(sent.number(IN_FORCE)) + 2}), Found.WARNING),
    Kind("件数格填了文字", "", typing(lambda dice, sent: {LICENSES: "若干"}), Found.ERROR),
    Kind("同一修订号两份不同", "", _twice, Found.ERROR, single=False),
    Kind("缺一个月的月报", "", _lost, Found.ERROR),
    Kind("办理结果填错了行（数字看不出来）", "none", typing(_row_swapped), Found.NOT),
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
