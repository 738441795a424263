"""What an action did: the same for people, for --json and for the ribbon."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from gkxl.eligibility.revisions import Correction
from gkxl.forms import Severity
from gkxl.model.merge_state import Completeness
from gkxl.model.period import Period
from gkxl.model.submission import Key, Submission
from gkxl.reporting_status.grid import StatusGrid
from gkxl.rules.findings import Finding, count, has_errors, submission_finding
from gkxl.rules.unread import Skipped, SkipReason, Unread

NAMELESS = "本单位"
"""How a body is called where nobody has named it."""

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
    """What is expected and did not come: unit and period."""
    corrections: list[Correction] = field(default_factory=list)
    reporting_status: StatusGrid | None = None
    output: str = ""
    state: str = ""
    """One line on how complete and right the result is."""

    def take_unread(self, unread: Sequence[Unread], period: Period) -> None:
        """Take up the unread files that are of a period, or may be; those of other periods are passed over, with a word."""
        for one in unread:
            told = one.period
            same = told is not None and told.year == period.year and (told == period or 0 in (told.month, period.month))
            # A later year on a file may be that in which it was sent.
            if told is None or same or told.year > period.year:
                self.unread.append(one)
            else:
                self.skipped.append(
                    Skipped(one.file, SkipReason.OTHER_PERIOD, f"没有读出，但看名称是{told.chinese}的，与{period.chinese}无关（{one.reason}）")
                )

    @property
    def ok(self) -> bool:
        """Whether nothing is missing, unread or contradictory."""
        return not (has_errors(self.findings) or self.unread or self.missing)


_SAID_BY_NAME = ("merge.missing_unit", "submission.duplicate", "year.missing_month", "year.not_over")


def describe(outcome: Outcome, grid: StatusGrid, units: int, *, outside: int = 0, disputed: Sequence[Key] = ()) -> str:
    """Return the one line that stands on the face of 汇总: `units` were added up, `outside` submissions were of other periods."""
    months = sum(bool(one.period.month) for one in outcome.submissions) if not grid.period.month else 0
    parts = [f"已汇总{units}个单位" + (f"（{months}份月报）" if months else "")]
    absent = [one.unit for one in outcome.findings if one.rule == "merge.missing_unit"]
    partly = [one.unit for one in outcome.findings if one.rule == "year.missing_month"]
    if absent:
        parts.append(f"缺{len(absent)}个单位（{_names(absent)}）")
    if partly:
        parts.append(f"{len(partly)}个单位缺月报（{_names(partly)}）")
    if any(one.rule == "year.not_over" for one in outcome.findings):
        parts.append("全年未完，只是累计数")
    if disputed:
        parts.append(f"{len(disputed)}份重复报送且不一致、未计入（{_names(dict.fromkeys(unit for unit, _ in disputed))}）")
    if outcome.unread:
        parts.append(f"{len(outcome.unread)}份未读出")
    if outside:
        parts.append(f"{outside}份其他期间的报送未计入")
    errors = [one for one in outcome.findings if one.severity is Severity.ERROR]
    broken = [one for one in errors if one.instance is not None and not one.follows]
    others = [one for one in errors if one.instance is None and one.rule not in _SAID_BY_NAME]
    if broken:
        parts.append(f"{len(broken)}处勾稽不平（{_names(dict.fromkeys(one.unit for one in broken))}）")
    if others:
        parts.append(f"{len(others)}处数字或表格有误（{_names(dict.fromkeys(one.unit for one in others))}）")
    if outcome.ok:
        parts.append("各项勾稽关系全部成立")
    warnings = count(outcome.findings, Severity.WARNING)
    if warnings:
        parts.append(f"另有{warnings}条提醒")
    return "；".join(parts)


def incomplete(summary: Submission) -> list[Finding]:
    """Return that a merged workbook is not known to be complete, if so: what it lacks does not heal by adding it up."""
    state = summary.merge_state
    if state is None or state.complete:
        return []
    which = f"{summary.source.file}是{summary.unit}（{summary.period.chinese}）的汇总"
    if state.completeness is Completeness.UNKNOWN:
        message = f"{which}，但{state.caution}，现按不齐全处理。请不要删改隐藏的行列；请用原始报送重新汇总出这个文件。"
        return [submission_finding("merge.state_unknown", message, summary)]
    message = f"{which}，它自己标明还不齐全：{state.sentence}。请该单位补齐、更正后重新汇总，再报上来。"
    return [submission_finding("merge.incomplete_part", message, summary)]


def _names(names: Iterable[str]) -> str:
    listed = [name for name in names if name]
    return "、".join(listed[:8]) + ("等" if len(listed) > 8 else "")
