"""Open any spreadsheet file for reading, or say in one sentence why it cannot be read.

Before python-calamine sees a file it is looked at for what would make the reader fail without a reason, or take the
whole process with it (`inspecting`).
"""

from __future__ import annotations

import contextlib
import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from xml.etree import ElementTree

from python_calamine import CalamineWorkbook, PasswordError

from gkxl.rules.unread import UnreadReason
from gkxl.workbook.format.lines_beside import LinesName
from gkxl.workbook.reading import limits
from gkxl.workbook.reading.finding_beside import read_beside
from gkxl.workbook.reading.inspecting import DAMAGED, ENCRYPTED, TOO_LARGE, inspect, read_bytes
from gkxl.workbook.reading.may_be_coded import CodedTexts
from gkxl.workbook.reading.protocol import SuspiciousFileError, UnreadableFileError
from gkxl.workbook.reading.taming import Stray, tamed

_ERROR_CELL = re.compile(rb'<c r="([A-Z]+\d+)"[^>]*? t="e"')
# A text result ("t=str") may be empty; a formula that should give a number and has no value was never calculated.
_UNCALCULATED = re.compile(rb'<c r="([A-Z]+\d+)"(?: s="\d+")?><f[^>]*>(?:([^<]*)</f>)?(?:<v></v>|<v ?/>)?</c>')
_FILLED = re.compile(rb"<(?:\w+:)?(?:v|is)>")
_EMPTY = re.compile(rb"<(?:\w+:)?(?:sheetData|chartsheet|dialogsheet)\b")

_RELATIONS = "xl/_rels/workbook.xml.rels"
_TEXTS = "xl/sharedStrings.xml"
_WORTH_A_LOOK = 4
"""So many sheets: in what is sent to a department nearly everything is its input sheet."""


@dataclass
class OpenedWorkbook:
    """An open workbook: its sheets as rows of raw values, and what the reader would not tell."""

    path: Path
    book: CalamineWorkbook
    sheet_xml: dict[str, bytes] = field(default_factory=dict)
    """Part name to XML of each worksheet of an .xlsx file; empty for other formats."""
    archive: bytes = b""
    ordinary: bool = True
    """Whether it is surely made as Excel makes workbooks."""
    stray: Stray = field(default_factory=dict)
    """The cells that were left out because they stand far away from all others."""

    @cached_property
    def sheet_names(self) -> list[str]:
        """All sheets, in workbook order; one that is only another name for the part of a sheet before it is left out."""
        names = self.book.sheet_names
        if self.ordinary or not self.sheet_xml:
            return names
        first: dict[str, str] = {}
        for name in names:
            first.setdefault(self._parts.get(name, name), name)
        return list(first.values())

    def may_be_coded(self, sheet: str) -> bool:
        """Whether any code of ours may stand on a sheet; True where that is not plain."""
        if not self.ordinary or len(self.sheet_xml) < _WORTH_A_LOOK or self._coded_texts is None:
            return True
        return self._coded_texts.may_stand_on(self.sheet_xml[self._parts[sheet]])

    @cached_property
    def _coded_texts(self) -> CodedTexts | None:
        """The texts of all sheets; None where it is not plain which sheet stands in which part."""
        with contextlib.suppress(UnreadableFileError), _reader_failing(*DAMAGED):
            relations = [element.get("Id") for element in ElementTree.fromstring(self._package.read(_RELATIONS))]
            one_each = sorted(self._parts.values()) == sorted(self.sheet_xml) and len(relations) == len(set(relations))
            if one_each and list(self._parts) == self.sheet_names:
                return CodedTexts(self._package.read(_TEXTS) if _TEXTS in self._package.namelist() else b"")
        return None

    @cached_property
    def _package(self) -> zipfile.ZipFile:
        return zipfile.ZipFile(io.BytesIO(self.archive))

    def rows(self, sheet: str) -> list[list[object]]:
        """Return all cells of a sheet from A1, row by row; empty cells are ""."""
        with _reader_failing(UnreadReason.SHEET_DAMAGED, f"工作表“{sheet}”已损坏，无法读取", "请用 Excel 或 WPS 打开，另存为 .xlsx 后重新提交"):
            rows = self.book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
            if not rows and not _may_be_empty(self.sheet_xml.get(self._parts.get(sheet, "")) if self.sheet_xml else None):
                raise ValueError("no worksheet")
            return rows  # type: ignore[return-value]  # list is invariant

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
            return self._read_parts()

    def check_listed(self) -> None:
        """Raise UnreadableFileError where there is a filled sheet that the workbook does not list: it would be passed over in silence."""
        with _reader_failing(*DAMAGED):
            relations = ElementTree.fromstring(self._package.read(_RELATIONS))
        sheets = {_part(element) for element in relations if (element.get("Type") or "").endswith("/worksheet")}
        if any(_FILLED.search(self.sheet_xml.get(part, b"")) for part in sheets - set(self._parts.values())):
            raise UnreadableFileError(*DAMAGED)

    def _read_parts(self) -> dict[str, str]:
        targets = {element.get("Id"): _part(element) for element in ElementTree.fromstring(self._package.read(_RELATIONS))}
        parts = {}
        for element in ElementTree.fromstring(self._package.read("xl/workbook.xml")).iterfind("{*}sheets/{*}sheet"):
            relation = next((value for key, value in element.attrib.items() if key.endswith("}id")), "")
            parts[element.get("name", "")] = targets.get(relation, "")
        return parts


def _part(relation: ElementTree.Element) -> str:
    return posixpath.normpath(posixpath.join("/xl", relation.get("Target") or ""))[1:]


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
    sheet_xml, ordinary = inspect(data)
    stray: Stray = {}
    if not ordinary:
        if not _guarded:
            raise SuspiciousFileError
        data, sheet_xml, stray = tamed(data, sheet_xml)
    if _guarded:
        limits.limit_memory(len(data) + sum(map(len, sheet_xml.values())))
    with _reader_failing(*DAMAGED):
        try:
            book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        except PasswordError:
            raise UnreadableFileError(*ENCRYPTED) from None
    opened = OpenedWorkbook(path, book, sheet_xml, data, ordinary, stray)
    if sheet_xml and not ordinary:
        opened.check_listed()
    return opened


_LARGE_MERGE = re.compile(rb"mergeCell[^>]*:(?!(?:[A-D]?[A-Z]\d{1,3}|[A-Z]{2}\d{1,2})[\"'])")
"""A merge beyond those of our own sheets; the bands over the columns of 明细 are wide and few lines high."""


def shares_parts(path: Path) -> bool:
    """Whether sheets of an .xlsx file share a part, or cells are merged beyond all reason: what edits sheets would make many of one.

    Raises SuspiciousFileError where it should be edited in a process of its own and this is none, and UnreadableFileError.
    """
    data = read_bytes(path)
    sheet_xml, ordinary = inspect(data)
    if any(map(_LARGE_MERGE.search, sheet_xml.values())):
        return True
    if ordinary:
        return False
    if not _guarded:
        raise SuspiciousFileError
    limits.limit_memory(5 * (len(data) + sum(map(len, sheet_xml.values()))))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read("xl/workbook.xml").count(b"sheetId") > len(sheet_xml)
