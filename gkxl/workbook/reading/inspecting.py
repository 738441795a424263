"""Look at the bytes of a file before any library does: what it is, whether it is read at all, and whether it surely does no harm.

Nothing is decided by the extension.
"""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path

from gkxl.rules.unread import UnreadReason
from gkxl.workbook.reading import extent
from gkxl.workbook.reading.alike import is_known, skeleton_of
from gkxl.workbook.reading.protocol import UnreadableFileError
from gkxl.workbook.reading.skeleton import Skeleton
from gkxl.workbook.reading.zip_parts import read_part

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LARGEST_UNPACKED = 200 << 20
_LARGEST_RATIO = 200
_MOST_SHEETS = 500
"""In what is read in the caller; a merged workbook of more units is read in a place of its own."""
_SHEET_TARGET = re.compile(rb'Target="(?:/xl/)?(worksheets/[^"/\\\\]+\.xml)"')
_OTHER_TARGET = re.compile(
    rb'Target="(?:/xl/|\.\./|/)?(?:styles|sharedStrings|calcChain|metadata|(?:theme|externalLinks|customXml|chartsheets|persons|revisions|'
    rb'pivotCache|connections|richData)[^"]*|vbaProject|cellimages|woProps|sheetMetadata|volatileDependencies)[^"]*"'
)
RELATIONS, WORKBOOK, TEXTS, STYLES = "xl/_rels/workbook.xml.rels", "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"
_LARGEST_PART = 1 << 20
"""Bytes of one of these that is looked at as a whole."""
_MOST_ALIKE = 12
"""Sheets of a workbook that may be like others: in one of many units hardly one is."""
_OTHER_SHEET = re.compile(rb'Target="[^"]*(?:chart|dialog|macro)sheets/')
_LARGEST_COUNT = re.compile(rb'ount\s*=\s*["\']\s*\d{7}')

ENCRYPTED = UnreadReason.ENCRYPTED, "设有打开密码，无法读取", "请在 Excel 中取消密码（文件—信息—保护工作簿），另存后重新提交"
BINARY = UnreadReason.OTHER_FORMAT, "是 .xlsb（二进制）格式，没有读取", "请在 Excel 中另存为 .xlsx 后重新提交"
DAMAGED = UnreadReason.DAMAGED, "文件不完整或已损坏，无法读取", "请用 Excel 或 WPS 打开检查，另存为 .xlsx 后重新提交，打不开的请单位重发"


TOO_LARGE = UnreadReason.TOO_LARGE, "展开后异常庞大，没有读取", "请把填报表复制到新的模板文件后重新提交"


def read_bytes(path: Path) -> bytes:
    """Return the content of a file; raises UnreadableFileError with a sentence, also for a pipe or a device, which may never end."""
    try:
        kind = path.stat()
        if stat.S_ISREG(kind.st_mode):
            if kind.st_size > _LARGEST_UNPACKED:
                raise UnreadableFileError(*TOO_LARGE)
            return path.read_bytes()
    except FileNotFoundError:
        raise UnreadableFileError(UnreadReason.NOT_FOUND, "文件不存在", "请检查路径") from None
    except PermissionError:
        raise UnreadableFileError(UnreadReason.NO_PERMISSION, "没有权限读取，或文件正被其他程序独占", "请关闭后重试") from None
    except OSError:
        raise UnreadableFileError(UnreadReason.UNREACHABLE, "读不出来（磁盘、网络位置或链接有问题）", "请检查磁盘或网络位置后重试") from None
    if stat.S_ISDIR(kind.st_mode):
        raise UnreadableFileError(UnreadReason.A_FOLDER, "是一个文件夹", "这里要给出一个工作簿文件")
    raise UnreadableFileError(UnreadReason.NOT_A_WORKBOOK, "不是普通文件（是管道或设备），没有读取", "请给出一个工作簿文件")


def _not_a_workbook(what: str) -> UnreadableFileError:
    return UnreadableFileError(UnreadReason.NOT_A_WORKBOOK, f"不是 Excel 工作簿（{what}）", "请提交由 gkxl 模板填写的 .xlsx 文件")


@dataclass
class Inspected:
    """What was found in the bytes of a workbook."""

    sheets: dict[str, bytes] = field(default_factory=dict)
    """Part name to XML of each worksheet of an .xlsx file; empty for other formats."""
    ordinary: bool = False
    """Whether it surely does no harm."""
    skeletons: dict[str, Skeleton] = field(default_factory=dict)
    """Part name to the sheet taken apart, of those that may be like others."""
    parts: dict[str, bytes] = field(default_factory=dict)
    """What says which sheet stands in which part, the texts and the styles, where they are of ordinary size."""


def inspect(data: bytes) -> Inspected:
    """Return what a workbook consists of, and whether it surely does no harm; raises UnreadableFileError for what is none."""
    if not data:
        raise UnreadableFileError(UnreadReason.EMPTY_FILE, "是空文件（0字节）", "请单位重新发送")
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise UnreadableFileError(*ENCRYPTED)
        if "WordDocument".encode("utf-16-le") in data:
            raise _not_a_workbook("是 Word 文档")
        return Inspected()
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


def _inspect_zip(data: bytes) -> Inspected:
    found = Inspected()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            unpacked = sum(entry.file_size for entry in entries)
            if unpacked > _LARGEST_UNPACKED or (unpacked > 20 << 20 and unpacked > _LARGEST_RATIO * len(data)):
                raise UnreadableFileError(*TOO_LARGE)
            if "xl/workbook.bin" in names:
                raise UnreadableFileError(*BINARY)
            if WORKBOOK not in names:
                if "mimetype" in names and b"spreadsheet" in archive.read("mimetype"):
                    return found
                raise _not_a_workbook("是 Word 文档" if "word/document.xml" in names else "是压缩包或其他文档")
            folders = ("xl/worksheets/",)
            in_folders = [name for name in names if name.startswith(folders) and name.endswith(".xml")]
            found.sheets = {name: read_part(archive, archive.getinfo(name), data) for name in in_folders}
            small = [archive.getinfo(part) for part in (RELATIONS, WORKBOOK, TEXTS, STYLES) if part in names]
            found.parts = {part.filename: read_part(archive, part, data) for part in small if part.file_size <= _LARGEST_PART}
            if len(found.sheets) <= _MOST_ALIKE:
                found.skeletons = {name: skeleton for name, xml in found.sheets.items() if (skeleton := skeleton_of(xml))}
            within = all(is_known(found.skeletons.get(name)) or extent.within_reason(xml) for name, xml in found.sheets.items())
            found.ordinary = (
                len({name.lower().replace("\\", "/") for name in names}) == len(entries) and _usual_parts(archive, names, found.parts) and within
            )
            if not found.ordinary:  # the sheets may be anywhere
                passed = ("_rels/", "docProps/", "xl/_rels/", "xl/theme/", STYLES, TEXTS, WORKBOOK, "xl/media/")
                found.sheets |= {name: archive.read(name) for name in names - found.sheets.keys() if not name.startswith(passed)}
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        raise UnreadableFileError(*DAMAGED) from error
    return found


def _beginning(archive: zipfile.ZipFile, part: str, read: dict[str, bytes], size: int) -> bytes:
    """Return so many bytes of a part, of those that were read or from the archive."""
    if part in read:
        return read[part][:size]
    with archive.open(part) as opened:
        return opened.read(size)


def _usual_parts(archive: zipfile.ZipFile, names: set[str], read: dict[str, bytes]) -> bool:
    """Whether the sheets lie where Excel puts them, are those that are listed and not too many, and no table of texts declares too much."""
    relations = _beginning(archive, RELATIONS, read, _LARGEST_UNPACKED) if RELATIONS in names else b""
    sheets = [f"xl/{target.decode('utf-8', 'replace')}" for target in _SHEET_TARGET.findall(relations)]
    if len(sheets) + len(_OTHER_TARGET.findall(relations)) != relations.count(b"Target") or not names.issuperset(sheets):
        return False
    listed = _beginning(archive, WORKBOOK, read, 1 << 20).partition(b"</sheets>")[0].count(b"sheetId")
    if listed > _MOST_SHEETS or listed != len(sheets) + len(_OTHER_SHEET.findall(relations)):
        return False
    return TEXTS not in names or not _LARGEST_COUNT.search(_beginning(archive, TEXTS, read, 2000))
