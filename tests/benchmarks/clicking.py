"""How long a click takes from the start of its process to the first cell it writes, beside a process that only imports xlwings.

Run by hand: python tests/benchmarks/clicking.py      The bound: 2.5 times.

Both by the clock and by processor time, which tells more on a computer that is busy; xlwings without pandas and the like,
which it imports where they are installed and our users need not have.

LibreOffice plays Excel; its answers are slower than those of Excel on the same computer would be, and the clock counts them in full.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from support import people, second_process
from support.clicks import SHARES, UNITS
from support.soffice import Soffice, properties

from gkxl.ribbon.excel import FOR_OTHERS

ROUNDS = 7
ACTIONS = ("tables", "check", "merge")


def workbook(folder: Path) -> Path:
    """Return a standard workbook with a published report shared out over three departments."""
    import openpyxl

    from gkxl.actions.templating import templates
    from gkxl.model.period import Period

    path = folder / "统计.xlsx"
    templates(path, period=Period(2023), units=UNITS)
    book = openpyxl.load_workbook(path)
    for unit, figures in SHARES.items():
        people.Sheet(book[unit]).fill(figures)
    book.save(path)
    return path


Seconds = tuple[float, float]
"""By the clock, and of processor time."""


def first_cell(pipe: str, action: str) -> Seconds:
    """Return how long it takes from the start of a click to the first cell it writes."""
    start = time.time()
    command = [sys.executable, str(Path(second_process.__file__)), pipe, "ribbon", action, "--hwnd=1", "--wb=统计.xlsx"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)  # the bridge to LibreOffice may abort when all is done
    written, processor = second_process.first_write(done.stdout)
    return written - start, processor


BARE = """
import sys
sys.path.append(sys.argv[1])
from gkxl.ribbon.excel import load
load()
from support import excel
book = excel.install().attach(sys.argv[2]).books.active
for sheet in book.sheets:
    corner = sheet.used_range.last_row, sheet.used_range.last_column
    sheet.range((1, 1), (corner[0] + 1, corner[1] + 1)).raw_value
import os, time
print(time.process_time(), flush=True)
os._exit(0)
"""
"""What cannot be saved with LibreOffice in the part of Excel: xlwings, the bridge, and reading each sheet once."""


XLWINGS = """
import sys, time
sys.modules.update(dict.fromkeys(sys.argv[1:]))
import xlwings
print(time.process_time())
"""


def seconds(code: str, *arguments: str) -> Seconds:
    """Return how long a process takes that runs this code, which prints its processor time last."""
    start = time.time()
    done = subprocess.run([sys.executable, "-c", code, *arguments], check=True, capture_output=True, text=True)
    return time.time() - start, float(done.stdout)


def xlwings() -> Seconds:
    """Return how long a process takes that only imports xlwings."""
    return seconds(XLWINGS, *FOR_OTHERS)


def main() -> None:
    """Print the medians and the ratio for each action."""
    office = Soffice()
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = workbook(Path(folder))
            for action in ACTIONS:
                document = office.desktop.loadComponentFromURL(path.as_uri(), "_blank", 0, properties(Hidden=True))
                first_cell(office.pipe, action), xlwings()
                pairs = [(first_cell(office.pipe, action), xlwings()) for _ in range(ROUNDS)]
                bare = [seconds(BARE, str(Path(__file__).parents[1]), office.pipe) for _ in range(ROUNDS)]
                document.close(True)
                for kind, by in enumerate(("by the clock", "of processor time")):
                    click, library, least = (
                        statistics.median(taken[kind] for taken in several) * 1000 for several in (*zip(*pairs, strict=True), bare)
                    )
                    ratio = statistics.median(cell[kind] / imported[kind] for cell, imported in pairs)
                    print(f"{action:8} {ratio:5.2f} times {by} (bound 2.5): first cell {click:.0f} ms, xlwings {library:.0f} ms")
                    print(f"{'':8} of which xlwings, the bridge to LibreOffice and reading the sheets: {least:.0f} ms")
    finally:
        office.close()


if __name__ == "__main__":
    main()
