"""Figures since January (本年累计): never added up over time, but compared with what was stated month by month. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from gkxl.aggregation.comparison import made_of
from gkxl.aggregation.cover import cover, uncovered
from gkxl.model.figures import Number, show
from gkxl.model.period import Period, spans
from gkxl.model.submission import Submission
from gkxl.model.unit import Unit
from gkxl.rules.findings import Finding
from gkxl.rules.wording import again, where


def check_to_date(counted: Sequence[Submission], earlier: Iterable[Submission] = ()) -> list[Finding]:
    """Return where a figure since January is not what the unit stated month by month, and what could not be compared for want of months.

    `earlier` are statements of periods before these; what counts displaces them.  A figure is right if it is the sum of the
    months, or if it goes on from a figure that is looked at itself: so a wrong one is said once, and not of every month after it.
    """
    if not any(submission.form.cumulated for submission in counted):
        return []
    years: dict[tuple[Unit, str, int], _Year] = {}
    for judged, submissions in ((False, earlier), (True, counted)):
        for submission in submissions:
            key = submission.who, submission.form.id, submission.period.year
            years.setdefault(key, _Year()).take(submission, judged=judged)
    return [finding for year in years.values() for submission in year.judged.values() for finding in year.findings(submission)]


@dataclass(slots=True)
class _Year:
    """What one unit states within a year, of each period once."""

    stated: dict[Period, Submission] = field(default_factory=dict)
    judged: dict[Period, Submission] = field(default_factory=dict)
    """Those of them that are looked at."""

    def take(self, submission: Submission, *, judged: bool) -> None:
        """Take in a statement; a sum that is not complete is not looked at, for its figures are of different months."""
        self.stated[submission.period] = submission
        if judged and (submission.merge_state is None or submission.merge_state.complete):
            self.judged[submission.period] = submission

    def findings(self, submission: Submission) -> list[Finding]:
        """Return what is to be said of one statement."""
        period = submission.period
        since = Period(period.year, 1, period.last)
        before = cover(Period(period.year, 1, period.first - 1), self.stated) if period.first > 1 else ()
        parts = [*(self.stated[at] for at in before), submission]
        last = next((self.stated[at] for at in period.predecessors if at in self.stated), None) if period.first > 1 else None
        summed = made_of(since, parts)
        found: list[Finding] = []
        open_ones = False
        for item, flow in submission.form.cumulated.items():
            if submission.uncertain & {item, flow} or item in submission.unasked:
                continue
            value, own = submission.figures[item] or 0, submission.figures[flow] or 0
            running = _running(last, item, own)
            if running == value and last and last.period in self.judged:
                continue
            if summed.exact(flow):
                by = _by_months(submission, flow, parts)
                found += [_differs(submission, item, show(summed.low[flow] or 0), by)] if value != summed.low[flow] else []
            elif (summed.low[flow] or 0) > value:
                least = f"不小于{show(summed.low[flow] or 0)}"
                found.append(_differs(submission, item, least, _by_months(submission, flow, parts)))
            elif running is None:
                open_ones = open_ones or bool(value or own)
            elif running != value and last:
                found.append(_differs(submission, item, show(running), _by_last(last, item, own)))
        lacking = uncovered(since, (part.period for part in parts))
        return [*found, _not_compared(submission, lacking)] if open_ones and lacking else found


def _running(last: Submission | None, item: int, own: Number) -> Number | None:
    """Return what the figure of the period before becomes with what was added; None where that is not known."""
    if last is None or item in last.uncertain or last.figures[item] is None:
        return None
    return (last.figures[item] or 0) + own


def _by_months(submission: Submission, flow: int, parts: Sequence[Submission]) -> str:
    label = submission.form.items[flow].label
    return f"{spans(part.period for part in parts)}的“{label}”相加" if len(parts) > 1 else f"同一张表的“{label}”"


def _by_last(last: Submission, item: int, own: Number) -> str:
    return f"上期的累计{show(last.figures[item] or 0)}（{last.named}，{last.cell(item)}）加本期的{show(own)}"


def _differs(submission: Submission, item: int, should: str, by: str) -> Finding:
    value = submission.figures[item] or 0
    written = "没有填" if submission.stated[item] is None else f"填的是{show(value)}"
    label = submission.form.items[item].label
    message = (
        f"{where(submission)}：“{label}”{written}（{submission.named}，{submission.cell(item)}），按{by}，应是{should}。"
        f"请核对各期的发生数和累计数，改正后{again(submission)}。"
    )
    return Finding.of("to_date.differs", message, about=submission, items=[item], expected=should, actual=show(value))


def _not_compared(submission: Submission, lacking: Sequence[Period]) -> Finding:
    message = (
        f"{submission.called}（{submission.period.chinese}）的累计数没有逐项核对，只核对了它不小于已有各期的发生数：没有{spans(lacking)}的报送。"
        "请一并给出前几期的报送（或用 --previous 给出上一期），再核对。"
    )
    return Finding.of("to_date.not_compared", message, about=submission)
