"""Whose a submission is: its unit by its place, from its head, the roster, its folder, or what else is given. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from gkxl.eligibility.file_hints import Names, parent_by_folder
from gkxl.model.period import Period
from gkxl.model.roster import Roster
from gkxl.model.submission import Submission
from gkxl.model.unit import Unit, ambiguous_names


class Whose:
    """Gives each submission its unit on the roster, or its place by what its head, its folder and the bodies given beside it say."""

    def __init__(self, roster: Roster, bodies: Collection[str] = ()) -> None:
        self._roster = roster
        self._bodies = frozenset(bodies)
        self._parents = Names({*self._bodies, *(unit.parent for unit in roster.parents if unit.parent)})

    def place(self, submission: Submission) -> Submission:
        """Return a submission under the name and the parent that its unit has."""
        who = self.unit(submission.unit, submission.parent, submission.source.file)
        return submission if who == submission.who else replace(submission, unit=who.name, parent=who.parent)

    def unit(self, name: str, parent: str, file: str = "") -> Unit:
        """Return the unit that is meant by a name, by what stands above it if that is known, else by where its file lies."""
        listed = self._roster.resolve(name, parent)
        if listed is None and not parent and (parent := parent_by_folder(file, name, self._roster, self._parents, self._bodies)):
            listed = self._roster.resolve(name, parent)
        return listed or Unit(name, parent)


def lone_parents(submissions: Iterable[Submission], body: str = "", *, added_up: bool = True) -> dict[str, str]:
    """Return for each name below whom a unit stands that does not say it itself, by others of the same name.

    So it is where all that say one say the same, and it is `body`, the unit whose merge it is, or their periods fill each
    other up: a unit that used an old sheet in one month must not become two.  Else nobody knows, and the unit without a
    parent stays one of its own.  What is only looked up, not `added_up`, cannot count twice: there one parent is enough.
    """
    known: dict[str, dict[str, set[Period]]] = {}
    bare: dict[str, set[Period]] = {}
    for submission in submissions:
        if submission.parent:
            known.setdefault(submission.unit, {}).setdefault(submission.parent, set()).add(submission.period)
        else:
            bare.setdefault(submission.unit, set()).add(submission.period)
    parents: dict[str, str] = {}
    for name in bare.keys() & known.keys():
        if len(known[name]) == 1:
            ((parent, periods),) = known[name].items()
            if parent == body or not added_up or not _overlap(bare[name], periods):
                parents[name] = parent
    return parents


def below_theirs(submission: Submission, parents: Mapping[str, str]) -> Submission:
    """Return a submission with the parent of its name where it says none itself."""
    return submission if submission.parent or submission.unit not in parents else replace(submission, parent=parents[submission.unit])


def _overlap(some: Collection[Period], others: Collection[Period]) -> bool:
    months = {month for period in others for month in period.months}
    return any(month in months for period in some for month in period.months)


def ambiguous_in(roster: Roster, submissions: Iterable[Submission]) -> frozenset[str]:
    """Return the names that more than one unit has, of those on the roster and those that are given."""
    return ambiguous_names([*roster.parents, *(submission.who for submission in submissions)])
