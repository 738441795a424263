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
    from gkxl.cli import main as run

    said = io.StringIO()
    status: object = 0
    with redirect_stderr(said):
        try:
            # Given as they are: click would expand "$NAME" and "*" in them, which may stand in the name of a workbook.
            run(sys.argv[1:] if arguments is None else arguments)
        except SystemExit as done:
            status = done.code
    if said.getvalue().strip():
        _show(said.getvalue().strip())
    sys.exit(int(status) if isinstance(status, int) else 3)


def _show(text: str) -> None:
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.MessageBoxW(None, text, _TITLE, _WARNING_IN_FRONT)
    elif sys.stderr is not None:
        sys.stderr.write(f"{text}\n")
