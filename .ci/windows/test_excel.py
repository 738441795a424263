"""Which Excel a click belongs to, by the windows themselves: xlwings' own code for Windows, before programs that have Excel's windows."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gkxl.errors import InputError
from gkxl.ribbon.excel import find_app, find_book
from gkxl.ribbon.trouble import explain

Start = Callable[..., str]
BUSY = {"rejected": -2147418111, "a cell is edited": -2146777998}


@pytest.fixture
def excel() -> Iterator[Start]:
    """Starts an Excel that says what it is given to say; returns the number of its window."""
    running: list[subprocess.Popen[str]] = []

    def start(**told: object) -> str:
        command = [sys.executable, str(Path(__file__).with_name("excel_windows.py")), json.dumps(told)]
        program = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        running.append(program)
        assert program.stdout is not None
        window = program.stdout.readline().strip()
        assert int(window) > 0, "there is no window"
        return window

    yield start
    for program in running:
        program.kill()
        program.wait()


def test_each_window_belongs_to_its_own_excel(excel: Start) -> None:
    windows = [excel(), excel()]
    assert [str(find_app(window).hwnd) for window in windows] == windows
    assert find_book(find_app(windows[0])).name == "统计.xlsx"


def test_a_window_that_is_none_of_excel_is_never_taken_for_another(excel: Start) -> None:
    excel()
    with pytest.raises(InputError, match="没有打开的工作簿"):
        find_app("1")


def test_wps_is_named_and_passed_over(excel: Start) -> None:
    first, other = excel(path=r"C:\Kingsoft\WPS Office\office6"), excel(name="WPS Spreadsheets")
    for window in (first, other):
        with pytest.raises(InputError, match="WPS"):
            find_app(window)
    window = excel()
    assert str(find_app().hwnd) == window


@pytest.mark.parametrize("code", BUSY.values(), ids=list(BUSY))
def test_a_busy_excel_is_said_to_be_busy_and_hinders_no_other(excel: Start, code: int) -> None:
    busy, free = excel(busy=code), excel()
    with pytest.raises(Exception) as refused:
        find_app(busy)
    assert explain(refused.value).startswith("Excel 正忙")
    assert str(find_app(free).hwnd) == free
