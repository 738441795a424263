"""Published reports that are added up with others: what such a report contains nobody has listed, so names and figures must tell. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from gkxl.aggregation.totals import add_units, same_figures
from gkxl.eligibility.thresholds import PROOF_UNDER_ONE_NAME, digits
from gkxl.model.roster import Roster
from gkxl.model.submission import Source, Submission
from gkxl.model.unit_names import listed, place_name
from gkxl.rules.findings import Finding

_SHORTEST = 2


def reports_beside(units: Sequence[Submission], reports: Collection[Source], roster: Roster, body: str) -> list[Finding]:
    """Return of each published report what counts beside it and may stand in it already; of those on the roster that says who is whose.

    `units` count side by side in one period, `reports` are where the published ones among them stand, and `body` is whose merge it
    is, "" where nobody says.  However few the figures are: the body itself, what bears its name, and what is the sum of sheets are asked about.
    """
    found: list[Finding] = []
    for report in units:
        if report.source in reports and report.who not in roster.parents and report.who != roster.top:
            found += _beside(report, [unit for unit in units if unit is not report], roster, body)
    return found


def _beside(report: Submission, others: Sequence[Submission], roster: Roster, body: str) -> Iterator[Finding]:
    loose = [unit for unit in others if unit.merge_state is None]
    below = [unit for unit in others if unit.parent == report.unit or _bears_its_name(unit, report)]
    if below:
        yield _of_parts(report, below)
    elif body and _one_body(report.unit, body) and others:
        yield _of_parts(report, others)
    elif len(others) > 1 and (others == loose or digits([report]) >= PROOF_UNDER_ONE_NAME) and any(report.figures) and _is_sum(report, others):
        yield _asked(report, others, f"它的数正好等于{_names(others)}之和")
    elif loose and not body and not roster.entries:
        yield _asked(report, loose, f"没有写明汇总单位，分不清它是否已包含{_names(loose)}")


def _of_parts(report: Submission, parts: Sequence[Submission]) -> Finding:
    if digits([report]) >= PROOF_UNDER_ONE_NAME and _is_sum(report, parts):
        message = (
            f"{report.called}（{report.period.chinese}）的年报（{report.named}）正好等于{_names(parts)}之和，两处都计入了，合计有重复。"
            "请只给出其中一种，再重新汇总。"
        )
        return Finding.of("tree.counted_with_parts", message, about=report)
    return _asked(report, parts, f"它可能已包含{_names(parts)}")


def _asked(report: Submission, parts: Sequence[Submission], why: str) -> Finding:
    message = (
        f"{report.called}（{report.period.chinese}）的年报（{report.named}）与另外{len(parts)}个单位都计入了，{why}。"
        "如已包含，请只给出其中一种；如不包含，请用 --unit 写明汇总单位、用名册写明上下级，再重新汇总。"
    )
    return Finding.of("tree.maybe_with_parts", message, about=report)


def _bears_its_name(unit: Submission, report: Submission) -> bool:
    """Whether a unit is called after the body of a report, as 某某局法规科 is after 某某局."""
    stem = place_name(report.unit)
    return len(stem) >= _SHORTEST and unit.unit != report.unit and place_name(unit.unit) != stem and unit.unit.startswith(stem)


def _one_body(name: str, body: str) -> bool:
    return place_name(name) == place_name(body) or body.endswith(name) or name.endswith(body)


def _is_sum(report: Submission, parts: Sequence[Submission]) -> bool:
    return same_figures(report, add_units(report.form, report.unit, report.period, parts, Source("", "")))


def _names(parts: Sequence[Submission]) -> str:
    return listed([part.called for part in parts], 5)
