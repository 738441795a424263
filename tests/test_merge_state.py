"""A 汇总 that lost the hidden code of its state is complete for no command."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from support.returned import GRANTED, NEW, ZEROS, Run
from support.stamp import Stamp

from gkxl.actions.merging import merge_paths

LOST = "记录是否齐全的隐藏代码已丢失"


def _state_cell(sheet: Worksheet) -> tuple[int, int]:
    return next((cell.row, cell.column) for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("state:"))


def _code_lost(sheet: Worksheet) -> None:
    sheet.cell(*_state_cell(sheet)).value = None


def _code_damaged(sheet: Worksheet) -> None:
    sheet.cell(*_state_cell(sheet)).value = "state:compl"


def _line_deleted(sheet: Worksheet) -> None:
    sheet.delete_rows(_state_cell(sheet)[0])


@pytest.fixture(scope="module")
def complete(tmp_path_factory: pytest.TempPathFactory, stamp: Stamp) -> Path:
    """A merged workbook of 某某局, complete and right."""
    folder = tmp_path_factory.mktemp("complete")
    (folder / "办公室.xlsx").write_bytes(stamp.filled(ZEROS | {NEW: 1, GRANTED: 1}, unit="办公室", period="2023", filled_on="2024-01-08"))
    assert merge_paths([folder / "办公室.xlsx"], folder / "某某局.xlsx", unit="某某局").ok
    return folder / "某某局.xlsx"


@pytest.fixture(params=[_code_lost, _code_damaged, _line_deleted], ids=lambda change: change.__name__)
def stateless(request: pytest.FixtureRequest, tmp_path: Path, complete: Path) -> Path:
    """A folder with a merged workbook of 某某局 in which nothing is wrong but that nobody can tell any more whether it is complete."""
    folder = tmp_path / "上报"
    folder.mkdir()
    book = openpyxl.load_workbook(complete)
    request.param(book["汇总"])
    book.save(folder / "某某局.xlsx")
    return folder


def _errors(out: str) -> list[tuple[str, str]]:
    return [(finding["rule"], finding["unit"]) for finding in json.loads(out)["findings"] if finding["severity"] == "error"]


def test_a_lost_state_is_an_error_for_check_and_for_the_upper_merge_and_status(stateless: Path, run_cli: Run) -> None:
    roster = stateless.parent / "名册.xlsx"
    book = openpyxl.Workbook()
    for line in (["单位"], ["某某局"]):
        book.active.append(line)
    book.save(roster)
    upper = ("merge", stateless, "-o", stateless.parent / "市汇总.xlsx", "--unit", "某某市")
    for command in (("check", stateless), upper, ("status", stateless, "--roster", roster, "--period", "2023")):
        status, out, _ = run_cli(*command, "--json")
        assert (status, _errors(out)) == (1, [("merge.state_unknown", "某某局")]), command[0]
        (message,) = [finding["message"] for finding in json.loads(out)["findings"] if finding["rule"] == "merge.state_unknown"]
        assert LOST in message and "某某局.xlsx" in message and "请用原始报送重新汇总" in message
    face = openpyxl.load_workbook(stateless.parent / "市汇总.xlsx")["汇总"]["B3"].value
    assert "有误（某某局）" in face and "全部成立" not in face


@pytest.mark.parametrize("ending", ["html", "docx"])
def test_report_tables_of_a_lost_state_are_printed_with_a_warning(ending: str, stateless: Path, run_cli: Run, printed: Callable[[Path], str]) -> None:
    target = stateless / f"报告表.{ending}"
    status, _, err = run_cli("report", stateless / "某某局.xlsx", "-o", target)
    assert status == 1 and LOST in err
    assert "请勿直接发布" in printed(target) and LOST in printed(target)


@pytest.fixture
def printed() -> Callable[[Path], str]:
    """Return a function from report tables to all the words in them."""
    import docx

    def words(path: Path) -> str:
        return path.read_text("utf-8") if path.suffix == ".html" else "\n".join(one.text for one in docx.Document(str(path)).paragraphs)

    return words
