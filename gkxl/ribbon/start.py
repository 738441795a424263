"""From the words of a command to the click on the workbook that is open in Excel."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gkxl.errors import InputError


def start(action: str, paths: Sequence[Path] = (), *, active: bool = False, name: str = "", hwnd: str = "") -> tuple[bool, str]:
    """Carry an action out; return whether that was possible, and what to say where Excel cannot say it.

    `name` is that of the workbook, with "?" in the place of each "%"; `hwnd` the window that the button was pressed in.
    Raises InputError where there is no such action or no such workbook, or where Excel is too busy to be asked for it.
    """
    from gkxl.ribbon.door import ABOUT, COMMANDS, press

    if action not in COMMANDS:
        raise InputError(f"没有“{action}”这个动作；可用的有 {'、'.join(COMMANDS)}")
    if paths and not COMMANDS[action].takes_paths:
        raise InputError(f"“{action}”处理打开的工作簿，不要路径；处理文件请用 gkxl check、gkxl merge 等命令")
    if not active and not hwnd and not name:
        raise InputError("请用 --active 指明对 Excel 里正在使用的工作簿操作")
    from gkxl.ribbon.acts import about
    from gkxl.ribbon.clicks import Click
    from gkxl.ribbon.excel import find_app, find_book
    from gkxl.ribbon.trouble import explain

    try:
        app = find_app(hwnd)
        book = find_book(app, name.replace("?", "%"))
        return press(action, Click(app, book, tuple(paths)))
    except InputError:
        if action != ABOUT:
            raise
    except Exception as error:
        reason = explain(error)
        if not reason:
            raise
        if action != ABOUT:
            raise InputError(reason) from error
    return True, about()
