"""One received file cannot stop the work of everybody: it costs itself, in memory, time and one sentence."""

from __future__ import annotations

import json
import os
import pickle
import time
from collections.abc import Mapping
from pathlib import Path

import pytest
from support.hostile import HOSTILE, Hostile, filled
from support.returned import Run

from gkxl.forms import all_forms
from gkxl.rules.unread import Unread
from gkxl.workbook.reading.apart import FileResult, read
from gkxl.workbook.reading.many import read_all
from gkxl.workbook.reading.place_of_its_own import LostError, OwnPlaces, TooSlowError
from gkxl.workbook.reading.protocol import SuspiciousFileError
from gkxl.workbook.reading.submissions import WorkbookReading


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every hostile file, and a good one behind them."""
    folder = tmp_path_factory.mktemp("hostile")
    good = filled()
    for case in HOSTILE:
        (folder / f"{case.id}.{case.ending}").write_bytes(case.make(good))
    (folder / "好.xlsx").write_bytes(good)
    return folder


@pytest.fixture(scope="module")
def results(folder: Path) -> Mapping[str, FileResult]:
    """What was read of each of them, by the name without ending, all in one go."""
    files = [(path, path.name) for path in sorted(folder.iterdir())]
    return {path.stem: result for (path, _), result in zip(files, read_all(files), strict=True)}


@pytest.mark.parametrize("case", HOSTILE, ids=lambda case: case.id)
def test_a_hostile_file_costs_itself_at_most(case: Hostile, results: Mapping[str, FileResult]) -> None:
    result = results[case.id]
    if case.counted:
        assert isinstance(result, WorkbookReading)
        assert [(stated.unit, stated.figures) for stated in result.submissions] == [("办公室", _good(results).submissions[0].figures)]
        assert not result.unread
        assert [finding.rule for finding in result.findings] == ["sheet.far_cell"] * case.far
    else:
        (unread,) = result.unread if isinstance(result, WorkbookReading) else [result]
        assert isinstance(unread, Unread)
        assert unread.file == f"{case.id}.{case.ending}"
        assert unread.what and "请" in unread.next_step


@pytest.mark.parametrize("case", HOSTILE, ids=lambda case: case.id)
def test_a_hostile_file_is_never_opened_in_the_process_of_the_caller(case: Hostile, folder: Path) -> None:
    with pytest.raises(SuspiciousFileError):
        read(folder / f"{case.id}.{case.ending}", case.id)


def _good(results: Mapping[str, FileResult]) -> WorkbookReading:
    good = results["好"]
    assert isinstance(good, WorkbookReading)
    return good


def test_a_reading_survives_the_way_between_processes_and_refers_to_the_one_form(results: Mapping[str, FileResult]) -> None:
    reading = _good(results)
    again = pickle.loads(pickle.dumps(reading))
    assert again == reading
    assert again.submissions[0].form in all_forms()
    assert again.submissions[0].form is reading.submissions[0].form


def test_an_unreadable_file_beside_good_ones_is_status_1_and_alone_or_as_roster_or_previous_2(tmp_path: Path, folder: Path, run_cli: Run) -> None:
    good, bad, output = folder / "好.xlsx", folder / "sectors in a circle.xls", tmp_path / "汇总.xlsx"
    for status, inputs in ((1, [good, bad]), (2, [bad]), (2, [good, "--roster", bad]), (2, [good, "--previous", bad])):
        output.unlink(missing_ok=True)
        found, out, _ = run_cli("merge", *inputs, "-o", output, "--json")
        assert found == status
        assert output.exists() == (status == 1)
        assert json.loads(out)["ok"] is False
    status, _, err = run_cli("report", bad, "-o", tmp_path / "报告.docx")
    assert (status, (tmp_path / "报告.docx").exists()) == (2, False)
    assert "没有读取" in err


def test_a_process_that_dies_or_hangs_costs_its_task_only() -> None:
    with OwnPlaces(1, seconds=0.4) as places:
        dying = places.submit(os._exit, 3)
        hanging = places.submit(time.sleep, 60)
        refused = places.submit(int, "x")
        done = places.submit(int, "7")
        with pytest.raises(LostError):
            dying.result()
        with pytest.raises(TooSlowError):
            hanging.result()
        with pytest.raises(ValueError, match="invalid literal"):
            refused.result()
        assert done.result() == 7


@pytest.mark.unix
def test_what_is_no_file_is_refused_by_name_before_it_is_opened(tmp_path: Path, run_cli: Run) -> None:
    (tmp_path / "好.xlsx").write_bytes(filled())
    os.mkfifo(tmp_path / "管道.xlsx")
    (tmp_path / "绕圈.xlsx").symlink_to("绕圈.xlsx")
    (tmp_path / "里").mkdir()
    (tmp_path / "里" / "外").symlink_to(tmp_path, target_is_directory=True)
    status, out, _ = run_cli("check", tmp_path, "/dev/zero", "--json")
    document = json.loads(out)
    assert status == 1
    assert {Path(unread["file"]).name for unread in document["unread"]} == {"管道.xlsx", "绕圈.xlsx", "zero"}
    assert len(document["submissions"]) == 1


def test_the_same_is_read_whether_here_or_in_other_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = [(tmp_path / f"{number}.xlsx", f"{number}.xlsx") for number in range(3)]
    for number, (path, _) in enumerate(files):
        path.write_bytes(filled(f"第{number}科"))
    here = list(read_all(files))
    monkeypatch.setattr("gkxl.workbook.reading.many.HANDFUL", 1)
    assert list(read_all(files)) == here
