"""Fixtures that many tests share."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, settings

sys.path.insert(0, str(Path(__file__).parent))

from support import collected, people, quick_loading, returned
from support.clicks import SHARES, UNITS
from support.in_memory import MemoryWorkbook
from support.office import Office
from support.stamp import Stamp

quick_loading.install()
collected.install()
settings.register_profile("gkxl", deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
# CI judges a change, so it draws what it drew before; whoever works on the code draws anew each time, and finds more.
settings.register_profile("ci", settings.get_profile("gkxl"), derandomize=True, database=None)
settings.load_profile("ci" if os.environ.get("CI") else "gkxl")


_OF_LIBREOFFICE = {"office", "excel"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as slow what drives LibreOffice or draws for long, so that `-m "not slow"` leaves all of it out."""
    for item in items:
        if _OF_LIBREOFFICE & set(getattr(item, "fixturenames", ())) or item.get_closest_marker("exhaustive"):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(autouse=True)
def _sentences() -> Iterator[None]:
    """After each test: every sentence that was made of a finding says what to do, is short, and is Chinese (`support.sentences`)."""
    yield
    assert collected.wrong_ones() == []


_REFUSING = (
    "addin",
    "addin_install",
    "adding_sheets",
    "cli",
    "cluster",
    "comparing",
    "faults",
    "flat_list",
    "forms",
    "heads",
    "hostile_roles",
    "import",
    "import_refusals",
    "not_carried",
    "office_forms",
    "open_workbook",
    "outputs",
    "own_forms",
    "printing",
    "reminders",
    "roster",
    "signing",
    "status",
    "templates",
    "to_date",
    "unreadable_files",
    "workers",
)


@pytest.fixture(autouse=True)
def _refusals(request: pytest.FixtureRequest) -> Iterator[None]:
    """After each test of the modules that try wrong calls: what was refused, and said beside the data, is judged in the same way."""
    yield
    wrong = collected.wrong_refusals()
    assert wrong == [] or request.module.__name__.rpartition(".")[2].removeprefix("test_") not in _REFUSING


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """LibreOffice with pdftotext; a reason to skip where they are missing, except where CI says they must be there."""
    missing = [name for name in ("soffice", "pdftotext") if shutil.which(name) is None]
    if missing:
        reason = f"needs {' and '.join(missing)} (packages libreoffice-calc, libreoffice-writer, poppler-utils)"
        if os.environ.get("GKXL_REQUIRE_LIBREOFFICE"):
            pytest.fail(reason)
        pytest.skip(reason)
    started = Office(tmp_path_factory.mktemp("libreoffice"))
    yield started
    started.close()


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Path]:
    """Return a function from a year to a blank standard workbook for it."""
    from gkxl.actions.templating import templates as make
    from gkxl.model.period import Period

    folder = tmp_path_factory.mktemp("templates")

    def template(year: int) -> Path:
        path = folder / f"{year}.xlsx"
        if not path.exists():
            make(path, period=Period(year))
        return path

    return template


@pytest.fixture(scope="session")
def unit_templates(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Path]:
    """Return a function from a year to the blank workbook that is sent to one department."""
    from gkxl.actions.templating import templates as make
    from gkxl.model.period import Period

    folder = tmp_path_factory.mktemp("unit-templates")
    made: dict[int, Path] = {}

    def template(year: int) -> Path:
        if year not in made:
            (made[year],), _ = make(folder / str(year), period=Period(year), units=["科室"], split=True)
        return made[year]

    return template


@pytest.fixture
def good(tmp_path: Path, templates: Callable[[int], Path]) -> Path:
    """A folder with one good submission of 办公室: one application, granted."""
    return returned.good_folder(tmp_path / "报送", templates(2023))


@pytest.fixture
def run_cli(capfd: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Return a function that runs a command line and returns exit status, stdout and stderr."""
    from gkxl.cli import main

    def run(*arguments: object) -> tuple[int, str, str]:
        capfd.readouterr()
        with pytest.raises(SystemExit) as stopped:
            main([str(argument) for argument in arguments])
        out, err = capfd.readouterr()
        collected.heard(err)
        return int(stopped.value.code or 0), out, err

    return run


@pytest.fixture(scope="session")
def with_uno(office: Office) -> None:
    """LibreOffice that can be driven over UNO; a reason to skip where it cannot, except where CI says it must."""
    from support.soffice import uno

    try:
        uno()
    except ImportError as error:
        reason = f"needs LibreOffice's own Python module for this Python (package python3-uno): {error}"
        if os.environ.get("GKXL_REQUIRE_LIBREOFFICE"):
            pytest.fail(reason)
        pytest.skip(reason)


@pytest.fixture(scope="session")
def excel(with_uno: None) -> Iterator[Any]:
    """LibreOffice in the part of Excel."""
    from support import excel as engine

    started = engine.install()
    import xlwings

    yield xlwings.App(add_book=False)
    started.close()


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory, office: Office) -> Path:
    """A standard workbook with a published report shared out over three departments, saved by an office program."""
    from gkxl.actions.templating import templates
    from gkxl.model.period import Period

    folder = tmp_path_factory.mktemp("ribbon")
    templates(folder / "统计.xlsx", period=Period(2023), units=UNITS)
    book = openpyxl.load_workbook(folder / "统计.xlsx")
    for unit, figures in SHARES.items():
        people.Sheet(book[unit]).fill(figures)
    book.save(folder / "统计.xlsx")
    return office.recalculate([folder / "统计.xlsx"], folder / "填好")[0]


@pytest.fixture
def opened(excel: Any, filled: Path, tmp_path: Path) -> Iterator[Any]:
    """The workbook, open; a copy for each test."""
    path = tmp_path / "统计 100% & (1)=.xlsx"
    path.write_bytes(filled.read_bytes())
    excel.impl.reset()
    book = excel.books.open(str(path))
    yield book
    book.close()


@pytest.fixture
def blank(excel: Any, tmp_path: Path) -> Iterator[Any]:
    """The standard workbook of 2023, open: 说明, 单位名册, one input sheet without a name, 汇总, 校验, 报告表."""
    from gkxl.actions.templating import templates
    from gkxl.model.period import Period

    excel.impl.reset()
    templates(tmp_path / "台账.xlsx", period=Period(2023))
    book = excel.books.open(str(tmp_path / "台账.xlsx"))
    yield book
    book.close()


@pytest.fixture(scope="session")
def stamp(tmp_path_factory: pytest.TempPathFactory) -> Stamp:
    """A blank workbook of one department for 2023, to be filled in many times."""
    from gkxl.actions.templating import templates
    from gkxl.model.period import Period

    (made,), _ = templates(tmp_path_factory.mktemp("unit"), period=Period(2023), units=["科室"], split=True)
    return Stamp(made)


@pytest.fixture
def replies(tmp_path: Path, stamp: Stamp) -> Path:
    """What three departments sent back: a published report, shared out."""
    folder = tmp_path / "报送"
    folder.mkdir()
    for unit, figures in SHARES.items():
        (folder / f"{unit}.xlsx").write_bytes(stamp.filled(figures, unit=unit, period="2023", filled_on="2024-01-08"))
    return folder


@pytest.fixture(scope="session")
def blank_ledger(tmp_path_factory: pytest.TempPathFactory) -> MemoryWorkbook:
    """The standard workbook of 2023 in memory, to be copied."""
    from gkxl.actions.templating import templates
    from gkxl.model.period import Period

    path = tmp_path_factory.mktemp("ledger") / "台账.xlsx"
    templates(path, period=Period(2023))
    return MemoryWorkbook.of(path)


@pytest.fixture
def ledger(blank_ledger: MemoryWorkbook) -> MemoryWorkbook:
    """The standard workbook of 2023, open in memory: 说明, 单位名册, one input sheet without a name, 汇总, 校验, 报告表."""
    return blank_ledger.copy()


@pytest.fixture(scope="session")
def filled_ledger(blank_ledger: MemoryWorkbook, stamp: Stamp, tmp_path_factory: pytest.TempPathFactory) -> MemoryWorkbook:
    """A workbook that gathers what three departments sent, in memory, to be copied."""
    from support.in_memory import press

    book, folder = blank_ledger.copy(), tmp_path_factory.mktemp("sent")
    for unit, figures in SHARES.items():
        (folder / f"{unit}.xlsx").write_bytes(stamp.filled(figures, unit=unit, period="2023", filled_on="2024-01-08"))
    assert press("import_folder", book, folder).startswith("导入科室报表：新建3张")
    return book


@pytest.fixture
def gathered(filled_ledger: MemoryWorkbook) -> MemoryWorkbook:
    """What three departments sent, gathered in one workbook that is open in memory."""
    return filled_ledger.copy()
