"""A hostile file does no harm whatever it is given as, and the exit status says by file and role what came of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from support.hostile import HOSTILE, SHEET, Change, Hostile, filled, patched
from support.kept_places import kept_places
from support.returned import Run


@pytest.fixture(autouse=True, scope="module")
def _places() -> Iterator[None]:
    """Read suspicious files in one process for all tests here: starting one for each would be most of the time."""
    with kept_places():
        yield


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """A good workbook, to lie beside the hostile one."""
    path = tmp_path / "好.xlsx"
    path.write_bytes(filled("另一科"))
    return path


@cache
def _made(case: Hostile) -> bytes:
    return case.make(filled())


def _written(case: Hostile, folder: Path) -> Path:
    path = folder / f"{case.id}.{case.ending}"
    path.write_bytes(_made(case))
    return path


@pytest.mark.parametrize("case", HOSTILE, ids=lambda case: case.id)
def test_beside_a_good_one_it_counts_or_is_named_and_the_good_one_counts(case: Hostile, good: Path, tmp_path: Path, run_cli: Run) -> None:
    bad = _written(case, tmp_path)
    status, out, _ = run_cli("check", good, bad, "--mark", tmp_path / "退回", "--json")
    document = json.loads(out)
    assert {submission["unit"] for submission in document["submissions"]} == {"另一科", *(["办公室"] if case.counted else [])}
    assert status == (0 if case.counted else 1)
    assert [Path(unread["file"]).name for unread in document["unread"]] == ([] if case.counted else [bad.name])
    assert not list((tmp_path / "退回").iterdir())


@pytest.mark.parametrize("role", ["roster", "previous", "merged workbook", "alone"])
@pytest.mark.parametrize("case", HOSTILE, ids=lambda case: case.id)
def test_in_no_other_role_is_anything_made_of_it(case: Hostile, role: str, good: Path, tmp_path: Path, run_cli: Run) -> None:
    bad, output = _written(case, tmp_path), tmp_path / "结果.xlsx"
    commands = {
        "roster": ("merge", good, "--roster", bad, "-o", output),
        "previous": ("merge", good, "--previous", bad, "-o", output),
        "merged workbook": ("report", bad, "-o", output),
        "alone": ("check", bad) if case.counted else ("merge", bad, "-o", output),
    }
    status, _, err = run_cli(*commands[role])
    assert status == (0 if case.counted and role == "alone" else 2)
    assert "Traceback" not in err and (status == 0 or "请" in err)
    assert not output.exists()


def _in_a_figure(text: str) -> Change:
    """Return a change that types a text where the first new application is counted."""
    cell = f't="inlineStr"><is><t>{text}</t></is></c>'.encode()

    def change(xml: bytes) -> bytes:
        head, behind = xml.split(b'<c r="J37"', 1)
        style, _, rest = behind.partition(b">")
        return head + b'<c r="J37"' + style + b" " + cell + rest.partition(b"</c>")[2]

    return lambda good: patched(good, {SHEET: change})


TYPED = {
    "a control character as Excel writes it": "_x0001_",
    "what Excel takes for NUL": "_x0000_",
    "a command": "=cmd|'/c calc'!A0",
    "a call of a web page": "=WEBSERVICE(&quot;http://localhost/&quot;)",
    "forty letters beyond the basic plane": "😀" * 40,
}


@pytest.mark.parametrize("text", TYPED.values(), ids=TYPED.keys())
def test_a_text_that_nothing_can_hold_is_an_error_of_its_cell_and_is_marked(text: str, good: Path, tmp_path: Path, run_cli: Run) -> None:
    bad = tmp_path / "坏.xlsx"
    bad.write_bytes(_in_a_figure(text)(filled()))
    status, out, _ = run_cli("check", good, bad, "--mark", tmp_path / "退回", "--json")
    document = json.loads(out)
    assert status == 1 and len(document["submissions"]) == 2
    assert [finding["rule"] for finding in document["findings"] if finding["severity"] == "error"] == ["figure.text"]
    assert [path.name for path in (tmp_path / "退回").iterdir()] == ["坏-标注.xlsx"]
