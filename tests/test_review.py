"""gkxl check -o 核查.xlsx: a line for each report or workbook, a line for each finding; harmless, and the same bytes twice."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from support import published, report_pages

Run = Callable[..., tuple[int, str, str]]
REPORT = published.load(published.complete()[0])


def page(unit: str = "某某局", *, broken: bool = False, text: str = "文字。", year: int = REPORT.year) -> str:
    """Return a published report as a web page; a broken one has a figure that no total bears out."""
    form, texts = report_pages.form_of(REPORT), report_pages.texts_of(REPORT)
    if broken:
        texts["applications.new.total"] = "99999"
    tables = {table.code: report_pages.html_table(report_pages.filled(form, table.code, texts)) for table in form.tables}
    return report_pages.page(form, tables, unit, year, text=text)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a report that is right, one that is wrong, and one that cannot be read."""
    folder = tmp_path / "年报"
    folder.mkdir()
    (folder / "对.html").write_text(page(), encoding="utf-8")
    (folder / "错.html").write_text(page("=1+1局", broken=True, text="收到申请88888件。"), encoding="utf-8")
    return folder


def lines(path: Path, sheet: str) -> list[dict[str, object]]:
    """Return the lines of a sheet by their headings."""
    _, _, heading, *rows = openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, heading), row, strict=True)) for row in rows if row[0] is not None]


def test_each_report_has_a_line_and_each_finding_one(folder: Path, tmp_path: Path, run_cli: Run) -> None:
    output = tmp_path / "核查.xlsx"
    status, out, _ = run_cli("check", folder, "-o", output, "--json")
    document = json.loads(out)
    assert (status, document["output"]) == (1, str(output))
    by_unit = {line["单位"]: line for line in lines(output, "核查")}
    assert list(by_unit) == ["某某局", "=1+1局"]
    assert by_unit["某某局"]["错误数"] == 0 and by_unit["=1+1局"]["错误数"] >= 1
    assert "错误，请更正" in str(by_unit["=1+1局"]["结论"]) and by_unit["某某局"]["版式"]
    found = lines(output, "核查明细")
    assert len(found) == len(document["findings"])
    wrong = [line for line in found if line["级别"] == "错误" and line["位置"]]
    assert wrong and all("表格第" in str(line["位置"]) and line["表或部分"] for line in wrong)
    assert any(line["原句"] == "收到申请88888件。" for line in found)


def test_it_prints_on_landscape_pages_and_can_be_filtered(folder: Path, tmp_path: Path, run_cli: Run) -> None:
    output = tmp_path / "核查.xlsx"
    run_cli("check", folder, "-o", output)
    for sheet in openpyxl.load_workbook(output).worksheets:
        assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize), sheet.freeze_panes) == ("landscape", 9, "A4")
        assert sheet.auto_filter.ref and sheet.print_title_rows == "$3:$3" and sheet.sheet_properties.pageSetUpPr.fitToPage
        assert not any(cell.data_type == "f" for line in sheet.iter_rows() for cell in line)


def test_the_same_reports_give_the_same_bytes_and_what_is_no_output_of_ours_stays(folder: Path, tmp_path: Path, run_cli: Run) -> None:
    output = tmp_path / "核查.xlsx"
    run_cli("check", folder, "-o", output)
    first = output.read_bytes()
    run_cli("check", folder, "-o", output)
    assert output.read_bytes() == first
    output.write_bytes(b"mine")
    assert run_cli("check", folder, "-o", output)[0] == 2 and output.read_bytes() == b"mine"
    assert run_cli("check", folder, "-o", output, "--force")[0] == 1 and output.read_bytes() == first


def test_an_input_is_never_the_output(folder: Path, tmp_path: Path, run_cli: Run) -> None:
    given = tmp_path / "报告.xlsx"
    given.write_text(page(), encoding="utf-8")
    before = given.read_bytes()
    assert run_cli("check", given, "-o", given, "--force")[0] == 2 and given.read_bytes() == before
    assert run_cli("check", folder, "-o", tmp_path / "核查.txt")[0] == 2


def test_what_was_written_into_the_folder_is_no_report_the_next_time(folder: Path, run_cli: Run) -> None:
    output = folder / "核查.xlsx"
    run_cli("check", folder, "-o", output)
    first = output.read_bytes()
    _, out, _ = run_cli("check", folder, "-o", output, "--json")
    assert json.loads(out)["unread"] == [] and output.read_bytes() == first
