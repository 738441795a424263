"""Open any spreadsheet file for reading, or say in one sentence why it cannot be read.

Before python-calamine sees a file it is looked at for what would make the reader fail without a reason, or take the
whole process with it (`inspecting`).
"""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from python_calamine import CalamineWorkbook, PasswordError

from gkxl.rules.unread import UnreadReason
from gkxl.workbook.format.lines_beside import LinesName
from gkxl.workbook.reading import limits
from gkxl.workbook.reading.alike import AlikeRows
from gkxl.workbook.reading.finding_beside import read_beside
from gkxl.workbook.reading.inspecting import DAMAGED, ENCRYPTED, TOO_LARGE, Inspected, inspect, read_bytes
from gkxl.workbook.reading.package import Package
from gkxl.workbook.reading.protocol import SuspiciousFileError, UnreadableFileError
from gkxl.workbook.reading.taming import Stray, tamed

_ERROR_CELL = re.compile(rb'<c r="([A-Z]+\d+)"[^>]*? t="e"')
# A text result ("t=str") may be empty; a formula that should give a number and has no value was never calculated.
_UNCALCULATED = re.compile(rb'<c r="([A-Z]+\d+)"(?: s="\d+")?><f[^>]*>(?:([^<]*)</f>)?(?:<v></v>|<v ?/>)?</c>')
_EMPTY = re.compile(rb"<(?:\w+:)?(?:sheetData|chartsheet|dialogsheet)\b")


@dataclass
class OpenedWorkbook:
    """An open workbook: its sheets as rows of raw values, and what the reader would not tell."""

    path: Path
    archive: bytes
    inspected: Inspected
    stray: Stray = field(default_factory=dict)
    """The cells that were left out because they stand far away from all others."""

    package: Package = field(init=False)
    """The parts of an .xlsx file."""

    def __post_init__(self) -> None:
        self.package = Package(self.archive, self.inspected)
        assert self.book is not None  # what the library cannot open is said at once

    @cached_property
    def book(self) -> CalamineWorkbook:
        """The workbook as the library opens it; raises UnreadableFileError."""
        with _reader_failing(*DAMAGED):
            try:
                return CalamineWorkbook.from_filelike(io.BytesIO(self.archive))
            except PasswordError:
                raise UnreadableFileError(*ENCRYPTED) from None

    @property
    def sheet_xml(self) -> dict[str, bytes]:
        """Part name to XML of each worksheet of an .xlsx file; empty for other formats."""
        return self.inspected.sheets

    @cached_property
    def sheet_names(self) -> list[str]:
        """All sheets, in workbook order; one that is only another name for the part of a sheet before it is left out."""
        names = self.book.sheet_names
        if self.inspected.ordinary or not self.sheet_xml:
            return names
        first: dict[str, str] = {}
        for name in names:
            first.setdefault(self._parts.get(name, name), name)
        return list(first.values())

    def may_be_coded(self, sheet: str) -> bool:
        """Whether any code of ours may stand on a sheet; True where that is not plain."""
        if sheet in self._alike:
            return bool(self._alike[sheet])
        if not self._is_plain or self.package.may_be_coded(sheet):
            return True
        self.package.learn(sheet, [])
        return False

    @cached_property
    def _is_plain(self) -> bool:
        """Whether it is plain which sheet stands in which part."""
        with contextlib.suppress(UnreadableFileError), _reader_failing(*DAMAGED):
            return self.inspected.ordinary and self.package.is_plain and list(self._parts) == self.sheet_names
        return False

    @cached_property
    def _alike(self) -> Mapping[str, AlikeRows]:
        """The sheets that are like ones that were read before; empty rows where surely no code stands on one."""
        with contextlib.suppress(UnreadableFileError), _reader_failing(*DAMAGED):
            return self.package.alike if self._is_plain else {}
        return {}

    def rows(self, sheet: str) -> list[list[object]]:
        """Return all cells of a sheet from A1, row by row; empty cells are ""."""
        if found := self._alike.get(sheet):
            return found
        with _reader_failing(UnreadReason.SHEET_DAMAGED, f"工作表“{sheet}”已损坏，无法读取", "请用 Excel 或 WPS 打开，另存为 .xlsx 后重新提交"):
            rows: list[list[object]] = self.book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)  # type: ignore[assignment]  # list is invariant
            if not rows and not _may_be_empty(self.sheet_xml.get(self._parts.get(sheet, "")) if self.sheet_xml else None):
                raise ValueError("no worksheet")
        if rows and self._is_plain:
            self.package.learn(sheet, rows)
        return rows

    def error_cells(self, sheet: str) -> frozenset[str]:
        """Return the addresses of cells that hold an error value; calamine shows them as empty."""
        if not self.sheet_xml:
            return self._others["error"].get(sheet, frozenset())
        return frozenset(match[1].decode("ascii") for match in _ERROR_CELL.finditer(self._xml(sheet))) if self._has_errors else frozenset()

    def hidden_booleans(self, sheet: str) -> frozenset[str]:
        """Return the addresses of logical values that calamine shows as numbers (.ods)."""
        return frozenset() if self.sheet_xml else self._others["boolean"].get(sheet, frozenset())

    @cached_property
    def _others(self) -> dict[str, dict[str, frozenset[str]]]:
        from gkxl.workbook.reading.odd_cells import odd_cells

        with _reader_failing(*DAMAGED):
            return odd_cells(self.archive)

    def far_cells(self, sheet: str) -> frozenset[str]:
        """Return the addresses of the cells that were left out because they stand far away from all others."""
        if not self.stray:
            return frozenset()
        keys = (self._parts.get(sheet, "") if self.sheet_xml else sheet, self.book.sheet_names.index(sheet))
        return frozenset(cell for key in keys for cell in self.stray.get(key, ()))

    def uncalculated_cells(self, sheet: str) -> Mapping[str, str]:
        """Return the formulas without a stored result by their addresses; calamine shows them as empty."""
        found = _UNCALCULATED.finditer(self._xml(sheet)) if self._has_uncalculated else ()
        return {match[1].decode("ascii"): (match[2] or b"").decode("utf-8", "replace") for match in found}

    def lines_beside(self, name: LinesName) -> tuple[str, bytes]:
        """Return the file with the lines of a sheet: what it is called, and what stands in it.

        Raises UnreadableFileError where it is missing or another one.
        """
        called, data = read_beside(self.path, name)
        if _guarded:
            limits.limit_memory(len(data))
        return called, data

    @cached_property
    def _has_errors(self) -> bool:
        return any(b't="e"' in xml for xml in self.sheet_xml.values())

    @cached_property
    def _has_uncalculated(self) -> bool:
        return any(_UNCALCULATED.search(xml) for xml in self.sheet_xml.values())

    def _xml(self, sheet: str) -> bytes:
        return self.sheet_xml.get(self._parts.get(sheet, ""), b"")

    @cached_property
    def _parts(self) -> dict[str, str]:
        """Sheet name to part name."""
        with _reader_failing(*DAMAGED):
            return self.package.parts

    def check_listed(self) -> None:
        """Raise UnreadableFileError where there is a filled sheet that the workbook does not list: it would be passed over in silence."""
        with _reader_failing(*DAMAGED):
            if not self.package.lists_all():
                raise UnreadableFileError(*DAMAGED)


def _may_be_empty(xml: bytes | None) -> bool:
    """Whether a part in which calamine finds no cell is a sheet all the same: in what is no sheet at all it finds none either."""
    return xml is None or _EMPTY.search(xml) is not None


@contextlib.contextmanager
def _reader_failing(why: UnreadReason, what: str, next_step: str) -> Iterator[None]:
    """Turn whatever a library raises at a damaged file, a panic of its Rust part too (no Exception), into one sentence."""
    try:
        yield
    except (UnreadableFileError, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except MemoryError:
        raise UnreadableFileError(*TOO_LARGE) from None
    except BaseException as error:
        raise UnreadableFileError(why, what, next_step) from error


_guarded = False


def guard() -> None:
    """Say that this process may fail and is limited: suspicious files are opened in it, in no other."""
    global _guarded
    _guarded = True


def guarded() -> bool:
    """Whether this process may fail."""
    return _guarded


def open_workbook(path: Path) -> OpenedWorkbook:
    """Return the workbook in `path`; raises UnreadableFileError with a sentence for the person who sent it.

    Raises SuspiciousFileError for what should rather be opened in a process of its own (`apart.read_apart` does that), unless this is one (`guard`).
    """
    data = read_bytes(path)
    inspected = inspect(data)
    stray: Stray = {}
    if not inspected.ordinary:
        if not _guarded:
            raise SuspiciousFileError
        data, inspected.sheets, stray = tamed(data, inspected.sheets)
    if _guarded:
        limits.limit_memory(len(data) + sum(map(len, inspected.sheets.values())))
    opened = OpenedWorkbook(path, data, inspected, stray)
    if inspected.sheets and not inspected.ordinary:
        opened.check_listed()
    return opened
