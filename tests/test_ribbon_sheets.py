"""New input sheets, and the sheets that departments have sent, in the workbook that is open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from support import cells, people, published
from support.clicks import SHARES, UNITS, everything, inputs, press, type_in, values
from support.office import Office
from support.returned import FEES, GRANTED, NEW
from support.stamp import Stamp

Run = Callable[..., tuple[int, str, str]]


def test_what_departments_sent_becomes_sheets_that_are_those_of_the_command_line(
    blank: Any, replies: Path, run_cli: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(replies.parent)
    message = press("import_folder", blank, Path("报送"))
    assert message == "导入科室报表：新建3张（办公室、法规科、财务科）。"
    assert [sheet.name for sheet in blank.sheets] == ["说明", "单位名册", "填报表", "办公室", "法规科", "财务科", "汇总", "校验", "报告表"]
    assert run_cli("merge", "报送", "-o", "命令行.xlsx", "--unit", "某某局")[0] == 0
    by_command = cells.read(Path("命令行.xlsx"))
    for unit in UNITS:
        shown = {at: round(value, 6) if isinstance(value, float) else value for at, value in values(blank, unit).items()}
        assert shown == {at: cell.value for at, cell in by_command[unit].items() if cell.value != ""}, unit
        assert blank.sheets[unit].api.ProtectContents
    assert "已汇总3个单位；上年结转未核对；核对了的勾稽关系全部成立" in press("merge", blank)
    summary = {at: cell.value for at, cell in by_command["报告表"].items() if cell.value != "" and at != "A1"}
    assert {at: value for at, value in values(blank, "报告表").items() if at != "A1"} == summary


def test_sheets_that_are_taken_in_keep_what_may_be_typed_and_recalculate(blank: Any, replies: Path, office: Office, stamp: Stamp) -> None:
    press("import_folder", blank, replies)
    saved = replies.parent / "存.xlsx"
    blank.save(str(saved))
    book = openpyxl.load_workbook(saved)
    sheet = book["法规科"]
    new, total = stamp.place(NEW), stamp.place((*NEW[:2], "总计"))
    assert any(new in str(rule.sqref) or _within(new, rule.sqref) for rule in sheet.data_validations.dataValidation if rule.type == "whole")
    assert str(sheet[total].value).startswith("=") and not sheet[new].protection.locked and sheet[total].protection.locked
    sheet[new] = sheet[new].value + 5
    book.save(saved)
    (after,) = office.recalculate([saved], replies.parent / "算")
    recalculated = openpyxl.load_workbook(after, data_only=True)["法规科"]
    assert recalculated[total].value == _all_applicants(SHARES["法规科"]) + 5
    assert any("不平" in str(cell.value) for row in recalculated.iter_rows() for cell in row)


def _all_applicants(figures: Mapping[published.Key, Any]) -> int:
    """Return 一、本年新收 · 总计."""
    return sum(value or 0 for (section, row, _), value in figures.items() if (section, row) == NEW[:2])


def _within(cell: str, areas: Any) -> bool:
    from openpyxl.utils.cell import coordinate_to_tuple

    row, col = coordinate_to_tuple(cell)
    return any(area.min_row <= row <= area.max_row and area.min_col <= col <= area.max_col for area in areas.ranges)


def test_a_correction_refreshes_its_sheet_and_no_other(opened: Any, stamp: Stamp, tmp_path: Path) -> None:
    """Totals stay formulas, a row that the office has inserted stays where it is, and figures go to their codes."""
    sheet = opened.sheets["法规科"]
    sheet.impl.sheet.unprotect("")
    sheet.impl.sheet.Rows.insertByIndex(20, 1)
    sheet.impl.sheet.protect("")
    others = [values(opened, unit) for unit in ("办公室", "财务科")]
    changes = {NEW: SHARES["法规科"][NEW] + 7, GRANTED: SHARES["法规科"][GRANTED] + 7, FEES: 1234.5678}
    figures = SHARES["法规科"] | changes
    (tmp_path / "更正.xlsx").write_bytes(stamp.filled(figures, unit="法规科", period="2023", revision=2, filled_on="2024-01-20"))
    own = {at: value for at, value in values(opened, "法规科").items() if not isinstance(value, float)}
    assert press("import_files", opened, tmp_path / "更正.xlsx") == "导入科室报表：更新1张（法规科）。"
    assert [values(opened, unit) for unit in ("办公室", "财务科")] == others
    assert sheet.api.ProtectContents
    opened.app.impl.calculate()
    opened.save(str(tmp_path / "存.xlsx"))
    texts = {at: value for at, value in values(opened, "法规科").items() if not isinstance(value, float)}
    changed = {value for at, value in texts.items() if own.get(at) != value}
    (source,) = changed - {"2", "2024-01-20"}
    assert str(source).startswith(f"来源：{tmp_path / '更正.xlsx'}，工作表“科室”。"), "the line under the title says where the figures come from"
    assert own.keys() <= texts.keys(), "no other text, code or label has changed"
    seen = people.Sheet(openpyxl.load_workbook(tmp_path / "存.xlsx", data_only=True)["法规科"])
    formulas = people.Sheet(openpyxl.load_workbook(tmp_path / "存.xlsx")["法规科"])
    for key, value in figures.items():
        assert (seen.places[key].value or 0) == (value or 0), key
    for key in formulas.places.keys() - figures.keys():
        assert str(formulas.places[key].value).startswith("="), key
    assert seen.places[(*NEW[:2], "总计")].value == _all_applicants(figures)
    assert str(seen.field("修订号").value) == "2" and str(seen.field("填报日期").value) == "2024-01-20" and str(seen.field("期间").value) == "2023"


def test_a_sheet_is_refreshed_in_two_trips_for_each_table(opened: Any, stamp: Stamp, tmp_path: Path) -> None:
    from support import excel_cells as engine

    (tmp_path / "更正.xlsx").write_bytes(stamp.filled(SHARES["法规科"], unit="法规科", period="2023", revision=2))
    engine.Range.trips = 0
    press("import_files", opened, tmp_path / "更正.xlsx")
    assert engine.Range.trips == len(opened.sheets) + 2 * (3 + 1), "each sheet once, then three tables and the head"


def test_a_figure_that_nobody_understands_is_taken_in_as_it_was_written(blank: Any, stamp: Stamp, tmp_path: Path) -> None:
    (tmp_path / "法规科.xlsx").write_bytes(stamp.filled(SHARES["法规科"] | {NEW: "若干"}, unit="法规科", period="2023"))
    press("import_files", blank, tmp_path / "法规科.xlsx")
    assert values(blank, "法规科")[stamp.place(NEW)] == "若干"
    (tmp_path / "更正.xlsx").write_bytes(stamp.filled(SHARES["法规科"] | {NEW: "1月2日"}, unit="法规科", period="2023", revision=2))
    press("import_files", blank, tmp_path / "更正.xlsx")
    assert values(blank, "法规科")[stamp.place(NEW)] == "1月2日"


def test_the_user_is_asked_for_files_and_may_cancel(blank: Any, replies: Path) -> None:
    before = everything(blank)
    assert press("import_files", blank) == ""
    assert everything(blank) == before
    blank.app.impl.dialogs[3].answer = [replies / "办公室.xlsx"]
    assert "新建1张（办公室）" in press("import_files", blank)
    blank.app.impl.dialogs[4].answer = [replies]
    assert press("import_folder", blank) == "导入科室报表：新建2张（法规科、财务科）；1份与现有的相同，没有改动（办公室）。"


def test_each_unit_on_the_roster_gets_a_blank_sheet_once(blank: Any, run_cli: Run, tmp_path: Path) -> None:
    before = values(blank, "填报表")
    for row, unit in enumerate(UNITS, start=5):
        type_in(blank, "单位名册", f"C{row}", unit)
    assert press("new", blank) == "已为3个单位新建2023年的填报表：办公室、法规科、财务科。"
    assert press("new", blank) == "名册上的单位都已经有填报表了，没有新建。"
    assert run_cli("template", "-o", tmp_path / "命令行.xlsx", "--period", "2023", *(f"--unit={unit}" for unit in UNITS))[0] == 0
    by_command = cells.read(tmp_path / "命令行.xlsx")
    for unit in UNITS:
        assert values(blank, unit) == {at: cell.value for at, cell in by_command[unit].items() if cell.value != ""}, unit
    assert values(blank, "填报表") == before


def test_figures_of_no_input_sheet_change_by_any_button(opened: Any, replies: Path) -> None:
    before = inputs(opened)
    for command in ("merge", "check", "check", "tables", "attendance", "word", "copy", "new", "about"):
        assert press(command, opened)
        assert inputs(opened) == before, command
    press("import_folder", opened, replies)
    assert inputs(opened) == before, "the same once more"


def test_figures_that_fill_a_new_sheet_are_numbers_that_its_totals_add(blank: Any, replies: Path, office: Office) -> None:
    for row, unit in enumerate(UNITS, start=5):
        type_in(blank, "单位名册", f"C{row}", unit)
    assert "新建2023年的填报表" in press("new", blank)
    assert "更新3张" in press("import_folder", blank, replies)
    blank.save(str(replies.parent / "存.xlsx"))
    (after,) = office.recalculate([replies.parent / "存.xlsx"], replies.parent / "算")
    book = openpyxl.load_workbook(after, data_only=True)
    for unit in UNITS:
        sheet = people.Sheet(book[unit])
        assert sheet.places[(*NEW[:2], "总计")].value == _all_applicants(SHARES[unit])
        assert all(isinstance(sheet.places[key].value, (int, float)) for key, value in SHARES[unit].items() if value is not None)
    assert press("check", blank) == "核对了的勾稽关系全部成立，没有发现问题；上年结转未核对。"


def test_a_figure_may_become_words_and_a_figure_again(blank: Any, stamp: Stamp, tmp_path: Path) -> None:
    for revision, value in enumerate([11, "1-2", "若干", 1163], start=1):
        path = tmp_path / f"{revision}.xlsx"
        path.write_bytes(stamp.filled(SHARES["法规科"] | {NEW: value}, unit="法规科", period="2023", revision=revision))
        press("import_files", blank, path)
        assert values(blank, "法规科")[stamp.place(NEW)] == value, "neither a date nor a text that looks like a number"


def test_the_remark_of_a_department_comes_with_its_figures(blank: Any, stamp: Stamp, tmp_path: Path) -> None:
    remarks = ["", "说明：=已核实", "", "1-2"]
    for revision, remark in enumerate(remarks, start=1):
        path = tmp_path / f"{revision}.xlsx"
        path.write_bytes(stamp.filled(SHARES["法规科"], unit="法规科", period="2023", revision=revision))
        book = openpyxl.load_workbook(path)
        people.Sheet(book["科室"]).field("情况说明").value = remark
        book["科室"][people.Sheet(book["科室"]).field("情况说明").coordinate].data_type = "s"
        book.save(path)
        press("import_files", blank, path)
        shown = [value for value in values(blank, "法规科").values() if value in remarks]
        assert shown == ([remark] if remark else []), revision
        assert "note:note" in values(blank, "法规科").values()


def test_a_corrected_cell_looks_right_again(blank: Any, stamp: Stamp, tmp_path: Path) -> None:
    looks = []
    for revision, value in enumerate(["若干", 5, "若干"], start=1):
        (tmp_path / f"{revision}.xlsx").write_bytes(stamp.filled(SHARES["法规科"] | {NEW: value}, unit="法规科", period="2023", revision=revision))
        press("import_files", blank, tmp_path / f"{revision}.xlsx")
        font = blank.sheets["法规科"][stamp.place(NEW)].font
        looks.append((font.bold, font.color))
    assert looks == [(True, (192, 0, 0)), (False, (0, 0, 0)), (True, (192, 0, 0))]


def test_a_workbook_that_nobody_has_filled_in_says_so(blank: Any) -> None:
    for command in ("word", "copy"):
        assert "本工作簿里还没有可以汇总的填报表" in press(command, blank)
