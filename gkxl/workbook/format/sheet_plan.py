"""A sheet as it shall be, before any library writes it: cells, sizes, validation, print setup.

Everything that decides what a sheet looks like makes a `SheetPlan`; one module turns plans into bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from heapq import merge
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from gkxl.workbook.format.lines_beside import LinesFile

STREAMED = 2000
"""More lines than these are made while they are written."""

Value = str | int | float | None


@dataclass(frozen=True, slots=True)
class Style:
    """How a cell looks; colours are RRGGBB, sizes are points."""

    size: float = 10
    bold: bool = False
    font: str = "宋体"
    color: str = "000000"
    fill: str = ""
    align: str = "center"
    border: bool = False
    wrap: bool = True
    shrink: bool = False
    number: str = "General"
    locked: bool = True
    underline: bool = False
    indent: int = 0

    def but(self, **changes: object) -> Style:
        """Return the style with some properties changed."""
        return replace(self, **changes)  # type: ignore[arg-type]  # dataclasses.replace checks the names


class Cell(NamedTuple):
    """A cell, or a merged area that starts at (row, col); both counted from 0."""

    row: int
    col: int
    value: Value
    style: Style
    rows: int = 1
    cols: int = 1
    formula: str = ""
    """Excel formula without "="; `value` is then its result, for readers that do not calculate."""
    link: str = ""
    """"internal:'sheet'!A1" or a file address; the value is shown."""


@dataclass(frozen=True, slots=True)
class Validation:
    """What may be typed into an area, the hint shown when it is selected, the sentence shown on a mistake."""

    area: tuple[int, int, int, int]
    """First row, first column, last row, last column."""
    hint_title: str
    hint: str
    whole: bool = False
    decimal: bool = False
    minimum: int | None = None
    error: str = ""
    choices: tuple[str, ...] = ()
    """A list to choose from."""
    nothing: bool = False
    """Whether nothing may be typed at all, on a sheet that is not protected."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """Cells that change colour while their text contains some words."""

    area: tuple[int, int, int, int]
    words: str
    calm: bool = False
    """Whether the colour is grey: nothing is wrong."""


@dataclass(frozen=True, slots=True)
class Series:
    """A row of bars, or a line, of a chart."""

    name: tuple[int, int]
    """The cell that names it."""
    values: tuple[int, int, int, int]
    """First row, first column, last row, last column."""
    line: bool = False


@dataclass(frozen=True, slots=True)
class ChartPlan:
    """A chart on figures of its own sheet."""

    title: str
    row: int
    col: int
    """The cell under its upper left corner."""
    size: tuple[int, int]
    """Width and height in pixels."""
    categories: tuple[int, int, int, int]
    series: tuple[Series, ...]
    stacked: bool = False


def _line(cell: Cell) -> int:
    return cell.row


@dataclass
class SheetPlan:
    """Everything about one sheet."""

    name: str
    cells: list[Cell] = field(default_factory=list)
    stream: Callable[[], Iterable[Cell]] | None = None
    """Makes the lines of a long sheet while they are written, from top to bottom; no cell of `cells` stands on one of them."""
    widths: dict[int, float] = field(default_factory=dict)
    """Column to width in characters."""
    heights: dict[int, float] = field(default_factory=dict)
    """Row to height in points."""
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    below_rows: set[int] = field(default_factory=set)
    """Rows that can be folded away below the row above them; those that are hidden as well are."""
    validations: list[Validation] = field(default_factory=list)
    alarms: list[Alarm] = field(default_factory=list)
    bars: list[tuple[int, int, int, int]] = field(default_factory=list)
    """Areas whose numbers are drawn as bars behind them, each area by itself."""
    charts: list[ChartPlan] = field(default_factory=list)
    freeze: tuple[int, int] | None = None
    landscape: bool = False
    fit: bool = True
    """Whether it is scaled down to the width of a page when printed."""
    one_page: bool = False
    """Whether it is scaled down to one page; else only to the width of one."""
    scale: int = 100
    """Per cent at which it is printed where it is not scaled down to a page."""
    page_columns: tuple[int, ...] = ()
    """Columns with which a page begins, where that is fixed."""
    parts: tuple[int, ...] = ()
    """Rows with which something begins that no page may tear: a table, what is signed."""
    page_rows: tuple[int, ...] = ()
    """Rows with which a page begins, where that is fixed."""
    print_area: tuple[int, int, int, int] | None = None
    repeat_rows: tuple[int, int] | None = None
    repeat_columns: tuple[int, int] | None = None
    protect: bool = True
    filter_area: tuple[int, int, int, int] | None = None
    tab_color: str = ""
    footer: str = ""
    footer_size: int = 9
    """Points of its letters, which are scaled as the sheet is."""
    beside: LinesFile | None = None
    """The lines that are too many for the sheet."""

    @property
    def folded_rows(self) -> set[int]:
        """Rows below which something is folded away."""
        return {row for row in {row - 1 for row in self.below_rows} - self.below_rows if self._hides(row + 1)}

    def _hides(self, row: int) -> bool:
        """Whether any of the rows is hidden that belong together from this one on."""
        while row in self.below_rows:
            if row in self.hidden_rows:
                return True
            row += 1
        return False

    @property
    def extent(self) -> tuple[int, int]:
        """Number of rows and of columns, from the first of the sheet to the last that anything stands in."""
        return max(cell.row + cell.rows for cell in self.cells), max(cell.col + cell.cols for cell in self.cells)

    @property
    def grid(self) -> list[list[Value]]:
        """What a reader finds on the sheet: its values row by row from A1, "" for an empty cell."""
        height, width = self.extent
        rows: list[list[Value]] = [[""] * width for _ in range(height)]
        for cell in self.cells:
            rows[cell.row][cell.col] = "" if cell.value is None else cell.value
        return rows

    @property
    def rows(self) -> Iterable[Sequence[Value]]:
        """The rows of `grid`, those of a long sheet one after the other as they are made."""
        return self.grid if self.stream is None else self._long_grid(self.stream())

    def _long_grid(self, lines: Iterable[Cell]) -> Iterator[Sequence[Value]]:
        width, below = self.extent[1], 0
        for number, cells in groupby(self.in_lines(lines), key=_line):
            yield from ([] for _ in range(below, number))
            row: list[Value] = [""] * width
            for cell in cells:
                row[cell.col] = "" if cell.value is None else cell.value
            yield row
            below = number + 1

    def in_lines(self, lines: Iterable[Cell]) -> Iterator[Cell]:
        """Yield the cells of a long sheet, with its lines, from top to bottom; an area of several lines is not merged there."""
        flat = (cell._replace(row=cell.row + down, rows=1, value=None if down else cell.value) for cell in self.cells for down in range(cell.rows))
        return merge(sorted(flat, key=_line), lines, key=_line)

    def put_lines(self, number: int, make: Callable[[], Iterable[Cell]]) -> None:
        """Add so many lines that `make` makes, from top to bottom; if they are many, only when they are written."""
        if number > STREAMED:
            self.stream = make
        else:
            self.cells.extend(make())

    def make_lines(self) -> None:
        """Put the lines of a long sheet among its cells, for who needs them all at once."""
        if self.stream is not None:
            self.cells.extend(self.stream())
            self.stream = None

    def put(self, row: int, col: int, value: Value, style: Style, **more: object) -> None:
        """Add a cell."""
        self.cells.append(Cell(row, col, value, style, **more))  # type: ignore[arg-type]  # Cell checks the names

    def row(self, row: int, col: int, values: Sequence[Value], style: Style) -> None:
        """Add a line of cells that look alike."""
        self.cells.extend(Cell(row, col + i, value, style) for i, value in enumerate(values))


def quoted(sheet: str) -> str:
    """Return a sheet name as formulas and links need it."""
    return "'" + sheet.replace("'", "''") + "'"


def text_width(text: str) -> int:
    """Return the width of the longest line in half-width characters; a Chinese character counts two."""
    return max((sum(2 if ord(char) > 0x2E7F or char in "“”‘’…—①" else 1 for char in line) for line in text.split("\n")), default=0)


def lines_needed(text: str, width: float) -> int:
    """Return how many lines `text` takes in a cell of `width` characters."""
    room = max(2, int(width) // 2 * 2)
    return sum(max(1, -(-text_width(line) // room)) for line in text.split("\n"))
