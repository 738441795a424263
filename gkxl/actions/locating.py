"""After judging: which cell is wrong where an equation does not hold, by everything that was given to the command. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from gkxl.aggregation.cover import makes_up, parts_within
from gkxl.aggregation.totals import counterpart
from gkxl.forms import Instance, Severity
from gkxl.model.figures import show
from gkxl.model.period import Period
from gkxl.model.roster import Roster
from gkxl.model.submission import Key, Source, Submission
from gkxl.model.unit import Unit
from gkxl.rules.findings import CellOnSheet, Finding, SuspectCell
from gkxl.rules.suspects import Evidence, Suspect, Whole, framed, sentence, suspects

_MOST = 300
"""So many broken equations are looked into with everything that was given (a hundredth of a second each); of more, nobody reads the reasons."""


@dataclass(frozen=True)
class Given:
    """Everything that was given to a command, to look for wrong cells in."""

    judged: Sequence[Submission]
    """What findings are on."""
    counted: Sequence[Submission]
    """What counts, one for each unit and period."""
    before: Sequence[Submission] = ()
    """What was stated for other periods; it speaks where nothing that counts does, the last of several first."""
    roster: Roster = field(default_factory=lambda: Roster(()))


def locate(findings: Iterable[Finding], given: Given) -> list[Finding]:
    """Return findings with the cells that each broken equation points to, where they are errors on a sheet that a unit filled in."""
    beside = _Beside(given)
    located = []
    looked_into = 0
    for finding in findings:
        instance, submission = finding.instance, beside.judged.get(Source(finding.file, finding.sheet))
        if instance is None or submission is None or finding.severity is not Severity.ERROR:
            located.append(finding)
            continue
        looked_into += 1
        evidence = beside.evidence(submission) if looked_into <= _MOST else Evidence(submission)
        located.append(_located(finding, instance, evidence, thoroughly=looked_into <= _MOST))
    return located


def _located(finding: Finding, instance: Instance, evidence: Evidence, *, thoroughly: bool) -> Finding:
    found = suspects(instance, evidence) if thoroughly else []
    proven = any(suspect.proven for suspect in found)
    said = sentence(instance, evidence, found)
    cells = {} if proven else {CellOnSheet(*_place(submission, item)): None for submission, item in framed(instance, evidence)}
    return replace(
        finding,
        suspects=tuple(_cell(suspect) for suspect in found if suspect.cell),
        framed=tuple(place for place in cells if place.cell),
        hint=f"{said}。" if said else "",
    )


def _cell(suspect: Suspect) -> SuspectCell:
    would_be = "" if suspect.would_be is None else show(suspect.would_be)
    item = suspect.submission.form.items[suspect.item].code
    return SuspectCell(CellOnSheet(*_place(suspect.submission, suspect.item)), item, suspect.reason, would_be, suspect.proven)


def _place(submission: Submission, item: int) -> tuple[str, str, str]:
    return submission.source.file, submission.source.sheet, submission.cell(item)


class _Beside:
    """Finds what speaks about the figures of a submission."""

    def __init__(self, given: Given) -> None:
        self.roster = given.roster
        self.known: Mapping[Key, Submission] = {submission.key: submission for submission in (*given.before, *given.counted)}
        counted = {submission.source: submission for submission in given.counted}
        # 汇总 is a sum: what is wrong with it stands on the sheets of its parts.
        filled_in = [submission for submission in given.judged if submission.merge_state is None]
        self.judged = {submission.source: counted.get(submission.source, submission) for submission in filled_in}
        self._by_unit: dict[Unit, list[Submission]] = {}
        for submission in self.known.values():
            self._by_unit.setdefault(submission.who, []).append(submission)

    def evidence(self, submission: Submission) -> Evidence:
        """Return all that was given about the figures of a submission, on the items of its form.

        What does not count itself, as a sheet inside a merged workbook, has no neighbours: a namesake elsewhere is another unit.
        """
        if self.known.get(submission.key) is not submission:
            return Evidence(submission)

        def alike(other: Submission | None) -> Submission | None:
            return other and counterpart(other, submission.form)

        months = [other for other in self._by_unit.get(submission.who, ()) if other.period.month and other.period != submission.period]
        return Evidence(
            submission,
            alike(self._before(submission)),
            alike(self._after(submission)),
            tuple(counterpart(month, submission.form) for month in months),
            alike(self.known.get((submission.who, Period(submission.period.year - 1, submission.period.first, submission.period.last)))),
            tuple(self._wholes(submission)),
        )

    def _before(self, submission: Submission) -> Submission | None:
        """Return what the unit stated for the period that ends where this one begins."""
        keys = [(submission.who, period) for period in submission.period.predecessors]
        return next((self.known[key] for key in keys if key in self.known), None)

    def _after(self, submission: Submission) -> Submission | None:
        """Return what the unit stated for the period that is carried on from this one."""
        others = self._by_unit.get(submission.who, ())
        return next((other for other in others if submission.period in other.period.predecessors and self._before(other) is submission), None)

    def _wholes(self, submission: Submission) -> Iterator[Whole]:
        """Return what was stated apart from its parts, where all parts are there and this is one of them, or is their whole."""
        unit, period = submission.key
        stated = [other.period for other in self._by_unit.get(unit, ())]
        for whole in sorted(at for at in stated if at.contains(period)):
            parts = parts_within(whole, stated)
            if makes_up(whole, parts):
                yield from self._whole(submission, (unit, whole), [(unit, part) for part in parts], over_months=True)
        for parent in filter(None, (unit, self.roster.parents.get(unit))):
            yield from self._whole(submission, (parent, period), [(child, period) for child in self.roster.children(parent)], over_months=False)

    def _whole(self, submission: Submission, whole: Key, parts: Sequence[Key], *, over_months: bool) -> Iterator[Whole]:
        involved = [self.known.get(key) for key in (whole, *parts)]
        stated = [other for other in involved if other is not None and other.form.id == submission.form.id]
        if parts and len(stated) == len(involved) and any(other is submission for other in stated):
            yield Whole(stated[0], tuple(stated[1:]), over_months)
