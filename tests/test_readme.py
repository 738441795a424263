"""What the README shows works: every command line, in order, on the demonstration office; its pictures are there and small."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from gkxl.demo import office
from gkxl.forms import form_by_id
from gkxl.model.period import Period
from gkxl.model.submission import Source, Submission
from gkxl.workbook.writing.workbooks import unit_workbook

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
_BODY = "某某局"
_OF_EXCEL = {"addin", "ribbon"}
"""Commands that need Excel."""


def _lines() -> list[list[str]]:
    """Return the command lines of the README that can be run as they stand: those that say to what something is done, or need not."""
    found = []
    for line in re.findall(r"`(gkxl [^`]*)`", README):
        words = shlex.split(line)[1:]
        names_only = all(re.fullmatch(r"[a-z]+", word) for word in words)
        alone = words[0] in ("demo", "help") or words in (["forms"], ["rules"])
        if words[0] in _OF_EXCEL or "命令" in words or (names_only and not alone):
            continue
        found.append([word.replace(_BODY, f"{_BODY}（虚构）") if word == _BODY else word for word in words])
    return found


def _sheet(unit: str, year: int) -> bytes:
    """Return a sheet of a unit that had nothing in a year."""
    form, period = form_by_id("2021"), Period(year)
    stated = [None if item.index in form.total_items else 0 for item in form.items]
    return unit_workbook(form, unit, period, Submission(form, unit, period, 1, Source("", ""), stated))


def _play(words: list[str]) -> None:
    """Do what a person does after a line, with what the demonstration office sent."""
    shown = Path("gkxl-demo")
    output = Path(words[words.index("-o") + 1]) if "-o" in words else Path()
    if words[0] == "demo":
        shutil.copytree(shown / office.OFFICE / office.SENT, "报送", dirs_exist_ok=True)
    elif output.name == "名册.xlsx":
        shutil.copy(shown / office.OFFICE / office.ROSTER, output)
    elif output.name == "2025年底数.xlsx":
        output.write_bytes(_sheet(f"{_BODY}（虚构）", 2025))
    elif output.name == "下发全年":
        Path("报送全年").mkdir()
        for unit in ("办公室", "法规科"):
            (Path("报送全年") / f"{unit}.xlsx").write_bytes(_sheet(unit, 2025))
    elif output.name == "2025年报告.docx":
        shutil.copytree(shown / office.OVERVIEW / office.SENT, "报送/总体情况")
    elif output.name == "本局月报.toml":
        Path("本局报表").mkdir()
        shutil.copy(output, "本局报表")


def test_every_command_line_that_the_readme_shows_runs_in_order(
    tmp_path: Path, run_cli: Callable[..., tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    lines = _lines()
    assert len(lines) > 20
    for words in lines:
        status, _, err = run_cli(*words)
        assert status in (0, 1), f"gkxl {' '.join(words)}: {err}"
        _play(words)
    made = {"报送情况.xlsx", "通报.docx", "2月汇总.xlsx", "2026年汇总.xlsx", "报告.docx", "报告.html", "清单.csv", "总体情况.xlsx", "2025年报告.docx"}
    assert made <= {path.name for path in tmp_path.iterdir()} and list((tmp_path / "退回").iterdir())


def test_the_chinese_reader_is_one_click_from_the_first_screen() -> None:
    links = re.findall(r"\]\(#([^)]+)\)", "\n".join(README.splitlines()[:5]))
    assert links[0] == "使用说明" and all(re.search(rf"^##? {link}$", README, re.MULTILINE) for link in links)


def test_the_pictures_are_there_small_and_made_by_the_script_beside_them() -> None:
    shown = {ROOT / name for name in re.findall(r"!\[[^]]*\]\(([^)]+)\)", README)}
    assert all(path.is_file() for path in shown)
    pictures = set((ROOT / ".github" / "pictures").glob("*.png"))
    assert pictures <= shown and sum(path.stat().st_size for path in pictures) < 400_000
    script = (ROOT / ".github" / "pictures" / "make.py").read_text(encoding="utf-8")
    assert all(f'"{path.stem}"' in script for path in pictures)
