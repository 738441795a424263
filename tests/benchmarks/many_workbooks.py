"""What each step between reading and writing costs a workbook, for 500, 2,000 and 8,000 workbooks side by side.

Run by hand: python tests/benchmarks/many_workbooks.py [NUMBER ...]
Everything is made in memory. A step that is linear costs the same for each workbook, however many there are: ratios near 1.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable, Sequence
from itertools import pairwise

from gkxl.actions.loading import Loaded
from gkxl.actions.merging import merge
from gkxl.aggregation.totals import add_units
from gkxl.eligibility.double_counting import MergedWorkbook, without_double_counting
from gkxl.eligibility.file_hints import attribute, misnamed
from gkxl.eligibility.fingerprints import Fingerprint
from gkxl.eligibility.hierarchy import counted_units, expected_units, silenced
from gkxl.eligibility.parents import parents_differ
from gkxl.eligibility.revisions import choose_revisions, left_out
from gkxl.forms import form_by_id
from gkxl.model.period import Period
from gkxl.model.roster import Roster, RosterEntry
from gkxl.model.roster_building import build
from gkxl.model.submission import Source, Submission
from gkxl.reporting_status.assess import assess
from gkxl.reporting_status.reminders import reminders
from gkxl.rules.unread import Unread, UnreadReason
from gkxl.workbook.reading.intake import Intake
from gkxl.workbook.reading.submissions import WorkbookReading

NUMBERS = ("500", "2000", "8000")
FORM = form_by_id("2021")
COUNTED = FORM.index["disclosure.licensing.decisions"]
YEAR, LAST_YEAR = Period(2025), Period(2024)
IN_A_DISTRICT = 20


class County:
    """So many units in districts of twenty, in a county: their files, their roster, and merged workbooks of the districts."""

    def __init__(self, number: int) -> None:
        self.units = [f"第{at:05}科" for at in range(number)]
        self.districts = [f"第{at:04}局" for at in range(number // IN_A_DISTRICT)]
        self.entries = [RosterEntry(name, "某县", cell="A1", parent_cell="B1") for name in self.districts]
        self.entries += [
            RosterEntry(unit, self.districts[at // IN_A_DISTRICT % len(self.districts)], cell="A1", parent_cell="B1")
            for at, unit in enumerate(self.units)
        ]
        self.roster = self.built()
        self.files = [stated(unit, YEAR, at) for at, unit in enumerate(self.units)]
        corrected = [stated(unit, YEAR, at + 1, revision=2) for at, unit in enumerate(self.units) if at % 4 == 0]
        self.revised = [*self.files, *corrected]
        self.outside = [stated(unit, LAST_YEAR, at) for at, unit in enumerate(self.units)]
        # Half of the districts send a workbook that holds their units, beside the files of all units.
        self.merged = [
            merged(name, self.files[at * IN_A_DISTRICT : (at + 1) * IN_A_DISTRICT]) for at, name in enumerate(self.districts) if at % 2 == 0
        ]
        # And each has an office of the same name, as everywhere.
        namesakes = [stated("办公室", YEAR, at + 1) for at in range(number)]
        self.apart = [merged(f"某{at}镇", [one]) for at, one in enumerate(namesakes)]
        self.lost = [Unread(f"各科/{unit}/{unit}2025年报.xls", UnreadReason.ENCRYPTED, "打不开") for unit in self.units]
        self.choice = choose_revisions(self.files)

    def built(self) -> Roster:
        """Return the roster, built anew."""
        return build(self.entries, "名册.xlsx", "名册.xlsx", "某县")


def stated(unit: str, period: Period, number: int, revision: int = 1) -> Submission:
    """Return what a unit states: one figure, and 0 elsewhere."""
    values: list[int | None] = [None if item.index in FORM.total_items else 0 for item in FORM.items]
    values[COUNTED] = number
    return Submission(FORM, unit, period, revision, Source(f"{unit}-{period}-{revision}.xlsx", unit), values)


def merged(body: str, parts: Sequence[Submission]) -> MergedWorkbook:
    """Return the merged workbook of a district; one in ten of its units was a merged workbook itself."""
    summary = add_units(FORM, body, YEAR, parts, Source(f"{body}.xlsx", "汇总"))
    return MergedWorkbook(summary, parts, [Fingerprint.of(stated(f"{part.unit}一股", YEAR, 1)) for part in parts[::10]])


def whole_merge(county: County) -> object:
    """Return what a merge of all files of the units makes, written nowhere."""
    readings = [WorkbookReading(one.source.file, ours=True, submissions=[one]) for one in (*county.revised, *county.outside)]
    return merge(Loaded(Intake(readings, list(county.lost[:20])), county.roster, "某县"), YEAR)


STEPS: dict[str, Callable[[County], object]] = {
    "revisions": lambda county: choose_revisions(county.revised),
    "other periods": lambda county: left_out(county.outside, county.files[::2], YEAR),
    "names of files": lambda county: misnamed(county.files),
    "unread files": lambda county: attribute(county.lost, county.roster, YEAR),
    "double counting": lambda county: without_double_counting(county.files, county.merged, county.roster.apart),
    "namesakes": lambda county: without_double_counting([], county.apart, county.roster.apart),
    "roster": County.built,
    "hierarchy: counted": lambda county: counted_units(county.roster, county.files),
    "hierarchy: expected": lambda county: expected_units(county.roster, {one.who: {YEAR} for one in county.files}),
    "hierarchy: silenced": lambda county: silenced(county.roster, county.files),
    "hierarchy: parents": lambda county: parents_differ(county.roster, [*county.files, *(book.summary for book in county.merged)]),
    "reporting status": lambda county: reminders(assess(county.roster, YEAR, county.choice, county.lost, FORM.words)),
    "whole merge": whole_merge,
}


def microseconds(step: Callable[[County], object], county: County) -> float:
    """Return what a step costs a workbook: the better of two runs."""
    taken = []
    for _ in range(2):
        gc.collect()
        start = time.process_time()
        step(county)
        taken.append(time.process_time() - start)
    return min(taken) * 1e6 / len(county.units)


def main() -> None:
    """Print a line for each step: microseconds a workbook, and how much that grows from one number to the next."""
    counties = [County(int(word)) for word in sys.argv[1:] or NUMBERS]
    gc.freeze()
    print(f"{'µs a workbook':22}" + "".join(f"{len(county.units):>10}" for county in counties) + "   growth")
    for name, step in STEPS.items():
        costs = [microseconds(step, county) for county in counties]
        growth = " ".join(f"×{later / earlier:.2f}" for earlier, later in pairwise(costs))
        print(f"{name:22}" + "".join(f"{cost:10.1f}" for cost in costs) + f"   {growth}", flush=True)


if __name__ == "__main__":
    main()
