"""How a form compares two periods: which change is worth a word, and what a form before it called by another code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gkxl.forms.equations import FormulaError, item_code, parse_sum
from gkxl.forms.measures import Axes
from gkxl.forms.source import Source


@dataclass(frozen=True, slots=True)
class ComparedSum:
    """Figures that together are what one figure was in the form before."""

    label: str
    items: tuple[str, ...]
    """Item codes of this form."""
    was: str
    """Item code of the form before."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What a form says of comparing two periods."""

    jump_per_cent: int = 50
    """A figure that changes by as much, and by `jump_at_least`, is worth a word."""
    jump_at_least: int = 10
    sums: tuple[ComparedSum, ...] = ()


def read_compared(raw: Mapping[str, Any], axes: Axes, source: Source) -> Compared:
    """Return what a form says of comparing; raises FormError with the line of what is wrong."""
    sums = [found for entry in raw.get("sums", ()) for found in _sums(entry, axes, source)]
    return Compared(raw.get("jump_per_cent", 50), raw.get("jump_at_least", 10), tuple(sums))


def _sums(raw: Mapping[str, Any], axes: Axes, source: Source) -> Sequence[ComparedSum]:
    """Return a sum of rows once for each column."""
    words = f'label = "{raw["label"]}"'
    refused: list[FormulaError] = []
    for rows, columns in axes.get(raw["table"], {}).values():
        try:
            terms = parse_sum(raw["rows"], rows)
        except FormulaError as error:
            refused.append(error)
            continue
        return [
            ComparedSum(
                raw["label"], tuple(item_code(raw["table"], term.code, column) for term in terms), item_code(raw["table"], raw["was"], column)
            )
            for column in columns
        ]
    raise source.error(str(refused[0]) if refused else f"没有表“{raw['table']}”", words)
