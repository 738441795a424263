"""What people write beside findings lasts, belongs to its figures, and must say something."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.check_cases import reading_of
from support.in_memory import MemoryWorkbook, press, values
from support.noted import notes_of, set_text, write_notes
from support.office import Office
from support.returned import GRANTED, Run, merge, spoil

from gkxl.actions.checking import check_read
from gkxl.actions.explaining import weigh_merge
from gkxl.actions.loading import Loaded
from gkxl.actions.merging import merge as merge_read
from gkxl.actions.open_workbook import read_open
from gkxl.actions.previous import PreviousFiles
from gkxl.forms import Severity, form_by_id
from gkxl.model.merge_state import Completeness
from gkxl.model.unit import Unit
from gkxl.rules.explanations import Explanation, key_of
from gkxl.rules.findings import causes
from gkxl.rules.formula_of_words import EXAMPLE, says_something
from gkxl.workbook.reading.intake import Intake
from gkxl.workbook.reading.submissions import read_workbook
from gkxl.workbook.writing.workbooks import Merged, merged_plans

BECAUSE = "有1件由区住建局转来，已计入该局的上年结转"


def _of_the_department(row: list[object]) -> bool:
    return row[1] == "错误" and row[2] == "法规科"


def _words_of(document: dict, unit: str) -> set[str]:
    """Return what explains the errors of a unit that follow from no other."""
    return {entry["words"] for entry in document["explained"] if entry["unit"] == unit and "随" not in entry["words"]}


@pytest.fixture
def wrong(good: Path, run_cli: Run) -> Path:
    """Return a merged workbook in which the figures of 法规科 do not balance."""
    spoil(good, lambda sheet, _: sheet.fill({GRANTED: 2}))
    assert merge(run_cli, good)[0] == 1
    return good.parent / "汇总.xlsx"


def test_an_explained_error_is_no_error_any_more_and_the_face_says_so(wrong: Path, good: Path, run_cli: Run) -> None:
    assert write_notes(wrong, BECAUSE, _of_the_department)
    status, document = merge(run_cli, good)
    assert status == 0 and document["ok"] and "explained" in document
    assert _words_of(document, "法规科") == {BECAUSE}
    _, _, err = run_cli("merge", good, "-o", wrong, "--unit", "某某局")
    assert "处已说明" in err and "全部成立" not in err
    status, _, err = run_cli("report", wrong, "-o", wrong.with_suffix(".html"))
    assert "处已说明" in wrong.with_suffix(".html").read_text(encoding="utf-8") and "全部成立" not in err


def test_the_same_input_with_the_same_kept_cells_gives_the_same_bytes(wrong: Path, good: Path, run_cli: Run) -> None:
    write_notes(wrong, BECAUSE, _of_the_department)
    noted = wrong.read_bytes()
    merge(run_cli, good)
    first = wrong.read_bytes()
    assert (merge(run_cli, good)[0], wrong.read_bytes()) == (0, first)
    wrong.write_bytes(noted)
    assert (merge(run_cli, good)[0], wrong.read_bytes()) == (0, first)


def test_an_explanation_lapses_when_a_figure_changes_and_holds_again_when_it_is_what_it_was(wrong: Path, good: Path, run_cli: Run) -> None:
    write_notes(wrong, BECAUSE, _of_the_department)
    merge(run_cli, good)
    spoil(good, lambda sheet, _: sheet.fill({GRANTED: 1}))
    status, document = merge(run_cli, good)
    assert status == 1 and document["explained"] == []
    assert "explanation.lapsed" in {finding["rule"] for finding in document["findings"]}
    assert ("法规科", BECAUSE) in notes_of(wrong), "listed at the end"
    spoil(good, lambda sheet, _: sheet.fill({GRANTED: 3}))
    status, document = merge(run_cli, good)
    assert status == 0 and "explanation.fits_nothing" in {finding["rule"] for finding in document["findings"]}
    spoil(good, lambda sheet, _: sheet.fill({GRANTED: 2}))
    assert merge(run_cli, good)[0] == 0


def test_a_formula_of_words_explains_nothing(wrong: Path, good: Path, run_cli: Run) -> None:
    write_notes(wrong, "核实无误", _of_the_department)
    status, document = merge(run_cli, good)
    (said, *_) = [finding["message"] for finding in document["findings"] if finding["rule"] == "explanation.formula"]
    assert status == 1 and "核实无误" in said and EXAMPLE in said
    assert ("法规科", "核实无误") in notes_of(wrong)


@pytest.mark.parametrize("words", ["核实无误", "已核实", "情况属实。", "无误", "无", "经核实，数据无误！", "同意", "……", "ok", "以此为准"])
def test_words_that_say_nothing_are_known(words: str) -> None:
    assert not says_something(words)


@pytest.mark.parametrize("words", [EXAMPLE, BECAUSE, "重复申请2件合并办理", "上年结转按司法局更正后的数", "机构改革，原园林局的3件转入"])
def test_words_that_give_a_reason_are_taken(words: str) -> None:
    assert says_something(words)


def test_a_workbook_in_which_a_figure_was_changed_is_not_overwritten(wrong: Path, run_cli: Run, good: Path) -> None:
    set_text(wrong, "汇总", "J40", "77")
    before = wrong.read_bytes()
    status, _, err = run_cli("merge", good, "-o", wrong, "--unit", "某某局")
    assert status == 2 and "被人改过" in err and wrong.read_bytes() == before


def test_what_stands_there_is_kept_by_force_too(wrong: Path, run_cli: Run, good: Path) -> None:
    write_notes(wrong, BECAUSE, _of_the_department)
    set_text(wrong, "汇总", "J40", "77")
    assert run_cli("merge", good, "-o", wrong, "--unit", "某某局", "--force")[0] == 0


def test_an_explanation_outlives_the_saving_by_another_program(wrong: Path, run_cli: Run, good: Path, office: Office) -> None:
    write_notes(wrong, BECAUSE, _of_the_department)
    office.convert([wrong], "xlsx", wrong.parent / "lo")[0].replace(wrong)
    assert merge(run_cli, good)[0] == 0
    assert ("法规科", BECAUSE) in notes_of(wrong)


def test_what_a_department_wrote_in_its_marked_copy_counts_when_it_comes_back(good: Path, run_cli: Run) -> None:
    import openpyxl

    spoil(good, lambda sheet, _: sheet.fill({GRANTED: 2}))
    assert run_cli("check", good, "--mark", good.parent / "退回")[0] == 1
    (copy,) = (good.parent / "退回").iterdir()
    book = openpyxl.load_workbook(copy)
    for row in book["校验结果"].iter_rows(min_row=2):
        if str(row[5].value).startswith("finding:"):
            row[4].value = BECAUSE
    book.save(good / "法规科.xlsx")
    status, document = merge(run_cli, good)
    assert status == 0 and _words_of(document, "法规科") == {BECAUSE}


def test_the_button_keeps_and_counts_explanations_as_the_command_does(wrong: Path) -> None:
    book = MemoryWorkbook.of(wrong)
    press("merge", book)
    for number, row in enumerate(book.sheets["校验"]):
        if str(row[0]).startswith("finding:") and _of_the_department(row):
            book.type_in("校验", number, len(row) - 1, BECAUSE)
    assert "处已说明" in press("merge", book)
    assert BECAUSE in values(book, "校验").values()
    assert "处已说明" in press("check", book)
    assert all("失效的说明" not in str(value) for value in values(book, "汇总").values()), "the field 情况说明 of 汇总 is no column"


FORM = form_by_id("2021")
COLUMN = [item.code for item in FORM.items if item.code.endswith(".natural_person") and item.index not in FORM.total_items]


def _loaded(figures: dict[str, int], order: list[int], written: list[Explanation]) -> Loaded:
    specs = [
        {"file": "法规科.xlsx", "unit": "法规科", "set": figures},
        {"file": "办公室.xlsx", "unit": "办公室", "set": {"disclosure.licensing.decisions": 5}},
        {"file": "城建科.xlsx", "unit": "城建科", "set": {"disclosure.licensing.decisions": 7}},
    ]
    return Loaded(Intake([reading_of(specs[at], {}) for at in order]), None, "某某局", written=written)


FIGURES = {"applications.new.natural_person": 30, "applications.granted.natural_person": 2}
DOORS = st.tuples(st.sampled_from(["command", "button"]), st.permutations([0, 1, 2]))


@settings(max_examples=4)
@given(st.lists(DOORS, min_size=1, max_size=3), st.sampled_from(COLUMN), st.integers(1, 9))
def test_an_explanation_holds_over_merges_in_any_order_by_any_door_and_lapses_with_any_figure_that_it_rests_on(
    merges: list[tuple[str, list[int]]], changed: str, more: int
) -> None:
    found, merged = merge_read(_loaded(FIGURES, [0, 1, 2], []))
    (error,) = [finding for finding in causes(found.open) if finding.severity is Severity.ERROR]
    written, book = [Explanation(key_of(error), BECAUSE, error.message)], _in_memory(merged)
    for door, order in [("command", [0, 1, 2]), *merges]:
        if door == "button":
            told = press("merge", book)
        else:
            outcome, merged = merge_read(_loaded(FIGURES, order, written))
            assert outcome.ok and merged.merge_state.completeness is Completeness.EXPLAINED
            told, book = outcome.state, _in_memory(merged)
        assert "1处已说明" in told and "全部成立" not in told
        written = read_open(book).reading.explanations
        assert [explanation.words for explanation in written if not explanation.by_others] == [BECAUSE]
    order = merges[-1][1]
    after, merged = merge_read(_loaded(FIGURES | {changed: FIGURES.get(changed, 0) + more}, order, written))
    assert not after.ok and after.explained_errors == 0 and "explanation.lapsed" in {finding.rule for finding in after.findings}
    kept = read_open(_in_memory(merged)).reading.explanations
    assert merge_read(_loaded(FIGURES, order, kept))[0].ok, "the figure is what it was"


def _in_memory(merged: Merged) -> MemoryWorkbook:
    """Return the merged workbook, open."""
    return MemoryWorkbook({plan.name: plan.grid for plan in merged_plans(merged)}, "汇总.xlsx")


@pytest.mark.parametrize("order", [[0, 1], [1, 0]])
@pytest.mark.parametrize("named", [True, False])
def test_namesakes_in_two_bodies_each_have_explanations_of_their_own(order: list[int], named: bool) -> None:
    """The office of one bureau is explained; that of the other, with the same figures, is not. Who wrote it may not know what stands above."""
    specs = [{"file": f"{body}.xlsx", "unit": "办公室", "parent": body, "set": FIGURES} for body in ("教育局", "卫健局")]
    read = [reading_of(specs[at], {}) for at in order]
    errors = [finding for finding in causes(merge_read(Loaded(Intake(read), None, "某某市"))[0].open) if finding.severity is Severity.ERROR]
    (mine,) = [finding for finding in errors if finding.parent == "教育局"]
    key = key_of(mine)
    own = key if named else key._replace(place=key.place._replace(who=Unit("办公室")))
    for reading in read:
        if reading.submissions[0].parent == "教育局":
            reading.explanations.append(Explanation(own, BECAUSE, file=reading.submissions[0].source.file))
    outcome, _ = merge_read(Loaded(Intake(read), None, "某某市"))
    assert {answer.finding.parent for answer in outcome.explained if answer.finding.unit == "办公室"} == {"教育局"} and not outcome.ok


def test_what_stands_beside_the_cause_carries_over_to_the_merge_above_and_the_merge_of_the_year_after() -> None:
    """The body's own 汇总 is off by as much as its department's sheet: above, where only the body counts, nothing more has to be written."""
    found, _ = merge_read(_loaded(FIGURES, [0, 1, 2], []))
    (error,) = [finding for finding in causes(found.open) if finding.severity is Severity.ERROR]
    _, merged = merge_read(_loaded(FIGURES, [0, 1, 2], [Explanation(key_of(error), BECAUSE)]))
    below = read_workbook(_in_memory(merged), "某某局.xlsx")
    above, whole = merge_read(Loaded(Intake([below]), None, "某某市"))
    assert above.ok and whole.merge_state.completeness is Completeness.EXPLAINED and "处已说明" in above.state
    assert check_read(Intake([below])).ok
    beside = replace(_loaded(FIGURES, [0, 1, 2], []), previous=PreviousFiles("上期", Intake([below])))
    assert weigh_merge(beside, found.findings).errors == 1, "what stands in the workbook of the period before counts as well"
