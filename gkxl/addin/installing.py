"""Put the add-in into Excel and take it out again: one file and one value in the registry, both or neither."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

from gkxl.addin.office import obstacle
from gkxl.addin.places import ADDIN, PROGRAM, SETTING, SETTINGS, Machine, content, is_marked, is_ours
from gkxl.addin.registry import Registry, text
from gkxl.errors import InputError, OutputError
from gkxl.paths import why
from gkxl.safe_write import make_folder, replace_whole

STORE_PYTHON = (
    "现在用的 Python 是从微软应用商店安装的，它写的文件和设置 Excel 看不到；请从“python.org”安装 Python，重新安装 gkxl，再运行一次 gkxl addin install"
)


def install(machine: Machine, addin: bytes | None) -> list[str]:
    """Copy the add-in to where Excel starts it and register the program; return what was done, line by line.

    `addin` is the file that comes with gkxl, None where it is missing.  Raises InputError where it cannot be installed here,
    OutputError where the computer refuses; then nothing has changed.
    """
    program = _ready(machine)
    if addin is None:
        raise InputError(f"gkxl 自带的加载项“{ADDIN}”不见了；请重新安装 gkxl，再运行一次")
    target = machine.addin
    before = _read(target)
    if before is not None and not is_ours(before):
        raise InputError(f"“{target}”不是 gkxl 的加载项，没有覆盖；请确认它的用途，改名或移走后再运行一次")
    registered = text(machine.registry, SETTINGS, SETTING)
    same_file = before == addin and not is_marked(target)
    same_program = registered == str(program)
    if same_file and same_program:
        return ["已是最新，没有改动。"]
    make_folder(target.parent)

    def register() -> None:
        machine.registry.write(SETTINGS, SETTING, str(program))

    _change(machine.registry, target, before, before if same_file else addin, register)
    return [
        f"加载项原已装好，没有改动：“{target}”" if same_file else f"加载项已复制到“{target}”",
        f"注册表“{SETTINGS}”的“{SETTING}”{'原已指向' if same_program else '已指向'}“{program}”",
        "重新打开 Excel 后，菜单里出现“政务公开”。",
    ]


def uninstall(machine: Machine) -> list[str]:
    """Remove what `install` put there and nothing else; return what was done, line by line.

    Raises InputError where there is no Excel and nothing of ours either, OutputError where the computer refuses; then nothing has changed.
    """
    trouble = obstacle(machine)
    if not machine.windows:
        raise InputError(trouble)
    target = machine.addin
    before = _read(target)
    ours = before is not None and is_ours(before)
    registered = SETTING in (machine.registry.values(SETTINGS) or {})
    if trouble and not ours and not registered:  # what Excel has left behind when it went may still be removed
        raise InputError(trouble)
    lines = []
    if before is not None and not ours:
        lines.append(f"“{target}”不是 gkxl 的加载项，没有删除。")
    if not ours and not registered:
        return [*lines, "gkxl 的加载项没有安装，没有改动。"]

    def forget() -> None:
        machine.registry.delete_value(SETTINGS, SETTING)

    _change(machine.registry, target, before, None if ours else before, forget)
    if ours:
        lines.append(f"已删除加载项“{target}”")
    if registered:
        lines.append(f"已删除注册表“{SETTINGS}”的“{SETTING}”")
    return [*lines, "重新打开 Excel 后，“政务公开”不再出现。"]


def _ready(machine: Machine) -> Path:
    """Return the program that the buttons start; raises InputError where something is missing that the add-in needs."""
    if trouble := obstacle(machine):
        raise InputError(trouble)
    if machine.store_python:
        raise InputError(STORE_PYTHON)
    program = machine.program
    if program is None:
        places = "、".join(str(folder) for folder in machine.program_folders)
        raise InputError(
            f"没有找到“{PROGRAM}”（找过“{places}”）；请重新安装 gkxl（“pip install --force-reinstall .”），或把 gkxl 文件夹拷贝完整，再运行一次"
        )
    return program


def _read(path: Path) -> bytes | None:
    try:
        return content(path)
    except OSError as error:
        raise OutputError(f"读不了“{path}”（{why(error)}）；请先关闭 Excel 再运行一次") from error


def _change(registry: Registry, path: Path, before: bytes | None, after: bytes | None, settle: Callable[[], None]) -> None:
    """Bring the add-in from `before` to `after` (None: no file), then change the registry; if that is refused, the file is as before."""
    try:
        _put(path, before, after)
    except PermissionError as error:
        raise OutputError(f"“{path}”正被占用，没有改动；请先关闭 Excel 再运行一次") from error
    except OSError as error:
        raise OutputError(f"写不进“{path}”（{why(error)}），没有改动；请检查磁盘后再运行一次") from error
    try:
        settle()
    except OSError as error:
        with contextlib.suppress(OSError):
            _put(path, after, before)
        _tidy(registry)
        raise OutputError(f"改不了注册表“{SETTINGS}”（{why(error)}），没有改动；请联系信息人员放行后再运行一次") from error
    _tidy(registry)


def _put(path: Path, before: bytes | None, after: bytes | None) -> None:
    if after is before:  # the same bytes read elsewhere are written: that takes the mark of the internet away
        return
    if after is None:
        path.unlink(missing_ok=True)
    else:
        replace_whole(path, after)


def _tidy(registry: Registry) -> None:
    """Remove our keys where nothing is in them, and the one above in which every program has its own: VBA makes it with the first setting."""
    program, _, _ = SETTINGS.rpartition("\\")
    programs, _, _ = program.rpartition("\\")
    with contextlib.suppress(OSError):  # empty keys do no harm
        for key in (SETTINGS, program, programs):
            registry.delete_empty(key)
