"""A long 明细 or 单位名册 is written line by line beside the memory: the same figures, formats and codes as a short one, read back the same."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from support.hostile import filled
from support.returned import Run

from gkxl.workbook.format.sheet_names import MATRIX
from gkxl.workbook.reading.apart import read_apart, read_workbook_file
from gkxl.workbook.reading.extent import within_reason


@pytest.fixture
def merged(tmp_path: Path, run_cli: Run, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """The merged workbook of three units, as a short one and as a long one."""
    for number in range(3):
        (tmp_path / f"{number}.xlsx").write_bytes(filled(f"第{number}科"))
    outputs = tmp_path / "短", tmp_path / "长"
    for lines, folder in zip((99, 2), outputs, strict=True):
        folder.mkdir()
        monkeypatch.setattr("gkxl.workbook.format.sheet_plan.STREAMED", lines)
        assert run_cli("merge", *sorted(tmp_path.glob("*.xlsx")), "-o", folder / "汇总.xlsx", "--unit", "某局")[0] == 0
    return outputs[0] / "汇总.xlsx", outputs[1] / "汇总.xlsx"


def test_what_stands_on_a_long_sheet_and_how_it_looks_is_the_same(merged: tuple[Path, Path]) -> None:
    short, long = (openpyxl.load_workbook(path) for path in merged)
    assert short.sheetnames == long.sheetnames
    for name in short.sheetnames:
        cells = [
            {
                cell.coordinate: (cell.value, cell.font.b, cell.fill.fgColor.rgb, cell.number_format, cell.protection.locked)
                for row in book[name]
                for cell in row
                if cell.value is not None
            }
            for book in (short, long)
        ]
        assert cells[0] == cells[1]
        assert [book[name].row_dimensions[1].hidden for book in (short, long)] == [short[name].row_dimensions[1].hidden] * 2
    assert merged[0].read_bytes() != merged[1].read_bytes()  # the long one was made another way
    assert short[MATRIX].auto_filter.ref == long[MATRIX].auto_filter.ref


def test_a_long_sheet_is_read_back_the_same_and_is_the_same_bytes_again(merged: tuple[Path, Path], tmp_path: Path, run_cli: Run) -> None:
    short, long = (read_apart(read_workbook_file, path, "汇总.xlsx") for path in merged)
    assert short == long
    assert len(long.parts) == 3
    before = merged[1].read_bytes()
    assert run_cli("merge", *sorted(tmp_path.glob("*.xlsx")), "-o", merged[1], "--unit", "某局")[0] == 0
    assert merged[1].read_bytes() == before


@pytest.mark.parametrize(
    ("last", "usual"),
    [("GX9999", True), ("GX10006", True), ("T99999", True), ("ZZ2999", True), ("ZZ9999", False), ("HA9999", False), ("T100000", False)],
)
def test_what_a_long_sheet_of_ours_may_fill_is_taken_in_the_caller_and_nothing_much_larger(last: str, usual: bool) -> None:
    xml = b'<worksheet><sheetData><c r="A1"><v>1</v></c><c r="%s"><v>1</v></c></sheetData></worksheet>' % last.encode()
    assert within_reason(xml) is usual
