"""gkxl forms new and check: an office brings a table of its own."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from support.returned import Run


def test_the_form_to_begin_with_is_right_and_becomes_a_workbook(tmp_path: Path, run_cli: Run) -> None:
    assert run_cli("forms", "new", "-o", tmp_path / "月报.toml")[0] == 0
    status, out, err = run_cli("forms", "check", tmp_path / "月报.toml")
    assert status == 0 and "│本月公开信息数    │□   │□   │□   │" in out and "合计 = 网上 + 纸质" in out and "月报-样表.xlsx" in err
    book = openpyxl.load_workbook(tmp_path / "月报-样表.xlsx")
    texts = [cell.value for row in book["填报表"].iter_rows() for cell in row]
    assert "政务公开工作情况月报表" in texts and "其中：规范性文件" in texts
    status, out, _ = run_cli("forms", "--forms", tmp_path)
    assert status == 0 and "my-form-2026  政务公开工作情况月报  系列 my-form" in out


def test_a_form_that_somebody_wrote_is_not_overwritten(tmp_path: Path, run_cli: Run) -> None:
    (tmp_path / "月报.toml").write_text("改过的", encoding="utf-8")
    status, _, err = run_cli("forms", "new", "-o", tmp_path / "月报.toml")
    assert status == 2 and "--force" in err and (tmp_path / "月报.toml").read_text(encoding="utf-8") == "改过的"
    assert run_cli("forms", "new", "-o", tmp_path / "月报.toml", "--force")[0] == 0
    assert run_cli("forms", "new", "-o", tmp_path / "月报.txt")[0] == 2


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ('time = "closing"', 'time = "closng"', "“time”的值“closng”不存在，最接近的是“closing”"),
        ('id = "my-form-2026" ', 'id = "2021" ', "报表格式的编号“2021”重复；请改其中一个（2021.toml，月报.toml）"),
        ('series = "my-form"', 'series = "annual-report"', "“2021”与“my-form-2026”都适用于2026年；请改正“first_year”或“last_year”（月报.toml"),
        ("total = web..paper", "total = web..papers", "公式里的代码“papers”不存在，最接近的是“paper”"),
    ],
)
def test_what_is_wrong_is_said_with_file_line_and_the_nearest_word(before: str, after: str, words: str, tmp_path: Path, run_cli: Run) -> None:
    run_cli("forms", "new", "-o", tmp_path / "月报.toml")
    text = (tmp_path / "月报.toml").read_text(encoding="utf-8")
    assert before in text
    (tmp_path / "月报.toml").write_text(text.replace(before, after, 1), encoding="utf-8")
    status, _, err = run_cli("forms", "check", tmp_path / "月报.toml")
    assert status == 2 and words in err and not (tmp_path / "月报-样表.xlsx").exists()


def test_a_form_that_is_known_already_is_drawn_too(tmp_path: Path, run_cli: Run) -> None:
    import gkxl.forms

    status, out, _ = run_cli("forms", "check", Path(gkxl.forms.__file__).parent / "2021.toml", "-o", tmp_path / "样表.xlsx")
    assert status == 0 and "│一、本年新收政府信息公开申请数量" in out
