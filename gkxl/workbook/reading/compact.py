"""What was read, in as little memory as it takes: what many workbooks have in common is kept once."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from gkxl.model.head import Head
from gkxl.model.submission import NO_ITEMS, Position, Source, Submission
from gkxl.workbook.reading.line_rows import OnOneLine
from gkxl.workbook.reading.submissions import WorkbookReading

_T = TypeVar("_T", bound=Hashable)
_NOTHING: Mapping[int, str] = {}
_NOBODY: Mapping[int, tuple[str, ...]] = {}


class Compact:
    """Keeps one of everything that is equal: places of figures, names, heads, periods."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, Hashable] = {}

    def _one(self, value: _T) -> _T:
        return self._kept.setdefault(value, value)  # type: ignore[return-value]  # an equal one

    def reading(self, reading: WorkbookReading) -> WorkbookReading:
        """Return what a workbook holds, without the places of its cells that only who writes into it needs."""
        return replace(
            reading,
            submissions=[self.submission(submission) for submission in reading.submissions],
            summary=self.submission(reading.summary) if reading.summary else None,
            parts=[self.submission(submission) for submission in reading.parts],
            months=[self.submission(submission) for submission in reading.months],
            places=[],
        )

    def _positions(self, positions: Sequence[Position | None]) -> Sequence[Position | None]:
        """Return equal places; those of a line have only their row for themselves."""
        return positions if isinstance(positions, OnOneLine) else self._one(tuple(positions))

    def submission(self, submission: Submission) -> Submission:
        """Return an equal submission that shares what it can."""
        head, source = submission.head, submission.source
        return replace(
            submission,
            unit=self._one(submission.unit),
            parent=self._one(submission.parent),
            period=self._one(submission.period),
            source=Source(self._one(source.file), self._one(source.sheet)),
            stated=tuple(submission.stated),
            positions=self._positions(submission.positions),
            misread=submission.misread or _NOTHING,
            as_text=submission.as_text or NO_ITEMS,
            unasked=submission.unasked or NO_ITEMS,
            lacking=submission.lacking or _NOBODY,
            head=self._one(Head(*(self._one(text) for text in (getattr(head, name) for name in Head.__slots__)))),
        )
