"""How long a click takes from the start of its process to the first cell it writes, beside `python -c "import xlwings"`.

Run by hand: python tests/benchmarks/clicking.py      The bound: 3 times.

LibreOffice plays Excel; its answers are slower than those of Excel on the same computer would be, and are counted in full.
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

ROUNDS = 15
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


def first_cell(pipe: str, action: str) -> float:
    """Return the seconds from the start of a click to the first cell it writes."""
    start = time.time()
    command = [sys.executable, str(Path(second_process.__file__)), pipe, "ribbon", action, "--hwnd=1", "--wb=统计.xlsx"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)  # the bridge to LibreOffice may abort when all is done
    return second_process.first_write(done.stdout) - start


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
import os
os._exit(0)
"""
"""What cannot be saved with LibreOffice in the part of Excel: xlwings, the bridge, and reading each sheet once."""


def seconds(*command: str) -> float:
    """Return how long a process takes."""
    start = time.time()
    subprocess.run([sys.executable, *command], check=True)
    return time.time() - start


def xlwings() -> float:
    """Return how long a process takes that only imports xlwings."""
    return seconds("-c", "import xlwings")


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
                bare = statistics.median(seconds("-c", BARE, str(Path(__file__).parents[1]), office.pipe) for _ in range(ROUNDS))
                document.close(True)
                print(f"{action:8} first cell {statistics.median(a for a, _ in pairs) * 1000:7.1f} ms")
                print(f"{'':8} xlwings    {statistics.median(b for _, b in pairs) * 1000:7.1f} ms")
                print(f"{'':8} ratio      {statistics.median(a / b for a, b in pairs):7.2f}   (bound 3)")
                print(f"{'':8} of which xlwings, the bridge to LibreOffice and reading the sheets: {bare * 1000:.1f} ms")
    finally:
        office.close()


if __name__ == "__main__":
    main()
