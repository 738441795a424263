"""Who has published: the bodies on the roster beside the reports that were found. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from gkxl.model.period import Period
from gkxl.model.roster import Roster
from gkxl.model.submission import Key
from gkxl.model.unit import Unit
from gkxl.model.unit_names import GOVERNMENT, listed, nearest, place_name
from gkxl.rules.findings import Finding

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Publication:
    """A report that was found."""

    who: Unit
    """Whose it is, under the name of the roster where that knows it; without a name where the title does not say."""
    year: int
    file: str


@dataclass(frozen=True)
class Publishing:
    """Who has published the report of a year."""

    year: int
    expected: Sequence[Unit]
    missing: Sequence[Unit]
    """In the order of the roster."""

    @property
    def line(self) -> str:
        """What came, in one line for people without a full stop."""
        lacking = f"，缺{len(self.missing)}个（{listed((unit.name for unit in self.missing), _SHOWN)}）" if self.missing else ""
        return f"名册上{len(self.expected)}个单位，{len(self.expected) - len(self.missing)}个有{self.year}年年报{lacking}"

    @property
    def keys(self) -> list[Key]:
        """What is missing: unit and period."""
        return [(unit, Period(self.year)) for unit in self.missing]


def by_title(roster: Roster) -> dict[str, Unit]:
    """Return every name that the title of a report may give a unit on the roster: its own and its aliases, also after the name of a body
    above it (甲市教育局 where the roster says 教育局), and with 人民政府 or without; not those that may mean several units.
    """
    meant: dict[str, set[Unit]] = {}
    for entry in roster.entries:
        above = [place_name(unit.name) for unit in roster.ancestors(entry.who)] + ([place_name(roster.root)] if roster.root else [])
        for name in (entry.unit, *entry.aliases):
            for title in (name, place_name(name), f"{place_name(name)}{GOVERNMENT}", *(f"{place}{name}" for place in above)):
                meant.setdefault(title, set()).add(entry.who)
    if roster.top is not None:
        for title in (roster.root, place_name(roster.root), f"{place_name(roster.root)}{GOVERNMENT}"):
            meant.setdefault(title, set()).add(roster.top)
    return {title: units.pop() for title, units in meant.items() if title and len(units) == 1}


def who_has_published(roster: Roster, publications: Sequence[Publication]) -> Publishing | None:
    """Return who has published the report of the year that most reports are on, the later one of several.

    None where there is none of a unit that is listed: then the roster is not of those who publish.
    """
    years = Counter(publication.year for publication in publications)
    if not years:
        return None
    year = max(years, key=lambda number: (years[number], number))
    there = {publication.who for publication in publications if publication.year == year}
    expected = [entry.who for entry in roster.entries if entry.asked]
    missing = [unit for unit in expected if unit not in there]
    return Publishing(year, expected, missing) if len(missing) < len(expected) else None


def not_published(publishing: Publishing, publications: Sequence[Publication], lost: int) -> list[Finding]:
    """Return a finding on each body without a report; `lost` is how many files may be a report and were not read."""
    others: dict[Unit, list[Publication]] = {}
    for publication in publications:
        others.setdefault(publication.who, []).append(publication)
    found = []
    for unit in publishing.missing:
        other = listed([f"{publication.file}（{publication.year}年）" for publication in others.get(unit, ())], _SHOWN)
        only = f"，只有{other}" if other else ""
        perhaps = f"；另有{lost}份文件没有读出，可能在其中" if lost else ""
        message = (
            f"{unit.name}没有{publishing.year}年的年报{only}{perhaps}。请催其公布；已经公布的，请核对年报标题上的单位名称，或在名册写明简称/别名。"
        )
        found.append(Finding.of("report.not_published", message, unit=unit, period=str(publishing.year)))
    return found


def not_on_roster(roster: Roster, publications: Sequence[Publication]) -> list[Finding]:
    """Return a finding on each report of which nobody on the roster is the body, with the nearest name that is."""
    return [
        Finding.of(
            "report.not_on_roster",
            _not_listed(roster, publication),
            unit=publication.who,
            period=str(publication.year),
            file=publication.file,
        )
        for publication in publications
        if publication.who not in roster.parents and publication.who != roster.top
    ]


def _not_listed(roster: Roster, publication: Publication) -> str:
    name = publication.who.name
    if not name:
        return f"{publication.file}的标题没有写明单位，不知道是名册上哪个单位的年报。请在标题写明单位名称。"
    if same := roster.called.get(name):
        return f"{publication.file}的单位“{name}”，名册上有几个（{listed([unit.path for unit in same], _SHOWN)}），分不清是哪一个。请在标题写全名称。"
    near = nearest(name, roster.called)
    hint = f"是不是“{near}”？" if near else ""
    return f"{publication.file}的单位“{name}”不在单位名册上，{hint}请核对年报的标题，或把它加入名册的“单位”或“简称/别名”。"
