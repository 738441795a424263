"""The one adapter to the inside of gkxl: a merge without XML. Files hold a token; opened, they are the rows that were put there.

Everything between opening and writing is gkxl's own, as the command line runs it; of a merged workbook only the sheets are made that
somebody reads, and no formulas. When the insides of gkxl move, only this module follows.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

_TOKEN = b"in memory "
Rows = list[list[object]]


@dataclass
class Book:
    """A workbook as its reader sees it."""

    sheets: dict[str, Rows]
    path: Path = Path()
    sheet_xml: dict[str, bytes] = field(default_factory=dict)

    def may_be_coded(self, sheet: str) -> bool:
        return True

    @property
    def sheet_names(self) -> list[str]:
        return list(self.sheets)

    def rows(self, sheet: str) -> Rows:
        return self.sheets[sheet]

    def error_cells(self, sheet: str) -> frozenset[str]:
        return frozenset()

    hidden_booleans = uncalculated_cells = far_cells = error_cells


@dataclass
class _MergedBook(Book):
    """A merged workbook without the sheets of its units: what they stated stands on 明细 as well."""

    made_of: Any = None

    @property
    def sheet_names(self) -> list[str]:
        from gkxl.workbook.format.sheet_names import MATRIX, MONTHS, SUMMARY

        by_month = not self.made_of.body.period.month and any(submission.period.month for submission in self.made_of.stated)
        return [SUMMARY, MATRIX, *([MONTHS] if by_month else [])]

    def rows(self, sheet: str) -> Rows:
        from gkxl.workbook.writing.workbooks import result_sheets

        if sheet not in self.sheets:
            self.sheets[sheet] = rows_of(result_sheets(self.made_of, (), only=(sheet,))[0])
        return self.sheets[sheet]


class Memory:
    """The workbooks behind the tokens."""

    def __init__(self) -> None:
        self._kept: list[Any] = []

    def keep(self, content: object) -> bytes:
        """Return what stands on the disk in place of a workbook."""
        self._kept.append(content)
        return _TOKEN + str(len(self._kept) - 1).encode()

    def keep_merged(self, content: object, _checks_before: object = ()) -> tuple[bytes, list[Any]]:
        """Return what stands on the disk in place of a merged workbook, and beside it: nothing, its lines are not too many."""
        return self.keep(content), []

    def book(self, path: Path) -> Book | None:
        """Return the workbook behind a file; None where the file is one of its own."""
        data = path.read_bytes() if path.is_file() else b""
        if not data.startswith(_TOKEN):
            return None
        content = self._kept[int(data.removeprefix(_TOKEN))]
        return content if isinstance(content, Book) else _MergedBook({}, path, made_of=content)


def rows_of(plan: Any) -> Rows:
    """Return the rows of a sheet that was planned: values as a reader would give them."""
    height, width = plan.extent
    rows: Rows = [[""] * width for _ in range(height)]
    for cell in plan.cells:
        value = cell.value
        rows[cell.row][cell.col] = "" if value is None else float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value
    return rows


@contextmanager
def without_xml(memory: Memory) -> Iterator[None]:
    """Open and write workbooks in memory as long as it lasts."""
    _everything_is_imported()
    from gkxl.workbook.format import live_formulas
    from gkxl.workbook.reading import opening
    from gkxl.workbook.writing import workbooks

    own_open = opening.open_workbook

    def open_workbook(path: Path, *rest: object) -> Any:
        return memory.book(path) or own_open(path, *rest)

    others = {own_open: open_workbook, workbooks.merged_workbook: memory.keep_merged, live_formulas.side: lambda *_: "0"}
    with _instead(others):
        yield


@cache
def _everything_is_imported() -> None:
    """Import the rooms that a command line goes through: what is first imported later would keep a replaced function for ever."""
    for room in ("actions", "cli", "workbook"):
        package = importlib.import_module(f"gkxl.{room}")
        for module in pkgutil.walk_packages(package.__path__, f"gkxl.{room}."):
            importlib.import_module(module.name)


@contextmanager
def _instead(others: dict[Any, Any]) -> Iterator[None]:
    """Put functions in place of others in every module of gkxl that knows these."""
    places = [
        (module, name, value)
        for key, module in list(sys.modules.items())
        if key.startswith("gkxl") and module is not None
        for name, value in list(vars(module).items())
        if callable(value) and any(value is own for own in others)
    ]
    for module, name, value in places:
        setattr(module, name, others[value])
    try:
        yield
    finally:
        for module, name, value in places:
            setattr(module, name, value)
