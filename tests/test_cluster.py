"""--cluster: a real scheduler and two workers read what this machine reads, to the byte, also when one of them is killed; else a sentence."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from distributed import Client, LocalCluster
from support.hostile import HOSTILE, filled
from support.report_pages import granting_page
from support.returned import Run

from gkxl import __version__
from gkxl.published import reading
from gkxl.workbook.reading import cluster
from gkxl.workbook.reading.apart import read
from gkxl.workbook.reading.cluster import OtherVersionError, read_there

STRAY = next(case for case in HOSTILE if case.counted)
"""Read nowhere but in a process of its own."""


@pytest.fixture(scope="module")
def dask() -> Iterator[LocalCluster]:
    """A scheduler and two workers, processes of their own."""
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1") as running:
        yield running


@pytest.fixture
def sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Good files, one with a wrong figure, and one that is none; two go to a worker at once."""
    monkeypatch.setattr(cluster, "_BATCH", 2)
    folder = tmp_path / "报送"
    folder.mkdir()
    good = filled("甲科")
    for number in range(16):
        (folder / f"{number}.xlsx").write_bytes(good)
    (folder / "错.xlsx").write_bytes(filled("错科", new=3))
    (folder / "坏.xls").write_bytes(b"no workbook")
    return folder


def test_every_command_gives_the_same_bytes_as_here(sent: Path, dask: LocalCluster, run_cli: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        granting_page(sent, f"第{number}局", 2023)
    (sent / "断.docx").write_bytes(b"PK no document")
    monkeypatch.chdir(sent.parent)  # which is not where the workers are
    roster, output = sent.parent / "名册.xlsx", sent.parent / "汇总.xlsx"
    assert run_cli("template", "-o", roster, "--period", "2023", "--unit", "甲科", "--unit", "乙科")[0] == 0
    commands: list[list[object]] = [
        ["check", sent.name, "--json"],
        ["merge", sent, "-o", output, "--unit", "某局", "--json"],
        ["status", sent, "--roster", roster, "--period", "2023", "--today", "2024-01-31", "--json"],
    ]

    def results(*more: object) -> list[object]:
        found = [run_cli(*command, *more) for command in commands]
        assert {status for status, _, _ in found} == {1}
        return [*((status, out) for status, out, _ in found), output.read_bytes()]

    with monkeypatch.context() as here:
        here.setattr(reading, "read_here", None)  # the workers read the reports, not this process
        by_cluster = results("--cluster", dask.scheduler_address)
    assert by_cluster == results("--workers", 1)


def test_a_worker_that_is_killed_in_the_middle_costs_nothing(sent: Path, dask: LocalCluster, run_cli: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    (sent / "远.xlsx").write_bytes(STRAY.make(filled("远科")))  # no worker opens it
    output = sent.parent / "汇总.xlsx"
    command = ("merge", sent, "-o", output, "--unit", "某局")
    run_cli(*command, "--workers", 1)
    here = output.read_bytes()
    output.unlink()
    killed: list[int] = []

    @contextmanager
    def killing(_: bool) -> Iterator[Callable[[int, int], None]]:
        def kill(_done: int, _of: int) -> None:
            if not killed:
                with Client(dask.scheduler_address, set_as_default=False) as client:
                    killed.append(next(iter(client.run(os.getpid).values())))
                os.kill(killed[0], signal.SIGKILL)

        yield kill

    monkeypatch.setattr("gkxl.cli.show.progress_bar", killing)
    assert run_cli(*command, "--cluster", dask.scheduler_address)[0] == 1
    assert killed
    assert output.read_bytes() == here


def _silent() -> socket.socket:
    listening = socket.create_server(("127.0.0.1", 0))
    listening.listen()
    return listening


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "silent", "没有这个地址", "no://such:1"])
def test_what_does_not_answer_is_a_sentence_and_nothing_is_written(address: str, sent: Path, run_cli: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_SECONDS", 1.0)
    output = sent.parent / "汇总.xlsx"
    with closing(_silent()) as silent:
        named = f"tcp://127.0.0.1:{silent.getsockname()[1]}" if address == "silent" else address
        begun = time.monotonic()
        status, out, err = run_cli("merge", sent, "-o", output, "--cluster", named)
    assert (status, out) == (2, "")
    assert f"集群“{named}”没有应答" in err.splitlines()[-1] and "请" in err
    assert time.monotonic() - begun < 10
    assert not output.exists()


def test_without_the_extra_it_is_said_how_to_install_it(sent: Path, run_cli: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    status, _, err = run_cli("check", sent, "--cluster", "tcp://127.0.0.1:8786")
    assert status == 2
    assert 'pip install "gkxl[cluster]"' in err


def test_only_one_of_workers_and_cluster(sent: Path, run_cli: Run) -> None:
    status, _, err = run_cli("check", sent, "--cluster", "tcp://127.0.0.1:8786", "--workers", 2)
    assert status == 2
    assert "请只写一个" in err


def test_a_worker_reads_only_for_the_same_gkxl_and_says_what_it_does_not_see(tmp_path: Path) -> None:
    with pytest.raises(OtherVersionError, match=__version__):
        read_there(read, [], "0.0", "")
    (lost,) = read_there(read, [(str(tmp_path / "甲.xlsx"), "甲.xlsx")], __version__, "")
    assert lost is not None and "共享文件夹" in getattr(lost, "reason", "")


def test_nothing_of_it_is_imported_where_nobody_names_a_cluster(sent: Path) -> None:
    seen = "import sys; from gkxl.cli import _run; _run(['check', sys.argv[1], '--workers', '1']); sys.exit('distributed' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", seen, str(sent / "1.xlsx")], capture_output=True, check=False).returncode == 0
