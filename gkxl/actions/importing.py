"""Take what departments have sent into the workbook that is open: each submission becomes, or refreshes, its sheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from gkxl.actions.new_sheets import SHOWN, check_number, last_sheet
from gkxl.actions.open_workbook import Contents, OpenWorkbook, read_open
from gkxl.actions.placing import Imports, sort_in
from gkxl.model.roster import Roster
from gkxl.model.submission import Submission
from gkxl.model.unit_names import listed


def import_submissions(book: OpenWorkbook, pick: Callable[[], Sequence[Path]]) -> str:
    """Take in all files and folders that `pick` returns, whole or not at all; return what became of it, with a sentence on each that was refused.

    The user is asked only for a workbook that can take something in; "" where nothing was picked.  Raises InputError, with
    nothing changed, where nothing can be taken in.
    """
    from gkxl.workbook.reading.by_series import of_series
    from gkxl.workbook.reading.folders import take_in

    opened = read_open(book)
    paths = pick()
    if not paths:
        return ""
    book.say("gkxl：正在读取选中的文件……")
    own = book.file
    intake = of_series(take_in(paths, leave_out=[own] if own else []), opened.series)
    imports = sort_in(intake, opened.reading, opened.roster or Roster(()), opened.scope)
    check_number(opened, len(imports.new))
    _write(opened, imports)
    return _told(imports)


def _write(opened: Contents, imports: Imports) -> None:
    from gkxl.workbook.format.sheet_names import sheet_names
    from gkxl.workbook.sheets.copied_sheet import copy_of
    from gkxl.workbook.sheets.input_sheet import input_sheet
    from gkxl.workbook.sheets.refreshed_cells import filling

    opened.book.check_sheets([refreshed.place.sheet for refreshed in imports.refreshed])
    names = sheet_names(map(_sheet_name, imports.new), opened.book.sheet_names)
    plans = [input_sheet(sent.form, copy_of(name, sent)) for name, sent in zip(names, imports.new, strict=True)]
    if plans:
        opened.book.check_structure()
    fillings = [filling(refreshed.place, refreshed.present, refreshed.sent, opened.kept[refreshed.place.sheet]) for refreshed in imports.refreshed]
    opened.book.take_in(fillings, plans, last_sheet(opened))


def _sheet_name(submission: Submission) -> str:
    """Return how the sheet of a submission is called; in a workbook on a year a month or another part of it is told from the others."""
    name = f"{submission.parent}{submission.unit}" if submission.by_path else submission.unit
    return f"{name}{submission.period.within_year}"


def _told(imports: Imports) -> str:
    done = [
        _named("新建{}张", imports.new),
        _named("更新{}张", [refreshed.sent for refreshed in imports.refreshed]),
        _named("{}份与现有的相同，没有改动", imports.same),
    ]
    first = "；".join(part for part in done if part) or "没有可以导入的报送，工作簿没有改动"
    refused = [f"没有导入：{reason}。" for reason in imports.refused[:SHOWN]]
    if len(imports.refused) > SHOWN:
        refused.append(f"……共{len(imports.refused)}条没有导入。")
    return "\n".join((f"导入科室报表：{first}。", *imports.asked, *refused))


def _named(words: str, submissions: Sequence[Submission]) -> str:
    units = list(dict.fromkeys(submission.called for submission in submissions))
    return f"{words.format(len(submissions))}（{listed(units, SHOWN)}）" if submissions else ""
