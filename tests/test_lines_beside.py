"""The lines of a long 明细 stand in a CSV beside the workbook: read from there by all who read it, and never taken for another."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.returned import Run, new_applications

from gkxl.forms import form_by_id
from gkxl.model.period_text import parse_period
from gkxl.model.submission import Source, Submission
from gkxl.texts import harmless
from gkxl.workbook.format.lines_beside import lines_file, rows_of
from gkxl.workbook.format.sheet_names import MATRIX, MONTHS
from gkxl.workbook.reading.apart import read_apart, read_workbook_file
from gkxl.workbook.reading.submissions import WorkbookReading
from gkxl.workbook.writing import putting_beside
from gkxl.workbook.writing.workbooks import unit_workbook

YEAR = "2023"
UNITS = ("甲科", "乙科", "丙科")
THRESHOLD = "gkxl.workbook.format.lines_beside.MOST_LINES"


def stated(unit: str, number: int, period: str = YEAR) -> bytes:
    """Return the workbook of a unit with so many applications, all granted; it balances."""
    form = form_by_id("2021")
    values: list[int | None] = [None if item.index in form.total_items else 0 for item in form.items]
    for code in ("applications.new.natural_person", "applications.granted.natural_person"):
        values[form.index[code]] = number
    return unit_workbook(form, unit, parse_period(period), Submission(form, unit, parse_period(period), 1, Source("", ""), values))


def sent(folder: Path, units: Sequence[str] = UNITS, period: str = YEAR) -> Path:
    """Write what these units send."""
    folder.mkdir(exist_ok=True)
    for number, unit in enumerate(units, start=1):
        (folder / f"{number}-{period}.xlsx").write_bytes(stated(unit, number, period))
    return folder


def beside(output: Path) -> list[Path]:
    """Return the files beside an output."""
    return sorted(output.parent.glob(f"{output.stem}-*.csv"))


def read(path: Path) -> WorkbookReading:
    """Return what a workbook holds."""
    return read_apart(read_workbook_file, path, path.name)


def said(lines: Sequence[Submission]) -> list[tuple[object, ...]]:
    """Return what lines say."""
    return [(line.who, line.period, line.revision, tuple(line.stated)) for line in lines]


@pytest.fixture
def long(monkeypatch: pytest.MonkeyPatch) -> None:
    """More than two lines are too many."""
    monkeypatch.setattr(THRESHOLD, 2)


@pytest.fixture
def bureau(tmp_path: Path, run_cli: Run, long: None) -> Path:
    """The merged workbook of a bureau, in a folder of its own, with its lines beside it."""
    (tmp_path / "区").mkdir()
    output = tmp_path / "区" / "某局.xlsx"
    assert run_cli("merge", sent(tmp_path / "某局"), "-o", output, "--unit", "某局")[0] == 0
    return output


def test_a_long_matrix_is_read_as_a_short_one(tmp_path: Path, run_cli: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = sent(tmp_path / "报送")
    for month in ("2023-01", "2023-02"):
        sent(folder, ["甲科", "乙科"], month)
    (folder / "1-2023.xlsx").unlink()
    (folder / "2-2023.xlsx").unlink()
    readings = []
    for most in (99, 2):
        monkeypatch.setattr(THRESHOLD, most)
        output = tmp_path / f"{most}.xlsx"
        status, out, err = run_cli("merge", folder, "-o", output, "--unit", "某局", "--period", YEAR, "--json")
        assert status == 1, err  # ten months are missing
        assert json.loads(out)["beside"] == [str(path) for path in reversed(beside(output))]
        readings.append(read(output))
    short, long = readings
    assert [re.sub("[0-9a-f]{12}", "", path.name) for path in beside(tmp_path / "2.xlsx")] == [f"2-{MONTHS}-.csv", f"2-{MATRIX}-.csv"]
    assert not beside(tmp_path / "99.xlsx")
    assert len(short.parts) == 3 and len(short.months) == 4
    for kind in ("parts", "months"):
        assert said(getattr(long, kind)) == said(getattr(short, kind))
    sheets = openpyxl.load_workbook(tmp_path / "2.xlsx")
    shown = [str(cell.value) for row in sheets[MATRIX] for cell in row if cell.value]
    assert any("共3行" in text and "csv" in text for text in shown)
    assert not any(unit in shown for unit in UNITS)


def test_the_files_are_the_same_bytes_for_any_name_and_number_of_workers(tmp_path: Path, run_cli: Run, long: None) -> None:
    made = []
    for workers in (1, 2):
        output = tmp_path / f"汇总{workers}.xlsx"
        assert run_cli("merge", sent(tmp_path / "报送"), "-o", output, "--unit", "某局", "--workers", workers)[0] == 0
        (lines,) = beside(output)
        assert lines.read_bytes().startswith(b"\xef\xbb\xbf")
        made.append((output.read_bytes(), lines.name.removeprefix(output.stem), lines.read_bytes()))
    assert made[0] == made[1]


def test_the_next_level_reads_them_in_every_role(bureau: Path, tmp_path: Path, run_cli: Run) -> None:
    other = sent(tmp_path / "另一局", ["丁科"])
    district = tmp_path / "区.xlsx"
    assert run_cli("merge", bureau.parent, other, "-o", district, "--unit", "某区")[0] == 0
    assert new_applications(district) == 7
    # What it holds already is known from its lines, and does not count again.
    status, out, _ = run_cli("merge", bureau.parent, tmp_path / "某局", "-o", district, "--unit", "某区", "--json")
    (twice,) = (finding["message"] for finding in json.loads(out)["findings"] if finding["severity"] == "error")
    assert status == 1
    assert all(unit in twice for unit in UNITS)
    assert new_applications(district) == 6
    assert run_cli("check", bureau)[0] == 0
    assert run_cli("report", bureau, "-o", tmp_path / "报告.docx")[0] == 0
    assert run_cli("status", bureau.parent, "--roster", bureau, "--period", YEAR)[0] in (0, 1)
    next_year = sent(tmp_path / "2024", ["某局"], "2024")
    assert run_cli("check", next_year, "--previous", bureau)[0] == 0


def test_both_may_be_renamed_and_moved(bureau: Path, tmp_path: Path, run_cli: Run) -> None:
    (lines,) = beside(bureau)
    away = tmp_path / "转来"
    away.mkdir()
    shutil.copy(bureau, away / "改名.xlsx")
    shutil.copy(lines, away / f"再改名{lines.name}")
    assert said(read(away / "改名.xlsx").parts) == said(read(bureau).parts)
    status, _, err = run_cli("check", away)
    assert status == 0
    assert "只随同一文件夹里的汇总工作簿读取" in err


def _changed(lines: Path) -> None:
    lines.write_bytes(lines.read_bytes().replace(b",3,", b",2,"))


def _another(lines: Path) -> None:
    lines.write_bytes(lines_file(MATRIX, [["unit:甲科"]]).data)


@pytest.mark.parametrize(
    "spoil", [Path.unlink, _changed, _another, lambda lines: lines.write_bytes(b"")], ids=["missing", "changed", "another", "empty"]
)
def test_a_workbook_without_its_lines_is_unread_and_its_total_does_not_count(spoil: Callable[[Path], None], bureau: Path, run_cli: Run) -> None:
    (lines,) = beside(bureau)
    spoil(lines)
    (bureau.parent / "丁局.xlsx").write_bytes(stated("丁局", 1))
    district = bureau.parent.parent / "区.xlsx"
    for command in (["check", bureau.parent], ["merge", bureau.parent, "-o", district, "--unit", "某区"]):
        status, out, err = run_cli(*command, "--json")
        (unread,) = json.loads(out)["unread"]
        assert status == 1
        assert unread["file"].endswith("某局.xlsx") and unread["why"] in ("lines_missing", "lines_changed")
        assert lines.name.removeprefix("某局-") in unread["reason"] and "请" in unread["reason"]
        assert "全部成立" not in err
    assert new_applications(district) == 1
    for command in (["merge", bureau, "-o", bureau.parent / "又.xlsx"], ["report", bureau, "-o", bureau.parent / "报告.docx"]):
        status, _, err = run_cli(*command)
        assert status == 2
        assert lines.name.removeprefix("某局-") in err
    assert not (bureau.parent / "报告.docx").exists()


def test_what_an_earlier_output_had_beside_it_goes_but_not_what_somebody_changed(bureau: Path, tmp_path: Path, run_cli: Run) -> None:
    (first,) = beside(bureau)
    folder = tmp_path / "某局"
    again = ("merge", folder, "-o", bureau, "--unit", "某局")
    assert run_cli(*again)[0] == 0
    assert beside(bureau) == [first]
    (folder / "4.xlsx").write_bytes(stated("丁科", 9))
    assert run_cli(*again)[0] == 0
    (second,) = beside(bureau)
    assert second != first
    _changed(second)
    changed = second.read_bytes()
    status, _, err = run_cli(*again)
    assert status == 2
    assert "改过" in err and second.read_bytes() == changed
    for number in range(2, 5):
        next(folder.glob(f"{number}*.xlsx")).unlink()
    assert run_cli(*again)[0] == 0
    assert beside(bureau) == [second] and second.read_bytes() == changed


@pytest.mark.parametrize("broken_off", [KeyboardInterrupt, OSError(28, "full")])
def test_whoever_breaks_it_off_between_the_two_files_leaves_the_old_ones(
    broken_off: BaseException, bureau: Path, tmp_path: Path, run_cli: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = said(read(bureau).parts)
    (tmp_path / "某局" / "4.xlsx").write_bytes(stated("丁科", 9))

    def breaking(*_: object) -> None:
        assert len(beside(bureau)) == 2  # the new lines lie there, and nothing names them yet
        raise broken_off

    again = ("merge", tmp_path / "某局", "-o", bureau, "--unit", "某局")
    with monkeypatch.context() as patched:
        patched.setattr(putting_beside, "write_whole", breaking)
        assert run_cli(*again)[0] in (2, 130)
    assert said(read(bureau).parts) == before
    assert run_cli(*again)[0] == 0
    assert len(beside(bureau)) == 1
    assert len(read(bureau).parts) == 4


def test_lines_that_another_run_is_about_to_name_are_not_cleared_away(bureau: Path, tmp_path: Path, run_cli: Run) -> None:
    other = lines_file(MATRIX, [["unit:戊科"]])
    place = bureau.with_name(f"{bureau.stem}-{other.name.ending}")
    again = ("merge", tmp_path / "某局", "-o", bureau, "--unit", "某局")
    with putting_beside._in_place(place, other.data):
        assert run_cli(*again)[0] == 0
        assert place.exists()
    assert run_cli(*again)[0] == 0
    assert not place.exists()


NAMES = ("=cmd|'/c calc'!A1", "+1", "-1+2", "@SUM(A1)", "＝1", " =1", "\t=1", '引"号', "逗,号", "'=1")


def test_no_program_makes_a_formula_of_them(tmp_path: Path, run_cli: Run, long: None) -> None:
    folder = sent(tmp_path / "报送", NAMES)
    (folder / "1-2023.xlsx").rename(folder / "=1.xlsx")
    output = tmp_path / "汇总.xlsx"
    run_cli("merge", folder, "-o", output, "--unit", "某局")
    (lines,) = beside(output)
    cells = [cell for row in csv.reader(io.StringIO(lines.read_text(encoding="utf-8-sig"), newline="")) for cell in row]
    assert not [cell for cell in cells if re.match(r"\s*[=+\-@＝＋－＠]", cell)]
    assert len(read(output).parts) == len(read(output).submissions)
    assert {line.unit for line in read(output).parts} == {unit.unit for unit in read(output).submissions}


@given(st.lists(st.lists(st.text(), min_size=1, max_size=4), max_size=4))
def test_rows_come_back_as_they_were(rows: list[list[str]]) -> None:
    assert list(rows_of(lines_file(MATRIX, rows).data)) == [[harmless(cell) for cell in row] for row in rows]
