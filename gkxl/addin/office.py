"""Which Excel is installed, and whether WPS is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PureWindowsPath

from gkxl.addin.places import Machine
from gkxl.addin.registry import Registry, text

_APP_PATHS = tuple(
    rf"{software}\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
    for software in (r"HKCU\Software", r"HKLM\SOFTWARE", r"HKLM\SOFTWARE\WOW6432Node")
)
_INSTALL_ROOTS = tuple(
    (rf"{software}\Microsoft\Office\{version}\Excel\InstallRoot", version)
    for version in ("16.0", "15.0", "14.0", "12.0")
    for software in (r"HKLM\SOFTWARE", r"HKLM\SOFTWARE\WOW6432Node")
)
_CURRENT = r"HKCR\Excel.Application\CurVer"
_WPS = (r"HKCU\Software\Kingsoft\Office", r"HKLM\SOFTWARE\Kingsoft\Office", r"HKLM\SOFTWARE\WOW6432Node\Kingsoft\Office")
_FILES_INSTEAD = "请用 gkxl check、gkxl merge 等其他命令处理保存好的文件"


@dataclass(frozen=True)
class Excel:
    """An installed Excel."""

    version: str
    """As Office writes it: 16.0 for 2016 and everything since, 15.0 for 2013, 14.0 for 2010; "" where it cannot be told."""
    place: str
    """Its path, or the key that names it."""


def find_excel(registry: Registry) -> Excel | None:
    """Return the Excel that is installed, or None.

    WPS passes itself off as Excel.Application.12 (it keeps what stood there under .ksobak), so where WPS is, that says nothing.
    """
    roots = [(path, version) for key, version in _INSTALL_ROOTS if (path := text(registry, key, "Path"))]
    claimed = re.fullmatch(r"Excel\.Application\.(\d+)", text(registry, _CURRENT))
    current = f"{claimed[1]}.0" if claimed and not has_wps(registry) else ""
    for key in _APP_PATHS:
        path = text(registry, key).strip('"')
        if PureWindowsPath(path).name.lower() == "excel.exe":
            within = re.search(r"[\\/]Office(\d\d)[\\/]", path, re.IGNORECASE)
            return Excel(f"{within[1]}.0" if within else roots[0][1] if roots else current, path)
    if roots:
        return Excel(roots[0][1], roots[0][0])
    return Excel(current, _CURRENT) if current else None


def has_wps(registry: Registry) -> bool:
    """Whether WPS is installed."""
    return any(registry.values(key) is not None for key in _WPS)


def obstacle(machine: Machine) -> str:
    """Return the sentence why no add-in can be had on this computer; "" where it can."""
    if not machine.windows:
        return "这台电脑不是 Windows，没有可以安装加载项的 Excel；请用 gkxl 的其他命令处理文件"
    if find_excel(machine.registry):
        return ""
    if has_wps(machine.registry):
        return f"这台电脑只有 WPS，没有 Excel，“政务公开”选项卡只能装进 Excel；{_FILES_INSTEAD}"
    return f"这台电脑没有安装 Excel，“政务公开”选项卡没有地方可装；{_FILES_INSTEAD}，或装好 Excel 后再运行一次"
