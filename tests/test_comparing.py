"""gkxl compare: two periods side by side, over a change of forms too, in three formats."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import docx
import openpyxl
import pytest
from support.told_reports import report_of

from gkxl.aggregation.side_by_side import side_by_side
from gkxl.forms import form_by_id
from gkxl.model.period import Period
from gkxl.model.submission import Submission
from gkxl.workbook.writing.workbooks import unit_workbook

Run = Callable[..., tuple[int, str, str]]


def _stated(year: int, figures: dict[str, int], unit: str = "某某局") -> Submission:
    submission = report_of({"year": year, "unit": unit, "set": figures}).submission
    assert submission is not None
    return submission


def _file(folder: Path, submission: Submission) -> Path:
    path = folder / f"{submission.period}.xlsx"
    path.write_bytes(unit_workbook(submission.form, submission.unit, submission.period, submission))
    return path


NEW = {"applications.new.natural_person": 90, "applications.other_other.natural_person": 60, "applications.granted.natural_person": 30}
OLD = {"applications.new.natural_person": 30, "applications.other.natural_person": 20, "applications.granted.natural_person": 10}


def test_over_a_change_of_forms_only_what_means_the_same_is_compared() -> None:
    lines = {line.label: line for line in side_by_side(_stated(2021, NEW), _stated(2020, OLD))}
    by_code = {line.code: line for line in lines.values()}
    assert lines["（六）其他处理（三项合计）·总计"].difference == 40
    assert lines["（六）其他处理（三项合计）·总计"].per_cent == Decimal("200.0")
    assert not by_code["disclosure.normative_documents.issued"].comparable and not by_code["disclosure.procurement.amount"].comparable
    assert by_code["disclosure.licensing.decisions"].comparable and by_code["applications.granted.commercial"].comparable
    # Decisions; in 表三 all rows but the three of （六）, with their sum; 表四.
    assert sum(line.comparable for line in lines.values()) == 3 + 7 * 23 + 15


def test_within_one_form_every_figure_is_compared() -> None:
    form = form_by_id("2021")
    lines = side_by_side(_stated(2024, {}), _stated(2023, {}))
    assert [line.code for line in lines] == [item.code for item in form.items] and all(line.comparable and line.empty for line in lines)


@pytest.mark.parametrize("ending", ["xlsx", "docx", "html"])
def test_two_years_are_written_side_by_side(ending: str, tmp_path: Path, run_cli: Run) -> None:
    this, last, output = _file(tmp_path, _stated(2021, NEW)), _file(tmp_path, _stated(2020, OLD)), tmp_path / f"对比.{ending}"
    status, out, _ = run_cli("compare", str(this), str(last), "-o", str(output), "--json")
    document = json.loads(out)
    assert (status, document["command"], document["output"]) == (0, "compare", str(output))
    assert [finding["rule"] for finding in document["findings"]] == ["compare.jump"] * 4
    row = ("一、本年新收政府信息公开申请数量·总计", "90", "30", "60", "200")
    if ending == "xlsx":
        cells = [tuple(str(value) for value in line[1:6]) for line in openpyxl.load_workbook(output)["对比"].iter_rows(values_only=True)]
        assert row in cells
    elif ending == "docx":
        found = [tuple(cell.text for cell in line.cells) for table in docx.Document(str(output)).tables for line in table.rows]
        assert (*row[:4], "200.0") in found
    else:
        page = output.read_text(encoding="utf-8")
        assert "200.0" in page and row[0] in page and ">不可比<" in page and "（三项合计）" in page
    first = output.read_bytes()
    assert run_cli("compare", str(this), str(last), "-o", str(output))[0] == 0 and output.read_bytes() == first


def test_a_published_report_may_stand_on_either_side(tmp_path: Path, run_cli: Run) -> None:
    merged, page = tmp_path / "汇总.xlsx", tmp_path / "年报.html"
    sheet = _file(tmp_path, _stated(2020, OLD))
    assert run_cli("merge", str(sheet), "-o", str(merged), "--unit", "某某局", "--period", "2020")[0] == 0
    assert run_cli("report", str(merged), "-o", str(page))[0] == 0
    this = _file(tmp_path, _stated(2021, NEW))
    status, out, _ = run_cli("compare", str(this), str(page), "-o", str(tmp_path / "对比.xlsx"), "--json")
    assert status == 0 and len(json.loads(out)["findings"]) == 4


def test_what_cannot_be_compared_is_refused_with_a_sentence(tmp_path: Path, run_cli: Run) -> None:
    this, last = _file(tmp_path, _stated(2021, NEW)), _file(tmp_path, _stated(2020, OLD))
    output = tmp_path / "对比.xlsx"
    for given, words in [
        ((last, this, output), "请先写本期"),
        ((this, tmp_path / "没有.xlsx", output), "文件不存在"),
        ((this, last, tmp_path / "对比.pdf"), "不认识输出格式"),
        ((this, last, this), "同一个文件"),
    ]:
        status, _, err = run_cli("compare", str(given[0]), str(given[1]), "-o", str(given[2]))
        assert status == 2 and words in err and not output.exists()


def test_what_a_year_is_compared_with_lies_before_it() -> None:
    assert _stated(2020, OLD).period < _stated(2021, NEW).period == Period(2021)
