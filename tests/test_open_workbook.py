"""What a button decides about the workbook that is open, whoever has it open: which sheets, which period, which sentence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from support import people
from support.clicks import SHARES, UNITS
from support.in_memory import MemoryWorkbook, everything, press, type_in, values
from support.returned import GRANTED, NEW
from support.stamp import Stamp

from gkxl.actions.templating import templates
from gkxl.model.period import Period

MONTH = Period(2023, 3)


def _period_cell(book: MemoryWorkbook, sheet: str) -> str:
    return next(at for at, value in values(book, sheet).items() if value in ("2023", 2023.0))


def _roster(book: MemoryWorkbook, *units: str, **columns: str) -> None:
    """List units on the roster; `columns` are the words of a heading to what stands below it for each of them."""
    for row, unit in enumerate(units, start=5):
        type_in(book, "单位名册", f"C{row}", unit)
        for heading, text in columns.items():
            column = next(at[0] for at, value in values(book, "单位名册").items() if str(value).startswith(heading))
            type_in(book, "单位名册", f"{column}{row}", text)


def test_each_submission_becomes_a_sheet_behind_the_input_sheets(ledger: MemoryWorkbook, replies: Path) -> None:
    assert press("import_folder", ledger, replies) == "导入科室报表：新建3张（办公室、法规科、财务科）。"
    assert ledger.sheet_names == ["说明", "单位名册", "填报表", "办公室", "法规科", "财务科", "汇总", "校验", "报告表"]
    assert press("import_folder", ledger, replies) == "导入科室报表：3份与现有的相同，没有改动（办公室、法规科、财务科）。"
    assert press("merge", ledger).startswith("已汇总3个单位；上年结转未核对；核对了的勾稽关系全部成立")


def test_where_nothing_is_picked_nothing_is_said_or_done(ledger: MemoryWorkbook) -> None:
    before = everything(ledger)
    assert press("import_files", ledger) == "" and everything(ledger) == before


def test_a_correction_refreshes_its_sheet_and_no_other(gathered: MemoryWorkbook, stamp: Stamp, tmp_path: Path) -> None:
    changes = {NEW: SHARES["法规科"][NEW] + 7, GRANTED: SHARES["法规科"][GRANTED] + 7}
    (tmp_path / "更正.xlsx").write_bytes(stamp.filled(SHARES["法规科"] | changes, unit="法规科", period="2023", revision=2))
    before = everything(gathered)
    assert press("import_files", gathered, tmp_path / "更正.xlsx") == "导入科室报表：更新1张（法规科）。"
    after = everything(gathered)
    assert [sheet for sheet in before if before[sheet] != after[sheet]] == ["法规科"]
    own = values(gathered, "法规科")
    assert {key: own[stamp.place(key)] for key in changes} == changes
    assert press("import_files", gathered, tmp_path / "更正.xlsx") == "导入科室报表：1份与现有的相同，没有改动（法规科）。"


@pytest.mark.parametrize("inserted", [0, 2], ids=["as made", "a column inserted"])
def test_the_line_under_the_title_says_where_the_figures_come_from(inserted: int, gathered: MemoryWorkbook, stamp: Stamp, tmp_path: Path) -> None:
    if inserted:
        gathered.insert_column("法规科", inserted)
    (tmp_path / "更正.xlsx").write_bytes(stamp.filled(SHARES["法规科"], unit="法规科", period="2023", revision=2))
    before = values(gathered, "法规科")
    press("import_files", gathered, tmp_path / "更正.xlsx")
    (source,) = (value for at, value in values(gathered, "法规科").items() if at == "B3")
    assert "更正.xlsx" in str(source) and "法规科.xlsx" in str(before["B3"])


@pytest.mark.parametrize(("value", "shown"), [(-2, "-2.0"), (3.5, "3.5"), ("若干", "若干"), ("1-2", "1-2")])
def test_a_figure_that_may_not_be_is_taken_in_as_it_was_written_and_named_by_the_check(
    value: object, shown: str, ledger: MemoryWorkbook, stamp: Stamp, tmp_path: Path
) -> None:
    (tmp_path / "法规科.xlsx").write_bytes(stamp.filled(SHARES["法规科"] | {NEW: value}, unit="法规科", period="2023"))
    assert "新建1张" in press("import_files", ledger, tmp_path / "法规科.xlsx")
    assert values(ledger, "法规科")[stamp.place(NEW)] == shown
    assert "错误" in press("check", ledger)
    assert ("法规科", stamp.place(NEW)) in ledger.marks
    assert "已清除" in press("check", ledger) and not ledger.marks


def test_a_wrong_cell_that_people_talk_about_is_counted_but_not_marked(ledger: MemoryWorkbook, stamp: Stamp, tmp_path: Path) -> None:
    (tmp_path / "法规科.xlsx").write_bytes(stamp.filled(SHARES["法规科"] | {NEW: "若干"}, unit="法规科", period="2023"))
    press("import_files", ledger, tmp_path / "法规科.xlsx")
    press("check", ledger)
    wrong = len(ledger.marks)
    press("check", ledger)
    ledger.talked_about = {("法规科", stamp.place(NEW))}
    assert f"已标出{wrong - 1}格（另有1格上有会话批注，没有标色，原样保留）" in press("check", ledger)
    assert not ledger.talked_about & set(ledger.marks)


def test_a_unit_under_its_alias_is_the_unit(gathered: MemoryWorkbook, stamp: Stamp, tmp_path: Path) -> None:
    _roster(gathered, "法规科", **{"简称/别名": "法制科"})
    (tmp_path / "法制科.xlsx").write_bytes(stamp.filled(SHARES["法规科"], unit="法制科", period="2023"))
    assert "1份与现有的相同，没有改动（法规科）" in press("import_files", gathered, tmp_path / "法制科.xlsx")


def test_a_remark_finds_its_cell_though_a_column_was_inserted(gathered: MemoryWorkbook, stamp: Stamp, tmp_path: Path) -> None:
    def send(revision: int, remark: str) -> str:
        path = tmp_path / f"{revision}-{remark}.xlsx"
        path.write_bytes(stamp.filled(SHARES["法规科"], unit="法规科", period="2023", revision=revision))
        book = openpyxl.load_workbook(path)
        people.Sheet(book["科室"]).field("情况说明").value = remark
        book.save(path)
        return press("import_files", gathered, path)

    send(2, "旧说明")
    gathered.insert_column("法规科", 2)
    before = next(at for at, value in values(gathered, "法规科").items() if value == "旧说明")
    assert "只有情况说明不同" in send(2, "另一说明") and values(gathered, "法规科")[before] == "旧说明"
    send(3, "新说明")
    assert values(gathered, "法规科")[before] == "新说明" and "旧说明" not in values(gathered, "法规科").values()


def test_a_new_sheet_starts_from_what_its_unit_stated_for_the_year_before(gathered: MemoryWorkbook) -> None:
    _roster(gathered, *UNITS, "宣传科")
    assert press("new", gathered) == "已为1个单位新建2023年的填报表：宣传科。"
    type_in(gathered, "宣传科", _period_cell(gathered, "宣传科"), "2024")
    assert "已为3个单位新建2024年的填报表" in press("new", gathered)
    names = gathered.sheet_names
    assert names[names.index("宣传科") + 1 :][:3] == ["办公室(2)", "法规科(2)", "财务科(2)"]
    carried = SHARES["办公室"]["三", "四、结转下年度继续办理", "自然人"]
    brought = next(at for at, value in values(gathered, "办公室(2)").items() if value == "二、上年结转政府信息公开申请数量")
    assert carried in [value for at, value in values(gathered, "办公室(2)").items() if at[1:] == brought[1:]]


NO_SHEET = [
    ({"form_id": "2021"}, (), "单位名册是空的"),
    ({"form_id": "2021"}, ("办公室",), "2026-03"),
    ({"period": Period(2023), "units": ["办公室"]}, ("办公室",), "没有新建"),
]


@pytest.mark.parametrize(("made", "roster", "said"), NO_SHEET, ids=["no roster", "no period", "nobody lacks one"])
def test_no_sheet_is_made_where_nobody_needs_one_or_nobody_says_for_what(
    made: dict[str, object], roster: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    templates(tmp_path / "台账.xlsx", **made)  # type: ignore[arg-type]  # the cases say what each parameter is
    book = MemoryWorkbook.of(tmp_path / "台账.xlsx")
    _roster(book, *roster)
    before = book.sheet_names
    assert said in press("new", book) and book.sheet_names == before


@pytest.mark.parametrize("command", ["new", "merge", "import_files", "attendance"])
def test_a_workbook_whose_structure_is_protected_gets_no_sheet(command: str, gathered: MemoryWorkbook, stamp: Stamp, tmp_path: Path) -> None:
    _roster(gathered, *UNITS, "宣传科")
    (tmp_path / "新科.xlsx").write_bytes(stamp.filled(SHARES["法规科"], unit="新科", period="2023"))
    gathered.closed_structure = True
    before = everything(gathered)
    assert "工作簿结构受保护" in press(command, gathered, tmp_path / "新科.xlsx")
    assert everything(gathered) == before


@pytest.mark.parametrize(("command", "sheet"), [("merge", "汇总"), ("check", "校验"), ("check", "法规科"), ("tables", "报告表")])
def test_a_sheet_with_a_password_is_named_and_nothing_changes(command: str, sheet: str, gathered: MemoryWorkbook, stamp: Stamp) -> None:
    type_in(gathered, "法规科", stamp.place(NEW), "若干")
    gathered.locked.add(sheet)
    before = everything(gathered)
    assert f"工作表“{sheet}”设了密码保护" in press(command, gathered)
    assert everything(gathered) == before and not gathered.marks


@pytest.mark.parametrize("command", ["merge", "check", "tables", "attendance", "new"])
def test_a_roster_with_faults_stops_every_action_with_its_cells(command: str, gathered: MemoryWorkbook) -> None:
    _roster(gathered, "宣传科", "宣传科")
    before = everything(gathered)
    message = press(command, gathered)
    assert all(words in message for words in ("单位名册有误", "宣传科", "C5", "C6"))
    assert everything(gathered) == before


@pytest.mark.parametrize("command", ["merge", "check", "tables", "attendance", "new", "import_files"])
def test_a_workbook_that_is_not_ours_is_left_alone(command: str) -> None:
    book = MemoryWorkbook({"Sheet": [["别的"]]})
    assert "不是 gkxl 的工作簿" in press(command, book) and everything(book) == {"Sheet": {"A1": "别的"}}


@pytest.mark.parametrize("command", ["merge", "check", "tables"])
def test_a_workbook_that_nobody_has_filled_in_says_so(command: str, ledger: MemoryWorkbook) -> None:
    assert "本工作簿里还没有可以汇总的填报表" in press(command, ledger)


def test_a_roster_in_the_workbook_tells_who_is_missing(gathered: MemoryWorkbook) -> None:
    _roster(gathered, *UNITS, "宣传科")
    assert press("attendance", gathered) == "应报4份，已报3份，缺报1份。"
    assert any(str(value).startswith("【催报】宣传科") for value in values(gathered, "报送情况").values())


OCCUPIED: list[tuple[Callable[[MemoryWorkbook], None], str]] = [
    (lambda book: book.sheets.update({"明细": [["单位", "金额", "备注"], ["某公司", 12.5, "办公用品"], ["某商店", 3, "茶叶"]]}), "不是 gkxl 生成的"),
    (lambda book: book.rename("法规科", "明细"), "是一张填报表"),
]


@pytest.mark.parametrize(("occupy", "said"), OCCUPIED, ids=["of the office", "of a department"])
def test_a_sheet_that_has_a_name_of_ours_and_is_not_ours_is_left_alone(
    occupy: Callable[[MemoryWorkbook], None], said: str, gathered: MemoryWorkbook
) -> None:
    occupy(gathered)
    before = everything(gathered)
    message = press("merge", gathered)
    assert f"工作表“明细”{said}" in message and "改个名字" in message
    assert everything(gathered) == before


def test_no_button_changes_what_a_department_stated(gathered: MemoryWorkbook, replies: Path) -> None:
    before = [values(gathered, unit) for unit in UNITS]
    for command in ("merge", "check", "check", "tables", "attendance", "new", "import_folder"):
        assert press(command, gathered, replies)
        assert [values(gathered, unit) for unit in UNITS] == before, command
