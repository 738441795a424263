"""What speaks against a merged workbook by itself: the same judgement for check, for report, and where it goes into another merge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gkxl.aggregation.totals import parts_differ
from gkxl.aggregation.year import unit_years
from gkxl.eligibility.revisions import choose_revisions, within
from gkxl.model.merge_state import Completeness
from gkxl.model.submission import Submission
from gkxl.rules.equations import check
from gkxl.rules.findings import Finding

if TYPE_CHECKING:
    from gkxl.workbook.reading.submissions import WorkbookReading


def judge_merged(reading: WorkbookReading) -> list[Finding]:
    """Return all that is wrong with the figures of a merged workbook: on its 汇总, between its 汇总 and its 明细 and sheets, and in
    what it says of itself.

    Empty for a workbook without 汇总.  What the input sheets inside it break among themselves is not part of this.
    """
    summary = reading.summary
    if summary is None:
        return []
    on_sheet = [finding for finding in reading.findings if finding.sheet == summary.source.sheet]
    against_lines = parts_differ(summary, reading.parts)
    # A sum that both ways show to be wrong is wrong once.
    against_sheets = [finding for finding in parts_differ(summary, _on_sheets(reading, summary)) if finding not in against_lines]
    return [*on_sheet, *check(summary), *incomplete(summary), *against_lines, *against_sheets]


def _on_sheets(reading: WorkbookReading, summary: Submission) -> list[Submission]:
    """Return what the units that were added up state on their own sheets, for the period of the 汇总."""
    added_up = {part.unit for part in reading.parts}
    sheets = [sheet for sheet in within(reading.submissions, summary.period)[0] if not added_up or sheet.unit in added_up]
    counted = choose_revisions(sheets).counted
    return list(counted) if summary.period.month else unit_years(counted, summary.period.year)[0]


def incomplete(summary: Submission) -> list[Finding]:
    """Return that a merged workbook is not known to be complete, if so: what it lacks does not heal by adding it up."""
    state = summary.merge_state
    if state is None or state.complete:
        return []
    which = f"{summary.source.file}是{summary.unit}（{summary.period.chinese}）的汇总"
    if state.completeness is Completeness.UNKNOWN:
        message = f"{which}，但{state.caution}，现按不齐全处理。请不要删改隐藏的行列；请用原始报送重新汇总出这个文件。"
        return [Finding.of("merge.state_unknown", message, about=summary)]
    message = f"{which}，它自己标明还不齐全：{state.sentence}。请该单位补齐、更正后重新汇总，再报上来。"
    return [Finding.of("merge.incomplete_part", message, about=summary)]
