"""A click, from the id of a button to the dialog at the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from gkxl.errors import GkxlError
from gkxl.log import record
from gkxl.ribbon import acts
from gkxl.ribbon.session import Working


@dataclass(frozen=True, slots=True)
class Command:
    """What a button does, and what the status bar says meanwhile."""

    label: str
    act: Callable[[Any], str]


COMMANDS = {
    "check": Command("校验", acts.check),
    "merge": Command("汇总", acts.merge),
    "tables": Command("报告表", acts.tables),
    "attendance": Command("报送情况", acts.attendance),
    "word": Command("导出 Word", acts.word),
    "about": Command("帮助/关于", acts.about),
}
"""By the id of the button."""


def press(command: str, book: Any) -> bool:
    """Carry a command out on an open workbook, show one dialog, and return whether it was carried out.

    Whatever fails ends in one sentence; the settings of Excel are as they were, and the input sheets too.
    """
    app = book.app
    done = False
    try:
        with Working(app, f"gkxl：正在{COMMANDS[command].label}……"):
            message = COMMANDS[command].act(book)
        done = True
    except GkxlError as error:
        message = f"没有完成：{error}"
    except Exception as error:
        message = (
            f"没有完成：gkxl 内部出错或 Excel 正忙（{type(error).__name__}）。请先退出单元格编辑，再点一次；"
            f"仍不行请把日志发给技术人员：{record(command)}"
        )
    app.alert(message, title="gkxl 政务公开", mode="info" if done else "critical")
    return done
