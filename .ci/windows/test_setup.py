"""The setup on Windows itself, as Wine plays it: installed silently, used, brought up to date, taken out without a trace.

GKXL_OLDER and GKXL_SETUP are two setups, the first of a lower number; GKXL_DEMO is the demonstration as Linux makes it.
"""

from __future__ import annotations

import filecmp
import os
import shutil
import subprocess
import time
import winreg
from pathlib import Path

import pythoncom
from win32com.shell import shell

HOME = Path(os.environ["USERPROFILE"])
PLACE = Path(os.environ["LOCALAPPDATA"]) / "Programs" / "gkxl"
ROAMING = Path(os.environ["APPDATA"])
MENU = ROAMING / "Microsoft/Windows/Start Menu/Programs/政务公开统计"
ADDIN = ROAMING / "Microsoft/Excel/XLSTART/gkxl.xlam"
EXCEL = r"Software\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
SETTINGS = r"Software\VB and VBA Program Settings\gkxl\paths"
UNINSTALL = r"Software\Microsoft\Windows\CurrentVersion\Uninstall\gkxl"
OF_WINE = ("Temp", "AppData/Local/Temp")
"""What Windows and the tests themselves write meanwhile."""
SECONDS = 300
DEMO = Path(os.environ["GKXL_DEMO"])


def value(key: str, name: str = "") -> str:
    with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
        return str(winreg.QueryValueEx(opened, name)[0])


def files() -> set[str]:
    found = {path.relative_to(HOME).as_posix() for path in HOME.rglob("*")}
    return {name for name in found if not name.startswith(OF_WINE)}


def settings(key: str = "Software") -> set[str]:
    """Every key and value below, of this user."""
    found = {key}
    with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
        keys, values, _ = winreg.QueryInfoKey(opened)
        found |= {f"{key} {winreg.EnumValue(opened, number)}" for number in range(values)}
        below = [winreg.EnumKey(opened, number) for number in range(keys)]
    return found.union(*(settings(rf"{key}\{name}") for name in below))


def run(line: str | list[str], where: Path) -> str:
    environment = os.environ | {"GKXL_NO_PAUSE": "1"}
    done = subprocess.run(line, cwd=where, env=environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS)
    said = (done.stdout + done.stderr).decode("mbcs", errors="replace")
    assert done.returncode == 0, said
    return said


def same(left: Path, right: Path) -> None:
    names = sorted(path.relative_to(left) for path in left.rglob("*") if path.is_file())
    assert names == sorted(path.relative_to(right) for path in right.rglob("*") if path.is_file())
    assert filecmp.cmpfiles(left, right, names, shallow=False)[0] == names


def test_a_setup_is_installed_used_brought_up_to_date_and_taken_out_without_a_trace(tmp_path: Path) -> None:
    with winreg.CreateKey(winreg.HKEY_CURRENT_USER, EXCEL) as key:
        winreg.SetValueEx(key, "", 0, winreg.REG_SZ, r"C:\Program Files\Microsoft Office\root\Office16\EXCEL.EXE")
    for folder in (PLACE.parent, MENU.parent, ADDIN.parent):  # what any computer with Windows and Excel has
        folder.mkdir(parents=True, exist_ok=True)
    winreg.CreateKey(winreg.HKEY_CURRENT_USER, r"Software\Classes\Directory\shell").Close()
    winreg.CreateKey(winreg.HKEY_CURRENT_USER, r"Software\Microsoft\Windows\CurrentVersion\Uninstall").Close()
    files_before, settings_before = files(), settings()

    run([os.environ["GKXL_OLDER"], "/S"], tmp_path)
    assert value(UNINSTALL, "DisplayVersion") == "0.0.1"
    (PLACE / "_internal" / "of-an-older-version").write_text("")
    run([os.environ["GKXL_SETUP"], "/S"], tmp_path)
    assert value(UNINSTALL, "DisplayVersion") != "0.0.1"
    assert not (PLACE / "_internal" / "of-an-older-version").exists()
    assert ADDIN.read_bytes() == next(PLACE.rglob("workbook_templates/gkxl.xlam")).read_bytes()
    assert value(SETTINGS, "exe") == str(PLACE / "gkxlw.exe")
    assert {path.stem for path in MENU.iterdir()} == {"帮助", "示例", "检查安装"}

    link = pythoncom.CoCreateInstance(shell.CLSID_ShellLink, None, pythoncom.CLSCTX_INPROC_SERVER, shell.IID_IShellLink)
    link.QueryInterface(pythoncom.IID_IPersistFile).Load(str(MENU / "示例.lnk"))
    run(f'"{link.GetPath(0)[0]}" {link.GetArguments()}', tmp_path)
    same(DEMO, tmp_path / "gkxl-demo")

    sent = tmp_path / "报送 (1) & 一"  # no "%": the cmd of Wine drops it
    shutil.copytree(DEMO / "2-报送", sent)
    command = value(r"Software\Classes\Directory\shell\gkxl\command").replace("%1", str(sent))
    run(command, tmp_path)
    assert (tmp_path / f"{sent.name}-汇总.xlsx").is_file()

    run([str(PLACE / "uninstall.exe"), "/S"], tmp_path)
    end = time.monotonic() + SECONDS  # it goes on by itself, from a copy
    while (PLACE.exists() or MENU.exists()) and time.monotonic() < end:
        time.sleep(0.2)
    while settings() - settings_before and time.monotonic() < end:
        time.sleep(0.2)
    assert files() ^ files_before == set()
    assert settings() ^ settings_before == set()
