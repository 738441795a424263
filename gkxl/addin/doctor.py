"""Look over everything that keeps the tab from appearing or its buttons from working, and say what to do about each."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from gkxl.addin.check import INSTALL, Check, Patient, State
from gkxl.addin.installing import STORE_PYTHON
from gkxl.addin.office import find_excel, has_wps, obstacle
from gkxl.addin.places import ADDIN, PROGRAM, SETTING, SETTINGS, Machine, content, is_marked, is_ours
from gkxl.addin.policies import child_processes, disabled_items, macros, switches
from gkxl.addin.registry import text

_OLDEST = 14
"""Excel 2010: the first that reads the tab from the add-in as we write it."""
_OLDEST_WINDOWS = (10, 0)
"""Windows 10: the first that the Python of gkxl, and what its readers are written in, run on."""
_NEWEST_KEYS = "16.0"
"""Where settings are looked for when the version of Excel cannot be told: everything since 2016."""


def examine(machine: Machine, addin: bytes | None) -> list[Check]:
    """Return all checks in the order in which they should be put right; `addin` is the file that comes with gkxl, None where it is missing.

    On a computer that can have no add-in the first check that fails is the last.  Raises nothing: what Windows refuses to show is 查不到.
    """
    if not machine.windows:
        return [Check("系统", State.BAD, obstacle(machine))]
    checks = [_windows(machine.release)]
    try:
        excel, trouble = find_excel(machine.registry), obstacle(machine)
    except OSError as error:
        return [*checks, _refused("Excel", error)]
    if excel is None:
        return [*checks, Check("Excel", State.BAD, trouble)]
    checks.append(_version(excel.version, excel.place))
    patient = Patient(machine, excel.version or _NEWEST_KEYS, addin)
    for name, look in _LOOKS.items():
        try:
            checks += look(patient)
        except OSError as error:
            checks.append(_refused(name, error))
    return checks


def _windows(release: tuple[int, int]) -> Check:
    if release < _OLDEST_WINDOWS:
        advice = "请换用装有 Windows 10 或 11 的电脑；工作簿可以拷过去处理"
        return Check("系统", State.BAD, f"这台电脑的 Windows 太旧（{release[0]}.{release[1]}），gkxl 要 Windows 10 或 11", advice)
    return Check("系统", State.GOOD, "Windows 10 或 11")


def _refused(name: str, error: OSError) -> Check:
    return Check(
        name, State.UNKNOWN, f"Windows 不让查看（{error.strerror or error}）", "如按钮不起作用，请信息人员用管理员身份再运行一次 gkxl addin doctor"
    )


def _version(version: str, place: str) -> Check:
    if not version:
        return Check("Excel", State.UNKNOWN, f"装有 Excel，版本查不到：{place}", "需要 Excel 2010 或更新的版本，请在 Excel 的 文件—帐户 里看一眼")
    if float(version) < _OLDEST:
        return Check(
            "Excel", State.BAD, f"Excel {version} 太旧，不显示选项卡：{place}", "请换用 Excel 2010 或更新的版本，或用 gkxl 的其他命令处理文件"
        )
    return Check("Excel", State.GOOD, f"Excel {version}：{place}")


def _wps(patient: Patient) -> list[Check]:
    if not has_wps(patient.registry):
        return []
    advice = "请在工作簿上点右键，用“打开方式”选 Excel"
    return [Check("WPS", State.CAUTION, "同时装有 WPS；选项卡只在 Excel 里出现，双击打开的工作簿可能进了 WPS", advice)]


def _python(patient: Patient) -> list[Check]:
    return [Check("Python", State.BAD, "安装在微软应用商店的 Python 里", STORE_PYTHON)] if patient.machine.store_python else []


def _file(patient: Patient) -> list[Check]:
    path = patient.machine.addin
    there = content(path)
    if there is None:
        return [Check("加载项", State.BAD, f"没有安装：{path}", INSTALL)]
    if not is_ours(there):
        return [
            Check("加载项", State.BAD, f"“{path}”不是 gkxl 的加载项", f"请确认它的用途，改名或移走后运行 gkxl addin install，换成 gkxl 的 {ADDIN}")
        ]
    if patient.addin is None:
        return [Check("加载项", State.UNKNOWN, f"已安装：{path}，但 gkxl 自带的 {ADDIN} 不见了，没法比较", "请重新安装 gkxl")]
    if there != patient.addin:
        return [Check("加载项", State.CAUTION, f"已安装，但与这个 gkxl 自带的不同：{path}", f"{INSTALL} 更新")]
    return [Check("加载项", State.GOOD, f"已安装：{path}")]


def _mark(patient: Patient) -> list[Check]:
    path = patient.machine.addin
    if is_marked(path):
        return [Check("来源标记", State.CAUTION, f"Windows 把它记作来自互联网的文件，Excel 可能不让它运行：{path}", f"{INSTALL}，换成没有标记的")]
    return [Check("来源标记", State.GOOD, "没有“来自互联网”的标记")]


def _program(patient: Patient) -> list[Check]:
    registered = text(patient.registry, SETTINGS, SETTING)
    own = patient.machine.program
    if not registered:
        return [Check("程序", State.BAD, f"没有登记按钮要启动的程序：{SETTINGS} 的 {SETTING}", INSTALL)]
    if not Path(registered).is_file():
        return [Check("程序", State.BAD, f"登记的程序不存在：{registered}", INSTALL)]
    if own is None:
        return [Check("程序", State.CAUTION, f"登记的是 {registered}；这个 gkxl 旁边没有 {PROGRAM}", "请重新安装 gkxl，再运行 gkxl addin install")]
    if os.path.normcase(registered) != os.path.normcase(own):
        return [Check("程序", State.CAUTION, f"登记的是另一个 gkxl 的程序：{registered}", f"{INSTALL}，改为这一个：{own}")]
    return [Check("程序", State.GOOD, registered)]


_LOOKS: dict[str, Callable[[Patient], list[Check]]] = {
    "WPS": _wps,
    "Python": _python,
    "加载项": _file,
    "来源标记": _mark,
    "程序": _program,
    "Office 策略": switches,
    "宏": macros,
    "禁用项目": disabled_items,
    "启动程序": child_processes,
}
"""By the name that stands in the list where Windows refuses the look."""
