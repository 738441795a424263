"""What a click does when something is in the way: one sentence, and the workbook as it was."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from support import people
from support.clicks import UNITS, everything, inputs, press
from support.returned import NEW

from gkxl.ribbon.door import COMMANDS

Run = Callable[..., tuple[int, str, str]]
SETTINGS = ("screen_updating", "enable_events", "display_alerts", "calculation", "status_bar")
WORK = [command for command in COMMANDS if command != "about"]


class ComError(Exception):
    """An error as pywin32 raises it: number, text, what the other program says, argument."""

    def __init__(self, number: int, inner: int | None = None) -> None:
        super().__init__(number, "refused", None if inner is None else (0, "Excel", "", "", 0, inner), None)
        self.hresult = number


def settings(app: Any) -> dict[str, object]:
    return {name: getattr(app, name) for name in SETTINGS}


@contextmanager
def failing(steps: Mapping[tuple[str, str], int], error: Exception) -> Iterator[dict[tuple[str, str], int]]:
    """Let one call of each step of the open workbook fail (from 1; 0: none); yields how often each was called."""
    from support import excel, excel_cells, excel_sheets

    calls = dict.fromkeys(steps, 0)
    before = {}

    def counted(step: tuple[str, str], real: Any) -> Any:
        def call(*arguments: Any, **named: Any) -> Any:
            calls[step] += 1
            if calls[step] == steps[step]:
                raise error
            return real(*arguments, **named)

        return call if real else None

    for step in steps:
        owner = next(vars(module)[step[0]] for module in (excel, excel_sheets, excel_cells) if step[0] in vars(module))
        own = before[owner, step[1]] = owner.__dict__[step[1]]
        wrapped = property(counted(step, own.fget), counted(step, own.fset)) if isinstance(own, property) else counted(step, own)
        setattr(owner, step[1], wrapped)
    try:
        yield calls
    finally:
        for (owner, name), own in before.items():
            setattr(owner, name, own)


STEPS: dict[str, dict[tuple[str, str], tuple[str, ...]]] = {
    "merge": {
        ("Range", "raw_value"): ("first", "last"),
        ("Books", "open"): ("first",),
        ("Sheet", "copy"): ("first", "last"),
        ("Range", "unmerge"): ("first",),
        ("Sheet", "_writable"): ("last",),
        ("Sheet", "clear_formats"): ("first", "last"),
        ("Range", "copy"): ("first", "last"),
        ("Range", "column_width"): ("first",),
        ("Range", "row_hidden"): ("first",),
        ("PageSetup", "print_area"): ("first",),
        ("_Tab", "__setattr__"): ("first",),
        ("_Protection", "Protect"): ("first", "last"),
    },
    "check": {("Range", "add_note"): ("first", "last"), ("Range", "color"): ("first", "last"), ("_Interior", "Pattern"): ("first", "last")},
    "new": {("Sheet", "copy"): ("first",)},
    "import_files": {("Range", "formula"): ("first", "last"), ("Sheet", "copy"): ("first",)},
}
LAST_IN_THE_SUITE = {("Range", "raw_value"), ("_Protection", "Protect"), ("Range", "add_note"), ("Range", "formula")}
"""Where the last one is tried in the suite: what reads, what locks, what marks and what takes in; of the other steps, in the long run."""


def _marks(step: tuple[str, str], when: str) -> list[pytest.MarkDecorator]:
    return [pytest.mark.exhaustive] if when == "last" and step not in LAST_IN_THE_SUITE else []


CASES = [
    pytest.param(command, step, when, marks=_marks(step, when)) for command, steps in STEPS.items() for step, times in steps.items() for when in times
]


@pytest.fixture(scope="module")
def eventful(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a workbook that has something for each action to do, and a correction and a new unit to take in."""
    folder = tmp_path_factory.mktemp("eventful")
    book = openpyxl.load_workbook(filled)
    for row, unit in enumerate([*UNITS, "宣传科"], start=5):
        book["单位名册"][f"C{row}"] = unit
    wrong = people.Sheet(book["法规科"]).places[NEW]
    wrong.value += 3
    book.save(folder / "统计.xlsx")
    people.Sheet(book["办公室"]).field("修订号").value = "2"
    people.Sheet(book["财务科"]).field("单位").value = "新科"
    book.save(folder / "来的.xlsx")
    return folder


@pytest.fixture
def prepared(excel: Any, eventful: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """That workbook, open."""
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "local"))
    excel.impl.reset()
    for file in eventful.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    book = excel.books.open(str(tmp_path / "统计.xlsx"))
    yield book
    book.close()


@pytest.mark.parametrize(("command", "step", "when"), CASES, ids=lambda value: ".".join(value) if isinstance(value, tuple) else value)
def test_a_click_that_fails_at_any_step_leaves_excel_and_the_inputs_as_they_were(
    command: str, step: tuple[str, str], when: str, prepared: Any, tmp_path: Path
) -> None:
    paths = [tmp_path / "来的.xlsx"] if command == "import_files" else []
    app = prepared.app
    app.calculation = "manual"
    before, was, open_books = inputs(prepared), settings(app), len(app.books)
    at = _calls(command, step, prepared, paths) if when == "last" else 1
    with failing({step: at}, RuntimeError("broken")) as calls:
        message = press(command, prepared, *paths)
    assert calls[step] >= at > 0, "the step was reached"
    assert "RuntimeError" in message and "日志" in message and "Traceback" not in message
    assert list((tmp_path / "local").rglob("*.log"))
    assert settings(app) == was and len(app.books) == open_books
    assert inputs(prepared) == before
    assert all(sheet.api.ProtectContents for sheet in prepared.sheets if sheet.name in UNITS)
    if step == ("Sheet", "copy"):
        assert not {"宣传科", "新科", "月度", "明细"} & {sheet.name for sheet in prepared.sheets}, "all of the new sheets or none"
    app.calculation = "automatic"


_COUNTED: dict[str, dict[tuple[str, str], int]] = {}


def _calls(command: str, step: tuple[str, str], book: Any, paths: list[Path]) -> int:
    """Return how often an action comes to a step, from one run on a copy of the workbook."""
    if command not in _COUNTED:
        copy = Path(book.fullname).with_name("另.xlsx")
        book.save(str(copy))
        other = book.app.books.open(str(copy))
        with failing(dict.fromkeys(STEPS[command], 0), RuntimeError()) as calls:
            press(command, other, *paths)
        other.close()
        _COUNTED[command] = calls
    return _COUNTED[command][step]


def test_an_excel_that_is_busy_is_said_to_be_and_nothing_changes(prepared: Any) -> None:
    """As while a cell is being edited: Excel rejects the first call that it gets."""
    before = everything(prepared)
    for error in (ComError(-2147418111), ComError(-2147352567, -2146777998)):
        for command in WORK:
            with failing({("Range", "raw_value"): 1}, error):
                message = press(command, prepared)
            assert "Excel 正忙" in message and "按 Esc" in message
    with failing({("Range", "raw_value"): 1}, ComError(-2147023174)):
        assert "被关闭" in press("merge", prepared)
    assert everything(prepared) == before


PASSWORDS = [("merge", "汇总"), ("check", "法规科"), ("import_files", "办公室")]


@pytest.mark.parametrize(("command", "sheet"), PASSWORDS)
def test_a_sheet_with_a_password_is_named_and_nothing_changes(command: str, sheet: str, prepared: Any, tmp_path: Path) -> None:
    own = prepared.sheets[sheet].impl.sheet
    own.unprotect("")
    own.protect("秘密")
    before = everything(prepared)
    message = press(command, prepared, *([tmp_path / "来的.xlsx"] if command == "import_files" else []))
    assert f"工作表“{sheet}”设了密码保护" in message and "撤销工作表保护" in message
    assert everything(prepared) == before and own.isProtected()
    assert all(len(list(one.notes)) == 0 for one in prepared.sheets)


@pytest.mark.parametrize("command", ["merge", "import_files"])
def test_a_workbook_whose_structure_is_protected_gets_no_sheet(command: str, prepared: Any, tmp_path: Path) -> None:
    prepared.impl.document.protect("")
    before = everything(prepared)
    message = press(command, prepared, *([tmp_path / "来的.xlsx"] if command == "import_files" else []))
    assert "工作簿结构受保护" in message and "保护工作簿" in message
    assert everything(prepared) == before


@pytest.mark.parametrize("command", ["word", "copy"])
@pytest.mark.parametrize("place", ["工作簿1", "https://d.docs.live.net/1/统计.xlsx"])
def test_a_workbook_that_has_no_folder_must_be_saved_first(command: str, place: str, prepared: Any) -> None:
    path = prepared.impl.path
    prepared.impl.path = Path(place)
    assert "还没有保存" in press(command, prepared) and "另存" in prepared.app.impl.alerts[-1]
    prepared.impl.path = path


@pytest.mark.parametrize("lock", ["~$-报告表.docx", ".~lock.统计-报告表.docx#", "~$统计-报告表.docx"])
@pytest.mark.parametrize("command", ["word", "copy"])
def test_a_word_file_that_is_open_is_said_to_be(command: str, lock: str, prepared: Any, tmp_path: Path) -> None:
    assert "统计-报告表.docx" in press("word", prepared)
    written = (tmp_path / "统计-报告表.docx").read_bytes()
    (tmp_path / lock).write_bytes(b"")
    message = press(command, prepared)
    assert "统计-报告表.docx”正在 Word 或 WPS 中打开" in message and "关闭" in message
    assert (tmp_path / "统计-报告表.docx").read_bytes() == written


@pytest.mark.parametrize("command", ["merge", "word", "copy"])
def test_a_roster_with_faults_stops_every_action_with_its_cells(command: str, prepared: Any) -> None:
    prepared.sheets["单位名册"]["C9"].value = "宣传科"
    before = everything(prepared)
    message = press(command, prepared)
    assert all(words in message for words in ("单位名册有误", "宣传科", "C8", "C9"))
    assert everything(prepared) == before


@pytest.mark.parametrize("command", ["merge", "word", "copy"])
def test_a_workbook_that_is_not_ours_is_left_alone(command: str, excel: Any, tmp_path: Path) -> None:
    excel.impl.reset()
    book = openpyxl.Workbook()
    book.active["A1"] = "别的"
    book.save(tmp_path / "别的.xlsx")
    other = excel.books.open(str(tmp_path / "别的.xlsx"))
    assert "不是 gkxl 的工作簿" in press(command, other)
    assert everything(other) == {"Sheet": {"A1": "别的"}}
    other.close()


def test_with_no_workbook_open_only_the_help_answers(excel: Any, run_cli: Run) -> None:
    excel.impl.reset()
    assert not len(excel.books)
    for command in WORK:
        status, _, err = run_cli("ribbon", command, "--hwnd", "1")
        assert status == 2 and "没有打开的工作簿" in err and "启用编辑" in err
    status, _, err = run_cli("ribbon", "about", "--hwnd", "1")
    assert status == 0 and err.startswith("gkxl ") and "使用说明" in err
    assert excel.impl.alerts == []


def test_an_excel_that_is_busy_is_not_asked_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """By itself xlwings repeats a call that Excel rejects without end; then the click would never come back."""
    import sys
    from types import SimpleNamespace

    from gkxl.ribbon import excel as gkxl_excel

    windows = SimpleNamespace(N_COM_ATTEMPTS=0, cleanup=lambda: None)
    monkeypatch.setitem(sys.modules, "xlwings._xlwindows", windows)
    gkxl_excel.load()
    assert 1_000 < windows.N_COM_ATTEMPTS < 1_000_000


def test_no_other_excel_is_ended_when_a_click_is_over() -> None:
    """By itself xlwings ends, as a process that imported it ends, every Excel that shows no workbook, with what is unsaved in it."""
    import subprocess
    import sys

    code = (
        "import atexit, sys, types\n"
        "windows = types.ModuleType('xlwings._xlwindows')\n"
        "windows.cleanup = atexit.register(lambda: print('ended'))\n"
        "sys.modules['xlwings._xlwindows'] = windows\n"
    )
    for more, expected in (("", "ended"), ("from gkxl.ribbon.excel import load\nload()", "")):
        done = subprocess.run([sys.executable, "-c", code + more], capture_output=True, text=True, check=True)
        assert done.stdout.strip() == expected


def test_no_part_of_xlwings_that_must_be_paid_for_is_imported(tmp_path: Path) -> None:
    import subprocess
    import sys

    code = "from gkxl.ribbon.excel import load; load(); import sys; print(sorted(m for m in sys.modules if m.startswith('xlwings.pro')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert done.stdout.strip() in ("[]", "['xlwings.pro']"), "at most the name that is barred"
    code = code.replace("sorted(m for m in sys.modules if m.startswith('xlwings.pro'))", "sys.modules['xlwings.pro']")
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path).stdout.strip() == "None"


def test_an_old_workbook_that_takes_no_new_sheet_is_named(prepared: Any) -> None:
    path = prepared.impl.path
    prepared.impl.path = path.with_suffix(".xls")
    before = everything(prepared)
    for command in ("new", "merge"):
        assert "旧格式（.xls）" in press(command, prepared) and "另存为 .xlsx" in prepared.app.impl.alerts[-1]
    assert everything(prepared) == before
    prepared.impl.path = path
