"""One name in several places: statements that may be of different units though nobody says so are told apart, and asked about. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations, product

from gkxl.eligibility.homes import Home, home_of, labels, owner_by_name
from gkxl.eligibility.likeness import Statements, add_up_to, latest_by_unit, months_alone
from gkxl.model.figures import Number, show
from gkxl.model.period import Period
from gkxl.model.roster import Roster
from gkxl.model.submission import Source, Submission
from gkxl.model.unit import Unit
from gkxl.model.unit_names import listed
from gkxl.rules.findings import Finding
from gkxl.rules.likeness.thresholds import CHANCE, bits

_SHOWN = 3
_Fact = tuple[Period, int, Number]


@dataclass
class _Group:
    """Statements of one name that are of one unit by all that is known."""

    parent: str = ""
    """"" where nobody says."""
    homes: set[Home] = field(default_factory=set)
    stated: list[Submission] = field(default_factory=list)

    @cached_property
    def latest(self) -> Statements:
        """Of each period the highest revision."""
        return next(iter(latest_by_unit(self.stated).values()))

    @cached_property
    def facts(self) -> frozenset[_Fact]:
        """Every figure that is not 0 and not computed."""
        totals = self.stated[0].form.total_items
        return frozenset(
            (period, item, value) for period, one in self.latest.items() for item, value in enumerate(one.figures) if value and item not in totals
        )

    @cached_property
    def months(self) -> frozenset[Period]:
        """The months of which it states anything."""
        return frozenset(month for period in self.latest for month in period.months)

    def take_in(self, other: _Group) -> None:
        """Make the other group a part of this one."""
        self.homes |= other.homes
        self.stated += other.stated
        for known in ("latest", "facts", "months"):
            self.__dict__.pop(known, None)


def told_apart(submissions: Iterable[Submission], parts: Iterable[Submission] = ()) -> dict[Source, str]:
    """Return the parent, by the folder, of statements that say none and may be of another unit than others of their name.

    `parts` are what merged workbooks hold.  In one folder a second statement is a correction of the first.  In two folders
    that speak neither of a period nor of a correction it may be of another unit; unless it repeats most of the figures.
    """
    by_name: dict[str, list[Submission]] = {}
    for submission in submissions:
        by_name.setdefault(submission.unit, []).append(submission)
    held: dict[str, list[Submission]] = {}
    for part in parts:
        held.setdefault(part.unit, []).append(part)
    parents: dict[Source, str] = {}
    for name, stated in by_name.items():
        if len(stated) > 1 and not all(submission.parent for submission in stated):
            parents |= _of_one_name(stated, held.get(name, ()))
    return parents


def _of_one_name(stated: Sequence[Submission], parts: Sequence[Submission]) -> dict[Source, str]:
    known = _grouped(stated)
    homes = _homes(known.pop("", []))
    if len(set(homes.values())) + len(known) < 2:
        return {}
    bare = [_Group(homes={home}) for home in sorted(set(homes.values()))]
    for group in bare:
        group.stated = [submission for submission in stated if homes.get(submission.source) in group.homes]
    placed = [_Group(parent, {_home(one) for one in many}, many) for parent, many in known.items()]
    surely = [*placed, *(_Group(parent, set(), many) for parent, many in _grouped(parts).items())]
    parents: dict[Source, str] = {}
    asked: list[_Group] = []
    others = list(placed)
    for group in bare:
        if owners := {other.parent for other in surely if _one_unit(group, other)}:
            parents |= {one.source: owner for one in group.stated for owner in owners if len(owners) == 1}
        else:
            beside_one = any(group.homes & other.homes for other in placed)
            (others if beside_one else asked).append(group)
    asked = _joined(asked)
    if not any(_overlap(one, other) for one, other in [*combinations(asked, 2), *product(asked, others)]):
        return parents
    names = labels(home for group in (*asked, *placed) for home in group.homes)
    return parents | {one.source: names[min(group.homes)] for group in asked for one in group.stated if names[min(group.homes)]}


def _grouped(stated: Iterable[Submission]) -> dict[str, list[Submission]]:
    groups: dict[str, list[Submission]] = {}
    for submission in stated:
        groups.setdefault(submission.parent, []).append(submission)
    return groups


def _home(submission: Submission) -> Home:
    return home_of(submission.source.file, submission.unit)


def _homes(stated: Iterable[Submission]) -> dict[Source, Home]:
    """Return where each statement lies; in one folder the names of the files tell homes apart where they tell several units above."""
    owners: dict[Home, dict[Source, str]] = {}
    for submission in stated:
        owners.setdefault(_home(submission), {})[submission.source] = owner_by_name(submission.source.file, submission.unit)
    homes: dict[Source, Home] = {}
    for home, told in owners.items():
        several = len({owner for owner in told.values() if owner}) > 1
        homes |= {source: (*home, owner) if owner and several else home for source, owner in told.items()}
    return homes


def _joined(groups: Iterable[_Group]) -> list[_Group]:
    """Return the groups, those of one unit by their figures as one."""
    joined: list[_Group] = []
    for group in groups:
        alike = next((known for known in joined if _one_unit(known, group) or _fill_up(known, group)), None)
        if alike is None:
            joined.append(group)
        else:
            alike.take_in(group)
    return joined


def _overlap(one: _Group, other: _Group) -> bool:
    return not one.months.isdisjoint(other.months)


def _one_unit(one: _Group, other: _Group) -> bool:
    """Whether two groups surely are of one unit: one repeats most of what the earlier one states, and that is no coincidence."""
    repeated = one.facts & other.facts
    if bits(value for _, _, value in repeated) >= CHANCE:
        both = one.latest.keys() & other.latest.keys()
        earlier = sum(_earlier(one, other, period) for period in both)
        if 2 * len(repeated) > earlier:
            return True
    return _adds_up(one, other) or _adds_up(other, one)


def _fill_up(one: _Group, other: _Group) -> bool:
    """Whether two groups are months of one unit by all that is likely: most of each lack in the other, and what both have was corrected."""
    shared = one.months & other.months
    corrected = all(one.latest[period].revision != other.latest[period].revision for period in one.latest.keys() & other.latest.keys())
    return corrected and 2 * len(shared) <= min(len(one.months), len(other.months))


def _earlier(one: _Group, other: _Group, period: Period) -> int:
    """Return how many figures the earlier of two statements has, of equal revisions the one with more."""
    counts = [(group.latest[period].revision, -sum(fact[0] == period for fact in group.facts)) for group in (one, other)]
    return -min(counts)[1]


def _adds_up(years: _Group, months: _Group) -> bool:
    """Whether one group states a year, or another span, that is the sum of the months that the other one states."""
    telling = [year for period, year in years.latest.items() if period.made_of_months and bits(filter(None, year.figures)) >= CHANCE]
    return any(add_up_to(months_alone(months.latest, year.period), year) for year in telling)


def asked_about(submissions: Iterable[Submission], by_folder: Collection[Source], roster: Roster) -> list[Finding]:
    """Return a finding on each name that counts as several units although somebody's place is only taken from the folder, or not known.

    On a roster it was said already who is not on it.
    """
    by_name: dict[str, dict[Unit, list[Submission]]] = {}
    for submission in submissions:
        by_name.setdefault(submission.unit, {}).setdefault(submission.who, []).append(submission)
    findings = []
    for units in by_name.values():
        everything = [submission for stated in units.values() for submission in stated]
        unsure = [one for one in everything if one.source in by_folder or not (one.parent or roster.entries)]
        if len(units) > 1 and unsure and any(any(one.figures) or one.misread for one in everything):
            findings.append(_asked(units, unsure))
    return findings


def _asked(units: Mapping[Unit, Sequence[Submission]], unsure: Sequence[Submission]) -> Finding:
    about = max(unsure, key=lambda submission: (submission.revision, submission.source.file))
    each = {unit: next(iter(latest_by_unit(stated).values())) for unit, stated in sorted(units.items())}
    where = "；".join(f"{unit.path}：{listed((one.source.file for one in latest.values()), _SHOWN)}" for unit, latest in list(each.items())[:5])
    more = f"；等{len(each)}处" if len(each) > 5 else ""
    message = (
        f"有{len(each)}处以“{about.unit}”为名的报送（{where}{more}），没有都写明上级单位，分不清是几个单位，还是同一个单位的更正；"
        f"现在按{len(each)}个单位都计入了{_both_counted(list(each.values()), about)}。"
        "是不同的单位，请在表头填写上级单位，或用名册（--roster）写明；是同一个单位，请移走旧的一份（或放进同一个文件夹，更正的修订号加1），再重新汇总。"
    )
    return Finding.of("merge.namesakes", message, about=about)


def _both_counted(each: Sequence[Statements], about: Submission) -> str:
    """Return the largest figures that count for more than one of the units, else the largest of all, for people."""
    form = about.form
    inputs = [item for item in range(len(form.items)) if item not in form.total_items]
    stated = {item: values for item in inputs if (values := _values(each, item))}
    shown = sorted(stated, key=lambda item: (-len(stated[item]), -sum(stated[item]), item))[:_SHOWN]
    figures = "；".join(f"“{form.items[item].label}”{'、'.join(map(show, stated[item][:5]))}" for item in shown)
    return f"（{figures}{'等' if len(stated) > _SHOWN else ''}）" if figures else ""


def _values(each: Sequence[Statements], item: int) -> list[Number]:
    """Return what each unit states of an item over all its periods, without 0."""
    sums = [sum([one.figures[item] or 0 for one in latest.values()]) for latest in each]
    return [value for value in sums if value]
