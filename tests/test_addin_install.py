"""The add-in put into Excel, looked over and taken out: on a computer with Windows that is made of a folder and a dict."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from support.windows import ADDIN, Hive, Winreg, package

from gkxl.addin.check import Check, State
from gkxl.addin.doctor import examine
from gkxl.addin.installing import install, uninstall
from gkxl.addin.office import find_excel
from gkxl.addin.places import SETTINGS, Machine, is_ours, this_machine
from gkxl.addin.registry import WindowsRegistry
from gkxl.errors import GkxlError, InputError

PROGRAMS = r"HKCU\Software\VB and VBA Program Settings"
"""Every program of VBA has its settings there."""
APP_PATH = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
EXCEL = r"C:\Program Files\Microsoft Office\root\Office16\EXCEL.EXE"
USER = r"HKCU\Software\Microsoft\Office\16.0"
POLICY = r"HKCU\Software\Policies\Microsoft\Office\16.0"
COMPUTER_POLICY = r"HKLM\SOFTWARE\Policies\Microsoft\Office\16.0"
ASR = r"Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules"
RULE = "D4F940AB-401B-4EFC-AADC-AD5F3C50688A"
TRUST_OFF = (rf"{USER}\Excel\Security\Trusted Locations", "AllLocationsDisabled", 1)
WPS = (r"HKCU\Software\Kingsoft\Office\6.0\Common", "InstallRoot", "C:\\WPS")


@pytest.fixture
def hive() -> Hive:
    """The registry of a computer with Excel 2016."""
    made = Hive()
    made.put(APP_PATH, "", EXCEL)
    return made


@pytest.fixture
def machine(tmp_path: Path, hive: Hive) -> Machine:
    """A computer with Windows, Excel and the program of gkxl."""
    scripts = tmp_path / "Scripts"
    scripts.mkdir()
    (scripts / "gkxlw.exe").write_bytes(b"MZ")
    return Machine(True, hive, tmp_path / "Roaming", (tmp_path / "nowhere", scripts))


def states(checks: list[Check]) -> dict[str, State]:
    return {check.name: check.state for check in checks}


def only(checks: list[Check]) -> Check:
    """The one check that is not good."""
    (found,) = [check for check in checks if check.state is not State.GOOD]
    return found


def test_after_installing_everything_is_good(machine: Machine, hive: Hive) -> None:
    said = "\n".join(install(machine, ADDIN))
    assert machine.addin.read_bytes() == ADDIN
    assert hive.values(SETTINGS) == {"exe": str(machine.program)}
    assert all(word in said for word in (str(machine.addin), str(machine.program), SETTINGS, "重新打开 Excel 后，菜单里出现“政务公开”"))
    assert set(states(examine(machine, ADDIN)).values()) == {State.GOOD}


def test_installing_twice_changes_nothing(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    install(machine, ADDIN)
    monkeypatch.setattr(os, "replace", lambda *_: pytest.fail("written again"))
    assert install(machine, ADDIN) == ["已是最新，没有改动。"]


def test_a_new_version_replaces_the_old_one(machine: Machine) -> None:
    install(machine, package(text="0"))
    assert only(examine(machine, ADDIN)).name == "加载项"
    install(machine, ADDIN)
    assert machine.addin.read_bytes() == ADDIN
    assert [path.name for path in machine.addin.parent.iterdir()] == ["gkxl.xlam"]


def test_a_moved_program_is_registered_again(machine: Machine, hive: Hive) -> None:
    install(machine, ADDIN)
    hive.put(SETTINGS, "exe", r"D:\old\gkxlw.exe")
    assert only(examine(machine, ADDIN)).name == "程序"
    file_line, program_line, _ = install(machine, ADDIN)
    assert "没有改动" in file_line and str(machine.program) in program_line
    assert set(states(examine(machine, ADDIN)).values()) == {State.GOOD}


def test_a_file_marked_as_from_the_internet_is_written_again(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    install(machine, ADDIN)
    Path(f"{machine.addin}:Zone.Identifier").write_text("[ZoneTransfer]\nZoneId=3\n")  # on Windows this is the mark; elsewhere a file
    assert (found := only(examine(machine, ADDIN))).name == "来源标记" and found.state is State.CAUTION
    written: list[Path] = []
    monkeypatch.setattr("gkxl.addin.installing.replace_whole", lambda path, _: written.append(path))
    install(machine, ADDIN)
    assert written == [machine.addin]


@pytest.mark.parametrize("setting", [None, SETTINGS, PROGRAMS + r"\other\paths"], ids=["alone", "beside another setting", "beside another program"])
def test_uninstalling_removes_exactly_what_installing_made(setting: str | None, machine: Machine, hive: Hive) -> None:
    other = machine.addin.with_name("PERSONAL.XLSB")
    hive.put(r"HKCU\Software", "", "")
    if setting:
        other.parent.mkdir(parents=True)
        other.write_bytes(b"own")
        hive.put(setting, "other", "own")
    before = {key: dict(values) for key, values in hive.keys.items()}
    install(machine, ADDIN)
    said = "\n".join(uninstall(machine))
    assert str(machine.addin) in said and SETTINGS in said
    assert list(machine.addin.parent.iterdir()) == ([other] if setting else [])
    assert hive.keys == before
    assert "没有安装" in uninstall(machine)[-1]


def test_what_excel_left_behind_can_be_uninstalled(machine: Machine, hive: Hive) -> None:
    install(machine, ADDIN)
    hive.keys[APP_PATH.lower()].clear()
    uninstall(machine)
    assert not machine.addin.exists()
    with pytest.raises(InputError, match="没有安装 Excel"):
        uninstall(machine)


def test_a_foreign_file_of_the_same_name_is_left_alone(machine: Machine, hive: Hive) -> None:
    foreign = package("<dc:creator>somebody</dc:creator>")
    machine.addin.parent.mkdir(parents=True)
    machine.addin.write_bytes(foreign)
    with pytest.raises(InputError, match="不是 gkxl 的加载项"):
        install(machine, ADDIN)
    assert hive.values(SETTINGS) is None
    assert states(examine(machine, ADDIN))["加载项"] is State.BAD
    hive.put(SETTINGS, "exe", "x")
    said = "\n".join(uninstall(machine))
    assert "没有删除" in said and "已删除注册表" in said
    assert machine.addin.read_bytes() == foreign and hive.values(SETTINGS) is None


def test_where_excel_has_the_file_open_nothing_changes(machine: Machine, hive: Hive, monkeypatch: pytest.MonkeyPatch) -> None:
    old = package(text="0")
    install(machine, old)
    hive.put(SETTINGS, "exe", "old")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "另一个程序正在使用此文件")

    monkeypatch.setattr(os, "replace", refuse)
    monkeypatch.setattr(Path, "unlink", refuse)
    for act in (lambda: install(machine, ADDIN), lambda: uninstall(machine)):
        with pytest.raises(GkxlError, match="请先关闭 Excel 再运行一次") as error:
            act()
        assert error.value.exit_status == 2
    assert machine.addin.read_bytes() == old and hive.values(SETTINGS) == {"exe": "old"}
    assert [path.name for path in machine.addin.parent.iterdir()] == ["gkxl.xlam"]


@pytest.mark.parametrize("old", [None, package(text="0")], ids=["first time", "update"])
def test_where_the_registry_refuses_the_file_is_as_before(old: bytes | None, machine: Machine, hive: Hive) -> None:
    if old is not None:
        install(machine, old)
        hive.put(SETTINGS, "exe", "old")
    before = {key: dict(values) for key, values in hive.keys.items()}
    hive.read_only = True
    with pytest.raises(GkxlError, match="改不了注册表"):
        install(machine, ADDIN)
    if old is not None:
        with pytest.raises(GkxlError, match="改不了注册表"):
            uninstall(machine)
    assert (machine.addin.read_bytes() if machine.addin.exists() else None) == old
    assert hive.keys == before


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"windows": False}, "不是 Windows"),
        ({"program_folders": ()}, "没有找到“gkxlw.exe”"),
        ({"store_python": True}, "微软应用商店"),
        ({"registry": Hive()}, "没有安装 Excel"),
        ({"registry": Hive({WPS[0].lower().rpartition("\\")[0].rpartition("\\")[0]: {}})}, "只有 WPS"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_installing_says_what_is_missing(change: dict[str, object], words: str, machine: Machine) -> None:
    with pytest.raises(InputError, match=words):
        install(replace(machine, **change), ADDIN)
    assert not machine.addin.exists()


def test_an_incomplete_gkxl_is_named(machine: Machine) -> None:
    with pytest.raises(InputError, match="重新安装 gkxl"):
        install(machine, None)
    install(machine, ADDIN)
    assert only(examine(machine, None)).state is State.UNKNOWN


@pytest.mark.parametrize(
    ("data", "ours"),
    [
        (ADDIN, True),
        (package('<dc:creator xml:lang="zh"> gkxl </dc:creator>'), True),
        (package("<dc:creator>gkxl2</dc:creator>"), False),
        (package('<!DOCTYPE a [<!ENTITY e "gkxl">]><dc:creator>&e;</dc:creator>'), False),
        (package("<dc:title>gkxl</dc:title>"), False),
        (package(" " * 1_000_000 + "<dc:creator>gkxl</dc:creator>"), False),
        (package(name="docProps/app.xml"), False),
        (ADDIN[:-30], False),
        (ADDIN.replace(b"<cp:core", b"<cp:CORE", 1), False),
        (b"PK\x03\x04" + bytes(range(256)), False),
        (b"", False),
    ],
    ids=["ours", "spaced", "other", "entity", "no author", "huge", "no core", "cut", "damaged", "garbage", "empty"],
)
def test_ours_is_what_gkxl_is_the_author_of(data: bytes, ours: bool) -> None:
    assert is_ours(data) is ours


@pytest.mark.parametrize(
    ("facts", "check", "state", "words"),
    [
        ([(rf"{POLICY}\Common", "vbaoff", 1)], "VBA", State.BAD, "统一下发"),
        ([(rf"{COMPUTER_POLICY}\common", "VBAOff", 1)], "VBA", State.BAD, "--active"),
        ([(rf"{USER}\Excel\Security", "DisableAllAddins", 1)], "加载项开关", State.BAD, "信任中心"),
        ([(rf"{POLICY}\excel\security", "disablealladdins", 1)], "加载项开关", State.BAD, "信息人员"),
        ([(rf"{POLICY}\Excel\Security", "DisableAllAddins", 0), (rf"{USER}\Excel\Security", "DisableAllAddins", 1)], "加载项开关", State.GOOD, ""),
        ([(rf"{USER}\Excel\Security", "RequireAddinSig", 1)], "加载项签名", State.BAD, "信任中心"),
        ([(rf"{POLICY}\Common\Security", "RequireAlwaysOnMacroSig", 1)], "随启动运行的宏", State.BAD, "信息人员"),
        ([(rf"{POLICY}\Excel\Security", "VBAWarnings", 4)], "宏", State.GOOD, ""),
        ([TRUST_OFF], "宏", State.CAUTION, "启用宏"),
        ([TRUST_OFF, (rf"{USER}\Excel\Security", "VBAWarnings", 1)], "宏", State.GOOD, ""),
        ([TRUST_OFF, (rf"{USER}\Excel\Security", "VBAWarnings", 3)], "宏", State.BAD, "受信任位置"),
        ([TRUST_OFF, (rf"{COMPUTER_POLICY}\Excel\Security", "VBAWarnings", 4)], "宏", State.BAD, "统一下发"),
        ([(rf"{POLICY}\Common\Security\Trusted Locations", "Allow User Locations", 0)], "宏", State.CAUTION, "启用宏"),
        (
            [(rf"{USER}\Excel\Resiliency\DisabledItems", "2A5F", b"\1\0\0\0\x40\0\0\0\2\0\0\0" + r"c:\XLSTART\GKXL.xlam".encode("utf-16-le"))],
            "禁用项目",
            State.BAD,
            "启用",
        ),
        ([(rf"{USER}\Excel\Resiliency\DisabledItems", "2A5F", "other.xlam".encode("utf-16-le"))], "禁用项目", State.GOOD, ""),
        ([(rf"HKLM\SOFTWARE\Policies\{ASR}", RULE, "1")], "启动程序", State.BAD, "--active"),
        ([(rf"HKLM\SOFTWARE\{ASR}", RULE.lower(), 1)], "启动程序", State.BAD, "--active"),
        ([(rf"HKLM\SOFTWARE\{ASR}", RULE, "6")], "启动程序", State.CAUTION, "--active"),
        ([(rf"HKLM\SOFTWARE\{ASR}", RULE, "2")], "启动程序", State.GOOD, ""),
        ([(rf"HKLM\SOFTWARE\Policies\{ASR}", RULE, "0"), (rf"HKLM\SOFTWARE\{ASR}", RULE, "1")], "启动程序", State.GOOD, ""),
        (
            [(r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender\Policy Manager", "ASRRules", f"{RULE[::-1]}=2|{RULE}=1")],
            "启动程序",
            State.BAD,
            "--active",
        ),
        ([WPS], "WPS", State.CAUTION, "打开方式"),
        ([(SETTINGS, "exe", "")], "程序", State.BAD, "gkxl addin install"),
        ([(SETTINGS, "exe", __file__)], "程序", State.CAUTION, "gkxl addin install"),
        ([(APP_PATH, "", r"C:\Program Files\Microsoft Office\Office12\EXCEL.EXE")], "Excel", State.BAD, "2010"),
        ([(APP_PATH, "", r"D:\office\excel.exe")], "Excel", State.UNKNOWN, "2010"),
    ],
)
def test_the_doctor_sees_each_thing_and_says_what_to_do(
    facts: list[tuple[str, str, object]], check: str, state: State, words: str, machine: Machine, hive: Hive
) -> None:
    install(machine, ADDIN)
    for key, name, value in facts:
        hive.put(key, name, value)
    checks = examine(machine, ADDIN)
    found = next(one for one in checks if one.name == check)
    assert found.state is state and words in found.advice and bool(found.advice) is (state is not State.GOOD)
    assert all(one.state is State.GOOD for one in checks if one.name != check)


@pytest.mark.parametrize(("release", "state"), [((6, 1), State.BAD), ((6, 3), State.BAD), ((10, 0), State.GOOD)], ids=["7", "8.1", "10 or 11"])
def test_the_doctor_says_which_windows_gkxl_wants(release: tuple[int, int], state: State, machine: Machine) -> None:
    first = examine(replace(machine, release=release), ADDIN)[0]
    assert (first.name, first.state) == ("系统", state) and "Windows 10 或 11" in first.seen
    assert bool(first.advice) == (state is State.BAD)


def test_what_windows_refuses_to_show_is_said_and_the_rest_goes_on(machine: Machine, hive: Hive) -> None:
    install(machine, ADDIN)
    hive.refused = "Exploit Guard"
    assert (found := only(examine(machine, ADDIN))).name == "启动程序" and found.state is State.UNKNOWN
    hive.refused = "App Paths"
    assert states(examine(machine, ADDIN)) == {"系统": State.GOOD, "Excel": State.UNKNOWN}


@pytest.mark.parametrize(("facts", "words"), [([], "没有安装 Excel"), ([WPS], "只有 WPS")], ids=["nothing", "WPS"])
def test_without_excel_the_doctor_stops_there(facts: list[tuple[str, str, object]], words: str, machine: Machine) -> None:
    bare = Hive()
    for key, name, value in facts:
        bare.put(key, name, value)
    checks = examine(replace(machine, registry=bare), ADDIN)
    assert [check.state for check in checks] == [State.GOOD, State.BAD] and words in checks[-1].seen


@pytest.mark.parametrize(
    ("facts", "version"),
    [
        ([(APP_PATH, "", f'"{EXCEL}"')], "16.0"),
        ([(r"HKLM\SOFTWARE\WOW6432Node\Microsoft\Office\14.0\Excel\InstallRoot", "Path", "C:\\Office14\\")], "14.0"),
        ([(r"HKCR\Excel.Application\CurVer", "", "Excel.Application.15")], "15.0"),
        ([(r"HKCR\Excel.Application\CurVer", "", "Excel.Application.12"), WPS], None),
        ([(APP_PATH, "", r"C:\WPS\office6\et.exe"), WPS], None),
        ([(APP_PATH, "", EXCEL), (r"HKCR\Excel.Application\CurVer", "", "Excel.Application.12"), WPS], "16.0"),
    ],
    ids=["path", "32 bit", "registered", "WPS says it is Excel", "WPS in the place of Excel", "both"],
)
def test_excel_is_found_and_wps_is_not_taken_for_it(facts: list[tuple[str, str, object]], version: str | None) -> None:
    hive = Hive()
    for key, name, value in facts:
        hive.put(key, name, value)
    excel = find_excel(hive)
    assert (excel.version if excel else None) == version


def test_a_frozen_program_is_beside_the_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "gkxl.exe"))
    assert this_machine().program is None
    (tmp_path / "gkxlw.exe").touch()
    assert this_machine().program == tmp_path / "gkxlw.exe"


@pytest.mark.parametrize(("name", "status"), [("install", 2), ("uninstall", 2), ("doctor", 1)])
def test_elsewhere_than_on_windows_each_command_says_so(
    name: str, status: int, run_cli: Callable[..., tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    done, out, err = run_cli("addin", name)
    assert done == status and "这台电脑不是 Windows" in out + err


def test_the_doctor_prints_every_check_and_its_advice(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, run_cli: Callable[..., tuple[int, str, str]]
) -> None:
    monkeypatch.setattr("gkxl.addin.places.this_machine", lambda: machine)
    monkeypatch.setattr("gkxl.addin.places.bundled", lambda: ADDIN)
    status, out, _ = run_cli("addin", "doctor")
    assert status == 1 and "[有问题] 加载项" in out and "→ 请关闭 Excel，运行 gkxl addin install" in out
    assert run_cli("addin", "install")[0] == 0
    status, out, err = run_cli("addin", "doctor")
    assert status == 0 and "有问题" not in out and "没有发现问题" in err
    assert run_cli("addin", "uninstall")[0] == 0


def test_without_a_command_the_help_is_shown(run_cli: Callable[..., tuple[int, str, str]]) -> None:
    status, out, _ = run_cli("addin")
    assert status == 0 and all(name in out for name in ("install", "uninstall", "doctor"))


def test_the_registry_of_windows_is_written_read_and_left_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows with its own registry, elsewhere with a stand-in for the module that reads it."""
    if sys.platform != "win32":
        monkeypatch.setitem(sys.modules, "winreg", Winreg())
    registry, key = WindowsRegistry(), rf"HKCU\Software\gkxl-test-{os.getpid()}\paths"
    parent = key.rpartition("\\")[0]
    try:
        assert registry.values(key) is None
        registry.write(key, "Exe", "程序.exe")
        registry.delete_empty(key)
        registry.delete_empty(parent)
        assert registry.values(key) == {"exe": "程序.exe"}
    finally:
        for _ in range(2):
            registry.delete_value(key, "exe")
        registry.delete_empty(key)
        registry.delete_empty(parent)
    assert registry.values(parent) is None
