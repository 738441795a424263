"""A click, from the id of a button to the dialog at the end."""

from __future__ import annotations

from collections.abc import Callable

from gkxl.addin.buttons import buttons
from gkxl.errors import GkxlError
from gkxl.log import record
from gkxl.ribbon import acts, reports, sheets
from gkxl.ribbon.clicks import Click
from gkxl.ribbon.session import Working
from gkxl.ribbon.trouble import explain

COMMANDS: dict[str, Callable[[Click], str]] = {
    "new": sheets.new,
    "import_files": sheets.import_files,
    "import_folder": sheets.import_folder,
    "check": acts.check,
    "merge": acts.merge,
    "tables": acts.tables,
    "attendance": acts.reporting_status,
    "copy": reports.copy,
    "word": reports.word,
    "about": acts.about,
}
"""By the id of the button; its words stand in the description of the tab."""
WITHOUT_BOOK = {"about"}
"""What can be done with no workbook open."""


def press(command: str, click: Click) -> bool:
    """Carry a command out, show one dialog, and return whether it was carried out.

    Whatever fails ends in one sentence; the settings of Excel are as they were, and the input sheets too.
    """
    done = False
    try:
        with Working(click.app, f"gkxl：正在{buttons()[command].label.rstrip('…')}……"):
            message = COMMANDS[command](click)
        done = True
    except GkxlError as error:
        message = f"没有完成：{error}"
    except Exception as error:
        reason = explain(error)
        log = record(command)
        message = f"没有完成：{reason}。" if reason else _our_fault(error, log)
    if message:
        click.app.alert(message, title="gkxl 政务公开", mode="info" if done else "critical")
    return done


def _our_fault(error: Exception, log: object) -> str:
    return f"没有完成：gkxl 内部出错（{type(error).__name__}），填报表没有改动。请再点一次；仍不行请把日志发给技术人员：{log}"
