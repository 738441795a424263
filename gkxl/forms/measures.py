"""The main figures of a form, followed month by month, and the charts drawn of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gkxl.forms.equations import FormulaError, Operand, item_code, parse_sum
from gkxl.forms.nearest import unknown
from gkxl.forms.source import Source


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure that people follow: an item, or a sum of items."""

    code: str
    label: str
    operands: tuple[Operand, ...]
    share: bool = False
    """Whether each unit's share of the total is shown beside it."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart over the months; codes of measures."""

    title: str
    bars: tuple[str, ...]
    stacked: bool
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Monthly:
    """What the 月度 sheet shows."""

    measures: tuple[Measure, ...]
    charts: tuple[Chart, ...]


Axes = Mapping[str, Mapping[str, tuple[Sequence[str], Sequence[str]]]]
"""Table to block to its row codes and column codes."""


def read_monthly(raw: Mapping[str, Any], axes: Axes, index: Mapping[str, int], source: Source) -> Monthly:
    """Return the measures and charts of a form; raises FormError with the line of what is wrong."""
    measures = read_measures(raw["measures"], axes, index, source)
    known = [measure.code for measure in measures]
    charts = []
    for drawn in raw["charts"]:
        with source.entry(drawn):
            chart = Chart(drawn["title"], tuple(drawn["bars"]), drawn.get("stacked", False), tuple(drawn.get("lines", ())))
        for code in (*chart.bars, *chart.lines):
            if code not in known:
                raise source.error(f"图表里的指标{unknown(code, known)}", f'title = "{chart.title}"')
        charts.append(chart)
    return Monthly(measures, tuple(charts))


def read_measures(raw: Sequence[Mapping[str, Any]], axes: Axes, index: Mapping[str, int], source: Source) -> tuple[Measure, ...]:
    """Return measures in their order; raises FormError with the line of what is wrong."""
    measures = []
    for measure in raw:
        with source.entry(measure):
            measures.append(Measure(measure["code"], measure["label"], _operands(measure, axes, index, source), measure.get("share", False)))
    source.refuse_duplicates([measure.code for measure in measures], "指标的代码")
    return tuple(measures)


def _operands(raw: Mapping[str, Any], axes: Axes, index: Mapping[str, int], source: Source) -> tuple[Operand, ...]:
    """Return the items of a measure: rows in one column (`column`), or columns of one row (`row`)."""
    words = f'code = "{raw["code"]}", label = "{raw["label"]}"'
    for rows, columns in axes.get(raw["table"], {}).values():
        along, codes = (raw.get("column"), rows) if "column" in raw else (raw.get("row"), columns)
        if along not in (columns if "column" in raw else rows):
            continue
        try:
            terms = parse_sum(raw["formula"], codes)
        except FormulaError as error:
            raise source.error(str(error), words) from error
        items = [item_code(raw["table"], *((t.code, along) if "column" in raw else (along, t.code))) for t in terms]
        return tuple(Operand(index[item], term.sign, previous=False) for item, term in zip(items, terms, strict=True))
    raise source.error(f"指标指的不是表“{raw['table']}”的行或列", words)
