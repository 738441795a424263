"""A world: the workbooks that units sent and the merges that are made of them, with what 汇总 must print in the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

from support.happened import Figures, History, count, is_stock, is_total

Typed = Mapping[str, object]
"""What is typed on a sheet, by item code; a cell that is not in it stays blank."""
Tampering = Callable[[Path], None]
"""What somebody does to a file that lies there."""


@dataclass(frozen=True)
class Sent:
    """One workbook with one sheet, as a unit sent it."""

    file: str
    """Where it lies, with the folders above it."""
    unit: str
    period: str
    typed: Typed
    revision: int = 1
    parent: str = ""
    """上级单位 in the head, where the form asks for it."""
    saved_by: str = ""
    """Who saved it last: "", openpyxl or LibreOffice."""
    tampering: Tampering | None = None
    """What befell the file before it was sent; only where there are files."""

    def but(self, changes: Typed) -> Sent:
        """Return it with other figures typed in some cells; None empties a cell."""
        return replace(self, typed={code: value for code, value in {**self.typed, **changes}.items() if value is not None})

    def number(self, code: str) -> int | Decimal:
        """Return a figure; 0 where the cell is blank or holds a stroke."""
        value = self.typed.get(code)
        return value if isinstance(value, (int, Decimal)) else 0


@dataclass(frozen=True)
class Merge:
    """One merge: what lies in its folder, what was merged before and lies there too, and what must come out."""

    file: str
    """Name of the merged workbook."""
    body: str
    period: str
    truth: Figures
    """What its 汇总 must print; what is not named is 0."""
    sent: tuple[Sent, ...] = ()
    below: tuple[Merge, ...] = ()
    roster: tuple[Mapping[str, str], ...] = ()
    """Lines of 单位名册 by heading; empty for none."""
    previous: tuple[Sent | Merge, ...] = ()
    tampering: Tampering | None = None
    """What befell the merged workbook before it was sent up; only where there are files."""

    def all(self) -> Iterator[Merge]:
        """Yield every merge that is made, those below first."""
        for before in (*self.below, *self.previous):
            if isinstance(before, Merge):
                yield from before.all()
        yield self

    def swap(self, changed: Mapping[str, Sent | None], *more: Sent) -> Merge:
        """Return it with some workbooks changed or (None) lost, by file, and others added."""
        kept = [changed.get(sent.file, sent) for sent in self.sent]
        return replace(self, sent=(*(sent for sent in kept if sent is not None), *more))

    def told(self) -> str:
        """Return the world in a few lines, for a test that fails."""
        lines = [f"{self.file}: {self.body} {self.period}, {len(self.sent)} sent, previous {[before.file for before in self.previous]}"]
        lines += [f"  {sent.file} rev {sent.revision} of {sent.parent}/{sent.unit} {sent.period} {sent.saved_by}" for sent in self.sent[:40]]
        lines += [f"  roster {dict(line)}" for line in self.roster]
        lines += [f"  | {line}" for merge in self.below for line in merge.told().splitlines()]
        return "\n".join(lines)


@dataclass
class Cells:
    """The codes of all cells of the form, in its order."""

    codes: tuple[str, ...] = field(default_factory=tuple)

    @property
    def inputs(self) -> list[str]:
        """Those that a unit fills in."""
        return [code for code in self.codes if not is_total(code)]


def all_cells() -> Cells:
    """Return the cells of the form of 2021."""
    from gkxl.forms import form_by_id

    return Cells(tuple(item.code for item in form_by_id("2021").items))


def typed(history: History, first: int, last: int) -> dict[str, object]:
    """Return a sheet on which everything is typed, zeros too."""
    counted = count(history, first, last)
    return {code: counted.get(code, 0) for code in all_cells().inputs}


def at_ease(figures: Mapping[str, object], before: Figures, blank: str) -> dict[str, object]:
    """Return a sheet on which zeros are typed as `blank` ("" leaves the cell empty), save where a blank would leave a question open.

    `before` is what stood at the end of the period before: a stock that was not 0 then is typed when it is.
    """
    found: dict[str, object] = {}
    for code, number in figures.items():
        needed = is_stock(code) and before.get(code)
        if number or needed or blank == "0":
            found[code] = number
        elif blank:
            found[code] = blank
    if not any(isinstance(value, (int, Decimal)) for value in found.values()):
        found["applications.new.natural_person"] = 0  # a sheet without any number was not filled in
    return found
