"""A button pressed in the add-in's own VBA, the command line it makes, and the program in a second process: the open workbook changes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from support import cells, people, published, second_process, windows_line
from support.clicks import UNITS
from support.soffice import properties

COMMITTED = Path(__file__).parents[1] / "workbook_templates" / "gkxl.xlam"
_VBA = "Rem Attribute VBA_ModuleType=VBAModule\nOption VBASupport 1\n"
_SYSTEM = """
Public Function GkxlProgram() As String
    GkxlProgram = "C:\\Program Files\\gkxl\\gkxlw.exe"
End Function
Public Function GkxlWindow() As String
    GkxlWindow = "1"
End Function
Public Function GkxlStart(ByVal commandLine As String) As Long
    ThisWorkbook.Sheets(1).Range("D1").Value = commandLine
    GkxlStart = ThisWorkbook.Sheets(1).Range("D2").Value
    If ThisWorkbook.Sheets(1).Range("D4").Value = 0 Then Exit Function
    ThisWorkbook.Sheets(1).Range("D4").Value = ThisWorkbook.Sheets(1).Range("D4").Value + 1
    Application.DisplayAlerts = False
    Application.EnableEvents = False
    Application.Calculation = -4135
    Application.StatusBar = "gkxl"
    GkxlRun "merge"
End Function
Public Function GkxlShown() As String
    GkxlShown = Application.DisplayAlerts & " " & Application.EnableEvents & " " & Application.Calculation
End Function
Public Sub GkxlSay(ByVal words As String)
    ThisWorkbook.Sheets(1).Range("D3").Value = words
End Sub
"""
"""In the place of the module that asks Windows; everything else is the add-in's own."""
_HARNESS = """
Type FakeControl
    ID As String
End Type
Sub Press(ByVal id As String)
    Dim button As FakeControl
    button.ID = id
    GkxlOnAction button
End Sub
"""


class Ribbon:
    """The add-in in LibreOffice, with a workbook in front."""

    def __init__(self, office: Any) -> None:
        self.office, self.pipe = office, ""

    def _load(self) -> None:
        """Open the add-in, if this LibreOffice has not: a document that was closed may have brought the last one down."""
        if self.pipe == self.office.pipe:
            return
        self.pipe = self.office.pipe
        how = {"MacroExecutionMode": 4, "FilterName": "Calc MS Excel 2007 VBA XML"}
        self.addin = self.office.open(COMMITTED, **how)
        library = self.addin.BasicLibraries.getByName("VBAProject")
        library.replaceByName("GkxlSystem", _VBA + _SYSTEM)
        library.insertByName("Harness", _VBA + _HARNESS)
        self.cells = self.addin.Sheets.getByIndex(0)

    def press(self, button: str, failure: int = 0) -> SimpleNamespace:
        """Press a button; return the command line that was to be started, and what a message box said."""
        self._load()
        for place in ("D1", "D3"):
            self.cells.getCellRangeByName(place).setString("")
        self.cells.getCellRangeByName("D2").setValue(failure)
        script = "vnd.sun.star.script:VBAProject.Harness.Press?language=Basic&location=document"
        self.addin.getScriptProvider().getScript(script).invoke((button,), (), ())
        return SimpleNamespace(**{name: self.cells.getCellRangeByName(place).String for name, place in (("line", "D1"), ("said", "D3"))})

    def press_on(self, path: Path, button: str) -> SimpleNamespace:
        """Press a button with a workbook in front of all others."""
        self._load()
        document = self.office.desktop.loadComponentFromURL(path.as_uri(), "_blank", 0, properties())
        try:
            return self.press(button)
        finally:
            self.office.close_document(document)

    def ask(self, function: str) -> str:
        """Return what a function of the add-in returns."""
        self._load()
        script = f"vnd.sun.star.script:VBAProject.{function}?language=Basic&location=document"
        return str(self.addin.getScriptProvider().getScript(script).invoke((), (), ())[0])


@pytest.fixture(scope="module")
def ribbon(excel: Any) -> Iterator[Ribbon]:
    made = Ribbon(excel.impl.engine.office)
    yield made
    if made.pipe:
        made.office.close_document(made.addin)


def _start(ribbon: Ribbon, line: str, folder: Path) -> tuple[int, list[str], str]:
    """Start what the button would start, with the folder of the workbook as the current one; return status, dialogs, stderr."""
    program, *arguments = windows_line.split(windows_line.expanded(line, {"TEMP": "C:\\Temp"}))
    assert program == r"C:\Program Files\gkxl\gkxlw.exe"
    command = [sys.executable, str(Path(second_process.__file__)), ribbon.office.pipe, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder, env=dict(os.environ), timeout=120, check=False)
    return done.returncode, json.loads(done.stdout.splitlines()[-1])["dialogs"], done.stderr


NAMES = [
    "统计.xlsx",
    "十%月 ^ !' & (1)=b %TEMP%.xlsx",
    *(pytest.param(name, marks=pytest.mark.exhaustive) for name in ("报表 100% & (1)=.xlsx", "%TEMP%.xlsx", "a=b c.xlsx", "十%月 ^ !'.xlsx")),
]
"""A plain one, one with all that a command line may stumble over, and each of these by itself."""


@pytest.mark.parametrize("name", NAMES)
def test_a_button_changes_the_workbook_in_front_whatever_its_name(name: str, ribbon: Ribbon, filled: Path, tmp_path: Path) -> None:
    path = tmp_path / name
    shutil.copy(filled, path)
    click = ribbon.press_on(path, "merge")
    assert "%" not in click.line and click.said == ""
    document = ribbon.office.open(path)  # without a window: LibreOffice may crash where one draws what another process writes
    try:
        status, dialogs, err = _start(ribbon, click.line, tmp_path)
        assert (status, err) == (0, "") and "已汇总3个单位；上年结转未核对；核对了的勾稽关系全部成立" in dialogs[0]
        document.storeToURL((tmp_path / "存.xlsx").as_uri(), properties(FilterName="Calc MS Excel 2007 XML"))
    finally:
        ribbon.office.close_document(document)
    by_label = people.Sheet(_loaded(tmp_path / "存.xlsx")["汇总"])
    for key, figure in published.load("suqian_2023").inputs().items():
        assert round(float(by_label.places[key].value), 4) == float(str(figure or 0)), key
    assert set(UNITS) < set(cells.read(tmp_path / "存.xlsx"))


def _loaded(path: Path) -> Any:
    import openpyxl

    return openpyxl.load_workbook(path, data_only=True)


def test_every_button_reaches_its_command(ribbon: Ribbon) -> None:
    from gkxl.addin.buttons import buttons

    for button in buttons():
        assert windows_line.split(ribbon.press(button).line)[1:3] == ["ribbon", button]


FAILURES = [
    (-2147024894, "没有找到 gkxl 程序", "gkxlw.exe"),
    (70, "Excel 没能启动 gkxl", "gkxl addin doctor"),
    (429, "Excel 没能启动 gkxl", "--active"),
]


@pytest.mark.parametrize(("failure", "said", "also"), FAILURES)
def test_where_nothing_can_be_started_the_add_in_says_so_in_chinese(failure: int, said: str, also: str, ribbon: Ribbon) -> None:
    click = ribbon.press("merge", failure)
    assert click.said.startswith(said) and also in click.said


def test_a_second_click_while_the_first_one_works_starts_nothing_and_a_killed_program_leaves_nothing_set(ribbon: Ribbon) -> None:
    """What is started here changes the settings of Excel, lets the button be pressed again, and ends without putting anything back."""
    before = ribbon.ask("GkxlSystem.GkxlShown")
    starts = ribbon.cells.getCellRangeByName("D4")
    for _ in range(2):  # the end of the first click lets the next one through
        starts.setValue(1)
        ribbon.press("check")
        assert starts.Value == 2, "started once"
    starts.setValue(0)
    assert ribbon.ask("GkxlSystem.GkxlShown") == before


def test_with_no_workbook_in_front_the_program_says_so(ribbon: Ribbon, tmp_path: Path) -> None:
    line = r'"C:\Program Files\gkxl\gkxlw.exe" ribbon merge --hwnd=1'
    status, dialogs, err = _start(ribbon, line + ' --wb="没有打开.xlsx"', tmp_path)
    assert status == 2 and dialogs == [] and "没有打开" in err


def test_a_hostile_workbook_and_its_folder_start_nothing_of_their_own(ribbon: Ribbon, filled: Path, tmp_path: Path) -> None:
    """Settings of other tools in a sheet or a file, a program of our name, a library of a name that we import: none is looked at."""
    import openpyxl

    proof = tmp_path / "hijacked"
    code = f"open({str(proof)!r}, 'a').write(__file__)\n"
    for module in ("openpyxl.py", "xlwings.py", "gkxl.py", "sitecustomize.py", "json.py", "统计.py"):
        (tmp_path / module).write_text(code, encoding="utf-8")
    for settings in ("xlwings.conf", "gkxl.conf"):
        (tmp_path / settings).write_text('"INTERPRETER_WIN","evil.exe"\n"PYTHONPATH","."\n', encoding="utf-8")
    for program in ("gkxlw.exe", "gkxlw", "gkxl", "python"):
        (tmp_path / program).write_text(f"#!/bin/sh\necho {program} >> {proof}\n", encoding="utf-8")
        (tmp_path / program).chmod(0o755)
    book = openpyxl.load_workbook(filled)
    for name in ("gkxl.conf", "xlwings.conf", "evil.py"):
        sheet = book.create_sheet(name)
        sheet.append(["INTERPRETER_WIN", str(tmp_path / "gkxlw.exe")])
        sheet.append(["import os; os.system('evil')"])
    book.save(tmp_path / "统计.xlsx")
    click = ribbon.press_on(tmp_path / "统计.xlsx", "merge")
    assert click.line == r'"C:\Program Files\gkxl\gkxlw.exe" ribbon merge --hwnd=1 --wb="统计.xlsx"'
    document = ribbon.office.open(tmp_path / "统计.xlsx")
    try:
        status, dialogs, err = _start(ribbon, click.line, tmp_path)
    finally:
        ribbon.office.close_document(document)
    assert (status, err) == (0, "") and "已汇总3个单位" in dialogs[0]
    assert not proof.exists(), proof.read_text(encoding="utf-8")
