"""What a check says, as values: never printed, never raised."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from gkxl.forms import Instance, Severity
from gkxl.model.submission import Submission
from gkxl.model.unit import Unit
from gkxl.rules.catalogue import Check, Topic, check_by_id

SEVERITY_NAMES = {Severity.ERROR: "错误", Severity.WARNING: "提醒", Severity.INFO: "说明"}
"""How people call the severities, gravest first."""


class CellOnSheet(NamedTuple):
    """Where a cell stands: the file as the user named it, the sheet, and the address."""

    file: str
    sheet: str
    cell: str


@dataclass(frozen=True, slots=True)
class SuspectCell:
    """A cell that may be the wrong one."""

    place: CellOnSheet
    item: str
    """Item code."""
    reason: str
    """Chinese half-sentence: what speaks for it."""
    would_be: str
    """What it should be if nothing else is wrong; "" where that is not known."""
    proven: bool
    """Whether no other cell can have caused what is seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One result of a check, with everything a person needs to mend it; made by `Finding.of` and in no other way."""

    check: Check
    message: str
    """One or two Chinese sentences: what is wrong, where, what to do next."""
    unit: str = ""
    period: str = ""
    file: str = ""
    sheet: str = ""
    cells: tuple[str, ...] = ()
    """Addresses such as "H12" on `sheet`."""
    items: tuple[str, ...] = ()
    """Item codes, in the order of `cells` where both are given."""
    expected: str = ""
    actual: str = ""
    instance: Instance | None = None
    """The equation it is about, if it is about one."""
    caused_by: Finding | None = None
    """The finding that it only follows from (`gkxl.rules.causes`): then it is listed below that one, and not counted."""
    submissions: tuple[Submission, ...] = field(default=(), compare=False, repr=False)
    """What it is on, and after that what this is compared with by an equation between two periods."""
    suspects: tuple[SuspectCell, ...] = field(default=(), compare=False)
    """The cells that the data point to: a proven one alone, else at most three, the likeliest first."""
    framed: tuple[CellOnSheet, ...] | None = field(default=None, compare=False)
    """The cells one of which is wrong, where that was looked for: none where one is proven, or where it follows from what others say."""
    hint: str = field(default="", compare=False)
    """Chinese sentence on `suspects` and `framed`, with a full stop; "" where nothing was looked for."""

    plain: str = field(default="", compare=False)
    """`message` for the unit itself, without who, file and sheet it is, which its own copy shows; "" where nothing shorter is known."""
    parent: str = ""
    """Name of the unit right above `unit`; "" where nobody says."""
    called: str = ""
    """How messages name the unit."""
    quoted: str = field(default="", compare=False)
    """The sentence of a document that it is about, as printed there; "" where it is about none."""
    parts: tuple[Unit, ...] = field(default=(), compare=False, repr=False)
    """The units whose figures add up to what it is about, where it compares with them."""

    @property
    def told(self) -> str:
        """Everything there is to say: what is wrong, and which cell it may be."""
        return f"{self.message}{self.hint}"

    @property
    def who(self) -> Unit:
        """Whom it is about."""
        return Unit(self.unit, self.parent)

    @property
    def series(self) -> str:
        """The series of the figures that it is on; "" where it is on none."""
        return self.submissions[0].form.series if self.submissions else ""

    @property
    def rule(self) -> str:
        """Id of the check, as in `gkxl rules`."""
        return self.check.id

    @property
    def severity(self) -> Severity:
        """How grave it is."""
        return self.check.severity

    @property
    def gap(self) -> Decimal | None:
        """By how much the figure, or the left side of the equation, is too large; None where the two are no numbers."""
        try:
            return Decimal(self.actual) - Decimal(self.expected)
        except InvalidOperation:
            return None

    @property
    def topic(self) -> Topic:
        """What it is about."""
        return self.check.topic

    @classmethod
    def of(
        cls,
        check: str | Check,
        message: str,
        *,
        about: Submission | None = None,
        beside: Submission | None = None,
        items: Sequence[int] = (),
        unit: str | Unit = "",
        called: str = "",
        period: str = "",
        file: str = "",
        sheet: str = "",
        cells: Sequence[str] = (),
        codes: Sequence[str] = (),
        expected: str = "",
        actual: str = "",
        instance: Instance | None = None,
        parts: Sequence[Unit] = (),
        plain: str = "",
        quoted: str = "",
    ) -> Finding:
        """Return a finding of a check, given by its id in the catalogue or, for one of a form, itself; KeyError where the list lacks it.

        `about` is the submission that it is on and `items` the figures of it (positions in `form.items`): they say unit, period,
        file, sheet, cells and item codes; `beside` is what an equation compares it with, `parts` are those whose figures are added
        up beside it; `quoted` is the sentence that it is about.  What is on no submission says these itself.
        """
        if isinstance(check, str):
            check = check_by_id(check)
        who = unit if isinstance(unit, Unit) else Unit(unit)
        if about is not None:
            who, called = about.who, about.called
            period, file, sheet = str(about.period), about.source.file, about.source.sheet
            cells, codes = about.cells(items), [about.form.items[item].code for item in items]
        return cls(
            check=check,
            message=message,
            unit=who.name,
            period=period,
            file=file,
            sheet=sheet,
            cells=tuple(cells),
            items=tuple(codes),
            expected=expected,
            actual=actual,
            instance=instance,
            plain=plain,
            parent=who.parent,
            called=called or who.name,
            quoted=quoted,
            submissions=tuple(filter(None, (about, beside))),
            parts=tuple(parts),
        )


def rank(finding: Finding) -> int:
    """Return how grave a finding is: 0 for an error."""
    return list(SEVERITY_NAMES).index(finding.severity)


def _counted(finding: Finding) -> int:
    """Return how grave it is for the order: what follows stays with its cause."""
    return rank(finding.caused_by or finding)


def gravest_first(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings by severity, errors first; those of one severity keep their order, and what follows stays below its cause."""
    return sorted(findings, key=_counted)


def gravest_last(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings by severity, errors last; those of one severity keep their order, and what follows stays below its cause."""
    return sorted(findings, key=_counted, reverse=True)


def causes(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that are counted and marked: without those that only follow from another one."""
    return [finding for finding in findings if finding.caused_by is None]


def has_errors(findings: Iterable[Finding]) -> bool:
    """Whether any finding is an error."""
    return any(finding.severity is Severity.ERROR for finding in findings)


def count(findings: Iterable[Finding], severity: Severity) -> int:
    """Number of findings of this severity; what only follows from another one is not counted."""
    return sum(finding.severity is severity for finding in causes(findings))
