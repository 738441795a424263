"""A wrong cell is named and marked from everything that was given, whatever command it was given to, and never only right cells are."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import published, slips
from support.in_memory import MemoryWorkbook, press, type_in, values
from support.stamp import Stamp, stamp_of

from gkxl.actions.checking import check_paths
from gkxl.actions.locating import Given, locate
from gkxl.actions.merging import merge_paths
from gkxl.actions.outcome import Outcome
from gkxl.aggregation.year import chain
from gkxl.model.period import Period
from gkxl.model.roster import Roster
from gkxl.model.submission import Source, Submission
from gkxl.model.unit import Unit
from gkxl.rules.equations import check
from gkxl.rules.findings import CellOnSheet
from gkxl.rules.marks import Grade, gravest, marks
from gkxl.workbook.format.checks_columns import CAUSE, heading
from gkxl.workbook.format.layout import layout_for
from gkxl.workbook.format.mark_looks import LOOKS

Run = Callable[..., tuple[int, str, str]]
Key = tuple[str, str]
"""Row and column of 表三."""

NEW, OPENING, CLOSING = "一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量", "四、结转下年度继续办理"
GRANTED, REPEATED, PUBLICATION, RESULTS = "（一）予以公开", "（五）不予处理 2.重复申请", "（五）不予处理 3.要求提供公开出版物", "（七）总计"
PERSON, FIRM, LAWYERS, TOTAL = "自然人", "商业企业", "其他", "总计"
ZEROS = dict.fromkeys(published.load("suqian_2023").inputs(), 0)

RIGHT: Mapping[int, Mapping[Key, int]] = {
    4: {(NEW, PERSON): 3, (OPENING, PERSON): 1, (GRANTED, PERSON): 2, (CLOSING, PERSON): 2},
    5: {
        (NEW, PERSON): 31,
        (OPENING, PERSON): 2,
        (GRANTED, PERSON): 18,
        (REPEATED, PERSON): 9,
        (CLOSING, PERSON): 6,
        (NEW, LAWYERS): 5,
        (GRANTED, LAWYERS): 5,
    },
    6: {(NEW, PERSON): 4, (OPENING, PERSON): 6, (GRANTED, PERSON): 10},
}
"""Three months of an office."""


@dataclass(frozen=True)
class Case:
    """What was typed in May, and what is said of it."""

    name: str
    typed: Mapping[Key, int]
    wrong: Sequence[Key]
    """The wrong cells among them."""
    said: str
    grade: Grade = Grade.LIKELY
    """How the first wrong cell is marked."""
    others: Mapping[int, Mapping[Key, int]] = field(default_factory=dict)
    months: Sequence[int] = (4, 5, 6)


CASES = [
    Case("opening wrong", {(OPENING, PERSON): 5}, [(OPENING, PERSON)], "应改这一格：J38，5应为2（与4月的结转一致后各列即平）。", Grade.PROVEN),
    Case("closing wrong", {(CLOSING, PERSON): 8}, [(CLOSING, PERSON)], "应改这一格：J61，8应为6（与6月的结转一致后各列即平）。", Grade.PROVEN),
    Case("new applications wrong", {(NEW, PERSON): 36}, [(NEW, PERSON)], "先核对：", Grade.POSSIBLE),
    Case("digits of a result swapped", {(GRANTED, PERSON): 81}, [(GRANTED, PERSON)], "先核对：J39（相邻两位数字颠倒了：81应为18"),
    Case(
        "in the next column",
        {(REPEATED, PERSON): 0, (REPEATED, FIRM): 9},
        [(REPEATED, FIRM), (REPEATED, PERSON)],
        "先核对：K53（相邻两列一多一少，都差9，可能填到了旁边一列",
    ),
    Case("copied into a second row", {(PUBLICATION, PERSON): 9}, [(PUBLICATION, PERSON)], "可能重复填了一次"),
    Case(
        "（七） typed as the balance asks for it",
        {(GRANTED, PERSON): 17, (RESULTS, PERSON): 27, (RESULTS, TOTAL): 32},
        [(GRANTED, PERSON)],
        "先核对：J39（“（七）总计·自然人”填的数与各分项之和也差1",
    ),
    Case(
        "total of a row typed right", {(GRANTED, PERSON): 17, (GRANTED, TOTAL): 23}, [(GRANTED, PERSON)], "先核对：J39（“（一）予以公开·总计”填的数"
    ),
    Case("nothing to go by", {(NEW, PERSON): 44}, [(NEW, PERSON)], "该列25格中有一格不对。", Grade.POSSIBLE, months=(5,)),
]


def office(folder: Path, stamp: Stamp, case: Case) -> Path:
    """Write the workbooks of an office, one for each month."""
    folder.mkdir()
    for month in case.months:
        typed = dict(RIGHT[month]) | dict(case.typed if month == 5 else case.others.get(month, {}))
        figures = ZEROS | {("三", *key): figure for key, figure in typed.items()}
        (folder / f"{month}月.xlsx").write_bytes(stamp.filled(figures, unit="办公室", period=f"2023-{month:02d}", revision=1))
    return folder


@pytest.fixture
def stamp(unit_templates: Callable[[int], Path]) -> Stamp:
    return stamp_of(unit_templates(2023))


def by_check(folder: Path, _: Path) -> Outcome:
    return check_paths([folder])


def by_merge(folder: Path, output: Path) -> Outcome:
    """Merge May alone, with April and June lying beside it; else it is the year that is added up."""
    return merge_paths([folder], output, unit="某某局", period=Period(2023, 5))


@pytest.mark.parametrize("judge", [by_check, by_merge])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_wrong_cell_is_marked_and_named_with_reasons(case: Case, judge: Callable[[Path, Path], Outcome], stamp: Stamp, tmp_path: Path) -> None:
    folder = office(tmp_path / "报送", stamp, case)
    outcome = judge(folder, tmp_path / "汇总.xlsx")
    marked = {place.cell: mark for place, mark in gravest(marks(outcome.findings)).items() if place.file.endswith("5月.xlsx")}
    wrong = [stamp.place(("三", *key)) for key in case.wrong]
    assert marked[wrong[0]].grade >= case.grade
    assert any(case.said in finding.told for finding in outcome.findings)
    proven = [cell for cell, mark in marked.items() if mark.grade is Grade.PROVEN]
    assert set(proven) <= set(wrong)
    computed = {stamp.place(("三", row, TOTAL)) for row in (NEW, OPENING, CLOSING)} | {stamp.place(("三", RESULTS, FIRM))}
    assert not computed & marked.keys(), "what follows from the columns is not marked"


def test_a_typed_total_that_satisfies_the_balance_is_not_said_to_be_the_wrong_one(stamp: Stamp, tmp_path: Path) -> None:
    case = next(case for case in CASES if case.name.startswith("（七）"))
    findings = check_paths([office(tmp_path / "报送", stamp, case)]).findings
    (said,) = [finding.message for finding in findings if "“（七）总计·自然人”填的是27" in finding.message]
    assert "填的27满足“一 + 二 = 三（七） + 四”，错的多半是某个分项" in said and "应为26" not in said
    wrong_by_itself = Case("", {(RESULTS, PERSON): 30}, [(RESULTS, PERSON)], "")
    findings = check_paths([office(tmp_path / "总计错", stamp, wrong_by_itself)]).findings
    assert any("“（七）总计·自然人”填的是30，按" in finding.message and "应为27" in finding.message for finding in findings)


def test_the_wrong_closing_of_the_month_before_is_marked_in_its_own_file_and_nothing_in_that_of_the_next(
    stamp: Stamp, tmp_path: Path, run_cli: Run
) -> None:
    case = Case("", {}, [], "", others={4: {(CLOSING, PERSON): 5}})
    folder = office(tmp_path / "报送", stamp, case)
    status, out, _ = run_cli("check", folder, "--mark", tmp_path / "退回", "--json")
    assert status == 1
    (suspect,) = {json.dumps(suspect, ensure_ascii=False) for finding in json.loads(out)["findings"] for suspect in finding["suspects"]}
    found = json.loads(suspect)
    assert list(found)[:5] == ["cell", "item", "reason", "would_be", "proven"]
    assert (found["cell"], found["item"], found["would_be"], found["proven"]) == ("J61", "applications.carried_forward.natural_person", "2", True)
    assert found["file"].endswith("4月.xlsx") and "5月的结转" in found["reason"]
    assert [path.name for path in (tmp_path / "退回").iterdir()] == ["4月-标注.xlsx"], "what follows in May is mended in April"
    cell = openpyxl.load_workbook(tmp_path / "退回" / "4月-标注.xlsx")["科室"]["J61"]
    assert cell.border.left.style == "thick" and "5应为2" in cell.comment.text


def test_in_a_marked_copy_the_marks_differ_by_more_than_their_colour(stamp: Stamp, tmp_path: Path, run_cli: Run) -> None:
    case = Case("", {(REPEATED, PERSON): 0, (REPEATED, FIRM): 9, (NEW, LAWYERS): 50}, [], "", months=(5,))
    assert run_cli("check", office(tmp_path / "报送", stamp, case), "--mark", tmp_path / "退回")[0] == 1
    book = openpyxl.load_workbook(tmp_path / "退回" / "5月-标注.xlsx")
    sheet = book["科室"]
    suspected, framed, right = sheet["K53"], sheet["J46"], sheet["J60"]
    assert (suspected.fill.patternType, suspected.border.left.style) == ("lightUp", "double") and "旁边一列" in suspected.comment.text
    assert (framed.fill.patternType, framed.border.left.style) == ("gray0625", "mediumDashed") and framed.comment is None
    assert sheet["K52"].border.bottom.style == "double", "the surer mark draws the edge that two marked cells share"
    assert right.border.left.style != "mediumDashed", "a computed total is no cell to correct"
    listed = [[cell.value for cell in row] for row in book["校验结果"].iter_rows()]
    assert any(str(line[2]).startswith("K53、J53") and "可能填到了旁边一列" in str(line[3]) for line in listed)
    assert [line[3] for line in listed if line[2] == "图例"] == [LOOKS[grade].called for grade in LOOKS if grade in (Grade.LIKELY, Grade.POSSIBLE)]


def test_in_black_and_white_no_two_grades_look_the_same_neither_by_pattern_nor_by_line() -> None:
    assert LOOKS.keys() == set(Grade)
    assert len({look.pattern for look in LOOKS.values()}) == len({look.line for look in LOOKS.values()}) == len(Grade)
    assert all(sum(LOOKS[Grade.PROVEN].rgb) < sum(look.rgb) for grade, look in LOOKS.items() if grade is not Grade.PROVEN)


def test_the_sheet_of_checks_has_a_column_for_the_likely_cause(stamp: Stamp, tmp_path: Path) -> None:
    case = CASES[0]
    outcome = by_merge(office(tmp_path / "报送", stamp, case), tmp_path / "汇总.xlsx")
    assert any(finding.suspects for finding in outcome.findings)
    rows = list(openpyxl.load_workbook(tmp_path / "汇总.xlsx")["校验"].iter_rows(values_only=True))
    assert any(row[CAUSE] == heading(CAUSE) == "可能的原因" for row in rows)
    assert any(row[CAUSE] == case.said for row in rows)
    assert not any(case.said in str(value) for row in rows for at, value in enumerate(row) if at != CAUSE)


def test_the_button_marks_the_same_cells(stamp: Stamp, tmp_path: Path) -> None:
    (path,) = office(tmp_path / "报送", stamp, Case("", {(GRANTED, PERSON): 81}, [], "", months=(5,))).iterdir()
    book = MemoryWorkbook.of(path)
    press("check", book)
    grades = {cell: mark.grade for (_, cell), mark in book.marks.items()}
    assert grades["J39"] is Grade.LIKELY and grades["J41"] is Grade.POSSIBLE and "J60" not in grades and "P37" not in grades
    assert "颠倒" in book.marks["科室", "J39"].words
    found = gravest(marks(check_paths([path]).findings))
    assert {place.cell: mark.grade for place, mark in found.items()} == grades
    press("check", book)
    type_in(book, "科室", "J39", 18)
    press("check", book)
    assert not book.marks and values(book, "科室")["J39"] == 18


def test_a_parents_own_figures_and_a_year_beside_its_months_are_evidence(stamp: Stamp, tmp_path: Path) -> None:
    folder = office(tmp_path / "报送", stamp, Case("", {(REPEATED, PERSON): 7}, [], "", months=(5,)))
    parent = {("三", *key): figure for key, figure in RIGHT[5].items()}
    (folder / "教育局.xlsx").write_bytes(stamp.filled(ZEROS | parent, unit="教育局", period="2023-05", revision=1))
    roster = tmp_path / "名册.xlsx"
    book = openpyxl.Workbook()
    sheet = book.create_sheet(index=0)
    for line in (["单位名称", "上级单位"], ["教育局", ""], ["办公室", "教育局"]):
        sheet.append(line)
    book.save(roster)
    outcome = merge_paths([folder], tmp_path / "汇总.xlsx", unit="某某县", period=Period(2023, 5), roster=roster)
    (proven,) = {suspect.place.cell for finding in outcome.findings for suspect in finding.suspects if suspect.proven}
    assert proven == "J53"
    assert any("教育局5月另报的数" in finding.hint for finding in outcome.findings)


def test_of_very_many_broken_columns_all_are_framed(stamp: Stamp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gkxl.actions.locating._MOST", 1)
    case = Case("", {(OPENING, PERSON): 5, (NEW, LAWYERS): 9}, [], "")
    findings = check_paths([office(tmp_path / "报送", stamp, case)]).findings
    marked = gravest(marks(findings))
    file = next(finding.file for finding in findings if finding.suspects)
    assert marked[CellOnSheet(file, "科室", "J38")].grade is Grade.PROVEN
    assert marked[CellOnSheet(file, "科室", "O37")].grade is Grade.POSSIBLE


SPANS = {"months": slips.months(3, 6), "a year and its months": [*slips.months(), (Period(2023), (1, 12))]}


@settings(max_examples=40)
@given(st.integers(0, 2**32), st.sampled_from(sorted(SPANS)), st.lists(st.sampled_from(sorted(slips.SLIPS)), min_size=1, max_size=2))
def test_with_everything_given_the_wrong_cell_is_among_those_marked_and_no_right_one_is_proven(seed: int, given_with: str, kinds: list[str]) -> None:
    dice = random.Random(seed)
    world = slips.world(dice, SPANS[given_with], typed=False, at=2, most=dice.choice((6, 30, 90)))
    for kind in kinds:
        slips.SLIPS[kind](dice, world, dice.choice((0, 1)))
    places = layout_for(world.form.id).positions
    handed_in = [replace(stated, source=Source(f"{at}.xlsx", "办公室"), positions=places) for at, stated in enumerate(world.submissions())]
    findings = [*(finding for submission in handed_in for finding in check(submission)), *chain(handed_in, {})]
    located = locate(findings, Given(handed_in, handed_in))
    wrong = {CellOnSheet(f"{at}.xlsx", "办公室", handed_in[at].cell(item)): right or 0 for (at, item), right in world.wrong.items()}
    marked = gravest(marks(located))
    assert not marked or marked.keys() & wrong.keys()
    for suspect in (suspect for finding in located for suspect in finding.suspects if suspect.proven):
        assert suspect.place in wrong and suspect.would_be == str(wrong[suspect.place])


def of(unit: Unit, dice: random.Random, months: tuple[int, int], slip: str = "") -> list[Submission]:
    """Return what a unit hands in for months of 2023, with a slip in the first of them."""
    world = slips.world(dice, slips.months(*months), typed=False, at=0, most=90)
    if slip:
        slips.SLIPS[slip](dice, world, 0)
    places = layout_for(world.form.id).positions
    return [
        replace(stated, unit=unit.name, parent=unit.parent, source=Source(f"{unit.path}{stated.period}.xlsx", "办公室"), positions=places)
        for stated in world.submissions()
    ]


HERE, THERE = Unit("办公室", "教育局"), Unit("办公室", "财政局")


@pytest.mark.parametrize("of_when", ["the months around", "last year", "a sister of it"])
@settings(max_examples=15)
@given(st.integers(0, 2**32), st.sampled_from(("期初错", "期末错", "多打一位")), st.booleans())
def test_what_a_namesake_in_another_body_states_speaks_for_nobody_but_itself(of_when: str, seed: int, slip: str, counts: bool) -> None:
    dice = random.Random(seed)
    own = [*of(HERE, dice, (5, 5), slip), *of(Unit(HERE.parent), dice, (5, 5))]
    others = {
        "the months around": [*of(THERE, dice, (4, 4)), *of(THERE, dice, (6, 8))],
        "last year": [replace(stated, period=Period(2022, 5)) for stated in of(THERE, dice, (5, 5))],
        "a sister of it": of(Unit("法规科", THERE.parent), dice, (5, 5)),
    }[of_when]
    roster = Roster.of([*map(Unit, (HERE.parent, THERE.parent)), HERE, THERE, *(Unit("法规科", unit.parent) for unit in (HERE, THERE))])
    beside = Given([*others, *own], [*own, *others], roster=roster) if counts else Given(own, own, others, roster)

    def said(given_with: Given) -> list[object]:
        return [(finding.hint, finding.suspects, finding.framed) for finding in locate(check(own[0]), given_with)]

    assert said(beside) == said(Given(own, own, roster=roster))
