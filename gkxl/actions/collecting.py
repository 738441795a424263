"""From opened workbooks to the submissions that may be counted: a merged workbook is one of them, and never counted beside its parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from gkxl.actions.outcome import incomplete
from gkxl.findings import Finding, submission_finding
from gkxl.period import Period
from gkxl.rollup import add_months, parts_differ
from gkxl.selection import Key
from gkxl.submission import Submission
from gkxl.units import listed

if TYPE_CHECKING:
    from gkxl.workbook.reading import WorkbookReading


def collect(readings: Sequence[WorkbookReading], official: Mapping[str, str]) -> tuple[list[Submission], list[Finding]]:
    """Return what the workbooks offer to count, and what was found in reading them.

    A merged workbook offers its 汇总 alone, unless its parts are offered too.  `official` gives each name and alias on the
    roster the name of its unit.
    """
    offered: list[Submission] = []
    findings: list[Finding] = []
    merged = []
    for reading in readings:
        if reading.summary is None:
            offered += [renamed(one, official) for one in reading.submissions]
            findings += reading.findings
        else:
            parts = [renamed(one, official) for one in reading.parts]
            merged.append((reading, renamed(reading.summary, official), parts, [renamed(one, official) for one in reading.months]))
    singles = _with_years(offered)
    bodies = {(summary.unit, summary.period): reading.file for reading, summary, _, _ in merged}
    taken: dict[Key, Submission] = {}
    for reading, summary, parts, months in merged:
        twice, namesakes = _overlap([*parts, *months], reading.file, singles, bodies, taken)
        if twice:
            findings.append(_counted_twice(summary, twice))
            continue
        offered.append(summary)
        taken |= {(part.unit, part.period): replace(part, source=summary.source) for part in (*parts, *months)}
        findings += [finding for finding in reading.findings if finding.sheet == summary.source.sheet]
        findings += [_same_name(summary, one) for one in namesakes]
        findings += incomplete(summary) + parts_differ(summary, parts)
    return offered, findings


def renamed(submission: Submission, official: Mapping[str, str]) -> Submission:
    """Return a submission under the name that its unit has on the roster."""
    name = official.get(submission.unit)
    return submission if name in (None, submission.unit) else replace(submission, unit=str(name))


def _with_years(offered: Sequence[Submission]) -> dict[Key, Submission]:
    """Return the submissions by unit and period, and with them the year of each unit that sent months."""
    singles: dict[Key, Submission] = {}
    months: dict[Key, dict[Period, Submission]] = {}
    for one in sorted(offered, key=lambda submission: submission.revision):
        singles[one.unit, one.period] = one
        if one.period.month:
            months.setdefault((one.unit, Period(one.period.year)), {})[one.period] = one
    years = {key: add_months(list(many.values())) for key, many in months.items()}
    return {key: replace(year, source=year.months[0].source) for key, year in years.items()} | singles


def _overlap(
    parts: Sequence[Submission], file: str, singles: Mapping[Key, Submission], bodies: Mapping[Key, str], taken: Mapping[Key, Submission]
) -> tuple[dict[str, str], list[Submission]]:
    """Return what a merged workbook has in common with what is given beside it: parts with their files, and mere namesakes.

    Every district has an 办公室, so a name alone proves nothing. A part is the same as a submission, or as a part of
    another merged workbook, if the figures are the same too, or if the submission is a correction (revision above 1).
    A body that stands in it as a part is the same body.
    """
    twice: dict[str, str] = {}
    namesakes = []
    for part in parts:
        key = (part.unit, part.period)
        if bodies.get(key, file) != file:
            twice[part.unit] = bodies[key]
        for other in (singles.get(key), taken.get(key)):
            if other is None:
                continue
            same = all((a or 0) == (b or 0) for a, b in zip(part.figures, other.figures, strict=True))
            if (same and any(other.figures)) or other.revision > 1:
                twice[part.unit] = other.source.file
            elif not same and other.source.file != file and other is singles.get(key):
                namesakes.append(other)
    return twice, namesakes


def _same_name(summary: Submission, single: Submission) -> Finding:
    return submission_finding(
        "merge.same_name",
        f"{single.source.file}的单位“{single.unit}”与汇总工作簿{summary.source.file}里的一个单位同名、数字不同，两者都计入了。"
        "如果是同一个单位，请只给出其中一种后重新汇总。",
        single,
    )


def _counted_twice(summary: Submission, twice: Mapping[str, str]) -> Finding:
    shown = listed([f"{name}（{file}）" for name, file in twice.items()], 5)
    return submission_finding(
        "merge.counted_twice",
        f"汇总工作簿{summary.source.file}已经包含了同时给出的{shown}，两处都计会重复，因此没有计入该汇总工作簿。请只给出其中一种后重新汇总。",
        summary,
    )
