"""A year of months in the workbook that is open: the same sums, sheets and charts as from files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from support import cells
from support.clicks import press, values
from support.offices import happenings, send_in
from support.stamp import Stamp

from gkxl.actions.templating import templates
from gkxl.model.period import Period

Run = Callable[..., tuple[int, str, str]]
YEAR = 2025
UNITS = ["办公室", "法规科"]


@pytest.fixture
def ledger(excel: Any, tmp_path: Path) -> Iterator[Any]:
    """A workbook on a year, open."""
    excel.impl.reset()
    templates(tmp_path / "台账.xlsx", period=Period(YEAR))
    book = excel.books.open(str(tmp_path / "台账.xlsx"))
    yield book
    book.close()


@pytest.fixture
def send(unit_templates: Callable[[int], Path], tmp_path: Path) -> Callable[..., None]:
    """Return a function that puts the months of both units into the folder 报送."""
    stamp, year = Stamp(unit_templates(YEAR)), happenings(UNITS, YEAR, seed=3, most=20)
    other = happenings(UNITS, YEAR, seed=4, most=20)

    def send_months(*months: int, revision: int = 1) -> None:
        for unit in UNITS:
            for month in months:
                happened = (year if revision == 1 else other)[unit]
                send_in(tmp_path / "报送", stamp, unit, Period(YEAR, month), happened, revision=revision)

    return send_months


def _charts(book: Any) -> list[str]:
    """Return which cells each chart of 月度 shows."""
    sheet = book.sheets["月度"].impl.sheet
    charts = sheet.Charts
    return sorted(f"{area.StartRow}-{area.EndRow}" for name in charts.ElementNames for area in charts.getByName(name).Ranges[:1] for _ in (0,))


def _as_by_command(book: Any, run_cli: Run, folder: Path) -> None:
    run_cli("merge", folder / "报送", "-o", folder / "命令行.xlsx", "--period", YEAR, "--force")
    by_command = cells.read(folder / "命令行.xlsx")
    for sheet in ("汇总", "报告表", "月度"):
        shown = {at: round(value, 6) if isinstance(value, float) else value for at, value in values(book, sheet).items()}
        assert shown == {at: cell.value for at, cell in by_command[sheet].items() if cell.value != ""}, sheet


def test_months_become_sheets_of_their_own_and_the_sheet_of_months_keeps_its_charts(
    ledger: Any, send: Callable[..., None], run_cli: Run, tmp_path: Path
) -> None:
    send(1, 2, 3)
    assert "新建6张" in press("import_folder", ledger, tmp_path / "报送")
    names = [sheet.name for sheet in ledger.sheets]
    assert names[3:9] == [f"{unit}{month}月" for unit in UNITS for month in (1, 2, 3)]
    press("merge", ledger)
    _as_by_command(ledger, run_cli, tmp_path)
    charts = _charts(ledger)
    assert len(charts) == 2
    send(2, revision=2)
    assert "更新2张（办公室、法规科）" in press("import_folder", ledger, tmp_path / "报送")
    send(4)
    assert "新建2张（办公室、法规科）；6份与现有的相同" in press("import_folder", ledger, tmp_path / "报送")
    press("merge", ledger)
    _as_by_command(ledger, run_cli, tmp_path)
    assert _charts(ledger) == charts, "the charts stay, with new figures"
