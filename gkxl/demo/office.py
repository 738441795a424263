"""An invented office beside the published report: two months with all that happens to a clerk, and what the text of the report states."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from gkxl.actions.checking import check_paths
from gkxl.actions.marking import mark_copies
from gkxl.actions.merging import merge_paths
from gkxl.actions.status import status
from gkxl.forms import STATUTORY, Form, form_for
from gkxl.model.due_dates import Due
from gkxl.model.head import Head
from gkxl.model.period import Period
from gkxl.model.roster import Cycle, RosterEntry
from gkxl.model.submission import Source, Submission
from gkxl.safe_write import make_folder, write_whole

OFFICE, OVERVIEW = "5-两个月（虚构）", "6-总体情况"
ROSTER, SENT, BACK, MONTH, YEAR = "名册.xlsx", "报送", "退回", "2月汇总.xlsx", "前两个月汇总.xlsx"
STATUS, NOTICE, TOTAL = "报送情况.xlsx", "通报.docx", "总体情况汇总.xlsx"
_SERIES = "overview"


def run(folder: Path, published: str, published_period: Period, force: bool = False) -> None:
    """Write into `folder` the two months of the invented office, and the basic figures of the body of the `published` report."""
    raw = tomllib.loads((Path(__file__).parent / "office_2026.toml").read_text(encoding="utf-8"), parse_float=Decimal)
    _two_months(folder / OFFICE, raw, force)
    _overview(folder / OVERVIEW, raw["overview"], published, published_period, force)


def _two_months(folder: Path, raw: Mapping[str, Any], force: bool) -> None:
    period = Period(raw["year"])
    form = _form(STATUTORY, period)
    due = Due(5)
    entries = [RosterEntry(one["name"], raw["body"], cycle=Cycle.MONTHLY, due=due, contact=one["contact"]) for one in raw["departments"]]
    roster, sent = folder / ROSTER, folder / SENT
    _write_roster(roster, entries, force)
    for one in raw["sent"]:
        _send(sent / f"{raw['year']}-{one['month']:02d}", form, one, Period(raw["year"], one["month"]), raw["body"], force)
    month = Period(raw["year"], 2)
    for name in (STATUS, NOTICE):
        status([sent], roster, month, today=raw["today"], output=folder / name, force=force)
    mark_copies(check_paths([sent], roster=roster), [sent], folder / BACK, force, [roster])
    for name, asked in ((MONTH, month), (YEAR, period)):
        merge_paths([sent], folder / name, unit=raw["body"], period=asked, roster=roster, force=force)


def _overview(folder: Path, one: Mapping[str, Any], body: str, period: Period, force: bool) -> None:
    entry = RosterEntry(one["unit"], body, cycle=Cycle.YEARLY, series=frozenset({STATUTORY, _SERIES}))
    _write_roster(folder / ROSTER, [entry], force)
    _send(folder / SENT, _form(_SERIES, period), one, period, body, force)
    merge_paths([folder / SENT], folder / TOTAL, unit=body, period=period, roster=folder / ROSTER, series=_SERIES, force=force)


def _form(series: str, period: Period) -> Form:
    form = form_for(series, period)
    assert form is not None, "the demonstration is of years that a form serves"
    return form


def _write_roster(target: Path, entries: list[RosterEntry], force: bool) -> None:
    from gkxl.workbook.format.sheet_names import ROSTER as ROSTER_SHEET
    from gkxl.workbook.sheets.roster_sheet import roster_sheet
    from gkxl.workbook.writing.writer import write_workbook

    make_folder(target.parent)
    write_whole(target, write_workbook([roster_sheet(entries)], ROSTER_SHEET, "单位名册"), force)


def _send(folder: Path, form: Form, one: Mapping[str, Any], period: Period, body: str, force: bool) -> None:
    """Write what a department sends: its sheet with every figure stated, under its name, the period and the revision."""
    from gkxl.workbook.format.sheet_names import file_stem
    from gkxl.workbook.writing.workbooks import unit_workbook

    given, day, revision = one["figures"], one["on"], one.get("revision", 1)
    assert isinstance(day, dt.date) and given.keys() <= form.index.keys(), "the data name a day and items of the form"
    stated = [None if item.index in form.total_items else given.get(item.code, 0) for item in form.items]
    head = Head(day.isoformat(), filled_by="（示例）", reviewed_by="（示例）", responsible="（示例）")
    submission = Submission(form, one["unit"], period, revision, Source("", ""), stated, head=head, parent=body)
    make_folder(folder)
    again = f"-修订{revision}" if revision > 1 else ""
    write_whole(folder / f"{file_stem(one['unit'])}-{period}{again}.xlsx", unit_workbook(form, one["unit"], period, submission), force)
