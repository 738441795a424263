"""Drive a world through the command line, in files or in memory, and take down what was printed and what was said."""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

import openpyxl
from python_calamine import CalamineWorkbook

from support import events, offices, people
from support.stamp import Stamp
from support.without_xml import Book, Memory, without_xml
from support.worlds import Merge, Sent

PARENT = "上级单位"


@dataclass(frozen=True)
class Said:
    """What one call of the command line said, and what its 汇总 shows."""

    status: int
    document: Mapping[str, Any]
    last_line: str
    printed: Mapping[str, Decimal | None] = field(default_factory=dict)
    """By item code; None where no number stands."""

    def of(self, severity: str) -> list[Mapping[str, Any]]:
        """Return the findings of one severity."""
        return [finding for finding in self.document.get("findings", ()) if finding["severity"] == severity]

    @property
    def absent(self) -> list[Mapping[str, Any]]:
        """Everything that did not come or could not be read."""
        return [*self.document.get("missing", ()), *self.document.get("unread", ())]

    def told(self) -> str:
        """Return it in a few lines."""
        findings = [f"  {one['severity']} {one['rule']} {one['unit']} {one['period']}: {one['message'][:160]}" for one in self.document["findings"]]
        lines = [f"exit {self.status}: {self.last_line}", *findings[:12], *(f"  absent {one}" for one in self.absent[:5])]
        return "\n".join([*lines, str(self.document.get("error", ""))])


class Blank:
    """The blank workbook of one department, and where each figure and each field of its head stands, by what is printed there."""

    def __init__(self, template: Path) -> None:
        from gkxl.forms import form_by_id

        form = form_by_id("2021")
        self.stamp = Stamp(template)
        self.keys = {item.code: events.key_of(form, item) for item in form.items}
        book = openpyxl.load_workbook(template)
        title = next(name for name in book.sheetnames if "填报表" in str(book[name]["B2"].value))
        seen = people.Sheet(book[title])
        self.cells = {code: (seen.places[key].row, seen.places[key].column) for code, key in self.keys.items()}
        if any(str(cell.value) == PARENT for cell in seen.texts):
            self.stamp.fields["parent"] = seen.field(PARENT).coordinate
        self.fields = {name: book[title][place] for name, place in self.stamp.fields.items()}
        self.headings = {section: self._row(seen.texts, heading) for section, heading in people.HEADINGS.items()}
        self.title = title
        self.raw = CalamineWorkbook.from_path(str(template)).get_sheet_by_name(title).to_python(skip_empty_area=False)

    @staticmethod
    def _row(cells: Iterable[Any], text: str) -> int:
        return next(int(cell.row) for cell in cells if cell.value == text)

    def head(self, sent: Sent) -> dict[str, object]:
        """Return the fields of the head that are filled in."""
        head = {"unit": sent.unit, "period": sent.period, "revision": sent.revision, "parent": sent.parent}
        return {name: value for name, value in head.items() if name in self.fields and value != ""}

    def bytes_of(self, sent: Sent) -> bytes:
        """Return the workbook as a file."""
        return self.stamp.filled({self.keys[code]: value for code, value in sent.typed.items()}, **self.head(sent))

    def book_of(self, sent: Sent) -> Book:
        """Return the workbook as rows."""
        rows = [list(row) for row in self.raw]
        for name, value in self.head(sent).items():
            rows[self.fields[name].row - 1][self.fields[name].column - 1] = str(value)
        for code, (row, column) in self.cells.items():
            value = sent.typed.get(code, "")
            rows[row - 1][column - 1] = float(value) if isinstance(value, (int, Decimal)) else value
        return Book({self.title: rows})  # type: ignore[dict-item]

    def printed(self, rows: list[list[Any]]) -> dict[str, Decimal | None]:
        """Return what a sheet shows in every cell, wherever its tables have moved down."""
        down: dict[str, int] = {}
        for number, row in enumerate(rows, start=1):
            for section, heading in people.HEADINGS.items():
                if heading in row:
                    down.setdefault(section, number - self.headings[section])
        sections = {"disclosure": "二", "applications": "三", "disputes": "四"}
        found: dict[str, Decimal | None] = {}
        for code, (row, column) in self.cells.items():
            value = rows[row - 1 + down[sections[code.partition(".")[0]]]][column - 1]
            try:
                found[code] = Decimal(str(value)) if value != "" else None
            except ArithmeticError:
                found[code] = None
        return found


class Driver:
    """Puts a world into a folder and merges it, the merges below first."""

    def __init__(self, blank: Blank, *, in_memory: bool, office: Callable[[list[Path]], None] | None = None) -> None:
        self.blank = blank
        self.memory = Memory() if in_memory else None
        self.office = office
        """Saves files with LibreOffice."""

    def merge(self, world: Merge, folder: Path) -> list[tuple[Merge, Said]]:
        """Make every merge of the world, each once; return each with what it said, the last one last."""
        said: list[tuple[Merge, Said]] = []
        with without_xml(self.memory) if self.memory else contextlib.nullcontext():
            self._make(world, folder, said)
        return said

    def check(self, world: Merge, folder: Path, *options: object) -> Said:
        """Put down what was sent in a world and check it."""
        with without_xml(self.memory) if self.memory else contextlib.nullcontext():
            self._put(world.sent, folder / "报送")
            return run("check", folder / "报送", *options)

    def _make(self, world: Merge, folder: Path, said: list[tuple[Merge, Said]]) -> Path:
        inputs, output = folder / "报送", folder / world.file
        self._put(world.sent, inputs)
        for number, merge in enumerate(world.below):
            made = self._make(merge, folder / f"下级{number}", said)
            if made.exists():
                (inputs / merge.file).write_bytes(made.read_bytes())
                _tamper(merge, inputs / merge.file)
        options: list[object] = []
        if world.roster:
            offices.write_roster(folder / "名册.xlsx", world.roster)
            options += ["--roster", folder / "名册.xlsx"]
        for number, before in enumerate(world.previous):
            if isinstance(before, Merge):
                options += ["--previous", self._make(before, folder / f"上期{number}", said)]
        loose = [before for before in world.previous if isinstance(before, Sent)]
        if loose:
            self._put(loose, folder / "上期")
            options += ["--previous", folder / "上期"]
        told = run("merge", inputs, "-o", output, "--unit", world.body, "--period", world.period, *options)
        said.append((world, Said(told.status, told.document, told.last_line, self._printed(output) if output.exists() else {})))
        return output

    def _put(self, sheets: Iterable[Sent], folder: Path) -> None:
        by_office = []
        folder.mkdir(parents=True, exist_ok=True)
        for sent in sheets:
            path = folder / sent.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(self.memory.keep(self.blank.book_of(sent)) if self.memory else self.blank.bytes_of(sent))
            _tamper(sent, path)
            if not self.memory and sent.saved_by == "openpyxl":
                openpyxl.load_workbook(path).save(path)
            elif not self.memory and sent.saved_by == "LibreOffice":
                by_office.append(path)
        if by_office and self.office:
            self.office(by_office)

    def _printed(self, output: Path) -> dict[str, Decimal | None]:
        book = self.memory.book(output) if self.memory else None
        rows: Any = book.rows("汇总") if book else CalamineWorkbook.from_path(str(output)).get_sheet_by_name("汇总").to_python(skip_empty_area=False)
        return self.blank.printed(rows)


def _tamper(item: Sent | Merge, path: Path) -> None:
    if item.tampering:
        item.tampering(path)


def run(command: str, *arguments: object) -> Said:
    """Run a command line with --json in this process."""
    from gkxl.cli import main

    out, err = io.StringIO(), io.StringIO()
    status = 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            main([command, *map(str, arguments), "--json"])
        except SystemExit as stopped:
            status = int(stopped.code or 0)
    lines = err.getvalue().strip().splitlines()
    document = json.loads(out.getvalue()) if out.getvalue().strip() else {"findings": []}
    return Said(status, document, lines[-1] if lines else "")


class _Cached:
    """The blank workbook, made once."""

    @cached_property
    def blank(self) -> Blank:
        import tempfile

        from gkxl.actions.templating import templates
        from gkxl.model.period import Period

        with tempfile.TemporaryDirectory() as folder:
            (made,), _ = templates(Path(folder) / "unit", period=Period(2023), units=["科室"], split=True)
            return Blank(made)


_cached = _Cached()


def blank_workbook() -> Blank:
    """Return the blank workbook of one department, made once for all tests."""
    return _cached.blank
