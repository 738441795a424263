"""Outputs appear whole or not at all, and never over a file that is not as gkxl left it."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from support.hostile import filled
from support.office import Office
from support.returned import Run, merge, spoil


def test_an_output_that_is_open_is_not_written(good: Path, run_cli: Run) -> None:
    merge(run_cli, good)
    target = good.parent / "汇总.xlsx"
    before = target.read_bytes()
    (good.parent / "~$汇总.xlsx").write_bytes(b"\x06admin")
    status, _, err = run_cli("merge", good, "-o", target)
    assert status == 2 and "正在 Excel" in err and target.read_bytes() == before


@pytest.mark.parametrize(("target", "words"), [("没有的文件夹/汇总.xlsx", "不存在"), ("报送", "是一个文件夹")])
def test_an_output_that_cannot_be_is_refused(target: str, words: str, good: Path, run_cli: Run) -> None:
    status, _, err = run_cli("merge", good, "-o", good.parent / target)
    assert status == 2 and words in err


def test_a_disk_that_refuses_leaves_nothing_behind(good: Path, run_cli: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("gkxl.safe_write.os.replace", refuse)
    status, _, err = run_cli("merge", good, "-o", good.parent / "汇总.xlsx")
    assert status == 2 and "写不进" in err and "请关闭后重试" in err
    assert sorted(path.name for path in good.parent.iterdir()) == ["报送"]


@pytest.mark.parametrize("option", ["--previous", "--roster"])
def test_no_workbook_that_is_read_is_written(option: str, good: Path, run_cli: Run) -> None:
    target = good.parent / "上期.xlsx"
    run_cli("merge", good, "-o", target)
    before = target.read_bytes()
    status, _, err = run_cli("merge", good, "-o", target, option, target)
    assert status == 2 and "既是输入又是输出" in err and target.read_bytes() == before


def test_a_department_file_is_never_the_output_not_even_by_force(good: Path, run_cli: Run) -> None:
    before = (good / "办公室.xlsx").read_bytes()
    status, _, err = run_cli("merge", good, "-o", good / "办公室.xlsx", "--force")
    assert status == 2 and "既是输入又是输出" in err and (good / "办公室.xlsx").read_bytes() == before


def test_a_file_of_somebody_else_is_only_overwritten_by_force(good: Path, run_cli: Run) -> None:
    target = good.parent / "汇总.xlsx"
    openpyxl.Workbook().save(target)
    before = target.read_bytes()
    status, _, err = run_cli("merge", good, "-o", target)
    assert status == 2 and "--force" in err and target.read_bytes() == before
    assert run_cli("merge", good, "-o", target, "--force")[0] == 0


@pytest.mark.parametrize("split", [True, False], ids=["one for each unit", "one for all"])
def test_a_filled_workbook_becomes_a_blank_one_by_force_only_and_that_is_said(split: bool, good: Path, run_cli: Run) -> None:
    target = good.parent / "下发" / "办公室-2023.xlsx"
    target.parent.mkdir()
    place = ("--split", "-o", target.parent) if split else ("-o", target)
    command = ("template", "--unit", "办公室", "--period", "2023", *place)
    target.write_bytes(filled())  # as gkxl writes it, and nobody has saved it since
    status, _, err = run_cli(*command)
    assert status == 2 and "办公室填好的数" in err and "--force" in err and target.read_bytes() == filled()
    status, _, err = run_cli(*command, "--force")
    assert status == 0 and f"“{target}”原有办公室填好的数" in err and target.read_bytes() != filled()
    status, _, err = run_cli(*command)
    assert status == 0 and "填好的数" not in err


@pytest.mark.parametrize("ending", ["docx", "html"])
def test_a_report_that_somebody_has_saved_since_is_not_overwritten(ending: str, good: Path, run_cli: Run, office: Office) -> None:
    merge(run_cli, good)
    target = good.parent / f"结果.{ending}"
    command = ("report", good.parent / "汇总.xlsx", "-o", target)
    assert run_cli(*command)[0] == 0
    assert run_cli(*command)[0] == 0, "as gkxl left it, it may be written again"
    if ending == "html":
        target.write_text(target.read_text(encoding="utf-8").replace("（文字描述）", "我写的正文"), encoding="utf-8")
    else:
        office.convert([target], ending, good.parent / "lo")[0].replace(target)
    _refused(run_cli, command, target)


def test_a_merged_workbook_that_was_only_saved_is_written_again_and_one_that_was_changed_is_not(good: Path, run_cli: Run, office: Office) -> None:
    target = good.parent / "汇总.xlsx"
    command = ("merge", good, "-o", target, "--unit", "某某局")
    assert run_cli(*command)[0] == 0
    written = target.read_bytes()
    book = openpyxl.load_workbook(target, data_only=True)
    book.save(target)
    assert target.read_bytes() != written
    assert run_cli(*command)[0] == 0 and target.read_bytes() == written
    office.convert([target], "xlsx", good.parent / "lo")[0].replace(target)
    assert run_cli(*command)[0] == 0 and target.read_bytes() == written
    book["汇总"]["J40"].value += 1
    book.save(target)
    _refused(run_cli, command, target)


def _refused(run_cli: Run, command: tuple[object, ...], target: Path) -> None:
    before = target.read_bytes()
    status, _, err = run_cli(*command)
    assert status == 2 and "被人改过" in err and target.read_bytes() == before


@pytest.mark.parametrize("name", ["汇总.docx", "汇总.xls", "汇总"])
def test_a_merge_is_written_as_xlsx_only(name: str, good: Path, run_cli: Run) -> None:
    status, _, err = run_cli("merge", good, "-o", good.parent / name)
    assert status == 2 and ".xlsx" in err and not (good.parent / name).exists()


def test_a_workbook_cannot_be_its_own_output(good: Path, run_cli: Run) -> None:
    merge(run_cli, good)
    status, _, err = run_cli("merge", good.parent / "汇总.xlsx", "-o", good.parent / "汇总.xlsx")
    assert status == 2 and "既是输入又是输出" in err


def test_mixed_periods_ask_for_a_choice(good: Path, run_cli: Run) -> None:
    spoil(good, lambda sheet, _: setattr(sheet.field("期间"), "value", "2024"))
    status, _, err = run_cli("merge", good, "-o", good.parent / "汇总.xlsx")
    assert status == 2 and "2023（1份）" in err and "--period" in err
    status, out, _ = run_cli("merge", good, "-o", good.parent / "汇总.xlsx", "--period", "2023", "--json")
    assert status == 0
    assert [finding["rule"] for finding in json.loads(out)["findings"]] == ["submission.only_outside_period"]
