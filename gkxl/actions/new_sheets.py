"""Make an input sheet in the workbook that is open for each unit on its roster that has none."""

from __future__ import annotations

from collections.abc import Sequence

from gkxl.actions.open_workbook import Contents, OpenWorkbook, read_open
from gkxl.eligibility.whose import Whose
from gkxl.errors import InputError
from gkxl.forms import Form
from gkxl.model.period import Period
from gkxl.model.roster import Roster, RosterEntry
from gkxl.model.submission import Submission
from gkxl.model.unit import Unit, ambiguous_names
from gkxl.model.unit_names import listed

SHOWN = 8
"""How many units, or reasons, a message names."""


def make_sheets(book: OpenWorkbook) -> str:
    """Make the sheets that are missing for the latest period of the workbook; return a sentence on which, and on who gets none.

    Each starts from what its unit stated for the period before, if that stands in the workbook.  Raises InputError, with
    nothing changed, where there is no roster, no period, or no room.
    """
    opened = read_open(book)
    roster, period, form = _asked(opened)
    lacking, notes = units_without_sheet(opened, roster, period)
    if not lacking:
        return "\n".join(("名册上的单位都已经有填报表了，没有新建。", *notes))
    ambiguous = ambiguous_names(roster.parents)
    check_number(opened, len(lacking))
    book.check_structure()
    _add(opened, form, period, lacking, _before(opened, roster, period))
    units = listed([entry.who.path if entry.unit in ambiguous else entry.unit for entry in lacking], SHOWN)
    return "\n".join((f"已为{len(lacking)}个单位新建{period.chinese}的填报表：{units}。", *notes))


def _asked(opened: Contents) -> tuple[Roster, Period, Form]:
    """Return whom to make sheets for, for which period, in which form."""
    from gkxl.forms import form_for

    if opened.roster is None:
        raise InputError("单位名册是空的，不知道要给哪些单位建填报表；请先在“单位名册”工作表里列出单位")
    if not opened.periods:
        raise InputError("不知道要建哪一期的填报表；请先在一张填报表的“期间”格填写，月报如 2026-03，年报如 2026")
    period = opened.periods[-1]
    form = form_for(opened.series, period)
    if form is None:
        raise InputError(f"{period.chinese}没有对应的报表格式；请核对填报表上的期间")
    return opened.roster, period, form


def units_without_sheet(opened: Contents, roster: Roster, period: Period) -> tuple[list[RosterEntry], list[str]]:
    """Return the units that report for a period and have no sheet for it, nor one without a period; and sentences on who reports otherwise."""
    from gkxl.actions.templating import monthly_ones, senders

    sending, above = senders((), roster, months=False)
    reporting, yearly = monthly_ones(sending, period)
    whose = Whose(roster)
    present = {whose.unit(place.unit, place.parent) for place in opened.reading.places if place.period in (period, None)}
    return [entry for entry in reporting if entry.who not in present], [*above, *yearly]


def _before(opened: Contents, roster: Roster, period: Period) -> dict[Unit, Submission]:
    """Return by unit what the workbook holds for the period before."""
    stated = map(Whose(roster).place, opened.reading.submissions)
    return {submission.who: submission for submission in stated if submission.period in period.predecessors}


def _add(opened: Contents, form: Form, period: Period, lacking: Sequence[RosterEntry], before: dict[Unit, Submission]) -> None:
    from gkxl.workbook.format.sheet_names import sheet_names
    from gkxl.workbook.writing.sending import Sending, input_sheets

    ambiguous = ambiguous_names([entry.who for entry in opened.roster.entries] if opened.roster else ())
    named = [f"{entry.parent}{entry.unit}" if entry.unit in ambiguous else entry.unit for entry in lacking]
    names = sheet_names(named, opened.book.sheet_names)
    plans = []
    for entry, name in zip(lacking, names, strict=True):
        plans += input_sheets(form, Sending(entry.unit, (period,), entry.tables, before.get(entry.who), entry.parent), [name])
    opened.book.take_in([], plans, last_sheet(opened))


def check_number(opened: Contents, more: int) -> None:
    """Raise InputError before a workbook gets more sheets than anybody can find their way in."""
    from gkxl.workbook.writing.workbooks import MOST_SHEETS

    if len(opened.reading.places) + more > MOST_SHEETS:
        raise InputError(f"一个工作簿最多放{MOST_SHEETS}张填报表，加上这{more}张就超过了；请在命令提示符里用 gkxl merge 汇总文件夹，那里没有这个限制")


def last_sheet(opened: Contents) -> str:
    """Return the sheet behind which new input sheets go: the last of those that are there, else the roster."""
    from gkxl.workbook.format.sheet_names import ROSTER

    return opened.reading.places[-1].sheet if opened.reading.places else ROSTER
