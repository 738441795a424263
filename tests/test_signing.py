"""汇总 can be signed: what people say of it is kept when it is made again, and other figures are another revision."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import people, returned
from support.clicks import SHARES
from support.in_memory import MemoryWorkbook, press
from support.noted import set_text
from support.office import Office

from gkxl.forms import form_by_id
from gkxl.model.head import HeadField
from gkxl.model.submission import address
from gkxl.workbook.format.layout import layout_for
from gkxl.workbook.format.sheet_names import SUMMARY

RunCli = Callable[..., tuple[int, str, str]]
LAYOUT = layout_for("2021")
FIELDS = {
    HeadField.FILLED_BY: "张三",
    HeadField.REVIEWED_BY: "李四",
    HeadField.RESPONSIBLE: "王五",
    HeadField.PHONE: "010-65090000",
    HeadField.FILLED_ON: "2024-01-10",
}


def head(path: Path) -> dict[HeadField, object]:
    """Return what stands in the fields of 汇总 that can be signed, and its revision."""
    sheet = openpyxl.load_workbook(path)[SUMMARY]
    return {field: sheet.cell(*(at + 1 for at in LAYOUT.field(field))).value for field in (*FIELDS, HeadField.REVISION)}


def write(path: Path, texts: dict[HeadField, str]) -> None:
    """Write into the fields of 汇总, none of which is locked, and save."""
    sheet = openpyxl.load_workbook(path)[SUMMARY]
    for field, text in texts.items():
        row, col = LAYOUT.field(field)
        assert not sheet.cell(row + 1, col + 1).protection.locked
        set_text(path, SUMMARY, address(row, col), text)


def merge(run_cli: RunCli, folder: Path, *options: object, unit: str = "某区") -> tuple[int, Path]:
    output = folder.parent / "汇总.xlsx"
    status, _, _ = run_cli("merge", folder, "-o", output, "--unit", unit, *options)
    return status, output


def one_more(good: Path, unit_templates: Callable[[int], Path]) -> None:
    people.fill_in(unit_templates(2023), good / "财务科.xlsx", "财务科", "2023", returned.ZEROS | {returned.NEW: 2, returned.GRANTED: 2})


def test_options_sign_it_and_the_next_merge_keeps_them(run_cli: RunCli, good: Path) -> None:
    options = [part for field, text in FIELDS.items() for part in (f"--{field.value.replace('_', '-')}", text)]
    assert merge(run_cli, good, *options)[0] == 0
    status, output = merge(run_cli, good)
    assert status == 0
    assert head(output) == FIELDS | {HeadField.REVISION: "1"}


def test_what_is_written_into_its_cells_is_kept_without_force_and_is_no_change(run_cli: RunCli, good: Path) -> None:
    _, output = merge(run_cli, good)
    write(output, FIELDS | {HeadField.REVISION: "4"})
    status, _ = merge(run_cli, good)
    assert status == 0
    assert head(output) == FIELDS | {HeadField.REVISION: "4"}


def test_what_is_signed_outlives_the_saving_by_another_program(run_cli: RunCli, good: Path, office: Office) -> None:
    _, output = merge(run_cli, good)
    write(output, FIELDS)
    office.convert([output], "xlsx", good.parent / "lo")[0].replace(output)
    assert merge(run_cli, good)[0] == 0
    assert head(output)[HeadField.RESPONSIBLE] == "王五"


def test_the_button_keeps_it_too_and_raises_the_revision(gathered: MemoryWorkbook) -> None:
    def value(field: HeadField) -> object:
        row, col = LAYOUT.field(field)
        return gathered.sheets[SUMMARY][row][col]

    row, col = LAYOUT.field(HeadField.FILLED_BY)
    gathered.type_in(SUMMARY, row, col, "张三")
    press("merge", gathered)
    assert (value(HeadField.FILLED_BY), value(HeadField.REVISION)) == ("张三", "1")
    unit = next(iter(SHARES))
    row, col = LAYOUT.positions[form_by_id("2021").index["disclosure.licensing.decisions"]]
    gathered.type_in(unit, row, col, 123456)
    press("merge", gathered)
    assert (value(HeadField.FILLED_BY), value(HeadField.REVISION)) == ("张三", "2")


def test_a_changed_figure_is_somebody_s_work_whoever_signed_it(run_cli: RunCli, good: Path) -> None:
    _, output = merge(run_cli, good)
    write(output, FIELDS)
    row, col = LAYOUT.positions[form_by_id("2021").index["disclosure.licensing.decisions"]]
    set_text(output, SUMMARY, address(row, col), "77")
    before = output.read_bytes()
    assert merge(run_cli, good)[0] == 2
    assert output.read_bytes() == before


def test_other_figures_raise_the_revision_and_the_same_do_not(run_cli: RunCli, good: Path, unit_templates: Callable[[int], Path]) -> None:
    merge(run_cli, good, "--filled-by", "张三")
    one_more(good, unit_templates)
    _, output = merge(run_cli, good)
    assert head(output)[HeadField.REVISION] == "2"
    first = output.read_bytes()
    merge(run_cli, good)
    assert output.read_bytes() == first, "made again of the same, it is the same"
    merge(run_cli, good, "--revision", 7)
    assert head(output)[HeadField.REVISION] == "7"
    assert head(output)[HeadField.FILLED_BY] == "张三"


@pytest.mark.parametrize(("option", "value"), [("--revision", "0"), ("--revision", "第二次"), ("--revision", "1000"), ("--filled-on", "下周")])
def test_what_is_no_revision_or_day_is_said_in_chinese(run_cli: RunCli, good: Path, option: str, value: str) -> None:
    status, output = merge(run_cli, good, option, value)
    assert (status, output.exists()) == (2, False)
    _, _, said = run_cli("merge", good, "-o", output, option, value)
    assert value in said
    assert not [word for word in ("range", "valid", "is not") if word in said]


def test_another_body_or_period_at_the_same_place_is_signed_by_nobody(run_cli: RunCli, good: Path) -> None:
    merge(run_cli, good, "--filled-by", "张三", "--revision", 5)
    _, output = merge(run_cli, good, unit="另一区")
    assert head(output)[HeadField.FILLED_BY] in (None, "")
    assert head(output)[HeadField.REVISION] == "1"


def test_a_body_that_had_no_name_stays_signed_when_it_gets_one(run_cli: RunCli, good: Path) -> None:
    output = good.parent / "汇总.xlsx"
    run_cli("merge", good, "-o", output, "--filled-by", "张三")
    merge(run_cli, good)
    assert head(output)[HeadField.FILLED_BY] == "张三"


@pytest.mark.parametrize(("filled_on", "said"), [("2024-01-10", "按"), ("2024-03-10", "迟")])
def test_the_level_above_sees_whether_it_came_in_time(run_cli: RunCli, good: Path, tmp_path: Path, filled_on: str, said: str) -> None:
    _, output = merge(run_cli, good, "--filled-on", filled_on)
    roster = tmp_path / "名册.xlsx"
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = "单位名册"
    for line in (["单位名称", "截止日期"], ["某区", "2024-01-31"]):
        book.active.append(line)
    book.save(roster)
    _, out, _ = run_cli("status", output, "--roster", roster, "--period", "2023", "--today", "2024-04-01")
    assert f"某区 {said}" in out


@given(st.lists(st.sampled_from([0, 1, 2]), min_size=1, max_size=6))
def test_the_revision_is_one_more_for_every_time_the_figures_change(figures: list[int]) -> None:
    from dataclasses import replace

    from gkxl.eligibility.signing import Signature, SignedBefore, signed
    from gkxl.model.period import Period
    from gkxl.model.submission import Source, Submission

    form = form_by_id("2021")
    blank = Submission(form, "某区", Period(2023), 1, Source("", SUMMARY), [0] * len(form.items))
    before, changes = SignedBefore(), 0
    for number, figure in enumerate(figures):
        total = signed(replace(blank, stated=[figure] * len(form.items)), Signature(), before)
        changes += number > 0 and figure != figures[number - 1]
        assert total.revision == 1 + changes
        before = SignedBefore(total.head, total.revision, total)
