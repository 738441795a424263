"""Look over everything that was stated for what is allowed but unlikely. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from gkxl.model.roster import Roster
from gkxl.model.submission import Submission
from gkxl.model.unit import Unit
from gkxl.rules.findings import Finding
from gkxl.rules.likeness.by_form import computed, fallen, never_theirs
from gkxl.rules.likeness.cumulative import running_on
from gkxl.rules.likeness.identical import in_two_months, sum_of_others, under_two_names
from gkxl.rules.likeness.size import beyond_other_units, beyond_own_periods


@dataclass(frozen=True)
class Seen:
    """What is looked over."""

    judged: Sequence[Submission]
    """What findings may be about: of each unit and period once."""
    roster: Roster = field(default_factory=lambda: Roster(()))
    years: Sequence[Submission] = ()
    """Years that were added up from months."""
    earlier: Sequence[Submission] = ()
    """What the same units stated before."""


def unlikely(seen: Seen) -> list[Finding]:
    """Return what is unlikely about these statements: warnings and hints, never errors."""
    whole = [*seen.judged, *(year for year in seen.years if year.months)]
    series = _by_unit([*seen.earlier, *seen.judged])
    months = [[submission for submission in of_unit if submission.period.month] for of_unit in series]
    lengths = sorted({submission.period.length for of_unit in series for submission in of_unit})
    alike = [[submission for submission in of_unit if submission.period.length == length] for length in lengths for of_unit in series]
    within_years = [list(of_year) for of_unit in months for _, of_year in groupby(of_unit, key=lambda month: month.period.year)]
    related = _related(seen.roster)
    return [
        *under_two_names(whole, related),
        *in_two_months(_given(months), seen.judged),
        *sum_of_others(whole, related),
        *running_on(within_years, seen.judged),
        *beyond_own_periods(_given(alike), seen.judged),
        *beyond_other_units(seen.judged),
        *fallen(series, seen.judged),
        *computed(seen.judged),
        *never_theirs(seen.judged, seen.roster),
    ]


def _by_unit(submissions: Iterable[Submission]) -> list[list[Submission]]:
    """Return the statements of each unit in order of time, of each period the last one given."""
    units: dict[Unit, dict[object, Submission]] = {}
    for submission in submissions:
        units.setdefault(submission.who, {})[submission.period] = submission
    return [sorted(of_unit.values(), key=lambda submission: submission.period) for of_unit in units.values()]


def _given(series: Iterable[Sequence[Submission]]) -> list[Sequence[Submission]]:
    return [of_unit for of_unit in series if of_unit]


def _related(roster: Roster) -> Callable[[Unit, Unit], bool]:
    """Return how to tell whether one of two units stands above the other; the body at the root stands above all."""

    def related(one: Unit, other: Unit) -> bool:
        return roster.top in (one, other) or one in roster.ancestors(other) or other in roster.ancestors(one)

    return related
