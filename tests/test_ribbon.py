"""The buttons on an open workbook: the same figures, findings and tables as the command line makes from the same file."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from support import cells, people
from support.clicks import inputs, press, type_in, values

Run = Callable[..., tuple[int, str, str]]
RESULTS = ("汇总", "报告表", "校验", "明细")


def test_the_results_are_those_of_the_command_line(opened: Any, run_cli: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    path = Path(opened.fullname)
    before = inputs(opened)
    assert "已汇总3个单位；各项勾稽关系全部成立" in press("merge", opened)
    monkeypatch.chdir(path.parent)
    assert run_cli("merge", path.name, "-o", "命令行.xlsx", "--roster", path.name)[0] == 0
    by_command = cells.read(path.parent / "命令行.xlsx")
    for sheet in (*RESULTS, "报送情况"):
        shown = {place: round(value, 6) if isinstance(value, float) else value for place, value in values(opened, sheet).items()}
        expected = {place: cell.value for place, cell in by_command[sheet].items() if cell.value != ""}
        assert shown == expected, sheet
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
    before = {name: sheet[name].color for name in (place, "A1", "C5")}
    message = press("check", opened)
    assert "错误" in message and "再点一次" in message
    balance = [cell for cell in sheet.notes if "一 + 二 = 三（七） + 四" in cell.text]
    assert balance and all("法规科" in note.text and "相差3" in note.text for note in balance)
    assert sheet[balance[0].location.address].color == (255, 199, 206)
    assert any("法规科" in str(value) and "相差3" in str(value) for value in values(opened, "校验").values())
    assert "已清除" in press("check", opened)
    assert len(list(sheet.notes)) == 0 and {name: sheet[name].color for name in before} == before
    assert sheet.api.ProtectContents


def test_what_staff_wrote_beside_a_finding_stays(opened: Any) -> None:
    press("merge", opened)
    checks = opened.sheets["校验"]
    row = next(int(place[1:]) for place, value in values(opened, "校验").items() if place[0] == "E" and "“科研机构”列：三（七）" in str(value))
    type_in(opened, "校验", f"L{row}", "已与法规科核实")
    press("merge", opened)
    assert checks[f"L{row}"].value == "已与法规科核实"


def test_a_roster_in_the_workbook_tells_who_is_missing(opened: Any) -> None:
    assert press("attendance", opened) == "应报3份，已报3份。"
    roster = opened.sheets["单位名册"]
    roster["C8"].value = "宣传科"
    message = press("attendance", opened)
    assert "应报4份，已报3份，缺报1份" in message
    assert any(str(value).startswith("【催报】宣传科") for value in values(opened, "报送情况").values())
    roster["C9"].value = "宣传科"
    before = values(opened, "报送情况")
    assert all(words in press("attendance", opened) for words in ("宣传科", "C8", "C9"))
    assert values(opened, "报送情况") == before


def test_each_sheet_is_read_in_one_trip_and_written_in_one(opened: Any) -> None:
    from support import excel as engine

    from gkxl.ribbon.open_workbook import read_open

    engine.Range.trips = 0
    read_open(opened)
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
