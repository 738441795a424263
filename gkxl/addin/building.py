"""Build the Excel add-in from its text sources, on any system and without Excel."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path

from gkxl.addin.vba_directory import as_excel_writes_it
from gkxl.errors import InputError
from gkxl.safe_write import sealed_package

SOURCES = Path(__file__).parent
_FIRST = "[Content_Types].xml"
_PROJECT = "xl/vbaProject.bin"
_NO_CACHE = bytes.fromhex("cc61ffff000000")
"""What [MS-OVBA] 2.3.4.1 tells writers to put into _VBA_PROJECT: Excel then compiles the text itself."""


def build() -> bytes:
    """Return the .xlam file, the same bytes for the same sources; raises InputError where the builder is not installed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in sorted(_parts().items(), key=lambda one: (one[0] != _FIRST, one[0])):
            package.writestr(name, part)
    return sealed_package(buffer.getvalue())


def modules() -> dict[str, str]:
    """Return the VBA modules by name, with the line ends that VBA wants; raises UnicodeError for what is not ASCII."""
    found = {}
    for file in sorted((SOURCES / "vba").glob("*.bas")):
        found[file.stem] = file.read_bytes().decode("ascii").replace("\r\n", "\n").replace("\n", "\r\n")
    return found


def _parts() -> dict[str, bytes]:
    folder = SOURCES / "package"
    parts = {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    return parts | {_PROJECT: _project()}


def _project() -> bytes:
    """Return the VBA project: a blank one of Excel's own with our modules in it."""
    try:
        from pyopenvba import ExcelFile
        from pyopenvba.cfb import CFB
        from pyopenvba.vba import compress, decompress
    except ImportError:
        raise InputError('制作加载项要用“pyOpenVBA”，只有开发者需要；请先运行“pip install "gkxl[addin]"”') from None
    with tempfile.TemporaryDirectory() as folder:
        blank = Path(folder) / "blank.xlam"
        with ExcelFile.create_new(blank) as book:
            project = book.vba_project()
            project.delete_module("Module1")
            for name, source in modules().items():
                project.add_module(name, source)
            for module in project.modules:
                _ = module.source  # read before it is marked: else it would be written empty
                module.dirty = True  # drops the compiled code that would not fit the text
            book.save()
        with ExcelFile(blank) as book:
            faults = book.validate()
            assert not faults, faults
        with zipfile.ZipFile(blank) as archive:
            container = CFB.from_bytes(archive.read(_PROJECT))
    container.write_stream_in_storage("VBA", "_VBA_PROJECT", _NO_CACHE)
    directory = decompress(container.get_stream_in_storage("VBA", "dir"))
    container.write_stream_in_storage("VBA", "dir", compress(as_excel_writes_it(directory)))
    built: bytes = container.to_bytes()
    return built
