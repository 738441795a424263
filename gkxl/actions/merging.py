"""Merge submissions over units, and over the months of a year: load → resolve → total → judge → write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from gkxl.actions.explaining import weigh_merge
from gkxl.actions.inputs import check_output
from gkxl.actions.judging import Case, judge
from gkxl.actions.loading import Loaded, load, one_series
from gkxl.actions.outcome import Outcome, Progress
from gkxl.actions.resolving import Resolved, nothing_read, resolve
from gkxl.actions.rewriting import standing_at
from gkxl.actions.totalling import total
from gkxl.actions.writing import content, write
from gkxl.eligibility.signing import Signature, SignedBefore, signed
from gkxl.errors import InputError
from gkxl.forms import STATUTORY
from gkxl.model.period import Period
from gkxl.model.unit_names import NAMELESS
from gkxl.rules.findings import Finding

if TYPE_CHECKING:
    from gkxl.workbook.reading.cluster import Cluster
    from gkxl.workbook.writing.workbooks import Merged


def merge_paths(
    paths: Sequence[Path],
    output: Path,
    *,
    unit: str = "",
    period: Period | None = None,
    roster: Path | None = None,
    previous: Sequence[Path] = (),
    force: bool = False,
    progress: Progress | None = None,
    workers: int | Cluster | None = None,
    series: str = STATUTORY,
    signature: Signature | None = None,
) -> Outcome:
    """Merge the submissions at `paths` for one period, and write the merged workbook.

    For a year the months of each unit are added up first.  Who has signed what stands there still has, unless `signature` says
    otherwise.  Raises InputError where nothing can be merged and OutputError
    where the result cannot be written; in both cases nothing is written.
    """
    standing = standing_at(output)
    force = force or standing.only_saved
    check_output(output, [*paths, *previous, *filter(None, [roster])], force, unit or NAMELESS)
    loaded = one_series(load(paths, unit=unit, roster=roster, previous=previous, leave_out=[output], progress=progress, workers=workers), series)
    loaded = replace(loaded, written=standing.explanations)
    outcome, merged = merge(loaded, period, signature or Signature(), standing.signed)
    beside = write(merged, output, force, standing.checks)
    return replace(outcome, output=str(output), beside=[str(file) for file in beside])


def merge(
    loaded: Loaded, period: Period | None = None, signature: Signature | None = None, before: SignedBefore | None = None
) -> tuple[Outcome, Merged]:
    """Return what a merge of what was read finds, and what its workbook is filled with; raises InputError where nothing can be merged.

    `before` is what the 汇总 that is replaced says of itself.
    """
    resolved, of_resolving = resolve(loaded, period)
    _refuse_nothing(loaded, resolved, of_resolving)
    totalled, of_totalling = total(resolved, loaded.names, loaded.unit)
    totalled = replace(totalled, total=signed(totalled.total, signature or Signature(), before or SignedBefore()))
    judged, _ = judge(Case(resolved, totalled, loaded.names, partial(weigh_merge, loaded)), [*of_resolving, *of_totalling])
    outcome = Outcome(
        "merge",
        totalled.stated,
        judged.findings,
        resolved.unread,
        resolved.skipped,
        judged.missing,
        resolved.corrections,
        resolved.grid if loaded.roster else None,
        state=judged.state,
        explained=judged.weighed.explained,
        not_carried=judged.not_carried,
    )
    return outcome, content(loaded, resolved, totalled, judged)


def _refuse_nothing(loaded: Loaded, resolved: Resolved, findings: Sequence[Finding]) -> None:
    """Raise InputError where nothing counts for the period, with the reason that is nearest."""
    if resolved.counted:
        return
    unread = loaded.intake.unread
    found = [*findings, *resolved.of_figures]
    outcome = Outcome("merge", findings=found, unread=unread, skipped=loaded.intake.skipped, corrections=resolved.corrections)
    raise InputError(_why_nothing(resolved) or nothing_read(loaded), outcome)


def _why_nothing(resolved: Resolved) -> str:
    """Return why nothing counts although something was given; "" where nothing was."""
    if resolved.disputed:
        names = "、".join(dict.fromkeys(unit.path for unit, _ in resolved.disputed))
        return f"没有一份报送可以汇总：{names}各有两份修订号相同、内容不同的报送；请各留一份后重新汇总"
    if resolved.of_double_counting:
        return f"没有一份报送可以汇总，因为给出的都重复：{resolved.of_double_counting[0].message}"
    others = "、".join(sorted({str(submission.period) for submission in resolved.outside}))
    return f"没有{resolved.period.chinese}的报送（给出的是{others}的）；请检查 --period 和给出的路径" if others else ""
