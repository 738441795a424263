"""Find the Excel and the workbook that a click was made in, through xlwings."""

from __future__ import annotations

import atexit
import sys
from typing import TYPE_CHECKING, cast

from gkxl.errors import InputError

if TYPE_CHECKING:
    from gkxl.ribbon.excel_types import App, Book, Xlwings

_ATTEMPTS = 50_000
"""How often xlwings asks an Excel that is busy, some seconds long; by itself it would ask for ever, and the click never end."""
_NO_BOOK = "Excel 里没有打开的工作簿；请先打开要处理的工作簿（在“受保护的视图”里的，请先点“启用编辑”）"


def load() -> Xlwings:
    """Return xlwings without its commercial part, which it would import by itself."""
    sys.modules.setdefault("xlwings.pro", None)  # type: ignore[arg-type]  # None is how the import system is told to refuse
    import xlwings

    windows = sys.modules.get("xlwings._xlwindows")
    if windows is not None:
        windows.N_COM_ATTEMPTS = _ATTEMPTS  # type: ignore[attr-defined]  # the module is there on Windows only
        atexit.unregister(windows.cleanup)  # it would end every Excel that shows no workbook, whosever it is
    return cast("Xlwings", xlwings)


def find_app(hwnd: str = "") -> App:
    """Return the Excel with this window, else the one in front; raises InputError where none shows a workbook.

    xlwings finds an Excel by the windows of its workbooks: one without any, as that of a button may be, is none for it.
    """
    xlwings = load()
    try:
        app = next((app for app in xlwings.apps if hwnd and str(app.hwnd) == hwnd), None) or xlwings.apps.active
    except Exception as error:  # xlwings raises what the system raises
        raise InputError("没有找到正在运行的 Excel；请先打开 Excel 和要处理的工作簿") from error
    if app is None and hwnd:
        raise InputError(_NO_BOOK)
    if app is None:
        raise InputError("没有找到正在运行的 Excel；请先打开 Excel 和要处理的工作簿，或用 gkxl 的其他命令处理已保存的文件")
    return app


def find_book(app: App, name: str = "") -> Book:
    """Return the open workbook of this name, the one in front without a name; raises InputError where there is none.

    The name is that of the file, as Excel shows it, with whatever "=", "%" or blanks it holds.
    """
    if not len(app.books):
        raise InputError(_NO_BOOK)
    if not name:
        try:
            return app.books[app.books.active.name]
        except Exception as error:  # there is none in front: what is open is hidden, or in Protected View
            raise InputError(_NO_BOOK) from error
    for book in app.books:
        if book.name.casefold() == name.casefold():
            return book
    raise InputError(f"Excel 里没有打开名为“{name}”的工作簿；请回到要处理的工作簿再点一次")
