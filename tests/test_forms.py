"""The form files say what the statutory layout says, and a form file that contradicts itself is refused with its line."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from support.published import DATA

import gkxl.forms.registry
from gkxl.forms import (
    STATUTORY,
    Form,
    FormError,
    Part,
    Role,
    Time,
    all_forms,
    form_by_id,
    form_for,
    forms_of,
    loads,
    normalise,
    using,
)
from gkxl.model.period import Period

SOURCE = Path(gkxl.forms.__file__).parent


@pytest.mark.parametrize(
    ("form", "cells", "totals"),
    [
        ("2019", {"disclosure": 22, "applications": 161, "disputes": 15}, 7 + 22 + 3),
        ("2021", {"disclosure": 10, "applications": 175, "disputes": 15}, 7 + 24 + 3),
    ],
)
def test_a_form_has_as_many_cells_as_the_printed_tables(form: str, cells: dict[str, int], totals: int) -> None:
    items = form_by_id(form).items
    assert {table: sum(item.table == table for item in items) for table in cells} == cells
    assert len(form_by_id(form).total_items) == totals
    assert len({item.code for item in items}) == len(items) == sum(cells.values())


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_a_form_draws_the_official_layout(form: str) -> None:
    official = json.loads((DATA / f"official-layout-{form}.json").read_text(encoding="utf-8"))
    drawn = [
        [[["" if cell.part is Part.FIGURE else cell.text, cell.cols, cell.rows] for cell in line] for line in table.grid.rows()]
        for table in form_by_id(form).tables
    ]
    assert drawn == official


@pytest.mark.parametrize(("year", "form"), [(2018, None), (2019, "2019"), (2020, "2019"), (2021, "2021"), (2026, "2021")])
def test_a_year_is_served_by_its_form(year: int, form: str | None) -> None:
    found = form_for(STATUTORY, Period(year))
    assert (found.id if found else None) == form


def test_threads_that_ask_at_once_get_the_same_form() -> None:
    gkxl.forms.registry._loaded.cache_clear()
    gate = threading.Barrier(8)

    def ask(_: int) -> Form:
        gate.wait()
        return form_by_id("2021")

    with ThreadPoolExecutor(8) as pool:
        forms = list(pool.map(ask, range(8)))
    assert len(set(map(id, forms))) == 1


@pytest.mark.parametrize(
    ("form", "item", "time", "kind"),
    [
        ("2021", "applications.new.natural_person", Time.FLOW, "count"),
        ("2021", "applications.carried_in.total", Time.OPENING, "count"),
        ("2021", "applications.carried_forward.other", Time.CLOSING, "count"),
        ("2021", "disclosure.regulations.in_force", Time.CLOSING, "count"),
        ("2021", "disclosure.administrative_fees.amount", Time.FLOW, "amount_wan"),
        ("2021", "disputes.cases.later_litigation_pending", Time.CLOSING, "count"),
        ("2019", "disclosure.licensing.previous_items", Time.OPENING, "count"),
        ("2019", "disclosure.licensing.change", Time.FLOW, "change"),
        ("2019", "disclosure.normative_documents.disclosed_total", Time.CLOSING, "count"),
        ("2019", "disclosure.procurement.amount", Time.FLOW, "amount_yuan"),
    ],
)
def test_an_item_knows_its_kind_and_how_it_behaves_over_time(form: str, item: str, time: Time, kind: str) -> None:
    found = form_by_id(form).items[form_by_id(form).index[item]]
    assert (found.time, found.kind.code) == (time, kind)


def test_items_are_named_so_that_people_can_tell_them_apart() -> None:
    for form in all_forms():
        for table in form.tables:
            labels = [(item.block, item.label) for item in form.items if item.table == table.code]
            assert len(set(labels)) == len(labels)
    form = form_by_id("2021")
    assert form.items[form.index["applications.denied_state_secret.other"]].label == "（三）不予公开 1.属于国家秘密·其他"
    assert form.items[form.index["disputes.cases.later_litigation_total"]].label == "行政诉讼 复议后起诉 总计"


def test_the_balance_holds_for_all_seven_columns() -> None:
    for form in forms_of(STATUTORY):
        columns = [relation.along for relation in form.relations if relation.equation.role is Role.BALANCE]
        assert columns == ["natural_person", "commercial", "research", "public_welfare", "legal_services", "other", "total"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1.属于国家秘密", "1、属于国家秘密"),
        ("1.属于国家秘密", "１. 属于 国家秘密"),
        ("（三）不予公开", "(三)不予公开"),
        ("本年增/减", "本年增／减"),
        ("商业企业", "商业\n企业"),
    ],
)
def test_labels_that_differ_in_punctuation_alone_are_the_same(one: str, other: str) -> None:
    assert normalise(one) == normalise(other)


FAULTS = [
    (
        "unknown code in an equation",
        "new + carried_in = results_total",
        "new + brought_in = results_total",
        "公式里的代码“brought_in”不存在",
        "brought_in",
    ),
    ("range that runs backwards", "granted..other_other", "other_other..granted", "前后颠倒", "other_other..granted"),
    (
        "equation without equals",
        '"total = natural_person..other"',
        '"total natural_person..other"',
        "只有一个 =",
        "total natural_person..other",
    ),
    ("header span too narrow", '{ text = "申请人情况", cols = 7 }', '{ text = "申请人情况", cols = 6 }', "10列只占了9列", "申请人情况"),
    ("header span too wide", '{ text = "法人或其他组织", cols = 5 }', '{ text = "法人或其他组织", cols = 6 }', "放不进", "法人或其他组织"),
    ("group with a wrong number of rows", '（三）不予公开", rows = 8', '（三）不予公开", rows = 7', "下有8行，写的却是7行", "rows = 7"),
    ("duplicate row code", '{ code = "other_fee_unpaid"', '{ code = "other_other"', "行的代码“other_other”重复", "3.其他"),
    ("duplicate column code", '{ code = "research", label', '{ code = "commercial", label', "列的代码“commercial”重复", '科研机构" }'),
    (
        "规则编号“applications.results_total”重复",
        '"applications.balance"',
        '"applications.results_total"',
        "规则编号“applications.results_total”重复",
        "一 + 二 = 三（七） + 四",
    ),
    ("column without header cell", '{ column = "research" }, ', "", "10列只占了9列", 'column = "commercial"'),
    (
        "unknown column in the header",
        '{ column = "research" }',
        '{ column = "science" }',
        "表头里的列“science”不存在，最接近的是“legal_services”",
        "science",
    ),
    (
        "unknown group",
        'groups = ["results", "unavailable"], label = "1.',
        'groups = ["results", "absent"], label = "1.',
        "分组“absent”不存在",
        "absent",
    ),
    ("unknown kind", 'kind = "amount_wan"', 'kind = "euro"', "数字种类“euro”不存在", "euro"),
    ("unknown time", 'time = "opening"', 'time = "sometime"', "“time”的值“sometime”不存在", "sometime"),
    (
        "unknown severity",
        'per = "column", severity = "error", formula = "new',
        'per = "column", severity = "fatal", formula = "new',
        "“severity”的值“fatal”不存在",
        "fatal",
    ),
    ("unknown role", 'role = "balance"', 'role = "balence"', "“role”的值“balence”不存在，最接近的是“balance”", "balence"),
    (
        "unknown axis",
        'role = "balance", per = "column"',
        'role = "balance", per = "colum"',
        "“per”的值“colum”不存在，最接近的是“column”",
        "applications.balance",
    ),
    ("missing words", 'sheet = "政府', 'sheets = "政府', "键“sheets”不存在，最接近的是“sheet”", "sheets ="),
    ("series that cannot stand in a marker", 'series = "annual-report"', 'series = "年报"', "“series”的值不对，应是由字母", "年报"),
    ("missing label", '{ code = "research", label = "科研机构" }', '{ code = "research" }', "缺少键“label”", 'code = "research"'),
    ("missing axis", 'role = "balance", per = "column",', 'role = "balance",', "缺少键“per”", "applications.balance"),
    (
        "span that is text",
        '{ text = "申请人情况", cols = 7 }',
        '{ text = "申请人情况", cols = "7" }',
        "“cols”的值不对，应是大于0的整数",
        'cols = "7"',
    ),
    ("span of nothing", '{ column = "total", rows = 2 }', '{ column = "total", rows = 0 }', "“rows”的值不对，应是大于0的整数", "rows = 0"),
    ("width of nothing", "widths = [754,", "widths = [0,", "“widths”的值不对，应是大于0的整数", "widths = [0,"),
    ("minimum that is text", "minimum = 0", 'minimum = "0"', "“minimum”的值不对，应是整数", 'minimum = "0"'),
    ("flag that is a number", "whole = true", "whole = 1", "“whole”的值不对，应是“true”或“false”", "whole = 1"),
    ("label that is a number", 'label = "自然人"', "label = 1", "“label”的值不对，应是文字", "label = 1"),
    ("variants that are text", 'variants = ["规范性文件"]', 'variants = "规范性文件"', "“variants”的值不对，应是列表", 'variants = "规范性文件"'),
    ("code that no formula can name", 'code = "regulations"', 'code = "规章"', "“code”的值不对，应是小写字母", 'code = "规章"'),
    ("id that cannot stand in a marker", 'id = "2021"', 'id = "2021:县"', "“id”的值不对，应是由字母", "2021:县"),
    (
        "last year before the first",
        "first_year = 2021",
        "first_year = 2021\nlast_year = 2020",
        "最后年度早于第一年度",
        "last_year = 2020",
    ),
    (
        "label that has no room left of the figures",
        '{ code = "cases", hint',
        '{ code = "cases", label = "案件", hint',
        "行“cases”的名称在数字左侧没有位置",
        'label = "案件"',
    ),
    (
        "groups of one row that stand in another order",
        'groups = ["results", "denied"], label = "2.',
        'groups = ["denied", "results"], label = "2.',
        "分组“results”在各行里的位置不一致",
        'label = "2.其他法律',
    ),
    (
        "group that stands twice on one row",
        'groups = ["results"], label = "（七）总计"',
        'groups = ["results", "results"], label = "（七）总计"',
        "有重叠或空缺",
        'label = "（七）总计"',
    ),
    (
        "total that looks back",
        '"total = natural_person..other"',
        '"total = previous:natural_person"',
        "只能由同一期的数算出一个代码",
        "previous:natural_person",
    ),
    (
        "unknown table in a section",
        'table = "disputes"',
        'table = "lawsuits"',
        "报告没有一个章节放表“disputes”",
        'code = "disputes"',
    ),
    ("unknown key of the form", "notice =", "notise =", "键“notise”不存在，最接近的是“notice”", "notise ="),
    ("unknown key of the report", 'period = "本报', 'periode = "本报', "“periode”不存在，最接近的是“period”", "periode"),
    ("unknown key of a section", 'text = "（文字', 'txet = "（文字', "“txet”不存在，最接近的是“text”", "txet"),
    (
        "unknown key of a kind",
        "[kinds.amount_wan]\nwhole =",
        "[kinds.amount_wan]\nhole =",
        "“hole”不存在，最接近的是“whole”",
        "hole = false",
    ),
    (
        "unknown key of a kind's rule",
        'severity = "error", sentence = "件数',
        'severty = "error", sentence = "件数',
        "最接近的是“severity”",
        "severty",
    ),
    ("unknown key of a table", "widths = [754", "width = [754", "“width”不存在，最接近的是“widths”", "width = [754"),
    ("unknown key of a block", 'title = "第二十条第（八）项"', 'titel = "第二十条第（八）项"', "“titel”不存在，最接近的是“title”", "titel"),
    (
        "unknown key of a header cell",
        '"行政诉讼", cols = 10',
        '"行政诉讼", columns = 10',
        "“columns”不存在，最接近的是“column”",
        "columns = 10",
    ),
    (
        "unknown key of a column",
        'time = "closing", variants = ["现行',
        'tiem = "closing", variants = ["现行',
        "“tiem”不存在，最接近的是“time”",
        "tiem",
    ),
    ("unknown key of a group", '{ code = "denied", label', '{ code = "denied", lable', "“lable”不存在，最接近的是“label”", "lable"),
    ("unknown key of a row", 'time = "opening"', 'tiem = "opening"', "“tiem”不存在，最接近的是“time”", "tiem"),
    ("key of a column on a row", 'label = "（七）总计"', 'label = "（七）总计", kind = "count"', "键“kind”不存在", "（七）总计"),
    ("unknown key of an equation", 'shown = "一 + 二', 'show = "一 + 二', "“show”不存在，最接近的是“shown”", "show ="),
    ("unknown key of the monthly sheet", "charts = [", "chart = [", "“chart”不存在，最接近的是“charts”", "chart = ["),
    (
        "unknown key of a measure",
        'row = "cases", formula = "recon',
        'rwo = "cases", formula = "recon',
        "“rwo”不存在，最接近的是“row”",
        "rwo",
    ),
    ("unknown key of a chart", "stacked = true", "staked = true", "“staked”不存在，最接近的是“stacked”", "staked"),
]


@pytest.mark.parametrize(("fault", "before", "after", "message", "on_line"), FAULTS, ids=[fault[0] for fault in FAULTS])
def test_a_fault_in_a_form_file_is_refused_with_the_line_that_is_wrong(fault: str, before: str, after: str, message: str, on_line: str) -> None:
    text = (SOURCE / "2021.toml").read_text(encoding="utf-8")
    assert before in text
    spoiled = text.replace(before, after, 1)
    with pytest.raises(FormError) as refused:
        loads(spoiled, "2021.toml")
    assert message in str(refused.value)
    number = int(str(refused.value).rpartition("（2021.toml，第")[2].rstrip("行）"))
    assert on_line in spoiled.splitlines()[number - 1]


def test_every_fault_names_a_message_and_words_of_its_line() -> None:
    assert [fault for fault, _, _, message, on_line in FAULTS if not message or not on_line] == []


@pytest.mark.parametrize("spoiled", ["last_year = 2021", "last_year = 2030", ""])
def test_forms_whose_years_overlap_are_refused(spoiled: str, tmp_path: Path) -> None:
    _of_a_series(tmp_path, spoiled)
    with using([tmp_path]), pytest.raises(FormError, match="“own-2019”与“own-2021”都适用于2021年；请改正“first_year”或“last_year”（2021"):
        forms_of("own")


def test_forms_that_follow_each_other_are_accepted(tmp_path: Path) -> None:
    _of_a_series(tmp_path, "last_year = 2020")
    with using([tmp_path]):
        assert [form.id for form in forms_of("own")] == ["own-2019", "own-2021"]


def _of_a_series(folder: Path, ends: str) -> None:
    """Write the two statutory forms as a series of an office, the first of which ends like this."""
    for year in ("2019", "2021"):
        text = (SOURCE / f"{year}.toml").read_text(encoding="utf-8").replace("last_year = 2020", ends)
        own = text.replace(f'id = "{year}"', f'id = "own-{year}"').replace(f'series = "{STATUTORY}"', 'series = "own"')
        (folder / f"{year}.toml").write_text(own, encoding="utf-8")


@pytest.mark.parametrize("name", ["gkxl/rules", "gkxl/aggregation", "gkxl/workbook", "gkxl/report", "gkxl/actions", "gkxl/cli"])
def test_no_label_of_a_row_or_column_stands_in_the_code(name: str) -> None:
    labels = {
        text for form in all_forms() for table in form.tables for block in table.blocks for text in (r.label for r in block.rows) if len(text) > 3
    }
    labels |= {
        column.label for form in all_forms() for table in form.tables for block in table.blocks for column in block.columns if len(column.label) > 3
    }
    path = SOURCE.parents[1] / name
    for file in path.rglob("*.py") if path.is_dir() else [path]:
        text = file.read_text(encoding="utf-8")
        assert not [label for label in labels if f'"{label}"' in text], file
