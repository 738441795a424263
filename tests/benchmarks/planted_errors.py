"""Print how planted errors are found: python tests/benchmarks/planted_errors.py [worlds of each kind, 5 unless told]

Each line: a kind of mistake, in how many random worlds it was told as an error, as a warning, not at all; then, for one mistake in one
workbook, how many mistakes are counted (and the exit status) by check of the file, by the merge of its month, by the merge of the year
and by the merge above that. Each of these should be 1.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from support.driving import Driver, Said, blank_workbook
from support.planted_errors import KINDS, Found, Kind, causes, found
from support.planting import office
from support.worlds import Merge


def main(worlds: int) -> None:
    """Print the table."""
    by_value, by_file = (Clean(Driver(blank_workbook(), in_memory=in_memory)) for in_memory in (True, False))
    print(f"{'错误':<28}{'类':<6}{'错误':>4}{'提醒':>4}{'未见':>4}  应至少  一处错误计几处（退出状态）：本表/本月/全年/上级")
    for kind in KINDS:
        seen, counts = _table_line(by_file if kind.in_files else by_value, kind, worlds)
        short = "" if all(how >= kind.least for how in seen) else "  <<"
        wanted = {Found.NOT: "看不出", Found.WARNING: "提醒", Found.ERROR: "错误"}[kind.least]
        print(
            f"{kind.name:<28}{kind.case:<6}{seen[Found.ERROR]:>6}{seen[Found.WARNING]:>6}{seen[Found.NOT]:>6}  {wanted:<6}{counts}{short}", flush=True
        )
    print("看不出：没有任何数字能显示的错误。T2、T10是不该报错的正确数据，见tests/test_truth.py；D12（错在哪一格）见tests/benchmarks/locating.py。")


class Clean:
    """What is said of the offices in which all is right, each asked once."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver
        self._said: dict[int, Said] = {}

    def said(self, seed: int) -> Said:
        """Return what is said of the office of a seed."""
        if seed not in self._said:
            self._said[seed] = _merged(self.driver, office(random.Random(seed)))
        return self._said[seed]


def _table_line(clean: Clean, kind: Kind, worlds: int) -> tuple[Counter[Found], str]:
    seen: Counter[Found] = Counter()
    counts = ""
    for seed in range(100 * worlds):
        dice = random.Random(seed)
        right = office(dice)
        wrong = kind.plant(dice, right)
        if wrong is None:
            continue
        seen[found(_merged(clean.driver, wrong), clean.said(seed))] += 1
        if not counts and kind.single:
            counts = _counts(clean.driver, right, wrong)
        if seen.total() == worlds:
            break
    return seen, counts


def _counts(driver: Driver, right: Merge, wrong: Merge) -> str:
    """Return what one mistake counts for at each level."""
    changed = [sent for sent in wrong.sent if sent not in right.sent]
    if not changed:
        return ""
    sent = changed[0]
    period = sent.period
    with tempfile.TemporaryDirectory() as folder:
        of_file = driver.check(replace(wrong, sent=(sent,)), Path(folder))
    of_month = _merged(driver, replace(wrong, period=period, sent=tuple(one for one in wrong.sent if one.period == period)))
    above = Merge("市.xlsx", "某某市", wrong.period, {}, below=(wrong,))
    return " / ".join(f"{causes(said)}({said.status})" for said in (of_file, of_month, _merged(driver, wrong), _merged(driver, above)))


def _merged(driver: Driver, world: Merge) -> Said:
    with tempfile.TemporaryDirectory() as folder:
        return driver.merge(world, Path(folder))[-1][1]


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
