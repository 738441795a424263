"""Third stage of a merge, total: months into years, units into the parent unit's total. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from gkxl.actions.previous import body_before
from gkxl.actions.resolving import Resolved
from gkxl.aggregation.stocks import find_lacking_after
from gkxl.aggregation.totals import add_units
from gkxl.aggregation.year import unit_totals
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
    summed, of_stocks = _beside_last(replace(summed, positions=layout_for(form.id).positions), resolved)
    totalled = Totalled(
        summed,
        units,
        [submission for submission in resolved.counted if submission.who in counted],
        speaking,
    )
    return totalled, [*compared, *silenced(roster, resolved.counted), *of_stocks]


def _beside_last(summed: Submission, resolved: Resolved) -> tuple[Submission, list[Finding]]:
    """Return the total with what it lacks by what the same body stated for the period before, and a finding on that.

    A stock that is blank at the end and was stated in some month is 0 for the last year: from that month on it was compared already.
    """
    before = body_before(summed, resolved.previous)
    if before is None or summed.unit not in (NAMELESS, before.unit):
        return summed, []
    in_some_month = {item for submission in resolved.counted for item, value in enumerate(submission.stated) if value is not None}
    stated = tuple(0 if value is None and item in in_some_month else value for item, value in enumerate(summed.stated))
    marked, findings = find_lacking_after(replace(summed, stated=stated), before)
    return replace(marked, stated=summed.stated), findings


def _whole_periods(resolved: Resolved) -> tuple[list[Submission], list[Finding]]:
    """Return what each unit states for the whole period, perhaps added up from its months, and where a unit stated both ways."""
    return unit_totals(resolved.counted, resolved.period)


def _in_order(units: Sequence[Submission], roster: Roster) -> list[Submission]:
    """Return the units in the order of the roster, those that are not on it last, by name."""
    order = {entry.who: number for number, entry in enumerate(roster.entries)}
    return sorted(units, key=lambda submission: (order.get(submission.who, len(order)), submission.who))
