"""Leave out of a workbook the filled cells that stand far away from all others, so that it can be read at all."""

from __future__ import annotations

import contextlib
import io
import zipfile
import zlib
from collections.abc import Mapping

from gkxl.workbook.reading import extent

Stray = Mapping[str | int, frozenset[str]]
"""By the part of a sheet in an .xlsx, its name in an .ods, its number in an .xls: the addresses of the cells that were left out."""
_CONTENT = "content.xml"


def tamed(data: bytes, sheet_xml: dict[str, bytes]) -> tuple[bytes, dict[str, bytes], Stray]:
    """Return a workbook without its stray cells, the sheets of an .xlsx, and the cells that were left out."""
    if sheet_xml:
        return _tamed_xlsx(data, sheet_xml)
    if data.startswith(b"PK"):
        data, stray = _tamed_ods(data)
        return data, {}, stray
    from gkxl.workbook.reading import xls_extent

    data, left_out = xls_extent.without_stray_cells(data)
    return data, {}, dict(left_out.items())


def _tamed_xlsx(data: bytes, sheet_xml: dict[str, bytes]) -> tuple[bytes, dict[str, bytes], Stray]:
    changed: dict[str, bytes] = {}
    stray: dict[str | int, frozenset[str]] = {}
    for part, xml in sheet_xml.items():
        with contextlib.suppress(*extent.UNPARSABLE):  # calamine will say that it is damaged, or read it by other rules within its limits
            if not extent.within_reason(xml):
                cut, dropped = extent.without_stray_cells(xml)
                if dropped:
                    changed[part], stray[part] = cut, dropped
    return _with_parts(data, changed), sheet_xml | changed, stray


def _tamed_ods(data: bytes) -> tuple[bytes, Stray]:
    from gkxl.workbook.reading import ods_extent

    with contextlib.suppress(*extent.UNPARSABLE, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            content = package.read(_CONTENT)
        cut, stray = ods_extent.without_stray_cells(content)
        return _with_parts(data, {_CONTENT: cut} if stray else {}), dict(stray.items())
    return data, {}


def _with_parts(data: bytes, parts: Mapping[str, bytes]) -> bytes:
    """Return a package in which some parts are others."""
    if not parts:
        return data
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            target.writestr(name, parts.get(name) or source.read(name))
    return buffer.getvalue()
