"""The folder with the program for staff without Python is whole or is not made: whatever is left out of it ends the build with its name."""

from __future__ import annotations

import importlib.util
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

import gkxl

BESIDE = Path(__file__).parents[1] / ".ci" / "frozen"


def beside_the_specification(name: str) -> ModuleType:
    specification = importlib.util.spec_from_file_location(name, BESIDE / f"{name}.py")
    assert specification is not None and specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


complete: Any = beside_the_specification("complete")
looks: Any = beside_the_specification("looks")

MODULES = ("gkxl/__init__.py", "gkxl/windowless.py", "gkxl/addin/__init__.py")
DATA = (
    "gkxl/forms/2021.toml",
    "gkxl/narrative/words.toml",
    "gkxl/addin/package/customUI/customUI14.xml",
    "gkxl/workbook_templates/standard-2021.xlsx",
    "gkxl/workbook_templates/gkxl.xlam",
)
FILES = [PurePosixPath(name) for name in (*MODULES, *DATA)]
ADDIN = "gkxl/workbook_templates/gkxl.xlam"


@pytest.fixture
def built(tmp_path: Path) -> tuple[Path, Path]:
    """The folder of an installed package, and a finished folder with all that it has."""
    site, folder = tmp_path / "site", tmp_path / "dist"
    for place in (site, folder):
        for name in DATA:
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            (place / name).write_text(name)
        with zipfile.ZipFile(place / ADDIN, "w") as addin:
            addin.writestr(zipfile.ZipInfo("xl/vbaProject.bin"), b"project")
        (place / "gkxl/__init__.py").touch()
    (folder / "pypdfium2_raw").mkdir()
    (folder / "pypdfium2_raw/pdfium.dll").touch()
    return site / "gkxl", folder


def missing(built: tuple[Path, Path]) -> list[str]:
    names: list[str] = complete.missing_files(FILES, built[0], built[1], ["2021"])
    return names


def test_a_whole_folder_lacks_nothing(built: tuple[Path, Path]) -> None:
    assert missing(built) == []
    complete.refuse([])


def test_every_file_that_is_left_out_cut_short_or_of_another_build_is_named(built: tuple[Path, Path]) -> None:
    changes: list[Callable[[Path], object]] = [Path.unlink, lambda file: file.write_bytes(b""), lambda file: file.write_text("of another build")]
    for name in DATA:
        file = built[1] / name
        content = file.read_bytes()
        for change in changes:
            change(file)
            assert missing(built) == [name]
            file.write_bytes(content)


def test_what_the_installed_package_itself_lacks_is_named(built: tuple[Path, Path]) -> None:
    for place in (built[0].parent, built[1]):
        (place / ADDIN).unlink()
    files = [file for file in FILES if file.name != "gkxl.xlam"]
    assert complete.missing_files(files, built[0], built[1], ["2019", "2021"]) == [ADDIN, "gkxl/workbook_templates/standard-2019.xlsx"]


@pytest.mark.parametrize("without", ["project", "archive"])
def test_an_addin_without_its_macros_is_named(without: str, built: tuple[Path, Path]) -> None:
    for place in (built[0].parent, built[1]):
        (place / ADDIN).write_bytes(b"PK\5\6" + bytes(18) if without == "project" else b"no archive")
    assert missing(built) == [f"xl/vbaProject.bin in {ADDIN}"]


def test_a_folder_that_cannot_read_pdf_says_so(built: tuple[Path, Path]) -> None:
    (built[1] / "pypdfium2_raw/pdfium.dll").unlink()
    assert missing(built) == ["the library pdfium"]


def test_every_module_and_library_that_is_imported_by_name_must_be_there() -> None:
    own = {"gkxl", "gkxl.windowless", "gkxl.addin"}
    wanted = complete.missing_modules(FILES, set(), windows=True)
    assert own < set(wanted) and {"pdfplumber", "pypdfium2", "win32clipboard"} < set(wanted)
    for name in wanted:
        assert complete.missing_modules(FILES, set(wanted) - {name}, windows=True) == [name]
    assert "win32clipboard" not in complete.missing_modules(FILES, set(), windows=False)


@pytest.mark.parametrize(
    ("binary", "module"),
    [
        ("lxml/etree.cpython-311-x86_64-linux-gnu.so", "lxml.etree"),
        ("lxml\\etree.cp311-win_amd64.pyd", "lxml.etree"),
        ("win32\\win32clipboard.pyd", "win32clipboard"),
        ("_socket.pyd", "_socket"),
    ],
)
def test_a_library_is_known_as_the_module_it_is(binary: str, module: str) -> None:
    assert complete.module_in(binary) == module


def test_what_is_missing_ends_the_build_in_one_line() -> None:
    with pytest.raises(SystemExit, match=r"not in the folder with the program: a, b$"):
        complete.refuse(["a", "b"])
    with pytest.raises(SystemExit, match=r"x19 and 80 more$"):
        complete.refuse([f"x{number}" for number in range(100)])


def test_the_sources_are_not_what_the_folder_is_made_of(built: tuple[Path, Path]) -> None:
    package, _ = built
    installed = SimpleNamespace(locate_file=lambda name: package.parent / name, files=None)
    assert complete.installed_package(installed, package) == package
    with pytest.raises(SystemExit, match="not from where it is installed"):
        complete.installed_package(installed, Path(gkxl.__file__).parent)
    (package / "__init__.py").unlink()
    with pytest.raises(SystemExit, match="not editable"):
        complete.installed_package(installed, package)


@pytest.mark.parametrize(("version", "numbers"), [("0.1.0", (0, 1, 0, 0)), ("2.13", (2, 13, 0, 0)), ("1.2.3rc4", (1, 2, 3, 0))])
def test_a_version_is_counted_as_windows_counts(version: str, numbers: tuple[int, ...]) -> None:
    assert looks.numbers(version) == numbers


@pytest.mark.parametrize("program", ["gkxl", "gkxlw"])
def test_the_version_resource_says_what_the_program_is_and_which_version(program: str) -> None:
    def kind(name: str) -> Callable[..., tuple[Any, ...]]:
        return lambda *given, **named: (name, *given, named)

    names = ("VSVersionInfo", "FixedFileInfo", "StringFileInfo", "StringTable", "StringStruct", "VarFileInfo", "VarStruct")
    resource = eval(looks.version_resource(program, gkxl.__version__), {name: kind(name) for name in names})
    (_, (table,), _), (_, ((_, _, translation, _),), _) = resource[1]["kids"]
    texts = {name: text for _, name, text, _ in table[2]}
    assert texts["ProductVersion"] == texts["FileVersion"] == gkxl.__version__
    assert texts["OriginalFilename"] == f"{program}.exe" and "政务公开" in texts["ProductName"] and "年度报告" in texts["FileDescription"]
    assert (table[1], translation) == ("080404B0", [0x0804, 1200]), "Chinese, in Unicode"


def test_the_icon_has_every_size_that_windows_shows(tmp_path: Path) -> None:
    content = looks.icon(tmp_path / "gkxl.ico").read_bytes()
    reserved, kind, number = struct.unpack_from("<HHH", content)
    sizes = {content[6 + 16 * entry] or 256 for entry in range(number)}
    assert (reserved, kind) == (0, 1) and {16, 32, 48, 256} <= sizes
    assert len(content) < 100_000
