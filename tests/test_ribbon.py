"""The buttons on an open workbook: the same figures, findings and tables as the command line makes from the same file."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from support import cells, people
from support.clicks import inputs, press, type_in, values

from gkxl.ribbon.session import Unprotected
from gkxl.rules.marks import Grade
from gkxl.workbook.format.checks_columns import NOTE, TEXT
from gkxl.workbook.format.codes import CELLS
from gkxl.workbook.format.mark_looks import LOOKS

Run = Callable[..., tuple[int, str, str]]
RESULTS = ("汇总", "报告表", "校验", "各单位主要指标", "明细")
NOTES = get_column_letter(NOTE + 1)
"""The column of 校验 that staff write into."""
TEXTS = get_column_letter(TEXT + 1)
"""The column that says what each line is about."""


def in_file(sheet: Mapping[str, Any]) -> dict[str, object]:
    """Return what a sheet of a file shows, by address, without the digest, which only a file has."""
    return {place: cell.value for place, cell in sheet.items() if cell.value != "" and not str(cell.value).startswith(CELLS)}


def test_the_results_are_those_of_the_command_line(opened: Any, run_cli: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    path = Path(opened.fullname)
    before = inputs(opened)
    assert "已汇总3个单位；上年结转未核对；核对了的勾稽关系全部成立" in press("merge", opened)
    monkeypatch.chdir(path.parent)
    assert run_cli("merge", path.name, "-o", "命令行.xlsx", "--roster", path.name)[0] == 0
    by_command = cells.read(path.parent / "命令行.xlsx")
    for sheet in (*RESULTS, "报送情况"):
        shown = {place: round(value, 6) if isinstance(value, float) else value for place, value in values(opened, sheet).items()}
        assert shown == in_file(by_command[sheet]), sheet
    assert inputs(opened) == before


def test_what_the_buttons_wrote_recalculates_and_reads_back_as_a_merged_workbook(opened: Any, run_cli: Run) -> None:
    press("merge", opened)
    path = Path(opened.fullname).with_name("存.xlsx")
    opened.save(str(path))
    assert run_cli("check", path)[0] == 0
    assert run_cli("report", path, "-o", path.with_suffix(".docx"))[0] == 0


def test_a_check_marks_the_wrong_cells_and_a_second_click_clears_them(opened: Any) -> None:
    sheet = opened.sheets["法规科"]
    place = people.Sheet(openpyxl.load_workbook(opened.fullname)["法规科"]).places["三", "（一）予以公开", "自然人"].coordinate
    type_in(opened, "法规科", place, sheet[place].value + 3)
    with Unprotected(sheet):
        dotted = sheet[place].api.Interior
        dotted.Pattern, dotted.PatternColor = 17, 255  # by somebody in the office

    def look(name: str) -> tuple[object, ...]:
        inside = sheet[name].api.Interior
        return sheet[name].color, inside.Pattern, inside.PatternColor

    before = {name: look(name) for name in (place, "A1", "C5")}
    message = press("check", opened)
    assert "错误" in message and "再点一次" in message
    balance = [cell for cell in sheet.notes if "一 + 二 = 三（七） + 四" in cell.text]
    assert balance and all("法规科" in note.text and "相差3" in note.text for note in balance)
    assert look(balance[0].location.address) == (LOOKS[Grade.LIKELY].rgb, LOOKS[Grade.LIKELY].pattern.in_excel, 0x0000C0)
    assert any("法规科" in str(value) and "相差3" in str(value) for value in values(opened, "校验").values())
    assert "已清除" in press("check", opened)
    assert len(list(sheet.notes)) == 0 and {name: look(name) for name in before} == before
    assert sheet.api.ProtectContents


def test_what_staff_wrote_beside_a_finding_stays(opened: Any) -> None:
    press("merge", opened)
    checks = opened.sheets["校验"]
    row = next(int(place[1:]) for place, value in values(opened, "校验").items() if place[0] == TEXTS and "“科研机构”列：三（七）" in str(value))
    type_in(opened, "校验", f"{NOTES}{row}", "已与法规科核实")
    press("merge", opened)
    assert checks[f"{NOTES}{row}"].value == "已与法规科核实"


def test_who_has_reported_is_what_the_status_of_the_same_file_says(
    opened: Any, run_cli: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened.sheets["单位名册"]["C8"].value = "宣传科"
    press("attendance", opened)
    (tmp_path / "报送").mkdir()
    monkeypatch.chdir(tmp_path)
    file = Path("报送") / Path(opened.fullname).name  # the workbook is the roster and what came in, so it is named as both
    opened.save(str(tmp_path / file))
    run_cli("status", file, "--roster", file, "--period", "2023", "-o", "命令行.xlsx")
    expected = {at: cell.value for at, cell in cells.read(tmp_path / "命令行.xlsx")["报送情况"].items() if cell.value != ""}
    assert {at: value for at, value in values(opened, "报送情况").items() if "统计" not in str(value)} == {
        at: value for at, value in expected.items() if "统计" not in str(value)
    }


def test_before_anybody_has_reported_everybody_is_reminded(excel: Any, tmp_path: Path) -> None:
    from gkxl.actions.templating import templates
    from gkxl.model.period import Period

    excel.impl.reset()
    templates(tmp_path / "台账.xlsx", period=Period(2023), units=["办公室", "法规科"])
    book = excel.books.open(str(tmp_path / "台账.xlsx"))
    assert press("attendance", book) == "应报2份，已报0份，缺报2份。"
    reminders = [str(value) for value in values(book, "报送情况").values() if str(value).startswith("【催报】")]
    assert [words[4:7] for words in reminders] == ["办公室", "法规科"]
    book.close()


def test_each_sheet_is_read_in_one_trip_and_written_in_one(opened: Any) -> None:
    from support import excel_cells as engine

    from gkxl.actions.open_workbook import read_open
    from gkxl.ribbon.excel_book import ExcelWorkbook

    engine.Range.trips = 0
    read_open(ExcelWorkbook(opened))
    assert engine.Range.trips == len(opened.sheets)
    engine.Range.trips = 0
    press("tables", opened)
    assert engine.Range.trips == len(opened.sheets) + 1


def test_without_excel_the_command_says_so(run_cli: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import subprocess
    import sys

    done = subprocess.run(
        [sys.executable, "-m", "gkxl", "ribbon", "check", "--active"], capture_output=True, text=True, cwd=tmp_path, env=dict(os.environ), check=False
    )
    assert done.returncode == 2 and "没有找到正在运行的 Excel" in done.stderr
    assert run_cli("ribbon", "check")[0] == 2
    status, _, err = run_cli("ribbon", "别的", "--active")
    assert status == 2 and "别的" in err and "check" in err


def test_a_unit_with_quotes_in_its_name_is_shown_and_linked(opened: Any, tmp_path: Path) -> None:
    unit = '"放管服"办公室'
    cell = people.Sheet(openpyxl.load_workbook(opened.fullname)["法规科"]).field("单位").coordinate
    type_in(opened, "法规科", cell, unit)
    press("merge", opened)
    assert unit in values(opened, "明细").values()


def test_an_explanation_lapses_when_the_numbers_change_and_is_listed_once_when_its_line_is_gone(opened: Any) -> None:
    seen = people.Sheet(openpyxl.load_workbook(opened.fullname)["法规科"])
    place = seen.places["三", "（一）予以公开", "自然人"].coordinate
    right = opened.sheets["法规科"][place].value
    type_in(opened, "法规科", place, right + 3)
    press("merge", opened)
    row = next(int(at[1:]) for at, value in values(opened, "校验").items() if "相差3" in str(value) and "法规科" in str(value))
    type_in(opened, "校验", f"{NOTES}{row}", "有1件由区住建局转来")
    type_in(opened, "法规科", place, right + 4)
    press("merge", opened)
    (note,) = (at for at, value in values(opened, "校验").items() if value == "有1件由区住建局转来")
    assert any("相差3" in str(value) for at, value in values(opened, "校验").items() if at[1:] == note[1:]), "beside what it was written on"
    assert any("说明失效" in str(value) for value in values(opened, "校验").values())
    type_in(opened, "法规科", place, right)
    for _ in range(2):
        assert "核对了的勾稽关系全部成立" in press("merge", opened)
        assert [value for value in values(opened, "校验").values() if value == "有1件由区住建局转来"] == ["有1件由区住建局转来"], "it stays, once"


def test_what_is_printed_grows_with_the_sheet(opened: Any, run_cli: Run, tmp_path: Path) -> None:
    press("merge", opened)
    assert run_cli("merge", opened.fullname, "-o", tmp_path / "命令行.xlsx", "--roster", opened.fullname)[0] == 0
    sheet = opened.sheets["校验"].impl.sheet
    (area,) = (sheet.getCellRangeByPosition(one.StartColumn, one.StartRow, one.EndColumn, one.EndRow) for one in sheet.PrintAreas)
    expected = openpyxl.load_workbook(tmp_path / "命令行.xlsx")["校验"].print_area
    assert str(area.AbsoluteName).replace("$", "").partition(".")[2] == expected.replace("$", "").partition("!")[2]


def test_formulas_are_worked_out_before_they_are_read(opened: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from support import excel as engine

    calculated: list[bool] = []
    monkeypatch.setattr(engine.App, "calculate", lambda app: calculated.append(True))
    press("tables", opened)
    assert calculated == []
    opened.app.calculation = "manual"
    press("tables", opened)
    opened.app.calculation = "automatic"
    assert calculated == [True]


def test_money_in_a_currency_format_and_errors_without_a_name_are_read_as_they_are() -> None:
    """Excel hands out currency cut to four decimals, and its newer errors as whole numbers."""
    from decimal import Decimal
    from types import SimpleNamespace

    from gkxl.ribbon.excel_book import ExcelWorkbook

    shown = [["a", Decimal("1.2346"), -2146826243, True, 3.0, "#DIV/0!"]]
    block = SimpleNamespace(
        options=lambda **_: SimpleNamespace(value=shown), api=SimpleNamespace(Value2=(("a", 1.23456789, -2146826243, True, 3.0, -2146826281),))
    )
    corner = SimpleNamespace(last_cell=SimpleNamespace(row=1, column=6))
    sheet = SimpleNamespace(name="表", used_range=corner, range=lambda *_: block)
    book = ExcelWorkbook(SimpleNamespace(sheets=[sheet]))
    assert book.rows("表") == [["a", 1.23456789, "", True, 3.0, ""]]
    assert book.error_cells("表") == {"C1", "F1"}


@pytest.mark.parametrize("wrong", [{}, {"三": 3}, {"三": "若干"}], ids=["right", "unbalanced", "not understood"])
def test_every_action_says_what_the_command_line_says_of_the_same_file(
    wrong: dict[str, object], excel: Any, filled: Path, run_cli: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Findings, sums, tables and Word file, from a file in which something is wrong."""
    book = openpyxl.load_workbook(filled)
    place = people.Sheet(book["法规科"]).places["三", "（一）予以公开", "自然人"]
    place.value = wrong.get("三", place.value)
    book.save(tmp_path / "统计.xlsx")
    excel.impl.reset()
    opened = excel.books.open(str(tmp_path / "统计.xlsx"))
    press("check", opened)
    press("tables", opened)
    press("word", opened)
    monkeypatch.chdir(tmp_path)
    run_cli("merge", "统计.xlsx", "-o", "命令行.xlsx", "--roster", "统计.xlsx")
    by_command = cells.read(tmp_path / "命令行.xlsx")
    for sheet in ("汇总", "校验", "报告表"):
        shown = {at: round(value, 6) if isinstance(value, float) else value for at, value in values(opened, sheet).items()}
        assert shown == in_file(by_command[sheet]), sheet
    run_cli("report", "命令行.xlsx", "-o", "命令行.docx")
    assert Path("统计-报告表.docx").read_bytes() == Path("命令行.docx").read_bytes()
    opened.close()
