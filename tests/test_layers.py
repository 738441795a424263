"""Dependencies point one way, and heavy libraries are known to one layer each."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import gkxl

PACKAGE = Path(gkxl.__file__).parent
LAYERS = [
    {"forms"},
    {"log", "figures", "period", "units", "due", "catalogue", "submission", "findings", "errors"},
    {"rules", "rollup", "roster", "output", "leaves"},
    {"selection", "tree", "carry", "attribution", "overlap"},
    {"year", "attendance", "attending"},
    {"reminders"},
    {"workbook", "report"},
    {"actions"},
    {"demo"},
    {"addin"},
    {"ribbon"},
    {"cli"},
    {"windowless"},
]
"""Each may import from its own layer and from those above it in this list."""
HOMES = {
    "xlsxwriter": "workbook",
    "openpyxl": "workbook",
    "python_calamine": "workbook",
    "xlrd": "workbook",
    "docx": "report",
    "click": "cli",
    "xlwings": "ribbon",
    "win32clipboard": "ribbon",
    "pyopenvba": "addin",
    "winreg": "addin",
    "tomllib": ("forms", "demo"),
}


def _imports(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ([f"{node.module}.{alias.name}" for alias in node.names] if node.module == "gkxl" else [node.module])


def _part(file: Path) -> str:
    """Return the layer part that a file belongs to: the folder or module below gkxl."""
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


FILES = [file for file in sorted(PACKAGE.rglob("*.py")) if _part(file) not in ("__init__", "__main__")]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(PACKAGE).as_posix())
def test_a_module_imports_only_what_stands_below_it(file: Path) -> None:
    own = next(number for number, layer in enumerate(LAYERS) if _part(file) in layer)
    for name in _imports(file):
        parts = name.split(".")
        if parts[0] == "gkxl" and len(parts) > 1 and parts[1] != "__version__":
            other = next(number for number, layer in enumerate(LAYERS) if parts[1] in layer)
            assert other <= own, f"{file.name} imports {name}"
        home = HOMES.get(parts[0])
        if home:
            assert _part(file) in (home if isinstance(home, tuple) else (home,)), f"{file.name} imports {name}"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(PACKAGE).as_posix())
def test_a_module_is_one_room(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 260
