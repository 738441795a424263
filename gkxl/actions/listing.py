"""A flat list of a merged workbook's figures for a superior's platform, in the order of a mapping that the office keeps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gkxl.actions.outcome import Outcome
from gkxl.actions.reporting import read_merged
from gkxl.errors import InputError
from gkxl.forms import Form
from gkxl.model.submission import Submission
from gkxl.paths import real
from gkxl.report.flat_list import ListLine, MappingError, flat_list, to_csv
from gkxl.safe_write import check_writable, write_whole

if TYPE_CHECKING:
    from gkxl.actions.open_workbook import OpenWorkbook


def new_mapping(form: Form, output: Path, force: bool = False) -> None:
    """Write a first mapping: every item of a form in the form's own order. Raises InputError or OutputError."""
    from gkxl.workbook.sheets.list_sheets import MAPPING, mapping_sheet
    from gkxl.workbook.writing.writer import write_workbook

    if output.suffix.lower() != ".xlsx":
        raise InputError(f"“{output}”应以 .xlsx 结尾；对照表是一个 Excel 工作簿")
    check_writable(output, force)
    write_whole(output, write_workbook([mapping_sheet(form)], MAPPING, f"对照表（{form.name}）"), force)


def fill_list(merged: Path, mapping: Path, output: Path, force: bool = False) -> Outcome:
    """Write the figures of a merged workbook in the order of a mapping, as .xlsx or .csv; return what speaks against them.

    Raises InputError, each fault of the mapping by its row, and OutputError; then nothing is written.
    """
    if output.suffix.lower() not in (".xlsx", ".csv"):
        raise InputError(f"不认识输出格式“{output.suffix}”；请用 .csv 或 .xlsx 结尾的文件名")
    if real(output) in (real(merged), real(mapping)):
        raise InputError(f"“{output}”既是输入又是输出；请用 -o 换一个文件名")
    read = read_merged(merged)
    data = _written(_lines(read.total, mapping), output.suffix.lower())
    same = output.is_file() and output.read_bytes() == data  # a .csv file cannot say that it is ours
    check_writable(output, force or same)
    write_whole(output, data, force or same)
    return Outcome("list", [read.total], read.findings, output=str(output), state=read.notice, explained=read.explained)


def list_open(book: OpenWorkbook, pick: Callable[[], Sequence[Path]]) -> tuple[bytes, str] | None:
    """Return a workbook with the figures of the open one in the order of the mapping that `pick` returns, and what speaks against relying on it.

    None where nothing was picked.  Raises InputError where the mapping cannot be used.
    """
    from gkxl.actions.open_workbook import read_open

    total, caution = read_open(book).total
    picked = pick()
    if len(picked) > 1:
        raise InputError(f"选了{len(picked)}个文件；请只选一份对照表，再点一次")
    return (_written(_lines(total, picked[0]), ".xlsx"), caution) if picked else None


def _lines(total: Submission, mapping: Path) -> list[ListLine]:
    from gkxl.workbook.reading.apart import read_apart
    from gkxl.workbook.reading.mapping import read_mapping_file
    from gkxl.workbook.reading.protocol import UnreadableFileError

    try:
        return flat_list(total, read_apart(read_mapping_file, mapping))
    except UnreadableFileError as error:
        raise InputError(f"对照表“{mapping}”：{error}") from error
    except MappingError as error:
        raise InputError(f"对照表“{mapping}”有误，请改正后重试：\n{error}") from error


def _written(lines: list[ListLine], ending: str) -> bytes:
    if ending == ".csv":
        return to_csv(lines)
    from gkxl.workbook.sheets.list_sheets import LIST, list_sheet
    from gkxl.workbook.writing.writer import write_workbook

    return write_workbook([list_sheet(lines)], LIST, LIST)
