"""Open the workbooks that accompany an action, and see to it that no output replaces an input."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gkxl.errors import InputError
from gkxl.model.roster import Roster, RosterError
from gkxl.paths import is_folder, real
from gkxl.safe_write import check_writable

if TYPE_CHECKING:
    from gkxl.workbook.reading.submissions import WorkbookReading


def load_roster(path: Path, body: str = "") -> Roster:
    """Return the roster in a workbook; `body` is the unit whose merge it is, if known. Raises InputError that names each fault by its cell."""
    from gkxl.workbook.reading.apart import read_apart
    from gkxl.workbook.reading.protocol import UnreadableFileError
    from gkxl.workbook.reading.roster import read_roster_file

    try:
        return read_apart(read_roster_file, path, str(path), body)
    except UnreadableFileError as error:
        raise InputError(f"单位名册“{path}”：{error}") from error
    except RosterError as error:
        raise InputError(f"单位名册有误，请改正后重试：\n{error}") from error


def holds_submission(path: Path, body: str | None = None) -> bool:
    """Whether a file is a department's filled workbook, or (with `body`) the merged workbook of another body: no output may replace it."""
    reading = _reading_of(path)
    if reading is None:
        return False
    if reading.summary is not None:
        return body is not None and reading.summary.unit != body
    return bool(reading.submissions)


def filled_in(path: Path) -> Sequence[str]:
    """Return the units whose figures stand in a workbook; none where it is blank, no workbook of ours, or not there."""
    reading = _reading_of(path)
    if reading is None:
        return ()
    stated = [reading.summary, *reading.submissions] if reading.summary else reading.submissions
    return tuple(dict.fromkeys(submission.unit for submission in stated))


def _reading_of(path: Path) -> WorkbookReading | None:
    """Return what a workbook holds; None where it cannot be read."""
    from gkxl.workbook.reading.apart import read_apart, read_workbook_file
    from gkxl.workbook.reading.protocol import UnreadableFileError

    try:
        return read_apart(read_workbook_file, path, str(path))
    except UnreadableFileError:
        return None


def check_output(output: Path, inputs: Sequence[Path], force: bool, body: str = "") -> None:
    """Raise if a workbook cannot be written there, or if what stands there goes in: no output may replace an input.

    What a merge for `body` has written before may be replaced, the merged workbook of another body among the inputs may not.
    """
    check_writable(output, force)
    if output.suffix.lower() != ".xlsx":
        raise InputError(f"“{output}”应以 .xlsx 结尾；结果是一个 Excel 工作簿，Word 和网页请随后用 gkxl report 生成")
    among = any(is_folder(path) and real(output).is_relative_to(real(path)) for path in inputs)
    if any(real(path) == real(output) for path in inputs) or holds_submission(output, body if among else None):
        raise InputError(f"“{output}”既是输入又是输出；请用 -o 换一个文件名")
