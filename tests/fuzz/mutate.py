"""Change good workbooks at random, thousands of times, and see that gkxl stands each of them: `python -m tests.fuzz.mutate --count 5000 --seed 1`.

Each changed file lies beside a good one and is read, checked and merged as the command does it, in a process of its own that may die.
It must not: end that process, raise, take more than 1 GB or 30 s, keep the good file from being counted, or change a sum without a word.
Ends with status 1 where one did, and keeps that file; `--case N` does one of them again.
"""

from __future__ import annotations

import argparse
import json
import random
import selectors
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from support.kept_places import kept_places

from .changes import Changed, change
from .judging import MOST_SECONDS, Judge
from .originals import GOOD, make_originals


def _changed(originals: list[Path], seed: int, number: int) -> tuple[Path, Changed]:
    """Return what the case of this number is: always the same."""
    dice = random.Random(f"{seed}:{number}")
    original = originals[number % len(originals)]
    return original, change(dice, original.read_bytes())


def _judge_all(folder: Path, seed: int, start: int, stop: int, deep: int) -> None:
    """Judge some cases in this process, and print a line for each."""
    originals = _listed(folder)
    with tempfile.TemporaryDirectory() as work, kept_places():  # starting a process for each would be most of the time
        judge = Judge(folder / GOOD, Path(work))
        for number in range(start, stop):
            original, changed = _changed(originals, seed, number)
            verdict = judge.judge(original, changed.data, deep=number % deep == 0)
            print(json.dumps({"case": number, **asdict(verdict)}, ensure_ascii=False), flush=True)


def _listed(folder: Path) -> list[Path]:
    return [folder / line for line in (folder / "originals.txt").read_text(encoding="utf-8").splitlines()]


def _verdicts(folder: Path, seed: int, start: int, stop: int, deep: int) -> Iterator[dict[str, Any]]:
    """Yield a verdict for each case; where the process dies or hangs, that is the verdict, and another goes on."""
    number = start
    while number < stop:
        command = [sys.executable, "-m", "tests.fuzz.mutate", "--folder", str(folder), "--seed", str(seed), "--deep", str(deep)]
        with subprocess.Popen([*command, "--judge", str(number), str(stop)], stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
            assert process.stdout is not None
            with selectors.DefaultSelector() as selector:
                selector.register(process.stdout, selectors.EVENT_READ)
                while selector.select(2 * MOST_SECONDS + 30):
                    line = process.stdout.readline()
                    if not line:
                        break
                    if line.startswith("{"):
                        verdict = json.loads(line)
                        number = verdict["case"] + 1
                        yield verdict
                else:
                    process.kill()
        if number < stop:
            yield {
                "case": number,
                "kind": "lost",
                "told": [],
                "troubles": [f"the process ended with {process.returncode}"],
                "peak": 0,
                "seconds": 0.0,
            }
            number += 1


def _run(folder: Path, kept: Path, seed: int, start: int, stop: int, deep: int, seconds: float, tell: str) -> int:
    """Judge all cases and tell of them; return the number of those that came to grief."""
    if not (folder / "originals.txt").exists():
        made = make_originals(folder)
        (folder / "originals.txt").write_text("\n".join(str(path.relative_to(folder)) for path in made), encoding="utf-8")
    kinds: Counter[str] = Counter()
    peak = slowest = 0.0
    failed = 0
    begun = time.monotonic()
    for verdict in _verdicts(folder, seed, start, stop, deep):
        kinds[verdict["kind"] or "none"] += 1
        peak, slowest = max(peak, verdict["peak"]), max(slowest, verdict["seconds"])
        if verdict["troubles"]:
            failed += 1
            number = verdict["case"]
            original, changed = _changed(_listed(folder), seed, number)
            kept.mkdir(parents=True, exist_ok=True)
            (kept / f"{seed}-{number}{original.suffix}").write_bytes(changed.data)
            print(f"case {number}: {original.parent.name}/{original.name}, {changed.how}", *verdict["troubles"], sep="\n  ", flush=True)
        elif verdict["kind"] == tell:
            original, changed = _changed(_listed(folder), seed, verdict["case"])
            print(f"case {verdict['case']}: {original.parent.name}/{original.name}, {changed.how}", *verdict["told"], sep="\n  ", flush=True)
        if seconds and time.monotonic() - begun > seconds:
            break
    done = sum(kinds.values())
    shown = ", ".join(f"{kind} {number}" for kind, number in sorted(kinds.items()))
    print(f"{done} changed files in {time.monotonic() - begun:.0f} s: {failed} came to grief; at most {peak / (1 << 20):.0f} MB, {slowest:.1f} s")
    print(f"sums: {shown}")
    if failed:
        print(f"kept in {kept}")
    return failed


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--count", type=int, default=1000, help="how many files")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--case", type=int, help="only this one")
    parser.add_argument("--deep", type=int, default=10, help="every so many-th result is also written, marked, and taken for a roster")
    parser.add_argument("--seconds", type=float, default=0, help="stop after so long")
    parser.add_argument("--folder", type=Path, help="where the good files are, or are to be made")
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "gkxl-fuzz", help="where files that come to grief are put")
    parser.add_argument("--tell", default="", help='also tell of each case whose sum is of this kind, such as "said (info)"')
    parser.add_argument("--judge", type=int, nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.judge:
        _judge_all(given.folder, given.seed, *given.judge, given.deep)
        return
    with tempfile.TemporaryDirectory() as temporary:
        start, stop = (0, given.count) if given.case is None else (given.case, given.case + 1)
        deep = given.deep if given.case is None else 1
        failed = _run(given.folder or Path(temporary), given.keep, given.seed, start, stop, deep, given.seconds, given.tell)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
