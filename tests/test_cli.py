"""The command line contract: exit statuses, the JSON document, Chinese throughout, inputs untouched, the same bytes."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from support import people, published

import gkxl.cli

Run = Callable[..., tuple[int, str, str]]
README = Path(__file__).parents[1] / "README.md"
KEYS = ["gkxl", "command", "ok", "submissions", "findings", "unread", "missing", "output", "not_compared", "explained", "beside"]


@pytest.fixture(scope="module")
def returned(tmp_path_factory: pytest.TempPathFactory, templates: Callable[[int], Path]) -> Path:
    """A folder with the submissions of three departments."""
    folder = tmp_path_factory.mktemp("报送")
    for number, figures in enumerate(published.share_out(published.load("suqian_2023"), 3, seed=3)):
        people.fill_in(templates(2023), folder / f"{number}.xlsx", f"第{number + 1}科", "2023", figures)
    return folder


def test_json_is_one_document_with_every_key(returned: Path, tmp_path: Path, run_cli: Run) -> None:
    status, out, _ = run_cli("merge", returned, "-o", tmp_path / "汇总.xlsx", "--json")
    document = json.loads(out)
    assert (status, list(document), document["ok"], document["command"]) == (0, KEYS, True, "merge")
    assert [one["unit"] for one in document["submissions"]] == ["第1科", "第2科", "第3科"]
    assert document["submissions"][0] == {
        "unit": "第1科",
        "period": "2023",
        "form": "2021",
        "revision": 1,
        "file": (returned / "0.xlsx").as_posix(),
        "sheet": "填报表",
        "parent": "",
        "series": "annual-report",
    }
    assert document["output"] == str(tmp_path / "汇总.xlsx")


def test_a_fresh_process_reads_many_files_at_once(returned: Path, tmp_path: Path) -> None:
    """In a process of its own, where nothing has been loaded before the threads start."""
    for number in range(12):
        (tmp_path / f"{number}.xlsx").write_bytes((returned / f"{number % 3}.xlsx").read_bytes())
    done = subprocess.run([sys.executable, "-m", "gkxl", "check", str(tmp_path), "--json"], capture_output=True, check=False)
    document = json.loads(done.stdout)
    assert (len(document["submissions"]), document["unread"], done.returncode) == (12, [], 0)


def test_a_finding_in_json_has_every_key(returned: Path, tmp_path: Path, run_cli: Run, templates: Callable[[int], Path]) -> None:
    wrong = published.load("suqian_2023").inputs() | {("三", "（一）予以公开", "自然人"): 0}
    people.fill_in(templates(2023), tmp_path / "a.xlsx", "办公室", "2023", wrong)
    status, out, _ = run_cli("check", tmp_path / "a.xlsx", "--json")
    findings = json.loads(out)["findings"]
    keys = ["rule", "severity", "message", "unit", "period", "file", "sheet", "cells", "items", "expected", "actual", "suspects", "parent"]
    keys += ["caused_by", "series"]
    assert status == 1 and all(list(finding) == keys for finding in findings)
    first = findings[0]
    assert (first["rule"], first["severity"], first["unit"], first["actual"], first["expected"]) == (
        "applications.balance",
        "error",
        "办公室",
        "3493",
        "2318",
    )
    assert "applications.new.natural_person" in first["items"] and len(first["cells"]) == len(first["items"]) == 4


@pytest.mark.parametrize(
    "arguments",
    [
        ("merge", "没有", "-o", "x.xlsx"),
        ("check", "没有"),
        ("merge", ".", "-o", "x.xlsx"),
        ("merge", "--bogus"),
        ("check",),
        ("report", "没有", "-o", "x.docx"),
    ],
)
def test_an_unusable_call_with_json_still_prints_a_document(
    arguments: tuple[str, ...], run_cli: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    status, out, err = run_cli(*arguments, "--json")
    document = json.loads(out)
    assert (status, document["ok"], list(document)) == (2, False, [*KEYS, "error"])
    assert document["error"] == err.strip()
    assert list(tmp_path.iterdir()) == []


def test_two_merges_in_any_order_give_the_same_bytes_and_leave_the_inputs_alone(returned: Path, tmp_path: Path, run_cli: Run) -> None:
    def hashes() -> dict[str, str]:
        return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in returned.iterdir()}

    before = hashes()
    files = sorted(returned.iterdir())
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    run_cli("merge", *files, "-o", tmp_path / "a" / "汇总.xlsx", "--unit", "某某市")
    run_cli("merge", *reversed(files), "-o", tmp_path / "b" / "另名.xlsx", "--unit", "某某市")
    (tmp_path / "b" / "另名.xlsx").rename(tmp_path / "b" / "汇总.xlsx")
    assert (tmp_path / "a" / "汇总.xlsx").read_bytes() == (tmp_path / "b" / "汇总.xlsx").read_bytes()
    for ending in ("docx", "html", "xlsx"):
        for folder in ("a", "b"):
            assert run_cli("report", tmp_path / folder / "汇总.xlsx", "-o", tmp_path / folder / f"报告.{ending}")[0] == 0
        assert (tmp_path / "a" / f"报告.{ending}").read_bytes() == (tmp_path / "b" / f"报告.{ending}").read_bytes()
    assert hashes() == before


@pytest.mark.slow
def test_beyond_sixty_departments_only_the_matrix_remains(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import openpyxl

    from gkxl.actions.merging import merge_paths
    from gkxl.forms import form_by_id
    from gkxl.model.period import Period
    from gkxl.model.submission import Source, Submission
    from gkxl.workbook.writing import workbooks

    assert workbooks.MOST_SHEETS == 60
    monkeypatch.setattr(workbooks, "MOST_SHEETS", 6)
    form = form_by_id("2021")
    item = form.index["applications.new.natural_person"]
    granted = form.index["applications.granted.natural_person"]
    inputs = tmp_path / "报送"
    inputs.mkdir()
    for number in range(7):
        values = [None if one.index in form.total_items else number if one.index in (item, granted) else 0 for one in form.items]
        submission = Submission(form, f"第{number:02}科", Period(2023), 1, Source("", ""), values)
        (inputs / f"{number}.xlsx").write_bytes(workbooks.unit_workbook(form, submission.unit, Period(2023), submission))
    files = sorted(inputs.iterdir())
    merge_paths(files[:6], tmp_path / "6.xlsx")
    merge_paths(files, tmp_path / "7.xlsx")
    small, large = (openpyxl.load_workbook(tmp_path / f"{count}.xlsx") for count in (6, 7))
    assert "第00科" in small.sheetnames and len(small.sheetnames) == 13
    assert large.sheetnames == ["汇总", "报告表", "校验", "各单位主要指标", "明细", "单位名册", "说明"]
    matrix = [[cell.value for cell in row] for row in large["明细"].iter_rows()]
    column = matrix[0].index("applications.new.natural_person")
    assert [row[column] for row in matrix if str(row[0]).startswith("unit:")] == list(range(7))


@pytest.mark.parametrize("command", ["", *gkxl.cli.COMMANDS, "addin build", "addin install", "forms new", "list new", "list fill"])
def test_help_is_chinese(command: str, run_cli: Run) -> None:
    status, out, _ = run_cli(*command.split(), "--help")
    assert status == 0
    assert out.startswith("用法：gkxl")
    assert not re.search(r"Usage|Options|Commands|Show this|required|default|ARGS|OPTIONS|COMMAND", out)


@pytest.mark.parametrize("command", list(gkxl.cli.COMMANDS))
def test_the_help_of_every_command_shows_how_it_is_called(command: str, run_cli: Run) -> None:
    _, out, _ = run_cli(command, "--help")
    assert f"例：gkxl {command}" in out
    years = set(re.findall(r"20\d\d(?=-|年|\.| |$)", out[out.index("例：") :]))
    assert years <= {"2026", "2025"}, "examples are of the present year, and of the one before it"


@pytest.mark.parametrize("call", [["-h"], ["help"], ["帮助"], ["help", "merge"], ["帮助", "merge"], ["merge", "-h"]], ids=" ".join)
def test_help_is_found_by_whatever_people_type(call: list[str], run_cli: Run) -> None:
    status, out, _ = run_cli(*call)
    assert status == 0 and out == run_cli(*(["merge"] if "merge" in call else []), "--help")[1]


def test_help_for_a_command_that_is_not_there_names_the_nearest(run_cli: Run) -> None:
    status, _, err = run_cli("help", "mergee")
    assert status == 2 and "是不是 gkxl merge" in err


@pytest.mark.parametrize("command", list(gkxl.cli.COMMANDS))
def test_every_command_is_in_the_readme(command: str) -> None:
    assert f"gkxl {command}" in README.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("mergee",), "没有命令“mergee”，是不是 gkxl merge"),
        (("merge", "a.xlsx"), "缺少选项 -o/--output"),
        (("check",), "缺少参数"),
        (("merge", "a.xlsx", "-o"), "后面要有一个值"),
        (("merge", "a.xlsx", "-o", "b.xlsx", "--unt", "x"), "没有选项 --unt，是不是 --unit"),
        (("rules", "多余"), "多余的参数"),
        (("rules", "--form", "1999"), "没有“1999”"),
    ],
)
def test_a_wrong_call_is_explained_in_chinese(arguments: tuple[str, ...], words: str, run_cli: Run) -> None:
    status, out, err = run_cli(*arguments)
    assert (status, out) == (2, "")
    assert words in err and not re.search(r"[Nn]o such|Missing|Error|requires", err)


def test_a_group_without_a_command_shows_its_help_and_names_its_commands(run_cli: Run) -> None:
    status, out, err = run_cli("list")
    *shown, last = err.splitlines()
    assert (status, out, last) == (2, "", "命令没有执行：后面要写一个命令，可用的有 gkxl list fill、gkxl list new。请看用法：gkxl list --help")
    assert shown[0].startswith("用法：gkxl list") and "。。" not in err


def test_a_defect_is_one_sentence_with_a_log(run_cli: Run, returned: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "app"))
    monkeypatch.setattr("gkxl.actions.checking.check", lambda submission: 1 / 0)
    status, _, err = run_cli("check", returned)
    (line,) = err.splitlines()
    assert status == 3 and "内部出错（ZeroDivisionError）" in line
    log = Path(line.rpartition("：")[2])
    assert "Traceback" in log.read_text(encoding="utf-8")


def test_an_interruption_is_130(run_cli: Run, returned: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(submission: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("gkxl.actions.checking.check", interrupt)
    status, _, err = run_cli("check", returned)
    assert (status, err.strip()) == (130, "已中断。")


def test_no_colour_and_no_bar_where_nobody_looks(returned: Path) -> None:
    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run([sys.executable, "-m", "gkxl", *arguments], capture_output=True, check=True, env=os.environ | environment)

    assert b"\x1b" not in run("rules", NO_COLOR="1").stdout
    done = run("check", str(returned))
    assert b"\r" not in done.stderr.replace(os.linesep.encode(), b"") and b"\x1b" not in done.stdout + done.stderr


def test_help_starts_without_the_heavy_libraries() -> None:
    code = (
        "import sys\ntry:\n import gkxl.cli; gkxl.cli.main(['--help'])\nexcept SystemExit: pass\n"
        "print(sorted({'openpyxl','docx','xlsxwriter','python_calamine','xlwings','lxml','xlrd'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


def test_the_previous_year_is_compared_by_merge(tmp_path: Path, run_cli: Run, templates: Callable[[int], Path]) -> None:
    for year, change in ((2023, 0), (2024, 1)):
        inputs = published.load(f"suqian_{year}").inputs()
        key = ("三", "二、上年结转政府信息公开申请数量", "自然人")
        inputs[key] = int(str(inputs[key])) + change
        people.fill_in(templates(year), tmp_path / f"{year}.xlsx", "宿迁市", str(year), inputs)
        run_cli("merge", tmp_path / f"{year}.xlsx", "-o", tmp_path / f"汇总{year}.xlsx", "--unit", "宿迁市")
    command = ("merge", tmp_path / "2024.xlsx", "-o", tmp_path / "a.xlsx", "--unit", "宿迁市")
    status, out, _ = run_cli(*command, "--previous", tmp_path / "汇总2023.xlsx", "--json")
    carried = [one for one in json.loads(out)["findings"] if one["rule"] == "applications.carry_over"]
    assert status == 1
    assert {(one["actual"], one["expected"]) for one in carried} == {("119", "118"), ("122", "121")}
    assert all("汇总2023.xlsx" in one["message"] for one in carried)
    status, _, err = run_cli(*command, "--previous", tmp_path / "汇总2024.xlsx")
    assert status == 2 and "上一期是2023年" in err
