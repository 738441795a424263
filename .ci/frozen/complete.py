"""Whether the folder with the program holds all of gkxl: what is imported or read by name only is easily left out, and missed by nobody at first."""

from __future__ import annotations

import zipfile
from collections.abc import Collection, Iterable
from importlib.metadata import Distribution
from pathlib import Path, PurePosixPath

_LIBRARIES = ("docx", "lxml.etree", "openpyxl", "pdfminer", "pdfplumber", "pypdfium2", "python_calamine", "xlrd", "xlsxwriter", "xlwings")
"""What gkxl imports where it is used, the readers of PDF among them."""
_OF_WINDOWS = ("pythoncom", "win32clipboard", "win32com.client")
_ADDIN, _PROJECT = "gkxl/workbook_templates/gkxl.xlam", "xl/vbaProject.bin"
_EXPECTED = (_ADDIN, "gkxl/addin/package/customUI/customUI14.xml", "gkxl/narrative/words.toml")
"""Some files of each room that has any, in case that the installed package itself lacks them."""


class Incomplete(SystemExit):
    """The build ends with this: a folder in which something is missing is no program."""


def installed_package(distribution: Distribution, imported: Path) -> Path:
    """Return the folder of the installed package; raises Incomplete where Python would import gkxl from somewhere else, as from its sources.

    The sources lack what the installed package has: the add-in and the standard workbooks.
    """
    package = Path(str(distribution.locate_file("gkxl")))
    if not (package / "__init__.py").exists() or not package.samefile(imported):
        raise Incomplete(f"gkxl is imported from {imported}, not from where it is installed: install it (not editable), and build elsewhere")
    return package


def files_of(distribution: Distribution) -> list[PurePosixPath]:
    """Return every file of the installed package, beginning with "gkxl/"."""
    return [PurePosixPath(file) for file in distribution.files or [] if file.parts[0] == "gkxl" and file.suffix != ".pyc"]


def module_in(binary: str) -> str:
    """Return the module that a library in the folder is: lxml.etree of lxml/etree.cpython-311.so as well as of lxml\\etree.cp311.pyd."""
    folder, _, name = binary.replace("\\", "/").rpartition("/")
    place = folder.split("/") if folder not in ("", "win32") else []  # pywin32 puts the folder win32 on the path
    return ".".join([*place, name.partition(".")[0]])


def missing_modules(files: Iterable[PurePosixPath], collected: Collection[str], *, windows: bool) -> list[str]:
    """Return the modules of gkxl, and of what it imports by name, that are not among those that were collected."""
    own = [".".join(file.with_suffix("").parts).removesuffix(".__init__") for file in files if file.suffix == ".py"]
    wanted = [*own, *_LIBRARIES, *(_OF_WINDOWS if windows else ())]
    return [name for name in wanted if name not in collected]


def missing_files(files: Iterable[PurePosixPath], package: Path, folder: Path, forms: Iterable[str]) -> list[str]:
    """Return what is missing in a finished folder, or is not what the installed package has: data of gkxl, what draws PDF pages."""
    data = {file.as_posix() for file in files if file.suffix != ".py"}
    wanted = sorted({*data, *_EXPECTED, *(f"gkxl/workbook_templates/standard-{form}.xlsx" for form in forms)})
    found = [name for name in wanted if _same(package.parent / name, folder / name)]
    missing = [name for name in wanted if name not in found]
    if _ADDIN in found and not _holds(folder / _ADDIN, _PROJECT):
        missing.append(f"{_PROJECT} in {_ADDIN}")
    if not any(file.suffix in (".so", ".dll", ".dylib") and "pdfium" in file.name for file in folder.rglob("*pdfium*")):
        missing.append("the library pdfium")
    return missing


def _same(original: Path, copy: Path) -> bool:
    return original.is_file() and copy.is_file() and original.read_bytes() == copy.read_bytes()


def _holds(archive: Path, part: str) -> bool:
    try:
        with zipfile.ZipFile(archive) as opened:
            return part in opened.namelist()
    except zipfile.BadZipFile:
        return False


def refuse(missing: Iterable[str]) -> None:
    """End the build where anything is missing, and say what."""
    if names := list(missing):
        more = f" and {len(names) - 20} more" if len(names) > 20 else ""
        raise Incomplete(f"not in the folder with the program: {', '.join(names[:20])}{more}")
