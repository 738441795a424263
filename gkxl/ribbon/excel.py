"""Find the workbook that a click was made in, through xlwings."""

from __future__ import annotations

import sys
from typing import Any

from gkxl.errors import InputError


def load() -> Any:
    """Return xlwings without its commercial part, which it would import by itself."""
    sys.modules.setdefault("xlwings.pro", None)  # type: ignore[arg-type]  # None is how the import system is told to refuse
    import xlwings

    return xlwings


def find_book(name: str = "", hwnd: str = "") -> Any:
    """Return the open workbook of this name, in the application of that window; the active one without a name.

    The name is that of the file, as Excel shows it, with whatever "=", "%" or blanks it holds.  Raises InputError where
    there is no Excel or no such workbook.
    """
    xlwings = load()
    try:
        app = _application(xlwings, hwnd)
    except Exception as error:  # xlwings raises what the system raises
        raise InputError("没有找到正在运行的 Excel；请先打开 Excel 和要处理的工作簿") from error
    if app is None:
        raise InputError("没有找到正在运行的 Excel；请先打开 Excel 和要处理的工作簿，或用 gkxl 的其他命令处理已保存的文件")
    if not len(app.books):
        raise InputError("Excel 里没有打开的工作簿；请先打开要处理的工作簿")
    if not name:
        return app.books.active
    for book in app.books:
        if book.name.casefold() == name.casefold():
            return book
    raise InputError(f"Excel 里没有打开名为“{name}”的工作簿；请回到要处理的工作簿再点一次")


def _application(xlwings: Any, hwnd: str) -> Any:
    for app in xlwings.apps:
        if not hwnd or str(app.hwnd) == hwnd:
            return app
    return xlwings.apps.active
