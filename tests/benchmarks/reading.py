"""How fast 300 department workbooks are read: ours, bare python-calamine, an openpyxl loop, side by side.

Run by hand: python tests/benchmarks/reading.py
The bounds: ours with all its checks at most 2 times bare calamine; the whole `gkxl merge` less than a third of
what the openpyxl loop needs for reading alone.
"""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from gkxl.forms import form_by_id
from gkxl.model.period import Period
from gkxl.model.submission import Source, Submission
from gkxl.workbook.writing.workbooks import unit_workbook

COUNT = 300
ROUNDS = 5


def make(folder: Path) -> list[Path]:
    """Write 300 filled, balancing department workbooks."""
    form = form_by_id("2021")
    dice = random.Random(1)
    files = []
    for number in range(COUNT):
        figures = dict.fromkeys((item.code for item in form.items if item.index not in form.total_items), 0)
        for applicant in ("natural_person", "commercial", "other"):
            for _ in range(dice.randrange(30)):
                figures[f"applications.new.{applicant}"] += 1
                figures[f"applications.{dice.choice(('granted', 'partially_granted', 'unavailable_not_held', 'other_other'))}.{applicant}"] += 1
        figures["disclosure.licensing.decisions"] = dice.randrange(5000)
        stated = [figures.get(item.code) for item in form.items]
        submission = Submission(form, f"第{number:03}科", Period(2023), 1, Source("", ""), stated)
        files.append(folder / f"{number:03}.xlsx")
        files[-1].write_bytes(unit_workbook(form, submission.unit, submission.period, submission))
    return files


def ours(files: Sequence[Path]) -> None:
    """Open with every guard, read by codes, compare labels, check all rules."""
    from gkxl.rules.equations import check
    from gkxl.workbook.reading.folders import take_in

    for reading in take_in(files).readings:
        for submission in reading.submissions:
            assert not check(submission)


def bare_calamine(files: Sequence[Path]) -> None:
    """Open and take every sheet as rows, nothing else."""
    from python_calamine import CalamineWorkbook

    for path in files:
        book = CalamineWorkbook.from_path(path)
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python()


def openpyxl_loop(files: Sequence[Path]) -> None:
    """What a script of the office would do: load each workbook and walk its cells."""
    import openpyxl

    for path in files:
        for sheet in openpyxl.load_workbook(path, data_only=True):
            for row in sheet.iter_rows(values_only=True):
                for _ in row:
                    pass


def openpyxl_read_only(files: Sequence[Path]) -> None:
    """The same in openpyxl's streaming mode, which passes over merged cells, validation and formats."""
    import openpyxl

    for path in files:
        book = openpyxl.load_workbook(path, data_only=True, read_only=True)
        for sheet in book:
            for row in sheet.iter_rows(values_only=True):
                for _ in row:
                    pass
        book.close()


def merge(files: Sequence[Path]) -> None:
    """The whole command in a process of its own."""
    folder = files[0].parent
    command = [sys.executable, "-m", "gkxl", "merge", str(folder), "-o", str(folder.parent / "merged.xlsx"), "--unit", "某某区"]
    subprocess.run(command, check=True, capture_output=True)


def seconds(work: Callable[[Sequence[Path]], None], files: Sequence[Path]) -> float:
    """Return how long one run takes."""
    start = time.perf_counter()
    work(files)
    return time.perf_counter() - start


def main() -> None:
    """Print milliseconds a workbook and the two ratios, medians of several rounds taken in turn."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "files"
        folder.mkdir()
        files = make(folder)
        works = (ours, bare_calamine, openpyxl_loop, openpyxl_read_only, merge)
        for work in works:
            work(files[:10])  # warm up
        taken: dict[str, list[float]] = {work.__name__: [] for work in works}
        for number in range(ROUNDS):
            for work in works:
                if work is not openpyxl_loop or number < 2:
                    taken[work.__name__].append(seconds(work, files))
    median = {work: statistics.median(times) for work, times in taken.items()}
    print(f"{COUNT} workbooks, median of {ROUNDS} rounds in turn, {os.cpu_count()} processors")
    for work, value in median.items():
        print(f"{work:19} {value * 1000 / COUNT:8.2f} ms a workbook {value:8.2f} s in all")
    pairs = [a / b for a, b in zip(taken["ours"], taken["bare_calamine"], strict=True)]
    print(f"ours / bare calamine            {statistics.median(pairs):6.2f}   (bound 2)")
    print(f"whole merge / openpyxl reading  {median['merge'] / median['openpyxl_loop']:6.2f}   (bound 0.33)")
    print(f"whole merge / openpyxl streams  {median['merge'] / median['openpyxl_read_only']:6.2f}")


if __name__ == "__main__":
    main()
