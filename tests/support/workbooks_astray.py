"""Mistakes with whole workbooks, as offices make them: sent twice, under another name, not at all, not compared with what lies beside them."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal

from support.planting import FEES, LICENSES, QUICK, YEAR, a_sheet, sheet, year_of
from support.worlds import Merge, Sent


def month_as_year(dice: random.Random, world: Merge) -> Merge:
    sent = a_sheet(dice, world)
    roster = tuple({"单位": unit, "上级单位": world.body, "应报期间": "每月"} for unit in dict.fromkeys(one.unit for one in world.sent))
    return replace(world.swap({sent.file: replace(sent, period=str(YEAR))}), roster=roster)


def partial_revision(dice: random.Random, world: Merge) -> Merge:
    """A correction holds only the cell that it corrects: one decision more."""
    sent = sheet(world, QUICK, dice.randint(3, 11))
    only = replace(sent, revision=2, file=sent.file.replace(".xlsx", "-修订2.xlsx"), typed={LICENSES: int(sent.number(LICENSES)) + 1})
    return replace(world.swap({}, only), truth={**world.truth, LICENSES: world.truth[LICENSES] + 1})


def parent_beside(dice: random.Random, world: Merge) -> Merge:
    """The bureau's own sum lies beside its departments, as years; nobody has a roster."""
    units = sorted({sent.unit for sent in world.sent})
    years = [year_of(world, unit, unit, f"{unit}.xlsx") for unit in units]
    total = {code: sum((year.number(code) for year in years), start=Decimal() if code == FEES else 0) for code in years[0].typed}
    return replace(world, sent=(*years, Sent("全局.xlsx", world.body, str(YEAR), total)), body=f"某某市{world.body}")


def other_name(dice: random.Random, world: Merge) -> Merge:
    unit = dice.choice(sorted({sent.unit for sent in world.sent}))
    return world.swap({}, year_of(world, unit, f"市局{unit}", "y.xlsx"))


def name_slip(dice: random.Random, world: Merge) -> Merge:
    sent = a_sheet(dice, world)
    return world.swap({sent.file: replace(sent, unit=f"{sent.unit}（盖章）")})


def copied(dice: random.Random, world: Merge) -> Merge:
    """A department sends another one's files for the whole year, under its own name."""
    one, other = dice.sample(sorted({sent.unit for sent in world.sent}), 2)
    months = {sent.period: sent for sent in world.sent if sent.unit == other}
    return world.swap({sent.file: replace(sent, typed=months[sent.period].typed) for sent in world.sent if sent.unit == one})


def resent(dice: random.Random, world: Merge) -> Merge:
    """A month is last month's file with another period; the stocks fit, because there are none."""
    number = dice.randint(2, 12)
    now = sheet(world, QUICK, number)
    return world.swap({now.file: replace(now, typed=sheet(world, QUICK, number - 1).typed)})


def year_beside_eleven(dice: random.Random, world: Merge) -> Merge:
    unit = dice.choice(sorted({sent.unit for sent in world.sent}))
    year = year_of(world, unit, unit, "y.xlsx")
    return world.swap({sheet(world, unit, 12).file: None}, year.but({LICENSES: int(year.number(LICENSES)) // 3}))


def parent_months(dice: random.Random, world: Merge) -> Merge:
    """A bureau by month stands above departments by year, and one of its months is wrong; the roster knows who is whose."""
    units = sorted({sent.unit for sent in world.sent})
    years = [year_of(world, unit, unit, f"{unit}.xlsx") for unit in units]
    months = []
    for number in range(1, 13):
        sheets = [sheet(world, unit, number) for unit in units]
        total = {code: sum((one.number(code) for one in sheets), start=Decimal() if code == FEES else 0) for code in sheets[0].typed}
        months.append(Sent(f"甲局/{number:02d}.xlsx", "甲局", f"{YEAR}-{number:02d}", total))
    wrong = months[dice.randint(0, 11)]
    months[months.index(wrong)] = wrong.but({LICENSES: int(wrong.number(LICENSES)) + 100})
    roster = ({"单位": "甲局", "上级单位": "某某市"}, *({"单位": unit, "上级单位": "甲局"} for unit in units))
    return replace(world, body="某某市", sent=(*years, *months), roster=roster)


def lost_in_a_month(dice: random.Random, world: Merge) -> Merge:
    """A bureau merges month by month; in one month one of its units is not there."""
    units = sorted({sent.unit for sent in world.sent})
    lost = sheet(world, QUICK, dice.randint(2, 11))
    below = []
    for number in range(1, 13):
        sheets = tuple(one for unit in units if (one := sheet(world, unit, number)) is not lost)
        truth: dict[str, int | Decimal] = {}
        below.append(Merge(f"甲局{number:02d}.xlsx", "甲局", f"{YEAR}-{number:02d}", truth, sheets))
    return replace(world, body="某某市", sent=(), below=tuple(below))


def twice(dice: random.Random, world: Merge) -> Merge:
    sent = a_sheet(dice, world)
    return world.swap({}, replace(sent.but({LICENSES: int(sent.number(LICENSES)) + 7}), file=sent.file.replace(".xlsx", "-副本.xlsx")))


def lost(dice: random.Random, world: Merge) -> Merge:
    return world.swap({a_sheet(dice, world).file: None})
