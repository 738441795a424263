"""Which Excel a click belongs to, and what it does where that Excel refuses one call or another: told at the boundary, call by call."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from xlwings import XlwingsError

from gkxl.errors import InputError
from gkxl.ribbon import excel as gkxl_excel
from gkxl.ribbon.trouble import explain

BUSY = {"rejected": -2147418111, "later": -2147417846, "a cell is edited": -2146777998}
SETTINGS = {"screen_updating": True, "enable_events": True, "display_alerts": True, "calculation": "automatic", "status_bar": False}


class ComError(Exception):
    """An error as pywin32 raises it."""

    def __init__(self, number: int) -> None:
        super().__init__(-2147352567, "refused", (0, "Excel", "", "", 0, number), None)
        self.hresult = -2147352567


class ExcelBusyError(Exception):
    """What xlwings makes of a busy Excel in places; its name is what it is known by."""


class Cells:
    """A block of cells of a sheet with nothing of ours on it."""

    row = column = 2

    def __init__(self) -> None:
        self.value = [["别的", None], [None, 1.0]]

    @property
    def last_cell(self) -> Cells:
        return self

    def options(self, **_: object) -> Cells:
        return self


class Books(list[Any]):
    """Open workbooks, found by number or name."""

    def __getitem__(self, key: Any) -> Any:
        return super().__getitem__(key) if isinstance(key, int) else next(book for book in self if book.name == key)


class Notes(list[Any]):
    """The notes on a sheet."""


class Excel:
    """An Excel with one workbook that is not ours, in plain Python."""

    def __init__(self, hwnd: int = 7, pid: int = 70, name: str = "Microsoft Excel", path: str = r"C:\Office16", book: str = "别的.xlsx") -> None:
        self.__dict__.update(SETTINGS)
        self.hwnd, self.pid, self.said = hwnd, pid, list[str]()
        self.api = SimpleNamespace(Name=name, Path=path, ActiveWorkbook=SimpleNamespace(Name=book))
        sheet = SimpleNamespace(name="Sheet1", notes=Notes([SimpleNamespace(text="别人的批注")]), used_range=Cells(), range=lambda *_: Cells())
        self.books = Books([SimpleNamespace(name=book, sheets=[sheet], app=self, api=SimpleNamespace(FullName=book))])

    def alert(self, prompt: str, **_: object) -> None:
        self.said.append(prompt)


class Refusing:
    """Something of Excel's whose every attribute, call, length and walk is a call to it; the one with the number `at` is refused, not made."""

    def __init__(self, inner: Any, calls: Calls) -> None:
        object.__setattr__(self, "inner", inner)
        object.__setattr__(self, "calls", calls)

    def __getattr__(self, name: str) -> Any:
        return self.calls.make(lambda: getattr(self.inner, name))

    def __setattr__(self, name: str, value: object) -> None:
        self.calls.make(lambda: setattr(self.inner, name, value))

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        return self.calls.make(lambda: self.inner(*arguments, **named))

    def __len__(self) -> int:
        return int(self.calls.make(lambda: len(self.inner)))

    def __getitem__(self, key: Any) -> Any:
        return self.calls.make(lambda: self.inner[key])

    def __iter__(self) -> Iterator[Any]:
        items = iter(self.inner)
        while True:
            try:
                yield self.calls.make(lambda: next(items))
            except StopIteration:
                return


class Calls:
    """Counts what Excel is asked."""

    def __init__(self, at: int, error: Exception) -> None:
        self.at, self.error, self.number = at, error, 0

    def make(self, call: Callable[[], Any]) -> Any:
        self.number += 1
        if self.number == self.at:
            raise self.error
        answer = call()
        plain = answer is None or (isinstance(answer, (str, int, float, list)) and not isinstance(answer, (Books, Notes)))
        return answer if plain else Refusing(answer, self)


def running(monkeypatch: pytest.MonkeyPatch, *apps: Any, processes: dict[int, int] | None = None) -> None:
    """Let these be the programs that xlwings finds, the one in front first; `processes` by the numbers of windows.

    Of a window that is not there pywin32 tells the thread 0, and as the process any number at all, such as that of an Excel.
    """
    monkeypatch.setattr(gkxl_excel, "load", lambda: SimpleNamespace(apps=list(apps), XlwingsError=XlwingsError))
    if processes is not None:
        of_window = SimpleNamespace(GetWindowThreadProcessId=lambda window: (int(window in processes), processes.get(window, 10)))
        monkeypatch.setitem(sys.modules, "xlwings._xlwindows", SimpleNamespace(win32process=of_window))


def clicks(action: str, error: Exception, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[int, str, Excel]]:
    """Click once for each call that a click makes, with that call refused; yield the exit status, the one sentence that people see, and Excel."""
    from gkxl import windowless

    shown: list[str] = []
    monkeypatch.setattr(windowless, "_show", shown.append)
    for at in range(1, 1000):
        app, calls = Excel(), Calls(at, error)
        running(monkeypatch, Refusing(app, calls))
        shown.clear()
        with pytest.raises(SystemExit) as ended:
            windowless.main(["ribbon", action, "--hwnd=7", "--wb=别的.xlsx"])
        (sentence,) = [*app.said, *shown]
        if calls.number < at:
            break
        yield int(str(ended.value.code)), sentence, app
    assert calls.number < at and at > 15, "every call was refused once, and then none"
    assert changed(app) == []


def changed(app: Excel) -> list[str]:
    """Return the settings that are not as they were."""
    return [name for name, value in SETTINGS.items() if getattr(app, name) != value]


@pytest.mark.parametrize("error", [*map(ComError, BUSY.values()), ExcelBusyError()], ids=[*BUSY, "xlwings"])
@pytest.mark.parametrize("action", ["merge", "check", "about"])
def test_whichever_call_a_busy_excel_refuses_there_is_one_sentence_and_no_defect(
    action: str, error: Exception, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    busy = 0
    for status, sentence, app in clicks(action, error, monkeypatch):
        busy += "Excel 正忙" in sentence
        if action == "about":
            assert status in (0, 2) and ("Excel 正忙" in sentence or (sentence.startswith("gkxl ") and "“撤销”" in sentence)), sentence
        else:
            assert status == 2 and ("Excel 正忙" in sentence or "不是 gkxl 的工作簿" in sentence), sentence
        assert len(changed(app)) <= 1, "at most the one that Excel would not take back: the add-in puts it back"
    assert busy > 5
    assert not list(tmp_path.rglob("*.log")), "it is no defect of ours"


@pytest.mark.parametrize("action", ["merge", "about"])
def test_an_error_that_no_user_can_mend_is_never_said_to_be_excels(action: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    faults = 0
    for _, sentence, app in clicks(action, RuntimeError("broken"), monkeypatch):
        assert not any(words in sentence for words in ("正忙", "没有找到", "没有打开", "被关闭")), sentence
        assert "日志" in sentence or "不是 gkxl 的工作簿" in sentence or (action == "about" and sentence.startswith("gkxl ")), sentence
        faults += "日志" in sentence
        assert len(changed(app)) <= 1
    assert faults > 5 and list(tmp_path.rglob("*.log"))


class WindowError(Exception):
    """An error of Windows as pywin32 raises it."""

    def __init__(self, number: int) -> None:
        super().__init__(number, "GetWindowThreadProcessId", "refused")
        self.winerror = number


class NoAnswerError(OSError):
    """An error as ctypes raises it, which has this number on Windows only."""

    winerror = -2147467259


@pytest.mark.parametrize(
    ("error", "known"), [(WindowError(1400), True), (NoAnswerError(), True), (WindowError(5), False), (ComError(-2147467259), False)]
)
def test_a_window_that_is_gone_is_said_to_be_and_no_other_error_is_taken_for_that(error: Exception, known: bool) -> None:
    assert ("被关闭" in explain(error)) is known


def test_an_excel_whose_workbooks_are_all_hidden_or_protected_has_none_in_front(monkeypatch: pytest.MonkeyPatch) -> None:
    excel = Excel()
    assert gkxl_excel.find_book(excel).name == "别的.xlsx"
    excel.api.ActiveWorkbook = None
    with pytest.raises(InputError, match="受保护的视图"):
        gkxl_excel.find_book(excel)


def test_where_there_is_no_excel_at_all_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    running(monkeypatch)
    with pytest.raises(InputError, match="没有找到正在运行的 Excel"):
        gkxl_excel.find_app()
    with pytest.raises(InputError, match="没有打开的工作簿"):
        gkxl_excel.find_app("7")


def test_a_window_means_its_own_excel_whichever_is_in_front(monkeypatch: pytest.MonkeyPatch) -> None:
    front, own = Excel(1, 10), Excel(2, 20)
    running(monkeypatch, front, own, processes={2: 20, 1: 10, 3: 20, 4: 99, 2**32 - 5: 20})
    assert gkxl_excel.find_app() is front
    assert gkxl_excel.find_app("2") is own
    assert gkxl_excel.find_app("3") is own, "another window of the same Excel"
    assert gkxl_excel.find_app("-5") is own, "VBA shows a large number with a sign"


@pytest.mark.parametrize("hwnd", ["4", "0", "-1"])
def test_a_window_that_belongs_to_no_excel_is_never_taken_for_another(hwnd: str, monkeypatch: pytest.MonkeyPatch) -> None:
    running(monkeypatch, Excel(1, 10), processes={4: 99})
    with pytest.raises(InputError, match="没有打开的工作簿"):
        gkxl_excel.find_app(hwnd)


def test_a_window_that_is_no_number_is_said_to_be_none(monkeypatch: pytest.MonkeyPatch) -> None:
    running(monkeypatch, Excel())
    with pytest.raises(InputError, match="不是窗口号"):
        gkxl_excel.find_app("窗口")


WPS = [("WPS Spreadsheets", r"C:\x"), ("WPS 表格", r"C:\x"), ("Microsoft Excel", r"C:\Users\a\AppData\Local\Kingsoft\WPS Office\12.1\office6")]


@pytest.mark.parametrize(("name", "path"), WPS)
def test_wps_is_never_taken_for_excel(name: str, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    wps, excel = Excel(1, 10, name, path), Excel(2, 20)
    running(monkeypatch, wps, excel)
    assert gkxl_excel.find_app() is excel
    for hwnd in ("1", ""):
        running(monkeypatch, wps)
        with pytest.raises(InputError, match="WPS"):
            gkxl_excel.find_app(hwnd)


def test_xlwings_takes_no_library_along_that_only_its_other_users_need(tmp_path: Path) -> None:
    for name in gkxl_excel.FOR_OTHERS:
        (tmp_path / f"{name}.py").write_text("TAKEN = True\n", encoding="utf-8")
    code = "import sys; sys.path.insert(0, sys.argv[1]); from gkxl.ribbon.excel import load; load()\n"
    code += "print(*(name for name in sys.argv[2:] if name in sys.modules)); import pandas; print(pandas.TAKEN)"
    told = subprocess.run([sys.executable, "-c", code, str(tmp_path), *gkxl_excel.FOR_OTHERS], check=True, capture_output=True, text=True).stdout
    assert told == "\nTrue\n", "none is loaded, and each may still be by whoever asks for it"


def test_a_click_on_figures_that_hold_waits_for_nothing_that_it_does_not_ask() -> None:
    code = "import sys; import gkxl.ribbon.door, gkxl.actions.in_workbook, gkxl.actions.merging\n"
    code += "print(*(name for name in sys.argv[1:] if name in sys.modules))"
    late = ("xlsxwriter", "openpyxl", "docx", "click", "gkxl.rules.suspects", "gkxl.model.published", "gkxl.workbook.sheets.review_sheets")
    told = subprocess.run([sys.executable, "-c", code, *late], check=True, capture_output=True, text=True).stdout
    assert told == "\n"
