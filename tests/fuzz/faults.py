"""Break merges off and put obstacles in their way, and see that no output is ever half an output: `python -m tests.fuzz.faults --kills 200 --seed 1`.

Two sets of workbooks are merged in turn into one file: whatever happens, it holds the merge of the one or of the other, byte for byte, nothing of a
run is left behind after the next one, and what cannot be done is said in a sentence, with status 2.  The lines of 明细 stand beside each output,
as if they were many: whatever happens, those that it names lie there.  Ends with status 1 where that is not so.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from support.hostile import filled

from gkxl.workbook.reading.apart import read_workbook_file
from gkxl.workbook.reading.protocol import UnreadableFileError

_LEFTOVERS = ".gkxl-*"
_LINES_BESIDE = "from gkxl.workbook.format import lines_beside; lines_beside.MOST_LINES = 1; from gkxl.cli import main; main()"
"""gkxl, for which two lines are too many for a sheet."""


@dataclass
class Bench:
    """Two sets of workbooks, the file that they are merged into, and what their merges look like."""

    folder: Path
    merges: list[bytes] = field(default_factory=list)
    seconds: float = 0.0
    """How long one merge takes."""

    def __post_init__(self) -> None:
        """Merge each set once, undisturbed."""
        for number in range(2):
            inputs = self.inputs(number)
            inputs.mkdir(parents=True)
            for unit in ("甲科", "乙科"):
                (inputs / f"{unit}.xlsx").write_bytes(filled(unit, new=number))
            start = time.monotonic()
            self.start(number).communicate()
            self.seconds = time.monotonic() - start
            self.merges.append(self.output.read_bytes())
        assert self.merges[0] != self.merges[1]

    @property
    def output(self) -> Path:
        """The file that is written."""
        return self.folder / "出" / "汇总.xlsx"

    def inputs(self, number: int) -> Path:
        """Return the folder of a set."""
        return self.folder / f"报送{number}"

    def start(self, number: int, *, output: Path | None = None, before: Sequence[str] = (), prepare: Callable[[], None] | None = None) -> Run:
        """Start a merge of a set: with another output, under another program, or with something done in its process before."""
        self.output.parent.mkdir(exist_ok=True)
        command = [
            *before,
            sys.executable,
            "-c",
            _LINES_BESIDE,
            "merge",
            str(self.inputs(number)),
            "-o",
            str(output or self.output),
            "--period",
            "2023",
            "--revision",  # else it would tell how often the figures changed
            "1",
        ]
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8", preexec_fn=prepare)

    def finished(self, number: int) -> Iterator[str]:
        """Merge a set undisturbed; yield what is wrong afterwards."""
        _, told = self.start(number).communicate()
        if self.output.read_bytes() != self.merges[number]:
            yield f"the output is not that of the last run: {told[-300:]}"
        yield from _left(self.output)

    def whole(self) -> Iterator[str]:
        """Yield what is wrong if the output is neither the one merge nor the other."""
        if not self.output.exists():
            yield "the output is gone"
        elif self.output.read_bytes() not in self.merges:
            yield "the output is half an output"
        elif not _named(self.output):
            yield "the lines that belong to the output are gone"


Run = subprocess.Popen[str]


def _named(output: Path) -> list[str]:
    """Return the file with the lines of an output; none where it is missing or another one."""
    with contextlib.suppress(UnreadableFileError):
        return list({part.source.sheet for part in read_workbook_file(output, output.name).parts})
    return []


def _left(output: Path) -> Iterator[str]:
    """Yield what lies beside an output and does not belong to it."""
    own = {output, *(output.with_name(file) for file in _named(output))}
    if left := [path.name for path in output.parent.iterdir() if path not in own]:
        yield f"left behind: {left}"


def killed(bench: Bench, dice: random.Random, kills: int, seen: Counter[str]) -> Iterator[str]:
    """Kill merges at random moments, every third one while its output is being written; after every tenth let one through."""
    number = 0
    while number < kills:
        run = bench.start(number % 2)
        latest = time.monotonic() + bench.seconds * dice.uniform(0, 1)
        writing = dice.randrange(3) == 0
        while run.poll() is None and (writing or time.monotonic() < latest) and not (writing and any(bench.output.parent.glob(_LEFTOVERS))):
            time.sleep(0.0005)
        if run.poll() is not None:  # the machine is faster than it was
            bench.seconds *= 1 if writing else 0.9
            seen["done before"] += 1
        else:
            number += 1
            seen["killed"] += 1
        run.kill()
        run.communicate()
        yield from bench.whole()
        seen["left behind for the next run"] += len(list(bench.output.parent.glob(_LEFTOVERS)))
        if writing or number % 10 == 9 or number == kills:
            yield from bench.finished(number % 2)


def obstructed(bench: Bench, dice: random.Random, seen: Counter[str]) -> Iterator[str]:
    """Let the disk be full after some bytes, and the folder of the output be closed: the old output stays, and a sentence says why."""
    if sys.platform == "win32":
        return
    import resource

    size = len(bench.merges[0])
    yield from bench.finished(0)
    for most in (dice.randrange(size), size - 1):
        run = bench.start(1, prepare=lambda most=most: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)))  # type: ignore[misc]
        yield from _refused(run, bench.output, bench.merges[0], seen)
    folder = bench.output.parent
    folder.chmod(0o555)
    try:
        powerless = [] if os.geteuid() else _powerless()
        if powerless is not None:
            yield from _refused(bench.start(1, before=powerless), bench.output, bench.merges[0], seen)
    finally:
        folder.chmod(0o755)
    yield from _on_a_full_disk(bench, seen)


def _powerless() -> list[str] | None:
    """Return what starts a program as a root that permissions bind; None where there is no such thing."""
    return ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if shutil.which("setpriv") else None


def _on_a_full_disk(bench: Bench, seen: Counter[str]) -> Iterator[str]:
    """Write to a disk on which there is no room for another output; where this user may mount one."""
    with tempfile.TemporaryDirectory() as place:
        room = len(bench.merges[0]) * 3 // 2
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={room}", "none", place], capture_output=True, check=False)
        if mounted.returncode:
            return
        try:
            target = Path(place) / "汇总.xlsx"
            target.write_bytes(bench.merges[0])
            yield from _refused(bench.start(1, output=target), target, bench.merges[0], seen)
        finally:
            subprocess.run(["umount", place], check=True)


def _refused(run: Run, output: Path, old: bytes, seen: Counter[str]) -> Iterator[str]:
    _, told = run.communicate()
    seen["refused"] += 1
    if run.returncode != 2 or "请" not in told.splitlines()[-1] or "Traceback" in told:
        yield f"status {run.returncode}: {told[-300:]}"
    if output.read_bytes() != old:
        yield "the old output is gone"
    yield from _left(output)


def raced(bench: Bench, times: int, seen: Counter[str]) -> Iterator[str]:
    """Let two merges write the same file at the same time: one of them is the last, and none of them breaks."""
    for _ in range(times):
        runs = [bench.start(number % 2) for number in range(2)]
        for run in runs:
            _, told = run.communicate()
            seen["written at the same time"] += run.returncode in (0, 1)
            if run.returncode not in (0, 1, 2) or "Traceback" in told:
                yield f"status {run.returncode}: {told[-300:]}"
        yield from bench.whole()
        yield from bench.finished(0)


def run_all(folder: Path, *, kills: int, races: int, seed: int) -> tuple[list[str], Counter[str]]:
    """Return what was wrong, and how often what was done; `folder` is empty."""
    bench, dice, seen = Bench(folder), random.Random(seed), Counter[str]()
    wrong = [*killed(bench, dice, kills, seen), *obstructed(bench, dice, seen), *raced(bench, races, seen)]
    return wrong, seen


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--races", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        wrong, seen = run_all(Path(folder), kills=given.kills, races=given.races, seed=given.seed)
    print(", ".join(f"{what} {number}" for what, number in sorted(seen.items())))
    print(*(wrong or ["no half output, nothing left behind"]), sep="\n")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
