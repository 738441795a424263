"""What the buttons do with the input sheets of the open workbook: make new ones, and take in what departments have sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from gkxl.errors import InputError
from gkxl.model.roster import Roster
from gkxl.model.submission import Submission
from gkxl.model.unit_names import listed
from gkxl.ribbon.clicks import Click
from gkxl.ribbon.open_workbook import OpenWorkbook, path_of, read_open
from gkxl.ribbon.session import check_sheets, check_structure
from gkxl.workbook.format.sheet_plan import SheetPlan

_SHOWN = 8


def new(click: Click) -> str:
    """新建填报表: an input sheet for each unit on the roster that has none for the period of the workbook."""
    from gkxl.actions.collecting import renamed
    from gkxl.actions.templating import monthly_ones, senders
    from gkxl.forms import form_for_year
    from gkxl.workbook.format.sheet_names import sheet_names
    from gkxl.workbook.writing.sending import Sending, input_sheets

    opened = read_open(click.book)
    if opened.roster is None:
        raise InputError("单位名册是空的，不知道要给哪些单位建填报表；请先在“单位名册”工作表里列出单位")
    if not opened.periods:
        raise InputError("不知道要建哪一期的填报表；请先在一张填报表的“期间”格填写，月报如 2026-03，年报如 2026")
    period = opened.periods[-1]
    form = form_for_year(period.year)
    if form is None:
        raise InputError(f"{period.chinese}没有对应的报表格式；请核对填报表上的期间")
    notes: list[str] = []
    official = opened.roster.official
    present = {official.get(place.unit, place.unit) for place in opened.reading.places if place.period in (period, None)}
    lacking = [one for one in monthly_ones(senders((), opened.roster, False, notes), period, notes) if one.unit not in present]
    if not lacking:
        return "\n".join(("名册上的单位都已经有填报表了，没有新建。", *notes))
    _check_number(opened, len(lacking))
    stated = [renamed(one, official) for one in opened.reading.submissions]
    before = {one.unit: one for one in stated if one.period in period.predecessors}
    check_structure(click.book)
    names = sheet_names([one.unit for one in lacking], [sheet.name for sheet in click.book.sheets])
    sendings = [Sending(one.unit, (period,), one.tables, before.get(one.unit)) for one in lacking]
    _add(opened, [input_sheets(form, one, [name])[0] for one, name in zip(sendings, names, strict=True)])
    return "\n".join((f"已为{len(lacking)}个单位新建{period.chinese}的填报表：{listed([one.unit for one in lacking], _SHOWN)}。", *notes))


def import_files(click: Click) -> str:
    """导入科室报表: the workbooks that the user picks; each submission becomes, or refreshes, its sheet."""
    from gkxl.ribbon.picking import pick_files

    return _import(click, pick_files)


def import_folder(click: Click) -> str:
    """导入整个文件夹: the same for everything in a folder."""
    from gkxl.ribbon.picking import pick_folder

    return _import(click, pick_folder)


def _import(click: Click, pick: Callable[[Any], list[Path]]) -> str:
    from gkxl.actions.importing import sort_in
    from gkxl.ribbon.refreshing import Refresh
    from gkxl.workbook.format.sheet_names import sheet_names
    from gkxl.workbook.reading.folders import take_in
    from gkxl.workbook.sheets.input_sheet import input_sheet
    from gkxl.workbook.writing.workbooks import copy_of

    opened = read_open(click.book)
    paths = list(click.paths) or pick(click.app)
    if not paths:
        return ""
    click.app.status_bar = "gkxl：正在读取选中的文件……"
    own = path_of(click.book)
    intake = take_in(paths, leave_out=[own] if own else [])
    imports = sort_in(intake, opened.reading, opened.roster or Roster(()), opened.scope)
    _check_number(opened, len(imports.new))
    check_sheets(click.book, [place.sheet for place, _, _ in imports.refreshed])
    names = sheet_names(map(_sheet_name, imports.new), [sheet.name for sheet in click.book.sheets])
    plans = [input_sheet(one.form, copy_of(name, one)) for name, one in zip(names, imports.new, strict=True)]
    if plans:
        check_structure(click.book)
    with Refresh(click.book) as sheets:
        for number, (place, present, one) in enumerate(imports.refreshed, start=1):
            click.app.status_bar = f"gkxl：正在更新填报表 {number}/{len(imports.refreshed)}（{one.unit}）……"
            sheets.fill(place, present, one, opened.kept[place.sheet])
        _add(opened, plans)
    done = [
        _named("新建{}张", imports.new),
        _named("更新{}张", [one for _, _, one in imports.refreshed]),
        _named("{}份与现有的相同，没有改动", imports.same),
    ]
    first = "；".join(part for part in done if part) or "没有可以导入的报送，工作簿没有改动"
    refused = [f"没有导入：{one}。" for one in imports.refused[:_SHOWN]]
    if len(imports.refused) > _SHOWN:
        refused.append(f"……共{len(imports.refused)}条没有导入。")
    return "\n".join((f"导入科室报表：{first}。", *refused))


def _sheet_name(one: Submission) -> str:
    """Return how the sheet of a submission is called; in a workbook on a year a month is told from the others."""
    return f"{one.unit}{one.period.month}月" if one.period.month else one.unit


def _named(words: str, many: Sequence[Submission]) -> str:
    return f"{words.format(len(many))}（{listed(list(dict.fromkeys(one.unit for one in many)), _SHOWN)}）" if many else ""


def _check_number(opened: OpenWorkbook, more: int) -> None:
    """Raise InputError before a workbook gets more sheets than anybody can find their way in."""
    from gkxl.workbook.writing.workbooks import MOST_SHEETS

    if len(opened.reading.places) + more > MOST_SHEETS:
        raise InputError(f"一个工作簿最多放{MOST_SHEETS}张填报表，加上这{more}张就超过了；请在命令提示符里用 gkxl merge 汇总文件夹，那里没有这个限制")


def _add(opened: OpenWorkbook, plans: list[SheetPlan]) -> None:
    """Add input sheets behind those that are there."""
    from gkxl.ribbon.original import add_sheets
    from gkxl.workbook.format.sheet_names import ROSTER

    last = opened.reading.places[-1].sheet if opened.reading.places else ROSTER
    add_sheets(opened.book, plans, [last, *(plan.name for plan in plans[:-1])])
