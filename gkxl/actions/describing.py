"""The one line on what was done, on the face of 汇总 too: how much was added up, who is not in it, what does not hold. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import PurePath

from gkxl.actions.missing import Shortfall
from gkxl.actions.outcome import Outcome
from gkxl.actions.resolving import Resolved
from gkxl.forms import Severity
from gkxl.model.submission import Submission
from gkxl.rules.catalogue import Topic
from gkxl.rules.explanations import Weighed
from gkxl.rules.findings import Finding, causes, count
from gkxl.rules.unread import Unread


def describe(
    resolved: Resolved,
    total: Submission,
    lacking: Shortfall,
    findings: Sequence[Finding],
    weighed: Weighed,
    *,
    carried: str,
    units: int,
    made_from: str,
    ok: bool,
) -> str:
    """Return the line on a `total` over `units`; `made_from` says from how many monthly reports ("" for none).

    `findings` are those that the line counts: without those on what is `lacking` or disputed, which it says by name.
    `carried` says what was not compared with the period before; "" where all was.
    """
    open_ones = [*_not_compared(findings), *filter(None, [carried])]
    parts = [
        f"已汇总{units}个单位" + (f"（{made_from}）" if made_from else ""),
        *_not_in_it(resolved, total, lacking),
        *_not_right(weighed.open(findings)),
        *([f"{weighed.errors}处已说明{_not_in_spite(weighed)}"] if weighed.errors else []),
        *open_ones,
        *([_all_right(open_ones, weighed)] if ok else []),
    ]
    warnings = count(weighed.open(findings), Severity.WARNING)
    return "；".join([*parts, f"另有{warnings}条提醒"] if warnings else parts)


def _all_right(open_ones: Sequence[str], weighed: Weighed) -> str:
    """Return what holds: everything, or as much as was compared and needed no explanation."""
    if weighed.errors:
        return "核对了的其余勾稽关系成立" if open_ones else "其余勾稽关系成立"
    return "核对了的勾稽关系全部成立" if open_ones else "各项勾稽关系全部成立"


def _not_in_spite(weighed: Weighed) -> str:
    """Return how much is still not in the total, though it was explained."""
    return f"（其中{weighed.not_counted}处的数没有计入）" if weighed.not_counted else ""


def _not_in_it(resolved: Resolved, total: Submission, lacking: Shortfall) -> list[str]:
    """Return whose figures are not in the total, and why."""
    disputed, unread = len(resolved.disputed), len(resolved.unread)
    unfilled, unfilled_by = total.lacking, [unit for units in total.lacking.values() for unit in units]
    said = {
        f"缺{len(lacking.absent)}个单位（{_all_names(lacking.absent)}）": lacking.absent,
        f"{len(lacking.partly)}个单位缺月报（{_all_names(lacking.partly)}）": lacking.partly,
        f"{lacking.period.within_year or '全年'}未完，只是累计数": lacking.to_come,
        f"{disputed}份重复报送且不一致、未计入（{_all_names(resolved.grid.called(unit) for unit, _ in resolved.disputed)}）": disputed,
        f"{unread}份未读出（{_all_names(_whose(file, resolved) for file in resolved.unread)}）": unread,
        f"{len(unfilled)}项合计未填，缺{_names(unfilled_by)}的数": unfilled,
    }
    return [sentence for sentence, holds in said.items() if holds]


def _whose(file: Unread, resolved: Resolved) -> str:
    """Return whose a file is that was not read; its name where nobody can tell."""
    return resolved.grid.called(file.who) if file.unit else PurePath(file.file).name


def _not_right(findings: Sequence[Finding]) -> list[str]:
    """Return how many figures do not hold, and of which units; what only follows from these is not counted."""
    errors = [finding for finding in causes(findings) if finding.severity is Severity.ERROR]
    broken = [finding for finding in errors if finding.instance is not None]
    others = [finding for finding in errors if finding.instance is None]
    said = {
        f"{len(broken)}处勾稽不平（{_names(finding.called for finding in broken)}）": broken,
        f"{len(others)}处数字或表格有误（{_names(finding.called for finding in others)}）": others,
    }
    return [sentence for sentence, holds in said.items() if holds]


def _not_compared(findings: Sequence[Finding]) -> list[str]:
    """Return whose statements overlap and could not be compared figure by figure."""
    open_ones = [finding.unit for finding in findings if finding.topic is Topic.NOT_COMPARED]
    return [f"{len(set(open_ones))}个单位没有逐项核对（{_names(open_ones)}，见“校验”的说明）"] if open_ones else []


def not_carried(uncarried: Sequence[Submission], units: int) -> str:
    """Return that these, of so many units, were not compared with the period before; "" where there are none."""
    names = list(dict.fromkeys(submission.called for submission in uncarried))
    if not names:
        return ""
    before = before_of(uncarried)
    return f"{before}结转未核对" if len(names) >= units else f"{len(names)}个单位的{before}结转未核对（{_names(names)}）"


def verdict(outcome: Outcome) -> str:
    """Return the line on what was only checked: whether anything must be corrected, and what was not compared."""
    if not outcome.ok:
        passed = "有错误需要更正"
    elif outcome.explained_errors:
        passed = "其余通过"
    elif count(outcome.open, Severity.WARNING):
        passed = "没有错误，提醒请逐条核对"
    else:
        passed = "核对了的全部通过" if outcome.not_carried else "全部通过"
    return "；".join(filter(None, [passed, outcome.not_carried]))


def before_of(submissions: Sequence[Submission]) -> str:
    """Return how people call the period before these: a January carries on from last year too."""
    return "上年" if all(submission.period.first == 1 for submission in submissions) else "上期"


def _all_names(names: Iterable[str]) -> str:
    """Return whose figures are not in the total: all of them, however many."""
    return "、".join(dict.fromkeys(filter(None, names)))


def _names(names: Iterable[str]) -> str:
    known = [name for name in dict.fromkeys(names) if name]
    return "、".join(known[:8]) + ("等" if len(known) > 8 else "")
