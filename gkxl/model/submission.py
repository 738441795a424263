"""What one unit states for one period, with the place that each figure comes from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from gkxl.forms import Form
from gkxl.model.due_dates import parse_day
from gkxl.model.figures import UNFILLED, Number
from gkxl.model.head import Head, HeadField
from gkxl.model.kept import kept
from gkxl.model.merge_state import MergeState
from gkxl.model.period import Period
from gkxl.model.period_words import report_title
from gkxl.model.shown import Shown, shown_on_sheet, sum_of
from gkxl.model.unit import Unit

Position = tuple[int, int]
"""Row and column of a cell, both counted from 0."""

Key = tuple[Unit, Period]
"""Unit and period: what can be counted once at most."""


NO_ITEMS: frozenset[int] = frozenset()
"""The one that nearly every submission has in several places."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a submission was read: the file as the user named it, and the sheet, "" for a document that has none."""

    file: str
    sheet: str


@dataclass(frozen=True, slots=True)
class Submission:
    """The figures of one unit for one period.

    `stated` and `positions` have one entry for each of `form.items`.
    """

    form: Form
    unit: str
    period: Period
    revision: int
    source: Source
    stated: Sequence[Number | None]
    """What the sheet says, totals included; None where nothing is stated or the cell was not understood."""
    positions: Sequence[Position | None] = ()
    """The cell of each figure; None where it was not found; empty where there is no sheet behind it."""
    misread: Mapping[int, str] = field(default_factory=dict)
    """Items whose cell was not understood, with what stands there."""
    as_text: frozenset[int] = NO_ITEMS
    """Items whose figure was understood but is written as text ("12件"), so that formulas do not add it."""
    head: Head = field(default_factory=Head)
    """Who filled, reviewed and approved it, telephone, date of filling."""
    unasked: frozenset[int] = NO_ITEMS
    """Items of tables that the unit need not fill in."""
    months: tuple[Submission, ...] = ()
    """The submissions for months or other parts that the period was added up from, in order; empty where the unit stated it itself."""
    merge_state: MergeState | None = None
    """Of a 汇总, what its workbook says of itself; None for what a unit filled in or what was only added up."""
    lacking: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """Inputs that are known not to be 0 although nobody states them, with the units that lack them: these carry no value."""
    parent: str = ""
    """Name of the unit right above `unit`; "" where nobody says."""
    places: Mapping[int, str] = field(default_factory=dict)
    """How people call the cell of each figure where it stands in no sheet; empty where `positions` say it."""
    by_path: bool = False
    """Whether its name alone does not say whose it is: another unit that is given, or is on the roster, has the same one."""

    # What follows from the fields above, once it was asked for: in slots, since a hundred thousand submissions are held at a time.
    _who: Unit | None = field(default=None, init=False, repr=False, compare=False)
    _figures: tuple[Number | None, ...] | None = field(default=None, init=False, repr=False, compare=False)
    _unknown: frozenset[int] | None = field(default=None, init=False, repr=False, compare=False)
    _shown: Shown | None = field(default=None, init=False, repr=False, compare=False)
    _uncertain: frozenset[int] | None = field(default=None, init=False, repr=False, compare=False)

    @kept("_who")
    def who(self) -> Unit:
        """The unit by its place."""
        return Unit(self.unit, self.parent)

    @property
    def called(self) -> str:
        """How messages and sheets name the unit: by its name, or by its path where others have the same name."""
        return self.who.path if self.by_path else self.unit

    @property
    def key(self) -> Key:
        """Whose and of when it is: what can be counted once at most."""
        return self.who, self.period

    @kept("_figures")
    def figures(self) -> tuple[Number | None, ...]:
        """What counts: stated inputs, and totals computed from them; None where nobody states it, or where it rests on what is lacking."""
        values = list(self.stated)
        for total in self.form.totals:
            values[total.target] = sum_of(total, values)
        for item in self.unknown:
            values[item] = None
        figures = tuple(values)
        # Nearly every sheet states the totals that follow from it: then nothing is kept twice.
        same = (
            isinstance(self.stated, tuple)
            and not self.unknown
            and all(type(figures[item]) is type(self.stated[item]) is int and figures[item] == self.stated[item] for item in self.form.total_items)
        )
        return self.stated if same else figures  # type: ignore[return-value]  # a tuple, as just seen

    @kept("_unknown")
    def unknown(self) -> frozenset[int]:
        """Inputs that are lacking, and the totals that would add them up: no number can be printed for them."""
        return self._with_totals(self.lacking) if self.lacking else NO_ITEMS

    @property
    def printed(self) -> tuple[Number | str, ...]:
        """What stands on result tables: figures, 0 for what nobody states, and words for what is known not to be 0."""
        return tuple(UNFILLED if item in self.unknown else value or 0 for item, value in enumerate(self.figures))

    @property
    def shown(self) -> Sequence[Number | None]:
        """What the sheet shows: stated inputs, totals that were overwritten by hand, and else what their formulas give."""
        return self._on_sheet.figures

    @property
    def overwritten(self) -> Mapping[int, Number]:
        """Stated totals that are not what the sheet itself gives, with what they should be."""
        return self._on_sheet.overwritten

    @property
    def left_out(self) -> bool:
        """Whether totals of the sheet lack figures because these are written as text, which formulas do not add."""
        return self._on_sheet.left_out

    @kept("_shown")
    def _on_sheet(self) -> Shown:
        if all(self.stated[item] in (None, self.figures[item]) for item in self.form.total_items):
            return Shown(self.figures)
        return shown_on_sheet(self.form, self.stated, self.as_text)

    @kept("_uncertain")
    def uncertain(self) -> frozenset[int]:
        """Inputs that were not understood or are lacking, and the totals that would add them up."""
        inputs = (set(self.misread) - self.form.total_items) | self.lacking.keys()
        return self._with_totals(inputs) if inputs else NO_ITEMS

    def _with_totals(self, inputs: Iterable[int]) -> frozenset[int]:
        """Return these inputs and every total that adds one of them up."""
        touched = set(inputs)
        for total in self.form.totals:
            if any(operand.item in touched for operand in total.right):
                touched.add(total.target)
        return frozenset(touched)

    @property
    def not_stated(self) -> list[int]:
        """Inputs that were left open."""
        if None not in self.stated:
            return []
        totals = self.form.total_items
        passed = totals | self.unasked | self.misread.keys() | self.lacking.keys()
        return [i for i, value in enumerate(self.stated) if value is None and i not in passed]

    @property
    def filled_on(self) -> dt.date | None:
        """The day on which it was filled in; None where none is written, or none that can be understood."""
        return parse_day(self.head.filled_on, self.period)

    @property
    def head_texts(self) -> dict[HeadField, str]:
        """What stands in the head of its sheet: every field with its text."""
        own = {HeadField.PARENT: self.parent, HeadField.UNIT: self.unit, HeadField.PERIOD: str(self.period), HeadField.REVISION: str(self.revision)}
        return self.head.texts | own

    @property
    def named(self) -> str:
        """How messages name the sheet it stands on, or the document."""
        if not self.source.sheet:
            return self.source.file
        return f"{self.source.file}（工作表“{self.source.sheet}”）"

    @property
    def report_title(self) -> str:
        """Title of the report on these figures: no month or quarter is called a year."""
        return report_title(self.form, self.unit, self.period)

    def cell(self, item: int) -> str:
        """Return the address of a figure, e.g. "H12", or how people call its cell in a document; "" where it is not known."""
        if self.places:
            return self.places.get(item, "")
        position = self.positions[item] if self.positions else None
        return address(*position) if position else ""

    def cells(self, items: Sequence[int]) -> tuple[str, ...]:
        """Return the addresses of several figures, without those that are not known."""
        return tuple(cell for cell in map(self.cell, items) if cell)


def address(row: int, col: int) -> str:
    """Return the address of a cell counted from 0: (11, 7) is "H12"."""
    letters = ""
    col += 1
    while col:
        col, rest = divmod(col - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"
