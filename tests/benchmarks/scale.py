"""Time and peak memory of check and merge a workbook, for 1,000, 10,000 and more workbooks, by one and by two workers.

Run by hand: python tests/benchmarks/scale.py [--sizes 1000 10000 100000] [--workers 1 2] [--commands check merge]
The workbooks are those of departments, made by patching a name and a figure into one zip archive.
The bounds: time linear within 15 %, two workers at least 1.6 times one for check and 1.3 times for merge, the main process
grows by at most 3 KB a workbook between 10,000 and 100,000.
"""

from __future__ import annotations

import argparse
import io
import os
import random
import struct
import subprocess
import sys
import tempfile
import time
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from gkxl.forms import form_by_id
from gkxl.model.period import Period
from gkxl.model.submission import Source, Submission
from gkxl.workbook.writing.workbooks import unit_workbook

NAME, FIGURE = "第0000000科", "7654321"
IN_A_FOLDER = 1000
MEASURED = """
import sys
from pathlib import Path
from gkxl.cli import main
try:
    main(sys.argv[2:])
finally:
    status = Path("/proc/self/status").read_text()
    Path(sys.argv[1]).write_text(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")))
"""


@dataclass
class Part:
    """A part of the archive, cut at what is patched; only that stands in it uncompressed."""

    name: bytes
    before: bytes
    patched: bytes
    after: bytes

    def packed(self, text: bytes) -> tuple[int, int, bytes]:
        """Return check sum, length and compressed bytes with `text` in place of what is patched."""
        if not hasattr(self, "_ends"):
            packer = zlib.compressobj(6, zlib.DEFLATED, -15)
            self._ends = packer.compress(self.before) + packer.flush(zlib.Z_FULL_FLUSH), _deflated(self.after), zlib.crc32(self.before)
        before, after, check = self._ends
        stored = b"\0" + struct.pack("<HH", len(text), len(text) ^ 0xFFFF) + text if text else b""
        return zlib.crc32(self.after, zlib.crc32(text, check)), len(self.before) + len(text) + len(self.after), before + stored + after


def _deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


class Pattern:
    """The workbook of a department, of which any number is made."""

    def __init__(self) -> None:
        self.parts = []
        with zipfile.ZipFile(io.BytesIO(_model())) as archive:
            for name in archive.namelist():
                data = archive.read(name)
                patched = next((text for text in (FIGURE.encode(), NAME.encode()) if text in data and name.startswith("xl/")), b"")
                before, _, after = data.partition(patched) if patched else (data, b"", b"")
                self.parts.append(Part(name.encode(), before, patched, after))

    def workbook(self, number: int) -> bytes:
        """Return the workbook of one department."""
        figure = random.Random(number).randrange(10**6, 10**7)
        texts = {NAME.encode(): f"第{number:07}科".encode(), FIGURE.encode(): str(figure).encode(), b"": b""}
        body, directory = bytearray(), bytearray()
        for part in self.parts:
            check, size, packed = part.packed(texts[part.patched])
            common = struct.pack("<HHHHHIIIHH", 20, 0x800, 8, 0, 33, check, len(packed), size, len(part.name), 0)
            directory += b"PK\1\2" + struct.pack("<H", 20) + common + struct.pack("<HHHII", 0, 0, 0, 0, len(body)) + part.name
            body += b"PK\3\4" + common + part.name + packed
        count = len(self.parts)
        return bytes(body + directory + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, count, count, len(directory), len(body), 0))


def _model() -> bytes:
    """Return a workbook that balances, with figures in every table."""
    form = form_by_id("2021")
    figures = dict.fromkeys((item.code for item in form.items if item.index not in form.total_items), 0)
    dice = random.Random(1)
    for applicant in ("natural_person", "commercial", "other"):
        for _ in range(20):
            figures[f"applications.new.{applicant}"] += 1
            figures[f"applications.{dice.choice(('granted', 'partially_granted', 'unavailable_not_held', 'other_other'))}.{applicant}"] += 1
    figures["disclosure.licensing.decisions"] = int(FIGURE)
    stated = [figures.get(item.code) for item in form.items]
    return unit_workbook(form, NAME, Period(2023), Submission(form, NAME, Period(2023), 1, Source("", ""), stated))


def make(folder: Path, count: int) -> None:
    """Write so many workbooks, a thousand to a folder."""
    pattern = Pattern()
    for number in range(count):
        if number % IN_A_FOLDER == 0:
            (folder / f"{number // IN_A_FOLDER:04}").mkdir(parents=True, exist_ok=True)
        (folder / f"{number // IN_A_FOLDER:04}" / f"{number:07}.xlsx").write_bytes(pattern.workbook(number))


def measured(arguments: list[str], folder: Path) -> tuple[float, float]:
    """Return seconds, and the peak memory of the main process in MB."""
    peak = folder / "peak"
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", MEASURED, str(peak), *arguments], capture_output=True, text=True, check=False)
    taken = time.perf_counter() - start
    if done.returncode not in (0, 1):
        raise SystemExit(f"{arguments}: {done.returncode}\n{done.stderr[-2000:]}")
    print(f"  {arguments[0]}: exit {done.returncode}, {done.stderr.strip().splitlines()[-1][-110:]}", flush=True)
    return taken, int(peak.read_text()) / 1024


def runs(sizes: list[int], workers: list[int], commands: list[str]) -> Iterator[tuple[str, int, int, float, float]]:
    """Yield command, workers, size, seconds and megabytes."""
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            start = time.perf_counter()
            make(folder / "files", size)
            print(f"{size} workbooks made in {time.perf_counter() - start:.1f} s", flush=True)
            for command in commands:
                for number in workers:
                    output = ["-o", str(folder / "merged.xlsx"), "--unit", "某某省"] if command == "merge" else []
                    yield command, number, size, *measured([command, str(folder / "files"), *output, "--workers", str(number)], folder)


def main() -> None:
    """Print a line for each run, and what grows from one size to the next."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10000])
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--commands", nargs="+", default=["check", "merge"])
    given = parser.parse_args()
    print(f"{os.cpu_count()} processors")
    found: dict[tuple[str, int, int], tuple[float, float]] = {}
    for command, number, size, taken, megabytes in runs(given.sizes, given.workers, given.commands):
        found[command, number, size] = taken, megabytes
        line = f"{command:6} workers {number} {size:7} workbooks {taken:8.1f} s {taken * 1000 / size:7.2f} ms each {megabytes:8.0f} MB"
        smaller = max((other for other in given.sizes if other < size and (command, number, other) in found), default=0)
        if smaller:
            before, less = found[command, number, smaller]
            line += f" | ×{taken / size / (before / smaller):.2f} a workbook, {(megabytes - less) * 1024 / (size - smaller):.1f} KB a workbook"
        if (command, 1, size) in found and number > 1:
            line += f" | {found[command, 1, size][0] / taken:.2f} times one worker"
        print(line, flush=True)


if __name__ == "__main__":
    main()
