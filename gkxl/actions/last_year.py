"""Last year for the workbook that is open: published reports taken in beside it, and its own figures beside those of the year before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from gkxl.actions.comparing import figures_in, side_by_side_workbook
from gkxl.actions.importing_reports import import_reports
from gkxl.actions.open_workbook import OpenWorkbook, read_open, saved_file
from gkxl.errors import InputError
from gkxl.model.unit_names import listed
from gkxl.rules.findings import has_errors

_SHOWN = 5


def import_beside(book: OpenWorkbook, pick: Callable[[], Sequence[Path]]) -> str:
    """Write a merged workbook for each report that `pick` returns into the folder of the open one; return what became of it.

    "" where nothing was picked.  Raises InputError, with nothing written, where none can be taken in.
    """
    body = read_open(book).body
    folder = saved_file(book).parent
    paths = pick()
    if not paths:
        return ""
    book.say("gkxl：正在读取选中的年报……")
    outcome = import_reports(paths, folder)
    units = [submission.called for submission in outcome.submissions]
    others = list(dict.fromkeys(unit for unit in units if body and unit != body))
    said = [f"{outcome.state}，放在 {folder}，可作上期核对结转，也可点“与上年对比”时选它。"]
    said += ["导入的数里有错误，请先看导入的工作簿的“校验”工作表。"] if has_errors(outcome.open) else []
    said += [f"其中{listed(others, _SHOWN)}与本工作簿的“{body}”不同名，请确认。"] if others else []
    said += [f"没有导入：{lost.file}：{lost.reason}。" for lost in outcome.unread[:_SHOWN]]
    if len(outcome.unread) > _SHOWN:
        said.append(f"……共{len(outcome.unread)}份没有导入。")
    return "\n".join(said)


def compare_open(book: OpenWorkbook, pick: Callable[[], Sequence[Path]]) -> tuple[bytes, str] | None:
    """Return a workbook with the figures of the open one beside those of what `pick` returns, and what speaks against relying on it.

    None where nothing was picked.  Raises InputError where the two cannot be compared.
    """
    now, caution = read_open(book).total
    picked = pick()
    if not picked:
        return None
    if len(picked) > 1:
        raise InputError(f"选了{len(picked)}个文件；请只选上年的一份汇总工作簿或年报，再点一次")
    book.say("gkxl：正在与上年对比……")
    return side_by_side_workbook(now, book.name, figures_in(picked[0]), str(picked[0])), caution
