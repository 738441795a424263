"""How fast workbooks of departments are read, checks included, on one worker: ours, bare python-calamine, openpyxl, pandas, polars, side by side.

Run by hand: pip install ".[benchmark]"; python tests/benchmarks/reading.py [--count 300] [--rounds 5]
Four kinds: what is sent to a department, the standard workbook with all its sheets, and that one saved again by openpyxl and by LibreOffice.
The bounds: ours at most 1.6 times bare calamine (goal 1.3) for what is sent, at most 0.7 times for the standard workbook however it was saved;
the whole `gkxl merge` less than a third of what the openpyxl loop needs for reading alone.
"""

from __future__ import annotations

import argparse
import logging
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # what the tests share
from support.office import Office

from gkxl.forms import form_by_id
from gkxl.model.head import HeadField
from gkxl.model.period import Period
from gkxl.model.roster import RosterEntry
from gkxl.model.submission import Source, Submission
from gkxl.workbook.format.codes import SheetRole
from gkxl.workbook.format.sheet_names import SUMMARY, sheet_names
from gkxl.workbook.sheets.checks_sheet import checks_sheet
from gkxl.workbook.sheets.guide_sheet import guide_sheet
from gkxl.workbook.sheets.input_sheet import SheetContent, input_sheet
from gkxl.workbook.sheets.report_sheet import report_sheet
from gkxl.workbook.sheets.roster_sheet import roster_sheet
from gkxl.workbook.writing.workbooks import unit_workbook
from gkxl.workbook.writing.writer import write_workbook

Files = Sequence[Path]
SLOW = 2
"""So many rounds for what takes ten times as long as the others."""


def make(folder: Path, count: int) -> dict[str, list[Path]]:
    """Write so many filled, balancing workbooks of each kind; return them by kind."""
    form = form_by_id("2021")
    dice = random.Random(1)
    kinds: dict[str, list[Path]] = {kind: [] for kind in ("sent", "standard", "openpyxl")}
    for kind in kinds:
        (folder / kind).mkdir()
    for number in range(count):
        figures = dict.fromkeys((item.code for item in form.items if item.index not in form.total_items), 0)
        for applicant in ("natural_person", "commercial", "other"):
            for _ in range(dice.randrange(30)):
                figures[f"applications.new.{applicant}"] += 1
                figures[f"applications.{dice.choice(('granted', 'partially_granted', 'unavailable_not_held', 'other_other'))}.{applicant}"] += 1
        figures["disclosure.licensing.decisions"] = dice.randrange(5000)
        stated = [figures.get(item.code) for item in form.items]
        submission = Submission(form, f"第{number:03}科", Period(2023), 1, Source("", ""), stated)
        for kind, files in kinds.items():
            files.append(folder / kind / f"{number:03}.xlsx")
        kinds["sent"][-1].write_bytes(unit_workbook(form, submission.unit, submission.period, submission))
        kinds["standard"][-1].write_bytes(standard_workbook(submission))
        openpyxl.load_workbook(kinds["standard"][-1]).save(kinds["openpyxl"][-1])
    if shutil.which("soffice"):
        office = Office(folder / "profile")
        kinds["LibreOffice"] = office.recalculate(kinds["standard"], folder / "LibreOffice")
        office.close()
    return kinds


def standard_workbook(submission: Submission) -> bytes:
    """Return the standard workbook with all its sheets, its input sheet filled in."""
    form, name = submission.form, sheet_names([submission.unit])[0]
    head = {HeadField.UNIT: submission.unit, HeadField.PERIOD: str(submission.period)}
    plans = [
        guide_sheet(form),
        roster_sheet([RosterEntry(submission.unit)]),
        input_sheet(form, SheetContent(name, head=head, submission=submission, period=submission.period)),
        input_sheet(form, SheetContent(SUMMARY, SheetRole.SUMMARY)),
        checks_sheet(form, None, [(name, submission.unit, submission)]),
        report_sheet(form, None, "报告表", ""),
    ]
    return write_workbook(plans, name, submission.unit)


def ours(files: Files) -> None:
    """Open with every guard, read by codes, compare labels, check all rules."""
    from gkxl.rules.equations import check
    from gkxl.workbook.reading.folders import take_in

    readings = take_in(files, workers=1).readings
    assert len(readings) == len(files)
    for reading in readings:
        assert reading.submissions
        for submission in reading.submissions:
            assert not check(submission)


def bare_calamine(files: Files) -> None:
    """Open and take every sheet as rows, nothing else."""
    from python_calamine import CalamineWorkbook

    for path in files:
        book = CalamineWorkbook.from_path(path)
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python()


def openpyxl_loop(files: Files) -> None:
    """What a script of the office would do: load each workbook and walk its cells."""
    for path in files:
        for sheet in openpyxl.load_workbook(path, data_only=True):
            for row in sheet.iter_rows(values_only=True):
                for _ in row:
                    pass


def openpyxl_read_only(files: Files) -> None:
    """The same in openpyxl's streaming mode, which passes over merged cells, validation and formats."""
    for path in files:
        book = openpyxl.load_workbook(path, data_only=True, read_only=True)
        for sheet in book:
            for row in sheet.iter_rows(values_only=True):
                for _ in row:
                    pass
        book.close()


def pandas_loop(files: Files) -> None:
    """Every sheet of each workbook as a data frame, as pandas reads it by default (its next version: by calamine)."""
    import pandas

    for path in files:
        pandas.read_excel(path, sheet_name=None, header=None, engine="openpyxl")


def polars_loop(files: Files) -> None:
    """Every sheet of each workbook as a data frame, by fastexcel."""
    import polars

    logging.getLogger("fastexcel").setLevel(logging.ERROR)  # it speaks of every column that holds texts and numbers
    for path in files:
        polars.read_excel(path, sheet_id=0, has_header=False, raise_if_empty=False)


def merge(files: Files) -> None:
    """The whole command in a process of its own."""
    folder = files[0].parent
    command = [sys.executable, "-m", "gkxl", "merge", str(folder), "-o", str(folder.parent / "merged.xlsx"), "--unit", "某某区"]
    subprocess.run(command, check=True, capture_output=True)


WORKS = (ours, bare_calamine, polars_loop, openpyxl_read_only, openpyxl_loop, pandas_loop)
TEN_TIMES = (openpyxl_read_only, openpyxl_loop, pandas_loop)
BOUNDS = {"sent": 1.6, "standard": 0.7, "openpyxl": 0.7, "LibreOffice": 0.7}


def seconds(work: Callable[[Files], None], files: Files) -> float:
    """Return what one run costs in processor time of this process, all its threads: whatever else the machine does."""
    start = time.process_time()
    work(files)
    return time.process_time() - start


def compared(kind: str, files: Files, rounds: int) -> dict[str, float]:
    """Print milliseconds a workbook of a kind and the ratios, taken in turn; return the medians."""
    for work in WORKS:
        work(files[:5])  # warm up
    taken: dict[str, list[float]] = {work.__name__: [] for work in WORKS}
    for number in range(rounds):
        for work in WORKS:
            if work not in TEN_TIMES or number < SLOW:
                taken[work.__name__].append(seconds(work, files))
    median = {work: statistics.median(times) for work, times in taken.items()}
    print(f"\n{kind}: {len(files)} workbooks, {files[0].stat().st_size / 1024:.0f} KB each")
    for work, value in median.items():
        ratio = statistics.median(a / b for a, b in zip(taken["ours"], taken[work], strict=False))
        bound = f"  (bound {BOUNDS[kind]})" if work == bare_calamine.__name__ else ""
        print(f"  {work:19} {value * 1000 / len(files):8.2f} ms a workbook   ours is {ratio:6.3f} times that{bound}", flush=True)
    return median


def main() -> None:
    """Print a table for each kind of workbook, and what a whole merge takes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    print(f"{os.cpu_count()} processors, processor time, medians of {given.rounds} rounds in turn ({SLOW} of the slow ones)")
    with tempfile.TemporaryDirectory() as name:
        kinds = make(Path(name), given.count)
        medians = {kind: compared(kind, files, given.rounds) for kind, files in kinds.items()}
        start = time.perf_counter()
        merge(kinds["sent"])
        whole = time.perf_counter() - start
    print(f"\nwhole merge of what is sent, once, by the clock: {whole * 1000 / given.count:.2f} ms a workbook")
    print(f"  / openpyxl reading  {whole / medians['sent']['openpyxl_loop']:6.2f}   (bound 0.33)")
    print(f"  / openpyxl streams  {whole / medians['sent']['openpyxl_read_only']:6.2f}")


if __name__ == "__main__":
    main()
