"""What an import does not take in, whoever has the workbook open: each with a sentence, and the workbook as it was."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from support import people
from support.clicks import SHARES
from support.in_memory import MemoryWorkbook, everything, press, type_in, values
from support.returned import FEES, NEW
from support.stamp import Stamp

from gkxl.model.period import Period

Run = Callable[..., tuple[int, str, str]]


CONTRADICTIONS = [
    ({"revision": 1}, 3, "修订号同为1", "请与法规科核实"),
    ({"revision": 1}, 0, "1份与现有的相同，没有改动（法规科）", ""),
    ({"revision": 1, "period": "2022"}, 0, "与本工作簿的2023年不同", "2022年"),
]


@pytest.mark.parametrize(("head", "more", "said", "also"), CONTRADICTIONS)
def test_nothing_is_overwritten_that_is_not_a_correction(
    head: dict[str, object], more: int, said: str, also: str, gathered: MemoryWorkbook, stamp: Stamp, tmp_path: Path
) -> None:
    before = everything(gathered)
    figures = SHARES["法规科"] | {NEW: SHARES["法规科"][NEW] + more}
    (tmp_path / "又一份.xlsx").write_bytes(stamp.filled(figures, **({"unit": "法规科", "period": "2023"} | head)))
    message = press("import_files", gathered, tmp_path / "又一份.xlsx")
    assert said in message and also in message and ("又一份.xlsx" in message or not also)
    assert everything(gathered) == before


def test_an_earlier_revision_does_not_replace_a_later_one(gathered: MemoryWorkbook, stamp: Stamp, tmp_path: Path) -> None:
    for revision in (3, 2):
        figures = SHARES["法规科"] | {NEW: SHARES["法规科"][NEW] + revision}
        (tmp_path / f"{revision}.xlsx").write_bytes(stamp.filled(figures, unit="法规科", period="2023", revision=revision))
    assert "更新1张" in press("import_files", gathered, tmp_path / "3.xlsx")
    before = everything(gathered)
    assert "已是修订3" in press("import_files", gathered, tmp_path / "2.xlsx")
    assert everything(gathered) == before


def test_what_could_not_be_read_is_said_and_the_rest_taken_in(ledger: MemoryWorkbook, replies: Path) -> None:
    (replies / "坏的.xlsx").write_bytes(b"PK broken")
    message = press("import_folder", ledger, replies)
    assert "新建3张" in message and "坏的.xlsx" in message and "没有导入" in message


def _refused(book: MemoryWorkbook, path: Path, *said: str) -> None:
    before = everything(book)
    message = press("import_files", book, path)
    assert all(words in message for words in said), message
    assert everything(book) == before


def test_a_merged_workbook_is_not_taken_in_as_one_more_department(gathered: MemoryWorkbook, replies: Path, run_cli: Run, tmp_path: Path) -> None:
    run_cli("merge", replies, "-o", tmp_path / "汇总.xlsx", "--unit", "某某局")
    _refused(gathered, tmp_path / "汇总.xlsx", "汇总工作簿", "gkxl merge")
    (replies / "汇总.xlsx").write_bytes((tmp_path / "汇总.xlsx").read_bytes())
    message = press("import_folder", gathered, replies)
    assert "3份与现有的相同" in message and "汇总.xlsx" in message
    assert "已汇总3个单位" in press("merge", gathered)


def test_a_sheet_with_figures_that_cannot_be_read_is_not_overwritten(gathered: MemoryWorkbook, stamp: Stamp, tmp_path: Path) -> None:
    period = next(at for at, value in values(gathered, "法规科").items() if value in ("2023", 2023.0))
    type_in(gathered, "法规科", period, "2023年度第一稿")
    (tmp_path / "更正.xlsx").write_bytes(stamp.filled(SHARES["法规科"], unit="法规科", period="2023", revision=2))
    _refused(gathered, tmp_path / "更正.xlsx", "工作表“法规科”上有数", "读不懂", "没有改动")


def test_a_sheet_of_another_form_is_not_filled(gathered: MemoryWorkbook, stamp: Stamp, tmp_path: Path) -> None:
    from gkxl.forms import form_by_id
    from gkxl.workbook.writing.sending import Sending, input_sheets

    plans = input_sheets(form_by_id("2019"), Sending("宣传科", (Period(2023),)), ["宣传科"])
    gathered.take_in([], plans, "")
    (tmp_path / "宣传科.xlsx").write_bytes(stamp.filled(SHARES["法规科"], unit="宣传科", period="2023"))
    _refused(gathered, tmp_path / "宣传科.xlsx", "工作表“宣传科”是2019年格式", "2021年格式")


def test_two_sheets_of_one_unit_are_named_and_a_blank_one_does_not_stand_for_a_filled_one(
    gathered: MemoryWorkbook, stamp: Stamp, tmp_path: Path
) -> None:
    from gkxl.forms import form_by_id
    from gkxl.workbook.writing.sending import Sending, input_sheets

    gathered.take_in([], input_sheets(form_by_id("2021"), Sending("法规科", (Period(2023),)), ["法规科空"]), "单位名册")
    other = SHARES["法规科"] | {NEW: SHARES["法规科"][NEW] + 1}
    (tmp_path / "法规科.xlsx").write_bytes(stamp.filled(other, unit="法规科", period="2023"))
    _refused(gathered, tmp_path / "法规科.xlsx", "修订号同为1")
    type_in(gathered, "法规科空", stamp.place(NEW), 5)
    (tmp_path / "法规科.xlsx").write_bytes(stamp.filled(other, unit="法规科", period="2023", revision=2))
    _refused(gathered, tmp_path / "法规科.xlsx", "2张填报表", "法规科空", "只留一张")


def test_what_a_fresh_sheet_would_hide_is_refused(gathered: MemoryWorkbook, replies: Path) -> None:
    book = openpyxl.load_workbook(replies / "法规科.xlsx")
    label = next(cell for row in book["科室"].iter_rows() for cell in row if cell.value == "（一）予以公开")
    label.value = "（一）全部公开"
    people.Sheet(book["科室"]).field("修订号").value = "2"
    book.save(replies / "法规科.xlsx")
    _refused(gathered, replies / "法规科.xlsx", "没有导入", "全部公开", label.coordinate)


def test_no_earlier_revision_stands_in_for_one_that_is_refused(ledger: MemoryWorkbook, replies: Path, stamp: Stamp) -> None:
    book = openpyxl.load_workbook(replies / "法规科.xlsx")
    next(cell for row in book["科室"].iter_rows() for cell in row if cell.value == "（一）予以公开").value = "（一）全部公开"
    people.Sheet(book["科室"]).field("修订号").value = "2"
    book.save(replies / "法规科更正.xlsx")
    message = press("import_folder", ledger, replies)
    assert "新建2张（办公室、财务科）" in message and "没有导入" in message and "全部公开" in message
    assert "法规科" not in ledger.sheets


def test_no_figure_is_put_where_nobody_can_see_it(ledger: MemoryWorkbook, stamp: Stamp, tmp_path: Path) -> None:
    type_in(ledger, "单位名册", "C5", "法规科")
    asked = next(at for at, value in values(ledger, "单位名册").items() if str(value).startswith("填报内容"))
    type_in(ledger, "单位名册", f"{asked[0]}5", "申请")
    assert "新建2023年的填报表：法规科" in press("new", ledger)
    (tmp_path / "法规科.xlsx").write_bytes(stamp.filled(SHARES["法规科"] | {FEES: 77.5}, unit="法规科", period="2023"))
    _refused(ledger, tmp_path / "法规科.xlsx", "没有要求填", "主动公开", "填报内容")
    nothing = {key: 0 if key[0] != "三" else value for key, value in SHARES["法规科"].items()}
    (tmp_path / "法规科.xlsx").write_bytes(stamp.filled(nothing, unit="法规科", period="2023"))
    assert "更新1张" in press("import_files", ledger, tmp_path / "法规科.xlsx")


def test_two_of_one_name_that_nobody_can_tell_apart_are_asked_about_and_not_put_on_one_sheet(
    ledger: MemoryWorkbook, gathered: MemoryWorkbook, stamp: Stamp, tmp_path: Path
) -> None:
    for bureau, share in (("教育局", "法规科"), ("水利局", "办公室")):
        (tmp_path / bureau).mkdir()
        (tmp_path / bureau / "法规科.xlsx").write_bytes(stamp.filled(SHARES[share], unit="法规科", period="2023", revision=2))
    new = press("import_folder", ledger, tmp_path)
    assert "教育局法规科" in ledger.sheets and "水利局法规科" in ledger.sheets and "分不清" in new
    again = press("import_folder", gathered, tmp_path)
    assert "更新1张" in again and "只导入了前一份" in again
