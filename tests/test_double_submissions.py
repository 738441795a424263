"""The same unit, department or figure given twice is counted once at most; what a merge lacks stays known."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from support import people
from support.returned import GRANTED, NEW, ZEROS, Run, merge, new_applications, spoil


def test_two_different_submissions_of_one_unit_are_both_named_and_neither_counts(good: Path, run_cli: Run) -> None:
    second = spoil(good, lambda *_: None, "办公室（新）.xlsx", unit="办公室")
    spoil(good, lambda *_: None)
    status, document = merge(run_cli, good)
    assert status == 1
    (found,) = [finding for finding in document["findings"] if finding["rule"] == "submission.duplicate"]
    assert second in found["message"] and (good / "办公室.xlsx").as_posix() in found["message"]
    assert new_applications(good.parent / "汇总.xlsx") == 3
    assert "重复报送" in openpyxl.load_workbook(good.parent / "汇总.xlsx")["汇总"]["B3"].value


def test_the_same_submission_twice_counts_once(good: Path, run_cli: Run) -> None:
    (good / "副本.xlsx").write_bytes((good / "办公室.xlsx").read_bytes())
    status, document = merge(run_cli, good)
    assert (status, [finding["rule"] for finding in document["findings"]]) == (0, ["submission.identical"])
    assert new_applications(good.parent / "汇总.xlsx") == 1


def test_the_higher_revision_counts(good: Path, run_cli: Run) -> None:
    spoil(good, lambda sheet, _: setattr(sheet.field("修订号"), "value", 2), "更正.xlsx", unit="办公室")
    status, document = merge(run_cli, good)
    assert (status, [finding["rule"] for finding in document["findings"]]) == (0, ["submission.superseded"])
    assert new_applications(good.parent / "汇总.xlsx") == 3


MANY = ZEROS | {NEW: 4321, GRANTED: 4321}
"""Figures that are no coincidence where they stand twice."""


def test_a_merged_workbook_beside_its_own_parts_is_not_counted_twice(good: Path, templates: Callable[[int], Path], run_cli: Run) -> None:
    people.fill_in(templates(2023), good / "办公室.xlsx", "办公室", "2023", MANY)
    run_cli("merge", good, "-o", good / "区汇总.xlsx", "--unit", "某某区")
    status, document = merge(run_cli, good)
    (found,) = [finding for finding in document["findings"] if finding["rule"] == "merge.counted_twice"]
    assert status == 1 and "办公室" in found["message"] and "区汇总.xlsx" in found["message"]
    assert new_applications(good.parent / "汇总.xlsx") == 4321


def test_the_same_name_with_blanks_is_the_same_unit(good: Path, run_cli: Run) -> None:
    spoil(good, lambda sheet, _: setattr(sheet.field("修订号"), "value", 2), "更正.xlsx", unit="办 公　室")
    status, document = merge(run_cli, good)
    assert (status, [finding["rule"] for finding in document["findings"]]) == (0, ["submission.superseded"])


def test_districts_whose_departments_have_the_same_names_are_all_counted(good: Path, run_cli: Run, templates: Callable[[int], Path]) -> None:
    other = good.parent / "乙区报送"
    other.mkdir()
    people.fill_in(templates(2023), other / "办公室.xlsx", "办公室", "2023", ZEROS | {NEW: 5, GRANTED: 5})
    districts = []
    for folder, name in ((good, "甲区"), (other, "乙区")):
        districts.append(good.parent / f"{name}.xlsx")
        run_cli("merge", folder, "-o", districts[-1], "--unit", name)
    status, out, _ = run_cli("merge", *districts, "-o", good.parent / "市.xlsx", "--unit", "某某市", "--json")
    assert (status, [one["unit"] for one in json.loads(out)["submissions"]]) == (0, ["乙区", "甲区"])
    assert new_applications(good.parent / "市.xlsx") == 6


def test_bodies_of_two_names_are_two_and_equal_figures_of_theirs_are_asked_about(good: Path, templates: Callable[[int], Path], run_cli: Run) -> None:
    people.fill_in(templates(2023), good / "办公室.xlsx", "办公室", "2023", MANY)
    for name in ("某局", "某某局"):
        run_cli("merge", good, "-o", good.parent / f"{name}.xlsx", "--unit", name)
    status, out, _ = run_cli("merge", good.parent / "某局.xlsx", good.parent / "某某局.xlsx", "-o", good.parent / "市.xlsx", "--json")
    assert (status, [finding["rule"] for finding in json.loads(out)["findings"]]) == (0, ["likeness.two_names"])
    assert new_applications(good.parent / "市.xlsx") == 2 * 4321


def test_other_figures_of_the_same_name_beside_a_merged_workbook_are_asked_about_where_nobody_says_whose_they_are(good: Path, run_cli: Run) -> None:
    run_cli("merge", good, "-o", good.parent / "局.xlsx", "--unit", "某局")
    spoil(good, lambda sheet, _: setattr(sheet.field("修订号"), "value", 2), "更正.xlsx", unit="办公室")
    status, out, _ = run_cli("merge", good.parent / "局.xlsx", good / "更正.xlsx", "-o", good.parent / "市.xlsx", "--json")
    assert (status, [finding["rule"] for finding in json.loads(out)["findings"]]) == (0, ["merge.same_name"])
    assert new_applications(good.parent / "市.xlsx") == 1 + 3


def test_a_summary_changed_by_hand_is_found_when_it_is_merged_upward(good: Path, run_cli: Run) -> None:
    run_cli("merge", good, "-o", good.parent / "局.xlsx", "--unit", "某局")
    book = openpyxl.load_workbook(good.parent / "局.xlsx")
    people.Sheet(book["汇总"]).places["二", "第二十条第（五）项 行政许可", "本年处理决定数量"].value = 999
    for name in book.sheetnames:
        if name not in ("汇总", "明细"):
            del book[name]  # as in a workbook of more than sixty departments
    book.save(good.parent / "局.xlsx")
    for command in (("check", good.parent / "局.xlsx"), ("merge", good.parent / "局.xlsx", "-o", good.parent / "市.xlsx")):
        status, out, _ = run_cli(*command, "--json")
        assert (status, [finding["rule"] for finding in json.loads(out)["findings"]]) == (1, ["merge.parts_differ"])


@pytest.mark.parametrize("unit", ["办公室(本级)", "办公室（本级）", "办公室 （ 本级 ）"])
def test_the_width_of_brackets_makes_no_other_unit(unit: str, good: Path, run_cli: Run) -> None:
    spoil(good, lambda *_: None, "a.xlsx", unit="办公室（本级）")
    second = good / "b.xlsx"
    spoil(good, lambda sheet, _: setattr(sheet.field("修订号"), "value", 2), second.name, unit=unit)
    assert [one["unit"] for one in merge(run_cli, good)[1]["submissions"]] == ["办公室", "办公室（本级）"]


def test_what_a_merge_lacks_does_not_heal_by_merging_it_again(good: Path, run_cli: Run) -> None:
    (good / "坏.xlsx").write_bytes(b"")
    assert run_cli("merge", good, "-o", good.parent / "甲区.xlsx", "--unit", "甲区")[0] == 1
    assert run_cli("check", good.parent / "甲区.xlsx")[0] == 1
    status, out, _ = run_cli("merge", good.parent / "甲区.xlsx", "-o", good.parent / "市.xlsx", "--json")
    assert (status, [finding["rule"] for finding in json.loads(out)["findings"]]) == (1, ["merge.incomplete_part"])
    assert run_cli("report", good.parent / "市.xlsx", "-o", good.parent / "市.docx")[0] == 1


def test_an_unread_file_is_listed_on_the_checks_sheet(good: Path, run_cli: Run) -> None:
    (good / "坏.xlsx").write_bytes(b"")
    merge(run_cli, good)
    texts = [str(cell.value) for row in openpyxl.load_workbook(good.parent / "汇总.xlsx")["校验"].iter_rows() for cell in row]
    assert any("坏.xlsx" in text and "是空文件" in text for text in texts)
