"""What an action did: the same for people, for --json and for the ribbon."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from gkxl.findings import Finding, Skipped, Unread, count, has_errors
from gkxl.forms import Severity
from gkxl.period import Period
from gkxl.submission import Submission

Progress = Callable[[int, int], None]
"""Told how many files of how many are done."""


@dataclass
class Outcome:
    """The result of one action."""

    command: str
    submissions: list[Submission] = field(default_factory=list)
    """Those that count."""
    findings: list[Finding] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    missing: list[tuple[str, Period]] = field(default_factory=list)
    """Units on the roster without a submission."""
    output: str = ""
    state: str = ""
    """One line on how complete and right the result is."""

    @property
    def ok(self) -> bool:
        """Whether nothing is missing, unread or contradictory."""
        return not (has_errors(self.findings) or self.unread or self.missing)


def describe(outcome: Outcome, disputed: Sequence[str] = ()) -> str:
    """Return the one line that stands on the face of 汇总."""
    parts = [f"已汇总{len(outcome.submissions)}个单位"]
    if outcome.missing:
        names = "、".join(name for name, _ in outcome.missing[:8]) + ("等" if len(outcome.missing) > 8 else "")
        parts.append(f"缺{len(outcome.missing)}个单位（{names}）")
    if disputed:
        parts.append(f"{len(disputed)}个单位重复报送且不一致、未计入（{'、'.join(disputed[:8])}）")
    if outcome.unread:
        parts.append(f"{len(outcome.unread)}份未读出")
    broken = [one for one in outcome.findings if one.severity is Severity.ERROR and one.instance is not None]
    others = count(outcome.findings, Severity.ERROR) - len(broken) - len(disputed) - len(outcome.missing)
    if broken:
        parts.append(f"{len(broken)}处勾稽不平")
    if others > 0:
        parts.append(f"{others}处数字或表格有误")
    if outcome.ok:
        parts.append("各项勾稽关系全部成立")
    warnings = count(outcome.findings, Severity.WARNING)
    if warnings:
        parts.append(f"另有{warnings}条提醒")
    return "；".join(parts)
