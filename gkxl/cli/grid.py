"""报送情况 in a terminal: a line for each unit, a column for each period."""

from __future__ import annotations

from collections.abc import Iterator

import click

from gkxl.reporting_status.grid import Slot, State, StatusGrid

_SIGNS = {
    State.ON_TIME: ("按", "green"),
    State.RECEIVED: ("报", "green"),
    State.LATE: ("迟", "yellow"),
    State.MISSING: ("缺", "red"),
    State.UNREADABLE: ("坏", "magenta"),
    State.DISPUTED: ("重", "red"),
    State.NOT_DUE: ("·", ""),
    State.NOT_ASKED: ("—", ""),
}
LEGEND = "按=按时 报=已报（没有截止日或填报日期） 迟=迟报 更=更正过 缺=缺报 坏=未读出 重=重复且不一致 ·=未到期 —=不用报"


def grid_lines(grid: StatusGrid) -> Iterator[str]:
    """Yield the grid line by line, the legend last."""
    names = [entry.unit if entry.cell else f"{entry.unit}（名册外）" for entry, _ in grid.lines]
    wide = max(map(width_of, names), default=4)
    heads = [period.within_year or "全年" for period in grid.periods]
    yield padded("单位", wide) + "".join(f" {padded(head, 4)}" for head in heads)
    for name, (_, slots) in zip(names, grid.lines, strict=True):
        yield padded(name, wide) + "".join(" " + _sign(slot) for slot in slots)
    yield LEGEND


def _sign(slot: Slot) -> str:
    sign, color = _SIGNS[slot.state]
    if slot.corrected:
        sign, color = ("更" if slot.state is not State.LATE else "迟更"), color if slot.state is State.LATE else "cyan"
    return click.style(padded(sign, 4), fg=color or None)


def width_of(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return sum(2 if ord(char) > 0x2E7F or char in "—" else 1 for char in text)


def padded(text: str, width: int) -> str:
    """Return a text with as many blanks behind it as fill these columns of a terminal."""
    return text + " " * max(0, width - width_of(text))
