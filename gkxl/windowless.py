"""gkxlw: the command line without a console window, which the buttons in Excel start.

What a button does ends in a dialog of Excel.  Where there is no Excel to show one, the sentence is shown by Windows itself.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from contextlib import redirect_stderr
from typing import NoReturn

_TITLE = "gkxl 政务公开"
_WARNING_IN_FRONT = 0x30 | 0x10000
"""MB_ICONWARNING and MB_SETFOREGROUND."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line, show what it says to people, and exit as it does."""
    # Given as they are: click would expand "$NAME" and "*" in them, which may stand in the name of a workbook.
    given = list(sys.argv[1:] if arguments is None else arguments)
    status, said = _button(given) if _is_button(given) else _command(given)
    if said.strip():
        _show(said.strip())
    sys.exit(status)


def _is_button(arguments: Sequence[str]) -> bool:
    """Whether this is what the add-in starts: `ribbon ACTION --hwnd=… --wb=…`; it is understood without click, which takes its time."""
    return len(arguments) > 1 and arguments[0] == "ribbon" and all(one.startswith(("--hwnd=", "--wb=")) for one in arguments[2:])


def _button(arguments: Sequence[str]) -> tuple[int, str]:
    from gkxl.errors import GkxlError
    from gkxl.log import record
    from gkxl.ribbon.start import start

    options = dict(one.split("=", 1) for one in arguments[2:])
    try:
        done, said = start(arguments[1], name=options.get("--wb", ""), hwnd=options.get("--hwnd", ""))
    except GkxlError as error:
        return error.exit_status, f"没有完成：{error}"
    except Exception as error:
        return 3, f"gkxl 内部出错（{type(error).__name__}），您的工作簿没有被改动；请把日志发给技术人员：{record('button')}"
    return 0 if done else 2, said


def _command(arguments: Sequence[str]) -> tuple[int, str]:
    from gkxl.cli import main as run

    said = io.StringIO()
    with redirect_stderr(said):
        try:
            run(arguments)
        except SystemExit as done:
            status = done.code
    return status if isinstance(status, int) else 3, said.getvalue()


def _show(text: str) -> None:
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.MessageBoxW(None, text, _TITLE, _WARNING_IN_FRONT)
    elif sys.stderr is not None:
        sys.stderr.write(f"{text}\n")
