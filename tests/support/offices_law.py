"""The law of every merge: each printed cell is right, or an error or "not stated" names it; and right data is never refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from support.driving import Said
from support.worlds import Merge

OF_A_WHOLE_STATEMENT = frozenset(
    {"likeness.two_names", "likeness.two_months", "likeness.sum_of_others", "likeness.cumulative", "submission.duplicate"}
)
"""What is said of every figure of a statement, with a few of them as examples."""


def wrong_cells(world: Merge, said: Said) -> dict[str, str]:
    """Return the cells of 汇总 that do not print what was counted, with what stands there; one without a number is not wrong where it may lack."""
    return {code: f"{value} ≠ {world.truth.get(code, 0)}" for code, value in said.printed.items() if value != Decimal(str(world.truth.get(code, 0)))}


def against_right_worlds(merges: Iterable[tuple[Merge, Said]]) -> list[str]:
    """Return how the merges of a right world break the law: anything but the right figures, no error and exit status 0."""
    broken = []
    for world, said in merges:
        wrong = dict(list(wrong_cells(world, said).items())[:4])
        if wrong or said.status or said.of("error") or said.absent or not said.printed:
            broken.append(f"{world.told()}\n{said.told()}\nwrong: {wrong}")
    return broken


def unnamed(world: Merge, said: Said, severities: tuple[str, ...] = ("error",)) -> dict[str, str]:
    """Return the wrong cells of a merge, of a world in which something is wrong, that nothing names.

    A cell is named where 汇总 prints no number in it, or a finding of one of these severities is on it, on a cell of its row or column (a
    total and what it adds), or on a whole statement; or where something is missing or was not read.
    """
    if said.absent or said.status == 2:
        return {}
    told = [finding for severity in severities for finding in said.of(severity)]
    return {code: what for code, what in wrong_cells(world, said).items() if said.printed[code] is not None and not _named(code, told)}


def untold(said: Said) -> list[str]:
    """Return the units with an error of their own that the last line of a merge does not name, although it cuts no list short.

    A name that stands in the longer name of another unit counts as named.
    """
    if said.status != 1 or "等" in said.last_line:
        return []
    return sorted({error["unit"] for error in said.of("error") if error["caused_by"] is None and error["unit"] not in said.last_line})


def _named(code: str, findings: Iterable[Mapping[str, Any]]) -> bool:
    table, row, column = code.split(".")
    for finding in findings:
        if not finding["items"] or finding["rule"] in OF_A_WHOLE_STATEMENT:
            return True
        for item in finding["items"]:
            other_table, other_row, other_column = item.split(".")
            adds_all = (row, column) == ("results_total", "total")
            if other_table == table and (adds_all or other_row == row or other_column == column):
                return True
    return False
