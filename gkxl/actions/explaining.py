"""The written explanations that count in an action: on the output that is written again, in what goes in, in the period before. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from gkxl.model.roster import Roster
from gkxl.rules.explanations import Explanation, Weighed
from gkxl.rules.findings import Finding
from gkxl.rules.weighing import weigh

if TYPE_CHECKING:
    from gkxl.actions.loading import Loaded
    from gkxl.workbook.reading.submissions import WorkbookReading


def weigh_merge(loaded: Loaded, findings: Sequence[Finding]) -> Weighed:
    """Return what all explanations that were read make of the findings of a merge."""
    readings = [*loaded.intake.readings, *(loaded.previous.intake.readings if loaded.previous else [])]
    return weigh(findings, _official(loaded.written, loaded.names), explanations_in(readings, loaded.names))


def explanations_in(readings: Iterable[WorkbookReading], roster: Roster) -> list[Explanation]:
    """Return what was written beside the findings of these workbooks, under the names that the units have on the roster."""
    return _official((explanation for reading in readings for explanation in reading.explanations), roster)


def _official(explanations: Iterable[Explanation], roster: Roster) -> list[Explanation]:
    named = []
    for explanation in explanations:
        place = explanation.key.place
        who = roster.resolve(place.who.name, place.who.parent) or place.who
        named.append(replace(explanation, key=explanation.key._replace(place=place._replace(who=who))))
    return named
