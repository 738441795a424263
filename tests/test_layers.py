"""Dependencies point one way, and heavy libraries are known to one layer each."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import gkxl

PACKAGE = Path(gkxl.__file__).parent
ROOMS = [
    ("errors", "log", "paths", "safe_write", "texts"),
    ("forms",),
    ("model",),
    ("rules",),
    ("aggregation",),
    ("eligibility",),
    ("reporting_status",),
    ("report",),
    ("workbook.format",),
    ("workbook.reading",),
    ("workbook.sheets",),
    ("workbook.writing",),
    ("narrative",),
    ("published",),
    ("actions",),
    ("demo", "addin"),
    ("ribbon",),
    ("cli",),
    ("windowless",),
]
"""From the ground floor up (design §3): each may import from its own line and from those before it."""
PURE = {"forms", "model", "rules", "aggregation", "eligibility", "reporting_status", "narrative"}
"""Findings are values there: nothing of files, of Excel, of Word or of the command line."""
HOMES = {
    "xlsxwriter": "workbook.writing",
    "openpyxl": "workbook.writing",
    "python_calamine": "workbook.reading",
    "xlrd": "workbook.reading",
    "docx": ("report", "published"),
    "lxml": "published",
    "pdfplumber": "published",
    "pypdfium2": "published",
    "click": "cli",
    "xlwings": "ribbon",
    "win32clipboard": "ribbon",
    "pyopenvba": "addin",
    "winreg": "addin",
    "distributed": "workbook.reading",
    "tomllib": ("forms", "demo", "narrative"),
}
_FLOOR = {room: number for number, line in enumerate(ROOMS) for room in line}


def _imports(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            packages = ("gkxl", "gkxl.workbook")
            yield from ([f"{node.module}.{alias.name}" for alias in node.names] if node.module in packages else [node.module])


def _room(dotted: str) -> str:
    """Return the room of a module, named as below gkxl: "workbook.format" for "workbook.format.layout", "log" for "log"."""
    parts = dotted.split(".")
    return ".".join(parts[:2]) if parts[0] == "workbook" else parts[0]


def _dotted(file: Path) -> str:
    return ".".join(file.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")


FILES = [file for file in sorted(PACKAGE.rglob("*.py")) if _dotted(file) not in ("__init__", "__main__", "workbook")]


def _name(file: Path) -> str:
    return file.relative_to(PACKAGE).as_posix()


@pytest.mark.parametrize("file", FILES, ids=_name)
def test_a_module_imports_only_what_stands_below_it(file: Path) -> None:
    own = _room(_dotted(file))
    for name in _imports(file):
        parts = name.split(".")
        if parts[0] == "gkxl" and len(parts) > 1 and parts[1] != "__version__":
            other = _room(".".join(parts[1:]))
            assert _FLOOR[other] <= _FLOOR[own], f"{_name(file)} imports {name}"
        home = HOMES.get(parts[0])
        if home:
            assert own in (home if isinstance(home, tuple) else (home,)), f"{_name(file)} imports {name}"


def test_every_folder_is_a_room_that_says_in_its_first_line_what_it_is_for() -> None:
    folders = {file.parent for file in FILES} - {PACKAGE}
    for folder in folders:
        room = _room(".".join(folder.relative_to(PACKAGE).parts))
        assert room in _FLOOR
        assert (ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8"))) or "").strip()


@pytest.mark.parametrize("file", [file for file in FILES if _room(_dotted(file)) in PURE - {"forms"}], ids=_name)
def test_a_pure_room_touches_no_file(file: Path) -> None:
    touching = {"os", "io", "shutil", "tempfile", "zipfile", "subprocess", "pathlib"}
    for name in _imports(file):
        assert name.split(".")[0] not in touching or name == "pathlib", f"{_name(file)} imports {name}"
    names = {node.id for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if isinstance(node, ast.Name)}
    assert not names & {"open", "print", "Path"}


def _imports_when_it_runs(file: Path) -> set[str]:
    """Return the modules of gkxl that a module imports at its top or in a function; not what only a type checker sees."""

    class Found(ast.NodeVisitor):
        names: set[str]

        def __init__(self) -> None:
            self.names = set()

        def visit_If(self, node: ast.If) -> None:
            if "TYPE_CHECKING" in ast.unparse(node.test):
                return
            self.generic_visit(node)

        def visit_Import(self, node: ast.Import) -> None:
            self.names |= {alias.name for alias in node.names}

        def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
            parts = {f"{node.module}.{alias.name}" for alias in node.names} & MODULES
            self.names |= parts or {str(node.module)}

    found = Found()
    found.visit(ast.parse(file.read_text(encoding="utf-8")))
    return found.names & MODULES


MODULES = {f"gkxl.{_dotted(file)}" for file in FILES}


def _without_ends(imports: dict[str, set[str]]) -> dict[str, set[str]]:
    """Return what is left when modules that import no other of these are taken away, again and again: nothing where there is no circle."""
    while ends := {module for module, others in imports.items() if not others & imports.keys()}:
        imports = {module: others for module, others in imports.items() if module not in ends}
    return imports


def test_no_module_imports_itself_by_way_of_others() -> None:
    left = _without_ends({f"gkxl.{_dotted(file)}": _imports_when_it_runs(file) for file in FILES})
    imported = _without_ends({module: {other for other, others in left.items() if module in others} for module in left})
    assert sorted(imported) == []


@pytest.mark.parametrize("file", FILES, ids=_name)
def test_a_module_is_one_room(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 250
