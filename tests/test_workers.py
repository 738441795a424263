"""Reading by worker processes: the same bytes whatever their number, a lost worker costs one file, an interruption ends them all."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from support.hostile import HOSTILE, filled
from support.returned import Run

from gkxl.workbook.reading.many import read_all
from gkxl.workbook.reading.place_of_its_own import SECONDS, NoPlaceError, OwnPlaces, seconds_for
from gkxl.workbook.reading.submissions import WorkbookReading

CIRCLE = next(case for case in HOSTILE if case.id == "sectors in a circle")
"""Ends the process that reads it."""
STRAY = next(case for case in HOSTILE if case.counted)
"""Read nowhere but in a process of its own."""


@pytest.fixture
def sent(tmp_path: Path) -> Path:
    """Seven good files, one with a wrong figure, one that is none, and one that no caller opens itself."""
    folder = tmp_path / "报送"
    folder.mkdir()
    for number in range(7):
        (folder / f"{number}.xlsx").write_bytes(filled(f"第{number}科"))
    (folder / "错.xlsx").write_bytes(filled("错科", new=3))
    (folder / "远.xlsx").write_bytes(STRAY.make(filled("远科")))
    (folder / "坏.xls").write_bytes(b"no workbook")
    return folder


def test_every_command_gives_the_same_bytes_whatever_the_number_of_workers(sent: Path, run_cli: Run) -> None:
    roster, output, grid = (sent.parent / name for name in ("名册.xlsx", "汇总.xlsx", "情况.xlsx"))
    assert run_cli("template", "-o", roster, "--period", "2023", *(word for number in range(8) for word in ("--unit", f"第{number}科")))[0] == 0

    commands: dict[str, list[object]] = {
        "check": ["check", sent, "--json"],
        "merge": ["merge", sent, "-o", output, "--unit", "某局", "--json"],
        "status": ["status", sent, "--roster", roster, "--period", "2023", "--today", "2024-01-31", "-o", grid, "--json"],
    }

    def results(workers: int, *names: str) -> list[object]:
        found = [run_cli(*commands[name], "--workers", workers) for name in names]
        assert {status for status, _, _ in found} == {1}
        return [*found, output.read_bytes(), grid.exists() and grid.read_bytes()]

    alone = results(1, "merge")
    assert results(2, "merge") == alone
    assert results(3, "merge") == alone
    assert results(1, "check", "status") == results(2, "check", "status")


def test_a_file_that_takes_its_worker_along_costs_nothing_but_itself(sent: Path) -> None:
    (sent / "坏.xls").write_bytes(CIRCLE.make(filled()))
    files = [(path, path.name) for path in sorted(sent.iterdir())]
    with closing(read_all(files, 2)) as results:  # batches of five
        read = {shown: result for (_, shown), result in zip(files, results, strict=True)}
    lost = [shown for shown, result in read.items() if not isinstance(result, WorkbookReading)]
    assert lost == ["坏.xls"]


def test_a_large_file_may_take_longer_than_a_small_one_whatever_that_declares(sent: Path) -> None:
    small, large = sent / "0.xlsx", sent / "省.xlsx"
    with large.open("wb") as file:
        file.truncate(6 << 20)
    assert SECONDS < seconds_for([small]) < SECONDS + 1
    assert seconds_for([small, large]) > 2 * SECONDS
    assert seconds_for([sent / "没有"]) == SECONDS


def test_workers_end_when_nobody_wants_the_rest(sent: Path) -> None:
    results = read_all([(path, path.name) for path in sorted(sent.glob("*.xlsx"))] * 20, 2)
    next(results)
    assert multiprocessing.active_children()
    results.close()
    assert not multiprocessing.active_children()


def test_an_interruption_ends_the_workers_and_writes_nothing(sent: Path, run_cli: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def interrupted(_: bool) -> Iterator[Callable[[int, int], None]]:
        def interrupt(_done: int, _of: int) -> None:
            raise KeyboardInterrupt

        yield interrupt

    monkeypatch.setattr("gkxl.cli.show.progress_bar", interrupted)
    output = sent.parent / "汇总.xlsx"
    status, out, err = run_cli("merge", sent, "-o", output, "--workers", 2)
    assert (status, out, err.strip()) == (130, "", "已中断。")
    assert not output.exists()
    assert not multiprocessing.active_children()


def test_a_worker_that_does_not_get_ready_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gkxl.workbook.reading.place_of_its_own._serve", Connection.recv)  # waits for what nobody sends
    monkeypatch.setattr("gkxl.workbook.reading.place_of_its_own._START_SECONDS", 0.2)
    with OwnPlaces(1) as places:
        with pytest.raises(NoPlaceError):
            places.submit(os.getpid).result()
        assert not multiprocessing.active_children()


@pytest.mark.parametrize("number", ["0", "-1", "二", "257", "1.5"])
def test_a_number_of_workers_that_is_none_is_refused(number: str, sent: Path, run_cli: Run) -> None:
    status, _, err = run_cli("check", sent, f"--workers={number}")
    assert status == 2
    assert f"--workers 的值不对：“{number}”" in err
