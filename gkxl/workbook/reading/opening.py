"""Open any spreadsheet file for reading, or say in one sentence why it cannot be read.

Nothing is decided by the extension.  Before python-calamine sees a file it is looked at for what would make
the reader fail without a reason, or take the whole process with it.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from gkxl.rules.unread import UnreadReason
from gkxl.workbook.reading.protocol import UnreadableFileError

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LARGEST_UNPACKED = 200 << 20
_LARGEST_RATIO = 200
_MOST_PLACES = 3_000_000
# calamine allocates the rectangle around all cells; a stray value in the last row or column aborts the process.
# Cells that are only formatted do no harm.
_FAR_CELL = re.compile(rb' r="((?:[A-Z]{3}\d|[A-Z]{1,2}\d{5})\d*)"(?:[^>]*[^/])?>')
_ERROR_CELL = re.compile(rb'<c r="([A-Z]+\d+)"[^>]*? t="e"')
# A text result ("t=str") may be empty; a formula that should give a number and has no value was never calculated.
_UNCALCULATED = re.compile(rb'<c r="([A-Z]+\d+)"(?: s="\d+")?><f[^>]*>(?:[^<]*</f>)?(?:<v></v>|<v ?/>)?</c>')


@dataclass
class OpenedWorkbook:
    """An open workbook: its sheets as rows of raw values, and what the reader would not tell."""

    path: Path
    book: CalamineWorkbook
    sheet_xml: dict[str, bytes] = field(default_factory=dict)
    """Part name to XML of each worksheet of an .xlsx file; empty for other formats."""
    archive: bytes = b""
    far: dict[str, str] = field(default_factory=dict)
    """Part name of a worksheet that is not read to the stray cell that makes it too large."""

    @property
    def sheet_names(self) -> list[str]:
        """All sheets, in workbook order."""
        return self.book.sheet_names

    def rows(self, sheet: str) -> list[list[object]]:
        """Return all cells of a sheet from A1, row by row; empty cells are ""."""
        stray = self.far.get(self._parts.get(sheet, "")) if self.far else None
        if stray:
            raise UnreadableFileError(
                UnreadReason.STRAY_CELL,
                f"工作表“{sheet}”在很远的位置（{stray}）有内容，没有读取",
                "请删除表格以外的内容，或把填报表复制到新的模板文件后重新提交",
            )
        try:
            return self.book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)  # type: ignore[return-value]  # list is invariant
        except CalamineError as error:
            what, next_step = f"工作表“{sheet}”已损坏，无法读取", "请用 Excel 或 WPS 打开，另存为 .xlsx 后重新提交"
            raise UnreadableFileError(UnreadReason.SHEET_DAMAGED, what, next_step) from error

    def error_cells(self, sheet: str) -> frozenset[str]:
        """Return the addresses of cells that hold an error value; calamine shows them as empty."""
        if not self.sheet_xml:
            return self._others["error"].get(sheet, frozenset())
        return self._find(_ERROR_CELL, sheet) if self._has_errors else frozenset()

    def hidden_booleans(self, sheet: str) -> frozenset[str]:
        """Return the addresses of logical values that calamine shows as numbers (.ods)."""
        return frozenset() if self.sheet_xml else self._others["boolean"].get(sheet, frozenset())

    @cached_property
    def _others(self) -> dict[str, dict[str, frozenset[str]]]:
        from gkxl.workbook.reading.odd_cells import odd_cells

        try:
            return odd_cells(self.archive)
        except (ElementTree.ParseError, KeyError, ValueError, zipfile.BadZipFile, zlib.error) as error:
            raise UnreadableFileError(*_DAMAGED) from error

    def uncalculated_cells(self, sheet: str) -> frozenset[str]:
        """Return the addresses of formulas without a stored result; calamine shows them as empty."""
        return self._find(_UNCALCULATED, sheet) if self._has_uncalculated else frozenset()

    @cached_property
    def _has_errors(self) -> bool:
        return any(b't="e"' in xml for xml in self.sheet_xml.values())

    @cached_property
    def _has_uncalculated(self) -> bool:
        return any(_UNCALCULATED.search(xml) for xml in self.sheet_xml.values())

    def _find(self, pattern: re.Pattern[bytes], sheet: str) -> frozenset[str]:
        xml = self.sheet_xml.get(self._parts.get(sheet, ""), b"")
        return frozenset(match[1].decode("ascii") for match in pattern.finditer(xml))

    @cached_property
    def _parts(self) -> dict[str, str]:
        """Sheet name to part name."""
        try:
            return self._read_parts()
        except (ElementTree.ParseError, KeyError, zipfile.BadZipFile, zlib.error) as error:
            raise UnreadableFileError(*_DAMAGED) from error

    def _read_parts(self) -> dict[str, str]:
        with zipfile.ZipFile(io.BytesIO(self.archive)) as archive:
            targets = {
                element.get("Id"): (element.get("Target") or "").lstrip("/").removeprefix("xl/")
                for element in ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
            }
            parts = {}
            for element in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter():
                if element.tag.endswith("}sheet"):
                    relation = next((value for key, value in element.attrib.items() if key.endswith("}id")), "")
                    parts[element.get("name", "")] = f"xl/{targets.get(relation, '')}"
            return parts


def open_workbook(path: Path) -> OpenedWorkbook:
    """Return the workbook in `path`; raises UnreadableFileError with a sentence for the person who sent it."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise UnreadableFileError(UnreadReason.NOT_FOUND, "文件不存在", "请检查路径") from None
    except PermissionError:
        raise UnreadableFileError(UnreadReason.NO_PERMISSION, "没有权限读取，或文件正被其他程序独占", "请关闭后重试") from None
    except IsADirectoryError:
        raise UnreadableFileError(UnreadReason.A_FOLDER, "是一个文件夹", "这里要给出一个工作簿文件") from None
    except OSError as error:
        raise UnreadableFileError(UnreadReason.UNREACHABLE, f"无法读取（{error.strerror}）", "请检查磁盘或网络位置后重试") from None
    sheet_xml = _inspect(data)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    except PasswordError:
        raise UnreadableFileError(*_ENCRYPTED) from None
    except CalamineError:
        raise UnreadableFileError(*_DAMAGED) from None
    far = {part: cell for part, xml in sheet_xml.items() if (cell := _stray_cell(xml))}
    return OpenedWorkbook(path, book, sheet_xml, data, far)


def _stray_cell(xml: bytes) -> str:
    """Return the address of a filled cell so far from the others that reading the rectangle around them would take all memory."""
    if not _FAR_CELL.search(xml):
        return ""
    far = [match[1].decode("ascii") for match in _FAR_CELL.finditer(xml)]
    rows = max(int(cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) for cell in far)
    columns = max(_column_number(cell) for cell in far)
    # A long list is no stray cell: it fills its rectangle.
    return far[-1] if rows * columns > max(_MOST_PLACES, 20 * xml.count(b"<c ")) else ""


def _column_number(cell: str) -> int:
    number = 0
    for letter in cell.rstrip("0123456789"):
        number = number * 26 + ord(letter) - 64
    return number


_ENCRYPTED = UnreadReason.ENCRYPTED, "设有打开密码，无法读取", "请在 Excel 中取消密码（文件—信息—保护工作簿），另存后重新提交"
_BINARY = UnreadReason.OTHER_FORMAT, "是 .xlsb（二进制）格式，没有读取", "请在 Excel 中另存为 .xlsx 后重新提交"
_DAMAGED = UnreadReason.DAMAGED, "文件不完整或已损坏，无法读取", "请用 Excel 或 WPS 打开检查，另存为 .xlsx 后重新提交，打不开的请单位重发"


def _not_a_workbook(what: str) -> UnreadableFileError:
    return UnreadableFileError(UnreadReason.NOT_A_WORKBOOK, f"不是 Excel 工作簿（{what}）", "请提交由 gkxl 模板填写的 .xlsx 文件")


def _inspect(data: bytes) -> dict[str, bytes]:
    """Return the worksheet parts of an .xlsx file, {} for other workbooks; raises UnreadableFileError."""
    if not data:
        raise UnreadableFileError(UnreadReason.EMPTY_FILE, "是空文件（0字节）", "请单位重新发送")
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise UnreadableFileError(*_ENCRYPTED)
        if "WordDocument".encode("utf-16-le") in data:
            raise _not_a_workbook("是 Word 文档")
        return {}
    if data.startswith(b"PK"):
        return _inspect_zip(data)
    raise _foreign(data)


def _foreign(data: bytes) -> UnreadableFileError:
    """Return what a file is that is neither an .xls nor a zip archive."""
    head = data[:4096].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if head.startswith((b"\x89png", b"\xff\xd8\xff", b"gif8", b"bm")):
        return _not_a_workbook("是图片")
    if head.startswith(b"%pdf"):
        return _not_a_workbook("是 PDF 文件")
    if head.startswith(b"%tsd-header"):
        return UnreadableFileError(UnreadReason.ENCRYPTED, "被单位的文档加密软件加密，无法读取", "请在加密软件中解密或“外发”后重新提交")
    if b"<html" in head or b"<table" in head or b"urn:schemas-microsoft-com:office:spreadsheet" in head:
        what, next_step = "是网页或 XML 格式的表格，不是 Excel 工作簿", "请用 Excel 打开，另存为 .xlsx 后重新提交"
        return UnreadableFileError(UnreadReason.OTHER_FORMAT, what, next_step)
    if b"\0" not in head:
        return _not_a_workbook("是文本文件")
    return _not_a_workbook("内容无法识别")


def _inspect_zip(data: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            unpacked = sum(entry.file_size for entry in entries)
            if unpacked > _LARGEST_UNPACKED or (unpacked > 20 << 20 and unpacked > _LARGEST_RATIO * len(data)):
                raise UnreadableFileError(UnreadReason.TOO_LARGE, "展开后异常庞大，没有读取", "请把填报表复制到新的模板文件后重新提交")
            if "xl/workbook.bin" in names:
                raise UnreadableFileError(*_BINARY)
            if "xl/workbook.xml" not in names:
                if "mimetype" in names and b"spreadsheet" in archive.read("mimetype"):
                    return {}
                raise _not_a_workbook("是 Word 文档" if "word/document.xml" in names else "是压缩包或其他文档")
            sheets = {name: archive.read(name) for name in names if name.startswith("xl/worksheets/") and name.endswith(".xml")}
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        raise UnreadableFileError(*_DAMAGED) from error
    return sheets
