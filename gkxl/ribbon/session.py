"""Leave Excel as it was: settings are switched off while a click works, and on again whatever happens."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from typing import TYPE_CHECKING

from gkxl.errors import InputError
from gkxl.ribbon.trouble import explain

if TYPE_CHECKING:
    from gkxl.ribbon.excel_types import App, Book, Sheet

_WHILE_WORKING = {"screen_updating": False, "enable_events": False, "display_alerts": False, "calculation": "manual"}
_AUTOMATIC = "automatic"
_ALLOWANCES = (
    "AllowFormattingCells",
    "AllowFormattingColumns",
    "AllowFormattingRows",
    "AllowInsertingColumns",
    "AllowInsertingRows",
    "AllowInsertingHyperlinks",
    "AllowDeletingColumns",
    "AllowDeletingRows",
    "AllowSorting",
    "AllowFiltering",
    "AllowUsingPivotTables",
)
"""What Excel lets staff do on a protected sheet; it forgets them when the protection is lifted."""


class Working:
    """Say `words` in the status bar and keep Excel still until the work is done or has failed.

    A class, because errors of other systems (COM, UNO) cannot always be sent through a generator.
    """

    def __init__(self, app: App, words: str) -> None:
        self.app, self.words = app, words
        self.before: dict[str, object] = {}

    def __enter__(self) -> None:
        try:
            for name, value in _WHILE_WORKING.items():
                self.before[name] = getattr(self.app, name)
                setattr(self.app, name, value)
            self.app.status_bar = self.words
            if self.before["calculation"] != _AUTOMATIC:
                self.app.calculate()  # what formulas show may be of yesterday
        except BaseException:
            self.__exit__()
            raise

    def __exit__(self, *_: object) -> None:
        for name, value in self.before.items():
            with contextlib.suppress(Exception):  # one setting that cannot be restored must not keep the others from it
                setattr(self.app, name, value)
        with contextlib.suppress(Exception):
            self.app.status_bar = False


class Unprotected:
    """Lift the protection of a sheet of ours (it has no password) while it is written; raises InputError where it has one."""

    def __init__(self, sheet: Sheet) -> None:
        self.api, self.name = sheet.api, sheet.name  # Excel's own object: xlwings has no name for protection

    def __enter__(self) -> None:
        self.protected = bool(self.api.ProtectContents)
        if not self.protected:
            return
        self.allowed = {name: bool(getattr(self.api.Protection, name)) for name in _ALLOWANCES}
        try:
            self.api.Unprotect("")  # an empty password, so that Excel refuses rather than asks for one
        except Exception as error:  # COM's own kinds, which exist on Windows only
            if explain(error):
                raise
        if self.api.ProtectContents:
            raise InputError(f"工作表“{self.name}”设了密码保护，不能写入；请用“审阅”里的“撤销工作表保护”取消密码，再点一次")

    def __exit__(self, *_: object) -> None:
        if self.protected:
            self.api.Protect(**self.allowed)


def check_structure(book: Book) -> None:
    """Raise InputError if no sheet can be added to a workbook."""
    if book.api.ProtectStructure:  # Excel's own object, as above
        raise InputError(f"“{book.name}”的工作簿结构受保护，不能增加工作表；请用“审阅”里的“保护工作簿”取消保护，再点一次")
    if book.api.Excel8CompatibilityMode:
        raise InputError(f"“{book.name}”是旧格式（.xls）的工作簿，放不下新的工作表；请另存为 .xlsx，再点一次")


def check_sheets(book: Book, changed: Iterable[str]) -> None:
    """Raise InputError, before anything is written, if one of these sheets has a password."""
    for name in dict.fromkeys(changed):
        with Unprotected(book.sheets[name]):
            pass
