"""What a check says, as values: never printed, never raised."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gkxl.forms import Instance, Severity
from gkxl.model.submission import Submission
from gkxl.rules.catalogue import COLLECTION_RULES

SEVERITY_NAMES = {Severity.ERROR: "错误", Severity.WARNING: "提醒", Severity.INFO: "说明"}
"""How people call the severities, gravest first."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One result of a check, with everything a person needs to mend it."""

    rule: str
    """Id of the rule, as in `gkxl rules`."""
    severity: Severity
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
    follows: bool = False
    """Whether it only follows from findings on the parts that were added up."""


def collection_finding(
    rule: str,
    message: str,
    *,
    unit: str = "",
    period: str = "",
    file: str = "",
    sheet: str = "",
    cells: Sequence[str] = (),
    items: Sequence[str] = (),
    expected: str = "",
    actual: str = "",
) -> Finding:
    """Return a finding of a rule of `gkxl.rules.catalogue`, with the severity stated there."""
    severity = COLLECTION_RULES[rule].severity
    return Finding(rule, severity, message, unit, period, file, sheet, tuple(cells), tuple(items), expected, actual)


def submission_finding(
    rule: str, message: str, submission: Submission, items: Sequence[int] = (), *, expected: str = "", actual: str = ""
) -> Finding:
    """Return a finding of a rule of `gkxl.rules.catalogue` on a submission, with the cells and codes of `items`."""
    return collection_finding(
        rule,
        message,
        unit=submission.unit,
        period=str(submission.period),
        file=submission.source.file,
        sheet=submission.source.sheet,
        cells=submission.cells(items),
        items=[submission.form.items[item].code for item in items],
        expected=expected,
        actual=actual,
    )


def unfit(state: str) -> str:
    """Return what is printed over tables that are not fit to be published, and why they are not."""
    return f"数据尚未齐全或有勾稽不平，请勿直接发布：{state}"


def has_errors(findings: Iterable[Finding]) -> bool:
    """Whether any finding is an error."""
    return any(finding.severity is Severity.ERROR for finding in findings)


def count(findings: Iterable[Finding], severity: Severity) -> int:
    """Number of findings of this severity."""
    return sum(finding.severity is severity for finding in findings)
