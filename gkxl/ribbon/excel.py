"""Find the Excel and the workbook that a click was made in, through xlwings."""

from __future__ import annotations

import atexit
import re
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from gkxl.errors import InputError

if TYPE_CHECKING:
    from gkxl.ribbon.excel_types import App, Book, Xlwings

FOR_OTHERS = ("numpy", "pandas", "polars", "matplotlib", "plotly", "PIL")
"""What xlwings imports by itself where it is installed, to hand cells out in other shapes than lists; it may take seconds."""
_ATTEMPTS = 50_000
"""How often xlwings asks an Excel that is busy, some seconds long; by itself it would ask for ever, and the click never end."""
_NO_EXCEL = "没有找到正在运行的 Excel；请先打开 Excel 和要处理的工作簿"
_WPS = "正在使用的是 WPS，gkxl 的按钮只认 Excel；请用 Excel 打开工作簿，或保存后用 gkxl check、gkxl merge 等命令处理文件"
_OF_WPS = re.compile(r"[\\/](office6|wps office|kingsoft)([\\/]|$)", re.IGNORECASE)
"""Where WPS lies, whatever it calls itself."""
_WINDOW = 0xFFFFFFFF
"""The bits of the number of a window that count: VBA shows it with a sign."""
_NO_BOOK = "Excel 里没有打开的工作簿；请先打开要处理的工作簿（在“受保护的视图”里的，请先点“启用编辑”）"


def load() -> Xlwings:
    """Return xlwings without its commercial part and without the libraries for others, which it would import by itself."""
    refused = [name for name in FOR_OTHERS if name not in sys.modules]
    sys.modules.setdefault("xlwings.pro", None)  # type: ignore[arg-type]  # None is how the import system is told to refuse
    sys.modules.update(dict.fromkeys(refused))  # type: ignore[arg-type]
    import xlwings

    for name in refused:
        del sys.modules[name]

    windows = sys.modules.get("xlwings._xlwindows")
    if windows is not None:
        windows.N_COM_ATTEMPTS = _ATTEMPTS  # type: ignore[attr-defined]  # the module is there on Windows only
        atexit.unregister(windows.cleanup)  # it would end every Excel that shows no workbook, whosever it is
    return cast("Xlwings", xlwings)


def find_app(hwnd: str = "") -> App:
    """Return the Excel that this window belongs to and no other; without one the Excel in front.

    Raises InputError where it shows no workbook, or is WPS, whose windows are of the same kind; what Excel refuses is raised as it is
    (`gkxl.ribbon.trouble`).
    xlwings finds an Excel by the windows of its workbooks: one without any, as that of a button may be, is none for it.
    """
    xlwings = load()
    try:
        found = list(_of_window(xlwings.apps, hwnd) if hwnd else xlwings.apps)
        app = next((app for app in found if not _is_wps(app)), None)
    except xlwings.XlwingsError as error:  # it knows no Excel for this system
        raise InputError(_NO_EXCEL) from error
    if app is None and found:
        raise InputError(_WPS)
    if app is None and hwnd:
        raise InputError(_NO_BOOK)
    if app is None:
        raise InputError(f"{_NO_EXCEL}，或用 gkxl 的其他命令处理已保存的文件")
    return app


def _of_window(apps: Iterable[App], hwnd: str) -> Iterable[App]:
    """Yield the program that this window belongs to: an Excel has one for each workbook, and xlwings tells the one in front only."""
    try:
        window = int(hwnd) & _WINDOW
    except ValueError:
        raise InputError(f"“{hwnd}”不是窗口号；这个选项由按钮填写，自己运行时请用 --active") from None
    windows = sys.modules.get("xlwings._xlwindows")
    thread, process = windows.win32process.GetWindowThreadProcessId(window) if windows is not None else (0, 0)
    if not thread:  # there is no such window: the number of the process is then whatever lay there
        process = 0
    for app in apps:
        if app.hwnd & _WINDOW == window or (process and app.pid == process):
            yield app


def _is_wps(app: App) -> bool:
    """Whether a program with windows like Excel's is WPS, which passes itself off as Excel where it can."""
    return "Excel" not in app.api.Name or _OF_WPS.search(app.api.Path) is not None


def find_book(app: App, name: str = "") -> Book:
    """Return the open workbook of this name, the one in front without a name; raises InputError where there is none.

    The name is that of the file, as Excel shows it, with whatever "=", "%" or blanks it holds.
    """
    if not len(app.books):
        raise InputError(_NO_BOOK)
    if not name:
        front = app.api.ActiveWorkbook  # Excel's own object: xlwings makes a workbook of nothing
        if front is None:  # what is open is hidden, or in Protected View
            raise InputError(_NO_BOOK)
        return app.books[front.Name]
    for book in app.books:
        if book.name.casefold() == name.casefold():
            return book
    raise InputError(f"Excel 里没有打开名为“{name}”的工作簿；请回到要处理的工作簿再点一次")
