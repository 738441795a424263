"""What an installed gkxl does on Windows itself: its registry, clipboard, script host and message boxes.  Run under Wine by .ci/windows/run."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import winreg
from collections.abc import Iterator
from pathlib import Path

import pytest
import win32clipboard
import win32con
import win32gui

from gkxl.ribbon.clipboard import put

PROGRAMS = Path(sys.executable).parent / "Scripts"
ADDIN = Path(os.environ["APPDATA"]) / "Microsoft" / "Excel" / "XLSTART" / "gkxl.xlam"
EXCEL = r"Software\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
SETTINGS = r"Software\VB and VBA Program Settings\gkxl\paths"
SECONDS = 120


@pytest.fixture
def with_excel() -> Iterator[None]:
    """The key by which Windows knows where Excel is."""
    with winreg.CreateKey(winreg.HKEY_CURRENT_USER, EXCEL) as key:
        winreg.SetValueEx(key, "", 0, winreg.REG_SZ, r"C:\Program Files\Microsoft Office\root\Office16\EXCEL.EXE")
    yield
    winreg.DeleteKey(winreg.HKEY_CURRENT_USER, EXCEL)


def gkxl(*arguments: str) -> tuple[int, str]:
    done = subprocess.run([PROGRAMS / "gkxl.exe", *arguments], capture_output=True, stdin=subprocess.DEVNULL, timeout=SECONDS)
    return done.returncode, (done.stdout + done.stderr).decode("mbcs")


def registered() -> str | None:
    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, SETTINGS) as key:
            return str(winreg.QueryValueEx(key, "exe")[0])
    except FileNotFoundError:
        return None


def test_the_addin_is_put_in_looked_over_and_taken_out(with_excel: None) -> None:
    status, said = gkxl("addin", "install")
    assert status == 0, said
    assert ADDIN.is_file()
    assert registered() == str(PROGRAMS / "gkxlw.exe")
    status, said = gkxl("addin", "doctor")
    assert status == 0, said
    assert "有问题" not in said
    status, said = gkxl("addin", "uninstall")
    assert status == 0, said
    assert not ADDIN.exists()
    assert registered() is None


def test_without_excel_nothing_is_put_in() -> None:
    status, said = gkxl("addin", "install")
    assert (status, ADDIN.exists(), registered()) == (2, False, None), said


def test_the_clipboard_gives_back_what_a_word_processor_takes() -> None:
    assert put("<table><tr><td>新收</td></tr></table>", "新收")
    win32clipboard.OpenClipboard()
    try:
        text = win32clipboard.GetClipboardData(win32con.CF_UNICODETEXT)
        html = win32clipboard.GetClipboardData(win32clipboard.RegisterClipboardFormat("HTML Format"))
    finally:
        win32clipboard.CloseClipboard()
    offsets = dict(line.split(b":") for line in html.split(b"\r\n")[1:5])
    assert text == "新收"
    assert html[int(offsets[b"StartFragment"]) : int(offsets[b"EndFragment"])].decode("utf-8") == "<table><tr><td>新收</td></tr></table>"


@pytest.mark.parametrize("program", ["gkxlw.exe", "gkxl 100% (汇总).exe"], ids=["as it is", "under a name of signs and Chinese"])
def test_what_the_macro_starts_shows_a_sentence_in_a_box(program: str, tmp_path: Path) -> None:
    place = PROGRAMS / program
    copied = not place.exists()
    if copied:
        place.write_bytes((PROGRAMS / "gkxlw.exe").read_bytes())
    script = tmp_path / "macro.vbs"
    line = f'"{place}" ribbon check --hwnd=1 --wb="统计 100? & (1)=.xlsx"'.replace('"', '""')
    script.write_text(f'WScript.Echo CreateObject("WScript.Shell").Run("{line}", 0, True)', encoding="mbcs")
    started = subprocess.Popen(["cscript.exe", "//nologo", str(script)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
    try:
        box = wait_for_box(started)
        words = texts(box)
        win32gui.PostMessage(box, win32con.WM_CLOSE, 0, 0)
        assert started.communicate(timeout=SECONDS)[0].split() == [b"2"]
    finally:
        started.kill()
        if copied:
            place.unlink()
    assert any("Excel" in text and "没有完成" in text for text in words), words


def wait_for_box(started: subprocess.Popen[bytes]) -> int:
    end = time.monotonic() + SECONDS
    while started.poll() is None and time.monotonic() < end:
        box = win32gui.FindWindow(None, "gkxl 政务公开")
        if box:
            return int(box)
    raise AssertionError(f"no box was shown, the program ended with {started.returncode}")


def texts(window: int) -> list[str]:
    found: list[str] = []
    win32gui.EnumChildWindows(window, lambda child, _: found.append(win32gui.GetWindowText(child)), None)
    return found
