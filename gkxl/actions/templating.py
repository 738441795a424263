"""Make the blank workbooks that are sent out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path, PurePath

from gkxl.actions.inputs import filled_in, load_roster
from gkxl.actions.previous import Previous, load_previous
from gkxl.aggregation.brought_forward import unknown_before
from gkxl.errors import InputError
from gkxl.forms import STATUTORY, Form, form_by_id, form_for
from gkxl.model.period import Period
from gkxl.model.roster import Cycle, Roster, RosterEntry
from gkxl.model.submission import Submission
from gkxl.model.unit import Unit, ambiguous_names, parse_path
from gkxl.model.unit_names import listed
from gkxl.safe_write import check_writable, make_folder, write_whole


def templates(
    output: Path,
    *,
    form_id: str = "",
    period: Period | None = None,
    units: Sequence[str] = (),
    roster: Path | None = None,
    previous: Sequence[Path] = (),
    split: bool = False,
    months: bool = False,
    force: bool = False,
    series: str = STATUTORY,
) -> tuple[list[Path], list[str]]:
    """Write one standard workbook, or (`split`) one workbook for each unit into the folder `output`.

    With `previous` (workbooks or folders) each sheet starts from what its unit stated for the period before.  For a year or another span, a
    unit that reports monthly (on the roster, or `months`) gets a sheet for each month.  Returns what was written, and
    sentences on what was not done, and on filled workbooks that were replaced.
    """
    from gkxl.workbook.format.sheet_names import file_stem
    from gkxl.workbook.writing.sending import Sending, sent_workbook
    from gkxl.workbook.writing.workbooks import blank_workbook

    form = _form(form_id, period, series)
    list_of = load_roster(roster).of_series(series) if roster else Roster(())
    entries, notes = senders(units, list_of, months)
    if split and units:  # a sheet that was lost is made again, and no other one
        named = set(_named(units, list_of))
        entries, notes = [entry for entry in entries if entry.who in named], []
    if months and (period is None or not period.made_of_months or not split):
        raise InputError("--months 给每个单位做一份含12张月表的工作簿；请同时给出 --split 和年份，例如 --split --period 2026 --months")
    if previous and period is None:
        raise InputError("--previous 要知道本期是哪一期；请用 --period 给出，例如 --period 2026-03")
    before, unused = _starts(previous, period, list_of, form.series) if previous and period else (Previous(), [])
    entries, others = monthly_ones(entries, period)
    notes += [*unused, *others]
    if previous and (without := [one.who.path for one in entries if not before.of(one.who)]):
        notes.append(f"没有上期的数可以带入{listed(without)}，结转等由单位自己填。")
    notes += [said for entry in entries for stated in before.of(entry.who)[:1] if (said := _not_brought(form, stated))]
    sendings = [
        Sending(
            entry.unit,
            _periods(entry, period, split),
            entry.tables,
            next(iter(before.of(entry.who)), None),
            entry.parent or _root(list_of, entry),
            _beside(entry, series, period),
        )
        for entry in entries
    ]
    if not split:
        if output.suffix.lower() != ".xlsx":
            raise InputError(f"“{output}”应以 .xlsx 结尾；要给每个单位各做一份，请加 --split 并给出文件夹")
        check_writable(output, force)
        notes += _replaced([output], force)
        # Nothing asked for but a place: nobody fills in figures there before the units are listed.
        nobody_yet = not (sendings or period or form_id) and series == STATUTORY
        write_whole(output, blank_workbook(form, sendings, period, list_of.entries, opens_on_roster=nobody_yet), force)
        return [output], notes
    if not sendings:
        raise InputError("--split 要知道有哪些单位；请用 --unit（可重复）或 --roster 给出")
    if output.suffix.lower() == ".xlsx":
        raise InputError(f"--split 输出到文件夹，“{output}”却像一个文件名；请给出文件夹，例如 -o 下发")
    suffix = f"-{period}" if period else ""
    targets = [output / f"{file_stem(stem)}{suffix}.xlsx" for stem in _file_names(entries)]
    if len({target.name.casefold() for target in targets}) < len(targets):
        raise InputError("有两个单位的名称去掉文件名不允许的字符后相同；请改用可以区分的名称")
    make_folder(output)
    for target in targets:
        check_writable(target, force)
    notes += _replaced(targets, force)
    for sending, target in zip(sendings, targets, strict=True):
        write_whole(target, sent_workbook(form, sending), force)
    return targets, notes


def _not_brought(form: Form, stated: Submission) -> str:
    """Return that what a unit stated for the period before has cells that nobody understood, and what does not start from them; "" for none."""
    items = unknown_before(form, stated)
    if not items:
        return ""
    cells = "、".join(stated.cells(items))
    where = f"{stated.called}{stated.period.chinese}的{cells}（{PurePath(stated.source.file).name}）"
    return f"{where}没有读懂，没有带入本期；请先请该单位更正，再做一次。"


def _replaced(targets: Sequence[Path], force: bool) -> list[str]:
    """Return sentences on the filled workbooks that blank ones take the place of; raises InputError where nobody said that they may."""
    filled = {target: units for target in targets if target.exists() and (units := filled_in(target))}
    for target, units in filled.items():
        if not force:
            raise InputError(f"“{target}”里有{listed(units)}填好的数，没有覆盖；请用 -o 换一个位置，确要换成空白表请加 --force")
    return [f"“{target}”原有{listed(units)}填好的数，已按 --force 换成空白表。" for target, units in filled.items()]


def monthly_ones(entries: Sequence[RosterEntry], period: Period | None) -> tuple[list[RosterEntry], list[str]]:
    """Return the units that report for a period, and a sentence on the others: those that report for longer ones, as by the year, do not."""
    longer = [entry for entry in entries if period and entry.cycle.length > period.length]
    if not longer or period is None:
        return list(entries), []
    if len(longer) == len(entries):
        cycles = "、".join(dict.fromkeys(entry.cycle for entry in longer))
        raise InputError(f"名册上的单位都按{cycles}报送，没有要做{period.chinese}填报表的；请检查期间和名册的“应报期间”")
    by_cycle = {cycle: listed(entry.unit for entry in longer if entry.cycle is cycle) for cycle in dict.fromkeys(entry.cycle for entry in longer)}
    notes = [f"{names}按{cycle}报送，没有做{period.chinese}的填报表。" for cycle, names in by_cycle.items()]
    return [entry for entry in entries if entry not in longer], notes


def senders(units: Sequence[str], roster: Roster, months: bool) -> tuple[list[RosterEntry], list[str]]:
    """Return the units to make sheets for (those named, then those on the roster that report by themselves), and a sentence on the others.

    A unit above others, and the body they all belong to, report what those below them sent; they get no sheet unless they are named.
    """
    by_unit = {entry.who: entry for entry in roster.entries}
    named = [by_unit[unit] if unit in by_unit else RosterEntry(unit.name, unit.parent) for unit in _named(units, roster)]
    above = {entry.who: entry.unit for entry in roster.entries if roster.children(entry.who) and entry not in named}
    notes = [f"{listed(above.values())}由下级报送汇总，没有给它们做填报表；确实要做的，请用 --unit 写明名称。"] if above else []
    chosen = {entry.who: entry for entry in (*named, *roster.entries) if entry.who not in above and (entry.asked or entry in named)}
    others = [entry.who.path for entry in roster.entries if not entry.asked and entry.who not in chosen]
    notes += [f"按名册的“填报内容”，{listed(others)}不填这类报表，没有给它们做填报表。"] if others else []
    return [replace(entry, cycle=Cycle.MONTHLY) if months and entry.cycle is Cycle.ANY else entry for entry in chosen.values()], notes


def _named(units: Sequence[str], roster: Roster) -> list[Unit]:
    """Return the units that were named, by name or by path; raises InputError where a name may be one of several on the roster."""
    found = []
    for name in dict.fromkeys(" ".join(unit.split()) for unit in units if unit.strip()):
        written = parse_path(name)
        several = roster.called.get(written.name, ())
        unit = roster.resolve(written.name, written.parent)
        if unit is None and len(several) > 1:
            raise InputError(f"名册上有几个“{name}”：{listed([one.path for one in several])}；请写明是哪一个，如 --unit {several[0].path}")
        found.append(unit or written)
    return found


def _beside(entry: RosterEntry, series: str, period: Period | None) -> tuple[Form, ...]:
    """Return the forms of other series that a unit fills in beside its statutory sheet, in the same workbook."""
    others = sorted(entry.series - {series}) if series == STATUTORY else []
    return tuple(form for form in (form_for(other, period or dt.date.today()) for other in others) if form is not None)


def _root(roster: Roster, entry: RosterEntry) -> str:
    """Return the body that a unit without a parent on the roster belongs to; "" for the body itself, and where there is none."""
    return roster.root if entry.cell and entry.who != roster.top else ""


def _file_names(entries: Sequence[RosterEntry]) -> list[str]:
    """Return how the workbook of each unit is called; where several have one name, with what stands above them."""
    ambiguous = ambiguous_names(entry.who for entry in entries)
    return [f"{entry.parent}-{entry.unit}" if entry.unit in ambiguous and entry.parent else entry.unit for entry in entries]


def _periods(entry: RosterEntry, period: Period | None, split: bool) -> tuple[Period, ...]:
    if period is None:
        return ()
    several = period.divided(entry.cycle.length) if split and entry.cycle.length else ()
    return several or (period,)


def _starts(paths: Sequence[Path], period: Period, roster: Roster, series: str) -> tuple[Previous, list[str]]:
    """Return what each unit stated for the period before, the like period first; and sentences on what could not be used."""
    before = load_previous(paths, period, roster, series)
    order = period.predecessors
    starts = {unit: sorted(stated, key=lambda submission: order.index(submission.period)) for unit, stated in before.units.items()}
    return replace(before, units=starts), [finding.message for finding in before.findings]


def _form(form_id: str, period: Period | None, series: str) -> Form:
    proper = form_for(series, period or dt.date.today())
    if not form_id:
        if proper is None:
            raise InputError(f"{period.chinese if period else '今年'}没有对应的报表格式；请用 --period 写明期间，支持的年份见 gkxl forms")
        return proper
    try:
        form = form_by_id(form_id)
    except KeyError:
        raise InputError(f"没有“{form_id}”这种报表格式；可用的请看 gkxl forms") from None
    if period and not form.serves(period.year):
        raise InputError(f"{form.name}不用于{period.chinese}；请去掉 --form，或核对 --period")
    return form
