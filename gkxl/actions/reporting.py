"""Turn a merged workbook into the report tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from gkxl.actions.inputs import holds_submission
from gkxl.actions.merged_workbooks import judge_merged
from gkxl.actions.outcome import Outcome
from gkxl.errors import InputError
from gkxl.forms import Severity
from gkxl.model.merge_state import notice_of, unfit
from gkxl.model.submission import Submission
from gkxl.paths import real
from gkxl.rules.explanations import Explained
from gkxl.rules.findings import Finding, count
from gkxl.rules.weighing import weigh
from gkxl.safe_write import check_writable, write_whole

if TYPE_CHECKING:
    from gkxl.workbook.reading.submissions import WorkbookReading


@dataclass(frozen=True)
class MergedRead:
    """A merged workbook that was read and judged."""

    total: Submission
    """Its 汇总."""
    findings: Sequence[Finding]
    notice: str
    """Why its tables must not be published as they are, or what was explained; "" if there is nothing to say."""
    explained: Sequence[Explained] = ()
    """Findings that somebody has explained in writing."""


def report(merged: Path, output: Path, force: bool = False) -> Outcome:
    """Write the report tables of a merged workbook as .docx, .html or .xlsx, by the ending of `output`."""
    if output.suffix.lower() not in (".docx", ".html", ".htm", ".xlsx"):
        raise InputError(f"不认识输出格式“{output.suffix}”；请用 .docx、.html 或 .xlsx 结尾的文件名")
    if real(output) == real(merged):
        raise InputError("输出文件与汇总工作簿是同一个文件；请用 -o 换一个文件名")
    check_writable(output, force)
    if output.suffix.lower() == ".xlsx" and output.exists() and holds_submission(output):
        raise InputError(f"“{output}”是单位填好的报送，不能用报告表替换；请用 -o 换一个文件名")
    read = read_merged(merged)
    write_whole(output, _printed(read, output.suffix.lower()), force)
    return Outcome("report", [read.total], read.findings, output=str(output), state=read.notice, explained=read.explained)


def read_merged(path: Path) -> MergedRead:
    """Return the total in a merged workbook and what speaks against it; raises InputError where there is none."""
    from gkxl.workbook.reading.apart import read_apart, read_workbook_file
    from gkxl.workbook.reading.protocol import UnreadableFileError

    try:
        reading = read_apart(read_workbook_file, path, str(path))
    except UnreadableFileError as error:
        raise InputError(f"{path}：{error}") from error
    if reading.summary is None:
        raise InputError(f"{path}里没有汇总结果；请先用 gkxl merge 汇总，再用汇总出的工作簿生成报告")
    return judge_read(reading, reading.summary)


def judge_read(reading: WorkbookReading, total: Submission) -> MergedRead:
    """Return the `total` of a merged workbook that was read, with what speaks against it."""
    found = judge_merged(reading)
    weighed = weigh(found, (), reading.explanations)
    return MergedRead(total, [*found, *weighed.findings], _notice(total, weighed.open(found), reading.file), weighed.explained)


def _notice(total: Submission, found: Sequence[Finding], file: str) -> str:
    """Return what is printed over the tables: what the workbook says of itself, else that its figures are wrong."""
    assert total.merge_state is not None, "a 汇总 is read with its state"
    wrong = count(found, Severity.ERROR)
    if wrong and total.merge_state.complete:
        return unfit(f"汇总表有{wrong}处错误，见 gkxl check {file}")
    return notice_of(total.merge_state)


def _printed(read: MergedRead, ending: str) -> bytes:
    """Return the report tables as a file of this ending."""
    from gkxl.report.document import compose

    if ending == ".xlsx":
        from gkxl.workbook.writing.workbooks import report_workbook

        return report_workbook(read.total, read.notice)
    if ending == ".docx":
        from gkxl.report.docx import to_docx

        return to_docx(compose(read.total, read.notice))
    from gkxl.report.html import to_html

    return to_html(compose(read.total, read.notice))
