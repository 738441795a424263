"""How well the wrong cell is named: random slips of the hand, by kind, and by what was given beside the sheet.

Run by hand: python tests/benchmarks/locating.py [WORLDS [TWO-SLIP WORLDS]]      The bounds are at the end of this file.
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
    return slips.world(dice, slips.months(), typed=False, at=dice.randrange(12), most=dice.choice(SIZES))


def year_too(dice: random.Random) -> World:
    return slips.world(dice, slips.YEAR_TOO, typed=False, at=dice.randrange(13), most=dice.choice(SIZES))


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


def judge(world: World) -> Outcome:
    """Look at every broken equation of a world as the checks do."""
    handed_in = world.submissions()
    lists: list[Sequence[Suspect]] = []
    marked: set[tuple[int, int]] = set()
    number = {id(submission): at for at, submission in enumerate(handed_in)}
    any_broken = False
    for at in dict.fromkeys((world.at, *range(len(handed_in)))):
        for instance in slips.broken(handed_in, at):
            any_broken = True
            given = slips.evidence(world, handed_in, at)
            lists.append(suspects(instance, given))
            marked |= {(number[id(submission)], item) for submission, item in framed(instance, given)}

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


def one_slip(worlds: int) -> None:
    print(f"{'':18}{'次数':>6}{'无声':>7}{'第一':>7}{'前二':>7}{'前三':>7}{'个数':>7}{'证明':>7}{'框住':>7}{'误证':>6}")
    for given, make in GIVEN.items():
        print(given)
        for kind in slips.SLIPS:
            dice = random.Random(f"{given}{kind}")
            outcomes = [judge(slipped(dice, make, [kind])) for _ in range(worlds)]
            loud = [outcome for outcome in outcomes if not outcome.silent]
            share = [
                sum(getattr(outcome, name) for outcome in loud) / max(len(loud), 1)
                for name in ("first", "first_two", "first_three", "length", "proven", "marked")
            ]
            false = sum(outcome.false_proof for outcome in outcomes)
            print(
                f"  {kind:　<8}{len(outcomes):>8}{1 - len(loud) / len(outcomes):>9.0%}"
                + "".join(f"{part:>9.1f}" if at == 3 else f"{part:>9.0%}" for at, part in enumerate(share))
                + f"{false:>8}"
            )


def two_slips(worlds: int) -> int:
    """Return how many worlds with two slips led to a false proof."""
    dice = random.Random(2)
    false = proven = loud = 0
    for _ in range(worlds):
        make = dice.choice(list(GIVEN.values()))
        world = slipped(dice, make, dice.choices(list(slips.SLIPS), k=2))
        outcome = judge(world)
        false += outcome.false_proof
        proven += outcome.proven
        loud += not outcome.silent
    print(f"两处错 {worlds} 次：有声 {loud}，证明 {proven}，误证 {false}")
    return false


if __name__ == "__main__":
    one_slip(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
    sys.exit(bool(two_slips(int(sys.argv[2]) if len(sys.argv) > 2 else 2_000)))
