"""What of a merged workbook is printed and stands nowhere but on its sheets: the open lines of 校验, and the grid of 报送情况."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from gkxl.forms import Severity
from gkxl.rules.findings import SEVERITY_NAMES
from gkxl.workbook.format.cell_text import text_of
from gkxl.workbook.format.checks_columns import EXPLAINED_MARK, LEFT_OVER, LEVEL, UNREAD_LEVEL, heading
from gkxl.workbook.format.codes import SheetRole
from gkxl.workbook.format.kept_cells import kept_heading
from gkxl.workbook.format.sheet_names import REPORTING_STATUS
from gkxl.workbook.format.sheet_plan import Value
from gkxl.workbook.reading.coded_sheet import Rows, find_marker
from gkxl.workbook.reading.opening import open_workbook
from gkxl.workbook.reading.protocol import Book
from gkxl.workbook.reading.submissions import WorkbookReading, read_workbook

_NUMBER = "序号"
_OPEN = {UNREAD_LEVEL, *(SEVERITY_NAMES[severity] for severity in (Severity.ERROR, Severity.WARNING))}
_PRINTED_LEVELS = _OPEN | {f"{level}{EXPLAINED_MARK}" for level in (*_OPEN, *SEVERITY_NAMES.values())}


@dataclass(frozen=True)
class CheckLine:
    """A line of 校验."""

    code: str
    """Says to which finding it belongs; "" where it belongs to none."""
    cells: Mapping[str, Value]
    """Heading to what stands below it."""


@dataclass(frozen=True)
class StatusTable:
    """The grid of 报送情况, as it stands on the sheet."""

    above: Sequence[str]
    """Title, count, and a note on what is counted."""
    headings: Sequence[str]
    lines: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Printable:
    """A merged workbook that was read to be printed."""

    reading: WorkbookReading
    checks: Sequence[CheckLine] | None
    """What of its 校验 is not settled, or was explained; None where it has no 校验."""
    status: StatusTable | None
    """None where it has no 报送情况."""


def read_printable(book: Book, file: str) -> Printable:
    """Return what is printed of a workbook; raises UnreadableFileError."""
    reading = read_workbook(book, file)
    rows = (book.rows(name) for name in book.sheet_names if book.may_be_coded(name))
    checks = next((found for found in rows if (marked := find_marker(found)) and marked.role is SheetRole.CHECKS), None)
    status = _status(book.rows(REPORTING_STATUS)) if REPORTING_STATUS in book.sheet_names else None
    return Printable(reading, None if checks is None else check_lines(checks), status)


def read_printable_file(path: Path, shown: str) -> Printable:
    """Return what is printed of a file; raises UnreadableFileError. For `read_apart`."""
    return read_printable(open_workbook(path), shown)


def check_lines(rows: Rows) -> list[CheckLine]:
    """Return the lines of 校验 that are errors, warnings or files that were not read, and those that somebody explained."""
    marked = find_marker(rows)
    found: list[CheckLine] = []
    columns: dict[str, int] = {}
    for row in rows:
        if LEFT_OVER in row:
            break
        if kept_heading(row):
            columns = {str(value): col for col, value in enumerate(row) if value != ""}
        elif columns.get(heading(LEVEL), len(row)) < len(row) and text_of(row[columns[heading(LEVEL)]]) in _PRINTED_LEVELS:
            code = text_of(row[marked.col]) if marked and marked.col < len(row) else ""
            found.append(CheckLine(code, {name: _value(row[col]) for name, col in columns.items() if col < len(row)}))
    return found


def _value(value: object) -> Value:
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else text_of(value)


def _status(rows: Rows) -> StatusTable | None:
    """Return the grid that stands on a sheet; None where there is none."""
    texts = [[text_of(value) for value in row] for row in rows]
    head = next((number for number, row in enumerate(texts) if _NUMBER in row), None)
    if head is None:
        return None
    first = texts[head].index(_NUMBER)
    last = max(col for col, name in enumerate(texts[head]) if name)
    above = [words for row in texts[:head] if (words := next(filter(None, row), ""))]
    lines = []
    for row in texts[head + 1 :]:
        if not row[first].isdecimal():
            break
        lines.append(row[first : last + 1])
    return StatusTable(above, texts[head][first : last + 1], lines)
