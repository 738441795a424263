"""The road of one figure, from a department's cell to the Word table, is the one that the README lists, and it is short.

A merge of two units, one of which reports by month, and a report on it are run under `sys.settrace`.  The figure is followed by its value:
what the unit states for January, what that becomes for the year, what the parent unit's total becomes are three numbers that occur nowhere else;
once the next of them is there, that one is followed.

A function is a *stop* if it is the first to hand on one of these numbers in a value of a new kind (a `float` from the sheet, an exact number, a
`Submission`, a `Resolved`, a `SheetPlan`, the bytes of a file), or to give it to the library that writes the file.  Functions that only call such
a function, or only look at the figure, are none.  Stops stand in the order in which they hand the figure on, each once.  What is carried along only
to say that something came, or what its sheet looks like (the form, the grid of who has reported, `Shown`), the row
of sheets along which blanks are looked for, or what is found about it, carries no figure.
"""

from __future__ import annotations

import io
import re
import sys
import threading
import zipfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import FrameType

import pytest

import gkxl
from gkxl.actions.merging import merge_paths
from gkxl.actions.reporting import report
from gkxl.aggregation.unstated import Sheet
from gkxl.forms import STATUTORY, Form, Time, form_for
from gkxl.model.period import Period
from gkxl.model.shown import Shown
from gkxl.model.submission import Source, Submission
from gkxl.reporting_status.grid import Slot, StatusGrid
from gkxl.rules.findings import Finding
from gkxl.workbook.format.layout import SheetLayout
from gkxl.workbook.reading import alike, package
from gkxl.workbook.writing.workbooks import unit_workbook

JANUARY, FEBRUARY, OTHER_UNIT = 6_100_007, 10_000, 500_000
pytestmark = pytest.mark.slow  # every call of python-docx is looked at

FIGURES = (JANUARY, JANUARY + FEBRUARY, JANUARY + FEBRUARY + OTHER_UNIT)
"""Of a month, of the unit's year, of the parent unit's total."""
MOST_STOPS, MOST_RETURNS = 25, 2
PACKAGE = Path(gkxl.__file__).parent
LIBRARIES = ("docx", "xlsxwriter")
BYSTANDERS = (Form, SheetLayout, StatusGrid, Slot, Shown, Finding, Sheet)
README = Path(__file__).parents[1] / "README.md"


def _kinds(value: object, figure: int, deep: int = 8) -> set[str]:
    """Return the kinds of everything in a value that carries the figure, the value itself among them; empty if it does not."""
    own = {type(value).__name__}
    if value is None or not deep or isinstance(value, BYSTANDERS):
        return set()
    if isinstance(value, (int, float, Decimal, str)):
        return own if value in (figure, str(figure)) else set()
    if isinstance(value, bytes):
        return own if _shows(value, str(figure).encode()) else set()
    if isinstance(value, Mapping):
        return set().union(*(_kinds(inner, figure, deep - 1) for inner in value.values()))
    if isinstance(value, (list, tuple)):
        return set().union(*(_kinds(inner, figure, deep - 1) for inner in value))
    if not type(value).__module__.startswith("gkxl"):
        return set()
    fields = vars(value) if hasattr(value, "__dict__") else {name: getattr(value, name, None) for name in type(value).__slots__}  # type: ignore[attr-defined]
    inside = set().union(*(_kinds(inner, figure, deep - 1) for inner in list(fields.values())))
    return inside and inside | own


def _shows(file: bytes, figure: bytes) -> bool:
    """Whether a finished workbook or document shows a figure."""
    if not file.startswith(b"PK"):
        return False
    with zipfile.ZipFile(io.BytesIO(file)) as package:
        return any(figure in package.read(name) for name in package.namelist())


class Road:
    """Notes the stops while an action runs; for `sys.settrace`."""

    def __init__(self, figures: Sequence[int]) -> None:
        self.figure, self.later = figures[0], list(figures[1:])
        self.stops: list[str] = []
        self.seen: set[str] = set()

    def __call__(self, frame: FrameType, event: str, _: object) -> Callable[[FrameType, str, object], object] | None:
        """Look at a call to a library; have the return of a function of ours told."""
        frame.f_trace_lines = False
        if _is_ours(frame):
            return self._returned
        if (library := _library(frame)) and frame.f_back and _is_ours(frame.f_back):
            given = (frame.f_locals[name] for name in frame.f_code.co_varnames[: frame.f_code.co_argcount])
            plain = [value for value in given if isinstance(value, (int, float, str))]
            self._note(frame.f_back, {library} if _kinds(plain, self.figure) else set())
        return None

    def _returned(self, frame: FrameType, event: str, handed: object) -> None:
        if event != "return":
            return
        if self.later and (kinds := _kinds(handed, self.later[0])):
            self.figure, self.seen = self.later.pop(0), set()
        else:
            kinds = _kinds(handed, self.figure)
        self._note(frame, kinds)

    def _note(self, frame: FrameType, kinds: set[str]) -> None:
        if not kinds <= self.seen:
            self.seen |= kinds
            stop = f"{frame.f_globals['__name__']}.{frame.f_code.co_qualname}".removeprefix("gkxl.")
            if stop not in self.stops:
                self.stops.append(stop)

    def of(self, action: Callable[[], object]) -> list[str]:
        """Return the stops of an action in their order."""
        before = sys.gettrace()
        threading.settrace(self)
        sys.settrace(self)
        try:
            action()
        finally:
            sys.settrace(before)
            threading.settrace(before)  # type: ignore[arg-type]  # None takes it off
        return self.stops


def _is_ours(frame: FrameType) -> bool:
    return _home(frame.f_code.co_filename) == "gkxl" and not frame.f_code.co_name.startswith("<")


def _library(frame: FrameType) -> str:
    """Return the library that a function belongs to, of those that write files; "" where it does not."""
    home = _home(frame.f_code.co_filename)
    return home if home in LIBRARIES else ""


@cache  # asked at every call of every function
def _home(file: str) -> str:
    if file.startswith(str(PACKAGE)):
        return "gkxl"
    return next((part for part in Path(file).parts if part in LIBRARIES), "")


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The stops of a merge of two units over a year, and of the report on it."""
    folder = tmp_path_factory.mktemp("road")
    form = form_for(STATUTORY, Period(2023))
    assert form is not None
    # A figure that no equation names: what it does there is not the road of a sum.
    bound = {operand.item for equation in (*form.totals, *form.relations, *form.brought_forward) for operand in (*equation.left, *equation.right)}
    marked = next(item.index for item in form.items if item.index not in bound and item.time is Time.FLOW)
    for unit, period, figure in (("办公室", Period(2023, 1), JANUARY), ("办公室", Period(2023, 2), FEBRUARY), ("法规科", Period(2023), OTHER_UNIT)):
        stated = [None if item.index in form.total_items else figure if item.index == marked else 0 for item in form.items]
        submission = Submission(form, unit, period, 1, Source("", ""), stated)
        (folder / f"{unit}{period}.xlsx").write_bytes(unit_workbook(form, unit, period, submission))
    merged = folder / "汇总.xlsx"
    with alike.without_models(), pytest.MonkeyPatch.context() as every_sheet_is_the_first_of_its_template:
        every_sheet_is_the_first_of_its_template.setattr(package, "learn", lambda *_: None)
        merge = Road(FIGURES).of(lambda: merge_paths(sorted(folder.glob("*.xlsx")), merged, unit="某某局", period=Period(2023)))
    return {"merge": merge, "report": Road(FIGURES[-1:]).of(lambda: report(merged, folder / "报告.docx"))}


def _listed(action: str) -> list[str]:
    """Return the stops that the README lists for an action."""
    section = README.read_text(encoding="utf-8").partition(f"The road of a figure through `{action}`")[2].partition("\n\n")[2].partition("\n\n")[0]
    return re.findall(r"^\d+\. `([\w.]+)`", section, re.MULTILINE)


@pytest.mark.parametrize("action", ["merge", "report"])
def test_the_readme_lists_the_stops_of_a_figure_in_their_order(action: str, walked: dict[str, list[str]]) -> None:
    assert _listed(action) == walked[action]


def test_from_a_cell_to_the_word_table_there_are_at_most_twenty_five_stops(walked: dict[str, list[str]]) -> None:
    assert len(walked["merge"]) + len([stop for stop in walked["report"] if stop not in walked["merge"]]) <= MOST_STOPS


def test_no_module_is_come_back_to_more_than_twice(walked: dict[str, list[str]]) -> None:
    for stops in walked.values():
        modules = [re.sub(r"(\.[A-Z]\w*)?\.\w+$", "", stop) for stop in stops]
        entries = Counter([modules[0], *(after for before, after in pairwise(modules) if after != before)])
        assert max(entries.values()) <= 1 + MOST_RETURNS, entries
