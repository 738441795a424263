"""Turn a merged workbook into the report tables."""

from __future__ import annotations

from pathlib import Path

from gkxl.actions.outcome import Outcome, incomplete
from gkxl.aggregation.totals import parts_differ
from gkxl.errors import InputError
from gkxl.forms import Severity
from gkxl.rules.equations import check
from gkxl.rules.findings import count, unfit
from gkxl.safe_write import check_writable, write_whole


def report(merged: Path, output: Path, force: bool = False) -> Outcome:
    """Write the report tables of a merged workbook as .docx, .html or .xlsx, by the ending of `output`."""
    from gkxl.report.document import compose
    from gkxl.workbook.reading.opening import UnreadableFileError, open_workbook
    from gkxl.workbook.reading.submissions import read_workbook
    from gkxl.workbook.writing.workbooks import report_workbook

    if output.suffix.lower() not in (".docx", ".html", ".htm", ".xlsx"):
        raise InputError(f"不认识输出格式“{output.suffix}”；请用 .docx、.html 或 .xlsx 结尾的文件名")
    if output.resolve() == merged.resolve():
        raise InputError("输出文件与汇总工作簿是同一个文件；请用 -o 换一个文件名")
    check_writable(output, force)
    try:
        reading = read_workbook(open_workbook(merged), str(merged))
    except UnreadableFileError as error:
        raise InputError(f"{merged}：{error}") from error
    body = reading.summary
    if body is None:
        raise InputError(f"{merged}里没有汇总结果；请先用 gkxl merge 汇总，再用汇总出的工作簿生成报告")
    outcome = Outcome("report", [body], [one for one in reading.findings if one.sheet == body.source.sheet] + check(body))
    outcome.findings += parts_differ(body, reading.submissions or reading.parts)
    outcome.findings += incomplete(body)
    assert body.merge_state is not None, "a 汇总 is read with its state"
    notices = [] if body.merge_state.complete else [body.merge_state.caution]
    own = count(outcome.findings, Severity.ERROR) - len(notices)
    if own and not notices:
        notices.append(f"汇总表有{own}处错误，见 gkxl check {merged}")
    notice = unfit("；".join(notices)) if notices else ""
    if output.suffix.lower() == ".docx":
        from gkxl.report.docx import to_docx

        data = to_docx(compose(body, notice))
    elif output.suffix.lower() == ".xlsx":
        data = report_workbook(body, notice)
    else:
        from gkxl.report.html import to_html

        data = to_html(compose(body, notice))
    write_whole(output, data, force)
    outcome.output, outcome.state = str(output), notice
    return outcome
