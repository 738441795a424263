"""A sheet that is, plain numbers and texts apart, the same as one that was read before need not be parsed again.

Departments fill in copies of one template: what is written between the values of the cells, the skeleton of a sheet, is the same in all of
them, whichever program saved them.  The first sheet of a skeleton is parsed by the library, and becomes a model only if what is taken
from its values is what the library read.  Whatever differs from its model in more than plain numbers and plain texts is parsed again.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import zip_longest
from operator import itemgetter

from gkxl.model.submission import Position
from gkxl.workbook.reading import extent
from gkxl.workbook.reading.may_be_coded import looks_like_a_code, may_begin_a_code
from gkxl.workbook.reading.skeleton import Entries, Skeleton, cells_of, is_whole, plain_text, shared_text, taken_apart

Rows = list[list[object]]
_MOST = 64
"""So many models are kept, about 100 KB each: there are as many as programs that save and templates that are sent out."""
_NO_DATE = 2_900_000
"""What is no date although its cell is formatted as one begins above: a smaller number that the library gives proves that the format is none."""
_REFERENCE = re.compile(rb'<c r="([A-Z0-9]*)"')
_NUMBER = re.compile(rb"-?[0-9]{1,15}(?:\.[0-9]{1,15})?").fullmatch
_NUMBERS = re.compile(rb"(?:-?[0-9]{1,15}(?:\.[0-9]{1,15})?\0)*").fullmatch


class AlikeRows(list[list[object]]):
    """The rows of a sheet that is like a model: what the library would read, but for empty cells at the ends."""

    __slots__ = ("changed", "model", "same_codes")

    def __init__(self, rows: Rows, model: Model, changed: frozenset[Position], *, same_codes: bool) -> None:
        super().__init__(rows)
        self.model = model
        self.changed = changed
        """The cells with another text than on the model."""
        self.same_codes = same_codes
        """Whether none of these texts, before or now, may be a code of ours."""


@dataclass(eq=False)
class Model:
    """A sheet that the library read, and what others of its skeleton may have otherwise."""

    rows: Rows | None
    """Without its numbers; None where surely no code of ours stands on it."""
    numbers: dict[int, Position]
    """Which values are plain numbers, and where they stand."""
    texts: dict[int, list[Position]]
    """Number of a text among the entries, to the cells in which it stands."""
    own: dict[int, Position]
    """Which values are texts by themselves, results of formulas too, and where they stand."""
    entries: Entries
    values: Sequence[bytes | None]
    _others: Callable[[list[bytes | None]], tuple[bytes | None, ...]] = field(init=False)
    _numbers: Callable[[list[bytes | None]], tuple[bytes | None, ...]] = field(init=False)
    _fixed: tuple[bytes | None, ...] = field(init=False)

    def __post_init__(self) -> None:
        self._others = self._getter(slot for slot in range(len(self.values)) if slot not in self.numbers and slot not in self.own)
        self._numbers = self._getter(self.numbers)
        self._fixed = self._others([*self.values, None])

    def _getter(self, slots: Iterable[int]) -> Callable[[list[bytes | None]], tuple[bytes | None, ...]]:
        """Return what takes these values of all values and a last one, and the last one twice: a getter of one value would give no tuple."""
        return itemgetter(*slots, len(self.values), len(self.values))

    def filled(self, values: list[bytes | None], entries: Entries) -> AlikeRows | None:
        """Return the rows of a sheet with these values, none of one without codes; None where it differs in more than plain numbers and texts."""
        one_more = [*values, None]
        changed = self._changed(values, entries) if self._others(one_more) == self._fixed else None
        numbers = self._numbers(one_more)
        if changed is None or _NUMBERS(b"".join(number + b"\0" for number in numbers if number is not None)) is None:
            return None
        rows = [row[:] for row in self.rows or ()]
        if rows:
            for (row, col), number in zip(self.numbers.values(), numbers, strict=False):
                if number is not None:
                    rows[row][col] = float(number)
        same_codes = True
        for (row, col), text in changed.items() if rows else ():
            same_codes = same_codes and not may_begin_a_code(text) and not may_begin_a_code(str(rows[row][col]))
            rows[row][col] = text
        return AlikeRows(rows, self, frozenset(changed), same_codes=same_codes)

    def _changed(self, values: list[bytes | None], entries: Entries) -> dict[Position, str] | None:
        """Return the cells with another text than on the model; None where one is not plain, or might be a code on a sheet without any."""
        found = [(plain_text(values[slot]), [place]) for slot, place in self.own.items() if values[slot] != self.values[slot]]
        if entries != self.entries:
            if not all(is_whole(entry) for entry, before in zip_longest(entries, self.entries, fillvalue=None) if entry and entry != before):
                return None
            for number, cells in self.texts.items():
                entry = entries[number] if number < len(entries) else b""
                if entry != self.entries[number]:
                    found.append((shared_text(entry), cells))
        changed: dict[Position, str] = {}
        for text, cells in found:
            if text is None or (self.rows is None and looks_like_a_code(text.encode())):
                return None
            changed |= dict.fromkeys(cells, text)
        return changed


class _Models:
    """Skeleton to the styles of a workbook, which say what is a date, to the model; the first are forgotten when there are too many."""

    def __init__(self) -> None:
        self.kept: dict[bytes, dict[bytes, Model]] = {}
        self.whole: dict[bytes, Skeleton] = {}
        """The models themselves, taken apart: what nobody touches of a template, or fills in, is the same to the last letter."""
        self._made = self._used = 0
        self._lock = threading.Lock()

    @property
    def worth_it(self) -> bool:
        """Whether to make another: where no two sheets are alike it is work for nothing."""
        return self._made < _MOST + self._used

    def get(self, skeleton: Skeleton, styles: bytes) -> Model | None:
        return self.kept.get(skeleton.between, {}).get(styles)

    def used(self) -> None:
        """Count that a model saved a sheet from being parsed."""
        self._used += 1

    def keep(self, xml: bytes, skeleton: Skeleton, styles: bytes, model: Model) -> None:
        with self._lock:
            self._keep(xml, skeleton, styles, model)

    def _keep(self, xml: bytes, skeleton: Skeleton, styles: bytes, model: Model) -> None:
        self._made += 1
        for kept, key in ((self.kept, skeleton.between), (self.whole, xml)):
            if len(kept) >= _MOST and key not in kept:
                kept.pop(next(iter(kept)))
        self.whole[xml] = skeleton
        self.kept.setdefault(skeleton.between, {})[styles] = model


_models = _Models()


@contextmanager
def without_models() -> Iterator[None]:
    """Read for a while as if no sheet had been read before."""
    global _models
    kept, _models = _models, _Models()
    try:
        yield
    finally:
        _models = kept


def skeleton_of(xml: bytes) -> Skeleton | None:
    """Return a sheet taken apart; None where it is not plain that all its cells are seen."""
    return _models.whole.get(xml) or taken_apart(xml)


def is_known(skeleton: Skeleton | None) -> bool:
    """Whether a sheet with this skeleton is a model: then its cells stand where those of the model stand."""
    return skeleton is not None and skeleton.between in _models.kept


def filled(skeleton: Skeleton, styles: bytes, entries: Entries) -> AlikeRows | None:
    """Return the rows of a sheet, none of one on which surely no code stands; None where it must be parsed."""
    model = _models.get(skeleton, styles)
    rows = model.filled(skeleton.values, entries) if model else None
    if rows is not None:
        _models.used()
    return rows


def learn(xml: bytes, skeleton: Skeleton, styles: bytes, entries: Entries, rows: Rows | None) -> None:
    """Take a sheet as a model if what is taken from its values is what the library read; `rows` are None for one without codes."""
    references = _REFERENCE.findall(xml)
    if not _models.worth_it or len(set(references)) != len(references) or not extent.within_reason(xml):
        return
    model = _model(skeleton, entries, rows, _models.get(skeleton, styles))
    if model is not None and model.filled(skeleton.values, entries) == (rows or []):
        _models.keep(xml, skeleton, styles, model)


def _model(skeleton: Skeleton, entries: Entries, rows: Rows | None, before: Model | None) -> Model | None:
    """Return what a sheet is as a model; None where the library read anything else than what is seen. What was a number before may be one."""
    numbers: dict[int, Position] = {}
    texts: dict[int, list[Position]] = {}
    own: dict[int, Position] = {}
    seen: set[Position] = set()
    for slot, (value, cell) in enumerate(zip(skeleton.values, cells_of(skeleton.between), strict=True)):
        if cell is None or value is None:
            continue
        place, kind = cell
        seen.add(place)
        if kind == b"s":
            if not value.isdigit() or int(value) >= len(entries):
                return None
            text = shared_text(entries[int(value)])
            if text is not None and rows is not None and not _holds(rows, place, text):
                return None
            texts.setdefault(int(value), []).append(place)
        elif kind in (b"str", b"inlineStr"):
            if rows is None or _holds(rows, place, plain_text(value)):
                own[slot] = place
        elif kind in (None, b"n") and _NUMBER(value) and (rows is None or (0 <= float(value) < _NO_DATE and _holds(rows, place, float(value)))):
            numbers[slot] = place
    if any(value != "" and (row, col) not in seen for row, values in enumerate(rows or ()) for col, value in enumerate(values)):
        return None
    if before is not None and rows is not None:
        numbers |= {slot: place for slot, place in before.numbers.items() if skeleton.values[slot] is None and _holds(rows, place, "")}
    bare = None if rows is None else [row[:] for row in rows]
    for row, col in numbers.values() if bare else ():
        bare[row][col] = ""  # type: ignore[index]  # there is one
    return Model(bare, numbers, texts, own, entries, tuple(skeleton.values))


def _holds(rows: Rows, place: Position, value: object) -> bool:
    row, col = place
    return row < len(rows) and col < len(rows[row]) and type(rows[row][col]) is type(value) and rows[row][col] == value
