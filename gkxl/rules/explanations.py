"""Written explanations of findings, as values: to which finding each belongs. Pure.

An explanation belongs to rule, parent, unit, period, cells and values: a figure that changes makes it lapse.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from gkxl.forms import Severity
from gkxl.model.submission import Submission
from gkxl.model.unit import Unit
from gkxl.rules.catalogue import Topic
from gkxl.rules.findings import Finding, count


class Place(NamedTuple):
    """What a finding is about, whatever the figures are."""

    rule: str
    who: Unit
    period: str
    cells: str
    """Digest of the items or cells."""


class Key(NamedTuple):
    """What an explanation belongs to."""

    place: Place
    values: str
    """Digest of the figures that the finding rests on."""


@dataclass(frozen=True)
class Explanation:
    """What somebody wrote beside a finding."""

    key: Key
    words: str
    about: str = ""
    """What the line said beside which it was written."""
    by_others: bool = False
    """Whether nobody wrote it there: it was written beside the findings from which this one follows."""
    file: str = ""
    """Where it was read; "" for the sheet that is filled again."""


@dataclass(frozen=True)
class Explained:
    """A finding that somebody has explained, and how."""

    finding: Finding
    words: str


@dataclass(frozen=True)
class Weighed:
    """What written explanations make of what was found."""

    explained: Sequence[Explained] = ()
    """Errors that need no correction, and what else was explained."""
    refused: Sequence[Explained] = ()
    """Errors that stay errors: beside them stands nothing but a formula of words, or no words can put right what is lacking."""
    left_over: Sequence[Explanation] = ()
    """What belongs to no finding: it lapsed, or what it explained is gone."""
    findings: Sequence[Finding] = ()
    """What there is to say of the explanations themselves."""
    words: Mapping[Key, str] = field(default_factory=dict)
    """What stands beside each finding."""

    @cached_property
    def by_others(self) -> dict[Key, str]:
        """What explains a finding beside which nothing stands: it follows from others."""
        return {key: answer.words for answer in self.explained if (key := key_of(answer.finding)) not in self.words}

    @property
    def errors(self) -> int:
        """How many errors are explained, without those that only follow from others."""
        return count((answer.finding for answer in self.explained), Severity.ERROR)

    @property
    def not_counted(self) -> int:
        """How many of these are on a cell that was not understood, so that nothing of it is in the total."""
        return count((answer.finding for answer in self.explained if answer.finding.topic is Topic.FIGURE), Severity.ERROR)

    def open(self, findings: Iterable[Finding]) -> list[Finding]:
        """Return the findings that nobody has explained; one that stays although its cause is explained stands by itself."""
        if not self._done:
            return list(findings)
        return [self._by_itself(finding) for finding in findings if key_of(finding) not in self._done]

    def _by_itself(self, finding: Finding) -> Finding:
        explained = finding.caused_by is not None and key_of(finding.caused_by) in self._done
        return replace(finding, caused_by=None) if explained else finding

    @cached_property
    def _done(self) -> frozenset[Key]:
        return frozenset(key_of(answer.finding) for answer in self.explained)


def key_of(finding: Finding) -> Key:
    """Return what an explanation of a finding belongs to.

    It rests on the figures that it names and on all that these add up; one that names none rests on the sheets that it is on,
    or on what it says.
    """
    place = Place(finding.rule, finding.who, finding.period, _digest(finding.items or finding.cells))
    values = list(_values(finding)) or [_without_names(finding)]
    return Key(place, _digest([*values, finding.actual, finding.expected]))


def _without_names(finding: Finding) -> str:
    """Return what a finding says, whatever file and sheet it was read from."""
    said = finding.message.replace(f"“{finding.sheet}”", "") if finding.sheet else finding.message
    return said.replace(finding.file, "") if finding.file else said


def _values(finding: Finding) -> Iterator[str]:
    """Yield what stands in the cells of a finding, in all others that its equation ties, and in those that a total of them adds up."""
    for number, submission in enumerate(finding.submissions):
        own = [submission.form.index[code] for code in finding.items if code in submission.form.index] if number == 0 else []
        operands = (*finding.instance.left, *finding.instance.right) if finding.instance else ()
        named = [*own, *(operand.item for operand in operands if operand.previous == bool(number))]
        added_up = [item for total in named for item in submission.form.added_up[total]]
        whole = range(len(submission.form.items)) if not finding.items else ()
        yield from (_stated(submission, item) for item in dict.fromkeys((*named, *added_up, *whole)))


def _stated(submission: Submission, item: int) -> str:
    if item in submission.misread:
        return submission.misread[item]
    computed = item in submission.form.total_items and submission.stated[item] is None
    value = (submission.figures if computed else submission.stated)[item]
    return "" if value is None else f"{Decimal(value).normalize():f}"


def _digest(texts: Sequence[str]) -> str:
    import hashlib  # late: a click must not wait for it where nothing is found

    return hashlib.sha256("\0".join(texts).encode("utf-8", "replace")).hexdigest()[:12]
