"""Sums with more digits than a spreadsheet keeps: they are written as text, and most often somebody took the wrong unit of money."""

from __future__ import annotations

from collections.abc import Sequence

from gkxl.model.figures import MOST_DIGITS, Number, kept_exactly, show
from gkxl.model.submission import Submission
from gkxl.model.unit_names import listed
from gkxl.rules.findings import Finding
from gkxl.rules.wording import where


def check_digits(total: Submission, parts: Sequence[Submission]) -> list[Finding]:
    """Return for each figure of a total that a spreadsheet cannot keep that it is written as text, with the parts that state most of it."""
    findings = []
    for item in total.form.items:
        value = total.figures[item.index]
        if value is None or kept_exactly(value):
            continue
        amounts: list[tuple[Number, str]] = [(part.figures[item.index] or 0, part.called) for part in parts]
        stating = [f"{unit}{show(amount)}" for amount, unit in sorted(amounts, reverse=True) if amount]
        findings.append(
            Finding.of(
                "figure.many_digits",
                f"{where(total)}：{total.cell(item.index)}（{item.label}）是{show(value)}，超过{MOST_DIGITS}位，电子表格不能准确保存，"
                f"已按文本写出，公式不会把它加进去。由{listed(stating, 3)}合计而来；请核实这些单位的数和计量单位。",
                about=total,
                items=[item.index],
                actual=show(value),
            )
        )
    return findings
