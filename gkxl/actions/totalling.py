"""Third stage of a merge, total: months into years, units into the parent unit's total. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from gkxl.actions.previous import Previous, body_before
from gkxl.actions.resolving import Resolved
from gkxl.aggregation.stocks import find_lacking_after
from gkxl.aggregation.totals import add_units
from gkxl.aggregation.year import unit_years
from gkxl.eligibility.hierarchy import counted_units, silenced
from gkxl.model.roster import Roster
from gkxl.model.submission import Source, Submission
from gkxl.model.unit_names import NAMELESS
from gkxl.rules.findings import Finding


@dataclass(frozen=True)
class Totalled:
    """The sum, and what it is the sum of."""

    total: Submission
    """The parent unit's total, at its place in the merged workbook."""
    units: Sequence[Submission]
    """What was added up: one submission for each unit, that of a year perhaps from its months; in the order of the roster."""
    stated: Sequence[Submission]
    """The submissions behind them, as the units sent them."""
    speaking: Sequence[Submission]
    """What every unit states for the whole period, also those for which the unit above them speaks."""


def total(resolved: Resolved, roster: Roster, unit: str = "") -> tuple[Totalled, list[Finding]]:
    """Return the total of what counts, under the name of the parent `unit`, and what adding up could not take in."""
    from gkxl.workbook.format.layout import layout_for
    from gkxl.workbook.format.sheet_names import SUMMARY

    speaking, compared = _whole_periods(resolved)
    counted = {submission.who for submission in counted_units(roster, resolved.counted)}
    units = _in_order([submission for submission in speaking if submission.who in counted], roster)
    form = resolved.counted[0].form
    summed = add_units(form, unit or NAMELESS, resolved.period, units, Source("", SUMMARY))
    # The place is known before the workbook is written: 汇总 has the standard layout.
    summed, of_stocks = _beside_last(replace(summed, positions=layout_for(form.id).positions), resolved.previous)
    totalled = Totalled(
        summed,
        units,
        [submission for submission in resolved.counted if submission.who in counted],
        speaking,
    )
    return totalled, [*compared, *silenced(roster, resolved.counted), *of_stocks]


def _beside_last(summed: Submission, previous: Previous) -> tuple[Submission, list[Finding]]:
    """Return the total with what it lacks by what the same body stated for the period before, and a finding on that."""
    before = body_before(summed, previous)
    return find_lacking_after(summed, before) if before and summed.unit in (NAMELESS, before.unit) else (summed, [])


def _whole_periods(resolved: Resolved) -> tuple[list[Submission], list[Finding]]:
    """Return what each unit states for the whole period, for a year added up from its months, and where a unit stated both ways."""
    if resolved.period.month:
        return list(resolved.counted), []
    return unit_years(resolved.counted, resolved.period.year)


def _in_order(units: Sequence[Submission], roster: Roster) -> list[Submission]:
    """Return the units in the order of the roster, those that are not on it last, by name."""
    order = {entry.who: number for number, entry in enumerate(roster.entries)}
    return sorted(units, key=lambda submission: (order.get(submission.who, len(order)), submission.who))
