"""单位名册: what people write on it is understood, and every fault is named by its cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl
import pytest
from support.offices import write_roster

from gkxl.actions.inputs import load_roster
from gkxl.eligibility.hierarchy import expected_units
from gkxl.errors import InputError
from gkxl.model.due_dates import Due
from gkxl.model.period import Period
from gkxl.model.roster import Cycle, Roster
from gkxl.model.unit import Unit

Run = Callable[..., tuple[int, str, str]]
Line = Mapping[str, object]


def test_every_column_is_understood_however_it_is_written(tmp_path: Path) -> None:
    path = write_roster(
        tmp_path / "名册.xlsx",
        [
            {
                "单位": "办公室",
                "上级单位": "某某区",
                "简称/别名": "区办、府办",
                "应报期间": "每月",
                "填报内容": "表三、行政复议",
                "截止日": 5,
                "联系人": "张三",
                "电话": 5201,
            },
            {"单位": "财政局", "上级单位": "某某区", "应报期间": "年报", "填报内容": "全部", "截止日": "次年1月15日"},
            {"单位": "公 安 局(本级)", "上级单位": "某某区"},
        ],
    )
    roster = load_roster(path)
    assert roster.root == "某某区"
    assert [(one.unit, one.cycle, sorted(one.tables), one.due) for one in roster.entries] == [
        ("办公室", Cycle.MONTHLY, ["applications", "disputes"], Due(5)),
        ("财政局", Cycle.YEARLY, [], Due(15, 1)),
        ("公安局（本级）", Cycle.ANY, [], None),
    ]
    assert roster.resolve("府办") == Unit("办公室", "某某区")
    assert (roster.entries[0].contact, roster.entries[0].phone) == ("张三", "5201")


def test_the_roster_of_a_standard_workbook_reads_back_what_was_put_on_it(tmp_path: Path, run_cli: Run) -> None:
    lines = [
        {
            "单位": "甲局",
            "上级单位": "某某区",
            "简称/别名": "甲",
            "应报期间": "每月",
            "填报内容": "表三",
            "截止日": "当月25日",
            "联系人": "张三",
            "电话": "1",
        },
        {"单位": "乙局", "上级单位": "某某区", "应报期间": "全年", "截止日": "1月31日"},
    ]
    first = load_roster(write_roster(tmp_path / "名册.xlsx", lines))
    assert run_cli("template", "-o", tmp_path / "标准.xlsx", "--period", 2026, "--roster", tmp_path / "名册.xlsx")[0] == 0
    again = load_roster(tmp_path / "标准.xlsx")
    for one, other in zip(first.entries, again.entries, strict=True):
        assert (one.unit, one.parent, one.aliases, one.cycle, one.tables, one.due) == (
            other.unit,
            other.parent,
            other.aliases,
            other.cycle,
            other.tables,
            other.due,
        )


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([{"单位": "甲"}, {"单位": "甲"}], ("“甲”", "A2", "A3")),
        ([{"单位": "甲", "别名": "乙"}, {"单位": "乙"}], ("“乙”", "A2", "A3")),
        ([{"单位": "甲", "上级单位": "乙"}, {"单位": "乙", "上级单位": "丙"}, {"单位": "丙", "上级单位": "甲"}], ("循环", "A2", "A3", "A4")),
        ([{"单位": "甲", "上级单位": "甲"}, {"单位": "乙"}], ("循环", "A2")),
        ([{"单位": "某某区"}, {"单位": "甲局", "上级单位": "某某区"}, {"单位": "乙局", "上级单位": "某某去"}], ("B4", "“某某去”", "是不是“某某区”")),
        ([{"单位": "甲", "应报期间": "每周"}], ("B2", "每周", "“每月”“每季”“每半年”或“全年”")),
        ([{"单位": "甲", "截止日": "尽快"}], ("B2", "尽快", "次月几日")),
        ([{"单位": "甲", "应报期间": "每月", "截止日": "1月5日"}], ("C2", "次月几日")),
        ([{"单位": "甲", "填报内容": "财务表"}], ("B2", "财务表", "表三（申请）")),
    ],
    ids=lambda one: "" if isinstance(one, tuple) else "、".join(one[-1]),
)
@pytest.mark.parametrize("command", ["status", "merge", "template"])
def test_a_fault_is_named_by_its_cell_and_nothing_is_written(
    command: str, lines: list[Line], words: tuple[str, ...], tmp_path: Path, run_cli: Run
) -> None:
    roster = write_roster(tmp_path / "名册.xlsx", lines)
    (tmp_path / "报送").mkdir()
    more = {
        "status": ("status", tmp_path / "报送", "--period", 2026, "-o", tmp_path / "out.xlsx"),
        "merge": ("merge", tmp_path / "报送", "--period", 2026, "-o", tmp_path / "out.xlsx"),
        "template": ("template", "--split", "--period", 2026, "-o", tmp_path / "下发"),
    }[command]
    status, out, err = run_cli(*more, "--roster", roster)
    assert (status, out) == (2, "")
    assert all(word in err for word in (*words, "名册.xlsx", "工作表“Sheet”")), err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["名册.xlsx", "报送"]


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    lines = [{"单位": "甲", "应报期间": "每周", "截止日": "5"}, {"单位": "甲", "应报期间": "每月", "截止日": "尽快"}]
    with pytest.raises(InputError) as told:
        load_roster(write_roster(tmp_path / "名册.xlsx", lines))
    assert all(words in str(told.value) for words in ("B2", "C3", "A2", "A3")) and str(told.value).count("工作表") == 3


def _tree(tmp_path: Path, body: str = "") -> Roster:
    lines = [
        {"单位": "市政府办", "上级单位": "某市"},
        {"单位": "甲区", "上级单位": "某市"},
        {"单位": "甲区政府办", "上级单位": "甲区"},
        {"单位": "甲区教育局", "上级单位": "甲区"},
        {"单位": "乙区", "上级单位": "某市"},
        {"单位": "乙镇", "上级单位": "乙区"},
    ]
    return load_roster(write_roster(tmp_path / "名册.xlsx", lines), body)


@pytest.mark.parametrize(
    ("reported", "expected"),
    [
        (set(), {"市政府办", "甲区", "乙区"}),
        ({"甲区"}, {"市政府办", "甲区", "乙区"}),
        ({"甲区政府办"}, {"市政府办", "甲区政府办", "甲区教育局", "乙区"}),
        ({"甲区", "甲区政府办", "乙镇"}, {"市政府办", "甲区", "乙镇"}),
    ],
)
def test_who_is_expected_depends_on_which_level_reports(reported: set[str], expected: set[str], tmp_path: Path) -> None:
    roster = _tree(tmp_path)
    came = {roster.called[name][0]: {Period(2026)} for name in reported}
    assert (roster.root, {unit.name for unit in expected_units(roster, came)}) == ("某市", expected)


def test_a_body_that_is_listed_itself_is_not_expected_to_report_to_itself(tmp_path: Path) -> None:
    lines = [{"单位": "教育局"}, {"单位": "办公室", "上级单位": "教育局"}, {"单位": "基教科", "上级单位": "教育局"}]
    roster = load_roster(write_roster(tmp_path / "名册.xlsx", lines))
    assert (roster.root, expected_units(roster, {})) == ("教育局", {Unit("办公室", "教育局"), Unit("基教科", "教育局")})


def test_whether_a_unit_can_make_regulations_is_said_only_where_somebody_says_it(tmp_path: Path) -> None:
    said = ["是", "否", "", "有时"]
    lines = [{"单位": f"第{number}科", "可制定规章": word} for number, word in enumerate(said[:3])]
    roster = load_roster(write_roster(tmp_path / "名册.xlsx", lines))
    assert [dict(entry.rights) for entry in roster.entries] == [{"可制定规章": True}, {"可制定规章": False}, {}]
    with pytest.raises(InputError, match="的可制定规章“有时”应为“是”或“否”"):
        load_roster(write_roster(tmp_path / "名册.xlsx", [{"单位": "法规科", "可制定规章": said[3]}]))


def test_a_choice_and_hints_help_to_fill_it_in(tmp_path: Path, run_cli: Run) -> None:
    run_cli("template", "-o", tmp_path / "标准.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "标准.xlsx")["单位名册"]
    lists = [rule for rule in sheet.data_validations.dataValidation if rule.type == "list"]
    assert [rule.formula1 for rule in lists] == ['"每月,每季,每半年,全年"', '"是,否"']
