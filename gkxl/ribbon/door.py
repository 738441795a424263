"""A click, from the id of a button to the dialog at the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from gkxl.addin.buttons import buttons
from gkxl.errors import GkxlError
from gkxl.log import record
from gkxl.ribbon import acts, reports
from gkxl.ribbon.clicks import Click
from gkxl.ribbon.session import Working
from gkxl.ribbon.trouble import explain


@dataclass(frozen=True, slots=True)
class Command:
    """What a button stands for."""

    run: Callable[[Click], str]
    takes_paths: bool = False
    """Whether files and folders may be named with it."""


ABOUT = "about"
"""What can be done with no workbook open."""
COMMANDS = {
    "new": Command(acts.new),
    "import_files": Command(acts.import_files, takes_paths=True),
    "import_folder": Command(acts.import_folder, takes_paths=True),
    "check": Command(acts.check),
    "merge": Command(acts.merge),
    "tables": Command(acts.tables),
    "attendance": Command(acts.reporting_status),
    "copy": Command(reports.copy),
    "word": Command(reports.word),
    "print": Command(reports.paper),
    "notice": Command(reports.notice),
    "list": Command(reports.flat_list, takes_paths=True),
    "import_reports": Command(acts.import_reports, takes_paths=True),
    "compare": Command(reports.last_year, takes_paths=True),
    ABOUT: Command(acts.about),
}
"""By the id of the button; its words stand in the description of the tab, and nowhere else."""


def press(command: str, click: Click) -> tuple[bool, str]:
    """Carry a command out and show one dialog; return whether it was carried out, and what Excel could not show.

    Whatever fails ends in one sentence; the settings of Excel are as they were, and the input sheets too.
    """
    done = False
    try:
        with Working(click.app, f"gkxl：正在{buttons()[command].label.rstrip('…')}……"):
            message = COMMANDS[command].run(click)
        done = True
    except GkxlError as error:
        message = f"没有完成：{error}"
    except Exception as error:
        reason = explain(error)
        message = f"没有完成：{reason}。" if reason else _our_fault(error, record(command))
    if message:
        try:
            click.app.alert(message, title="gkxl 政务公开", mode="info" if done else "critical")
        except Exception as error:  # the sentence must not be lost with the dialog
            if not explain(error):
                return False, f"{message}（Excel 没能显示这句话；请把日志发给技术人员：{record(command)}）"
            return done, message
    return done, ""


def _our_fault(error: Exception, log: object) -> str:
    return f"没有完成：gkxl 内部出错（{type(error).__name__}），填报表没有改动。请再点一次；仍不行请把日志发给技术人员：{log}"
