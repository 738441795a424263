"""Who has reported, who was late, who corrected, and who has not: said exactly, and by whom it was not."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from support import cells, events
from support.driving import Said, run
from support.offices import figures, happenings, send_in, send_in_year, write_roster
from support.returned import NEW
from support.stamp import Stamp

from gkxl.forms import form_by_id
from gkxl.model.period import Period

Run = Callable[..., tuple[int, str, str]]
FORM = form_by_id("2021")
YEAR = 2025
UNITS = [f"第{number:02d}局" for number in range(1, 41)]
MISSING = [("第05局", 1), ("第20局", 6), ("第33局", 12)]
LATE = [("第03局", 4), ("第07局", 9)]
CORRECTED = [("第11局", 2), ("第12局", 7)]
DUPLICATE, UNREADABLE = ("第22局", 5), ("第40局", 8)


@pytest.fixture(scope="module")
def stamp(unit_templates: Callable[[int], Path]) -> Stamp:
    return Stamp(unit_templates(YEAR))


def _after(month: int, day: int) -> str:
    return f"{YEAR + month // 12}-{month % 12 + 1:02d}-{day:02d}"


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory, stamp: Stamp) -> tuple[Path, Path]:
    """A year of forty units: the folder with what came, and the roster."""
    folder = tmp_path_factory.mktemp("year")
    office = happenings(UNITS, YEAR)
    for unit, happened in office.items():
        for month in range(1, 13):
            key = unit, month
            if key not in MISSING:
                send_in(folder / "报送", stamp, unit, Period(YEAR, month), happened, filled_on=_after(month, 9 if key in LATE else 3))
    for unit, month in CORRECTED:
        changed = figures(FORM, office[unit], (month, month))
        changed["二", "第二十条第（五）项 行政许可", "本年处理决定数量"] = 777
        path = folder / "报送" / f"{YEAR}-{month:02d}" / f"{unit}更正.xlsx"
        path.write_bytes(stamp.filled(changed, unit=unit, period=Period(YEAR, month), revision=2, filled_on=_after(month, 20)))
    twice = figures(FORM, office[DUPLICATE[0]], (DUPLICATE[1], DUPLICATE[1]))
    twice[NEW] = 99
    (folder / "报送" / "又一份.xlsx").write_bytes(stamp.filled(twice, unit=DUPLICATE[0], period=Period(YEAR, DUPLICATE[1])))
    unread = folder / "报送" / f"{YEAR}-{UNREADABLE[1]:02d}" / f"{UNREADABLE[0]}-{YEAR}-{UNREADABLE[1]:02d}.xlsx"
    unread.write_bytes(unread.read_bytes()[:3000])
    lines = [{"单位": unit, "上级单位": "某某区", "应报期间": "每月", "截止日": 5, "联系人": "李四", "电话": "1"} for unit in UNITS]
    return folder / "报送", write_roster(folder / "名册.xlsx", lines)


def _month(one: tuple[str, int]) -> dict[str, str]:
    return {"unit": one[0], "period": f"{YEAR}-{one[1]:02d}", "parent": "某某区"}


@pytest.fixture(scope="module")
def told(year: tuple[Path, Path]) -> tuple[Said, Path]:
    """What the status of the year says, and the workbook that it writes."""
    folder, roster = year
    output = folder.parent / "报送情况.xlsx"
    return run("status", folder, "--roster", roster, "--period", YEAR, "-o", output), output


def test_a_year_of_forty_units_is_told_exactly(told: tuple[Said, Path]) -> None:
    document = told[0].document
    assert told[0].status == 1 and document["ok"] is False
    assert document["counts"] == {
        "expected": 480,
        "received": 475,
        "on_time": 473,
        "late": 2,
        "received_undated": 0,
        "missing": 3,
        "unreadable": 1,
        "disputed": 1,
        "not_due": 0,
        "corrected": 2,
        "not_asked": 0,
    }
    assert document["missing"] == [_month(one) for one in MISSING]
    slots = {(slot["unit"], slot["period"]): slot for slot in document["slots"]}
    assert len(slots) == 480
    by_state = {state: [key for key, slot in slots.items() if slot["state"] == state] for state in ("late", "unreadable", "disputed", "missing")}
    named = {"late": LATE, "unreadable": [UNREADABLE], "disputed": [DUPLICATE], "missing": MISSING}
    assert by_state == {state: [tuple(_month(one).values())[:2] for one in keys] for state, keys in named.items()}
    assert [key for key, slot in slots.items() if slot["corrected"]] == [tuple(_month(one).values())[:2] for one in CORRECTED]
    assert [one["file"].endswith("第40局-2025-08.xlsx") for one in document["unread"]] == [True]
    rules = Counter(finding["rule"] for finding in document["findings"])
    assert rules == {"year.missing_month": 3, "submission.superseded": 2, "submission.duplicate": 1}
    (duplicate,) = [finding for finding in document["findings"] if finding["rule"] == "submission.duplicate"]
    assert "又一份.xlsx" in duplicate["message"] and "第22局-2025-05.xlsx" in duplicate["message"]
    assert [one["unit"] for one in document["reminders"]] == ["第05局", "第20局", "第22局", "第33局", "第40局"]
    assert "应报480份，已报475份（其中迟报2份、更正2份），缺报3份，未读出1份，重复且不一致1份" in told[0].last_line


def test_what_a_correction_changed_is_listed_item_by_item(told: tuple[Said, Path]) -> None:
    document = told[0].document
    assert [(one["unit"], one["period"], one["before"]["revision"], one["after"]["revision"]) for one in document["corrections"]] == [
        ("第11局", "2025-02", 1, 2),
        ("第12局", "2025-07", 1, 2),
    ]
    for one in document["corrections"]:
        (change,) = one["changes"]
        assert (change["item"], change["after"]) == ("disclosure.licensing.decisions", "777")
        assert change["before"] != "777" and "行政许可" in change["label"] and change["cell"]


def test_the_grid_of_the_sheet_says_the_same(year: tuple[Path, Path], told: tuple[Said, Path]) -> None:
    folder, _ = year
    sheet = openpyxl.load_workbook(told[1])["报送情况"]
    (top,) = [cell.row for cell in sheet["C"] if cell.value == "单位"]
    columns = {str(cell.value): cell.column for cell in sheet[top]}
    lines = {sheet.cell(row, 3).value: row for row in range(top + 1, top + 41)}
    shown = {(unit, month): sheet.cell(row, columns[f"{month}月"]) for unit, row in lines.items() for month in range(1, 13)}
    words = {"缺报": MISSING, "迟报": LATE, "更正": CORRECTED, "重复": [DUPLICATE], "未读出": [UNREADABLE]}
    for word, keys in words.items():
        assert [key for key, cell in shown.items() if cell.value == word] == keys
    assert Counter(cell.value for cell in shown.values())["按时"] == 480 - 3 - 2 - 2 - 1 - 1
    assert len({cell.fill.fgColor.rgb for cell in shown.values()}) == 6
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert any("应报480份" in text and "缺报3份" in text for text in texts)
    (reminder,) = [text for text in texts if text.startswith("【催报】第05局")]
    assert all(words in reminder for words in ("李四同志", "2025年1月", "截止日是2025年2月5日", "已过", "发回"))
    assert str(folder) not in "".join(text for text in texts if text.startswith("【催报】"))


def test_the_merged_year_says_who_is_missing_too(year: tuple[Path, Path], run_cli: Run, tmp_path: Path) -> None:
    folder, roster = year
    merged = tmp_path / "汇总.xlsx"
    status, out, _ = run_cli("merge", folder, "-o", merged, "--unit", "某某区", "--period", YEAR, "--roster", roster, "--json")
    document = json.loads(out)
    assert (status, document["missing"]) == (1, [_month(one) for one in MISSING])
    assert len(document["submissions"]) == 475
    content = cells.read(merged)
    assert {"月度", "各月明细", "报送情况"} <= set(content)
    face = str(content["汇总"]["B3"].value)
    assert all(words in face for words in ("已汇总40个单位", "475份月报", "3个单位缺月报（第05局、第20局、第33局）", "1份未读出", "第22局"))
    changed = [str(cell.value) for cell in content["校验"].values() if "行政许可" in str(cell.value) and "改为777" in str(cell.value)]
    assert len(changed) >= 2


def test_one_month_is_told_by_itself(year: tuple[Path, Path], run_cli: Run) -> None:
    folder, roster = year
    status, out, err = run_cli("status", folder / "2025-06", "--roster", roster, "--period", "2025-06")
    assert status == 1 and "应报40份，已报39份，缺报1份" in err
    assert "第20局" in out and "按=按时" in out


@pytest.fixture
def one_unit(tmp_path: Path) -> Path:
    return write_roster(
        tmp_path / "名册.xlsx", [{"单位": "甲局", "应报期间": "每月", "截止日": 5}, {"单位": "乙局", "应报期间": "每月", "截止日": 5}]
    )


def _states(run_cli: Run, folder: Path, roster: Path, period: object, *more: object) -> tuple[int, dict[str, str], list[str]]:
    status, out, _ = run_cli("status", folder, "--roster", roster, "--period", period, "--json", *more)
    document = json.loads(out)
    return status, {slot["unit"]: slot["state"] for slot in document["slots"]}, [one["rule"] for one in document["findings"]]


@pytest.mark.parametrize(
    ("head", "state", "rules"),
    [
        ({"filled_on": "2025-04-05"}, "on_time", []),
        ({"filled_on": "4月6日"}, "late", []),
        ({"filled_on": "2025-04-06", "revision": 2}, "received", []),
        ({"filled_on": "清明前"}, "received", ["head.filled_on"]),
        ({"filled_on": "2024-04-03"}, "received", ["head.filled_on"]),
        ({}, "received", ["head.filled_on"]),
    ],
)
def test_lateness_is_judged_by_the_date_of_filling(
    head: dict[str, object], state: str, rules: list[str], stamp: Stamp, one_unit: Path, tmp_path: Path, run_cli: Run
) -> None:
    for unit, filled in (("甲局", head), ("乙局", {"filled_on": "2025-04-03"})):
        send_in(tmp_path / "报送", stamp, unit, Period(YEAR, 3), events.Events(in_force=1), **filled)
    assert _states(run_cli, tmp_path / "报送", one_unit, "2025-03") == (0, {"甲局": state, "乙局": "on_time"}, rules)


def test_what_is_not_due_yet_is_not_missing(stamp: Stamp, one_unit: Path, tmp_path: Path, run_cli: Run) -> None:
    for month in (1, 2):
        for unit in ("甲局", "乙局"):
            send_in(tmp_path / "报送", stamp, unit, Period(YEAR, month), events.Events(in_force=1), filled_on=_after(month, 3))
    send_in(tmp_path / "报送", stamp, "甲局", Period(YEAR, 3), events.Events(in_force=1), filled_on=_after(3, 2))
    arguments = ("status", tmp_path / "报送", "--roster", one_unit, "--period", YEAR, "--json")
    early = json.loads(run_cli(*arguments, "--today", "2025-04-03")[1])
    assert (early["counts"]["received"], early["counts"]["not_due"], early["missing"]) == (5, 19, [])
    later = json.loads(run_cli(*arguments, "--today", "2025-05-06")[1])
    assert (later["counts"]["not_due"], len(later["missing"])) == (16, 3)


@pytest.mark.parametrize("name", ["甲局-2025-03.xlsx", "2025年3月/甲局.xlsx", "3月/甲 局（新）.xlsx", "甲局/3月.xlsx", "甲局.xlsx"])
def test_an_unreadable_file_is_told_whose_it_is_by_its_name(name: str, stamp: Stamp, one_unit: Path, tmp_path: Path, run_cli: Run) -> None:
    path = tmp_path / "报送" / name
    path.parent.mkdir(parents=True)
    path.write_bytes(b"PK\x03\x04")
    send_in(tmp_path / "报送", stamp, "乙局", Period(YEAR, 3), events.Events(in_force=1), filled_on=_after(3, 3))
    assert _states(run_cli, tmp_path / "报送", one_unit, "2025-03")[:2] == (1, {"甲局": "unreadable", "乙局": "on_time"})


def test_a_file_that_tells_nothing_of_its_unit_leaves_the_unit_missing(stamp: Stamp, one_unit: Path, tmp_path: Path, run_cli: Run) -> None:
    (tmp_path / "报送").mkdir()
    (tmp_path / "报送" / "新建表格.xlsx").write_bytes(b"PK\x03\x04")
    send_in(tmp_path / "报送", stamp, "乙局", Period(YEAR, 3), events.Events(in_force=1), filled_on=_after(3, 3))
    assert _states(run_cli, tmp_path / "报送", one_unit, "2025-03")[:2] == (1, {"甲局": "missing", "乙局": "on_time"})


def test_a_name_that_is_not_on_the_roster_gets_the_nearest_that_is(stamp: Stamp, one_unit: Path, tmp_path: Path, run_cli: Run) -> None:
    send_in(tmp_path / "报送", stamp, "甲局办公室", Period(YEAR, 3), events.Events(in_force=1))
    status, out, _ = run_cli("status", tmp_path / "报送", "--roster", one_unit, "--period", "2025-03", "--json")
    (unknown,) = [one for one in json.loads(out)["findings"] if one["rule"] == "merge.unknown_unit"]
    assert status == 1 and "是不是“甲局”" in unknown["message"]


def test_a_unit_that_reports_by_year_is_not_expected_by_month(stamp: Stamp, tmp_path: Path, run_cli: Run) -> None:
    roster = write_roster(tmp_path / "名册.xlsx", [{"单位": "甲局", "应报期间": "每月"}, {"单位": "乙局", "应报期间": "全年", "截止日": "1月15日"}])
    send_in(tmp_path / "报送", stamp, "甲局", Period(YEAR, 3), events.Events(in_force=1))
    assert _states(run_cli, tmp_path / "报送", roster, "2025-03")[:2] == (0, {"甲局": "received"})
    send_in(tmp_path / "报送", stamp, "乙局", Period(YEAR), events.Events(in_force=1), filled_on="2026-01-16")
    status, out, _ = run_cli("status", tmp_path / "报送", "--roster", roster, "--period", YEAR, "--json")
    (slot,) = [slot for slot in json.loads(out)["slots"] if slot["unit"] == "乙局"]
    assert (status, slot["period"], slot["state"], slot["due"]) == (1, "2025", "late", "2026-01-15")


def test_a_whole_year_in_time_is_done(stamp: Stamp, tmp_path: Path, run_cli: Run) -> None:
    roster = write_roster(tmp_path / "名册.xlsx", [{"单位": "甲局", "应报期间": "每月"}])
    send_in_year(tmp_path / "报送", stamp, happenings(["甲局"], YEAR), YEAR)
    status, _, err = run_cli("status", tmp_path / "报送", "--roster", roster, "--period", YEAR)
    assert status == 0 and "应报12份，已报12份。" in err


def test_the_parent_stands_wherever_a_unit_does(stamp: Stamp, tmp_path: Path, run_cli: Run) -> None:
    bureaus = ("教育局", "水利局")
    places = [*((bureau, "某市") for bureau in bureaus), *((unit, bureau) for bureau in bureaus for unit in ("办公室", "法规科"))]
    roster = write_roster(tmp_path / "名册.xlsx", [{"单位": unit, "上级单位": parent} for unit, parent in places])
    for unit, parent, revision in (("办公室", "教育局", 1), ("办公室", "教育局", 2), ("法规科", "水利局", 1)):
        send_in(tmp_path / f"报送{revision}", stamp, unit, Period(YEAR, 3), events.Events(in_force=revision), parent=parent, revision=revision)
    paths = (tmp_path / "报送1", tmp_path / "报送2")
    document = json.loads(run_cli("status", *paths, "--roster", roster, "--period", f"{YEAR}-03", "--json")[1])
    keys = ("submissions", "missing", "reminders", "corrections", "slots")
    said = {key: sorted((entry["parent"], entry["unit"]) for entry in document[key]) for key in keys}
    here, late = [("教育局", "办公室"), ("水利局", "法规科")], [("教育局", "法规科"), ("水利局", "办公室")]
    assert said == {"submissions": here, "missing": late, "reminders": late, "corrections": here[:1], "slots": sorted([*here, *late])}
    absent = [finding for finding in document["findings"] if finding["rule"] == "merge.missing_unit"]
    assert sorted((finding["parent"], finding["unit"]) for finding in absent) == late
