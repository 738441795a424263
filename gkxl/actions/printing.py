"""Print a merged workbook: only what one prints of it, as a workbook or as PDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from gkxl.actions.inputs import holds_submission
from gkxl.actions.merged_workbooks import incomplete
from gkxl.actions.outcome import Outcome
from gkxl.actions.reporting import MergedRead, judge_read
from gkxl.errors import InputError
from gkxl.forms import Severity
from gkxl.model.merge_state import Completeness, MergeState
from gkxl.model.submission import Submission
from gkxl.paths import real
from gkxl.rules.explanations import Weighed, key_of
from gkxl.rules.findings import causes
from gkxl.safe_write import check_writable, write_whole

if TYPE_CHECKING:
    from gkxl.actions.open_workbook import OpenWorkbook
    from gkxl.workbook.reading.printable import Printable
    from gkxl.workbook.sheets.printed_sheets import Line

_NO_CHECKS = "这个汇总工作簿里没有“校验”工作表，下面只列打印时核对出的问题；请重新汇总。"
_OPEN = (Severity.ERROR, Severity.WARNING)


def print_merged(merged: Path, output: Path, force: bool = False) -> Outcome:
    """Write what is printed of a merged workbook as .xlsx or .pdf, by the ending of `output`; return what speaks against it.

    Raises InputError where it is no merged workbook or nothing here makes a PDF, and OutputError; then nothing is written.
    """
    from gkxl.actions.to_pdf import office_program, to_pdf

    ending = output.suffix.lower()
    if ending not in (".xlsx", ".pdf"):
        raise InputError(f"不认识输出格式“{output.suffix}”；请用 .xlsx 或 .pdf 结尾的文件名")
    if real(output) == real(merged):
        raise InputError("输出文件与汇总工作簿是同一个文件；请用 -o 换一个文件名")
    check_writable(output, force)
    if ending == ".xlsx" and output.exists() and holds_submission(output):
        raise InputError(f"“{output}”是单位填好的报送，不能用打印稿替换；请用 -o 换一个文件名")
    program = office_program() if ending == ".pdf" else None
    read, data = _printed(_read(merged))
    write_whole(output, data if program is None else to_pdf(data, program), force)
    return Outcome("print", [read.total], read.findings, output=str(output), state=read.notice, explained=read.explained)


def print_open(book: OpenWorkbook) -> tuple[bytes, str]:
    """Return what is printed of a merged workbook that is open, as a workbook, and what speaks against relying on it ("": nothing).

    Raises InputError where its 汇总 was never filled.
    """
    from gkxl.actions.open_workbook import ReadOnce
    from gkxl.workbook.reading.printable import read_printable
    from gkxl.workbook.reading.protocol import UnreadableFileError

    try:
        printable = read_printable(ReadOnce(book), book.name)
    except UnreadableFileError as error:
        raise InputError(f"“{book.name}”：{error}") from error
    if printable.reading.summary is None:
        raise InputError(f"“{book.name}”里还没有汇总结果；请先点“汇总”，再点“打印稿”")
    read, data = _printed(printable)
    return data, read.notice


def _read(merged: Path) -> Printable:
    from gkxl.workbook.reading.apart import read_apart
    from gkxl.workbook.reading.printable import read_printable_file
    from gkxl.workbook.reading.protocol import UnreadableFileError

    try:
        printable = read_apart(read_printable_file, merged, str(merged))
    except UnreadableFileError as error:
        raise InputError(f"{merged}：{error}") from error
    if printable.reading.summary is None:
        raise InputError(f"{merged}里没有汇总结果；请先用 gkxl merge 汇总，再打印汇总出的工作簿")
    return printable


def _printed(printable: Printable) -> tuple[MergedRead, bytes]:
    """Return the judged total, and the workbook that shows it; there is a 汇总."""
    from gkxl.workbook.writing.printed import ToPrint, printed_workbook

    reading, total = printable.reading, printable.reading.summary
    assert total is not None, "whoever calls has looked"
    read = judge_read(reading, total)
    note = _NO_CHECKS if printable.checks is None else ""
    data = printed_workbook(ToPrint(total, _units(printable), _state(read), read.notice, _lines(printable, read), note, printable.status))
    return read, data


def _state(read: MergedRead) -> MergeState:
    """Return how complete the total is found to be: what it says of itself, unless that was found to be wrong."""
    state = read.total.merge_state
    assert state is not None, "a 汇总 is read with its state"
    if not state.complete:
        return replace(state, sentence=state.caution)
    return MergeState(Completeness.INCOMPLETE, read.notice) if _wrong(read) else state


def _wrong(read: MergedRead) -> bool:
    return any(finding.severity is Severity.ERROR for finding in Weighed(read.explained).open(read.findings))


def _lines(printable: Printable, read: MergedRead) -> Sequence[Line]:
    """Return the lines of 校验: what was found only now, then what stands there and is open or explained."""
    from gkxl.workbook.format.finding_codes import parse_finding_code
    from gkxl.workbook.sheets.printed_sheets import line_of_finding

    lines = printable.checks or ()
    listed = {parse_finding_code(line.code) for line in lines}
    on_face = incomplete(read.total)
    found = [finding for finding in causes(read.findings) if finding.severity in _OPEN and finding not in on_face]
    return [*(line_of_finding(finding) for finding in found if key_of(finding) not in listed), *(line.cells for line in lines)]


def _units(printable: Printable) -> Sequence[Submission]:
    """Return what the total is the sum of, from 明细, with what was not understood on the sheets of the units."""
    sheets = {sheet.key: sheet.misread for sheet in printable.reading.submissions}
    return [replace(part, misread=sheets.get(part.key, {})) for part in printable.reading.parts]
