"""A unit is who it is by its place: two bodies with departments of the same names sum right however these arrive, and nobody is refused."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.check_cases import as_rows
from support.offices import write_roster

from gkxl.actions.inputs import load_roster
from gkxl.actions.loading import Loaded
from gkxl.actions.merging import merge
from gkxl.errors import InputError
from gkxl.forms import Severity, form_by_id
from gkxl.model.head import HeadField
from gkxl.model.period import Period
from gkxl.model.roster import Roster, RosterEntry
from gkxl.model.roster_building import build
from gkxl.model.submission import Source, Submission
from gkxl.model.unit import Unit
from gkxl.rules.findings import Finding
from gkxl.workbook.format.layout import layout_for
from gkxl.workbook.reading.folders import Intake
from gkxl.workbook.reading.submissions import WorkbookReading, read_workbook
from gkxl.workbook.sheets.input_sheet import SheetContent, input_sheet
from gkxl.workbook.writing.workbooks import merged_plans

FORM = form_by_id("2021")
COUNTED, NEW, GRANTED = (
    FORM.index[code] for code in ("disclosure.licensing.decisions", "applications.new.natural_person", "applications.granted.natural_person")
)
YEAR = Period(2025)
CITY = "某市"
BUREAUS = ("教育局", "水利局")
DEPARTMENTS = ("办公室", "法规科", "人事科")


@dataclass
class Sheets:
    """A workbook in memory."""

    sheets: dict[str, list[list[object]]]

    @property
    def sheet_names(self) -> Sequence[str]:
        return list(self.sheets)

    def rows(self, sheet: str) -> list[list[object]]:
        return self.sheets[sheet]

    def may_be_coded(self, sheet: str) -> bool:
        return True

    def error_cells(self, sheet: str) -> frozenset[str]:
        return frozenset()

    hidden_booleans = uncalculated_cells = far_cells = error_cells


@dataclass
class World:
    """What comes in, and the figures that must come out."""

    readings: list[WorkbookReading] = field(default_factory=list)
    roster: Roster | None = None
    truth: int = 0


def stated(file: str, unit: str, period: Period, numbers: tuple[int, int], parent: str = "", revision: int = 1) -> Submission:
    values: list[int | None] = [None if item.index in FORM.total_items else 0 for item in FORM.items]
    values[COUNTED], values[NEW], values[GRANTED] = numbers[0], numbers[1], numbers[1]
    return Submission(FORM, unit, period, revision, Source(file, unit), values, parent=parent)


def loose(submission: Submission) -> WorkbookReading:
    return WorkbookReading(submission.source.file, ours=True, submissions=[submission])


def merged_by(body: str, readings: list[WorkbookReading], file: str) -> WorkbookReading:
    """Return the workbook that a body makes of what came in, read back."""
    _, merged = merge(Loaded(Intake(readings, []), None, body), YEAR)
    return read_workbook(Sheets({plan.name: as_rows(plan) for plan in merged_plans(merged)}), file)


def world(dice: random.Random) -> World:
    """Draw two bureaus, each by its departments or by its merged workbook, told apart by the heads, by folders with a roster, or by neither."""
    here = World()
    how = {bureau: dice.choice(["merged", "heads", "folders"]) for bureau in BUREAUS}
    same = dice.random() < 0.5  # one month in which both offices state the same
    for bureau in BUREAUS:
        own: list[WorkbookReading] = []
        for department in dice.sample(DEPARTMENTS, dice.randint(1, 3)):
            monthly = dice.random() < 0.5
            for period in YEAR.months if monthly else (YEAR,):
                numbers = (dice.randint(0, 60), dice.randint(0, 9))
                if same and period.month == 3:
                    numbers = (40, 9)
                parent = bureau if how[bureau] == "heads" or (how[bureau] == "merged" and dice.random() < 0.5) else ""
                folder = bureau if how[bureau] == "folders" else "收"
                latest = dice.choice([1, 1, 1, 2])
                for revision in range(1, latest + 1):
                    file = f"{folder}/{bureau}{department}-{period}-{revision}.xlsx"
                    final = numbers if revision == latest else (numbers[0] + 1, numbers[1])
                    if how[bureau] == "folders":
                        file = f"{bureau}/{department}-{period}-{revision}.xlsx"
                    own.append(loose(stated(file, department, period, final, parent, revision)))
                here.truth += numbers[0]
        if how[bureau] == "merged":
            own = [merged_by(bureau, own, f"收/{bureau}.xlsx")]
        here.readings += own
    if "folders" in how.values() or dice.random() < 0.3:
        entries = [RosterEntry(bureau, CITY, cell="A1", parent_cell="B1") for bureau in BUREAUS]
        entries += [RosterEntry(department, bureau, cell="A1", parent_cell="B1") for bureau in BUREAUS for department in DEPARTMENTS]
        here.roster = build(entries, "名册.xlsx", "名册.xlsx", CITY)
    dice.shuffle(here.readings)
    return here


def result(here: World) -> tuple[int, list[Finding]]:
    outcome, merged = merge(Loaded(Intake(list(here.readings), []), here.roster, CITY), YEAR)
    errors = [finding for finding in outcome.findings if finding.severity is Severity.ERROR]
    return int(merged.body.figures[COUNTED] or 0), [finding for finding in errors if finding.rule not in ("merge.missing_unit", "year.missing_month")]


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32))
def test_departments_of_the_same_name_in_two_bodies_sum_right_and_raise_no_error(seed: int) -> None:
    here = world(random.Random(seed))
    total, errors = result(here)
    assert (total, [finding.message for finding in errors]) == (here.truth, [])


def test_who_cannot_be_told_counts_and_is_asked_about_once() -> None:
    one = loose(stated("收/办公室.xlsx", "办公室", YEAR, (7, 1)))
    book = merged_by(
        "教育局", [loose(stated("教育局/办公室.xlsx", "办公室", YEAR, (30, 5))), loose(stated("x.xlsx", "法规科", YEAR, (1, 0)))], "收/教育局.xlsx"
    )
    outcome, merged = merge(Loaded(Intake([one, book], []), None, CITY), YEAR)
    asked = [finding for finding in outcome.findings if finding.severity is Severity.WARNING]
    assert ([finding.rule for finding in asked], int(merged.body.figures[COUNTED] or 0), outcome.ok) == (["merge.same_name"], 38, True)


def test_the_same_name_under_two_parents_is_shown_by_its_path() -> None:
    given_ = [loose(stated(f"{bureau}.xlsx", "办公室", YEAR, (5, 1), parent=bureau)) for bureau in BUREAUS]
    _, merged = merge(Loaded(Intake(given_, []), None, CITY), YEAR)
    book = Sheets({plan.name: as_rows(plan) for plan in merged_plans(merged)})
    assert {"教育局／办公室", "水利局／办公室"} <= {value for row in book.sheets["明细"] for value in row}
    assert {"教育局办公室", "水利局办公室"} <= set(book.sheets)
    again = read_workbook(book, "某市.xlsx")
    assert [part.who for part in again.parts] == [Unit("办公室", bureau) for bureau in BUREAUS]
    assert {sheet.who for sheet in again.submissions} == {Unit("办公室", bureau) for bureau in BUREAUS}


def test_a_part_that_says_nothing_stands_below_the_body_of_its_workbook() -> None:
    book = merged_by("教育局", [loose(stated("a.xlsx", "办公室", YEAR, (5, 1)))], "教育局.xlsx")
    assert [part.who for part in (*book.parts, *book.submissions)] == [Unit("办公室", "教育局")] * 2


def test_a_sheet_without_the_line_of_the_unit_above_is_still_read() -> None:
    head = {HeadField.UNIT: "办公室", HeadField.PERIOD: "2025", HeadField.REVISION: "1"}
    rows = as_rows(input_sheet(FORM, SheetContent("办公室", head=head)))
    row, col = layout_for(FORM.id).positions[COUNTED]
    rows[row][col] = 12.0
    old = [line for line in rows if line[0] != "head:parent"]
    assert len(old) == len(rows) - 1
    (read,) = read_workbook(Sheets({"办公室": old}), "旧.xlsx").submissions
    assert (read.who, read.figures[COUNTED]) == (Unit("办公室"), 12)


LINES = [{"单位": "教育局"}, {"单位": "水利局"}, {"单位": "办公室", "上级单位": "教育局"}]


def test_a_roster_may_hold_the_same_name_under_two_parents(tmp_path: Path) -> None:
    roster = load_roster(write_roster(tmp_path / "名册.xlsx", [*LINES, {"单位": "办公室", "上级单位": "水利局", "简称/别名": "水办"}]))
    assert [roster.resolve(*name) for name in (("办公室", ""), ("办公室", "水利局"), ("水办", ""), ("办公室", "财政局"))] == [
        None,
        Unit("办公室", "水利局"),
        Unit("办公室", "水利局"),
        None,
    ]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ({"单位": "办公室", "上级单位": "教育局"}, "“办公室”在A4和A5出现两次；是同一个单位的请删除一个"),
        ({"单位": "办公室"}, "“办公室”在A4和A5出现两次；A5没有写上级单位"),
    ],
)
def test_two_units_of_one_name_that_nothing_tells_apart_are_a_fault(line: dict[str, str], words: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=words):
        load_roster(write_roster(tmp_path / "名册.xlsx", [*LINES, line]))


def test_a_parent_that_may_be_one_of_two_units_is_a_fault(tmp_path: Path) -> None:
    lines = [*LINES, {"单位": "办公室", "上级单位": "水利局"}, {"单位": "文印室", "上级单位": "办公室"}]
    with pytest.raises(InputError, match="B6的上级单位“办公室”可能是教育局／办公室、水利局／办公室"):
        load_roster(write_roster(tmp_path / "名册.xlsx", lines))
