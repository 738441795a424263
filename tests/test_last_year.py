"""The buttons on last year: published reports become workbooks beside the one that is open, and its figures stand beside last year's."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from support.clicks import everything, press
from support.in_memory import MemoryWorkbook
from support.report_pages import granting_page

from gkxl.actions.last_year import compare_open, import_beside
from gkxl.errors import InputError
from gkxl.forms import form_by_id
from gkxl.ribbon import reports
from gkxl.workbook.reading.apart import read_workbook_file

FORM = form_by_id("2021")
BODY = "某某局"
TOTAL = "applications.new.total"


@pytest.fixture
def saved(gathered: MemoryWorkbook, tmp_path: Path) -> MemoryWorkbook:
    """Return a workbook on 2023 that lies in a folder of its own."""
    (tmp_path / "台账").mkdir()
    gathered.file = tmp_path / "台账" / "台账.xlsx"
    return gathered


def test_a_report_becomes_a_workbook_beside_the_one_that_is_open(saved: MemoryWorkbook, tmp_path: Path) -> None:
    before = dict(saved.sheets)
    wrong = granting_page(tmp_path, "乙局", texts={TOTAL: "8"})
    undated = granting_page(tmp_path, "丙局").rename(tmp_path / "表.html")
    undated.write_text(undated.read_text(encoding="utf-8").replace("2022年", ""), encoding="utf-8")
    said = import_beside(saved, lambda: [granting_page(tmp_path, BODY), wrong, undated])
    made = sorted((tmp_path / "台账").iterdir())
    assert [path.name for path in made] == ["乙局-2022.xlsx", f"{BODY}-2022.xlsx"] and saved.sheets == before
    assert "导入2份" in said and "有错误" in said and "表.html" in said and "--period" in said
    assert import_beside(saved, list) == ""
    summary = read_workbook_file(made[1], made[1].name).summary
    assert summary is not None and summary.figures[FORM.index[TOTAL]] == 7


def test_the_open_figures_stand_beside_those_of_last_year(saved: MemoryWorkbook, tmp_path: Path) -> None:
    last = granting_page(tmp_path, BODY)
    compared = compare_open(saved, lambda: [last])
    assert compared is not None and compared[1] == ""
    shown = [cell.value for sheet in openpyxl.load_workbook(io.BytesIO(compared[0])) for row in sheet.iter_rows() for cell in row]
    assert 7 in shown and any("变化较大" in str(value) for value in shown)
    # A workbook that was imported has no input sheets: its 汇总 is compared.
    import_beside(saved, lambda: [last])
    again = MemoryWorkbook.of(tmp_path / "台账" / f"{BODY}-2022.xlsx")
    assert compare_open(again, lambda: [granting_page(tmp_path, BODY, year=2021)]) is not None
    assert compare_open(saved, list) is None


def test_what_cannot_be_compared_or_taken_in_is_said(saved: MemoryWorkbook, tmp_path: Path) -> None:
    same = granting_page(tmp_path, BODY, year=2023)
    for picked, words in (([same], "两期长短要相同"), ([same, same], "请只选上年的一份"), ([tmp_path / "没有.html"], "文件不存在")):
        with pytest.raises(InputError, match=words):
            compare_open(saved, lambda picked=picked: picked)
    saved.file = None
    with pytest.raises(InputError, match="还没有保存"):
        import_beside(saved, lambda: [same])


@pytest.mark.filterwarnings("ignore::UserWarning")  # openpyxl does not know the newer half of a bar
def test_the_buttons_ask_for_files_and_write_beside_the_workbook(opened: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reports.shutil, "which", lambda name: None)
    before = everything(opened)
    for command in ("import_reports", "compare"):
        assert press(command, opened) == "", "the dialog was cancelled"
    opened.app.impl.dialogs[3].answer = [granting_page(tmp_path, BODY)]
    assert "导入1份" in press("import_reports", opened) and (tmp_path / f"{BODY}-2022.xlsx").is_file()
    opened.app.impl.dialogs[3].answer = [tmp_path / f"{BODY}-2022.xlsx"]
    message = press("compare", opened)
    target = Path(opened.fullname).with_name(f"{Path(opened.fullname).stem}-与上年对比.xlsx")
    assert target.is_file() and str(target) in message and "请打开它" in message and everything(opened) == before
