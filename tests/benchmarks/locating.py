"""How well the wrong cell is named: random slips of the hand, by kind, and by what was given beside the sheet.

Run by hand: python tests/benchmarks/locating.py [SLIPS OF A KIND [WORLDS WITH TWO SLIPS]]      The bounds: BOUNDS, and no false proof.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from support import slips
from support.slips import World

from gkxl.model.period import Period
from gkxl.rules.suspects import Suspect, framed, suspects

SIZES = (12, 40, 150, 600)
"""How many applications a unit receives in its year at most."""
HALVES = [(Period(2022), (1, 6)), (Period(2023), (7, 12))]


def one_sheet(dice: random.Random) -> World:
    month = dice.randint(1, 12)
    return slips.world(dice, slips.months(month, month), typed=False, at=0, most=dice.choice(SIZES))


def one_year(dice: random.Random) -> World:
    return slips.world(dice, [(Period(2023), (1, 12))], typed=False, at=0, most=dice.choice(SIZES))


def twelve_months(dice: random.Random) -> World:
    return slips.world(dice, slips.months(), typed=False, at=dice.randint(1, 10), most=dice.choice(SIZES))


def year_too(dice: random.Random) -> World:
    return slips.world(dice, slips.YEAR_TOO, typed=False, at=dice.randint(1, 10), most=dice.choice(SIZES))


def last_year(dice: random.Random) -> World:
    return slips.world(dice, HALVES, typed=False, at=1, most=dice.choice(SIZES))


def typed_totals(dice: random.Random) -> World:
    return slips.world(dice, [(Period(2023), (1, 12))], typed=True, at=0, most=dice.choice(SIZES))


GIVEN: dict[str, Callable[[random.Random], World]] = {
    "一个月": one_sheet,
    "一年": one_year,
    "十二个月": twelve_months,
    "上年": last_year,
    "十二个月和全年": year_too,
    "填出的总计": typed_totals,
}


BOUNDS = [
    ("first", 0.9, ("十二个月", "十二个月和全年", "上年"), ("期初错",)),
    ("first", 0.9, ("十二个月", "十二个月和全年"), ("期末错",)),
    ("first", 0.9, tuple(GIVEN), ("总计填错",)),
    ("first_two", 0.7, tuple(GIVEN), ("旁边一列（二以上）", "重复一次（二以上）")),
    ("marked", 1.0, tuple(GIVEN), tuple(slips.SLIPS)),
]
"""What must be reached: (of what, share, with what given, for which slips)."""


@dataclass
class Outcome:
    """What was said about a world with wrong cells."""

    silent: bool
    marked: bool
    """Whether a wrong cell is among those framed."""
    first: bool
    first_two: bool
    first_three: bool
    length: int
    proven: bool
    false_proof: bool


def judge(world: World, *, frame: bool = True) -> Outcome:
    """Look at every broken equation as the checks do, on the submissions that slips were made on and those beside them."""
    handed_in = world.submissions()
    lists: list[Sequence[Suspect]] = []
    marked: set[tuple[int, int]] = set()
    number = {id(submission): at for at, submission in enumerate(handed_in)}
    any_broken = False
    near = {at for wrong, _ in world.wrong for at in range(wrong - 1, wrong + 2) if 0 <= at < len(handed_in)}
    for at in sorted(near, key=lambda at: (at != world.at, at)):
        for instance in slips.broken(handed_in, at):
            any_broken = True
            given = slips.evidence(world, handed_in, at)
            lists.append(suspects(instance, given))
            marked |= {(number[id(submission)], item) for submission, item in framed(instance, given)} if frame else set()

    def is_wrong(suspect: Suspect) -> bool:
        return (number[id(suspect.submission)], suspect.item) in world.wrong

    def is_false(suspect: Suspect) -> bool:
        place = number[id(suspect.submission)], suspect.item
        return suspect.proven and (place not in world.wrong or suspect.would_be != (world.wrong[place] or 0))

    named = next((found for found in lists if found), [])
    hits = [is_wrong(suspect) for suspect in named]
    return Outcome(
        silent=not any_broken,
        marked=bool(marked & world.wrong.keys()),
        first=any(hits[:1]),
        first_two=any(hits[:2]),
        first_three=any(hits[:3]),
        length=len(named),
        proven=any(suspect.proven for suspect in named),
        false_proof=any(is_false(suspect) for found in lists for suspect in found),
    )


def slipped(dice: random.Random, make: Callable[[random.Random], World], kinds: Sequence[str]) -> World:
    """Return a world with one slip of each of `kinds`; two slips are made in the same column more often than not."""
    while True:
        world = make(dice)
        column = dice.choices(range(6), (8, 2, 1, 1, 1, 3))[0]
        place = world.at
        for kind in kinds:
            elsewhere = len(kinds) > 1 and dice.random() < 0.3
            world.at = dice.randrange(max(0, place - 1), min(len(world.figures), place + 2)) if elsewhere else place
            slips.SLIPS[kind](dice, world, column if dice.random() < 0.7 else dice.randrange(6))
        world.at = place
        if world.wrong:
            return world


COLUMNS = {
    "silent": "无声",
    "first": "第一",
    "first_two": "前二",
    "first_three": "前三",
    "length": "个数",
    "proven": "证明",
    "marked": "框住",
    "false_proof": "误证",
}
"""Of the slips that break an equation, all but the first."""


def one_slip(worlds: int) -> list[str]:
    """Print how each kind of slip is located; return the bounds that are not reached."""
    missed = []
    for given, make in GIVEN.items():
        print(f"\n{given}（各{worlds}次）：{' '.join(COLUMNS.values())}")
        for kind in slips.SLIPS:
            dice = random.Random(f"{given}{kind}")
            outcomes = [judge(slipped(dice, make, [kind])) for _ in range(worlds)]
            loud = [outcome for outcome in outcomes if not outcome.silent] or outcomes
            share = {name: sum(getattr(outcome, name) for outcome in loud) / len(loud) for name in COLUMNS}
            share["silent"] = sum(outcome.silent for outcome in outcomes) / worlds
            print(" ".join(f"{share[name]:5.1f}" if name == "length" else f"{share[name]:5.0%}" for name in COLUMNS), f" {kind}")
            missed += [f"{given}，{kind}：误证"] if share["false_proof"] else []
            missed += [
                f"{given}，{kind}：{COLUMNS[name]}{share[name]:.0%}，应达{least:.0%}"
                for name, least, with_what, kinds in BOUNDS
                if given in with_what and kind in kinds and share[name] < least
            ]
    return missed


def two_slips(worlds: int) -> list[str]:
    """Print how often something is proven after two slips; return a line if ever wrongly."""
    dice = random.Random(2)
    outcomes = [judge(slipped(dice, dice.choice(list(GIVEN.values())), dice.choices(list(slips.SLIPS), k=2)), frame=False) for _ in range(worlds)]
    counts = {name: sum(getattr(outcome, name) for outcome in outcomes) for name in ("silent", "proven", "false_proof")}
    print(f"\n两处错{worlds}次：无声{counts['silent']}，证明{counts['proven']}，误证{counts['false_proof']}")
    return [f"两处错：误证{counts['false_proof']}"] if counts["false_proof"] else []


if __name__ == "__main__":
    one, two = (int(sys.argv[at]) if len(sys.argv) > at else usual for at, usual in ((1, 100), (2, 20_000)))
    not_reached = one_slip(one) + two_slips(two)
    print("\n".join(not_reached) or "各项要求都达到")
    sys.exit(bool(not_reached))
