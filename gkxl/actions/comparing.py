"""Two periods side by side: any workbook of ours or published report on either side, as a sheet, a Word table or a page."""

from __future__ import annotations

from pathlib import Path

from gkxl.actions.outcome import Outcome
from gkxl.actions.published_reports import report_in, why_no_figures
from gkxl.aggregation.side_by_side import jumps
from gkxl.errors import InputError
from gkxl.model.published import PublishedReport
from gkxl.model.submission import Submission
from gkxl.paths import exists, real
from gkxl.rules.findings import Finding
from gkxl.safe_write import check_writable, write_whole

_ENDINGS = (".xlsx", ".docx", ".html", ".htm")


def compare(this: Path, last: Path, output: Path, force: bool = False) -> Outcome:
    """Write this period beside the last one, by the ending of `output`, and return the changes worth a word.

    Raises InputError where one side has no figures or several, or where the two cannot be compared, before anything is written.
    """
    ending = output.suffix.lower()
    if ending not in _ENDINGS:
        raise InputError(f"不认识输出格式“{output.suffix}”；请用 .xlsx、.docx 或 .html 结尾的文件名")
    if real(output) in (real(this), real(last)):
        raise InputError("输出文件与给出的文件是同一个文件；请用 -o 换一个文件名")
    check_writable(output, force)
    now, before = figures_in(this), figures_in(last)
    _refuse_unlike(now, str(this), before, str(last))
    found = jumps(now, before)
    notes = _notes(now, before, found)
    write_whole(output, _printed(now, before, notes, ending), force)
    return Outcome("compare", [now, before], found, output=str(output), state=notes[0].rstrip("。"))


def side_by_side_workbook(now: Submission, this: str, before: Submission, last: str) -> bytes:
    """Return a workbook with two periods side by side, called as their files are; InputError where they cannot be compared."""
    _refuse_unlike(now, this, before, last)
    return _printed(now, before, _notes(now, before, jumps(now, before)), ".xlsx")


def _refuse_unlike(now: Submission, this: str, before: Submission, last: str) -> None:
    if now.form.series != before.form.series:
        raise InputError(f"{this}是{now.form.words.statistics}，{last}是{before.form.words.statistics}，不能对比；请给出同一种报表")
    if before.period >= now.period or now.period.length != before.period.length:
        raise InputError(f"{this}是{now.period.chinese}的，{last}是{before.period.chinese}的；请先写本期、再写较早的一期，两期长短要相同")


def _notes(now: Submission, before: Submission, found: list[Finding]) -> list[str]:
    changes = f"变化较大的有{len(found)}处" if found else "没有变化较大的指标"
    limits = now.form.compared
    notes = [f"{changes}（增减达到{limits.jump_per_cent}%且不少于{limits.jump_at_least}）。"]
    if now.unit != before.unit:
        notes.append(f"两份的单位名称不同：{now.called}、{before.called}；请确认是同一个单位。")
    return [*notes, *(finding.message for finding in found[:_SHOWN])]


_SHOWN = 10


def figures_in(path: Path) -> Submission:
    """Return the figures of a file: its 汇总, its only input sheet, or those of a published report; InputError where there are none, or several."""
    from gkxl.workbook.reading.apart import read_apart, read_workbook_file
    from gkxl.workbook.reading.protocol import UnreadableFileError

    if not exists(path):
        raise InputError(f"文件不存在：{path}；请检查路径")
    reason = ""
    if path.suffix.lower() not in (".html", ".htm", ".docx", ".pdf"):
        try:
            reading = read_apart(read_workbook_file, path, str(path))
        except UnreadableFileError as error:
            raise InputError(f"{path}：{error}") from error
        stated = [reading.summary] if reading.summary else reading.submissions
        if len(stated) == 1:
            return stated[0]
        if stated:
            raise InputError(f"{path}里有{len(stated)}张填报表；请先用 gkxl merge 汇总，再对比汇总工作簿")
        reason = "；".join(unread.reason for unread in reading.unread[:1])
    report = report_in(str(path))
    if isinstance(report, PublishedReport) and report.submission is not None:
        return report.submission
    said = why_no_figures(report) if isinstance(report, PublishedReport) else report.reason if report else "没有读出年报；请检查文件"
    raise InputError(f"{path}：{reason or said}")


def _printed(now: Submission, before: Submission, notes: list[str], ending: str) -> bytes:
    if ending == ".xlsx":
        from gkxl.workbook.writing.workbooks import comparison_workbook

        return comparison_workbook(now, before, notes)
    from gkxl.report.compared import compared, compared_html

    made = compared(now, before, notes)
    if ending == ".docx":
        from gkxl.report.docx import compared_docx

        return compared_docx(made)
    return compared_html(made)
