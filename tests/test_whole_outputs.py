"""An output appears whole or not at all, also where the run is killed, the disk is full or a permission is missing; and --json always answers."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from support.hostile import filled
from support.returned import Run

from gkxl import safe_write
from gkxl.errors import OutputError
from gkxl.safe_write import write_whole


def test_the_leftovers_of_a_killed_run_are_cleared_by_the_next_one_but_not_what_another_run_is_writing(tmp_path: Path) -> None:
    left = tmp_path / ".gkxl-abc.tmp"
    left.write_bytes(b"half")
    writing = tmp_path / ".gkxl-def.tmp"
    lock = "" if os.name == "nt" else "import fcntl; fcntl.flock(stream, fcntl.LOCK_EX); "  # Windows holds what is open
    held = f"import sys; stream = open(sys.argv[1], 'wb'); {lock}print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", held, str(writing)], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()
        write_whole(tmp_path / "结果.html", b"all")
        assert sorted(path.name for path in tmp_path.iterdir()) == [".gkxl-def.tmp", "结果.html"]


def test_the_data_have_reached_the_disk_before_the_old_file_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    fsync, replace = os.fsync, os.replace

    def noting(name: str, work: Callable[..., None]) -> Callable[..., None]:
        return lambda *arguments: done.append(name) or work(*arguments)

    monkeypatch.setattr(safe_write.os, "fsync", noting("fsync", fsync))
    monkeypatch.setattr(safe_write.os, "replace", noting("replace", replace))
    write_whole(tmp_path / "结果.html", b"all")
    assert done == ["fsync", "replace"]


@pytest.mark.unix
def test_a_link_is_written_through(tmp_path: Path) -> None:
    (tmp_path / "里").mkdir()
    (tmp_path / "链接.html").symlink_to(tmp_path / "里" / "结果.html")
    write_whole(tmp_path / "链接.html", b"all")
    assert (tmp_path / "链接.html").is_symlink()
    assert (tmp_path / "里" / "结果.html").read_bytes() == b"all"


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EIO])
def test_what_the_disk_refuses_is_a_sentence_and_the_old_output_stays(code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "结果.html"
    target.write_bytes(b"old")

    def refuse(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(safe_write.os, "fsync", refuse)
    with pytest.raises(OutputError) as refused:
        write_whole(target, b"new", force=True)
    assert os.strerror(code) not in str(refused.value)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("结果.html", b"old")]


@pytest.mark.parametrize("name", ["a" * 300 + ".xlsx", "没有/这个/文件夹.xlsx", pytest.param("绕圈/汇总.xlsx", marks=pytest.mark.unix)])
def test_an_impossible_output_is_status_2(name: str, tmp_path: Path, run_cli: Run) -> None:
    if name.startswith("绕圈"):
        (tmp_path / "绕圈").symlink_to("绕圈")
    (tmp_path / "报送.xlsx").write_bytes(filled())
    status, _, err = run_cli("merge", tmp_path / "报送.xlsx", "-o", tmp_path / name)
    assert status == 2
    assert "请" in err.splitlines()[-1]


def test_the_filled_workbook_of_a_department_is_never_replaced_by_a_report(tmp_path: Path, run_cli: Run) -> None:
    sent = tmp_path / "报送.xlsx"
    sent.write_bytes(filled())
    run_cli("merge", sent, "-o", tmp_path / "汇总.xlsx")
    status, _, err = run_cli("report", tmp_path / "汇总.xlsx", "-o", sent, "--force")
    assert status == 2
    assert "报送" in err
    assert sent.read_bytes() == filled()


class Panic(BaseException):
    """What a library raises that is no Exception."""


@pytest.mark.parametrize("defect", [ValueError, Panic, MemoryError])
def test_a_defect_too_is_one_json_document(defect: type[BaseException], tmp_path: Path, run_cli: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise defect

    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setattr("gkxl.actions.checking.check_paths", fail)
    status, out, err = run_cli("check", tmp_path, "--json")
    document = json.loads(out)
    assert status == 3
    assert document["command"] == "check"
    assert document["ok"] is False
    assert defect.__name__ in document["error"]
    assert document["error"] in err


def test_a_missing_permission_anywhere_is_a_sentence(tmp_path: Path, run_cli: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", "某处")

    monkeypatch.setattr("gkxl.actions.checking.check_paths", refuse)
    status, out, err = run_cli("check", tmp_path, "--json")
    assert status == 2
    assert "“某处”没有权限" in json.loads(out)["error"]
    assert "Permission" not in err


def test_a_folder_that_cannot_be_read_is_unread_and_the_rest_goes_on(tmp_path: Path, run_cli: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "报送.xlsx").write_bytes(filled())
    (tmp_path / "锁着").mkdir()
    scandir = os.scandir

    def guarded(path: object) -> object:
        if Path(str(path)).name == "锁着":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr("gkxl.workbook.reading.folders.os.scandir", guarded)
    status, out, _ = run_cli("check", tmp_path, "--json")
    document = json.loads(out)
    assert status == 1
    assert [Path(unread["file"]).name for unread in document["unread"]] == ["锁着"]
    assert len(document["submissions"]) == 1


def test_a_full_temporary_folder_while_marking_is_a_sentence(tmp_path: Path, run_cli: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "报送.xlsx").write_bytes(filled(new=3))

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("openpyxl.workbook.Workbook.save", full)
    status, _, err = run_cli("check", tmp_path / "报送.xlsx", "--mark", tmp_path / "退回")
    assert status == 2
    assert "磁盘已满" in err
    assert "space" not in err


def test_what_a_flag_does_not_take_is_said_in_chinese(run_cli: Run) -> None:
    status, _, err = run_cli("check", "--json=yes", "某处")
    assert status == 2
    assert "选项 --json 后面不要写值" in err
