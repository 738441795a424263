"""What two sets of statements under one name are to each other: of the same unit, of a namesake, or of other times. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum, auto

from gkxl.aggregation.cover import cover, makes_up
from gkxl.aggregation.totals import add_months, same_figures
from gkxl.eligibility.thresholds import PROOF_UNDER_ONE_NAME, digits
from gkxl.model.figures import Number
from gkxl.model.period import Period
from gkxl.model.submission import Submission
from gkxl.model.unit import Unit

Statements = dict[Period, Submission]
"""What one unit states, of each period once."""


class Likeness(Enum):
    APART = auto()
    """Of other times, or of nothing."""
    SAME = auto()
    """The same statement, or a correction of it."""
    NAMESAKE = auto()
    """The same name at the same time, and nothing that shows whether it is the same unit."""


def latest_by_unit(submissions: Iterable[Submission]) -> dict[Unit, Statements]:
    """Return the statements of each unit, of each period the highest revision; of equal ones the last."""
    units: dict[Unit, Statements] = {}
    for submission in sorted(submissions, key=lambda submission: submission.revision):
        units.setdefault(submission.who, {})[submission.period] = submission
    return units


def content_key(submission: Submission) -> tuple[Number, ...]:
    """Return what a submission states as a key: what is not stated counts as 0."""
    return tuple(value or 0 for value in submission.figures)


def compare(own: Statements, theirs: Statements, *, one_unit: bool) -> tuple[Likeness, list[Submission]]:
    """Return what two sets of statements under one name are to each other, and those of the second that show it.

    `one_unit` says that they are known to be of the same unit, by its name and its parent.  Else only equal figures that
    are no coincidence show it; all others may be corrections, but equal ones must be among them.
    """
    pairs = [(mine, theirs[period]) for period, mine in own.items() if period in theirs]
    equal = [(mine, other) for mine, other in pairs if same_figures(mine, other)]
    unlike = [(mine, other) for mine, other in pairs if not same_figures(mine, other)]
    telling = [other for mine, other in equal if any(mine.figures)]
    if one_unit and (unlike or telling):
        return Likeness.SAME, [*telling, *(other for _, other in unlike)]
    corrected = all(mine.revision != other.revision for mine, other in unlike)
    if corrected and digits(telling) >= PROOF_UNDER_ONE_NAME:
        return Likeness.SAME, [*telling, *(other for _, other in unlike)]
    if unlike:
        return Likeness.NAMESAKE, [other for _, other in unlike]
    # Nothing telling was reported in the periods that both have: a year or quarter may still be the sum of the other's months.
    for whole in sorted({period for period in (*own, *theirs) if period.made_of_months}):
        if whole in own and (months := months_alone(theirs, whole)):
            return _year_and_months(own[whole], months, one_unit=one_unit), months
        if whole in theirs and (months := months_alone(own, whole)):
            return _year_and_months(theirs[whole], months, one_unit=one_unit), [theirs[whole]]
    return Likeness.APART, []


def months_alone(statements: Statements, whole: Period) -> list[Submission]:
    """Return the longest parts stated of a year, or of another span, that is not stated itself."""
    return [] if whole in statements else [statements[part] for part in cover(whole, statements)]


def add_up_to(months: Sequence[Submission], year: Submission) -> bool:
    """Whether these are all the months of a year, or all parts of another span, and their sum is what a submission states for it."""
    return makes_up(year.period, [month.period for month in months]) and same_figures(add_months(months, whole=year.period), year)


def _year_and_months(year: Submission, months: Sequence[Submission], *, one_unit: bool) -> Likeness:
    if not any(year.figures) and not any(any(month.figures) for month in months):
        return Likeness.APART
    if one_unit:
        return Likeness.SAME
    if not add_up_to(months, year):
        return Likeness.NAMESAKE
    return Likeness.SAME if digits([year]) >= PROOF_UNDER_ONE_NAME else Likeness.APART
