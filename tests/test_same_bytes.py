"""A package says on which system it was made: ours say the same on every system, for the same files shall give the same bytes."""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path

import pytest

from gkxl.addin.building import build
from gkxl.safe_write import sealed_package

COMMITTED = sorted((Path(__file__).parents[1] / "workbook_templates").iterdir())


def _made_on(platform: str, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """Return a package that was made and sealed where Python calls the system this."""
    monkeypatch.setattr(sys, "platform", platform)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("docProps/core.xml", "gkxl-0000000000000000")
        package.writestr("xl/workbook.xml", "<workbook/>")
    return sealed_package(buffer.getvalue())


def test_a_package_that_is_made_on_windows_is_the_one_from_linux(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _made_on("win32", monkeypatch) == _made_on("linux", monkeypatch)


@pytest.mark.parametrize("file", COMMITTED, ids=lambda file: file.name)
def test_what_is_committed_names_one_system(file: Path) -> None:
    assert {entry.create_system for entry in zipfile.ZipFile(file).infolist()} == {3}


def test_the_add_in_that_is_built_on_windows_is_the_one_from_linux(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = build()
    monkeypatch.setattr(zipfile.sys, "platform", "win32")  # type: ignore[attr-defined]  # what zipfile asks
    assert build() == expected
