"""A flat list for a superior's platform: the figures of 汇总 in the order of a mapping that the office keeps."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest
from support import people, published
from support.in_memory import MemoryWorkbook

from gkxl.actions.listing import list_open
from gkxl.errors import InputError
from gkxl.forms import form_by_id

Run = Callable[..., tuple[int, str, str]]
PENALTIES, FEES, NEW = "disclosure.penalties.decisions", "disclosure.administrative_fees.amount", "applications.new.total"


@pytest.fixture(scope="module")
def merged(tmp_path_factory: pytest.TempPathFactory, templates: Callable[[int], Path]) -> Path:
    from gkxl.actions.merging import merge_paths

    folder = tmp_path_factory.mktemp("清单")
    people.fill_in(templates(2023), folder / "a.xlsx", "办公室", "2023", published.load("suqian_2023").inputs())
    merge_paths([folder / "a.xlsx"], folder / "汇总.xlsx", unit="某某局")
    return folder / "汇总.xlsx"


def _mapping(path: Path, lines: Sequence[Sequence[object]]) -> Path:
    book = openpyxl.Workbook()
    for line in (["市平台对照"], ["指标代码", "代码", "名称"], *lines):
        book.active.append(list(line))
    for row in book.active.iter_rows():
        for cell in row:
            cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
    book.save(path)
    return path


def test_the_figures_stand_in_the_order_of_the_mapping_under_the_names_of_the_platform(merged: Path, tmp_path: Path, run_cli: Run) -> None:
    mapping = _mapping(tmp_path / "对照.xlsx", [[NEW, "B01", "新收"], ["", "", "处罚收费"], [PENALTIES, "=1+1", "@处罚"], [FEES, 7, "收费"]])
    figures = {key: value or 0 for key, value in published.load("suqian_2023").inputs().items()}
    new = sum(value for key, value in figures.items() if key[1].startswith("一、"))
    penalties = next(value for key, value in figures.items() if "行政处罚" in key[1])
    fees = next(value for key, value in figures.items() if "收费" in key[1])
    status, _, err = run_cli("list", "fill", merged, "--by", mapping, "-o", tmp_path / "清单.csv")
    assert status in (0, 1) and "已生成" in err
    data = (tmp_path / "清单.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert rows[0] == ["代码", "名称", "数值"]
    assert [row[:2] for row in rows[1:]] == [["B01", "新收"], ["", "处罚收费"], ["'=1+1", "'@处罚"], ["7", "收费"]]
    assert [float(row[2]) if row[2] else None for row in rows[1:]] == [new, None, penalties, pytest.approx(float(fees))]
    assert run_cli("list", "fill", merged, "--by", mapping, "-o", tmp_path / "清单.csv")[0] == status, "the same again is no overwriting"
    run_cli("list", "fill", merged, "--by", mapping, "-o", tmp_path / "清单.xlsx")
    cells = list(openpyxl.load_workbook(tmp_path / "清单.xlsx")["清单"].iter_rows(min_row=2))
    assert [(row[0].value, row[0].data_type) for row in cells][2] == ("=1+1", "s") and cells[2][2].value == penalties


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([[NEW, "1", "新收"], ["disclosure.penalty.decisions", "2", "处罚"]], "第4行的指标代码“disclosure.penalty.decisions”"),
        ([["", "1", "新收"]], "没有填任何代码"),
    ],
)
def test_a_mapping_with_an_unknown_code_is_refused_by_its_row_with_the_nearest_code(
    lines: list[list[str]], said: str, merged: Path, tmp_path: Path, run_cli: Run
) -> None:
    mapping = _mapping(tmp_path / "对照.xlsx", lines)
    status, _, err = run_cli("list", "fill", merged, "--by", mapping, "-o", tmp_path / "清单.csv")
    assert status == 2 and said in err and not (tmp_path / "清单.csv").exists()
    assert PENALTIES in err or "gkxl list new" in err


def test_a_first_mapping_holds_every_figure_of_the_form_and_can_be_used_as_it_is(merged: Path, tmp_path: Path, run_cli: Run) -> None:
    assert run_cli("list", "new", "-o", tmp_path / "对照表.xlsx")[0] == 0
    run_cli("list", "fill", merged, "--by", tmp_path / "对照表.xlsx", "-o", tmp_path / "清单.csv")
    assert len((tmp_path / "清单.csv").read_text(encoding="utf-8-sig").splitlines()) == 1 + len(form_by_id("2021").items)


def test_the_button_makes_the_same_of_the_open_workbook(merged: Path, tmp_path: Path, run_cli: Run) -> None:
    mapping = _mapping(tmp_path / "对照.xlsx", [[NEW, "B01", "新收"], [PENALTIES, "B02", "处罚"]])
    run_cli("list", "fill", merged, "--by", mapping, "-o", tmp_path / "清单.xlsx")
    book = MemoryWorkbook.of(merged)
    made = list_open(book, lambda: [mapping])
    assert made is not None and made[0] == (tmp_path / "清单.xlsx").read_bytes()
    assert list_open(book, list) is None, "nothing was picked"
    for picked, words in (([mapping, mapping], "请只选一份对照表"), ([tmp_path / "没有.xlsx"], "没有.xlsx"), ([merged], "指标代码")):
        with pytest.raises(InputError, match=words):
            list_open(book, lambda picked=picked: picked)
