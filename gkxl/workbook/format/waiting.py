"""待填: the live checks of a sheet say nothing until somebody has typed a first figure into it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

from gkxl.model.submission import Submission, address
from gkxl.workbook.format.layout import CODE_COLUMN, SheetLayout

TO_FILL = "待填"
SENTENCE = f"{TO_FILL}：填入第一个数后，这里显示勾稽是否平衡。"


@dataclass(frozen=True, slots=True)
class Waiting:
    """Whether the checks of a sheet wait for a first figure."""

    cell: str
    """The hidden cell that says so as long as that is so; "" on a sheet whose checks never wait."""
    now: bool = False

    def formula(self, otherwise: str, meanwhile: str = "") -> str:
        """Return a formula that shows `meanwhile` while the sheet waits; "" where there is none."""
        return f'IF({self.cell}="{TO_FILL}","{meanwhile}",{otherwise})' if self.cell and otherwise else otherwise

    def result(self, otherwise: str, meanwhile: str = "") -> str:
        """Return what `formula` shows now."""
        return meanwhile if self.now else otherwise

    def on(self, sheet: str) -> Waiting:
        """Return the same as another sheet of the workbook sees it; `sheet` is the name in quotes."""
        return Waiting(f"{sheet}!{self.cell}", self.now)


NEVER = Waiting("")
"""For what is not filled in by hand."""


def waiting(layout: SheetLayout, submission: Submission | None, given: Set[int] = frozenset()) -> Waiting:
    """Return that the checks of an input sheet wait until a figure is typed beside the items `given` beforehand.

    `submission` is what stands on the sheet now.
    """
    to_type = set(range(len(layout.form.items))) - layout.form.total_items - given
    filled = submission is not None and any(submission.shown[item] is not None or item in submission.misread for item in to_type)
    return Waiting(address(layout.marker_row, CODE_COLUMN + 1), not filled)


@lru_cache(maxsize=256)
def nothing_typed(layout: SheetLayout, given: frozenset[int]) -> str:
    """Return the formula that says 待填 while all cells to be filled in are blank; `given` are items that are filled in beforehand."""
    typed = [item.index for item in layout.form.items if item.index not in layout.form.total_items | given]
    counted = "+".join(f"COUNTA({area})" for area in _areas(layout, typed))
    return f'IF({counted or 0}=0,"{TO_FILL}","")'


def _areas(layout: SheetLayout, items: Iterable[int]) -> list[str]:
    """Return cells as rectangles in which nothing else stands: items that follow each other on a row, and the same columns of the rows below."""
    runs: list[list[int]] = []
    for item in items:
        if runs and runs[-1][-1] + 1 == item and layout.positions[item][0] == layout.positions[runs[-1][-1]][0]:
            runs[-1].append(item)
        else:
            runs.append([item])
    blocks: list[tuple[Sequence[int], Sequence[int]]] = []
    for run in runs:
        if blocks and _below(layout, blocks[-1][1], run):
            blocks[-1] = blocks[-1][0], run
        else:
            blocks.append((run, run))
    return [f"{layout.ref(first[0])}:{layout.ref(last[-1])}" for first, last in blocks]


def _below(layout: SheetLayout, upper: Sequence[int], lower: Sequence[int]) -> bool:
    """Whether a run stands right below another, from the same first to the same last column."""
    ends = [(layout.positions[above], layout.positions[below]) for above, below in ((upper[0], lower[0]), (upper[-1], lower[-1]))]
    return all(below == (above[0] + 1, above[1]) for above, below in ends)
