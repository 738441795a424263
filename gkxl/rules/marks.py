"""Which cells a finding points to, and how surely: what is marked on a sheet, for every kind of sheet. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum

from gkxl.forms import Severity
from gkxl.rules.catalogue import Topic
from gkxl.rules.findings import SEVERITY_NAMES, CellOnSheet, Finding, SuspectCell, causes


class Grade(IntEnum):
    """How surely a cell is wrong, the surest last."""

    ASKED = 1
    """A warning asks for a look at it."""
    POSSIBLE = 2
    """One of those among which one is wrong."""
    LIKELY = 3
    """Something speaks for it."""
    NAMED = 4
    """What stands in it is itself the mistake."""
    PROVEN = 5
    """No other cell can be the wrong one."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a cell is marked for."""

    grade: Grade
    finding: Finding
    suspect: SuspectCell | None = None
    """What speaks for this cell, where something does."""
    speaks: bool = True
    """Whether the finding is told on this cell; of many that may be the wrong one only on the first."""

    @property
    def words(self) -> str:
        """What is told on the cell."""
        lead = SEVERITY_NAMES[self.finding.severity]
        return f"{lead}：{self.finding.told}"


def marks(findings: Iterable[Finding]) -> Iterator[tuple[CellOnSheet, Mark]]:
    """Return every cell to be marked for errors and warnings, once for each finding that points to it.

    What could not be verified points to no cell: the one that was misread is marked by itself.  What only follows from
    another finding is not marked.
    """
    for finding in causes(findings):
        if finding.severity is Severity.INFO or finding.topic is Topic.UNVERIFIED:
            continue
        for suspect in finding.suspects:
            yield suspect.place, Mark(Grade.PROVEN if suspect.proven else Grade.LIKELY, finding, suspect)
        named = {suspect.place for suspect in finding.suspects}
        others = [place for place in _others(finding) if place not in named]
        for number, place in enumerate(others):
            yield place, Mark(_grade(finding), finding, speaks=not named and (number == 0 or finding.framed is None))


def gravest(found: Iterable[tuple[CellOnSheet, Mark]]) -> Mapping[CellOnSheet, Mark]:
    """Return for each cell the surest mark on it, the first of several."""
    marked: dict[CellOnSheet, Mark] = {}
    for place, mark in found:
        if place not in marked or mark.grade > marked[place].grade:
            marked[place] = mark
    return marked


def _others(finding: Finding) -> list[CellOnSheet]:
    """Return the cells that a finding points to beside its suspects: those framed, else all that it is on."""
    return [CellOnSheet(finding.file, finding.sheet, cell) for cell in finding.cells] if finding.framed is None else list(finding.framed)


def _grade(finding: Finding) -> Grade:
    if finding.severity is Severity.WARNING:
        return Grade.ASKED
    return Grade.NAMED if finding.instance is None else Grade.POSSIBLE
