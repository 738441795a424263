"""gkxl import: a published report becomes a merged workbook that serves wherever one does; one that is not whole is refused."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import published, report_pages
from support.told_reports import figures_of

from gkxl.actions.importing_reports import import_reports
from gkxl.aggregation.side_by_side import side_by_side
from gkxl.forms import form_by_id
from gkxl.model.period import Period
from gkxl.model.submission import Source, Submission
from gkxl.published.reading import read
from gkxl.report.document import compose
from gkxl.report.docx import to_docx
from gkxl.report.html import to_html
from gkxl.workbook.reading.apart import read_workbook_file
from gkxl.workbook.writing.workbooks import unit_workbook

Run = Callable[..., tuple[int, str, str]]
FORM = form_by_id("2021")
BODY = "某某局"
NEW, TOTAL = "applications.new.natural_person", "applications.new.total"


def stated(unit: str = BODY, year: int = 2024, figures: Mapping[str, int] | None = None) -> Submission:
    """Return a statement that is right: what was asked for was granted."""
    given_figures = figures or {NEW: 7, "applications.granted.natural_person": 7}
    return Submission(FORM, unit, Period(year), 1, Source("", ""), figures_of(FORM, given_figures))


def page(folder: Path, report: Submission, name: str = "") -> Path:
    """Return a file with a report as a web page."""
    path = folder / (name or f"{report.unit}{report.period}.html")
    path.write_bytes(to_html(compose(report)))
    return path


def summary(workbook: Path) -> Submission:
    """Return the 汇总 of a workbook."""
    found = read_workbook_file(workbook, workbook.name).summary
    assert found is not None
    return found


INPUTS = [item.code for item in FORM.items if item.index not in FORM.total_items]


@settings(max_examples=3)
@given(st.dictionaries(st.sampled_from(INPUTS), st.integers(0, 10**9), min_size=1, max_size=40))
def test_beside_its_source_an_imported_report_differs_in_nothing(figures: dict[str, int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source, output = page(Path(folder), stated(figures=figures)), Path(folder) / "汇总.xlsx"
        import_reports([source], output)
        published_figures = read(source).submission
        assert published_figures is not None
        lines = side_by_side(summary(output), published_figures)
    assert len(lines) == len(FORM.items) and all(line.comparable and not line.difference for line in lines)


@pytest.fixture
def imported(tmp_path: Path, run_cli: Run) -> Path:
    """Return the workbook of an imported report that is right."""
    output = tmp_path / "汇总.xlsx"
    assert run_cli("import", page(tmp_path, stated()), "-o", output)[0] == 0
    return output


def test_the_workbook_passes_the_judgement_of_every_other(imported: Path, run_cli: Run) -> None:
    reading = read_workbook_file(imported, imported.name)
    assert [line.unit for line in reading.parts] == [BODY]
    status, out, _ = run_cli("check", imported, "--json")
    document = json.loads(out)
    assert (status, document["findings"], document["unread"]) == (0, [], [])
    assert run_cli("status", imported, "--roster", imported, "--period", "2024")[0] == 0


def test_the_same_report_gives_the_same_bytes(imported: Path, tmp_path: Path, run_cli: Run) -> None:
    again = tmp_path / "再.xlsx"
    assert run_cli("import", tmp_path / f"{BODY}2024.html", "-o", again)[0] == 0
    assert again.read_bytes() == imported.read_bytes()


@pytest.mark.parametrize(("opening", "status"), [(0, 0), (5, 1)])
def test_it_is_the_base_of_the_next_year(opening: int, status: int, imported: Path, tmp_path: Path, run_cli: Run) -> None:
    figures = {"applications.carried_in.natural_person": opening, "applications.granted.natural_person": opening}
    sent, output = tmp_path / "办公室.xlsx", tmp_path / "2025.xlsx"
    this = stated("办公室", 2025, figures)
    sent.write_bytes(unit_workbook(FORM, this.unit, this.period, this))
    found, out, _ = run_cli("merge", sent, "-o", output, "--unit", BODY, "--previous", imported, "--json")
    errors = [finding for finding in json.loads(out)["findings"] if finding["severity"] == "error"]
    assert (found, bool(errors)) == (status, opening > 0)


def test_a_merge_counts_it_once_as_a_body(imported: Path, tmp_path: Path, run_cli: Run) -> None:
    other, output = tmp_path / "乙局.xlsx", tmp_path / "全区.xlsx"
    theirs = stated("乙局", figures={NEW: 30, "applications.granted.natural_person": 30})
    other.write_bytes(unit_workbook(FORM, "乙局", theirs.period, theirs))
    status, out, _ = run_cli("merge", imported, other, "-o", output, "--unit", "某某区", "--json")
    assert (status, json.loads(out)["findings"]) == (0, [])
    assert summary(output).figures[FORM.index[TOTAL]] == 37
    assert run_cli("check", output)[0] == 0
    # Beside the body's own sheet, the same is not counted a second time.
    own = tmp_path / "本局.xlsx"
    own.write_bytes(unit_workbook(FORM, BODY, Period(2024), stated()))
    status, out, _ = run_cli("merge", imported, other, own, "-o", output, "--unit", "某某区", "--json")
    assert "merge.counted_twice" in {finding["rule"] for finding in json.loads(out)["findings"]}
    assert summary(output).figures[FORM.index[TOTAL]] == 37


def test_it_is_a_side_of_a_comparison(imported: Path, tmp_path: Path, run_cli: Run) -> None:
    later = page(tmp_path, stated(year=2025))
    status, out, _ = run_cli("compare", later, imported, "-o", tmp_path / "对比.html", "--json")
    assert (status, json.loads(out)["findings"]) == (0, [])


def test_a_wrong_sum_is_taken_in_and_said(tmp_path: Path, run_cli: Run) -> None:
    source, output = page(tmp_path, stated()), tmp_path / "汇总.xlsx"
    texts = report_pages.texts_of(published.load("suqian_2023")) | {TOTAL: "99999"}
    source.write_bytes(to_html(report_pages.document(FORM, texts, BODY, 2023)))
    status, out, _ = run_cli("import", source, "-o", output, "--json")
    document = json.loads(out)
    errors = [finding for finding in document["findings"] if finding["severity"] == "error"]
    assert status == 1 and document["output"] == str(output) and output.exists()
    assert {(finding["file"], finding["actual"]) for finding in errors} == {(str(source), "99999")}
    assert errors[0]["unit"] == BODY and errors[0]["parent"] == ""


def test_name_and_year_are_corrected_by_the_caller(tmp_path: Path, run_cli: Run) -> None:
    output = tmp_path / "汇总.xlsx"
    assert run_cli("import", page(tmp_path, stated()), "-o", output, "--unit", "某某局（本级）", "--period", "2023")[0] == 0
    assert (summary(output).unit, summary(output).period) == ("某某局（本级）", Period(2023))


def test_without_a_title_the_caller_says_whose_and_when(tmp_path: Path, run_cli: Run) -> None:
    source, output = page(tmp_path, stated()), tmp_path / "汇总.xlsx"
    bare = replace(compose(stated()), title="公开情况", period="")
    source.write_bytes(to_html(bare))
    source = source.rename(tmp_path / "表.html")
    for given_options, named in (((), "--period"), (("--period", "2024"), "--unit")):
        status, _, err = run_cli("import", source, "-o", output, *given_options)
        assert status == 2 and named in err and not output.exists()
    assert run_cli("import", source, "-o", output, "--period", "2024", "--unit", BODY)[0] == 0
    assert summary(output).unit == BODY


def test_several_reports_go_into_a_folder_one_workbook_each(tmp_path: Path, run_cli: Run) -> None:
    reports = [page(tmp_path, stated()), tmp_path / "乙局.docx"]
    reports[1].write_bytes(to_docx(compose(stated("乙局"))))
    status, _, err = run_cli("import", *reports, "-o", tmp_path / "汇总.xlsx")
    assert status == 2 and "请逐份导入，或用 -o 写一个文件夹" in err and not (tmp_path / "汇总.xlsx").exists()
    blank = tmp_path / "不是.html"
    blank.write_text("<html><p>通知</p></html>", encoding="utf-8")
    folder = tmp_path / "上年"
    status, out, _ = run_cli("import", *reports, blank, "-o", folder, "--json")
    document = json.loads(out)
    assert status == 1 and [unread["file"] for unread in document["unread"]] == [str(blank)]
    assert sorted(path.name for path in folder.iterdir()) == ["乙局-2024.xlsx", f"{BODY}-2024.xlsx"]
    assert run_cli("check", folder)[0] == 0


def test_the_reports_in_a_folder_are_taken_in_and_what_is_none_is_left(tmp_path: Path, run_cli: Run) -> None:
    sent = tmp_path / "年报"
    (sent / "下级").mkdir(parents=True)
    page(sent / "下级", stated())
    undated = page(sent, stated("丙局"), "丙局.html")
    undated.write_bytes(to_html(replace(compose(stated("丙局")), title="丙局信息公开工作年度报告", period="")))
    (sent / "通知.html").write_text("<html><p>通知</p></html>", encoding="utf-8")
    assert "请逐份导入" in run_cli("import", sent, "-o", tmp_path / "汇总.xlsx")[2]
    assert "只能用于一份年报" in run_cli("import", sent, "-o", sent / "上年", "--period", "2024")[2]
    for _ in range(2):  # what an import has written lies in the folder that the next one reads
        status, out, _ = run_cli("import", sent, "-o", sent / "上年", "--json")
        document = json.loads(out)
        assert status == 1 and [(unread["file"], unread["why"]) for unread in document["unread"]] == [(undated.as_posix(), "no_period")]
        assert [path.name for path in (sent / "上年").iterdir()] == [f"{BODY}-2024.xlsx"]
    (tmp_path / "空").mkdir()
    assert "没有找到年报" in run_cli("import", tmp_path / "空", "-o", tmp_path / "上年")[2]


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_of_a_report_without_a_year_it_is_said_that_its_tables_are_not_checked(form: str, tmp_path: Path, run_cli: Run) -> None:
    report = Submission(form_by_id(form), BODY, Period(form_by_id(form).first_year), 1, Source("", ""), figures_of(form_by_id(form), {NEW: 7}))
    undated = tmp_path / "年报.html"
    undated.write_bytes(to_html(replace(compose(report), title="某某局信息公开工作年度报告", period="")))
    for given_path in (undated, tmp_path):
        status, out, err = run_cli("check", given_path, "--json")
        assert status == 1 and [unread["why"] for unread in json.loads(out)["unread"]] == ["no_period"]
        assert "三张表没有核对" in err and "--period" in err
        assert {finding["rule"] for finding in json.loads(out)["findings"]}.isdisjoint({"report.other_form"}), "of no year no form is the wrong one"
    status, _, err = run_cli("compare", undated, page(tmp_path, stated()), "-o", tmp_path / "对比.html")
    assert status == 2 and "--period" in err


def _without_a_row(text: str) -> str:
    return next(text.replace(row, "") for row in re.findall(r"<tr.*?</tr>", text, re.DOTALL) if "本年新收" in row)


REFUSED: list[tuple[str, Callable[[str], str], tuple[str, ...], tuple[str, ...]]] = [
    ("a row is gone", _without_a_row, (), ("只读出一部分", "一、本年新收政府信息公开申请数量")),
    ("a figure is no number", lambda text: text.replace(">7<", ">七八个<", 1), (), ("没有读懂", "七八个")),
    ("a table is gone", lambda text: text[: text.rindex("<table")] + text[text.rindex("</table>") :], (), ("缺表四", "整张")),
    ("the layout is not of that year", lambda text: text, ("--period", "2019"), ("2021年格式", "不用于2019年")),
    ("a month is no report", lambda text: text, ("--period", "2024-03"), ("年报是全年的",)),
    ("no report", lambda _: "<html><p>通知</p></html>", (), ("没有找到年报的标题和三张表",)),
]


@pytest.mark.parametrize(("change", "options", "words"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_what_is_not_whole_is_refused_with_what_it_lacks(
    change: Callable[[str], str], options: tuple[str, ...], words: tuple[str, ...], tmp_path: Path, run_cli: Run
) -> None:
    source, output = page(tmp_path, stated()), tmp_path / "汇总.xlsx"
    source.write_text(change(source.read_text(encoding="utf-8")), encoding="utf-8")
    status, _, err = run_cli("import", source, "-o", output, *options)
    assert status == 2 and not output.exists()
    assert all(word in err for word in words), err


def test_a_report_of_mixed_layouts_is_refused_table_by_table(tmp_path: Path, run_cli: Run) -> None:
    mixed = published.load("hongze_2023")
    form, source, output = report_pages.form_of(mixed), tmp_path / "年报.html", tmp_path / "汇总.xlsx"
    source.write_bytes(to_html(report_pages.document(form, report_pages.texts_of(mixed), mixed.body, mixed.year)))
    status, _, err = run_cli("import", source, "-o", output)
    assert status == 2 and not output.exists()
    assert "表三（申请）是2019年格式" in err and "表四（复议诉讼）是2021年格式" in err


def test_our_own_report_in_excel_comes_back(imported: Path, tmp_path: Path, run_cli: Run) -> None:
    printed, output = tmp_path / "报告.xlsx", tmp_path / "回.xlsx"
    assert run_cli("report", imported, "-o", printed)[0] == 0
    assert run_cli("import", printed, "-o", output)[0] == 0
    assert summary(output).figures == summary(imported).figures
