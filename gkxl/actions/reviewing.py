"""核查.xlsx: what a check found, as a workbook with a line for each report and one for each finding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from gkxl.actions.inputs import holds_submission
from gkxl.actions.outcome import Outcome
from gkxl.errors import InputError
from gkxl.forms import form_by_id
from gkxl.model.published import PublishedReport
from gkxl.model.unit_names import listed
from gkxl.paths import real
from gkxl.rules.findings import SEVERITY_NAMES, Finding, count, gravest_first
from gkxl.rules.unread import SkipReason
from gkxl.safe_write import check_writable, write_whole

if TYPE_CHECKING:
    from gkxl.workbook.sheets.review_sheets import ReviewedFile

_SHOWN = 4
_ALL_RIGHT = "已核对，没有发现问题"
_IN_PART = "没有读全，没有全部核对"


def check_review(output: Path | None, given: Sequence[Path], force: bool) -> None:
    """Raise, before any work is done, where 核查.xlsx cannot or must not be written; `given` are what is checked and compared with."""
    if output is None:
        return
    if output.suffix.lower() != ".xlsx":
        raise InputError(f"“{output}”不是 .xlsx 文件；请给以 .xlsx 结尾的文件名，如 -o 核查.xlsx")
    if any(real(output) == real(path) for path in given):
        raise InputError(f"“{output}”既是输入又是输出；请用 -o 换一个文件名")
    check_writable(output, force)
    if output.exists() and holds_submission(output):
        raise InputError(f"“{output}”是填好的报送，不能用核查结果替换；请用 -o 换一个文件名")


def write_review(outcome: Outcome, output: Path | None, force: bool) -> Outcome:
    """Write what was found and return the outcome with its output; the same one where nothing is to be written.

    Raises InputError where a file that was read lies there, and OutputError.
    """
    if output is None:
        return outcome
    if any(real(output) == real(Path(file)) for file in _files(outcome)):
        raise InputError(f"“{output}”既是输入又是输出；请用 -o 换一个文件名")
    from gkxl.workbook.writing.workbooks import review_workbook

    open_ones = outcome.open
    still_open = set(map(id, open_ones))
    findings = [(finding, id(finding) not in still_open) for finding in gravest_first(outcome.findings)]
    tables = {
        item.code: submission.form.table(item.table).label
        for submission in {submission.form.id: submission for submission in outcome.submissions}.values()
        for item in submission.form.items
    }
    notice = f"{outcome.state}。" if outcome.state else ""
    write_whole(output, review_workbook(list(_lines(outcome, open_ones)), findings, tables, notice), force)
    return replace(outcome, output=str(output))


def _files(outcome: Outcome) -> list[str]:
    read = [*(report.file for report in outcome.reports), *(submission.source.file for submission in outcome.submissions)]
    return list(dict.fromkeys([*read, *(unread.file for unread in outcome.unread), *(skipped.file for skipped in outcome.skipped)]))


def _lines(outcome: Outcome, findings: Sequence[Finding]) -> Iterator[ReviewedFile]:
    """Yield a line for each file that was read, by its name, one for each body without a report, and one for each file that could not be read."""
    from gkxl.workbook.sheets.review_sheets import ReviewedFile

    reports = {report.file: report for report in outcome.reports}
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        found.setdefault(finding.file, []).append(finding)
    stated = {submission.source.file: submission for submission in outcome.submissions}
    for file in sorted({*reports, *stated}):
        report = reports.get(file)
        counts = [count(found.get(file, ()), severity) for severity in SEVERITY_NAMES]
        own = [submission for submission in outcome.submissions if submission.source.file == file] if report is None else []
        yield ReviewedFile(
            report.unit if report else listed(list(dict.fromkeys(submission.called for submission in own)), _SHOWN),
            (str(report.year) if report.year else "") if report else listed(list(dict.fromkeys(str(sent.period) for sent in own)), _SHOWN),
            file,
            _layout(report) if report else "、".join(dict.fromkeys(submission.form.name for submission in own)),
            counts,
            _verdict(counts, whole=report is None or _whole(report)),
        )
    for unit, asked in outcome.missing:
        yield ReviewedFile(unit.name, str(asked), "", "", None, "没有找到年报，请催其公布")
    for unread in sorted(outcome.unread, key=lambda unread: unread.file):
        period = str(unread.period) if unread.period else ""
        yield ReviewedFile(unread.unit, period, unread.file, "", None, f"没有读取：{unread.reason}")
    for skipped in sorted(outcome.skipped, key=lambda skipped: skipped.file):
        if skipped.why is SkipReason.UNREADABLE:
            yield ReviewedFile("", "", skipped.file, "", None, f"没有读取：{skipped.reason}")


def _layout(report: PublishedReport) -> str:
    """Return the name of the form of its tables; of a mixed one table by table."""
    forms = {table.code: form_by_id(table.form) for table in report.tables}
    if report.mixed:
        return "混用：" + "，".join(f"{form.table(code).number}为{form.name}" for code, form in forms.items())
    return next((form.name for form in forms.values()), "没有找到表格")


def _whole(report: PublishedReport) -> bool:
    """Whether all its tables were found and every figure of them was read."""
    if not report.tables or report.submission is None or report.unread or any(table.missing for table in report.tables):
        return False
    return {table.code for table in report.tables} == {table.code for table in report.submission.form.tables}


def _verdict(counts: Sequence[int], *, whole: bool) -> str:
    errors, warnings, infos = counts
    part = "" if whole else f"；{_IN_PART}"
    if errors:
        return f"有{errors}处错误，请更正{part}"
    if warnings:
        return f"没有发现错误，有{warnings}处提醒，请核对{part}"
    if infos:
        return f"没有发现错误，有{infos}条说明供参考{part}"
    return _ALL_RIGHT if whole else _IN_PART
