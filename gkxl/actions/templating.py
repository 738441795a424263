"""Make the blank workbooks that are sent out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gkxl.actions.inputs import load_roster
from gkxl.errors import InputError
from gkxl.forms import Form, all_forms, form_by_id, form_for_year
from gkxl.output import check_writable, make_folder, write_whole
from gkxl.period import Period


def templates(
    output: Path,
    *,
    form_id: str = "",
    period: Period | None = None,
    units: Sequence[str] = (),
    roster: Path | None = None,
    split: bool = False,
    force: bool = False,
) -> list[Path]:
    """Write one standard workbook, or (`split`) one workbook for each unit into the folder `output`; return what was written."""
    from gkxl.workbook.names import file_stem
    from gkxl.workbook.standard import blank_workbook, unit_workbook

    form = _form(form_id, period)
    names = list(dict.fromkeys(" ".join(unit.split()) for unit in units if unit.strip()))
    if roster:
        names = list(dict.fromkeys([*names, *(entry.unit for entry in load_roster(roster))]))
    if not split:
        if output.suffix.lower() != ".xlsx":
            raise InputError(f"“{output}”应以 .xlsx 结尾；要给每个单位各做一份，请加 --split 并给出文件夹")
        write_whole(output, blank_workbook(form, names, period), force)
        return [output]
    if not names:
        raise InputError("--split 要知道有哪些单位；请用 --unit（可重复）或 --roster 给出")
    if output.suffix.lower() == ".xlsx":
        raise InputError(f"--split 输出到文件夹，“{output}”却像一个文件名；请给出文件夹，例如 -o 下发")
    suffix = f"-{period}" if period else ""
    targets = [output / f"{file_stem(name)}{suffix}.xlsx" for name in names]
    if len({target.name.casefold() for target in targets}) < len(targets):
        raise InputError("有两个单位的名称去掉文件名不允许的字符后相同；请改用可以区分的名称")
    make_folder(output)
    for target in targets:
        check_writable(target, force)
    for name, target in zip(names, targets, strict=True):
        write_whole(target, unit_workbook(form, name, period), force)
    return targets


def _form(form_id: str, period: Period | None) -> Form:
    proper = form_for_year(period.year) if period else all_forms()[-1]
    if not form_id:
        if proper is None:
            raise InputError(f"{period.chinese if period else ''}没有对应的报表格式；gkxl 支持的年份见 gkxl forms")
        return proper
    try:
        form = form_by_id(form_id)
    except KeyError:
        raise InputError(f"没有“{form_id}”这种报表格式；可用的见 gkxl forms") from None
    if period and not form.serves(period.year):
        raise InputError(f"{form.name}不用于{period.chinese}；请去掉 --form，或核对 --period")
    return form
